"""Real outlines of Kent and Medway over real offences, against figures counted or published elsewhere.

They are not part of the project: set VRU_REAL_DATA to a folder that holds them.
"""

import os
from pathlib import Path

import pytest
import shapely

from tests.ingest.loaded import loaded
from vru.answers import hotspots, hotspots_gi, hotspots_ground, hotspots_land
from vru.ingest import boundaries
from vru.selection import Selection
from vru.store import open_store

FOLDER = Path(os.environ.get("VRU_REAL_DATA", ""))
pytestmark = pytest.mark.skipif(
    not os.environ.get("VRU_REAL_DATA"), reason="VRU_REAL_DATA names no folder of published extracts"
)


@pytest.fixture(scope="module")
def kent(tmp_path_factory):
    """Four months of street crime on the outlines of 13 districts and 1,065 small areas, with reports."""
    folder = tmp_path_factory.mktemp("kent")
    with pytest.MonkeyPatch.context() as patch:
        _, opened = loaded(folder, patch, "police_uk", *sorted(FOLDER.glob("*-kent-street.csv")))
        opened.close()
    files = {"district": "kent_ltla24.geojson", "lsoa": "kent_lsoa11.geojson"}
    reports = {
        level: boundaries(FOLDER / file, level, store=folder / "store") for level, file in files.items()
    }
    with open_store(folder / "store") as store:
        yield store, reports


def ask(store, question, **options):
    selection = Selection.default(store.capabilities)
    return question.ask(store, selection, question.options(**options)).answer()


def test_real_outlines_load_and_match_the_codes_of_offences(kent):
    _, reports = kent

    assert {level: each.areas for level, each in reports.items()} == {"district": 13, "lsoa": 1_065}
    # 80 rows of the four files lie outside Kent, in the small areas of other forces
    assert 0 < reports["lsoa"].offences - reports["lsoa"].drawn <= 80
    assert reports["lsoa"].without_offences < 20


def test_small_areas_of_2011_are_drawn_on_those_of_2021_by_the_published_lookup(kent):
    store, reports = kent
    later = boundaries(
        FOLDER / "kent_lsoa21.geojson", "lsoa", store=store.folder,
        lookup=FOLDER / "kent_lookup_lsoa11_lsoa21_ltla22.csv",
    )  # fmt: skip

    assert later.areas == 1_107
    # 1,028 of 1,065 became exactly one; what was split cannot be placed by its code
    assert 0.9 < later.drawn / reports["lsoa"].drawn < 1


def test_the_land_is_as_large_as_is_published(kent):
    store, _ = kent
    districts = hotspots_land.shapes(store, "district").polygons

    # the county's 3,544 km² and Medway's 192, with the tolerance of a coarse coast
    assert shapely.area(districts).sum() / 1e6 == pytest.approx(3_544 + 192, rel=0.03)
    assert shapely.is_valid(districts).all()


def test_the_map_holds_what_was_counted_from_the_files_by_hand(kent):
    store, _ = kent
    selection = Selection.default(store.capabilities)
    violent = selection.__class__(selection.period, groups=("violence_and_sexual",))
    table = hotspots.where.ask(store, violent, hotspots.where.options(level="lsoa")).answer().table

    # Maidstone 004F, Medway 015D, Ashford 005D
    assert table[["code", "offences"]].head(3).to_numpy().tolist() == [
        ["E01033090", 330], ["E01016110", 221], ["E01024027", 195],
    ]  # fmt: skip


def test_real_small_areas_touch_one_another_and_their_map_is_drawn(kent):
    store, _ = kent
    selection = Selection.default(store.capabilities)
    found = hotspots_ground.ground(store, selection, "lsoa")
    weights = hotspots_ground.neighbours(store, selection, "lsoa")

    assert found.unit == "lsoa"
    inside = [code.startswith("E010") for code in found.codes]
    assert sum(inside) >= 1_050
    # six neighbours on average is what a plane cut into areas has, and the area itself
    assert 6 <= weights.sum() / len(found.codes) <= 7.5
    said = ask(store, hotspots_gi.over_years, grain="lsoa")
    assert said.empty == "enough"
    assert "Two whole years are needed" in said.finding
