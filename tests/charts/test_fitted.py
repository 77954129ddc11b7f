"""Fitted curves as Plotly's plain dict: the dots lie under the lines and take part in the axes."""

from vru.charts import plotly
from vru.charts.chart import Axis, Chart, Series
from vru.charts.fitted import POINTS


def chart():
    dots = Series("Days", (-5.0, 10.0, 30.0), (-20.0, 1.0, 40.0), low=(1.0, 100.0, 4.0), panel=POINTS)
    curve = Series("Curve", (0.0, 20.0), (-5.0, 5.0), low=(-6.0, 3.0), high=(-4.0, 7.0))
    straight = Series("Straight", (0.0, 20.0), (-4.0, 4.0), role="reference")
    return Chart("fitted", series=(dots, curve, straight), x=Axis("°C"), y=Axis("%"))


def test_dots_come_first_and_are_larger_where_they_rest_on_more():
    dots, *rest = plotly.figure(chart())["data"]

    assert (dots["mode"], dots["x"], dots["y"]) == ("markers", [-5.0, 10.0, 30.0], [-20, 1, 40])
    assert dots["marker"]["size"] == [5.9, 14, 6.8]
    assert dots["customdata"] == [1, 100, 4]
    assert [each["mode"] for each in rest] == ["lines"] * len(rest)
    assert {each["name"] for each in rest} >= {"Curve", "Straight"}


def test_the_axes_hold_the_dots_and_only_lines_are_named_at_their_ends():
    made = plotly.figure(chart())["layout"]

    low, high = made["yaxis"]["range"]
    assert low < -20
    assert high > 40
    assert [each["text"] for each in made["annotations"] if each.get("name") == "end"] == [
        "<b>Curve</b>",
        "<b>Straight</b>",
    ]
