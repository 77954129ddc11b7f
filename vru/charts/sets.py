"""Intersections of sets, as UpSet draws them: bars of people over a matrix of memberships."""

from __future__ import annotations

import html
from typing import Any

from vru.charts import layout
from vru.charts.chart import Axis, Chart, Series

ROW = 30
"""Height of a row of the matrix, in pixels."""


def sets(chart: Chart) -> dict[str, Any]:
    """Return bars of the first series over rows of dots, one a further series: filled where it is 1.

    Bars and dots share their x, a combination each; a line joins the dots of one combination.
    """
    counts, members = chart.series[0], chart.series[1:]
    made = layout.base(chart, l=16)
    matrix = min(ROW * (len(members) + 0.6) / max(chart.height - 60, 1), 0.6)
    at = list(range(len(counts.x)))
    made["xaxis"] = layout.axis(Axis(kind="category"), type="linear", tickmode="array", tickvals=[])
    made["xaxis"] |= {"fixedrange": True, "range": [-0.6, len(at) - 0.4], "anchor": "y2", "showline": False}
    made["yaxis"] = layout.axis(chart.y, [*layout.extremes([counts]), 0.0], domain=[matrix + 0.03, 1.0])
    made["yaxis2"] = _rows(members, matrix)
    made |= {"hovermode": "closest", "bargap": 0.35}
    data = [_bar(counts, at), *(_dots(one, place, counts, at) for place, one in enumerate(members))]
    made["shapes"] = [_joined(place, members) for place in at if _span(place, members)]
    return {"data": data, "layout": made}


def _rows(members: tuple[Series, ...], matrix: float) -> dict[str, Any]:
    made = layout.axis(Axis(kind="category"), type="linear", domain=[0.0, matrix], fixedrange=True)
    made |= {"range": [len(members) - 0.4, -0.6], "tickmode": "array", "tickvals": list(range(len(members)))}
    made["ticktext"] = [layout.wrap(html.escape(one.name), 22) for one in members]
    return made


def _bar(counts: Series, at: list[int]) -> dict[str, Any]:
    shape = layout.number_format(counts.y)
    names = [html.escape(str(each)) for each in counts.x]
    return {
        "type": "bar",
        "name": counts.name,
        "x": at,
        "y": list(counts.y),
        "customdata": names,
        "marker": {"color": "@c1", "line": {"color": "@c1", "width": 1.5}},
        "texttemplate": f"%{{y:{shape}}}",
        "textposition": "outside",
        "constraintext": "none",
        "cliponaxis": False,
        "textfont": {"color": "@text"},
        "hovertemplate": f"<b>%{{customdata}}</b><br>%{{y:{shape}}}<extra>{html.escape(counts.name)}</extra>",
    }


def _dots(one: Series, place: int, counts: Series, at: list[int]) -> dict[str, Any]:
    inside = [bool(each) for each in one.y]
    marker = {"size": 13, "color": ["@text" if each else "@bg" for each in inside]}
    marker["line"] = {"color": ["@text" if each else "@context" for each in inside], "width": 1.5}
    return {
        "type": "scatter",
        "mode": "markers",
        "name": one.name,
        "x": at,
        "y": [place] * len(at),
        "yaxis": "y2",
        "marker": marker,
        "customdata": [html.escape(str(each)) for each in counts.x],
        "hovertemplate": "<b>%{customdata}</b><extra></extra>",
    }


def _span(place: int, members: tuple[Series, ...]) -> tuple[int, int] | None:
    inside = [row for row, one in enumerate(members) if one.y[place]]
    return (inside[0], inside[-1]) if len(inside) > 1 else None


def _joined(place: int, members: tuple[Series, ...]) -> dict[str, Any]:
    first, last = _span(place, members) or (0, 0)
    line = {"color": "@text", "width": 2.5}
    ends = {"x0": place, "x1": place, "y0": first, "y1": last, "xref": "x", "yref": "y2"}
    return {"type": "line", "line": line, "layer": "below"} | ends
