"""A fitted curve over a number, with the points it was fitted to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from vru.charts import layout, lines
from vru.charts.chart import Chart, Series

POINTS = "points"
"""The `panel` of a Series that is no curve but the dots beneath it; its `low` are what each dot rests on."""


def fitted(chart: Chart) -> dict[str, Any]:
    """Return lines with ribbons over a numeric x, and under them dots, larger where they rest on more."""
    dots = [one for one in chart.series if one.panel == POINTS]
    # as grey lines the dots take part in the axes and have no name at an end; then dots replace them
    plain = [replace(one, role="context", panel=None, low=(), high=()) for one in dots]
    curves = [one for one in chart.series if one.panel != POINTS]
    made = lines.line(replace(chart, series=(*plain, *curves)))
    made["data"] = [*map(_dots, dots), *made["data"][len(dots) :]]
    made["layout"]["xaxis"] |= {"ticks": "outside", "showgrid": False}
    made["layout"]["hovermode"] = "closest"
    return made


def _dots(one: Series) -> dict[str, Any]:
    most = max((each for each in one.low if each is not None), default=1.0)
    sizes = [5 + 9 * ((each or 0) / most) ** 0.5 for each in one.low]
    look = {"size": layout.short(sizes), "color": "@context", "line": {"color": "@muted", "width": 1}}
    return {
        "type": "scatter",
        "mode": "markers",
        "name": one.name,
        "x": list(one.x),
        "y": layout.short(one.y),
        "customdata": layout.short(one.low),
        "marker": look,
        "hovertemplate": f"%{{x}}: %{{y:,.1f}} (%{{customdata:,.0f}} days)<extra>{one.name}</extra>",
    }
