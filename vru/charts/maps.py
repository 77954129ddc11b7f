"""Maps: areas in shades of classes, with borders and names; nothing is asked of outside."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from vru.charts import layout, map_classes
from vru.charts.chart import Chart, Land, Series
from vru.charts.map_classes import TALL

FILL = 1.03
"""Plotly leaves air round a frame, and the frame has some of its own."""
CLEAR = "rgba(0,0,0,0)"
NAME_WIDTH = 13
"""Letters of a name in a line, so that it stays within its area."""
CROWDED = 300
"""From so many areas on, the lines between them are hair lines."""


def areas(chart: Chart) -> dict[str, Any]:
    """Return areas in the shade of their class; Series of several panels are small maps of the same land.

    Outlines are named by address only (`Land`), so that the browser asks for each once.
    """
    land = map_classes.land_of(chart)
    made = layout.base(chart, l=0, r=0, t=8, b=8)
    panels = list(dict.fromkeys(one.panel for one in chart.series))
    made |= {"hovermode": "closest", "dragmode": "pan"}
    made["meta"] = {"maps": len(panels), "tall": TALL, "pick": land.level if land.pick else None}
    data: list[dict[str, Any]] = []
    for place, panel in enumerate(panels):
        suffix = str(place + 1) if place else ""
        made[f"geo{suffix}"] = _projection(land)
        here = [each for each in chart.series if each.panel == panel]
        ground = replace(land, ran_in=dict(land.ran_in_panel).get(panel or "", land.ran_in))
        shaded = [
            _clear(each, land)
            if each.role == "context"
            else _shaded(each, land, last=place == 0, blank=bool(_unknown(chart.series)))
            for each in here
        ]
        drawn = [
            *shaded,
            *_crosses(land, _unnamed(land, here, len(panels))),
            *_borders(ground),
            *_ran_in(ground),
            *_signs(land, here),
            *_names(land, here, len(panels)),
        ]
        data += [each | {"geo": f"geo{suffix}"} for each in drawn]
        if panel is not None:
            made["annotations"].append(_panel_name(panel))
    return {"data": data, "layout": made}


def _projection(land: Land) -> dict[str, Any]:
    west, south, east, north = land.frame
    return {
        "visible": False,
        "projection": {"type": "mercator", "scale": FILL},
        "lonaxis": {"range": [west, east]},
        "lataxis": {"range": [south, north]},
        "bgcolor": CLEAR,
        # what a reader has moved stays moved until another place is asked for
        "uirevision": f"{land.level}/{land.frame}",
    }


def _shaded(one: Series, land: Land, *, last: bool, blank: bool) -> dict[str, Any]:
    known = [
        (code, -1 if value is None else map_classes.class_of(value, land), said)
        for code, value, said in map_classes.every(one)
    ]
    codes, classes, said = (list(each) for each in zip(*known, strict=True)) if known else ([], [], [])
    trace = {
        "type": "choropleth",
        "geojson": land.address(land.level),
        "locations": codes,
        "z": classes,
        "text": said,
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"line": {"color": "@bg", "width": 0.6 if len(codes) > CROWDED else 1}},
        "name": one.name,
    }
    return trace | map_classes.scale(land, shown=last, blank=blank)


def _clear(one: Series, land: Land) -> dict[str, Any]:
    """Return areas without a shade of their own, which can be pointed at and clicked all the same."""
    return {
        "type": "choropleth",
        "geojson": land.address(land.level),
        "locations": list(one.x),
        "z": [0] * len(one.x),
        "text": list(one.notes),
        "hovertemplate": "%{text}<extra></extra>",
        "colorscale": [[0, CLEAR], [1, CLEAR]],
        "showscale": False,
        "marker": {"line": {"color": "@axis", "width": 0.6}},
        "name": one.name,
    }


def _unknown(series: Iterable[Series]) -> list[Any]:
    """Return the areas without a figure."""
    return [code for one in series for code, value, _ in map_classes.every(one) if value is None]


def _unnamed(land: Land, here: list[Series], panels: int) -> list[Any]:
    """Return the areas without a figure and without a name under which a cross could stand."""
    named = {code for *_, code in land.names} if panels == 1 else set()
    return [code for code in _unknown(here) if code not in named]


def _crosses(land: Land, codes: list[Any]) -> list[dict[str, Any]]:
    """Return a cross on each area without a figure, so that its grey is not the only sign of it."""
    if not codes:
        return []
    return [
        {
            "type": "scattergeo",
            "mode": "markers",
            "name": "no figure",
            "geojson": land.address(land.level),
            "locationmode": "geojson-id",
            "locations": codes,
            "marker": {
                "symbol": "x-thin",
                "size": 8,
                "line": {"color": "@text", "width": 2},
            },
            "hoverinfo": "skip",
        }
    ]


def _borders(land: Land) -> list[dict[str, Any]]:
    """Return the borders of districts over smaller areas, and of what is chosen in a broad line."""
    lines: list[tuple[str, tuple[str, ...], str, float]] = []
    if land.ran_in:  # a light line beneath the dots, so that they can be seen on every shade
        lines.append(("district", land.ran_in, "@bg", 6))
    if land.within and land.level != land.within:
        lines.append((land.within, land.around, "@text", 1.2))
    if land.chosen:
        lines.append((land.chosen_level, land.chosen, "@text", 3.2))
    return [
        {
            "type": "choropleth",
            "geojson": land.address(level),
            "locations": list(codes),
            "z": [0] * len(codes),
            "colorscale": [[0, CLEAR], [1, CLEAR]],
            "showscale": False,
            "hoverinfo": "skip",
            "marker": {"line": {"color": colour, "width": width}},
        }
        for level, codes, colour, width in lines
    ]


def _signs(land: Land, here: list[Series]) -> list[dict[str, Any]]:
    """Return the sign of its class on each area that has one."""
    signed = [each for one in here if one.role != "context" for each in map_classes.known(one)]
    if not land.signs or not signed:
        return []
    on = {"type": "scattergeo", "geojson": land.address(land.level), "locationmode": "geojson-id"}
    classes = {code: map_classes.class_of(value, land) for code, value, _ in signed}
    codes = sorted(classes, key=lambda code: classes[code])
    return [on | {"locations": codes} | map_classes.signs(land, (classes[code] for code in codes))]


def _ran_in(land: Land) -> list[dict[str, Any]]:
    """Return dotted outlines of districts; the browser reads them from their address (chart.js)."""
    if not land.ran_in:
        return []
    return [
        {
            "type": "scattergeo",
            "mode": "lines",
            "name": "programmes",
            "meta": {"outlines": land.address("district"), "codes": list(land.ran_in)},
            "line": map_classes.RAN_IN,
            "hoverinfo": "skip",
        }
    ]


def _names(land: Land, here: list[Series], panels: int) -> list[dict[str, Any]]:
    if panels > 1 or not land.names:
        return []
    names, longitudes, latitudes, codes = (list(each) for each in zip(*land.names, strict=True))
    values = {
        code: value for one in here if one.role != "context" for code, value, _ in map_classes.known(one)
    }
    blank = set(_unknown(here))
    names = [f"{name}<br>×" if code in blank else name for name, code in zip(names, codes, strict=True)]
    look: dict[str, Any] = {"size": 12, "color": [map_classes.ink(values.get(code), land) for code in codes]}
    if not any(codes):
        look |= {"color": "@text", "shadow": "auto"}
    return [
        {
            "type": "scattergeo",
            "mode": "text",
            "name": "names",
            "lon": longitudes,
            "lat": latitudes,
            "text": [
                "<br>".join(layout.wrap(part, NAME_WIDTH) for part in each.split("<br>")) for each in names
            ],
            "textfont": look,
            "textposition": map_classes.beside_signs(land),
            "hoverinfo": "skip",
        }
    ]


def _panel_name(panel: str) -> dict[str, Any]:
    return {
        "text": f"<b>{html.escape(panel)}</b>", "showarrow": False, "name": "panel",
        "xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "top",
        "font": {"size": 13, "color": "@text"},
    }  # fmt: skip
