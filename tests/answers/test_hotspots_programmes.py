"""Programmes on the map: who ran where in the period, by hand; outlined, named, and switched off."""

import datetime as dt

import pytest

from tests.answers.test_hotspots import PERIOD, ROWS, ask, drawn
from tests.answers.worlds import ASHFORD, MEDWAY, THANET
from tests.stores import make_store
from vru.charts import plotly
from vru.periods import Period
from vru.selection import Selection

# the period is April 2023 to March 2025
PROGRAMMES = (
    {"programme": "Unit", "starts": dt.date(2020, 1, 15)},
    {"programme": "Patrols <late>", "districts": [MEDWAY, THANET], "starts": dt.date(2025, 3, 31),
     "ends": dt.date(2025, 12, 31)},
    {"programme": "Over", "districts": [ASHFORD], "starts": dt.date(2015, 1, 1),
     "ends": dt.date(2023, 3, 31)},
    {"programme": "Undated", "districts": [ASHFORD]},
)  # fmt: skip
LATE = "◆ Patrols &lt;late&gt; ran {}, 31 March 2025 to 31 December 2025"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    tables = {"boundary": drawn(), "intervention": PROGRAMMES}
    with make_store(tmp_path_factory.mktemp("p"), ROWS, tables=tables) as made:
        yield made


def notes(answer):
    return {code: said for one in answer.chart.series for code, said in zip(one.x, one.notes, strict=True)}


def test_a_programme_of_the_last_day_is_outlined_and_one_of_the_day_before_the_first_is_not(store):
    found = ask(store, "map")

    # Thanet has no outline here, Ashford's ended on the day before
    assert found.chart.land.ran_in == (MEDWAY,)
    assert LATE.format("here") in notes(found)[MEDWAY]
    assert "ran" not in notes(found)[ASHFORD].split("<br>")[-1]
    assert "Patrols <late> (Medway, Thanet), 31 March 2025 to 31 December 2025" in found.definition
    assert "For the whole force, not outlined: Unit, since 15 January 2020." in found.definition
    assert "says nothing of its effect" in found.definition
    assert not {"Over", "Undated"} & set(found.definition.split())
    assert found.chart.alt.endswith("Outlined, as a programme ran there: Medway.")


def test_small_areas_name_the_district_in_which_it_ran(store):
    said = notes(ask(store, "map", level="lsoa"))

    assert {code for code, each in said.items() if LATE.format("in Medway") in each} == {"L1", "L2"}


def test_chosen_districts_show_only_their_own(store):
    found = ask(store, "map", Selection(PERIOD, areas=(ASHFORD,)))

    assert found.chart.land.ran_in == ()
    assert "Patrols" not in found.definition
    earlier = Period(dt.date(2023, 3, 1), dt.date(2025, 3, 1))
    assert ask(store, "map", Selection(earlier, areas=(ASHFORD,))).chart.land.ran_in == (ASHFORD,)


def test_switched_off_the_map_is_as_it_was_and_the_figures_are_the_same(store):
    on, off = ask(store, "map"), ask(store, "map", programmes="no")

    assert off.chart.land.ran_in == ()
    assert "programme" not in off.definition + off.subtitle
    assert off.finding == on.finding
    assert off.table.equals(on.table)


@pytest.mark.parametrize("name", ["map", "surface"])
def test_squares_and_the_surface_have_the_outline_too(store, name):
    found = ask(store, name, level="cell")

    assert (found.chart.kind, found.chart.land.ran_in) == ("cells", (MEDWAY,))
    assert "Dotted outlines are districts in which a programme ran in the period" in found.definition
    assert found.subtitle.endswith("; dotted outline: a programme ran here")
    figure = plotly.figure(found.chart)["data"]
    light, dots = (each for each in figure if each.get("name") == "programmes")
    assert light["meta"] == dots["meta"]
    assert dots["meta"]["codes"] == [MEDWAY]
    assert dots["meta"]["lines"].endswith("/district-lines.json")
    assert ask(store, name, level="cell", programmes="no").chart.land.ran_in == ()


def test_without_borders_squares_say_that_nothing_is_outlined(tmp_path):
    with make_store(tmp_path, ROWS, tables={"intervention": PROGRAMMES}) as bare:
        found = ask(bare, "map", level="cell")

    assert "Not outlined on this picture are districts in which a programme ran" in found.definition


def test_each_year_has_the_programmes_that_ran_in_it(store):
    found = ask(store, "years")
    panels = dict(found.chart.land.ran_in_panel)

    # the one of Medway began on the last day of the second year
    assert panels == {"Year to March 2024": (), "Year to March 2025": (MEDWAY,)}
    said = {
        one.panel: dict(zip(one.x, one.notes, strict=True))
        for one in found.chart.series
        if one.role == "main"
    }
    assert LATE.format("here") not in said["Year to March 2024"][MEDWAY]
    assert LATE.format("here") in said["Year to March 2025"][MEDWAY]
    figure = plotly.figure(found.chart)["data"]
    assert [each["geo"] for each in figure if each.get("name") == "programmes"] == ["geo2"]
    assert found.finding == ask(store, "years", programmes="no").finding


def test_without_programmes_the_caption_says_which_file_or_that_none_ran(store, tmp_path):
    with make_store(tmp_path, ROWS, tables={"boundary": drawn()}) as bare:
        assert (
            "No programme is loaded: `vru load` takes a file interventions.csv."
            in ask(bare, "map").definition
        )
    before = make_store(tmp_path / "b", ROWS, tables={"boundary": drawn(), "intervention": PROGRAMMES[3:]})
    with before as undated:
        assert "No programme with a known first day ran here" in ask(undated, "map").definition
