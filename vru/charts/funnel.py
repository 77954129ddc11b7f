"""A funnel: dots over the size of what each stands for, between limits that narrow as it grows."""

from __future__ import annotations

import html
from dataclasses import replace
from typing import Any

from vru.charts import layout, lines
from vru.charts.chart import Chart, Series

DOTS = "dots"
"""The `panel` of a Series of dots; its name says what its dots have in common. Others are limits."""
LOOK = (
    {"symbol": "circle", "size": 9, "color": "@context", "line": {"color": "@muted", "width": 1.4}},
    {"symbol": "diamond", "size": 12, "color": "@c2", "line": {"color": "@text", "width": 1.2}},
    {"symbol": "star", "size": 16, "color": "@c4", "line": {"color": "@text", "width": 1.2}},
    {"symbol": "square", "size": 11, "color": "@c1", "line": {"color": "@text", "width": 1.2}},
)
"""What the dots of each Series look like, in order."""
NEAR = 0.12
"""Of the widest and the highest dot: closer than this, one name would lie on the other."""
ROLES = {"main": "solid", "reference": "dash", "context": "dot"}


def funnel(chart: Chart) -> dict[str, Any]:
    """Return limits as lines over a numeric x and, on them, dots with names that are told apart by shape.

    A Series of panel `DOTS` has the names of its dots in `notes`; one of role `context` hides them.
    """
    dots = [one for one in chart.series if one.panel == DOTS]
    beneath = _beneath([one for one in dots if one.role != "context"])
    limits = [one for one in chart.series if one.panel != DOTS]
    everything = tuple(replace(one, role="context", panel=None, low=(), high=()) for one in (*limits, *dots))
    made = lines.line(replace(chart, series=everything))
    made["data"] = [
        *(_limit(one) for one in limits),
        *(_dots(one, at, beneath) for at, one in enumerate(dots)),
    ]
    made["layout"]["xaxis"] |= {"ticks": "outside", "showgrid": False, "tickformat": ",~r"}
    made["layout"] |= {"hovermode": "closest", "showlegend": True, "legend": _legend()}
    made["layout"]["margin"]["t"] += 44
    return made


def _side(below: bool) -> str:
    return "bottom center" if below else "top center"


def _beneath(named: list[Series]) -> set[str]:
    """Return the names that stand under their dots: those of dots close below another named one."""
    dots = [
        (float(x), float(y), name)
        for one in named
        for x, y, name in zip(one.x, one.y, one.notes, strict=True)
        if isinstance(x, int | float) and y is not None
    ]
    if not dots:
        return set()
    wide, tall = max(x for x, *_ in dots), max(y for _, y, _ in dots)
    return {
        name
        for x, y, name in dots
        if any(
            other != name and abs(x - at) < NEAR * wide and 0 <= height - y < NEAR * tall
            for at, height, other in dots
        )
    }


def _legend() -> dict[str, Any]:
    where = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom"}
    return where | {"font": {"color": "@text"}, "itemsizing": "trace"}


def _limit(one: Series) -> dict[str, Any]:
    first = not one.name.startswith("lower")
    line = {"color": "@muted", "width": 1.4, "dash": ROLES[one.role]}
    points = {"x": list(one.x), "y": layout.short(one.y)}
    made = {"type": "scatter", "mode": "lines", "name": one.name, "line": line, "hoverinfo": "skip"}
    return made | points | {"showlegend": first}


def _dots(one: Series, place: int, beneath: set[str]) -> dict[str, Any]:
    look: dict[str, Any] = dict(LOOK[place % len(LOOK)])
    if one.hollow:
        look["color"] = ["@bg" if each else look["color"] for each in one.hollow]
    names = [html.escape(each) for each in one.notes]
    shape = layout.number_format([*one.y, *one.low, *one.high])
    limits = [[*each] for each in zip(layout.short(one.low), layout.short(one.high), strict=True)]
    made: dict[str, Any] = {"type": "scatter", "name": one.name, "x": list(one.x), "y": layout.short(one.y)}
    made |= {"mode": "markers" if one.role == "context" else "markers+text", "marker": look}
    made |= {
        "text": names,
        "textposition": [_side(each in beneath) for each in one.notes],
        "textfont": {"color": "@text", "size": 12},
    }
    text = f"<b>%{{text}}</b><br>%{{y:{shape}}} (%{{customdata[0]:{shape}}} to %{{customdata[1]:{shape}}})"
    text += "<br>%{x:,.0f} residents<extra></extra>"
    return made | {"customdata": limits, "hovertemplate": text, "cliponaxis": False}
