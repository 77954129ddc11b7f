"""Links to the control chart: which trends have one, and that it charts the numbers of that trend."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.answers import worlds
from tests.stores import make_store
from vru.answers import control_links, question
from vru.answers.control_options import SERIES, Controls
from vru.selection import Selection

LINKED = {
    ("overview.headline", "count"): ["offences"],
    ("trends.rolling", "count"): ["offences"],
    ("trends.rolling", "rate"): ["rate"],
    ("trends.rolling", "harm"): ["harm"],
    ("trends.monthly", "count"): ["offences"],
    ("trends.split", "count", "district"): ["offences"],
    ("trends.split", "count", "knife"): ["offences", "knife"],
    ("trends.split", "count", "domestic"): ["offences", "domestic"],
    ("trends.split", "harm", "knife"): ["harm"],
    ("districts.trend",): ["rate"],
}
"""The answers with a link, by name, measure and split, and the series it leads to."""


WEIGHED = {"severity_weight": 184.0, "first": dt.date(2020, 1, 1)}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    rows = worlds.offences(48, each=7, district=worlds.THANET, knife=True, domestic=False, **WEIGHED)
    rows += worlds.offences(48, each=5, district=worlds.THANET, knife=False, domestic=True, **WEIGHED)
    rows += worlds.offences(48, each=9, district=worlds.MEDWAY, knife=False, domestic=False, **WEIGHED)
    people = [
        {"year": year, "area": area, "age_low": 0, "age_high": 120, "residents": 90_000}
        for year in range(2019, 2025)
        for area in (worlds.THANET, worlds.MEDWAY)
    ]
    with make_store(tmp_path_factory.mktemp("links"), rows, population=people) as opened:
        yield opened


def answered(store, name, areas=(worlds.THANET,), **options):
    asked = question(name)
    selection = replace(Selection.default(store.capabilities), areas=areas)
    return asked.ask(store, selection, asked.options(**options)).answer()


@pytest.mark.parametrize(("asked", "series"), LINKED.items(), ids=str)
def test_a_trend_leads_to_a_series_that_the_control_chart_has(store, asked, series):
    name, *chosen = asked
    found = answered(store, name, **dict(zip(("measure", "split"), chosen, strict=False)))
    led = [dict(each.options).get("cs", "offences") for each in found.tools]

    assert {each.page for each in found.tools} == {"control"}
    assert led == series
    assert set(led) <= set(SERIES)


@pytest.mark.parametrize(
    ("part", "series"), [(None, "offences"), ("knife", "knife"), ("domestic", "domestic")]
)
def test_the_chart_it_leads_to_has_the_numbers_of_the_trend(store, part, series):
    charted = question("control.chart").ask(
        store,
        replace(Selection.default(store.capabilities), areas=(worlds.THANET,)),
        Controls(series=series, window="all"),
    ).answer()  # fmt: skip
    expected = {"offences": 12, "knife": 7, "domestic": 5}[series]
    trend = answered(store, "trends.split", split=part) if part else answered(store, "trends.rolling")

    assert set(charted.table["counted"]) == {expected}
    assert 12 * expected in set(trend.table["value"])


def test_a_part_that_the_filters_leave_out_has_no_link(store):
    without = replace(Selection.default(store.capabilities), knife="no")

    assert len(control_links.of_split(without, "knife", "count")) == 1
    assert len(control_links.of_split(replace(without, knife=None), "knife", "count")) == 2


def test_a_district_that_nobody_chose_has_no_link(store):
    assert answered(store, "districts.trend", areas=()).tools == ()
