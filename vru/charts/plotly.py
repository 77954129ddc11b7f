"""A Chart as Plotly's plain dict (`data`, `layout`) with colour tokens; it computes no statistics."""

from __future__ import annotations

from typing import Any

from vru.charts import bars, control, curves, fitted, funnel, lines, map_cells, maps, pyramid, sets
from vru.charts.chart import Chart

Figure = dict[str, Any]

_DRAW = {
    "line": lines.line,
    "panels": lines.panels,
    "bars": bars.bars,
    "dots": bars.dots,
    "heat": bars.heat,
    "sets": sets.sets,
    "pyramid": pyramid.pyramid,
    "ratios": pyramid.ratios,
    "curves": curves.curves,
    "fitted": fitted.fitted,
    "control": control.control,
    "funnel": funnel.funnel,
    "map": maps.areas,
    "cells": map_cells.cells,
}


def figure(chart: Chart) -> Figure:
    """Return the chart as `{"data": [...], "layout": {...}}`, plain values only.

    Colours are tokens (`vru.charts.theme`). `layout.meta` tells the browser what it may
    re-arrange on a narrow screen: `panels` (number of small multiples). A chart of kind
    `none` gives a figure without traces.
    """
    if chart.kind == "none":
        return {"data": [], "layout": {"height": 0}}
    return _DRAW[chart.kind](chart)
