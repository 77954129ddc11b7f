"""Neutral charts as Plotly dicts: traces compared whole, and rules that hold for every kind."""

from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import replace

import plotly.graph_objects as go
import pytest

from vru.charts import layout, theme
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.charts.plotly import figure

MONTHS = (dt.date(2025, 1, 1), dt.date(2025, 2, 1), dt.date(2025, 3, 1))
INJURY = Series(
    "Violence with injury",
    MONTHS,
    (10.0, 12.0, 5.0),
    (8.0, 9.0, 3.0),
    (12.0, 15.0, 7.0),
    (False, False, True),
)
ROBBERY = Series("Robbery", MONTHS, (10.0, 11.0, 5.2))
LINE = Chart("line", "alt", (INJURY,), Axis("", "month"), Axis("offences", "number", True))
KINDS = {
    "line": LINE,
    "panels": replace(LINE, kind="panels", series=(replace(INJURY, panel="A"), replace(ROBBERY, panel="B"))),
    "bars": Chart("bars", "", (Series("n", ("2024", "2025"), (1.0, 2.0)),), Axis("", "category"), Axis("n")),
    "dots": Chart(
        "dots", "", (Series("r", ("A", "B"), (1.0, 2.0), (0.5, None), (2.0, None)),),
        Axis("ratio"), Axis("", "category"), (Mark("same", 1.0),),
    ),
    "heat": Chart(
        "heat", "", (Series("row", ("x", "y"), (0.0, 80.0)),), Axis("", "category"), Axis("%", "percent"),
    ),
}  # fmt: skip


def test_signs_on_the_first_and_last_month_are_not_cut_at_the_edge():
    two = replace(LINE, series=(INJURY, replace(ROBBERY, hollow=(True, False, True))))

    signs = {
        each["name"]: each.get("cliponaxis") for each in figure(two)["data"] if "markers" in each["mode"]
    }
    assert signs == dict.fromkeys(
        [name + end for name in ("Violence with injury", "Robbery") for end in ("", ", not final")], False
    )


def test_a_line_is_a_ribbon_a_line_and_hollow_signs():
    ribbon, line, hollow = figure(LINE)["data"]

    assert ribbon == {
        "type": "scatter",
        "name": "Violence with injury, interval",
        "hoverinfo": "skip",
        "x": ["2025-01", "2025-02", "2025-02", "2025-01", "2025-01"],
        "y": [12.0, 15.0, 9.0, 8.0, 12.0],
        "fill": "toself",
        "fillcolor": "@c1:16",
        "line": {"width": 0},
        "mode": "lines",
    }
    assert line == {
        "type": "scatter",
        "name": "Violence with injury",
        "x": ["2025-01", "2025-02", "2025-03"],
        "y": [10.0, 12.0, None],
        "mode": "lines",
        "line": {"color": "@c1", "width": 2.5},
        "customdata": [[8.0, 12.0], [9.0, 15.0], [3.0, 7.0]],
        "hovertemplate": "%{y:,.0f} (%{customdata[0]:,.0f} to %{customdata[1]:,.0f})"
        "<extra>Violence with injury</extra>",
    }
    assert hollow == {
        "type": "scatter",
        "name": "Violence with injury, not final",
        "x": ["2025-03"],
        "y": [5.0],
        "mode": "markers",
        "cliponaxis": False,
        "marker": {"symbol": "circle", "size": 8, "color": "@bg", "line": {"color": "@c1", "width": 1.8}},
        "customdata": [[3.0, 7.0]],
        "hovertemplate": "%{y:,.0f} (%{customdata[0]:,.0f} to %{customdata[1]:,.0f}), not final"
        "<extra>Violence with injury</extra>",
    }


def test_a_dot_stands_at_its_value_with_its_interval():
    (dot,) = figure(KINDS["dots"])["data"]

    assert dot["x"] == [1.0, 2.0]
    assert dot["y"] == [0.0, 1.0]
    assert dot["error_x"]["array"] == [1.0, None]
    assert dot["error_x"]["arrayminus"] == [0.5, None]


