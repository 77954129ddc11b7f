"""A district whose upload stopped: no verdict and no ranking takes its empty months for a fall."""

import dataclasses
import datetime as dt

import pytest

from tests.answers.worlds import ASHFORD, MEDWAY, THANET, offences
from tests.stores import make_store
from vru.answers import district_gaps, overview_trust, question
from vru.answers.trend_options import Trends
from vru.periods import add_months
from vru.selection import Selection

FIRST, MONTHS = dt.date(2021, 4, 1), 36  # to March 2024; nothing changed in recording that touches robbery
DOVER = "E07000108"
USUAL = {MEDWAY: 60, ASHFORD: 30, THANET: 44, DOVER: 40}
GROUPS = ("robbery", "sexual_offences")


def world(folder, lost):
    """Two kinds, half each, the same every month, but nothing of a district in its months `lost`."""
    rows = []
    for area, usual in USUAL.items():
        each = [0 if at in lost.get(area, ()) else usual // 2 for at in range(MONTHS)]
        for group in GROUPS:
            rows += offences(MONTHS, each=each, district=area, first=FIRST, offence_group=group)
    states = [
        {"basis": "recorded", "month": add_months(FIRST, at), "state": "complete"} for at in range(MONTHS)
    ]
    return make_store(folder, rows, tables={"month_quality": states})


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """Medway, the largest, lacks June and July 2023."""
    with world(tmp_path_factory.mktemp("two"), {MEDWAY: (26, 27)}) as store:
        yield store


@pytest.fixture(scope="module")
def eight(tmp_path_factory):
    """Medway lacks June 2023 to January 2024, more than half of the last year."""
    with world(tmp_path_factory.mktemp("eight"), {MEDWAY: range(26, 34)}) as store:
        yield store


def answered(store, name, split="district", **filters):
    selection = dataclasses.replace(Selection.default(store.capabilities), **filters)
    options = Trends(split=split) if name == "trends.change" else None
    return question(name).ask(store, selection, *([options] if options else [])).answer()


def test_the_months_are_found_by_district(two):
    lost = {MEDWAY: frozenset({dt.date(2023, 6, 1), dt.date(2023, 7, 1)})}

    assert district_gaps.lost(two, "recorded") == lost
    assert answered(two, "completeness.districts").finding == (
        "2 months of 1 district look incomplete: Medway, June 2023 to July 2023 (0 instead of about 120)."
    )


def test_its_change_is_judged_on_the_months_that_are_there(two):
    found = answered(two, "trends.change")
    medway = found.table.set_index("label").loc["Medway"]

    assert medway[["now", "base", "change", "verdict"]].tolist() == [600, 600, 0, "no clear change"]
    assert "in no verdict and no ranking then: Medway, June 2023 to July 2023." in found.missing


def test_its_line_is_hollow_and_no_ranking_takes_the_gap_for_a_fall(two):
    found = answered(two, "trends.split")
    line = next(each for each in found.chart.series if each.name == "Medway")

    assert found.finding.startswith("Medway had the most, 600 of 1,740 (34 %)")
    assert "the 10 whole months of" in found.finding
    assert line.hollow[-12:] == (False, False, *(True,) * 10)
    assert not any(any(each.hollow[-12:]) for each in found.chart.series if each.name != "Medway")


def test_what_is_selected_alone_has_those_months_in_no_verdict(two):
    found = answered(two, "trends.rolling", areas=(MEDWAY,))

    assert found.verdict.value == "no clear change"
    assert "June 2023 (incomplete), July 2023 (incomplete)" in found.missing
    assert "What is selected looks incomplete then, and is in no verdict: Medway" in found.missing


def test_other_districts_and_the_force_keep_their_months(two):
    force, other = answered(two, "trends.rolling"), answered(two, "trends.rolling", areas=(ASHFORD,))

    assert (
        "In these totals, though a district looks incomplete: Medway, June 2023 to July 2023."
        in force.missing
    )
    assert "incomplete" not in other.missing
    assert other.table["whole"].iloc[-1]


def test_the_trust_card_names_it(two):
    lines = overview_trust.card(two, Selection.default(two.capabilities))["table"].set_index("check")

    assert lines.loc["Complete to", ["status", "says"]].tolist() == [
        "mind this",
        "Complete to March 2024, by date recorded; a district looks incomplete: Medway, June 2023 to July "
        "2023.",
    ]


def test_a_partnership_lacks_what_its_district_lacks(two):
    found = answered(two, "trends.change", split="csp").table.set_index("label")

    assert found.loc["Medway", ["now", "base"]].tolist() == [600, 600]


def test_a_district_without_most_of_a_year_is_neither_ranked_nor_judged(eight):
    split, changed = answered(eight, "trends.split"), answered(eight, "trends.change")

    assert split.finding.startswith("Thanet had the most, 528 of 1,368 (39 %)")
    medway = changed.table.set_index("label").loc["Medway"]
    assert medway["verdict"] == "cannot tell"
    assert medway["reason"] == "too few months are complete in both periods"


def test_an_extract_of_two_districts_has_no_gaps_to_look_for(tmp_path):
    rows = [*offences(24, each=20), *offences(24, each=10, district=ASHFORD)]
    with make_store(tmp_path, rows) as store:
        assert district_gaps.lost(store, "recorded") == {}
        assert answered(store, "completeness.districts").empty == "cannot"
