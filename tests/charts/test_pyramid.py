"""Pyramids and ratios as Plotly's plain dict."""

from vru.charts import plotly
from vru.charts.chart import Axis, Chart, Series

AGES = ("10–13", "14–17")


def test_a_pyramid_has_men_to_the_left_and_writes_both_sides_positive():
    chart = Chart(
        "pyramid",
        series=(
            Series("Men", AGES, (3.0, 40.0), panel="left"),
            Series("Women", AGES, (1.0, None), panel="right"),
            Series("Men before", AGES, (5.0, 20.0), role="context", panel="left"),
        ),
        x=Axis("Suspects"),
        y=Axis("Age", "category"),
    )

    made = plotly.figure(chart)

    assert [(each["type"], each["x"]) for each in made["data"]] == [
        ("bar", [-3.0, -40.0]), ("bar", [1.0, None]), ("scatter", [-5.0, -20.0]),
    ]  # fmt: skip
    axis = made["layout"]["xaxis"]
    assert axis["tickvals"] == [-40, -30, -20, -10, 0, 10, 20, 30, 40]
    assert [float(each) for each in axis["ticktext"]] == [abs(each) for each in axis["tickvals"]]
    # a pattern without a fill of its own leaves a bar of the background's colour
    assert made["data"][1]["marker"]["pattern"]["fillmode"] == "overlay"


def test_a_pyramid_of_nobody_is_drawn():
    made = plotly.figure(Chart("pyramid", series=(Series("Men", AGES, (0.0, 0.0), panel="left"),)))

    assert made["layout"]["xaxis"]["range"] == [-1.08, 1.08]


def test_twice_and_half_are_as_far_from_chance_and_nothing_is_blank():
    chart = Chart("ratios", series=(Series("10–13", ("a", "b", "c", "d"), (2.0, 0.5, None, 0.0)),))

    trace = plotly.figure(chart)["data"][0]

    assert trace["z"] == [[1.0, -1.0, None, -3.0]]
    assert trace["text"] == [["2.0", "0.5", "", "0.0"]]
    assert trace["zmin"] == -trace["zmax"]
