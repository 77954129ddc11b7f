"""Attendances: rows of patients become numbers of a month; a month of a hospital stands or falls whole."""

import datetime as dt

import pytest

from tests.ingest.desk import Desk, counts
from vru.errors import InputError
from vru.ingest import load
from vru.settings import ROOT

KNIFE = {"attended_on": "03/02/2024", "hospital": "General", "district": "Medway", "weapon": "Knife",
         "location_type": "Street", "age": "19", "sex": "M"}  # fmt: skip


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def held(desk, *columns):
    return desk.raw([*columns, "attendances"], "attendance")


def test_alike_attendances_of_a_month_are_one_number_and_no_day_is_kept(desk):
    rows = [KNIFE, KNIFE, {**KNIFE, "attended_on": "20/02/2024"}, {**KNIFE, "attended_on": "01/03/2024"}]
    report = desk.load(desk.write("attendances.csv", rows))

    assert counts(report) == [(4, 4, 0, 0, 0)]
    assert held(desk, "month", "weapon", "age_low", "age_high", "sex", "district") == [
        (dt.date(2024, 2, 1), "knife", 19, 19, "male", "E06000035", 3),
        (dt.date(2024, 3, 1), "knife", 19, 19, "male", "E06000035", 1),
    ]


def test_the_same_month_again_is_a_duplicate_and_a_changed_one_replaces_it(desk):
    desk.load(desk.write("attendances_a.csv", [KNIFE, KNIFE]))

    again = desk.load(desk.write("attendances_b.csv", [KNIFE, {**KNIFE, "attended_on": "05/02/2024"}]))
    changed = desk.load(desk.write("attendances_c.csv", [{**KNIFE, "sex": "F"}]))

    assert counts(again) == [(2, 0, 0, 2, 0)]
    assert counts(changed) == [(1, 1, 0, 0, 1)]
    assert held(desk, "sex") == [("female", 1)]


def test_another_hospital_s_month_stays(desk):
    desk.load(desk.write("attendances_a.csv", [KNIFE]))
    desk.load(desk.write("attendances_b.csv", [{**KNIFE, "hospital": "Royal"}]))

    assert held(desk, "hospital") == [("General", 1), ("Royal", 1)]


def test_a_number_of_alike_ones_counts_as_that_many(desk):
    rows = [{**KNIFE, "attendances": "3"}, {**KNIFE, "sex": "F", "attendances": "2"}]
    report = desk.load(desk.write("attendances.csv", rows))

    assert counts(report) == [(2, 2, 0, 0, 0)]
    assert held(desk, "sex") == [("female", 2), ("male", 3)]


def test_rows_that_cannot_be_are_quarantined_and_all_add_up(desk):
    rows = [
        {**KNIFE, "attendances": "1"},
        {**KNIFE, "attended_on": "31/02/2024", "attendances": "1"},
        {**KNIFE, "attended_on": "", "attendances": "1"},
        {**KNIFE, "attendances": ""},
        {**KNIFE, "attendances": "some"},
    ]
    report = desk.load(desk.write("attendances.csv", rows))

    assert counts(report) == [(5, 1, 4, 0, 0)]
    reasons = desk.raw(["row", "reason"], "quarantine")
    assert reasons == [(3, "bad_date"), (4, "value_missing"), (5, "value_missing"), (6, "bad_number")]


def test_a_word_that_nobody_knows_is_an_unknown_weapon_and_none_is_a_weapon_s_absence(desk):
    words = ["Stabbing", "bottle", "Fists", "none", "??", ""]
    report = desk.load(desk.write("attendances.csv", [{**KNIFE, "weapon": each} for each in words]))

    assert counts(report)[0][1] == 6
    assert dict(held(desk, "weapon")) == {"knife": 1, "other_weapon": 1, "none": 2, None: 2}
    assert ("weapon", "unknown_spelling", 1) in desk.raw(["column_name", "step", "rows"], "load_step")


@pytest.mark.parametrize("column", ["NHS Number", "Patient Name", "DOB", "Postcode", "Triage Notes"])
def test_a_column_that_could_name_a_patient_stops_the_load(desk, column):
    file = desk.write("attendances.csv", [{**KNIFE, column: "x"}])

    with pytest.raises(InputError, match="is not dropped"):
        desk.load(file)


def test_a_place_that_is_an_address_stops_the_load(desk):
    rows = [{**KNIFE, "place": f"{each} Made-up Road, ME4 {each}AB"} for each in range(1, 9)]

    with pytest.raises(InputError, match="looks like a postcode"):
        desk.load(desk.write("attendances.csv", rows))


def test_attendances_survive_the_next_load(desk):
    desk.load(desk.write("attendances.csv", [KNIFE]))
    desk.bring([{"offence_id": "A1", "recorded_on": "03/06/2024", "ho_code": "8N"}])

    assert held(desk, "weapon") == [("knife", 1)]


def test_the_ready_mapping_reads_the_sample(tmp_path):
    report = load([ROOT / "data" / "samples" / "istv_attendances.csv"], "istv", store=tmp_path, key="k" * 40)

    assert [each[:4] for each in counts(report)] == [(7, 6, 1, 0)]
