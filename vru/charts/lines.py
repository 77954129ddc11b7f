"""Lines over months, alone or as small multiples, with ribbons for intervals and labels at their ends."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from vru.charts import layout
from vru.charts.chart import Chart, Series, Value

CONTEXT_POINTS = 4_000
"""Grey lines are drawn from at most about this many points a chart: more slow the browser down."""
COLUMNS = 4
PANEL_HEIGHT = 150
WHOLE = {"cliponaxis": False}
"""A sign on the first or last month is drawn whole, over the edge of the plot; outside a zoom it is gone."""
Points = tuple[list[Any], list[Value]]
"""The x and y of a grey line."""


def line(chart: Chart) -> dict[str, Any]:
    """Return a line chart: a ribbon and a line a series, each labelled at its end."""
    made = layout.base(chart)
    values = layout.extremes(chart.series) + [each.y for each in chart.marks]
    data: list[dict] = []
    for place, one in enumerate(_back_to_front(chart.series)):
        data += _traces(one, _shade(chart.series, one), _format(one), marked=_many(chart), place=place)
    x = [each for one in chart.series for each in one.x]
    shapes, labels, rows = layout.marks(chart, min(x, default=None), max(x, default=None))
    made["shapes"], made["annotations"] = shapes, labels
    made["margin"]["t"] = 16 + layout.LABEL_LINE * rows
    made["xaxis"] = layout.axis(chart.x, x)
    if chart.x.kind == "month":
        made["xaxis"]["range"] = _ends(x)
    else:
        # left out, not None: that would keep Plotly from carrying the picture over to the next one
        made["xaxis"].pop("range", None)
    made["yaxis"] = layout.axis(chart.y, values, fixedrange=True)
    _end_labels(chart, made)
    made["hovermode"] = "x unified"
    return {"data": data, "layout": made}


def panels(chart: Chart) -> dict[str, Any]:
    """Return small multiples: in each its own line, and those of all the others in grey."""
    names = list(dict.fromkeys(one.panel for one in chart.series if one.panel is not None))
    rows = math.ceil(len(names) / COLUMNS)
    made = layout.base(chart, l=48, r=12, t=26, b=32)
    made["height"] = max(chart.height, rows * PANEL_HEIGHT + 60)
    made["meta"] = {"panels": len(names), "ytitle": chart.y.title}
    # every panel has the same axes: what they must hold is found once
    values = _least_and_most(layout.extremes(chart.series))
    x = _least_and_most(each for one in chart.series for each in one.x)
    data: list[dict] = []
    grey = _thinned(chart)
    for place, name in enumerate(names):
        suffix = "" if place == 0 else str(place + 1)
        data += _panel(chart, name, suffix, grey)
        column, row = place % COLUMNS, place // COLUMNS
        made[f"xaxis{suffix}"] = _panel_x(
            chart, x, suffix, column, row == rows - 1 or place + COLUMNS >= len(names)
        )
        made[f"yaxis{suffix}"] = _panel_y(chart, values, suffix, column, row, rows)
        made["annotations"].append(_panel_title(name, suffix))
        made["shapes"] += layout.panel_marks(chart, name, *_ends_of(x), suffix)
    made["hovermode"] = "x"
    return {"data": data, "layout": made}


def _ends_of(x: list[Any]) -> tuple[Any, Any]:
    return (x[0], x[1]) if x else (None, None)


def _least_and_most(values: Iterable[Any]) -> list[Any]:
    known = [each for each in values if each is not None]
    return [min(known), max(known)] if known else []


def _panel(chart: Chart, name: str, suffix: str, grey: list[Points]) -> list[dict]:
    own = [one for one in chart.series if one.panel == name]
    axes = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
    drawn = [_others(chart, name, grey)] if len(chart.series) > len(own) else []
    for one in own:
        drawn += _traces(one, _shade(own, one), _format(one), marked=False, place=len(drawn))
    return [trace | axes for trace in drawn]


def _thinned(chart: Chart) -> list[Points]:
    """Each series with few enough points to stand in grey behind all the others, ended by a gap."""
    panels_drawn = len({one.panel for one in chart.series})
    points = sum(len(one.x) for one in chart.series if one.role == "main")
    step = max(1, math.ceil((panels_drawn - 1) * points / CONTEXT_POINTS))
    made = []
    for one in chart.series:
        shown = layout.short(None if open_ else y for y, open_ in zip(one.y, _hollow(one), strict=True))
        made.append(([*(layout.plain(each) for each in one.x[::step]), None], [*shown[::step], None]))
    return made


def _others(chart: Chart, name: str, grey: list[Points]) -> dict[str, Any]:
    x: list[Any] = []
    y: list[Value] = []
    for one, (months, values) in zip(chart.series, grey, strict=True):
        if one.panel != name and one.role == "main":
            x += months
            y += values
    style = {"mode": "lines", "line": {"color": "@context", "width": 1}, "hoverinfo": "skip"}
    return {"type": "scatter", "name": "all others", "x": x, "y": y} | style


def _panel_x(chart: Chart, x: list[Any], suffix: str, column: int, labelled: bool) -> dict[str, Any]:
    width = 1 / COLUMNS
    domain = [column * width + 0.012, (column + 1) * width - 0.012]
    made = layout.axis(chart.x, x, domain=domain, anchor=f"y{suffix}", nticks=5, showticklabels=labelled)
    made |= {"title": {"text": ""}, "automargin": False, "range": _ends(x), "tickangle": 0}
    return made | ({"matches": "x"} if suffix else {})


def _panel_y(
    chart: Chart, values: list[Any], suffix: str, column: int, row: int, rows: int
) -> dict[str, Any]:
    height = 1 / rows
    top = 1 - row * height
    domain = [top - height + 0.12 * height, top - 0.12 * height]
    made = layout.axis(chart.y, values, domain=domain, anchor=f"x{suffix}", nticks=4, fixedrange=True)
    made |= {"title": {"text": ""}, "automargin": False, "showticklabels": column == 0}
    return made | ({"matches": "y"} if suffix else {})


def _panel_title(name: str, suffix: str) -> dict[str, Any]:
    where = {"x": 0, "xref": f"x{suffix} domain", "y": 1, "yref": f"y{suffix} domain"}
    look = {
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "bottom",
        "font": {"size": 13, "color": "@text"},
    }
    return {"text": f"<b>{name}</b>", "name": "panel"} | where | look


def _traces(one: Series, colour: str, shape: str, *, marked: bool, place: int) -> list[dict]:
    hollow = _hollow(one)
    x = [layout.plain(each) for each in one.x]
    solid = layout.short(None if open_ else y for y, open_ in zip(one.y, hollow, strict=True))
    drawn = [_ribbon(one, colour, x, hollow)] if one.low and one.role == "main" else []
    drawn.append(_main(one, colour, shape, x, solid, marked, place))
    if any(hollow):
        drawn.append(_open(one, colour, shape, x, hollow, place))
    return drawn


def _main(
    one: Series, colour: str, shape: str, x: list, solid: list, marked: bool, place: int
) -> dict[str, Any]:
    look: dict[str, Any] = {"color": f"@{colour}", "width": 2.5 if one.role == "main" else 1.5}
    if one.role == "reference":
        look["dash"] = "dash"
    made: dict[str, Any] = {"type": "scatter", "name": one.name, "x": x, "y": solid, "mode": "lines"}
    made["line"] = look
    # no reader can tell every colour from every other: the sign on the line says it too
    if marked and one.role == "main":
        symbol = layout.SYMBOLS[place % len(layout.SYMBOLS)]
        made |= {"mode": "lines+markers", "marker": {"symbol": symbol, "size": 8, "maxdisplayed": 10}} | WHOLE
    return made | _hover(one, shape, "")


def _hover(one: Series, shape: str, note: str) -> dict[str, Any]:
    if one.role == "context":
        return {"hoverinfo": "skip"}
    if not one.low:
        return {"hovertemplate": f"%{{y:{shape}}}{note}<extra>{one.name}</extra>"}
    limits = [[*pair] for pair in zip(layout.short(one.low), layout.short(one.high), strict=True)]
    text = f"%{{y:{shape}}} (%{{customdata[0]:{shape}}} to %{{customdata[1]:{shape}}}){note}"
    return {"customdata": limits, "hovertemplate": f"{text}<extra>{one.name}</extra>"}


def _open(one: Series, colour: str, shape: str, x: list, hollow: list[bool], place: int) -> dict[str, Any]:
    kept = [i for i, open_ in enumerate(hollow) if open_]
    few = replace(
        one,
        x=tuple(one.x[i] for i in kept),
        low=tuple(one.low[i] for i in kept if one.low),
        high=tuple(one.high[i] for i in kept if one.high),
    )
    shown = layout.short(one.y[i] for i in kept)
    symbol = layout.SYMBOLS[place % len(layout.SYMBOLS)]
    marker = {"symbol": symbol, "size": 8, "color": "@bg", "line": {"color": f"@{colour}", "width": 1.8}}
    made = {"type": "scatter", "name": f"{one.name}, not final", "x": [x[i] for i in kept], "y": shown}
    return made | {"mode": "markers", "marker": marker} | WHOLE | _hover(few, shape, ", not final")


def _ribbon(one: Series, colour: str, x: list, hollow: list[bool]) -> dict[str, Any]:
    around: list[tuple[Any, Value]] = []
    for run in _runs(one, hollow):
        around += [(x[i], one.high[i]) for i in run] + [(x[i], one.low[i]) for i in reversed(run)]
        around += [(x[run[0]], one.high[run[0]]), (None, None)]
    look = {"fill": "toself", "fillcolor": f"@{colour}:16", "line": {"width": 0}, "mode": "lines"}
    points = {"x": [each[0] for each in around[:-1]], "y": layout.short(each[1] for each in around[:-1])}
    return {"type": "scatter", "name": f"{one.name}, interval", "hoverinfo": "skip"} | points | look


def _runs(one: Series, hollow: list[bool]) -> list[list[int]]:
    """The stretches of points that have an interval: a ribbon may not bridge a gap."""
    runs: list[list[int]] = [[]]
    for i, open_ in enumerate(hollow):
        if one.low[i] is None or one.high[i] is None or open_:
            runs.append([])
        else:
            runs[-1].append(i)
    return [run for run in runs if run]


def _hollow(one: Series) -> list[bool]:
    return list(one.hollow) or [False] * len(one.x)


def _shade(series: tuple[Series, ...] | list[Series], one: Series) -> str:
    if one.role == "context":
        return "context"
    if one.role == "reference":
        return "muted"
    coloured = [each.name for each in series if each.role == "main"]
    return f"c{coloured.index(one.name) % layout.COLOURS + 1}"


def _many(chart: Chart) -> bool:
    return sum(one.role == "main" for one in chart.series) > 1


def _back_to_front(series: tuple[Series, ...]) -> list[Series]:
    return sorted(series, key=lambda one: {"context": 0, "reference": 1, "main": 2}[one.role])


def _format(one: Series) -> str:
    return layout.number_format([*one.y, *one.low, *one.high])


def _ends(x: list[Any]) -> list[Any] | None:
    return [layout.plain(min(x)), layout.plain(max(x))] if x else None


def _end_labels(chart: Chart, made: dict[str, Any]) -> None:
    """Write each line's name at its end, pushed apart, and widen the margin for them."""
    named = [one for one in chart.series if one.role != "context" and any(y is not None for y in one.y)]
    if len(named) < 2:
        return
    low, high = made["yaxis"]["range"]
    tall = made["height"] - made["margin"]["t"] - made["margin"]["b"]
    ends = [next(y for y in reversed(one.y) if y is not None) for one in named]
    texts = [layout.wrap(one.name, 13) for one in named]
    sizes = [(text.count("<br>") + 1) * layout.LABEL_LINE + 3 for text in texts]
    wanted = [(float(end) - low) / (high - low) * tall for end in ends]
    placed = layout.spread(wanted, sizes, 0, tall)
    for one, text, end, want, at in zip(named, texts, ends, wanted, placed, strict=True):
        look = {"size": 13, "color": "@" + _shade(chart.series, one).replace("c", "t", 1)}
        where = {"x": 1, "xref": "paper", "xshift": 8, "y": end, "yshift": round(at - want, 1)}
        drawn = {"showarrow": False, "xanchor": "left", "yanchor": "middle", "align": "left"}
        made["annotations"].append({"text": f"<b>{text}</b>", "font": look, "name": "end"} | where | drawn)
    longest = max(len(part) for text in texts for part in text.split("<br>"))
    made["margin"]["r"] = 22 + round(longest * 7.4)
