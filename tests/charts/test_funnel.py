"""Funnels as Plotly's plain dict: limits as lines, dots told apart by shape and named where it matters."""

from vru.charts import plotly
from vru.charts.chart import Axis, Chart, Series
from vru.charts.funnel import DOTS


def chart():
    x = (1_000.0, 4_000.0)
    limits = (
        Series("95 % limits", x, (12.0, 10.0), role="reference"),
        Series("lower 95 % limit", x, (4.0, 6.0)),
    )
    kinds = (("Others", "context", "Alpha <b>"), ("Chosen", "main", "Beta"))
    dots = tuple(
        Series(
            name,
            (2_000.0,),
            (8.0,),
            low=(7.0,),
            high=(9.0,),
            hollow=(at == 1,),
            role=role,
            panel=DOTS,
            notes=(label,),
        )
        for at, (name, role, label) in enumerate(kinds)
    )  # fmt: skip
    return Chart("funnel", series=(*limits, *dots), x=Axis("residents"), y=Axis("rate", from_zero=True))


def test_limits_are_lines_and_dots_differ_in_shape():
    upper, lower, others, chosen = plotly.figure(chart())["data"]

    assert (upper["mode"], lower["mode"]) == ("lines", "lines")
    assert (upper["showlegend"], lower["showlegend"]) == (True, False)
    assert others["marker"]["symbol"] != chosen["marker"]["symbol"]


def test_only_what_is_looked_at_is_named_and_names_are_escaped():
    _, _, others, chosen = plotly.figure(chart())["data"]

    assert (others["mode"], chosen["mode"]) == ("markers", "markers+text")
    assert others["text"] == ["Alpha &lt;b&gt;"]
    assert chosen["marker"]["color"] == ["@bg"]
    assert chosen["customdata"] == [[7, 9]]


def test_the_axes_hold_limits_and_dots():
    made = plotly.figure(chart())["layout"]

    low, high = made["yaxis"]["range"]
    assert (low, high > 12) == (0, True)


def test_the_name_of_a_dot_close_below_another_stands_beneath_it():
    close = Series("Chosen", (2_000.0, 2_050.0, 3_900.0), (8.0, 7.9, 7.8), panel=DOTS, notes=("A", "B", "C"))

    (made,) = plotly.figure(Chart("funnel", series=(close,)))["data"]

    assert made["textposition"] == ["top center", "bottom center", "top center"]
