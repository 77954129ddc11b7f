"""A Chart of one value with its interval as a small picture in HTML, for the row of a table.

Drawn in lines of the colour of the text around it and placed in shares of its width, so that one
picture serves the light screen, the dark one, a telephone and paper (its looks are in the page's
style sheet). Streamlit takes SVG out of what a page writes, hence plain elements.
"""

from __future__ import annotations

import html
import math

from vru.charts import layout
from vru.charts.chart import Chart

TICKS = 5
"""At most about as many numbers are written on the axis."""
AIR = 8
"""Percent of the width left free at either end, so that the outer numbers are not cut off."""


class Scale:
    """An axis from `first` to `last`, numbered in steps of 1, 2 or 5 times a power of ten."""

    def __init__(self, first: float, last: float) -> None:
        self.first, self.last = first, last
        rough = (last - first) / TICKS
        power = math.floor(math.log10(rough))
        self.step = next(each for n in (1, 2, 5, 10) if (each := n * 10.0**power) >= rough)
        self.digits = max(0, -math.floor(math.log10(self.step * 1.0001)))

    def __call__(self, value: float) -> float:
        """Return where a number stands, in percent of the picture's width."""
        return AIR + (value - self.first) / (self.last - self.first) * (100 - 2 * AIR)

    def ticks(self) -> list[float]:
        """Return the numbers that are written."""
        places = range(math.ceil(self.first / self.step), math.floor(self.last / self.step) + 1)
        return [place * self.step for place in places]


def picture(chart: Chart) -> str:
    """Return a chart of kind `dots` with one row as HTML: dot, interval, marks, numbered axis, unit.

    Its alt text is read in place of it; what is unknown of value and limits is not drawn.
    """
    (one,) = chart.series
    (value,), low, high = one.y, (*one.low, None)[0], (*one.high, None)[0]
    limits = [(float(mark.x), mark.label) for mark in chart.marks if isinstance(mark.x, int | float)]
    scale = Scale(*layout.span([value, low, high, *(at for at, _ in limits)], from_zero=False))
    parts = [_ticks(scale), *(_limit(scale(at), label) for at, label in limits)]
    if low is not None and high is not None:
        parts.append(_part("interval", f"left:{scale(low):.2f}%;width:{scale(high) - scale(low):.2f}%"))
    if value is not None:
        parts.append(_part("dot", f"left:{scale(value):.2f}%"))
    unit = f'<div class="vru-unit">{html.escape(chart.x.title)}</div>'
    drawn = f'<div class="vru-scale">{"".join(parts)}</div>{unit}'
    return f'<div class="vru-small" role="img" aria-label="{html.escape(chart.alt)}">{drawn}</div>'


def _ticks(scale: Scale) -> str:
    said = [(scale(each), f"{each:,.{scale.digits}f}".replace("-", "−")) for each in scale.ticks()]
    return "".join(_part("tick", f"left:{at:.2f}%", text) for at, text in said)


def _limit(at: float, label: str) -> str:
    """A dashed line across the picture; its label reads to the side that has the room."""
    side = f"left:{at:.2f}%" if at < 55 else f"right:{100 - at:.2f}%"
    return _part("limit", f"left:{at:.2f}%") + _part("limit-label", side, label)


def _part(kind: str, where: str, text: str = "") -> str:
    return f'<span class="vru-{kind}" style="{where}">{html.escape(text)}</span>'
