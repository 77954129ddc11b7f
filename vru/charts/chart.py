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
    "line", "bars", "dots", "panels", "heat", "sets", "pyramid", "ratios", "curves", "fitted", "control",
    "funnel", "map", "cells", "none",
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
    `panel` names the small multiple it belongs to; `notes` says a word of each point (of the
    signs of a control chart: the rule it breaks; of a funnel's dots: what they are called; of an
    area of a map: what it says when pointed at).
    """

    name: str
    x: tuple[dt.date | float | str, ...]
    y: tuple[Value, ...]
    low: tuple[Value, ...] = ()
    high: tuple[Value, ...] = ()
    hollow: tuple[bool, ...] = ()
    role: Literal["main", "context", "reference"] = "main"
    panel: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Land:
    """What a map lies on; the outlines themselves are asked for by the browser, once.

    `edition` is the version of the store that holds them, `level` the level of the areas, `frame`
    west, south, east and north in degrees (WGS84), `metres` the same on the grid of the store. `classes` are
    label and colour token, lowest first, `edges` the values at which the second and later ones
    begin; without edges values are numbers of classes. `signs` are markers, one a class, that stand on
    its areas or squares so that colour is not the only cue; those of higher classes lie on top.
    `within` is the level whose borders lie over the areas and `around` its codes, `chosen` what
    stands out, `ran_in` the districts outlined in dots as a programme ran there, `ran_in_panel` those
    of each panel where they differ, `names` words, longitude, latitude and the code of the area they
    stand on ('' for a place), `names_metres` words, easting and northing. `pick` makes areas clickable.
    `cell` is the width of square cells in metres.
    """

    edition: str
    level: str
    frame: tuple[float, float, float, float]
    classes: tuple[tuple[str, str], ...]
    edges: tuple[float, ...] = ()
    signs: tuple[str, ...] = ()
    unit: str = ""
    metres: tuple[float, float, float, float] = (0, 0, 0, 0)
    within: str = ""
    around: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    chosen_level: str = ""
    ran_in: tuple[str, ...] = ()
    ran_in_panel: tuple[tuple[str, tuple[str, ...]], ...] = ()
    names: tuple[tuple[str, float, float, str], ...] = ()
    names_metres: tuple[tuple[str, float, float], ...] = ()
    pick: bool = False
    cell: int = 0

    def address(self, what: str) -> str:
        """Return where the browser finds outlines of a level (`lsoa`) or its lines (`district-lines`)."""
        return f"geo/{self.edition}/{what}.json"


@dataclass(frozen=True)
class Mark:
    """A line or band that explains the picture: a break in recording, a baseline, a lockdown.

    On categories, such as a bar a year, `x` is a number: 0 is the middle of the first category,
    0.5 the edge between it and the second. A `programme` looks other than a change in `recording`.
    Of small multiples a mark with a `panel` is in that one only.
    """

    label: str
    x: dt.date | float | None = None
    x_to: dt.date | float | None = None
    y: float | None = None
    kind: Literal["recording", "programme"] = "recording"
    panel: str | None = None


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
    the dots they were fitted to, `low` what each rests on), `control` (a line over time; Series of
    panel `limits` are mean and limits of a base, those of panel `concern`, `improvement`, `higher`,
    `lower` or `steady` the points that are no common cause), `funnel` (limits over a number on x, and
    Series of panel `dots` with their names as `notes`), `map` (areas of `land` in shades; a Series'
    x are codes, its panel a small map), `cells` (squares of `land`, x their middles in metres) or
    `none` (the table is the picture).
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
    land: Land | None = None
