"""Maps of square cells in shades of classes, over borders and names, in metres."""

from __future__ import annotations

from typing import Any

from vru.charts import layout, map_classes
from vru.charts.chart import Chart, Land
from vru.charts.map_classes import TALL


def cells(chart: Chart) -> dict[str, Any]:
    """Return square cells in the shade of their class, over borders, both in British metres.

    A Series' x are middles of cells, "easting,northing". Sent as places and classes only: the browser
    lays them out (`unfold` in chart.js).
    """
    land = map_classes.land_of(chart)
    one = chart.series[0]
    known = [
        (*map(int, str(x).split(",")), map_classes.class_of(value, land), said)
        for x, value, said in map_classes.known(one)
    ]
    made = layout.base(chart, l=8, r=8, t=8, b=8)
    made |= {"hovermode": "closest", "dragmode": "pan"}
    made["meta"] = {"cells": land.cell, "tall": TALL, "pick": land.level if land.pick else None}
    west, south, east, north = land.metres
    bare = {"visible": False, "showgrid": False, "zeroline": False}
    made["xaxis"] = bare | {"range": [west, east], "constrain": "domain"}
    made["yaxis"] = bare | {"range": [south, north], "scaleanchor": "x", "constrain": "domain"}
    shaded = {
        "type": "heatmap",
        "name": one.name,
        "meta": {"cells": [list(each) for each in known], "size": land.cell},
        "hovertemplate": "%{text}<extra></extra>",
        "hoverongaps": False,
    }
    shaded |= map_classes.scale(land, shown=True)
    lines = (*_borders(land), *_ran_in(land))
    return {
        "data": [*_clear(chart, land), shaded, *lines, *_signs(land, known), *_flat_names(land)],
        "layout": made,
    }


def _borders(land: Land) -> list[dict[str, Any]]:
    """Return the borders that squares lie among; none where no outlines are loaded."""
    if not land.within:
        return []
    line = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"color": "@axis", "width": 1}}
    return [line | {"meta": {"lines": land.address(f"{land.within}-lines")}}]


def _ran_in(land: Land) -> list[dict[str, Any]]:
    """Return dotted borders of districts over a light line; the browser reads them from their address."""
    if not land.ran_in:
        return []
    line = {"type": "scatter", "mode": "lines", "name": "programmes", "hoverinfo": "skip"}
    meta = {"lines": land.address(f"{land.within}-lines"), "codes": list(land.ran_in)}
    looks: tuple[dict[str, Any], ...] = ({"color": "@bg", "width": 6}, map_classes.RAN_IN)
    return [line | {"meta": meta, "line": each} for each in looks]


def _clear(chart: Chart, land: Land) -> list[dict[str, Any]]:
    """Return the squares that are not in the filter, all in one faint shade."""
    left = [one for one in chart.series[1:] if one.role == "context"]
    faint = {"colorscale": [[0, "@context:24"], [1, "@context:24"]], "showscale": False, "hoverongaps": False}
    return [
        {
            "type": "heatmap",
            "name": one.name,
            "meta": {
                "cells": [[*map(int, str(x).split(",")), 0, said] for x, _, said in map_classes.known(one)],
                "size": land.cell,
            },
            "hovertemplate": "%{text}<extra></extra>",
            **faint,
        }
        for one in left
    ]


def _signs(land: Land, known: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Return a sign on each square: on a map of a county a square is too small for its colour."""
    if not land.signs or not known:
        return []
    east, north, classes, _ = (
        list(each) for each in zip(*sorted(known, key=lambda each: each[2]), strict=True)
    )
    return [{"type": "scatter", "x": east, "y": north} | map_classes.signs(land, classes)]


def _flat_names(land: Land) -> list[dict[str, Any]]:
    if not land.names_metres:
        return []
    names, east, north = (list(each) for each in zip(*land.names_metres, strict=True))
    look = {"textfont": {"color": "@text", "size": 12, "shadow": "auto"}, "hoverinfo": "skip"}
    look["textposition"] = map_classes.beside_signs(land)
    return [{"type": "scatter", "mode": "text", "name": "names", "x": east, "y": north, "text": names} | look]
