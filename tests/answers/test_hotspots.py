"""Hotspots: counts by hand, classes that do not move with filters, and what a map cannot show."""

import datetime as dt

import numpy as np
import pytest
import shapely
from scipy.stats import chi2

from tests.answers.worlds import ASHFORD, MEDWAY
from tests.stores import make_store
from vru import findings, outlines
from vru.answers import hotspots_options, question
from vru.charts import plotly
from vru.errors import SelectionError
from vru.periods import Period
from vru.selection import Selection

PERIOD = Period(dt.date(2023, 4, 1), dt.date(2025, 3, 1))
AREAS = {
    "L1": (575_000, 165_000),
    "L2": (577_000, 165_000),
    "L3": (600_000, 142_000),
    "L4": (602_000, 142_000),
}


def square(east, north, size=2_000):
    return shapely.box(east, north, east + size, north + size)


def drawn(schematic=False):
    small = outlines.rows(
        "lsoa",
        AREAS,
        AREAS,
        np.array([square(*each) for each in AREAS.values()]),
        source="s",
        schematic=schematic,
    )
    pairs = {MEDWAY: ("L1", "L2"), ASHFORD: ("L3", "L4")}
    large = np.array([shapely.union_all([square(*AREAS[each]) for each in pair]) for pair in pairs.values()])
    districts = outlines.rows(
        "district", pairs, ["Medway", "Ashford"], large, source="s", schematic=schematic
    )
    return [*small.to_dict("records"), *districts.to_dict("records")]


def offence(area=None, when="2024-05-03T21:30", **given):
    east, north = AREAS.get(area, (None, None))
    district = {"L1": MEDWAY, "L2": MEDWAY, "L3": ASHFORD, "L4": ASHFORD}.get(area)
    point = (
        {} if east is None else {"easting": east + 300, "northing": north + 300, "location_quality": "exact"}
    )
    row = {
        "recorded_on": when[:10],
        "committed_from": when,
        "district": district,
        "lsoa": area,
        "severity_weight": 2.0,
    }
    return row | point | given


ROWS = [
    *[offence("L1") for _ in range(60)],  # Friday, 21:30
    *[offence("L2", "2023-06-07T16:00") for _ in range(30)],  # Wednesday in term
    *[offence("L3", "2024-08-07T16:00") for _ in range(8)],  # Wednesday of the summer holidays
    offence("L9"),
    offence(),
]
RESIDENTS = [
    {"year": year, "area": area, "age_low": 0, "age_high": 120, "residents": 45_000}
    for year in range(2021, 2026)
    for area in (MEDWAY, ASHFORD)
]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    link = {"from_level": "lsoa", "from_code": "L9", "to_level": "lsoa", "to_code": "L4"}
    tables = {"boundary": drawn(), "area_link": [link]}
    with make_store(tmp_path_factory.mktemp("s"), ROWS, population=RESIDENTS, tables=tables) as made:
        yield made


def ask(store, name, selection=None, **options):
    asked = question(f"hotspots.{name}")
    return asked.ask(store, selection or Selection(PERIOD), asked.options(**options)).answer()


def numbers(answer):
    return dict(zip(answer.table["code"], answer.table["offences"], strict=True))


def test_districts_hold_their_offences_and_the_rest_is_said(store):
    found = ask(store, "map")

    assert numbers(found) == {MEDWAY: 90, ASHFORD: 8}
    assert found.finding == "Medway had the most offences in April 2023 to March 2025: 90 of 100 (90 %)."
    assert "2 of 100 offences (2 %) have no known district." in found.missing
    # two years: half of the offences a year, with exact limits of the count of both
    top = found.table.iloc[0]
    assert top["value"] == 45
    assert top["low"] == pytest.approx(chi2.ppf(0.025, 180) / 4)
    assert top["high"] == pytest.approx(chi2.ppf(0.975, 182) / 4)


