"""Age pyramids, and shades of a ratio that diverge from one."""

from __future__ import annotations

import html
import math
from typing import Any

from vru.charts import layout, shades
from vru.charts.chart import Chart, Series, Value

SIDES = ("left", "right")
STEPS = (0.25, 0.5, 1.0, 2.0, 4.0)
"""Ratios the colour bar names; shades go no further than its ends."""


def pyramid(chart: Chart) -> dict[str, Any]:
    """Return bars to the left and right by age, youngest at the foot, and outlines to compare with.

    A series' `panel` is its side, `left` or `right`; one with the role `context` is drawn as
    an outline of dots on a line. Values are positive on both sides.
    """
    made = layout.base(chart, t=44)
    most = max((each for each in layout.extremes(chart.series) if each is not None), default=1.0) or 1.0
    ticks = _ticks(most)
    made["xaxis"] = layout.axis(chart.x, range=[-1.08 * most, 1.08 * most])
    made["xaxis"] |= {"tickmode": "array", "tickvals": [-each for each in ticks[:0:-1]] + ticks}
    made["xaxis"]["ticktext"] = [f"{abs(each):,g}" for each in made["xaxis"]["tickvals"]]
    made["yaxis"] = layout.axis(chart.y, type="category", showgrid=False)
    made |= {"barmode": "overlay", "bargap": 0.18, "hovermode": "closest", "showlegend": True}
    made["legend"] = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"color": "@text"}}
    return {"data": [_side(one) for one in chart.series], "layout": made}


def _ticks(most: float) -> list[float]:
    size = 10 ** math.floor(math.log10(most))
    step = next(size * each for each in (0.2, 0.5, 1, 2, 5) if most / (size * each) <= 4)
    return [step * each for each in range(int(most / step) + 1)]


def _side(one: Series) -> dict[str, Any]:
    left = one.panel == SIDES[0]
    sign, colour = (-1, "c1") if left else (1, "c4")
    shape = layout.number_format(one.y)
    made: dict[str, Any] = {"name": one.name, "y": [str(each) for each in one.x]}
    made |= {"x": [None if each is None else sign * each for each in one.y], "customdata": list(one.y)}
    made["hovertemplate"] = f"<b>%{{y}}</b><br>%{{customdata:{shape}}}<extra>{html.escape(one.name)}</extra>"
    if one.role == "context":
        line = {"color": "@text", "width": 1.6, "dash": "dot" if left else "solid"}
        symbol = {"color": "@bg", "size": 7, "line": {"color": "@text", "width": 1.6}}
        return made | {"type": "scatter", "mode": "lines+markers", "line": line, "marker": symbol}
    marker: dict[str, Any] = {"color": f"@{colour}"}
    if not left:
        # colour is not the only sign of a side; thin stripes and an edge, or the bars fade on a light page
        stripes = {"shape": "/", "fgcolor": "@bg", "size": 8, "solidity": 0.15, "fillmode": "overlay"}
        marker |= {"pattern": stripes, "line": {"color": f"@{colour}", "width": 1.5}}
    return made | {"type": "bar", "orientation": "h", "marker": marker}


def ratios(chart: Chart) -> dict[str, Any]:
    """Return shades that diverge from 1 on a logarithmic scale, each cell with its ratio.

    Rows are series, columns their x, as in a heat map; a ratio of None is left blank, one that is
    `hollow` stands in brackets: it could be chance.
    """
    made, columns, names = shades.grid(chart, chart.y)
    low, high = math.log2(STEPS[0]), math.log2(STEPS[-1])
    logs = [[_log(each) for each in one.y] for one in chart.series]
    texts = [
        [
            _written(each, unsure)
            for each, unsure in zip(one.y, one.hollow or (False,) * len(one.y), strict=True)
        ]
        for one in chart.series
    ]
    stops = [(0.0, "@c4"), (0.5, "@bg"), (1.0, "@c1")]
    drawn = shades.heatmap(columns, names, logs, stops, (low, high), texts)
    bar = {"thickness": 12, "outlinewidth": 0, "tickvals": [math.log2(each) for each in STEPS]}
    bar["ticktext"] = ["¼ or less", "½", "as chance", "2 times", "4 or more"]
    hover = "<b>%{y}</b>, %{x}<br>%{text}<extra></extra>"
    drawn[0] |= {"colorbar": bar, "text": texts, "hovertemplate": hover}
    return {"data": drawn, "layout": made}


def _log(value: Value) -> Value:
    """A ratio of nought is the least shade there is, not a gap."""
    return None if value is None else round(math.log2(max(value, STEPS[0] / 2)), 4)


def _written(value: Value, unsure: bool) -> str:
    text = "" if value is None else f"{value:.1f}"
    return f"({text})" if text and unsure else text
