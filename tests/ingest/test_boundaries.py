"""Files of outlines: every format and system, what is repaired, what is refused, what matches."""

import json

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely

from tests.stores import make_store
from vru import outlines
from vru.errors import InputError, StoreError
from vru.ingest import boundaries, upgrade
from vru.store import open_store

WEST, EAST = shapely.box(600_000, 140_000, 605_000, 146_000), shapely.box(605_000, 140_000, 611_000, 146_000)
DISTRICTS = {"LAD24CD": ["E07000105", "E07000112"], "LAD24NM": ["Ashford", "Folkestone and Hythe"]}


def offence(**given):
    return {"recorded_on": "2024-05-01", **given}


@pytest.fixture
def store(tmp_path):
    rows = [
        offence(district="E07000105", lsoa="E01000001"),
        offence(district="E07000105", lsoa="E01000002"),
        offence(district="E07000112", lsoa="E01000003"),
        offence(district="E07000112"),
    ]
    make_store(tmp_path / "store", rows).close()
    return tmp_path / "store"


@pytest.fixture
def write(tmp_path):
    def written(columns, shapes=(WEST, EAST), crs="EPSG:27700", to=None, name="areas.gpkg"):
        table = geopandas.GeoDataFrame(columns, geometry=list(shapes), crs=crs)
        (table if to is None else table.to_crs(to)).to_file(tmp_path / name)
        return tmp_path / name

    return written


def drawn(store):
    with open_store(store) as opened:
        return opened._connection.execute("from boundary order by level, code").df()


def shape(rows, code):
    return outlines.shapes_of(rows[rows["code"] == code])[0]


@pytest.mark.parametrize("name", ["a.gpkg", "a.geojson", "a.shp"])
@pytest.mark.parametrize("system", ["EPSG:27700", "EPSG:4326", "EPSG:3857"])
def test_any_format_and_system_ends_in_the_same_metres(store, write, name, system):
    if name == "a.geojson" and system == "EPSG:3857":
        pytest.skip("GeoJSON holds degrees")
    found = boundaries(write(DISTRICTS, to=system, name=name), "district", store=store)

    rows = drawn(store)
    assert found.areas == 2
    assert list(rows["level"].unique()) == ["csp", "district"]
    # a line between two corners is straight in one system only
    assert shapely.area(shapely.symmetric_difference(shape(rows, "E07000105"), WEST)) < 100_000
    assert not rows["schematic"].any()


def test_a_former_name_is_the_district_of_today(store, write):
    boundaries(write({"name": ["ASHFORD", "Shepway"]}), "district", store=store)

    rows = drawn(store)
    assert list(rows.loc[rows["level"] == "district", "name"]) == ["Ashford", "Folkestone and Hythe"]


def test_the_report_says_what_is_missing_both_ways(store, write):
    found = boundaries(write({"lsoa21cd": ["E01000001", "E01000009"]}), "lsoa", store=store)

    assert (found.offences, found.drawn, found.without_offences) == (3, 1, 1)
    assert sorted(found.without_outline) == ["E01000002", "E01000003"]


def test_a_split_small_area_cannot_be_drawn_on_later_outlines_and_a_merged_one_can(store, write, tmp_path):
    lookup = tmp_path / "lookup.csv"
    pairs = [("E01000001", "E01000011"), ("E01000002", "E01000011"), ("E01000003", "E01000012")]
    pairs.append(("E01000003", "E01000013"))
    pd.DataFrame(pairs, columns=["lsoa11_code", "lsoa21_code"]).to_csv(lookup, index=False)
    file = write(
        {"lsoa21cd": ["E01000011", "E01000012", "E01000013"]},
        (
            WEST,
            shapely.box(605_000, 140_000, 608_000, 146_000),
            shapely.box(608_000, 140_000, 611_000, 146_000),
        ),
    )

    found = boundaries(file, "lsoa", store=store, lookup=lookup)

    assert (found.offences, found.drawn) == (3, 2)
    assert found.without_outline == ["E01000003"]