def test_small_areas_without_an_offence_are_there_and_linked_codes_are_drawn(store):
    found = ask(store, "map", level="lsoa")

    assert numbers(found) == {"L1": 60, "L2": 30, "L3": 8, "L4": 1}
    assert "1 of 100 offences (1 %) have no known small area." in found.missing
    assert found.chart.land.within == "district"


def test_a_code_without_an_outline_is_counted_and_said(store, tmp_path):
    rows = [*ROWS, *[offence("L1", lsoa="OLD") for _ in range(3)]]
    with make_store(tmp_path, rows, tables={"boundary": drawn()}) as made:
        found = ask(made, "map", level="lsoa")

    assert numbers(found)["OLD"] == 3
    assert "OLD" not in found.chart.series[0].x
    assert "4 (4 %) lie in a small area that has no outline here" in found.missing


def test_rates_are_per_thousand_residents_a_year(store):
    found = ask(store, "map", measure="rate")

    # 90 offences in two years among 45,000 people
    assert found.table["value"].iloc[0] == pytest.approx(1.0, rel=2e-3)
    assert "Medway had the highest rate: 1.0" in found.finding
    assert ask(store, "map", measure="rate", level="lsoa").empty == "cannot"


def test_small_areas_have_rates_where_their_residents_are_loaded(tmp_path):
    small = [
        {"year": year, "lsoa": area, "age_low": 0, "age_high": 120, "residents": 1_500, "kind": "estimate"}
        for year in range(2021, 2026)
        for area in ("L1", "L2")
    ]
    wards = [
        {"from_level": "lsoa", "from_code": each, "to_level": "ward", "to_code": "W1"}
        for each in ("L1", "L2")
    ]
    ward = outlines.rows("ward", ["W1"], ["Town"], np.array([square(575_000, 165_000, 4_000)]), source="s")
    tables = {"boundary": [*drawn(), *ward.to_dict("records")], "area_link": wards, "population_lsoa": small}
    with make_store(tmp_path, ROWS, tables=tables) as made:
        found, by_ward = (
            ask(made, "map", measure="rate", level="lsoa"),
            ask(made, "map", measure="rate", level="ward"),
        )

    table = found.table.set_index("code")["value"]
    # 60 offences in two years among 1,500 people
    assert table["L1"] == pytest.approx(20, rel=2e-3)
    assert np.isnan(table["L3"])
    assert "Without residents for the whole period, and marked × on the map: L3, L4." in found.missing
    assert by_ward.table["value"].iloc[0] == pytest.approx(15, rel=2e-3)


def test_harm_is_the_sum_of_weights(store):
    found = ask(store, "map", measure="harm")

    assert found.table["harm"].tolist() == [180.0, 16.0]
    assert "Medway had the most harm" in found.finding


def test_a_filter_on_districts_leaves_the_others_clear_and_clickable(store):
    found = ask(store, "map", Selection(PERIOD, areas=(ASHFORD,)))

    shaded, rest = found.chart.series
    assert (shaded.x, rest.x) == ((ASHFORD,), (MEDWAY,))
    assert rest.role == "context"
    assert found.chart.land.chosen == (ASHFORD,)
    small = ask(store, "map", Selection(PERIOD, areas=(ASHFORD,)), level="lsoa")
    assert numbers(small) == {"L3": 8, "L4": 0}


def test_shades_mean_the_same_for_every_filter_unless_asked(store):
    def edges(selection, **options):
        return ask(store, "map", selection, level="lsoa", **options).chart.land.edges

    few = Selection(PERIOD, areas=(ASHFORD,))
    assert (
        edges(few) == edges(Selection(PERIOD)) == edges(Selection(Period(PERIOD.first, dt.date(2023, 6, 1))))
    )
    assert edges(few, scale="fitted") != edges(few)


@pytest.mark.parametrize(("window", "areas"), [("night", {"L1": 60}), ("school", {"L2": 30})])
def test_a_part_of_the_week_has_its_hours_only(store, window, areas):
    found = numbers(ask(store, "map", level="lsoa", window=window))

    assert {code: number for code, number in found.items() if number and code != "L4"} == areas
    assert sum(found.values()) >= sum(areas.values())


