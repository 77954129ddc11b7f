"""Bars with error bars, dots with intervals (forest plots), and heat maps."""

from __future__ import annotations

import html
from typing import Any

from vru.charts import layout, shades
from vru.charts.chart import Axis, Chart, Series

PATTERNS = ("", "/", ".", "x", "-", "+")
ROW_HEIGHT = 26
ROW_AIR = 8
LABEL_WIDTH = 22
"""Letters a line of a row's label holds before it wraps."""
LONG_LABEL = 8
"""Categories with a longer name than this are written beside lying bars: under standing ones they collide."""
MOST_NUMBERED = 16
"""Columns of a heat map whose cells are wide enough for a number."""

NARROW = 30
"""Letters of names, with a space each, that fit under standing bars even on a telephone."""


def bars(chart: Chart) -> dict[str, Any]:
    """Return bars a category: standing for short names such as years, lying for long ones."""
    names = list(dict.fromkeys(str(each) for one in chart.series for each in one.x))
    lying = max((len(each) for each in names), default=0) > LONG_LABEL
    made = layout.base(chart)
    values = [*layout.extremes(chart.series), 0.0]
    measure, category = ("xaxis", "yaxis") if lying else ("yaxis", "xaxis")
    made[measure] = layout.axis(chart.y, values, rangemode="tozero")
    made[category] = layout.axis(chart.x, type="category", showgrid=False)
    made |= {"barmode": "group", "bargap": 0.3, "bargroupgap": 0.08, "hovermode": "closest"}
    if not lying and len(names) * (1 + max(map(len, names), default=0)) <= NARROW:
        made[category]["dtick"] = 1  # left to itself, a narrow picture would skip names that fit
    if lying:
        # beside its rows a title would stand on end, and the names say what they are
        made[category] |= {"autorange": "reversed", "title": {"text": ""}, **_long_ticks(names)}
        made["height"] = max(chart.height, _tall(names, len(chart.series) * ROW_HEIGHT) + 80)
    _legend(chart, made)
    data = [_bar(one, place, lying) for place, one in enumerate(chart.series)]
    if not lying and chart.marks:
        layout.over_columns(chart, made, len(names))
    return {"data": data, "layout": made}


def _bar(one: Series, place: int, lying: bool) -> dict[str, Any]:
    colour = "context" if one.role == "context" else f"c{place % layout.COLOURS + 1}"
    shape = layout.number_format([*one.y, *one.low, *one.high])
    across, along = ("y", "x") if lying else ("x", "y")
    made: dict[str, Any] = {"type": "bar", "name": one.name, "orientation": "h" if lying else "v"}
    made |= {across: [str(layout.plain(each)) for each in one.x], along: list(one.y)}
    made["marker"] = {"color": f"@{colour}", "line": {"color": f"@{colour}", "width": 1.5}}
    if one.hollow:
        made["marker"]["color"] = ["@bg" if each else f"@{colour}" for each in one.hollow]
    if place:
        # colour is not the only sign: the second row of bars is hatched
        hatch = {"shape": PATTERNS[place % len(PATTERNS)], "fillmode": "overlay", "fgcolor": "@bg", "size": 7}
        made["marker"]["pattern"] = hatch
    made |= _limits(one, along)
    return made | _hover(one, along, across, shape)


def _hover(one: Series, along: str, across: str, shape: str) -> dict[str, Any]:
    text = f"<b>%{{{across}}}</b><br>%{{{along}:{shape}}}"
    made: dict[str, Any] = {}
    if one.low:
        made["customdata"] = [[low, high] for low, high in zip(one.low, one.high, strict=True)]
        text += f" (%{{customdata[0]:{shape}}} to %{{customdata[1]:{shape}}})"
    return made | {"hovertemplate": f"{text}<extra>{html.escape(one.name)}</extra>"}


def _limits(one: Series, along: str) -> dict[str, Any]:
    if not one.low:
        return {}
    up = [_gap(high, y) for high, y in zip(one.high, one.y, strict=True)]
    down = [_gap(y, low) for low, y in zip(one.low, one.y, strict=True)]
    look = {"color": "@text", "thickness": 1.4, "width": 4}
    return {f"error_{along}": {"type": "data", "symmetric": False, "array": up, "arrayminus": down} | look}


def _gap(high: float | None, low: float | None) -> float | None:
    return None if high is None or low is None else high - low


def _long_ticks(names: list[str]) -> dict[str, Any]:
    return {
        "tickmode": "array",
        "tickvals": names,
        "ticktext": [layout.wrap(each, LABEL_WIDTH) for each in names],
        "ticks": "",
    }


def _tall(names: list[str], row: int) -> int:
    """Return the height of all rows: even ones, each as tall as the label of most lines."""
    lines = max((layout.wrap(each, LABEL_WIDTH).count("<br>") + 1 for each in names), default=1)
    return len(names) * max(row, lines * layout.LABEL_LINE + ROW_AIR)


