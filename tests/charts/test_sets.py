"""The picture of intersections: bars of the combinations over the sets they are in."""

from vru.charts.chart import Axis, Chart, Series
from vru.charts.plotly import figure

NAMES = ("Victim", "Suspect and victim", "Suspect")


def drawn():
    people = Series("People", NAMES, (50.0, 8.0, 20.0))
    suspects = Series("Suspect <28>", NAMES, (0.0, 1.0, 1.0), role="context")
    victims = Series("Victim (58)", NAMES, (1.0, 1.0, 0.0), role="context")
    return figure(Chart("sets", series=(people, suspects, victims), y=Axis("People", from_zero=True)))


def test_bars_and_dots_share_their_columns():
    bars, suspects, victims = drawn()["data"]

    assert (bars["type"], bars["x"], bars["y"]) == ("bar", [0, 1, 2], [50.0, 8.0, 20.0])
    assert bars["customdata"] == list(NAMES)
    assert suspects["marker"]["color"] == ["@bg", "@text", "@text"]
    assert victims["marker"]["color"] == ["@text", "@text", "@bg"]
    assert (suspects["x"], suspects["y"], suspects["yaxis"]) == ([0, 1, 2], [0, 0, 0], "y2")


def test_rows_are_named_and_a_line_joins_what_is_together():
    layout = drawn()["layout"]

    assert layout["yaxis2"]["ticktext"] == ["Suspect &lt;28&gt;", "Victim (58)"]
    assert [(each["x0"], each["y0"], each["y1"]) for each in layout["shapes"]] == [(1, 0, 1)]
    assert layout["yaxis2"]["domain"][1] < layout["yaxis"]["domain"][0]
