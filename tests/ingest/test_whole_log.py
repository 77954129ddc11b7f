"""One small extract with every kind of dirt: the whole log of what became of it."""

from __future__ import annotations

import csv

import pytest

from tests.ingest import test_admissions
from tests.ingest.desk import Desk, counts
from vru.terms import REASONS, STEPS

CLEAN = {
    "recorded_on": "10/06/2024", "committed_from": "09/06/2024 14:30", "committed_to": "", "ho_code": "8N",
    "offence_group": "", "status": "", "domestic": "", "knife": "", "alcohol": "", "district": "",
    "lsoa": "", "easting": "", "northing": "", "severity_weight": "",
}  # fmt: skip
LONG_AGO = {"recorded_on": "10/03/2010", "committed_from": "09/03/2010 14:30", "ho_code": "1"}
# what is dirty in each offence, from row 2 down
STEPPED = [
    {}, {"offence_id": ""}, {"alcohol": "perhaps"}, {"status": "pending"}, {"status": "Cancelled"},
    {"status": "transferred"}, {"ho_code": "ZZ9"}, {"ho_code": "8G"},
    {"ho_code": "", "offence_group": "hooliganism"}, {"ho_code": ""},
    {**LONG_AGO, "domestic": "yes", "knife": "no"}, {"district": "Atlantis"}, {"lsoa": "E99"},
    {"severity_weight": "heavy"}, {"severity_weight": "-5"}, {"committed_to": "31/06/2024"},
    {"committed_from": "09/06/2024 25:30"}, {"committed_to": "08/06/2024 10:00"},
    {"recorded_on": "08/06/2024"}, {"committed_from": "09/06/2024 00:00"},
    {"committed_from": "01/06/2024 14:30"}, {"recorded_on": "01/06/2024", "committed_from": "31/05/2024"},
    {"easting": "575000"}, {"easting": "0", "northing": "0"}, {"easting": "900000", "northing": "900000"},
    {"easting": "155000", "northing": "575000"}, {"easting": "530000", "northing": "180000"},
]  # fmt: skip
REFUSED = [
    {"recorded_on": "", "committed_from": ""}, {"recorded_on": "31/06/2024"}, {"recorded_on": "10/06/24"},
    {"recorded_on": "45000"}, {"recorded_on": "01/07/2024"}, {"ho_code": "08-Jun"},
    {"offence_id": "B", "ho_code": "8N"}, {"offence_id": "B", "ho_code": "1", "domestic": "yes"},
]  # fmt: skip
PEOPLE = [
    {}, {"role": "lookout"}, {"age": "999"}, {"age": "elderly"}, {"age": "9"}, {"role": "victim", "age": "0"},
    {"birth_date": "01/02/2000"}, {"birth_date": "01/02/1905"}, {"birth_date": "01/01/1900"},
    {"birth_date": "31/06/2000"}, {"person_key": "CROWN"}, {"sex": "tall"},
    {"offence_id": ""}, {"offence_id": "nowhere"}, {"birth_date": "10/06/2024"},
]  # fmt: skip
BLANK = {}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("dirty"))
    offences = [{"offence_id": f"A{n}", **CLEAN, **each} for n, each in enumerate([*STEPPED, *REFUSED])]
    nobody = {"person_key": "", "age": "", "birth_date": "", "sex": ""}
    people = [{"offence_id": "A0", "role": "suspect", **nobody, **each} for each in PEOPLE]
    files = [
        table(desk.folder / "offences.csv", [*offences, BLANK], "one,two"),
        table(desk.folder / "involvements.csv", [*people, BLANK, BLANK]),
        table(desk.folder / "weather.csv", weather()),
        table(desk.folder / "admissions.csv", admissions()),
    ]
    report = desk.load(*files)
    # a publisher's marks are in no contract file
    marked = {"STATION": "UKE1", "DATE": "2024-06-05", "TMAX": "400", "TMAX_ATTRIBUTES": ",I,E"}
    desk.load(table(desk.folder / "UKE1.csv", [marked]), mapping="ghcn_daily")
    warm = {"ID": "UKE1", "DATE": "20240606", "ELEMENT": "TMAX", "DATA_VALUE": "210", "Q_FLAG": ""}
    snow = warm | {"ELEMENT": "SNOW", "DATA_VALUE": "0"}
    desk.load(table(desk.folder / "long.csv", [warm, snow]), mapping="ghcn_daily_long")
    return desk, report


