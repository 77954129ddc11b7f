"""What all pictures share: fonts, axes, number formats, marks, and room for labels."""

from __future__ import annotations

import datetime as dt
import math
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from vru.charts.chart import Axis, Chart, Mark, Series

COLOURS = 6
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "star-triangle-down")
FONT = "Source Sans, Source Sans Pro, Arial, sans-serif"
LABEL_LINE = 15
"""Height of a line of label text, in pixels."""
MOST_DOUBLINGS = 10
"""Powers of two that a logarithmic axis names at most."""
MARK_WIDTH = 700
"""The plot width marks are arranged for; the browser arranges them anew where it is narrower."""


def base(chart: Chart, **margin: int) -> dict[str, Any]:
    """Return the layout every picture starts from."""
    return {
        "height": chart.height,
        "margin": {"l": 56, "r": 24, "t": 16, "b": 44} | margin,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": "@text"},
        "hoverlabel": {
            "bgcolor": "@bg",
            "bordercolor": "@axis",
            "font": {"color": "@text", "size": 13, "family": FONT},
            "align": "left",
            "namelength": -1,
        },
        "showlegend": False,
        "dragmode": "zoom",
        "shapes": [],
        "annotations": [],
    }


def axis(described: Axis, values: Iterable[Any] = (), **more: Any) -> dict[str, Any]:
    """Return a Plotly axis for an Axis whose values are `values` (they decide the decimals)."""
    made: dict[str, Any] = {
        "title": {"text": described.title, "font": {"size": 13, "color": "@muted"}, "standoff": 8},
        "gridcolor": "@grid",
        "linecolor": "@axis",
        "tickcolor": "@axis",
        "tickfont": {"color": "@text"},
        "zeroline": False,
        "automargin": True,
    }
    if described.kind == "month":
        made["title"] = {"text": ""}  # that these are months is plain to see
        made |= {"type": "date", "hoverformat": "%B %Y", "showgrid": False, "ticks": "outside"}
        made |= {"tickformatstops": MONTH_TICKS, "nticks": 8}
    if described.kind in ("number", "percent"):
        made |= {"tickformat": ",~r"}
        made |= {"separatethousands": True, "nticks": 7, "range": span(values, described.from_zero)}
    if described.log:
        made |= _doublings(values)
    if described.kind == "category":
        made |= {"type": "category", "showgrid": False}
    return made | more


def _doublings(values: Iterable[Any]) -> dict[str, Any]:
    """Return a logarithmic axis that names 1 and its doublings and halves; of very many only every few."""
    ends = span([math.log2(each) for each in values if each is not None], False)
    low, high = math.ceil(ends[0]), math.floor(ends[1])
    apart = max(1, math.ceil((high - low + 1) / MOST_DOUBLINGS))
    at = [2.0**step for step in range(low, high + 1) if step % apart == 0]
    shape = {"tickmode": "array", "tickvals": at, "ticktext": [f"{each:,.6g}" for each in at]}
    return {"type": "log", "range": [each * math.log10(2) for each in ends], **shape}


MONTH_TICKS = [
    {"dtickrange": [None, "M11"], "value": "%b %Y"},
    {"dtickrange": ["M12", None], "value": "%Y"},
]


