"""Control charts: a line, its limits as steps, and a sign on every point that is no common cause."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from vru.charts import layout, lines
from vru.charts.chart import Chart, Series

LIMITS = "limits"
"""The `panel` of a Series whose values are the mean, and low and high the limits, of one base."""
SIGNS = {
    "concern": ("c4", "triangle-up"),
    "improvement": ("c2", "triangle-down"),
    "higher": ("c6", "triangle-up"),
    "lower": ("c6", "triangle-down"),
    "steady": ("c3", "square"),
}
"""Panels of the Series of points that are no common cause: each with its colour and its sign."""
LEGEND_ROOM = 30


def control(chart: Chart) -> dict[str, Any]:
    """Return the line in a quiet colour, mean and limits of each base as steps, and the signs on top.

    Series of panel LIMITS are a base each, those of a panel in SIGNS the points of a kind, with a
    note each (the rule). What is left is the line itself.
    """
    bases = [one for one in chart.series if one.panel == LIMITS]
    signed = [one for one in chart.series if one.panel in SIGNS]
    plain = [one for one in chart.series if one not in bases and one not in signed]
    # grey lines take part in the axes and have no name at an end; what is drawn replaces them
    quiet = [replace(one, role="context") for one in (*plain, *signed)]
    made = lines.line(replace(chart, series=(*quiet, *_named(bases))))
    made["data"] = [step for one in bases for step in _steps(one)]
    made["data"] += [trace for one in plain for trace in _line(one)]
    made["data"] += [_signs(one) for one in signed]
    made["layout"]["hovermode"] = "closest"
    if signed:
        made["layout"] |= {"showlegend": True, "legend": _LEGEND}
        made["layout"]["margin"]["b"] += LEGEND_ROOM * (1 + (len(signed) > 1))
        made["layout"]["height"] += LEGEND_ROOM
    return made


_LEGEND: dict[str, Any] = {
    "orientation": "h",
    "x": 0,
    "xanchor": "left",
    "y": 0,
    "yref": "container",
    "yanchor": "bottom",
    "font": {"color": "@text"},
    "itemclick": False,
    "itemdoubleclick": False,
}


def _named(bases: list[Series]) -> list[Series]:
    """Return each base's lines as references, the last known one's with the names written at their ends."""
    made = []
    known = [place for place, base in enumerate(bases) if any(each is not None for each in base.y)]
    for place, base in enumerate(bases):
        named = known[-1:] == [place]
        for name, values in (("Upper limit", base.high), ("Mean", base.y), ("Lower limit", base.low)):
            there = named and any(each is not None for each in values)
            line = replace(base, name=name, y=values, low=(), high=(), hollow=(), panel=None)
            made.append(replace(line, role="reference" if there else "context"))
    return made


def _steps(base: Series) -> list[dict[str, Any]]:
    x = [layout.plain(each) for each in base.x]
    shape = layout.number_format([*base.y, *base.low, *base.high])
    made = []
    for name, values, look in (
        ("Upper limit", base.high, {"dash": "dash", "width": 1.5}),
        ("Mean", base.y, {"width": 1.5}),
        ("Lower limit", base.low, {"dash": "dash", "width": 1.5}),
    ):
        line = look | {"color": "@muted", "shape": "hvh"}
        trace = {"type": "scatter", "mode": "lines", "name": name, "x": x, "y": layout.short(values)}
        hover = f"%{{y:{shape}}}<extra>{name}</extra>"
        made.append(trace | {"line": line, "hovertemplate": hover, "showlegend": False})
    return made


def _line(one: Series) -> list[dict[str, Any]]:
    hollow = list(one.hollow) or [False] * len(one.x)
    x, shape = [layout.plain(each) for each in one.x], layout.number_format(one.y)
    solid = layout.short(None if open_ else y for y, open_ in zip(one.y, hollow, strict=True))
    marker = {"color": "@c1", "size": 5}
    when = "%{x|%B %Y}: "
    made: dict[str, Any] = {"type": "scatter", "mode": "lines+markers", "name": one.name, "x": x, "y": solid}
    made |= {"line": {"color": "@c1", "width": 1.5}, "marker": marker, "showlegend": False}
    made |= {"hovertemplate": f"{when}%{{y:{shape}}}<extra>{one.name}</extra>"} | lines.WHOLE
    if not any(hollow):
        return [made]
    shown = layout.short(y if open_ else None for y, open_ in zip(one.y, hollow, strict=True))
    ring = {"size": 8, "color": "@bg", "line": {"color": "@c1", "width": 1.8}}
    note = {"mode": "markers", "name": f"{one.name}, not final", "y": shown, "marker": ring}
    hover = f"{when}%{{y:{shape}}}, not final<extra>{one.name}</extra>"
    return [made, made | note | {"hovertemplate": hover}]


def _signs(one: Series) -> dict[str, Any]:
    colour, symbol = SIGNS[str(one.panel)]
    shape = layout.number_format(one.y)
    marker = {"symbol": symbol, "size": 12, "color": f"@{colour}", "line": {"color": "@bg", "width": 1}}
    return {
        "type": "scatter",
        "mode": "markers",
        "name": one.name,
        "x": [layout.plain(each) for each in one.x],
        "y": layout.short(one.y),
        "text": list(one.notes),
        "marker": marker,
        "hovertemplate": f"%{{x|%B %Y}}: %{{y:{shape}}}, %{{text}}<extra>{one.name}</extra>",
    } | lines.WHOLE