def test_the_night_runs_into_the_morning_and_school_has_holidays():
    hours = hotspots_options.window_parameters(Selection(PERIOD), "night")["hours"]
    off = hotspots_options.no_school(PERIOD)

    # Friday 20:00, Saturday 04:00 and Sunday 04:00, but not Saturday 05:00
    assert {4 * 24 + 20, 5 * 24 + 4, 6 * 24 + 4} <= set(hours)
    assert 5 * 24 + 5 not in hours
    assert len(hours) == 18
    assert {dt.date(2024, 8, 7), dt.date(2024, 12, 27), dt.date(2024, 3, 29), dt.date(2024, 5, 6)} <= set(off)
    assert not {dt.date(2024, 6, 5), dt.date(2024, 11, 13)} & set(off)


def test_squares_hold_the_points_and_say_what_has_none(store):
    found = ask(store, "map", level="cell")

    assert found.table["offences"].tolist() == [60, 30, 8]
    assert found.table[["easting", "northing"]].iloc[0].tolist() == [575_375, 165_375]
    assert found.chart.kind == "cells"
    assert "2 of 100 offences (2 %) have no usable point." in found.missing


def test_points_in_the_sea_and_snapped_ones_are_no_squares(tmp_path):
    sea = offence("L1", easting=640_900, northing=150_000)
    snapped = offence("L2", location_quality="snapped")
    with make_store(tmp_path, [*ROWS, sea, snapped], tables={"boundary": drawn()}) as made:
        found = ask(made, "map", level="cell")

    assert found.table["offences"].sum() == 98
    assert "1 of 102 offences (1 %) have a point in the sea or beyond every district." in found.missing
    assert "1 of 102 offences (1 %) have a point that was moved to a street" in found.missing


def test_only_snapped_points_are_refused_with_what_to_choose(tmp_path):
    rows = [offence("L1", location_quality="snapped") for _ in range(40)]
    with make_store(tmp_path, rows, tables={"boundary": drawn()}) as made:
        found = ask(made, "map", level="cell")

    assert found.empty == "cannot"
    assert "snapped to streets" in found.finding


def test_without_outlines_the_table_stands_and_the_command_is_named(tmp_path):
    with make_store(tmp_path, ROWS) as made:
        found, cells = ask(made, "map", level="lsoa"), ask(made, "map", level="cell")

    assert found.chart.kind == "none"
    assert numbers(found)["L1"] == 60
    assert (
        "Nothing is drawn: no outlines are loaded. `vru boundaries FILE --level lsoa` loads them."
        in found.missing
    )
    assert "`vru boundaries FILE --level district` loads them" in cells.missing


@pytest.mark.parametrize("at", hotspots_options.LEVELS)
@pytest.mark.parametrize("measure", hotspots_options.MEASURES)
def test_one_offence_is_enough_for_a_map_and_never_for_a_wrong_one(tmp_path, at, measure):
    with make_store(tmp_path, [offence("L1")], tables={"boundary": drawn()}) as made:
        found = ask(made, "map", level=at, measure=measure)

    assert found.empty in (None, "cannot")
    assert "nan" not in found.to_json().casefold()
    assert len(findings.sentences(found.finding)[0].split()) <= 25


def test_of_one_offence_each_picture_says_what_it_can(tmp_path):
    with make_store(tmp_path, [offence("L1")], tables={"boundary": drawn()}) as made:
        said = {name: ask(made, name).finding for name in ("map", "week", "years", "classes", "near_repeat")}

    assert said["map"] == "Medway had the most offences in April 2023 to March 2025: 1 of 1 (100 %)."
    assert said["week"] == "Too few offences have a time of day for one hour to be called busy."
    assert said["classes"] == "Places are compared with one another: choose more areas or fewer filters."
    assert said["near_repeat"] == (
        "Not enough to say: Pairs need at least two offences. Choose a longer period or fewer filters."
    )


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("beat", "Nobody counts who lives in a beat: choose districts for rates, or another measure."),
        ("cell", "Nobody knows how many live in a square: choose districts for rates, or a count."),
    ],
)
def test_beats_and_squares_have_no_rate_since_nobody_counts_their_residents(tmp_path, at, sentence):
    with make_store(tmp_path, [offence("L1", beat="B1")], tables={"boundary": drawn()}) as made:
        found = ask(made, "map", level=at, measure="rate")

    assert (found.empty, found.finding) == ("cannot", sentence)