def test_ratios_are_spaced_by_their_logarithm_and_the_line_stands_at_its_value():
    series = (Series("r", ("A", "B"), (1.0, 30.0), (0.6, 20.0), (2.0, 45.0)),)
    marks = (Mark("As often", x=1.0), Mark("Margin 1.2", x=1.2))
    made = figure(Chart("dots", "", series, x=Axis("times", log=True), y=Axis(kind="category"), marks=marks))

    axis, layout = made["layout"]["xaxis"], made["layout"]
    assert (axis["type"], axis["ticktext"]) == ("log", ["0.5", "1", "2", "4", "8", "16", "32"])
    assert axis["range"][0] < math.log10(0.6) < math.log10(45) < axis["range"][1]
    assert [each["x0"] for each in layout["shapes"]] == pytest.approx([1.0, 1.2])
    assert [each["x"] for each in layout["annotations"]] == pytest.approx([0.0, math.log10(1.2)])


def test_of_very_many_doublings_every_few_are_named_and_1_among_them():
    series = (Series("r", ("A",), (100.0,), (0.05,), (5000.0,)),)
    made = figure(Chart("dots", "", series, x=Axis("times", log=True), y=Axis(kind="category")))

    axis = made["layout"]["xaxis"]
    assert axis["ticktext"] == ["0.0625", "0.25", "1", "4", "16", "64", "256", "1,024", "4,096"]


@pytest.mark.parametrize(
    ("name", "bars", "dots"),
    [
        ("Stalking", 12 * 26 + 80, 12 * 26 + 90),
        ("Stalking and harassment", 12 * 38 + 80, 12 * 38 + 90),
        ("Violence without injury, and threats to kill somebody", 12 * 53 + 80, 12 * 53 + 90),
    ],
)
def test_rows_are_as_tall_as_their_wrapped_labels(name, bars, dots):
    names = (name, *(f"Offences of {n}" for n in range(11)))
    series = (Series("n", names, tuple(float(n) for n in range(12))),)

    lying = figure(replace(KINDS["bars"], series=series, height=100))["layout"]
    forest = figure(replace(KINDS["dots"], series=series, height=100))["layout"]

    assert (lying["height"], forest["height"]) == (bars, dots)
    assert lying["yaxis"]["title"] == {"text": ""}


def test_few_short_names_are_all_written_under_their_bars_and_many_are_not():
    few, many = (
        figure(replace(KINDS["bars"], series=(Series("n", names, (1.0,) * len(names)),)))["layout"]["xaxis"]
        for names in (("1", "2", "3", "4", "5–9", "10+"), tuple(map(str, range(2011, 2026))))
    )
    assert (few["dtick"], "dtick" in many) == (1, False)


def test_a_second_row_of_bars_is_hatched_on_its_own_colour():
    twice = replace(KINDS["bars"], series=(*KINDS["bars"].series, Series("m", ("2024",), (1.0,))))

    marker = figure(twice)["data"][1]["marker"]

    assert marker["color"] == "@c2"
    assert marker["pattern"] == {"shape": "/", "fillmode": "overlay", "fgcolor": "@bg", "size": 7}


def test_lines_differ_by_sign_as_well_as_colour():
    drawn = figure(replace(LINE, series=(replace(INJURY, low=(), high=(), hollow=()), ROBBERY)))["data"]

    assert [(each["line"]["color"], each["marker"]["symbol"]) for each in drawn] == [
        ("@c1", "circle"),
        ("@c2", "square"),
    ]


def test_rows_of_bars_differ_by_hatching_as_well_as_colour():
    one = KINDS["bars"].series[0]
    drawn = figure(replace(KINDS["bars"], series=(one, replace(one, name="m"))))["data"]

    assert "pattern" not in drawn[0]["marker"]
    assert drawn[1]["marker"]["pattern"]["shape"] == "/"


def test_labels_at_line_ends_do_not_overlap():
    made = figure(replace(LINE, series=(replace(INJURY, hollow=()), ROBBERY)))["layout"]
    ends = [each for each in made["annotations"] if each["name"] == "end"]
    low, high = made["yaxis"]["range"]
    tall = made["height"] - made["margin"]["t"] - made["margin"]["b"]

    at = sorted((each["y"] - low) / (high - low) * tall + each["yshift"] for each in ends)

    assert [each["text"] for each in ends] == ["<b>Violence with<br>injury</b>", "<b>Robbery</b>"]
    assert at[1] - at[0] >= 1.5 * layout.LABEL_LINE


def test_spread_keeps_order_and_room():
    placed = layout.spread([50, 51, 52], [20, 20, 20], 0, 100)

    assert placed == [50, 70, 90]
    assert layout.spread([95, 99], [20, 20], 0, 100) == [70, 90]


