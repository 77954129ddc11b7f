"""Filters below the district: an offence is in the area whose shade it is part of, and a board has none."""

import datetime as dt

import duckdb
import pytest
import shapely

from tests.stores import make_store
from vru.areas import CELL, levels, square_of
from vru.errors import StoreError
from vru.periods import Period
from vru.selection import Selection
from vru.store import open_store

ASHFORD, MEDWAY = "E07000105", "E06000035"
PERIOD = Period(dt.date(2025, 1, 1), dt.date(2025, 3, 1))
ROWS = {
    "a": {"lsoa": "L1", "ward": "W1", "easting": 600_249, "northing": 142_000, "location_quality": "exact"},
    "b": {
        "lsoa": "L1",
        "easting": 600_000,
        "northing": 142_249,
        "location_quality": "repaired",
    },  # its ward follows from the lookup
    "c": {"lsoa": "L2", "ward": "W9"},  # a ward of another year, not drawn: the lookup again
    "d": {"lsoa": "OLD", "ward": "W2"},  # a small area of another census that became one
    "e": {"lsoa": "SPLIT"},  # became two: in none of them
    "f": {"ward": "W2", "easting": 600_010, "northing": 142_010, "location_quality": "snapped"},
    "g": {"lsoa": "L2", "status": "cancelled"},
    "h": {
        "easting": 600_250,
        "northing": 142_000,
        "location_quality": "exact",
    },  # the next square begins here
    "i": {"lsoa": "L2", "ward": "W1"},  # the source's own ward goes before the lookup
}
DRAWN = {
    "lsoa": {"L1": "Ashford 001", "L2": "Ashford 002", "L3": "Thanet 001"},
    "ward": {"W1": "A", "W2": "B"},
}
LINKS = [
    ("lsoa", "OLD", "L1"), ("lsoa", "SPLIT", "L2"), ("lsoa", "SPLIT", "L3"), ("lsoa", "L1", "L3"),
    ("ward", "L1", "W1"), ("ward", "L2", "W2"), ("ward", "OLD", "W1"),
]  # fmt: skip
EXPECTED = {
    "lsoa": {"L1": "abd", "L2": "ci", "L3": ""},
    "ward": {"W1": "abi", "W2": "cdf"},
    "cell": {"600125_142125": "ab", "600375_142125": "h"},
}
SELECTED = """
    select coalesce(string_agg(offence_id, '' order by offence_id), '') from selected($basis, $first, $end,
        $level, $areas, $groups, $domestic, $knife, $by_person, $age_lows, $age_highs, $sex, $role)
"""
INVOLVED = SELECTED.replace("offence_id, ''", "o.offence_id, ''").replace("by offence_id", "by o.offence_id")
INVOLVED = INVOLVED.replace("selected(", "involved('suspect', ") + " join offence as o using (offence)"


@pytest.fixture(scope="module")
def rows():
    days = {"recorded_on": "2025-02-03", "district": ASHFORD}
    return [{"offence_id": name, **days, **row} for name, row in ROWS.items()]


@pytest.fixture(scope="module")
def tables():
    outline = shapely.to_wkb(shapely.box(600_000, 142_000, 600_500, 142_500))
    there = {"outline": outline, "easting": 600_250, "northing": 142_250, "source": "s", "schematic": False}
    drawn = [
        {"level": level, "code": code, "name": name, **there}
        for level, named in DRAWN.items()
        for code, name in named.items()
    ]
    links = [
        {"from_level": "lsoa", "from_code": code, "to_level": level, "to_code": to}
        for level, code, to in LINKS
    ]
    return {"boundary": drawn, "area_link": links}


@pytest.fixture(scope="module")
def store(tmp_path_factory, rows, tables):
    people = [{"offence_id": each, "person": each} for each in ROWS]
    with make_store(tmp_path_factory.mktemp("small"), rows, people, tables=tables) as made:
        yield made


def of(level, *areas):
    return Selection(PERIOD, level=level, areas=areas).parameters()


@pytest.mark.parametrize("macro", [SELECTED, INVOLVED], ids=["selected", "involved"])
@pytest.mark.parametrize("level", EXPECTED)
def test_an_offence_is_where_its_code_or_else_the_lookup_says(store, macro, level):
    ask = store._connection.execute
    found = {area: ask(macro, of(level, area)).fetchall()[0][0] for area in EXPECTED[level]}

    assert found == EXPECTED[level]
    every = "".join(sorted("".join(EXPECTED[level].values())))
    assert ask(macro, of(level, *EXPECTED[level])).fetchall()[0][0] == every
    assert ask(macro, of(level, "nowhere")).fetchall()[0][0] == ""


