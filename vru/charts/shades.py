"""Numbers on shades: each cell's number in an ink that can be read on it, in both themes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from vru.charts import layout, theme
from vru.charts.chart import Axis, Chart, Value

Stops = Sequence[tuple[float, str]]
"""A colour scale: shares from 0 to 1 of the way, each with the token of its colour."""
DARK_INK = 0.1791
"""Luminance (WCAG 2.2) above which black reads better than white; either then has at least 4.5 to 1."""


def grid(chart: Chart, y: Axis) -> tuple[dict[str, Any], list[str], list[str]]:
    """Return the layout of a heat map, the names of its columns, and those of its rows from the top."""
    made = layout.base(chart)
    columns = [str(layout.plain(each)) for each in (chart.series[0].x if chart.series else ())]
    rows = [one.name for one in chart.series]
    plain: dict[str, Any] = {"type": "category", "showgrid": False}
    made["xaxis"] = layout.axis(chart.x, **plain, range=[-0.5, len(columns) - 0.5])
    made["yaxis"] = layout.axis(y, **plain, range=[len(rows) - 0.5, -0.5])
    made["hovermode"] = "closest"
    return made, columns, rows


def heatmap(
    columns: list[str],
    rows: list[str],
    z: Sequence[Sequence[Value]],
    stops: Stops,
    ends: tuple[float, float],
    texts: Sequence[Sequence[str]],
) -> list[dict[str, Any]]:
    """Return two traces: shades of `z` between `ends`, and `texts` (by row) written on them."""
    shaded: dict[str, Any] = {"type": "heatmap", "x": columns, "y": rows, "z": z, "xgap": 1, "ygap": 1}
    shaded |= {"colorscale": [[*each] for each in stops], "zmin": ends[0], "zmax": ends[1]}
    cells = [
        (column, row, text, ink((min(max(value, ends[0]), ends[1]) - ends[0]) / (ends[1] - ends[0]), stops))
        for row, of, said in zip(rows, z, texts, strict=True)
        for column, value, text in zip(columns, of, said, strict=True)
        if value is not None
    ]
    x, y, text, inks = (list(each) for each in zip(*cells, strict=True)) if cells else ([], [], [], [])
    written = {"type": "scatter", "mode": "text", "name": "numbers", "x": x, "y": y, "text": text}
    return [shaded, written | {"textfont": {"color": inks, "size": 12}, "hoverinfo": "skip"}]


def ink(share: float, stops: Stops) -> str:
    """Return the token of the ink for a cell `share` of the way along a colour scale.

    Its two letters are the inks of the light and the dark theme: k for black, w for white.
    """
    return "@" + "".join(
        "k" if _luminance(_shade(share, stops, each)) > DARK_INK else "w" for each in _THEMES
    )


_THEMES: tuple[theme.Theme, ...] = ("light", "dark")


def _shade(share: float, stops: Stops, name: theme.Theme) -> list[float]:
    """The colour at a share of the way, mixed as Plotly mixes it: red, green and blue from 0 to 255."""
    (low, one), (high, other) = next(pair for pair in pairwise(stops) if share <= pair[1][0])
    part = (share - low) / (high - low)
    ends = [_parts(theme.colour(each.removeprefix("@"), name)) for each in (one, other)]
    return [a + part * (b - a) for a, b in zip(*ends, strict=True)]


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(colour: Sequence[float]) -> float:
    """Relative luminance as WCAG 2.2 defines it, 0 for black and 1 for white."""
    linear = [
        each / 12.92 if each <= 0.04045 else math.pow((each + 0.055) / 1.055, 2.4)
        for each in (part / 255 for part in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