def _legend(chart: Chart, made: dict[str, Any]) -> None:
    if len(chart.series) < 2:
        return
    where = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom"}
    if chart.marks and chart.kind == "bars":
        where |= {"y": 1, "yref": "container", "yanchor": "top"}  # above the names of what is marked
    made |= {"showlegend": True, "legend": where | {"font": {"color": "@text"}, "itemsizing": "constant"}}
    made["margin"]["t"] += 28


def dots(chart: Chart) -> dict[str, Any]:
    """Return a value with its interval a category, one under the other, and the line to compare with."""
    names = list(dict.fromkeys(str(each) for one in chart.series for each in one.x))
    made = layout.base(chart, t=16)
    made["height"] = max(chart.height, _tall(names, ROW_HEIGHT) + 90)
    values = layout.extremes(chart.series) + [each.x for each in chart.marks]
    made["xaxis"] = layout.axis(_measured(chart), values, ticks="outside")
    rows = list(range(len(names)))
    made["yaxis"] = layout.axis(Axis(kind="category"), type="linear", showgrid=True)
    made["yaxis"] |= {
        "range": [len(names) - 0.5, -0.5],
        "tickmode": "array",
        "tickvals": rows,
        "fixedrange": True,
    }
    made["yaxis"]["ticktext"] = [layout.wrap(each, LABEL_WIDTH) for each in names]
    made["hovermode"] = "closest"
    _legend(chart, made)
    data = [_dot(one, place, len(chart.series), names) for place, one in enumerate(chart.series)]
    low, high = made["xaxis"]["range"]
    shapes, labels, lines = (layout.on_log if _measured(chart).log else layout.marks)(chart, low, high)
    made["shapes"], made["annotations"] = shapes, labels
    made["margin"]["t"] += layout.LABEL_LINE * lines
    return {"data": data, "layout": made}


def _measured(chart: Chart) -> Axis:
    return chart.x if chart.y.kind == "category" else chart.y


def _dot(one: Series, place: int, of: int, names: list[str]) -> dict[str, Any]:
    colour = {"context": "context", "reference": "muted"}.get(one.role, f"c{place % layout.COLOURS + 1}")
    shape = layout.number_format([*one.y, *one.low, *one.high])
    gap = (place - (of - 1) / 2) * 0.26
    at = [names.index(str(each)) + gap for each in one.x]
    hollow = list(one.hollow) or [False] * len(one.x)
    fill = ["@bg" if each else f"@{colour}" for each in hollow]
    marker = {"color": fill, "size": 10, "symbol": layout.SYMBOLS[place % len(layout.SYMBOLS)]}
    marker["line"] = {"color": f"@{colour}", "width": 2}
    made: dict[str, Any] = {"type": "scatter", "mode": "markers", "name": one.name, "x": list(one.y), "y": at}
    made |= {"marker": marker, "text": [html.escape(str(each)) for each in one.x]} | _limits(one, "x")
    if one.low:
        made["error_x"] |= {"color": f"@{colour}", "thickness": 2.4, "width": 0}
    hover = _hover(one, "x", "text", shape)
    return made | hover


def heat(chart: Chart) -> dict[str, Any]:
    """Return shades: one row a series, one column an x; cells carry their number where it fits."""
    made, columns, names = shades.grid(chart, chart.x)
    values = layout.extremes(chart.series)
    shape, ends = layout.number_format(values), (0.0, _darkest(chart, values))
    # years can be counted on; of names, each is needed
    named = any(len(each) > LONG_LABEL for each in columns)
    made["xaxis"] |= (
        {"dtick": 1, "autotickangles": [-40, -90], "automargin": True} if named else {"nticks": 12}
    )
    made["yaxis"]["title"] = {"text": ""}
    z = [list(one.y) for one in chart.series]
    texts = [["" if each is None else f"{each:{shape}}" for each in row] for row in z]
    drawn = shades.heatmap(columns, names, z, [(step / 4, f"@h{step}") for step in range(5)], ends, texts)
    bar = {"title": {"text": chart.y.title, "side": "right"}, "thickness": 12, "outlinewidth": 0}
    hover = f"<b>%{{y}}</b>, %{{x}}<br>%{{z:{shape}}}<extra></extra>"
    drawn[0] |= {"colorbar": bar, "hovertemplate": hover}
    numbered = len(columns) <= MOST_NUMBERED
    if chart.marks:
        layout.over_columns(chart, made, len(columns), numbered=numbered)
    return {"data": drawn[: 2 if numbered else 1], "layout": made}


def _darkest(chart: Chart, values: list[float | None]) -> float:
    """The value of the darkest shade: shares that reach half run to 100, so that stores compare by eye."""
    most = max((each for each in values if each is not None), default=0.0)
    return 100.0 if chart.y.kind == "percent" and most > 50 else max(most, 1.0)