@pytest.mark.parametrize("level", DRAWN)
def test_a_filter_holds_what_the_map_shades(store, level):
    everywhere = Selection(PERIOD).parameters()
    drawn = store.ask("hotspots_areas", at=level, hours=None, off=None, **everywhere)
    shaded = dict(zip(drawn["code"], drawn["offences"], strict=True))

    for area, offences in EXPECTED[level].items():
        assert shaded.get(area, 0) == len(offences)
        inside = store.ask("trend_months", split="none", **of(level, area))
        assert inside["offences"].sum() == len(offences)


def test_a_square_holds_what_the_map_of_squares_shades(store):
    drawn = store.ask("hotspots_cells", size=CELL, hours=None, off=None, **Selection(PERIOD).parameters())
    drawn = (
        drawn[drawn["quality"].isin(["exact", "repaired"])].groupby(["easting", "northing"])["offences"].sum()
    )

    found = {square_of(*at): number for at, number in drawn.items()}

    assert found == {code: len(offences) for code, offences in EXPECTED["cell"].items()}


def test_the_cube_does_not_take_a_small_area_for_all(store):
    assert store.ask("trend_months_cube", split="none", **of("lsoa", "L1")).empty
    assert not Selection(PERIOD, level="lsoa", areas=("L1",)).in_cube
    assert Selection(PERIOD, level="lsoa").in_cube


@pytest.mark.parametrize(("level", "lost"), [("lsoa", 3), ("ward", 2), ("cell", 5)])
def test_what_no_such_filter_can_see_is_counted(store, level, lost):
    row = store.ask("left_out_place", **of(level, *EXPECTED[level])).iloc[0]

    # "e" was split, "f" names no small area, "h" nothing; wards: "e" and "h"
    assert (row["offences"], row["place"]) == (8, lost)


def test_records_that_are_no_crime_are_those_of_the_area(store):
    asked = {"basis": "recorded", "begins": dt.date(2025, 1, 1)}

    there = store.ask("left_out", **asked, level="lsoa", areas=["L2"])
    elsewhere = store.ask("left_out", **asked, level="lsoa", areas=["L1"])

    assert (list(there["status"]), len(elsewhere)) == (["cancelled"], 0)


def test_a_store_offers_the_levels_it_has_outlines_of(store):
    known = store.capabilities

    assert levels(known) == ("district", "csp", "ward", "lsoa", "cell")
    opened = Selection.from_query({"l": ["lsoa"], "d": ["L2", "L9", ASHFORD]}, known)
    assert (opened.level, opened.areas) == ("lsoa", ("L2",))
    assert "small area Ashford 002;" in opened.sentence()
    assert Selection.from_query(opened.to_query(known), known) == opened
    squares = Selection.from_query(
        {"l": ["cell"], "d": ["600125_142125", "600126_142125", "x", "1_2_3"]}, known
    )
    assert squares.areas == ("600125_142125",)
    assert "square 06001 01421;" in squares.sentence()
    assert Selection.from_query(squares.to_query(known), known) == squares
    assert Selection.from_query({"l": ["beat"], "d": ["L2"]}, known).level == "district"


def test_a_store_without_these_filters_says_to_make_it_anew(tmp_path):
    make_store(tmp_path, []).close()
    with duckdb.connect(next(tmp_path.glob("vru-*.duckdb"))) as written:
        written.execute("drop macro table in_small")

    with open_store(tmp_path) as old, pytest.raises(StoreError, match="Make it anew"):
        old.ask("trend_months", split="none", **of("lsoa", "L1"))


def test_a_board_store_has_no_filter_below_the_district(tmp_path, rows, tables):
    with make_store(tmp_path, rows, tables=tables, audience="board") as board:
        crafted = Selection.from_query({"l": ["lsoa"], "d": ["L2"]}, board.capabilities)

        assert levels(board.capabilities) == ("district", "csp")
        assert (crafted.level, crafted.areas) == ("district", ())
        squares = Selection.from_query({"l": ["cell"], "d": ["600125_142125"]}, board.capabilities)
        assert (squares.level, squares.areas) == ("district", ())
        with pytest.raises(StoreError, match="below the district"):
            board.ask("trend_months", split="none", **of("cell", "600125_142125"))
        for name in ("trend_months", "trend_months_cube"):
            with pytest.raises(StoreError, match="below the district"):
                board.ask(name, split="none", **of("lsoa", "L2"))
        assert board.ask("trend_months", split="none", **of("district", ASHFORD))["offences"].sum() == 8