def test_the_surface_of_one_place_is_a_bell_of_the_named_bandwidth(tmp_path):
    rows = [offence("L1") for _ in range(50)]
    with make_store(tmp_path, rows, tables={"boundary": drawn()}) as made:
        found = ask(made, "surface", bandwidth="500")

    table = found.table.set_index(["easting", "northing"])["value"]
    # 25 offences a year under a normal bell of 0.5 km, at its middle and a bandwidth to the east
    peak = 25 / (2 * np.pi * 0.5**2)
    assert table[575_375, 165_375] == pytest.approx(peak, rel=0.02)
    assert table[575_875, 165_375] == pytest.approx(peak * np.exp(-0.5), rel=0.02)
    assert "500 m" in found.subtitle
    assert "half lie on 0.06 km²" in found.finding


def test_years_compare_the_same_shades_and_name_those_that_stay(store):
    found = ask(store, "years", level="lsoa")

    assert [one.panel for one in found.chart.series] == ["Year to March 2024", "Year to March 2025"]
    table = found.table.set_index(["year", "code"])["offences"]
    assert table["Year to March 2024", "L2"] == 30
    assert table["Year to March 2025", "L1"] == 60
    # of one area with any in the first year none has any in the second
    assert found.finding.startswith("Of the 1 small area")
    assert ask(store, "years", Selection(Period(PERIOD.first, PERIOD.first))).empty == "enough"


def test_the_week_is_counted_by_hour_and_day(store):
    found = ask(store, "week")

    table = found.table.set_index("weekday")
    assert table.loc["Friday", "21"] == 62
    assert table.loc["Wednesday", "16"] == 38
    assert table.to_numpy().sum() == 100
    assert found.finding == (
        "Most began on a Friday in the hour from 21:00; Friday and Saturday nights, 20:00 to 05:00, had 62 % "
        "of 100 with a known time."
    )


def test_a_chosen_square_is_shaded_and_the_others_stay_clear_to_be_chosen(store):
    code = "575375_165375"  # where the offences of L1 are
    chosen = Selection(PERIOD).within("cell", [code], store.capabilities)
    found = ask(store, "map", chosen, level="cell")

    assert found.table["offences"].tolist() == [60]
    shaded, clear = found.chart.series
    assert (shaded.x, clear.role) == (("575375,165375",), "context")
    assert set(clear.x) == {"577375,165375", "600375,142375"}
    assert "40 of 100 offences in the period" not in found.missing
    assert "2 of 100 offences in the period (2 %) have no known square" in found.missing
    drawn = plotly.figure(found.chart)
    assert drawn["layout"]["meta"]["pick"] == "cell"
    assert [len(each["meta"]["cells"]) for each in drawn["data"] if each["type"] == "heatmap"] == [2, 1]
    # the other maps of squares cannot be clicked
    assert not ask(store, "surface").chart.land.pick
    rate = question("trends.rolling").ask(store, chosen, question("trends.rolling").options(measure="rate"))
    assert "who lives in a square" in rate.answer().finding


def test_a_place_moves_the_frame_and_filters_nothing(store):
    whole, near = ask(store, "map"), ask(store, "map", place="margate")

    assert near.options.place == "Margate"
    assert numbers(near) == numbers(whole)
    west, south, east, north = near.chart.land.frame
    # Margate lies at 51.389 N, 1.386 E
    assert west < 1.386 < east
    assert south < 51.389 < north
    with pytest.raises(SelectionError, match="nearest name is Margate"):
        ask(store, "map", place="Margat")
