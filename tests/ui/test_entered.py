"""An option that may be entered: what is read goes to the address, what is not is named and left out."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from tests.stores import make_store
from tests.ui.test_app import opened, rows
from vru import outlines

WEEK = "12, 13.5, 14, 15, 13, 11, -1"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    made = tmp_path / "store"
    monkeypatch.setenv("VRU_STORE", str(made))
    make_store(made, rows()).close()
    return made


def test_what_is_entered_is_in_the_address_and_shown_as_the_choice(folder):
    app = opened("temperature")
    app.text_input(key="e_wk").set_value("12 13.5 14 15 13 11 −1").run()

    assert not app.exception
    assert app.query_params["wk"] == WEEK
    assert app.text_input(key="e_wk").value == WEEK
    assert app.radio(key="o_wk").value is None


def test_an_address_brings_what_was_entered_and_a_choice_takes_it_away(folder):
    app = opened("temperature", wk=WEEK)
    assert app.text_input(key="e_wk").value == WEEK

    app.radio(key="o_wk").set_value("warm5").run()

    assert app.query_params["wk"] == "warm5"
    assert app.text_input(key="e_wk").value == ""


def test_what_cannot_be_read_is_named_kept_to_be_corrected_and_changes_nothing(folder):
    app = opened("temperature", wk="warm3")
    app.text_input(key="e_wk").set_value("12 13 75 14 15 13 12").run()

    assert "Number 3 of 7, “75”, lies outside −30 to 45 °C" in app.error[0].value
    assert app.text_input(key="e_wk").value == "12 13 75 14 15 13 12"
    assert app.query_params["wk"] == "warm3"

    app.text_input(key="e_wk").set_value("12 13 14 14 15 13 12").run()
    assert not app.error


def test_an_address_that_cannot_be_read_falls_back_to_the_default(folder):
    app = opened("temperature", wk="75 75 75")

    assert not app.exception
    assert not app.error
    assert app.radio(key="o_wk").value == "usual"
    assert dict(app.query_params) == {}


@pytest.fixture
def drawn_folder(tmp_path, monkeypatch):
    """A store with outlines of four small areas."""
    monkeypatch.setenv("VRU_STORE", str(tmp_path / "drawn"))
    names = ["Ashford 001A", "Ashford 001B", "Ashford 001C", "Westgate 002C"]
    shapes = np.array([shapely.box(600_000 + 900 * n, 142_000, 600_800 + 900 * n, 142_800) for n in range(4)])
    codes = [f"X0{n}" for n in range(4)]
    small = outlines.rows("lsoa", codes, names, shapes, source="s", schematic=False).to_dict("records")
    point = {"easting": 600_300, "northing": 142_300, "location_quality": "exact"}
    placed = [{**row, "lsoa": codes[n % 4], **point} for n, row in enumerate(rows())]
    make_store(tmp_path / "drawn", placed, tables={"boundary": small}).close()


def test_a_search_goes_to_the_one_place_and_lists_several_to_pick_from(drawn_folder):
    app = opened("hotspots", at="lsoa")

    app.text_input(key="e_pl").set_value("x03").run()
    assert app.query_params["pl"] == "Westgate 002C, small area X03"

    app.text_input(key="e_pl").set_value("ashford 001").run()
    assert not app.exception
    assert app.query_params["pl"] == "Westgate 002C, small area X03"
    listed = app.radio(key="m_pl")
    assert listed.label == "3 match; choose one:"
    assert listed.options == [f"Ashford 001{each}, small area X0{n}" for n, each in enumerate("ABC")]

    listed.set_value("Ashford 001B, small area X01").run()
    assert app.query_params["pl"] == "Ashford 001B, small area X01"
    assert app.text_input(key="e_pl").value == "Ashford 001B, small area X01"
    assert "m_pl" not in [each.key for each in app.radio]

    app.text_input(key="e_pl").set_value("Atlantis").run()
    assert "is called “Atlantis”. The nearest name is" in app.error[0].value
    assert app.query_params["pl"] == "Ashford 001B, small area X01"


def test_small_areas_are_chosen_from_a_list_and_taken_off_by_a_button(drawn_folder):
    app = opened("trends", l="lsoa", d="X01")
    assert app.multiselect(key="f_areas").options[:2] == ["Ashford 001A (X00)", "Ashford 001B (X01)"]

    app.multiselect(key="f_areas").set_value(["X01", "X03"]).run()
    assert app.query_params["d"] == ["X01", "X03"]
    assert app.button(key="f_off_1").label == "Westgate 002C"

    app.button(key="f_off_0").click().run()
    assert app.query_params["d"] == "X03"
    app.segmented_control(key="f_level").set_value("district").run()
    assert "l" not in app.query_params
    assert "d" not in app.query_params
    assert not app.exception


def test_a_square_is_added_by_a_point_in_it(drawn_folder):
    app = opened("trends", l="cell")

    app.text_input(key="f_square").set_value("600300, 142300").run()
    app.text_input(key="f_square").set_value("600300 142600").run()
    assert app.query_params["d"] == ["600375_142375", "600375_142625"]
    assert app.multiselect(key="f_areas").options == ["06003 01423", "06003 01426"]
    assert app.button(key="f_off_0").label == "06003 01423"

    app.text_input(key="f_square").set_value("somewhere").run()
    assert "“somewhere” is not two numbers of metres" in app.error[0].value
    assert len(app.query_params["d"]) == 2