def test_wards_are_joined_of_small_areas(store, write, tmp_path):
    boundaries(write({"lsoa21cd": ["E01000001", "E01000002"]}), "lsoa", store=store)
    lookup = tmp_path / "wards.csv"
    lookup.write_text("LSOA21CD,WD24CD,WD24NM\nE01000001,E05000001,Town\nE01000002,E05000001,Town\n")

    found = boundaries(None, "ward", store=store, lookup=lookup)

    rows = drawn(store)
    assert (found.areas, found.offences, found.drawn) == (1, 3, 2)
    assert shape(rows, "E05000001").area == pytest.approx(WEST.area + EAST.area)
    assert list(rows.loc[rows["level"] == "ward", "name"]) == ["Town"]


def test_a_broken_polygon_is_repaired_and_said_so(store, write):
    bow = shapely.polygons([(600_000, 140_000), (605_000, 146_000), (605_000, 140_000), (600_000, 146_000)])
    found = boundaries(write(DISTRICTS, (bow, EAST)), "district", store=store)

    assert any("1 of 2 outlines crossed themselves and were repaired" in each for each in found.notes)
    assert shapely.is_valid(outlines.shapes_of(drawn(store))).all()


def test_a_small_area_in_the_sea_is_left_out_and_named(store, write):
    boundaries(write(DISTRICTS), "district", store=store)
    sea = shapely.box(645_000, 140_000, 646_000, 141_000)
    file = write({"lsoa21cd": ["E01000001", "E01000666"]}, (WEST, sea), name="l.gpkg")

    found = boundaries(file, "lsoa", store=store)

    assert found.areas == 1
    assert found.notes == ["Left out, outside every district's outline: 1 areas, E01000666."]


def test_a_national_file_keeps_the_force_s_districts(store, write):
    columns = {"LAD24CD": [*DISTRICTS["LAD24CD"], "E07000223"], "LAD24NM": [*DISTRICTS["LAD24NM"], "Adur"]}
    file = write(columns, (WEST, EAST, shapely.box(520_000, 104_000, 524_000, 108_000)))

    found = boundaries(file, "district", store=store)

    assert found.areas == 2
    assert any("no district of the force and were left out: Adur" in each for each in found.notes)
    assert any(each.startswith("Districts of the force that the file lacks: Medway") for each in found.notes)


def degrees_called_metres(table):
    return table.to_crs("EPSG:4326").set_crs("EPSG:27700", allow_override=True)


def swapped(table):
    turned = shapely.transform(table.geometry.to_numpy(), lambda each: each[:, ::-1])
    return table.set_geometry(turned, crs=table.crs)


def moved(east, north=0):
    def move(table):
        return table.set_geometry(table.geometry.translate(east, north))

    return move


def as_(**columns):
    return lambda table: table.assign(**columns)


TWO = "two outlines are one district"
REFUSED = {
    "degrees": (degrees_called_metres, "numbers are degrees, but it calls them OSGB36"),
    "metres": (lambda each: each.set_crs("EPSG:4326", allow_override=True), "numbers are no degrees"),
    "swapped": (lambda each: swapped(each.to_crs("EPSG:4326")), "axes are swapped"),
    "swapped metres": (swapped, "axes are swapped"),
    "abroad": (moved(0, -900_000), "outside Great Britain"),
    "in the sea": (moved(60_000), "outside the force or in the sea: Ashford"),
    "no system": (lambda each: each.set_crs(None, allow_override=True), "in which coordinate system"),
    "points": (lambda each: each.set_geometry(each.centroid), "2 of 2 rows are points or lines"),
    "two of one name": (as_(LAD24NM="Ashford"), f"{TWO}: Ashford, Ashford"),
    "two of one code": (as_(LAD24CD="E07000105"), "E07000105 stands for more than one row"),
    "former and new": (as_(LAD24CD=["a", "b"], LAD24NM=["Shepway", "Folkestone & Hythe"]), f"{TWO}: Shep"),
    "unknown": (as_(LAD24CD=["a", "b"], LAD24NM=["c", "d"]), "none of its areas is a known district"),
}