def table(file, rows, *lines):
    """Write rows and then lines as they are; a row without cells is a blank one."""
    with file.open("w", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        opened.writelines(f"{each}\n" for each in lines)
    return file


def weather():
    day = {"day": "01/06/2024", "station": "Manston", "mean_c": "14.5"}
    return [
        day, day | {"day": "02/06/2024", "mean_c": "warm"}, day | {"station": ""},
        day | {"day": "03/06/2024"}, day | {"day": "03/06/2024", "mean_c": "15"},
        day | {"day": "04/06/2024", "mean_c": "80"},
    ]  # fmt: skip


def admissions():
    known = {"period_from": "2024-04", "period_to": "2024-04", "area": "Medway", "cause": "knife"}
    shown = [("10", "*"), ("20", "[c]"), ("30", "1-7"), ("40", "12")]
    return [known | {"episode": "admission", "age_low": age, "count": count} for age, count in shown]


def test_every_row_is_accounted_for(loaded):
    _, report = loaded

    assert counts(report) == [(36, 27, 9, 0, 0), (15, 12, 3, 0, 0), (6, 2, 4, 0, 0), (4, 4, 0, 0, 0)]


def test_every_step_of_cleaning_is_counted_and_no_other(loaded):
    desk, _ = loaded
    log = desk.raw(["file", "column_name", "step", "rows"], "load_step")

    assert [(column, step, rows) for file, column, step, rows in log if file == "offences.csv"] == [
        ("alcohol", "unknown_spelling", 1),
        ("committed_from", "bad_time", 1),
        ("committed_from", "first_of_month", 1),
        ("committed_from", "midnight", 1),
        ("committed_to", "bad_date", 1),
        ("committed_to", "ends_before_start", 1),
        ("district", "unknown_district", 1),
        ("domestic", "flag_before_valid", 1),
        ("easting", "half_a_point", 1),
        ("easting", "off_the_grid", 1),
        ("easting", "point_nowhere", 1),
        ("easting", "point_outside", 1),
        ("easting", "point_repaired", 1),
        ("ho_code", "code_outside_validity", 1),
        ("ho_code", "unknown_code", 1),
        ("knife", "flag_before_valid", 1),
        ("lsoa", "bad_lsoa", 1),
        ("offence_group", "group_missing", 1),
        ("offence_group", "unknown_group", 1),
        ("offence_id", "without_id", 1),
        ("recorded_on", "first_of_month", 1),
        ("recorded_on", "recorded_before_committed", 1),
        ("row", "blank_row", 1),
        ("severity_weight", "bad_weight", 2),
        ("status", "not_a_crime", 2),
        ("status", "unknown_status", 1),
    ]
    assert [each for each in log if each[0] != "offences.csv"] == [
        ("UKE1.csv", "max_c", "failed_quality", 1),
        ("admissions.csv", "count", "suppressed_count", 3),
        ("involvements.csv", "age", "age_out_of_range", 1),
        ("involvements.csv", "age", "age_unreadable", 1),
        ("involvements.csv", "age", "suspect_under_10", 1),
        ("involvements.csv", "age", "victim_aged_0", 1),
        ("involvements.csv", "birth_date", "age_from_birth_date", 2),
        ("involvements.csv", "birth_date", "age_out_of_range", 1),
        ("involvements.csv", "birth_date", "bad_date", 1),
        ("involvements.csv", "birth_date", "placeholder_birth_date", 1),
        ("involvements.csv", "person_key", "placeholder_person", 1),
        ("involvements.csv", "role", "unknown_role", 1),
        ("involvements.csv", "row", "blank_row", 2),
        ("involvements.csv", "sex", "unknown_spelling", 1),
        ("weather.csv", "mean_c", "wild_temperature", 1),
    ]


def test_every_refused_row_has_its_reason(loaded):
    desk, _ = loaded

    assert desk.raw(["file", "row", "column_name", "reason", "shape", "value"], "quarantine") == [
        ("involvements.csv", 14, "offence_id", "no_offence_id", None, None),
        ("involvements.csv", 15, "offence_id", "no_offence", None, None),
        ("involvements.csv", 16, "birth_date", "before_birth", None, None),
        ("long.csv", 3, "ELEMENT", "other_element", None, None),
        ("offences.csv", 29, "recorded_on", "no_date", None, None),
        ("offences.csv", 30, "recorded_on", "bad_date", "99/99/9999", None),
        ("offences.csv", 31, "recorded_on", "two_digit_year", "99/99/99", None),
        ("offences.csv", 32, "recorded_on", "excel_serial", "99999", None),
        ("offences.csv", 33, "recorded_on", "future_date", None, "2024-07-01"),
        ("offences.csv", 34, "ho_code", "code_became_date", "99-AAA", None),
        ("offences.csv", 35, "ho_code", "offence_differs", None, None),
        ("offences.csv", 36, "ho_code", "offence_differs", None, None),
        ("offences.csv", 38, None, "wrong_number_of_fields", "AAA,AAA", None),
        ("weather.csv", 3, "mean_c", "bad_number", "AAAA", None),
        ("weather.csv", 4, "station", "value_missing", None, None),
        ("weather.csv", 5, None, "row_differs", None, None),
        ("weather.csv", 6, None, "row_differs", None, None),
    ]


def test_what_dirt_leaves_of_the_offences(loaded):
    desk, _ = loaded
    marked = desk.raw(["offence_id", "status", "offence_group", "severity_weight"])
    unknown = desk.raw(["domestic", "knife", "alcohol", "committed_to", "lsoa"])
    weight = marked[0][3]

    assert weight > 0
    assert {row[0]: row[1:] for row in marked if row[0] in ("A3", "A4", "A6", "A8", "A9", "A13", "A14")} == {
        "A3": ("crime", "violence_with_injury", weight),
        "A4": ("cancelled", "violence_with_injury", weight),
        "A6": ("crime", "unknown", None),
        "A8": ("crime", "unknown", None),
        "A9": ("crime", "unknown", None),
        "A13": ("crime", "violence_with_injury", weight),
        "A14": ("crime", "violence_with_injury", weight),
    }
    assert unknown == [(None,) * 5] * 27


def test_suppressed_counts_are_kept_as_their_range(loaded):
    desk, _ = loaded

    assert desk.raw(["age_low", "low", "high"], "admission") == [
        (10, 1, 7), (20, 1, 7), (30, 1, 7), (40, 12, 12),
    ]  # fmt: skip


def test_every_code_of_step_and_reason_can_happen_and_has_a_sentence(loaded, tmp_path):
    desk, _ = loaded
    # an age that is not known refuses a row only where areas stand side by side
    tabulated = Desk(tmp_path)
    tabulated.load(test_admissions.workbook(tmp_path), mapping="hes_assault")

    assert {step for (step,) in desk.raw(["step"], "load_step")} == set(STEPS)
    assert {reason for each in (desk, tabulated) for (reason,) in each.raw(["reason"], "quarantine")} == set(
        REASONS
    )
