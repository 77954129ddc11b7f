"""Curves as Plotly's plain dict: steps, ribbons with corners, and the people still followed."""

from vru.charts import plotly
from vru.charts.chart import Axis, Chart, Series
from vru.charts.curves import FOLLOWED

X = (0.0, 12.0, 24.0)


def chart(*names):
    lines = [Series(each, X, (0.0, 10.0, 20.0), (None, 8.0, 17.0), (None, 12.0, 23.0)) for each in names]
    rows = [
        Series(each, (*X, 36.0), (90.0, 50.0, 20.0, None), role="context", panel=FOLLOWED) for each in names
    ]
    x, y = Axis("Months"), Axis("%", "percent", from_zero=True)
    return Chart("curves", series=(*lines, *rows), x=x, y=y, beneath="Still followed")


def test_a_curve_is_steps_and_its_ribbon_has_corners():
    ribbon, line = plotly.figure(chart("All"))["data"]

    assert (line["line"]["shape"], line["x"], line["y"]) == ("hv", [*X], [0.0, 10.0, 20.0])
    assert ribbon["x"] == [12.0, 24.0, 24.0, 24.0, 24.0, 12.0, 12.0]
    assert ribbon["y"] == [12.0, 12.0, 23.0, 17.0, 8.0, 8.0, 12.0]


def test_people_followed_stand_beneath_and_make_room_for_themselves():
    one, two = (plotly.figure(chart(*names))["layout"] for names in (("All",), ("Men", "Women")))

    said = [each["text"] for each in one["annotations"] if each["name"] == "row"]
    assert said == ["Still followed", "90", "50", "20"]
    centred = [
        each["x"] for each in one["annotations"] if each["xanchor"] == "center" and each["name"] == "row"
    ]
    assert one["xaxis"]["tickvals"] == centred == [*X]
    named = [each["text"] for each in two["annotations"] if each["name"] == "row" and ":" in each["text"]]
    assert named == ["Still followed: Men", "Still followed: Women"]
    assert two["margin"]["b"] > one["margin"]["b"]
    assert two["height"] - two["margin"]["b"] == one["height"] - one["margin"]["b"]
