"""Curves that rise or fall in steps as time goes on, with the people still followed written beneath."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from vru.charts import layout, lines
from vru.charts.chart import Chart, Series, Value

FOLLOWED = "followed"
"""The `panel` of a Series that is no curve but a row of numbers beneath: x are the axis's ticks."""
AXIS_ROOM = 48
"""Pixels between the plot and the first row beneath it: ticks and the axis's title."""


def curves(chart: Chart) -> dict[str, Any]:
    """Return step lines over a numeric x from 0 on, with ribbons, and a row of numbers a group beneath.

    A value holds until the next x. Series whose panel is `FOLLOWED` are the rows, named and
    coloured as the curve of the same name.
    """
    rows = [one for one in chart.series if one.panel == FOLLOWED]
    shown = replace(chart, series=tuple(one for one in chart.series if one.panel != FOLLOWED))
    made = lines.line(shown)
    ribbons = lines.line(replace(shown, series=tuple(map(_stepped, shown.series))))["data"]
    made["data"] = [
        step if step.get("fill") else _steps(plain) for step, plain in zip(ribbons, made["data"], strict=True)
    ]
    _axis(made["layout"], shown, rows)
    _beneath(made["layout"], shown, rows)
    return made


def _stepped(one: Series) -> Series:
    """The same values as corners: each is drawn level as far as the next x."""

    def twice(values: tuple[Value, ...]) -> tuple[Value, ...]:
        return tuple(each for value in values for each in (value, value))[:-1]

    x = tuple(each for value in one.x for each in (value, value))[1:]
    return replace(one, x=x, y=twice(one.y), low=twice(one.low), high=twice(one.high))


def _steps(trace: dict[str, Any]) -> dict[str, Any]:
    return trace | {"line": trace["line"] | {"shape": "hv"}}


def _axis(made: dict[str, Any], chart: Chart, rows: list[Series]) -> None:
    last = max((float(x) for one in chart.series for x in one.x if isinstance(x, int | float)), default=1.0)
    ticks = [x for x in (rows[0].x if rows else ()) if isinstance(x, int | float) and x <= last]
    made["xaxis"] |= {"range": [0, last], "ticks": "outside", "showgrid": False, "hoverformat": ",.1f"}
    if ticks:
        made["xaxis"] |= {"tickmode": "array", "tickvals": ticks, "ticktext": [f"{each:g}" for each in ticks]}
    made["yaxis"]["range"][0] = max(made["yaxis"]["range"][0], 0)


def _beneath(made: dict[str, Any], chart: Chart, rows: list[Series]) -> None:
    """Write the rows under the axis, each below its name: there is no room for names beside a narrow plot."""
    many, down = len(rows) > 1, AXIS_ROOM
    names = [one.name for one in chart.series if one.role == "main"]
    for one in rows:
        colour = f"@t{names.index(one.name) % layout.COLOURS + 1}" if one.name in names else "@text"
        title = f"{chart.beneath}: {one.name}" if many else chart.beneath
        made["annotations"].append(_number(0, title, down, "@muted" if not many else colour, "left"))
        down += layout.LABEL_LINE
        for x, y in zip(one.x, one.y, strict=True):
            if y is not None and isinstance(x, int | float) and x <= made["xaxis"]["range"][1]:
                # the first too: beside its tick it would run into the second where the plot is narrow
                made["annotations"].append(_number(x, f"{y:,.0f}", down, "@text", "center"))
        down += layout.LABEL_LINE + 3
    grown = down - made["margin"]["b"] if rows else 0
    made["margin"]["b"] += grown
    made["height"] += grown


def _number(x: float, text: str, down: int, colour: str, anchor: str) -> dict[str, Any]:
    where = {"x": x, "y": 0, "yref": "paper", "yshift": -down, "xanchor": anchor, "yanchor": "top"}
    return {"text": text, "name": "row", "showarrow": False, "font": {"size": 12, "color": colour}} | where
