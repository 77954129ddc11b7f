"""The demo's schematic outlines tile its land, and each made-up area lies in its own."""

import pytest
import shapely

from vru import outlines, reference
from vru.demo.outlines import boundaries
from vru.demo.places import places


@pytest.fixture(scope="module")
def drawn():
    return boundaries()


@pytest.mark.parametrize(("level", "areas"), [("district", 13), ("csp", 12), ("beat", 66), ("lsoa", 1_101)])
def test_every_level_tiles_the_same_land(drawn, level, areas):
    shapes = outlines.shapes_of(drawn[drawn["level"] == level])
    whole = outlines.shapes_of(drawn[drawn["level"] == "district"])

    assert len(shapes) == areas
    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(shapely.area(whole).sum(), rel=1e-9)


def test_each_small_area_holds_its_middle_and_lies_in_its_district(drawn):
    made = places()
    small = drawn[drawn["level"] == "lsoa"].set_index("code").loc[made.areas["code"]]
    district = drawn[drawn["level"] == "district"].set_index("code")

    middles = shapely.points(made.areas["easting"], made.areas["northing"])
    around = outlines.shapes_of(district.loc[made.districts["code"].to_numpy()[made.areas["district"]]])

    assert shapely.contains(outlines.shapes_of(small), middles).all()
    assert shapely.contains(around, middles).all()


def test_nobody_can_take_them_for_real_borders(drawn):
    assert drawn["schematic"].all()
    assert drawn["source"].str.contains("Schematic").all()
    assert set(drawn.loc[drawn["level"] == "district", "name"]) == set(
        reference.area_names("district").values()
    )


def test_the_kent_of_the_demo_is_about_as_large_as_the_real_one(drawn):
    land = shapely.area(outlines.shapes_of(drawn[drawn["level"] == "district"])).sum() / 1e6

    # Kent with Medway has 3,736 square kilometres
    assert land == pytest.approx(3_736, rel=0.1)
