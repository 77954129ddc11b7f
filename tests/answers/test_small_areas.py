"""Filters below the district: what they narrow, what takes no notice of them and says so, and rates."""

import dataclasses
import datetime as dt

import numpy as np
import pytest
import shapely

from tests.answers.worlds import ASHFORD, MEDWAY
from tests.stores import make_store
from vru import outlines
from vru.answers import question, questions
from vru.answers.answer import Options
from vru.answers.small_areas import in_districts
from vru.periods import Period
from vru.selection import Selection

PERIOD = Period(dt.date(2023, 4, 1), dt.date(2025, 3, 1))
NARROWED = ("trends", "control", "hotspots", "overview.headline")
HERE, THERE = "L1", "L2"
DISTRICTS = {HERE: MEDWAY, THERE: ASHFORD}


def offences():
    """Four a month in the one small area, one a month in the other, and one in no known area."""
    months = [dt.date(2023 + (3 + n) // 12, 1 + (3 + n) % 12, 7) for n in range(24)]
    placed = [(each, area) for each in months for area in (HERE, HERE, HERE, HERE, THERE)]
    rows = [
        {
            "recorded_on": day, "committed_on": day, "district": DISTRICTS[area], "lsoa": area,
            "knife": True, "domestic": False,
        }
        for day, area in placed
    ]  # fmt: skip
    return [*rows, {"recorded_on": months[-1], "committed_on": months[-1]}]


def drawn():
    corners = {HERE: (575_000, 165_000), THERE: (600_000, 142_000)}
    shapes = np.array([shapely.box(x, y, x + 2_000, y + 2_000) for x, y in corners.values()])
    names = ["Medway 001", "Ashford 001"]
    return outlines.rows("lsoa", corners, names, shapes, source="s", schematic=False).to_dict("records")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    people = [
        {"offence_id": f"o{n}", "role": role, "person": f"p{n % 9}", "age": 20 + n % 30, "sex": "male"}
        for n in range(1, 121)
        for role in ("suspect", "victim")
    ]
    residents = [
        {"year": year, "area": area, "age_low": 0, "age_high": 120, "residents": 90_000}
        for year in range(2021, 2026)
        for area in (MEDWAY, ASHFORD)
    ]
    small = [
        {"lsoa": HERE, "year": year, "age_low": 0, "age_high": 120, "residents": 1_600, "kind": "estimate"}
        for year in range(2021, 2026)
    ]
    programme = {"programme": "Patrol", "districts": [MEDWAY], "starts": dt.date(2024, 1, 1)}
    tables = {"boundary": drawn(), "population_lsoa": small, "intervention": [programme]}
    with make_store(tmp_path_factory.mktemp("small"), offences(), people, residents, tables=tables) as made:
        yield made


def asked(store, name, *areas, **options):
    one = question(name)
    chosen = Selection(PERIOD).within("lsoa", areas, store.capabilities)
    return one.ask(store, chosen, one.options(**options)).answer()


@pytest.mark.parametrize("name", questions())
def test_every_answer_is_narrowed_or_says_that_it_is_not(store, name):
    found = asked(store, name, HERE)
    everywhere = question(name).ask(store, Selection(PERIOD), Options()).answer()

    if name.startswith(NARROWED) or everywhere.selected.startswith("the whole extract"):
        assert "does not apply to this question" not in found.finding
        return
    said = "This is of all areas: a filter on small areas does not apply to this question."
    assert found.finding == f"{everywhere.finding} {said}"
    assert (found.empty, found.chart.kind) == (everywhere.empty, everywhere.chart.kind)
    assert found.selection == everywhere.selection
    assert found.table.equals(everywhere.table)


def test_a_control_chart_is_of_offences_below_the_district_and_of_nothing_else(store):
    here = asked(store, "control.chart", HERE, series="knife_injuries", chart="raw")

    assert here.table["counted"].tolist() == [4] * 24
    assert "small area Medway 001" in here.selected
    people = asked(store, "control.chart", HERE, series="people_suspect")
    assert (people.empty, "for districts and larger areas only" in people.finding) == ("cannot", True)


def test_trends_count_the_small_area_alone(store):
    assert asked(store, "trends.monthly", HERE).table["offences"].tolist() == [4] * 24
    assert asked(store, "trends.monthly", THERE).table["offences"].tolist() == [1] * 24
    assert asked(store, "trends.monthly", HERE, THERE).table["offences"].tolist() == [5] * 24
    assert (
        "small areas Medway 001, Ashford 001" not in asked(store, "trends.monthly", HERE).selection.sentence()
    )


def test_what_no_small_area_holds_is_said(store):
    missing = asked(store, "trends.monthly", HERE).missing

    assert (
        "1 of 121 offences in the period (1 %) have no known small area and are in no such filter." in missing
    )


def test_a_rate_needs_the_residents_of_each_small_area(store):
    found = asked(store, "trends.rolling", HERE, measure="rate")
    unknown = asked(store, "trends.rolling", HERE, THERE, measure="rate")

    # 48 offences of twelve months among 1,600 residents
    assert found.table["value"].iloc[-1] == pytest.approx(30.0, rel=1e-3)
    assert unknown.empty == "cannot"
    assert "population_lsoa" in unknown.finding
    split = asked(store, "trends.split", HERE, measure="rate")
    assert split.empty == "cannot"


def test_what_touches_a_district_touches_its_small_areas(store):
    here, there = (
        in_districts(store, Selection(PERIOD).within("lsoa", [each], store.capabilities))
        for each in (HERE, THERE)
    )

    assert (here.level, here.areas, there.areas) == ("district", (MEDWAY,), (ASHFORD,))
    marks = [
        {each.label for each in asked(store, "trends.monthly", area).chart.marks if each.kind == "programme"}
        for area in (HERE, THERE)
    ]
    assert marks == [{"◆ Patrol"}, set()]


def test_the_map_shades_the_chosen_small_area_and_leaves_the_rest_clear(store):
    found = asked(store, "hotspots.map", HERE, level="lsoa")

    assert dict(zip(found.table["code"], found.table["offences"], strict=True)) == {HERE: 96}
    assert found.chart.land.chosen == (HERE,)
    assert [each.x for each in found.chart.series if each.role == "context"] == [(THERE,)]
    larger = asked(store, "hotspots.map", HERE, level="district")
    assert dict(zip(larger.table["code"], larger.table["offences"], strict=True)) == {MEDWAY: 96}


def test_filters_on_people_and_small_areas_are_taken_together(store):
    chosen = Selection(PERIOD).within("lsoa", [HERE], store.capabilities)
    people = dataclasses.replace(chosen, ages=("18_24",), role="suspect")
    whole = question("trends.monthly").ask(store, dataclasses.replace(people, level="district", areas=()))

    inside = question("trends.monthly").ask(store, people).answer().table["offences"].sum()

    assert 0 < inside < whole.answer().table["offences"].sum()
