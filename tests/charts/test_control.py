"""Control charts as Plotly's plain dict: limits are steps of their base, and every sign has its shape."""

import datetime as dt
from dataclasses import replace

import plotly.graph_objects as go

from vru.charts import theme
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.charts.control import LIMITS, SIGNS
from vru.charts.plotly import figure

MONTHS = tuple(dt.date(2025, each, 1) for each in range(1, 7))


def base(first, last, mean):
    n = last - first
    return Series(
        "Limits", MONTHS[first:last], (mean,) * n, low=(mean - 20,) * n, high=(mean + 20,) * n, panel=LIMITS
    )


def chart(*more):
    line = Series("Offences", MONTHS, (100.0, 90.0, 140.0, 60.0, 50.0, 55.0), hollow=(False,) * 5 + (True,))
    rise = Series("Concern", MONTHS[2:3], (140.0,), panel="concern", notes=("outside the limits",))
    return Chart(
        "control", "alt", (line, base(0, 3, 100.0), base(3, 6, 55.0), rise, *more),
        Axis("", "month"), Axis("offences", "number", True), (Mark("Re-based", MONTHS[3]),),
    )  # fmt: skip


def test_each_base_has_its_own_steps():
    steps = [each for each in figure(chart())["data"] if each["mode"] == "lines"]

    assert [(each["name"], each["x"], each["y"]) for each in steps] == [
        ("Upper limit", ["2025-01", "2025-02", "2025-03"], [120, 120, 120]),
        ("Mean", ["2025-01", "2025-02", "2025-03"], [100, 100, 100]),
        ("Lower limit", ["2025-01", "2025-02", "2025-03"], [80, 80, 80]),
        ("Upper limit", ["2025-04", "2025-05", "2025-06"], [75, 75, 75]),
        ("Mean", ["2025-04", "2025-05", "2025-06"], [55, 55, 55]),
        ("Lower limit", ["2025-04", "2025-05", "2025-06"], [35, 35, 35]),
    ]
    assert {each["line"]["shape"] for each in steps} == {"hvh"}


def test_only_the_last_base_is_named_at_its_ends_and_the_re_basing_is_marked():
    texts = [each["text"] for each in figure(chart())["layout"]["annotations"]]

    assert texts == ["Re-based", "<b>Upper limit</b>", "<b>Mean</b>", "<b>Lower limit</b>"]


def test_a_base_without_limits_leaves_the_names_to_the_one_before():
    line, first, *_ = chart().series
    late = replace(first, x=MONTHS[3:], y=(None,) * 3, low=(None,) * 3, high=(None,) * 3)
    made = figure(replace(chart(), series=(line, first, late), marks=()))

    assert [each["text"] for each in made["layout"]["annotations"]] == [
        "<b>Upper limit</b>",
        "<b>Mean</b>",
        "<b>Lower limit</b>",
    ]


def test_a_sign_says_its_rule_and_a_month_that_is_not_final_is_hollow():
    made = figure(chart())
    *_, line, hollow, sign = made["data"]

    assert line["y"] == [100, 90, 140, 60, 50, None]
    assert hollow["y"] == [None] * 5 + [55]
    assert hollow["marker"]["color"] == "@bg"
    assert (sign["x"], sign["y"], sign["text"]) == (["2025-03"], [140], ["outside the limits"])
    assert (sign["marker"]["symbol"], sign["marker"]["color"]) == ("triangle-up", "@c4")
    assert made["layout"]["showlegend"] is True
    assert [each["name"] for each in made["data"] if each.get("showlegend") is not False] == ["Concern"]


def test_the_axis_holds_limits_that_no_point_reaches():
    wide = Series("Limits", MONTHS, (100.0,) * 6, low=(10.0,) * 6, high=(400.0,) * 6, panel=LIMITS)

    assert figure(chart(wide))["layout"]["yaxis"]["range"][1] > 400


def test_kinds_of_points_differ_in_shape_wherever_they_differ_in_meaning():
    assert len({symbol for _, symbol in SIGNS.values()}) >= 3
    assert SIGNS["concern"][1] != SIGNS["improvement"][1]
    assert SIGNS["higher"][1] != SIGNS["lower"][1]


def test_plotly_accepts_it_in_both_themes():
    every = [Series(each, MONTHS[:1], (1.0,), panel=each, notes=("",)) for each in SIGNS]
    for look in ("light", "dark"):
        assert go.Figure(theme.paint(figure(chart(*every)), look)).data