SYSTEM = "Check the file's coordinate system."
SENTENCES = {
    "degrees": (
        "its numbers are degrees, but it calls them OSGB36 / British National Grid, which is metres.",
        "Export it again in one coordinate system, or correct its label to EPSG:4326.",
    ),
    "swapped": (
        "its axes are swapped: north stands where east should.",
        "Export it with longitude (or easting) first, latitude (or northing) second.",
    ),
    "in the sea": ("outside the force or in the sea: Ashford, Folkestone and Hythe.", SYSTEM),
    "two of one name": (
        "two outlines are one district: Ashford, Ashford.",
        "Leave one of them out, or correct its name and code.",
    ),
    "points": (
        "2 of 2 rows are points or lines, not areas.",
        "Give outlines (polygons), such as ONS boundaries; points of centroids cannot be drawn as areas.",
    ),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_a_refusal_is_two_sentences_with_the_file_and_the_remedy(store, tmp_path, case):
    spoil, _ = REFUSED[case]
    table = spoil(geopandas.GeoDataFrame(DISTRICTS, geometry=[WEST, EAST], crs="EPSG:27700"))
    table.to_file(tmp_path / "bad.gpkg")

    with pytest.raises(InputError) as refused:
        boundaries(tmp_path / "bad.gpkg", "district", store=store)

    problem, remedy = SENTENCES[case]
    assert str(refused.value) == f"bad.gpkg: {problem}\n{remedy}"


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_meant_is_refused_and_the_store_stays(store, tmp_path, case):
    spoil, said = REFUSED[case]
    table = spoil(geopandas.GeoDataFrame(DISTRICTS, geometry=[WEST, EAST], crs="EPSG:27700"))
    table.to_file(tmp_path / "bad.gpkg")

    with pytest.raises(InputError, match=said):
        boundaries(tmp_path / "bad.gpkg", "district", store=store)

    assert drawn(store).empty


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "a,b\n1,2\n",
            "it has no geometry.\nExport the areas with their outlines, not only their table.",
        ),
        ("not a map at all", "no outlines can be read"),
        (json.dumps({"type": "FeatureCollection", "features": []}), "no geometry"),
    ],
)
def test_a_file_without_outlines_is_refused(store, tmp_path, text, said):
    file = tmp_path / ("f.csv" if "," in text and "{" not in text else "f.geojson")
    file.write_text(text)

    with pytest.raises(InputError, match=said):
        boundaries(file, "district", store=store)


def test_a_file_without_a_system_can_be_told_it(store, tmp_path):
    table = geopandas.GeoDataFrame(DISTRICTS, geometry=[WEST, EAST])
    table.to_file(tmp_path / "a.shp")

    found = boundaries(tmp_path / "a.shp", "district", store=store, crs="EPSG:27700")

    assert found.areas == 2
    assert "The file names no coordinate system; EPSG:27700 was taken as told." in found.notes


@pytest.mark.parametrize(("level", "file"), [("county", True), ("lsoa", False), ("district", False)])
def test_a_level_or_file_that_is_none_is_refused(store, write, level, file):
    with pytest.raises(InputError, match=r"no level|no file of outlines"):
        boundaries(write(DISTRICTS) if file else None, level, store=store)


def test_without_a_store_there_is_nothing_to_draw(tmp_path, write):
    with pytest.raises(StoreError, match="Load an extract first"):
        boundaries(write(DISTRICTS), "district", store=tmp_path / "nothing")


def test_outlines_survive_a_load_and_an_upgrade_gives_them_to_a_demo_store(store, write):
    boundaries(write(DISTRICTS), "district", store=store)
    make_store(store, [offence(offence_id="later", district="E07000105")]).close()
    assert list(drawn(store)["code"]) == ["E22000137", "E22000145", "E07000105", "E07000112"]


def test_an_older_demo_store_is_given_schematic_outlines(store):
    import duckdb

    from vru.store import current_version

    with duckdb.connect(store / f"vru-{current_version(store)}.duckdb") as connection:
        connection.execute("drop table boundary; drop table area_link")
        connection.execute("update meta set value = '3' where key = 'schema'")
    made = outlines.rows("district", ["E07000105"], ["Ashford"], np.array([WEST]), source="s", schematic=True)

    upgrade(store, lambda: made)

    assert list(drawn(store)["name"]) == ["Ashford"]
