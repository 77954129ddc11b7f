"""A district's profile: shares and rates by hand, small numbers hidden, areas together, what is not known."""

import dataclasses
import datetime as dt
import json

import pytest

from tests.answers.test_districts import DARTFORD, GRAVESHAM, USUAL, rows_of, world
from tests.answers.worlds import MEDWAY, THANET, offences
from tests.stores import make_store
from vru.answers import districts, question
from vru.answers.districts_options import Districts
from vru.answers.districts_shares import share
from vru.selection import Selection

LAST = dt.date(2024, 3, 1)


def answered(store, name="districts.profile", *, options=None, **filters):
    selection = dataclasses.replace(Selection.default(store.capabilities), **filters)
    return question(name).ask(store, selection, Districts(**(options or {}))).answer()


def measures(answer):
    return answer.table.set_index("measure")


@pytest.fixture(scope="module")
def five(tmp_path_factory):
    with world(tmp_path_factory.mktemp("five")) as store:
        yield store


@pytest.fixture(scope="module")
def peopled(tmp_path_factory):
    """Thanet: 60 offences with a suspect each, 15 under 18, 24 of them domestic; Medway: 100, all adults.

    Ten of Thanet's suspects are suspected twice; three offences there carry the knife flag.
    """
    rows, people = [], []
    for area, number in ((THANET, 60), (MEDWAY, 100)):
        for at in range(number):
            name = f"{area}/{at}"
            day = dt.date(2023, 4, 1) + dt.timedelta(days=at % 300)
            domestic = area == THANET and at < 24
            rows.append({
                "offence_id": name, "recorded_on": day, "committed_on": day, "district": area,
                "domestic": domestic, "knife": area == THANET and at < 3,
            })  # fmt: skip
            person = f"{area}/{at % 50 if area == THANET else at}"
            age = 16 if area == THANET and at % 50 < 15 else 30
            people.append({"offence_id": name, "person": person, "age": age})
    rows += offences(1, each=1, district=THANET, first=dt.date(2021, 1, 1))
    states = [
        {"basis": basis, "month": dt.date(2023 + at // 12, at % 12 + 1, 1), "state": "complete"}
        for at in range(15)
        for basis in ("recorded", "committed")
    ]
    rows += offences(1, each=1, district=MEDWAY, first=LAST)
    folder = tmp_path_factory.mktemp("peopled")
    with make_store(folder, rows, people, tables={"month_quality": states}) as store:
        yield store


def test_shares_are_those_of_the_latest_year_with_wilsons_limits(peopled):
    table = measures(answered(peopled, areas=(THANET,)))

    assert table.loc["Domestic", ["value", "of"]].tolist() == [40, 60]
    # Wilson's limits of 24 in 60, from the closed form
    assert table.loc["Domestic", ["low", "high"]].tolist() == pytest.approx([28.57, 52.63], abs=0.01)
    assert table.loc["Domestic", "average"] == pytest.approx(100 * 24 / 160)
    assert table.loc["Domestic", "against"] == "above"
    assert table.loc["Suspects under 18", ["value", "of"]].tolist() == [30, 50]
    assert table.loc["Suspects on two days or more", ["value", "of"]].tolist() == [20, 50]


def test_a_day_here_and_a_day_there_is_no_repeat_of_all_areas(tmp_path):
    rows, people = [], []
    for at in range(60):  # the same 30 people, one day in each of two districts
        name, area = f"o{at}", (THANET, MEDWAY)[at % 2]
        day = dt.date(2023, 4, 1) + dt.timedelta(days=5 * at)
        rows.append({"offence_id": name, "recorded_on": day, "committed_on": day, "district": area})
        people.append({"offence_id": name, "person": f"p{at // 2}", "age": 30})
    states = [
        {"basis": basis, "month": dt.date(2023 + at // 12, at % 12 + 1, 1), "state": "complete"}
        for at in range(15)
        for basis in ("recorded", "committed")
    ]
    rows += offences(1, each=1, district=MEDWAY, first=LAST)
    with make_store(tmp_path, rows, people, tables={"month_quality": states}) as store:
        found = measures(answered(store, areas=(THANET,))).loc["Suspects on two days or more"]

    assert found[["value", "of", "average", "against"]].tolist() == [0, 30, 0, "not clearly different"]


def test_numbers_under_five_are_not_given_and_their_limits_hold_all_they_may_be(peopled):
    row = measures(answered(peopled, areas=(THANET,))).loc["Knife-enabled"]

    assert row["value"] is None or row["value"] != row["value"]
    assert row["why"] == "fewer than 5 of them"
    one, four = share("", 1, 60, None, "offences"), share("", 4, 60, None, "offences")
    assert (one.low, one.high) == (four.low, four.high) == (row["low"], row["high"])
    assert one.low < 100 * 1 / 60 < 100 * 4 / 60 < one.high


def test_what_is_left_of_a_whole_is_hidden_too():
    nearly, all_of_it = share("", 57, 60, None, "offences"), share("", 60, 60, None, "offences")

    assert (nearly.value, nearly.why) == (None, "all but fewer than 5 of them")
    assert (all_of_it.value, share("", 0, 60, None, "offences").value) == (100, 0)
    assert share("", 5, 19, None, "people").low is None


def test_a_small_number_is_nowhere_in_what_is_handed_over(tmp_path):
    with world(tmp_path, USUAL | {THANET: 0}, more=offences(3, first=dt.date(2023, 9, 1), each=1,
               district=THANET, offence_group="robbery")) as store:  # fmt: skip
        made = [answered(store, name, areas=(THANET,)) for name in ("districts.profile", "districts.trend")]

    profile, trend = made
    assert profile.finding == "Thanet had fewer than 5 robberies in the year to March 2024."
    assert profile.counted.startswith("fewer than 5 offences")
    assert profile.table[["value", "low", "high"]].iloc[:3].isna().all(axis=None)
    assert trend.table.loc[trend.table["part"] == "Thanet", "value"].dropna().isin([0]).all()
    assert "are not drawn" in trend.counted
    assert '"value": 3' not in json.dumps([each.to_dict()["table"] for each in made])


def test_rate_and_change_are_those_of_the_performance_table(five):
    mine = measures(answered(five, areas=(THANET,)))
    theirs = rows_of(answered(five, "districts.performance"))

    assert mine.loc["Rate", "value"] == theirs.loc["Thanet", "rate"]
    assert mine.loc["Rate", "average"] == theirs.loc["All 5 districts", "rate"]
    assert mine.loc["Change on the year before", "value"] == theirs.loc["Thanet", "change"]
    assert mine.loc["Rate", "against"] == "above"


def test_two_districts_are_their_partnership(five):
    both = measures(answered(five, areas=(DARTFORD, GRAVESHAM)))
    one = measures(answered(five, level="csp", areas=("E22000352",)))

    assert both.loc["Offences", "value"] == one.loc["Offences", "value"] == 576
    assert both.loc["Rate", "value"] == pytest.approx(one.loc["Rate", "value"])


def test_without_a_choice_the_largest_is_shown_and_the_page_says_so(five):
    found = answered(five)

    assert found.finding.startswith("Medway had")
    assert "No area is chosen" in found.definition
    assert found.selected.count("Medway") == 1


def test_what_an_extract_lacks_is_named_by_its_column(five):
    table = measures(answered(five, areas=(THANET,)))

    assert "fill `knife`" in table.loc["Knife-enabled", "why"]
    assert "person_key" in table.loc["Suspects under 18", "why"]


def test_the_trend_holds_the_area_against_all(five):
    found = answered(five, "districts.trend", areas=(THANET,))

    last = found.table[found.table["month"] == LAST].set_index("part")["value"]
    assert last["Thanet"] == pytest.approx(13.5, rel=0.003)
    assert last["All districts"] == pytest.approx(2_076 / 270, rel=0.003)
    assert [each.role for each in found.chart.series] == ["main", "reference"]
    assert found.finding.startswith("Thanet ranged from 9.0 (year to")
    assert found.finding.endswith("robberies per 1,000 residents. The latest year, to March 2024, had 13.5.")


def test_the_page_begins_with_the_area_where_one_is_chosen(five):
    default = Selection.default(five.capabilities)

    names = [
        districts.answers(five, dataclasses.replace(default, areas=areas), Districts())[0].question.name
        for areas in ((), (THANET,))
    ]
    assert names == ["districts.performance", "districts.profile"]
