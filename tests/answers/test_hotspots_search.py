"""Searching a place: by name or code or a part of it, centred on the map; what is not there is said."""

import datetime as dt
import json

import numpy as np
import pytest
import shapely

from tests.answers.worlds import ASHFORD
from tests.stores import make_store
from vru import outlines
from vru.answers import hotspots_land, question
from vru.answers.hotspots_search import place_named, places_like, sought
from vru.charts import plotly
from vru.errors import SelectionError
from vru.periods import Period
from vru.selection import Selection

PERIOD = Period(dt.date(2024, 4, 1), dt.date(2025, 3, 1))
CORNERS = {"X01": (601_000, 142_000), "X02": (603_000, 142_000), "X11": (636_000, 170_000)}
NAMES = {"X01": "Ashford 001A", "X02": "Ashford 001B", "X11": "Northgate 002C"}


def rows():
    squares = np.array([shapely.box(x, y, x + 800, y + 600) for x, y in CORNERS.values()])
    small = outlines.rows("lsoa", CORNERS, NAMES.values(), squares, source="s", schematic=False)
    ward = outlines.rows("ward", ["W1"], ["Northgate-on-Sea"], squares[2:], source="s", schematic=False)
    land = np.array([shapely.box(600_000, 140_000, 640_000, 172_000)])
    district = outlines.rows("district", [ASHFORD], ["Ashford"], land, source="s", schematic=False)
    return [each for table in (small, ward, district) for each in table.to_dict("records")]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    offences = [
        {
            "recorded_on": "2024-06-03", "district": ASHFORD, "lsoa": code, "easting": x, "northing": y,
            "location_quality": "exact",
        }
        for code, (x, y) in CORNERS.items()
    ]  # fmt: skip
    with make_store(tmp_path_factory.mktemp("search"), offences, tables={"boundary": rows()}) as made:
        yield made


def labels(store, text):
    return [each.label for each in places_like(store, text)]


@pytest.mark.parametrize(
    ("text", "first", "many"),
    [
        ("X11", "Northgate 002C, small area X11", 1),  # a code
        ("x0", "Ashford 001A, small area X01", 2),  # the beginning of codes
        ("northgate 002c", "Northgate 002C, small area X11", 1),
        ("NORTHGATE", "Northgate 002C, small area X11", 2),  # a small area and a ward
        ("on sea", "Northgate-on-Sea, ward W1", 1),  # inside a name, hyphens or not
        ("001b", "Ashford 001B, small area X02", 1),
        ("shepway", "Folkestone and Hythe, district", 2),  # a former name
        (ASHFORD.lower(), "Ashford, district", 1),
    ],
)
def test_a_place_is_found_by_name_or_code_in_any_case_and_by_a_part(store, text, first, many):
    found = labels(store, text)

    assert (found[0], len(found)) == (first, many)


def test_what_is_exactly_so_called_comes_first(store):
    found = places_like(store, "ashford")

    assert [each.label for each in found if each.exact] == ["Ashford, district", "Ashford, town or village"]
    assert [each.exact for each in found] == sorted((each.exact for each in found), reverse=True)
    assert {"Ashford 001A, small area X01", "Ashford 001B, small area X02"} < {each.label for each in found}
    assert places_like(store, "  ") == []


def test_an_unknown_name_is_answered_with_the_nearest(store):
    with pytest.raises(SelectionError, match=r"is called “Northgait”\. The nearest name is Northgate"):
        places_like(store, "Northgait")


def test_each_found_value_is_one_a_link_can_hold(store):
    option = question("hotspots.map").options

    for each in places_like(store, "a"):
        assert option(place=each.value).place == each.value
    assert sought("Ashford 001A, small area X01") == ("Ashford 001A", "lsoa", "X01")
    assert sought("Margate") is None
    with pytest.raises(SelectionError, match="nearest"):
        place_named("Ashford 001A, county X01")


PLACE = "Northgate 002C, small area X11"


@pytest.mark.parametrize("level", ["district", "lsoa"])
def test_the_map_is_centred_on_a_small_area_and_bears_its_name(store, level):
    ask = question("hotspots.map")
    land = ask.ask(store, Selection(PERIOD), ask.options(level=level, place=PLACE)).answer().chart.land
    west, south, east, north = land.frame
    longitude, latitude = outlines.rounded_degrees([636_400], [170_300])

    assert (west + east) / 2 == pytest.approx(float(longitude[0]), abs=2e-3)
    assert (south + north) / 2 == pytest.approx(float(latitude[0]), abs=2e-3)
    assert east - west < 0.15  # some kilometres
    assert "Northgate 002C" in [each[0] for each in land.names]


def test_squares_are_centred_on_it_too(store):
    west, south, east, north = hotspots_land.frame(store, "district", PLACE)

    assert ((west + east) / 2, (south + north) / 2) == (636_400, 170_300)
    assert east - west == pytest.approx(1.6 * (north - south))
    assert hotspots_land.names(store, "cell", PLACE)[0].name == "Northgate 002C"
    ask = question("hotspots.map")
    found = ask.ask(store, Selection(PERIOD), ask.options(level="cell", place=PLACE)).answer()
    assert "Northgate 002C" in json.dumps(plotly.figure(found.chart))


@pytest.mark.parametrize("place", ["Northgate 002C, small area X99", "Elsewhere, small area X11"])
def test_a_link_to_a_small_area_of_another_store_shows_the_whole_and_says_so(store, place):
    ask = question("hotspots.map")
    found = ask.ask(store, Selection(PERIOD), ask.options(place=place)).answer()
    whole = ask.ask(store, Selection(PERIOD)).answer()

    assert found.chart.land.frame == whole.chart.land.frame
    assert found.missing.startswith(f"The place looked for, {place}, is not in this store")


def test_a_board_store_finds_districts_and_towns_only(tmp_path):
    with make_store(
        tmp_path,
        [{"recorded_on": "2024-06-03", "district": ASHFORD}],
        tables={"boundary": rows()},
        audience="board",
    ) as board:
        assert labels(board, "ashford") == ["Ashford, district", "Ashford, town or village"]
