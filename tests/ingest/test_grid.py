"""Points of other coordinate systems, from file to store: what is taken and refused, one grid a store."""

import geopandas
import pytest
import shapely

from tests.ingest.loaded import loaded, rows
from vru import grids
from vru.answers import hotspots, hotspots_land
from vru.errors import InputError
from vru.ingest import boundaries
from vru.selection import Selection
from vru.store import open_store

MAPPING = """
name = "city"
title = "A city"
[options]
date_order = "ymd"
{options}
[[file]]
match = "*.csv"
kind = "offences"
[file.offence]
offence_id = "id"
offence_group = {{ constant = "robbery" }}
committed_from = "day"
recorded_on = "day"
district = "dist"
{columns}
"""
ZONE = 'crs = "EPSG:4326"\ngrid = "EPSG:32618"'
DEGREES = 'longitude = "x"\nlatitude = "y"'
METRES = 'easting = "x"\nnorthing = "y"'
PHILADELPHIA = [(-75.16, 39.95), (-75.13, 40.00), (-75.05, 40.03)]


@pytest.fixture
def load(tmp_path, monkeypatch):
    def done(points, options=ZONE, columns=DEGREES, name="a"):
        mapping = tmp_path / "city.toml"
        mapping.write_text(MAPPING.format(options=options, columns=columns))
        lines = [f"{name}{at},2024-05-0{at + 1},15,{x},{y}" for at, (x, y) in enumerate(points)]
        file = tmp_path / f"{name}.csv"
        file.write_text("\n".join(["id,day,dist,x,y", *lines]) + "\n")
        return loaded(tmp_path, monkeypatch, mapping, file)

    return done


def test_points_abroad_are_metres_of_the_grid_that_the_mapping_names(load, tmp_path):
    _, store = load(PHILADELPHIA)

    assert rows(store, "select distinct location_quality from offence") == [("exact",)]
    store.close()
    with open_store(tmp_path / "store") as opened:
        selection = Selection.default(opened.capabilities)
        squares = hotspots.where.ask(opened, selection, hotspots.where.options(level="cell")).answer()
        assert opened.grid == "EPSG:32618"
    assert len(squares.table) == 3
    assert "250 m by 250 m of WGS 84 / UTM zone 18N (EPSG:32618)" in squares.definition
    # the two furthest points are 12.94 km apart, by the formula of great circles
    east, north = squares.table["easting"], squares.table["northing"]
    far = ((east.max() - east.min()) ** 2 + (north.max() - north.min()) ** 2) ** 0.5
    assert far == pytest.approx(12_940, abs=400)


@pytest.mark.parametrize(
    ("points", "options", "columns", "said"),
    [
        (
            [(y, x) for x, y in PHILADELPHIA], ZONE, DEGREES,
            "a.csv: the axes of its points are swapped: north stands where east should",
        ),
        (
            [(51.1, 0.9), (51.3, 1.1), (51.4, 0.5)], "", DEGREES,
            "a.csv: the axes of its points are swapped: north stands where east should",
        ),
        (
            PHILADELPHIA, 'crs = "EPSG:2263"\ngrid = "EPSG:32618"', METRES,
            "a.csv: not one of its 3 points lies in the land of EPSG:2263 and of the grid EPSG:32618",
        ),
        (
            PHILADELPHIA, 'crs = "EPSG:4326"', DEGREES,
            "a.csv: not one of its 3 points lies in the land of EPSG:4326 and of the grid EPSG:27700",
        ),
    ],
    ids=["swapped", "swapped at home", "degrees called feet", "no grid for abroad"],
)  # fmt: skip
def test_points_that_cannot_be_meant_are_refused(load, points, options, columns, said):
    with pytest.raises(InputError) as refused:
        load(points, options, columns)

    assert str(refused.value).startswith(f"{said}.\n")
    assert "mapping" in str(refused.value) or "Map longitude" in str(refused.value)


def test_points_in_kent_are_the_same_in_any_system(load):
    _, store = load([(0.5217, 51.2724)], 'crs = "EPSG:4326"')
    (at_home,) = rows(store, "select easting, northing, location_quality from offence")

    east, north = grids.moved([0.5217], [51.2724], "EPSG:4326", "EPSG:27700")
    assert at_home == (int(east[0]), int(north[0]), "exact")


def test_a_store_has_one_grid(load):
    load(PHILADELPHIA)

    with pytest.raises(InputError) as refused:
        load([(576_000, 155_000)], "", METRES, name="b")
    assert str(refused.value) == (
        "the mapping city: its points are on the grid EPSG:27700, those of the store on EPSG:32618.\n"
        "Name the store's grid in [options] of the mapping, or load into a store of its own (VRU_STORE)."
    )


def test_outlines_lie_on_the_grid_of_the_store(load, tmp_path):
    load(PHILADELPHIA)[1].close()
    land = geopandas.GeoDataFrame(
        {"code": ["15"], "name": ["Fifteenth"]},
        geometry=[shapely.box(-75.2, 39.9, -75.0, 40.1)],
        crs="EPSG:4326",
    )
    land.to_file(tmp_path / "d.geojson")
    boundaries(tmp_path / "d.geojson", "district", store=tmp_path / "store")

    with open_store(tmp_path / "store") as opened:
        box = hotspots_land.in_degrees(opened, hotspots_land.frame(opened, "district", "force"))
    assert box == pytest.approx((-75.2, 39.9, -75.0, 40.1), abs=0.02)

    kent = land.set_geometry([shapely.box(0.5, 51.1, 0.7, 51.3)], crs="EPSG:4326")
    kent.to_file(tmp_path / "k.geojson")
    with pytest.raises(InputError, match="outside the land of WGS 84 / UTM zone 18N"):
        boundaries(tmp_path / "k.geojson", "district", store=tmp_path / "store")
