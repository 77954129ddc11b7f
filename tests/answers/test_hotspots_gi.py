"""Hotspots of small areas over years: on the map where outlines are loaded, neighbours as these touch."""

import numpy as np
import pytest
import shapely

from tests.stores import make_store
from vru import outlines
from vru.answers import hotspots_gi, hotspots_ground
from vru.selection import Selection

SIDE, WIDE = 10, 1_000
YEARS = (2021, 2022, 2023, 2024)
KNOT = {(east, north) for east in (4, 5, 6) for north in (4, 5, 6)}
"""Nine areas with ten times the others' offences in every year."""
LATE = {(east, north) for east in (0, 1) for north in (0, 1)}
"""Four areas in a corner that are like this in the last year only."""
CODES = {(east, north): f"E01{east:03d}{north:03d}" for east in range(SIDE) for north in range(SIDE)}


def middle(place):
    return tuple(start + WIDE * (each + 0.5) for start, each in zip((560_000, 150_000), place, strict=True))


def offences():
    made = []
    for place, code in CODES.items():
        east, north = middle(place)
        for year in YEARS:
            for _ in range(30 if place in KNOT or (place in LATE and year == YEARS[-1]) else 3):
                made.append(
                    {
                        "committed_from": f"{year}-06-15T12:00",
                        "recorded_on": f"{year}-06-15",
                        "easting": int(east),
                        "northing": int(north),
                        "location_quality": "exact",
                        "lsoa": code,
                        "district": "E07000110",
                    }
                )
    edges = (
        {**made[0], "committed_from": day, "recorded_on": day[:10]}
        for day in ("2021-01-01T12", "2024-12-31T12")
    )
    return [*made, *edges]


def drawn(left_out=(), island=None):
    """Outlines of the areas but those left out; the island lies apart from all others."""
    places = [each for each in CODES if each not in left_out]
    half = WIDE / 2
    shapes = [
        shapely.buffer(shapely.Point(middle(each)), 300)
        if each == island
        else shapely.box(*(at - half for at in middle(each)), *(at + half for at in middle(each)))
        for each in places
    ]
    codes = [CODES[each] for each in places]
    return outlines.rows(
        "lsoa", codes, [f"Area <{each}>" for each in codes], np.array(shapes), source="s"
    ).to_dict("records")


@pytest.fixture(scope="module")
def rows():
    return offences()


@pytest.fixture(scope="module")
def mapped(tmp_path_factory, rows):
    with make_store(tmp_path_factory.mktemp("mapped"), rows, tables={"boundary": drawn()}) as store:
        yield store


def asked(store, **options):
    question = hotspots_gi.over_years
    return question.ask(
        store, Selection.default(store.capabilities), question.options(grain="lsoa", **options)
    ).answer()


def test_planted_areas_are_on_the_map_in_colour_and_sign(mapped):
    found = asked(mapped)
    hotspots, rest = found.chart.series
    classes = dict(zip(hotspots.x, hotspots.y, strict=True))
    names = [label.split()[1].lower() for label, _ in found.chart.land.classes]

    assert found.chart.kind == "map"
    cross = [(5, 5), (4, 5), (6, 5), (5, 4), (5, 6)]  # the knot's corners touch four quiet areas
    assert {names[int(classes[CODES[each]])] for each in cross} == {"persistent"}
    assert names[int(classes[CODES[0, 0]])] == "new"
    assert set(hotspots.x) | set(rest.x) == set(CODES.values())
    assert len(set(found.chart.land.signs)) == len(names) == 5
    assert found.table.set_index("code").loc[CODES[5, 5], "class"] == "persistent"
    # what files say is never markup
    assert "Area &lt;E01" in hotspots.notes[0]
    assert rest.notes[0].endswith("never a hotspot")


def test_neighbours_are_the_areas_whose_outlines_touch(mapped):
    weights = hotspots_ground.neighbours(mapped, Selection.default(mapped.capabilities), "lsoa")

    assert sorted(np.unique(np.asarray(weights.sum(axis=1)))) == [4, 6, 9]  # corner, edge, inside
    assert (
        "Neighbours are the areas whose outlines touch; where none does, the nearest."
        in asked(mapped).definition
    )


def test_an_island_has_the_nearest_as_its_neighbour(tmp_path, rows):
    with make_store(tmp_path, rows, tables={"boundary": drawn(island=(9, 9))}) as store:
        weights = hotspots_ground.neighbours(store, Selection.default(store.capabilities), "lsoa")

    assert int(weights[-1].sum()) == 2


def test_a_hotspot_without_an_outline_is_named_as_missing_from_the_map(tmp_path, rows):
    with make_store(tmp_path, rows, tables={"boundary": drawn(left_out=[(5, 5)])}) as store:
        found = asked(store)

    assert CODES[5, 5] not in found.chart.series[0].x
    assert CODES[5, 5] in set(found.table["code"])
    assert "1 of the hotspots has no outline and is in the table only." in found.missing


def test_without_outlines_there_are_bars_and_the_eight_nearest(tmp_path, rows):
    with make_store(tmp_path, rows) as store:
        found = asked(store)

    assert found.chart.kind == "bars"
    assert (
        "Neighbours are the 8 nearest: no outlines are loaded that would say which touch." in found.definition
    )
    assert "no outline and" not in found.missing
