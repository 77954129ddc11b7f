"""Outlines: borders stay shared, what the browser gets is where it should be, wound as d3 wants it."""

import json

import numpy as np
import pytest
import shapely

from vru import outlines


@pytest.fixture
def halves():
    """Two areas that share a wiggly border of 200 corners, 1 m deep."""
    y = np.linspace(0, 10_000, 201)
    border = np.column_stack([600_000 + np.arange(201) % 2, 150_000 + y])
    left = shapely.polygons(np.vstack([[[590_000, 150_000]], border, [[590_000, 160_000]]]))
    right = shapely.polygons(np.vstack([border, [[610_000, 160_000], [610_000, 150_000]]]))
    return np.array([left, right])


def test_simplified_borders_stay_shared(halves):
    fewer = outlines.simplified(halves, "lsoa")

    assert shapely.coverage_is_valid(fewer)
    assert shapely.get_num_coordinates(fewer).sum() < 20
    # 1 m of wiggle over 10 km: what one side loses the other gains
    assert shapely.area(fewer).sum() == pytest.approx(shapely.area(halves).sum(), rel=1e-9)


def test_an_area_smaller_than_the_tolerance_does_not_vanish():
    small = shapely.box(600_000, 150_000, 600_010, 150_010)
    fewer = outlines.simplified(
        np.array([small, shapely.box(600_010, 150_000, 601_000, 151_000)]), "district"
    )

    assert not shapely.is_empty(fewer).any()


def test_rows_carry_the_shape_and_a_point_inside():
    ring = shapely.box(600_000, 150_000, 604_000, 154_000) - shapely.box(600_500, 150_500, 604_000, 153_500)
    (row,) = outlines.rows("ward", ["W1"], ["A C"], np.array([ring]), source="s").itertuples()

    assert shapely.from_wkb(row.outline).equals(ring)
    assert ring.contains(shapely.Point(row.easting, row.northing))


def test_the_browser_s_copy_is_clockwise_and_in_its_place():
    greenwich = shapely.box(538_800, 177_200, 539_000, 177_400)
    made = outlines.rows("lsoa", ["G"], ["Observatory"], np.array([greenwich]), source="s")

    (feature,) = json.loads(outlines.geojson(made))["features"]

    assert feature["id"] == "G"
    ring = shapely.linearrings(feature["geometry"]["coordinates"][0])
    assert not ring.is_ccw
    # the Royal Observatory: 51.4779 N, 0.0015 W
    assert ring.centroid.x == pytest.approx(-0.0015, abs=0.001)
    assert ring.centroid.y == pytest.approx(51.4779, abs=0.001)


def test_borders_in_metres_say_whose_ring_is_where():
    ring = shapely.box(0, 0, 40, 40) - shapely.box(10, 10, 20, 20)
    shapes = np.array([shapely.box(100, 0, 140, 40), ring])
    made = json.loads(outlines.lines(outlines.rows("ward", ["A", "B"], ["A", "B"], shapes, source="s")))

    assert [code for code, *_ in made["areas"]] == ["A", "B", "B"]
    for code, first, last in made["areas"]:
        x, y = made["x"][first:last], made["y"][first:last]
        assert (x[0], y[0]) == (x[-1], y[-1])
        assert None not in x
        assert (min(x) >= 100) == (code == "A")
    assert made["x"].count(None) == made["y"].count(None) == 2


def test_joined_areas_have_the_surface_of_their_parts():
    parts = np.array([shapely.box(x, 0, x + 1, 1) for x in range(4)])

    codes, shapes = outlines.joined(parts, ["b", "a", "a", "b"])

    assert codes == ["a", "b"]
    assert list(shapely.area(shapes)) == [2, 2]
    assert shapely.get_num_geometries(shapes).tolist() == [1, 2]