def span(values: Iterable[Any], from_zero: bool) -> list[float]:
    """Return the range an axis shows: all values with a little air, from 0 where that is asked."""
    known = [float(each) for each in values if each is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    air = (high - min(low, 0) if from_zero else high - low) * 0.06 or abs(high) * 0.1 or 1.0
    return [min(low - air, 0.0) if low < 0 and from_zero else (0.0 if from_zero else low - air), high + air]


def number_format(values: Iterable[Any]) -> str:
    """Return the d3 format a value is read in: whole where all are whole or large, else decimals."""
    known = [abs(float(each)) for each in values if each is not None]
    if not known or max(known) >= 200 or all(each.is_integer() for each in known):
        return ",.0f"
    return ",.1f" if max(known) >= 20 else ",.2f"


def plain(value: Any) -> Any:
    """Return an x value as JSON holds it: months as 2026-03, other days in ISO, words as they are."""
    return _day(value) if isinstance(value, dt.date) else value


@lru_cache(maxsize=4096)
def _day(day: dt.date) -> str:
    # a page writes the same few hundred months many thousand times
    return f"{day:%Y-%m}" if day.day == 1 else day.isoformat()


def short(values: Iterable[Any]) -> list[Any]:
    """Return numbers to six digits: a picture shows no more, and they are half of what is sent."""
    return [
        each if each is None or (-1e6 < each < 1e6 and each % 1 == 0) else float(f"{each:.6g}")
        for each in values
    ]


def wrap(text: str, width: int) -> str:
    """Return text broken into lines of at most `width` letters, as Plotly writes line breaks."""
    return "<br>".join(textwrap.wrap(text, width, break_long_words=False)) or text


def spread(positions: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Return centres near `positions` at which labels of `sizes` do not overlap, within low to high.

    All in pixels. Keeps the order; where there is not room for all, the last ones overhang.
    """
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    placed = list(positions)
    edge = low
    for i in order:
        placed[i] = max(placed[i], edge + sizes[i] / 2)
        edge = placed[i] + sizes[i] / 2
    edge = high
    for i in reversed(order):
        placed[i] = min(placed[i], edge - sizes[i] / 2)
        edge = placed[i] - sizes[i] / 2
    return placed


def marks(chart: Chart, first: Any, last: Any) -> tuple[list[dict], list[dict], int]:
    """Return shapes and labels of a chart's marks, and the rows of labels above the plot.

    `first` and `last` are the ends of the x axis; marks outside are left out.
    """
    shapes: list[dict] = []
    labels: list[dict] = []
    busy: list[float] = []
    for mark in sorted(chart.marks, key=_along):
        if mark.x is None:
            shapes.append(_line(x0=0, x1=1, xref="paper", y0=mark.y, y1=mark.y))
            labels.append(_label(mark, x=0.01, xref="paper", y=mark.y, xanchor="left"))
        elif first is None or _inside(mark, first, last):
            shapes.append(_band(mark) if mark.x_to is not None else _upright(mark))
            labels.append(_mark_label(mark, first, last, busy))
    return shapes, labels, len(busy)


def _along(mark: Mark) -> float:
    at = mark.x
    return -math.inf if at is None else float(at.toordinal() if isinstance(at, dt.date) else at)


def over_columns(chart: Chart, made: dict[str, Any], columns: int, *, numbered: bool = False) -> None:
    """Draw a chart's marks over columns or standing bars into `made`, and make room for their labels.

    Lines and bands lie above what they would vanish behind, with an edge in the colour of the
    page, so that they show on any shade; thinly where cells are `numbered`, which must stay legible.
    """
    drawn, made["annotations"], rows = marks(chart, -0.5, columns - 0.5)
    lying = [each for each in drawn if each.get("xref") == "paper"]
    upright = [each | {"layer": "above"} for each in drawn if each.get("xref") != "paper"]
    edges = [
        each | {"line": {"color": "@bg", "width": 4}, "opacity": 0.6}
        for each in upright
        if each["type"] == "line" and not numbered
    ]
    if numbered:
        upright = [each | {"opacity": 0.5} for each in upright]
    made["shapes"] = [*lying, *edges, *upright]
    made["xaxis"]["range"] = [-0.5, columns - 0.5]
    made["margin"]["t"] += LABEL_LINE * rows
    made["height"] += LABEL_LINE * rows


def on_log(chart: Chart, first: float, last: float) -> tuple[list[dict], list[dict], int]:
    """Return the same for upright marks of a logarithmic axis, whose ends are powers of ten."""
    powers = [replace(each, x=math.log10(each.x)) for each in chart.marks if isinstance(each.x, int | float)]
    shapes, labels, rows = marks(replace(chart, marks=tuple(powers)), first, last)
    # Plotly wants labels by their power, but lines by their value
    return [each | {key: 10 ** each[key] for key in ("x0", "x1")} for each in shapes], labels, rows


def panel_marks(chart: Chart, panel: str, first: Any, last: Any, suffix: str) -> list[dict[str, Any]]:
    """Return the shapes of a chart's dated marks in one small multiple: their names stand in the caption."""
    dated = [
        mark
        for mark in chart.marks
        if mark.panel in (None, panel)
        and mark.x is not None
        and (first is None or _inside(mark, first, last))
    ]
    # Plotly draws nothing "between" the grid and the lines of an axis that is named by its domain
    where = {"xref": f"x{suffix}", "yref": f"y{suffix} domain", "layer": "above"}
    return [(_band(mark) if mark.x_to is not None else _upright(mark)) | where for mark in dated]


def _inside(mark: Mark, first: Any, last: Any) -> bool:
    return bool(mark.x <= last and (mark.x_to or mark.x) >= first)


def _mark_label(mark: Mark, first: Any, last: Any, busy: list[float]) -> dict[str, Any]:
    share = 0.0 if last == first else _number(mark.x, first) / _number(last, first)
    anchor = "right" if share > 0.7 else "left"
    width = len(mark.label) * 6.3 / MARK_WIDTH
    start, end = (share - width, share) if anchor == "right" else (share, share + width)
    row = next((i for i, taken in enumerate(busy) if start > taken + 0.01), len(busy))
    busy[row : row + 1] = [end]
    # "mark" tells the browser that it may put this label into another row when there is less room
    return _label(
        mark, x=plain(mark.x), y=1, yref="paper", xanchor=anchor, yshift=LABEL_LINE * row, name="mark"
    )


def _number(value: Any, origin: Any) -> float:
    gap = value - origin
    return float(gap.days) if isinstance(gap, dt.timedelta) else float(gap)


def _line(**where: Any) -> dict[str, Any]:
    line = {"color": "@mark", "width": 1.2, "dash": "dash"}
    return {"type": "line", "line": line, "layer": "between"} | where


def _upright(mark: Mark) -> dict[str, Any]:
    return _line(x0=plain(mark.x), x1=plain(mark.x), yref="paper", y0=0, y1=1)


def _band(mark: Mark) -> dict[str, Any]:
    sides = {"x0": plain(mark.x), "x1": plain(mark.x_to), "yref": "paper", "y0": 0, "y1": 1}
    if mark.kind == "programme":
        line = {"color": "@c2", "width": 1.2, "dash": "dot"}
        return {"type": "rect", "fillcolor": "@c2:10", "line": line, "layer": "below"} | sides
    return {"type": "rect", "fillcolor": "@mark:10", "line": {"width": 0}, "layer": "below"} | sides


def _label(mark: Mark, **where: Any) -> dict[str, Any]:
    font = {"size": 12, "color": "@t2" if mark.kind == "programme" else "@muted"}
    return {"text": mark.label, "showarrow": False, "yanchor": "bottom", "font": font} | where


def extremes(series: Iterable[Series]) -> list[Any]:
    """Return every value and limit of the series: what an axis has to hold."""
    return [each for one in series for part in (one.y, one.low, one.high) for each in part]
