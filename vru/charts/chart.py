"""The Chart: what a picture says, before anybody decides how it is drawn.

Charts hold numbers and words only. A renderer turns one into Plotly (screen, light or
dark; export, always light); others may follow for Word and PowerPoint from the same object.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

Value = float | None
Kind = Literal[
    "line", "bars", "dots", "panels", "heat", "sets", "pyramid", "ratios", "curves", "fitted", "none"
]  # fmt: skip


@dataclass(frozen=True)
class Axis:
    """An axis: its title with the unit, and how its values read. Percent runs from 0 to 100.

    `log` spaces numbers by their ratio (dots only): all values and limits are then above 0.
    """

    title: str = ""
    kind: Literal["month", "number", "percent", "category"] = "number"
    from_zero: bool = False
    log: bool = False


@dataclass(frozen=True)
class Series:
    """One line, row of bars or set of dots; all tuples have the length of `x`.

    `low` and `high` are the limits of the interval. `hollow` marks points that are drawn
    hollow because they are provisional, part or probably incomplete. `role` is what the
    eye should make of it: `main`, `context` (grey, unlabelled) or `reference` (dashed).
    `panel` names the small multiple it belongs to; `parts` labels heat rows.
    """

    name: str
    x: tuple[dt.date | float | str, ...]
    y: tuple[Value, ...]
    low: tuple[Value, ...] = ()
    high: tuple[Value, ...] = ()
    hollow: tuple[bool, ...] = ()
    role: Literal["main", "context", "reference"] = "main"
    panel: str | None = None


@dataclass(frozen=True)
class Mark:
    """A line or band that explains the picture: a break in recording, a baseline, a lockdown."""

    label: str
    x: dt.date | float | None = None
    x_to: dt.date | float | None = None
    y: float | None = None


@dataclass(frozen=True)
class Chart:
    """A picture in neutral terms.

    `kind` is `line` (months on x), `bars` (categories on x), `dots` (a value with its
    interval per category on y, forest plot), `panels` (small multiples of lines), `heat`
    (one Series per row: x are columns, y the shades), `sets` (how sets meet: the first Series
    counts each combination, the others are the sets, 1 where the combination is in),
    `pyramid` (a Series' panel is its side, left or right), `ratios` (a heat whose shades diverge
    from 1), `curves` (steps over a number on x; a Series of panel `followed` is a row of numbers
    beneath, under the words `beneath`), `fitted` (lines over a number on x; a Series of panel `points` are
    the dots they were fitted to, `low` what each rests on) or `none` (the table is the picture).
    `alt` is the sentence a reader who cannot see the picture gets.
    """

    kind: Kind
    alt: str = ""
    series: tuple[Series, ...] = ()
    x: Axis = field(default_factory=Axis)
    y: Axis = field(default_factory=Axis)
    marks: tuple[Mark, ...] = ()
    hover: str = ""
    height: int = 380
    beneath: str = ""