def test_labels_of_close_marks_stand_in_rows():
    marks = (
        Mark("A long label here", MONTHS[0]),
        Mark("Another long label", MONTHS[0]),
        Mark("out", dt.date(1999, 1, 1)),
    )
    made = figure(replace(LINE, marks=marks))["layout"]

    assert [(each["text"], each["yshift"]) for each in made["annotations"]] == [
        ("A long label here", 0),
        ("Another long label", layout.LABEL_LINE),
    ]
    assert len(made["shapes"]) == 2


YEARS = tuple(f"Mar {year}" for year in range(2004, 2024))
IN_YEARS = (Mark("Inspected", 8.25, 9.5), Mark("Codes changed", 2.0), Mark("Rule changed", 18.0))


@pytest.mark.parametrize("kind", ["bars", "heat"])
def test_marks_over_years_lie_at_their_place_above_what_they_cross_with_an_edge(kind):
    rows = (Series("Published", YEARS, (5.0,) * 20), Series("Here", YEARS, (4.0,) * 20))
    plain, marked = (
        figure(replace(KINDS[kind], series=rows, marks=each))["layout"] for each in ((), IN_YEARS)
    )
    shapes = marked["shapes"]

    assert [(each["type"], each["x0"], each["x1"], each["layer"]) for each in shapes] == [
        ("line", 2.0, 2.0, "above"), ("line", 18.0, 18.0, "above"),
        ("line", 2.0, 2.0, "above"), ("rect", 8.25, 9.5, "above"), ("line", 18.0, 18.0, "above"),
    ]  # fmt: skip
    assert [each["line"]["color"] for each in shapes if each["type"] == "line"] == ["@bg"] * 2 + ["@mark"] * 2
    assert [(each["text"], each["x"], each["yshift"]) for each in marked["annotations"]] == [
        ("Codes changed", 2.0, 0), ("Inspected", 8.25, 0), ("Rule changed", 18.0, 0)
    ]  # fmt: skip
    assert marked["xaxis"]["range"] == [-0.5, 19.5]
    grown = marked["margin"]["t"] - plain["margin"]["t"]
    assert grown == marked["height"] - plain["height"] == layout.LABEL_LINE


def test_a_mark_does_not_hide_the_numbers_of_the_cells_it_crosses():
    row = (Series("n", YEARS[:10], (1.0,) * 10),)

    shapes = figure(replace(KINDS["heat"], series=row, marks=IN_YEARS[1:2]))["layout"]["shapes"]

    assert [(each["line"]["color"], each["opacity"]) for each in shapes] == [("@mark", 0.5)]


def test_marks_are_taken_in_the_order_of_their_numbers():
    marks = (Mark("ten", 10.0), Mark("nine", 9.0), Mark("nought", -0.5))
    rows = (Series("n", tuple(map(str, range(2010, 2025))), (1.0,) * 15),)

    drawn = figure(replace(KINDS["bars"], series=rows, marks=marks))["layout"]["annotations"]

    assert [each["text"] for each in drawn] == ["nought", "nine", "ten"]


def test_a_panel_shows_the_others_in_grey():
    drawn = figure(KINDS["panels"])["data"]
    grey = [each for each in drawn if each["name"] == "all others"]

    assert [each["y"] for each in grey] == [[10.0, 11.0, 5.2, None], [10.0, 12.0, None, None]]
    assert [each["xaxis"] for each in grey] == ["x", "x2"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_plain_and_valid_plotly(kind):
    made = figure(KINDS[kind])

    assert json.loads(json.dumps(made, allow_nan=False)) == made
    for name in ("light", "dark"):
        go.Figure(theme.paint(made, name))


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_without_series_is_drawn_empty(kind):
    made = figure(replace(KINDS[kind], series=()))

    assert all(not each.get("y") and not each.get("z") for each in made["data"])
    assert figure(Chart("none")) == {"data": [], "layout": {"height": 0}}


@pytest.mark.parametrize(
    ("values", "expected"), [([1, 2, 3], ",.0f"), ([0.25, 1], ",.2f"), ([20.5], ",.1f"), ([500.5], ",.0f")]
)
def test_decimals_follow_the_size_of_the_numbers(values, expected):
    assert layout.number_format(values) == expected
