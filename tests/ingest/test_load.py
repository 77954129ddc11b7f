"""Loading: every row accounted for, corrections, duplicates, withdrawals, people."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.ingest.desk import Desk, counts, offence, person
from vru.errors import InputError, StoreError
from vru.periods import Period
from vru.store import current_version, open_store


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_each_row_is_loaded_quarantined_or_an_identical_duplicate(desk):
    rows = [
        offence(1), offence(2, recorded_on="31/06/2024"), offence(3, recorded_on="01/07/2024"), offence(1),
        offence(4, recorded_on=""), offence(5, ho_code="08-Jun"), offence(6), offence(6, ho_code="5D"),
    ]  # fmt: skip
    people = [person(1, person_key="N1"), person(1, person_key="N1"), person(2, person_key="N2")]

    report = desk.bring(rows, people)

    assert counts(report) == [(8, 1, 6, 1, 0), (3, 1, 1, 1, 0)]
    assert desk.raw(["row", "column_name", "reason", "shape", "value"], "quarantine", ["reason", "row"]) == [
        (3, "recorded_on", "bad_date", "99/99/9999", None),
        (7, "ho_code", "code_became_date", "99-AAA", None),
        (4, "recorded_on", "future_date", None, "2024-07-01"),
        (6, "recorded_on", "no_date", None, None),
        (4, "offence_id", "no_offence", None, None),
        (8, "ho_code", "offence_differs", None, None),
        (9, "ho_code", "offence_differs", None, None),
    ]


def test_what_the_code_and_the_date_say_of_an_offence(desk):
    desk.bring(
        [
            offence(1, domestic="Y", knife="no"),
            offence(2, ho_code="008/06", recorded_on="01/02/2010", domestic="yes"),
            offence(3, ho_code="8N", recorded_on="01/02/2010"),
            offence(4, ho_code="ZZ9"),
            offence(5, ho_code="", offence_group="homicide"),
            offence(6, status="Cancelled", district="Shepway"),
        ]
    )

    columns = [
        "offence_id",
        "ho_code",
        "offence_group",
        "is_vwi",
        "is_homicide",
        "domestic",
        "knife",
        "status",
        "csp",
    ]
    assert desk.raw(columns) == [
        ("A1", "8N", "violence_with_injury", True, False, True, False, "crime", None),
        ("A2", "8G", "violence_with_injury", True, False, None, None, "crime", None),
        ("A3", "8N", "violence_with_injury", True, False, None, None, "crime", None),
        ("A4", "ZZ9", "unknown", None, None, None, None, "crime", None),
        ("A5", None, "homicide", False, True, None, None, "crime", None),
        ("A6", "8N", "violence_with_injury", True, False, None, None, "cancelled", "E22000145"),
    ]


def test_ages_know_their_roles_and_a_birth_date_leaves_only_the_age(desk):
    people = [
        person(1, age="9", ethnicity="a"), person(1, role="victim", age="0", ethnicity="b"),
        person(1, age="999", ethnicity="c"), person(1, birth_date="04/06/2000", ethnicity="d"),
        person(1, birth_date="03/06/2000", ethnicity="e"), person(1, age_band="18-24", ethnicity="f"),
        person(1, birth_date="01/01/1900", ethnicity="g"), person(1, birth_date="04/06/2024", ethnicity="h"),
    ]  # fmt: skip

    report = desk.bring([offence(1)], people)

    assert counts(report)[1] == (8, 7, 1, 0, 0)
    assert desk.raw(["ethnicity", "age_low", "age_high"], "involvement") == [
        ("a", None, None), ("b", 0, 0), ("c", None, None), ("d", 23, 23), ("e", 24, 24), ("f", 18, 24),
        ("g", None, None),
    ]  # fmt: skip
    assert desk.raw(["reason", "shape", "value"], "quarantine") == [("before_birth", None, None)]


def test_rows_without_a_reference_are_never_duplicates_of_each_other(desk):
    rows = [{"recorded_on": "2024-05", "offence_group": "theft", "offence_id": ""}] * 3

    first, again = desk.bring(rows), desk.bring([*rows, offence(1)])

    assert counts(first) == [(3, 3, 0, 0, 0)]
    assert counts(again) == [(4, 1, 0, 3, 0)]
    assert len(desk.raw(["offence_id"])) == 4


def test_victims_without_a_key_are_each_a_person(desk):
    report = desk.bring([offence(1)], [person(1, role="victim", age="20", person_key="")] * 2)

    assert counts(report)[1] == (2, 2, 0, 0, 0)


def test_loading_twice_changes_nothing_and_makes_no_version(desk):
    rows, people = [offence(1), offence(2)], [person(1, person_key="N1"), person(2, age="20")]
    first = desk.bring(rows, people)

    again = desk.bring(rows, people)

    assert counts(again) == [(2, 0, 0, 2, 0), (2, 0, 0, 2, 0)]
    assert again.store_version == first.store_version == current_version(desk.store)
    assert again.warnings == [
        "offences.csv was loaded before, byte for byte: nothing changes.",
        "involvements.csv was loaded before, byte for byte: nothing changes.",
    ]


def test_the_same_rows_in_another_file_change_nothing_either(desk):
    rows, people = [offence(1), offence(2)], [person(1, person_key="N1"), person(2, age="20")]
    first = desk.bring(rows, people)

    again = desk.bring(rows[::-1], people[::-1])

    assert counts(again) == [(2, 0, 0, 2, 0), (2, 0, 0, 2, 0)]
    assert again.store_version == first.store_version


def test_a_later_extract_corrects_and_an_old_file_does_not_undo_it(desk):
    old = desk.write("offences_old.csv", [offence(1, outcome="open"), offence(2)])
    new = desk.write("offences_new.csv", [offence(1, outcome="charged"), offence(2), offence(3)])
    desk.load(old)

    corrected, undone = desk.load(new), desk.load(old)

    assert counts(corrected) == [(3, 2, 0, 1, 1)]
    assert counts(undone) == [(2, 0, 0, 2, 0)]
    assert desk.raw(["offence_id", "outcome"]) == [("A1", "charged"), ("A2", None), ("A3", None)]


def test_people_of_an_offence_are_replaced_role_by_role(desk):
    desk.bring([offence(1)], [person(1, age="20"), person(1, role="victim", age="40")])

    desk.bring(people=[person(1, age="21"), person(1, age="30")])

    assert desk.raw(["role", "age_low"], "involvement", ["role", "age_low"]) == [
        ("suspect", 21), ("suspect", 30), ("victim", 40),
    ]  # fmt: skip


def test_a_person_missing_from_a_later_extract_is_taken_out(desk):
    desk.bring([offence(1)], [person(1, age="20"), person(1, age="30")])

    desk.bring(people=[person(1, age="30")])

    assert desk.raw(["age_low"], "involvement") == [(30,)]


def test_people_may_come_after_their_offences_and_wait_for_them(desk):
    people = [person(1, person_key="N1", birth_date="01/01/2000"), person(2, person_key="N2")]
    desk.bring([offence(1)])
    early = desk.bring(people=people)

    desk.bring([offence(2)])
    late = desk.bring(people=people)

    assert counts(early) == [(2, 1, 1, 0, 0)]
    assert counts(late) == [(2, 1, 0, 1, 0)]
    assert desk.raw(["age_low"], "involvement") == [(24,), (None,)]


def test_offences_missing_from_a_replaced_period_are_withdrawn(desk):
    desk.bring([offence(1), offence(2), offence(3, recorded_on="30/04/2024"), offence(4)])
    rows = [offence(1), offence(4, recorded_on="99/99/2024")]

    report = desk.bring(rows, replaces=Period(dt.date(2024, 5, 1), dt.date(2024, 6, 1)))

    assert report.files[0].withdrawn == 1
    assert desk.raw(["offence_id", "status"]) == [
        ("A1", "crime"), ("A2", "withdrawn"), ("A3", "crime"), ("A4", "crime"),
    ]  # fmt: skip
    # it comes back when the source has it again
    desk.bring([offence(2)])
    assert desk.raw(["offence_id", "status"])[1] == ("A2", "crime")


def test_people_without_a_key_are_refused_with_the_remedy(desk, monkeypatch):
    for name in ("VRU_KEY", "VRU_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(InputError, match="VRU_KEY_FILE"):
        desk.bring([offence(1)], [person(1, person_key="N1")], key=None)

    assert current_version(desk.store) is None


def test_another_key_never_joins_a_store(desk):
    first = desk.bring([offence(1)], [person(1, person_key="N1")])

    with pytest.raises(StoreError, match="another key"):
        desk.bring(
            [offence(2)], [person(2, person_key="N1")], key="another key of more than thirty-two bytes"
        )

    assert current_version(desk.store) == first.store_version


def test_one_person_under_two_spellings_of_the_key_is_one(desk):
    people = [person(1, person_key="123.0"), person(2, person_key=" 123 "), person(3, person_key="CROWN")]

    desk.bring([offence(1), offence(2), offence(3)], people)

    (one,), (other,), (nobody,) = desk.raw(["person"], "involvement")
    assert one == other
    assert nobody is None


def test_a_file_of_which_no_row_can_be_loaded_is_an_error(desk):
    with pytest.raises(InputError, match=r"row 2, column .recorded_on.: none of its 2 rows"):
        desk.bring([offence(1, recorded_on="2024"), offence(2, recorded_on="soon")])


def test_context_tables_are_loaded_replaced_and_reconciled(desk):
    weather = {"day": "01/06/2024", "station": "Manston"}
    first = desk.write("weather.csv", [weather | {"mean_c": "14.5"}, weather | {"day": "31/06/2024"}])
    second = desk.write("weather_2.csv", [weather | {"mean_c": "15"}, weather | {"day": "02/06/2024"}])
    admissions = desk.write(
        "admissions.csv",
        [{"period_from": "2024-04", "period_to": "2024-04", "area": "Medway",
          "cause": "knife", "episode": "admission", "count": count, "age_low": age}
         for count, age in (("*", "10"), ("12", "20"))],
    )  # fmt: skip

    reports = [counts(desk.load(each)) for each in (first, second, admissions)]

    assert reports == [[(2, 1, 1, 0, 0)], [(2, 2, 0, 0, 1)], [(2, 2, 0, 0, 0)]]
    assert [row[1] for row in desk.raw(["day", "mean_c"], "weather")] == [15, None]
    assert [row[1:] for row in desk.raw(["age_low", "low", "high"], "admission")] == [(1, 7), (12, 12)]


def test_made_up_offences_stay_marked_and_no_extract_is_mixed_into_them(desk):
    desk.bring([offence(1)], synthetic=True)
    made_up = current_version(desk.store)
    weather = desk.write("weather.csv", [{"day": "2024-06-01", "station": "S", "mean_c": "14.5"}])

    desk.load(weather)

    with open_store(desk.store) as opened:
        assert opened.synthetic
    assert current_version(desk.store) != made_up
    with pytest.raises(StoreError, match="never mixed into it"):
        desk.bring([offence(2)])
    desk.bring([offence(3)], synthetic=True, fresh=True)
    desk.bring([offence(2)], fresh=True)
    with open_store(desk.store) as opened:
        assert not opened.synthetic
