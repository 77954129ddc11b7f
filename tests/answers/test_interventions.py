"""Programmes on trends and in their list: what ran where and when, told apart from changes in recording."""

import dataclasses
import datetime as dt

import pytest

from tests.answers.worlds import ASHFORD, MEDWAY, THANET, offences
from tests.stores import make_store
from vru.answers import interventions, question
from vru.answers.districts_options import Districts
from vru.answers.trend_options import Trends
from vru.charts import plotly
from vru.periods import Period
from vru.selection import Selection

FIRST, MONTHS = dt.date(2021, 4, 1), 36  # to March 2024
PROGRAMMES = (
    {"programme": "Unit", "starts": dt.date(2020, 1, 15), "ends": None, "funding_year": "2019/20",
     "funding_pounds": 1_000_000.0},
    {"programme": "Patrols", "districts": [THANET], "starts": dt.date(2022, 6, 10),
     "ends": dt.date(2022, 12, 31), "funding_year": "2022/23", "funding_pounds": 200_000.0},
    {"programme": "Patrols", "districts": [THANET, MEDWAY], "starts": dt.date(2023, 1, 1),
     "ends": dt.date(2023, 3, 31), "funding_year": "2023/24", "funding_pounds": 100_000.0},
    {"programme": "Old", "districts": [ASHFORD], "starts": dt.date(2015, 1, 1), "ends": dt.date(2016, 1, 1)},
    {"programme": "Undated", "districts": [ASHFORD]},
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    rows = [
        each for area in (ASHFORD, MEDWAY, THANET) for each in offences(MONTHS, district=area, first=FIRST)
    ]
    with make_store(tmp_path_factory.mktemp("programmes"), rows, tables={"intervention": PROGRAMMES}) as made:
        yield made


def answered(store, name, options, **filters):
    selection = dataclasses.replace(Selection.default(store.capabilities), **filters)
    return question(name).ask(store, selection, options).answer()


def bands(answer):
    return [(each.label, each.x, each.x_to) for each in answer.chart.marks if each.kind == "programme"]


def test_a_programme_is_one_whatever_its_funding_years(store):
    patrols = next(each for each in interventions.known(store) if each.name == "Patrols")

    assert patrols.districts == tuple(sorted((THANET, MEDWAY)))
    assert (patrols.starts, patrols.ends) == (dt.date(2022, 6, 10), dt.date(2023, 3, 31))
    assert patrols.pounds == 300_000


def test_without_areas_only_those_of_the_whole_force_are_drawn(store):
    found = answered(store, "trends.monthly", Trends())

    # it began before the months shown and goes on
    assert bands(found) == [("◆ Unit", FIRST, dt.date(2024, 3, 1))]
    assert "says nothing of its effect" in found.definition


def test_those_of_a_chosen_area_are_drawn_and_can_be_switched_off(store):
    on = answered(store, "trends.rolling", Trends(), areas=(THANET,))
    off = answered(store, "trends.rolling", Trends(programmes="no"), areas=(THANET,))

    assert ("◆ Patrols", dt.date(2022, 6, 1), dt.date(2023, 3, 31)) in bands(on)
    assert "◆ Old" not in [label for label, *_ in bands(on)]
    assert bands(off) == []
    assert "programme" not in off.definition
    assert off.finding == on.finding


def test_a_programme_that_begins_within_the_last_month_is_drawn():
    late = interventions.Programme("Late", "", "", (), dt.date(2022, 3, 31), None, None, "")
    after = late._replace(name="After", starts=dt.date(2022, 4, 1))

    drawn = interventions.marks([late, after], Period(dt.date(2021, 4, 1), dt.date(2022, 3, 1)))
    assert [(each.label, each.x, each.x_to) for each in drawn] == [
        ("◆ Late", dt.date(2022, 3, 1), dt.date(2022, 3, 1))
    ]


SIX = ("E07000105", "E07000106", "E07000107", "E07000108", MEDWAY, THANET)


def test_small_pictures_of_districts_have_their_own_programmes(tmp_path):
    rows = [each for area in SIX for each in offences(MONTHS, district=area, first=FIRST)]
    with make_store(tmp_path, rows, tables={"intervention": PROGRAMMES}) as six:
        split = answered(six, "trends.split", Trends(split="district"))
        off = answered(six, "trends.split", Trends(split="district", programmes="no"))

    placed = {(each.label, each.panel) for each in split.chart.marks if each.kind == "programme"}
    assert placed == {("◆ Unit", None), ("◆ Patrols", "Medway"), ("◆ Patrols", "Thanet")}
    assert "◆ Patrols (June 2022) in " in split.definition
    assert bands(off) == []
    shapes = plotly.figure(split.chart)["layout"]["shapes"]
    dotted = [each["xref"] for each in shapes if each.get("line", {}).get("dash") == "dot"]
    # the force's in all six, the patrols in two more
    assert len(set(dotted)) == len(SIX)
    assert len(dotted) == len(SIX) + 2


def test_a_programme_looks_other_than_a_change_in_recording(store):
    drawn = plotly.figure(answered(store, "trends.rolling", Trends(), areas=(THANET,)).chart)["layout"]

    (fill,) = {each["fillcolor"] for each in drawn["shapes"] if each.get("line", {}).get("dash") == "dot"}
    assert fill != "@mark:10"
    assert any(each["text"].startswith("◆") for each in drawn["annotations"])


def test_the_list_has_every_programme_with_its_areas_and_money(store):
    table = answered(store, "districts.programmes", Districts()).table.set_index("programme")

    assert table.loc["Patrols", ["where", "funding", "dates"]].tolist() == [
        "Medway, Thanet",
        "£300,000",
        "10 June 2022 to 31 March 2023",
    ]
    assert table.loc["Unit", ["where", "dates"]].tolist() == [
        "Whole force",
        "since 15 January 2020 (running)",
    ]
    assert len(table) == 4


def test_the_list_of_an_area_leaves_out_what_is_elsewhere(store):
    found = answered(store, "districts.programmes", Districts(), level="csp", areas=("E22000137",))

    assert set(found.table["programme"]) == {"Unit", "Old", "Undated"}
    assert "1 without a first day" in found.missing
    assert found.finding == "1 of 3 programmes was running in March 2024. Running: Unit."


def test_a_store_without_programmes_says_which_file_to_load(tmp_path):
    with make_store(tmp_path, offences(MONTHS, first=FIRST)) as bare:
        found = answered(bare, "districts.programmes", Districts())
        trend = answered(bare, "trends.monthly", Trends())

    assert (found.empty, bands(trend)) == ("cannot", [])
    assert "interventions.csv" in found.finding


def test_a_period_before_a_programme_shows_none_of_it(store):
    shown = Period(dt.date(2021, 4, 1), dt.date(2022, 3, 1))

    drawn = interventions.marks(interventions.known(store), shown)
    assert [each.label for each in drawn] == ["◆ Unit"]
