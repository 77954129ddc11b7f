"""Drawing: tables of numbers as Charts in neutral terms."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from vru.charts.chart import Axis, Chart, Mark, Series
from vru.charts.control import LIMITS

Role = Literal["main", "context", "reference"]


def values(column: ArrayLike) -> tuple[float | None, ...]:
    """Return numbers with None for what is missing or unlimited."""
    numbers = np.asarray(column, float)
    return tuple(
        each if there else None
        for each, there in zip(numbers.tolist(), np.isfinite(numbers).tolist(), strict=True)
    )


def line(
    table: Mapping[Any, Any] | pd.DataFrame,
    name: str,
    *,
    y: str = "value",
    role: Role = "main",
    panel: str | None = None,
) -> Series:
    """Return a table (or its columns) of month, `y`, low, high and whole as one line."""
    bounded = "low" in table and bool(np.isfinite(np.asarray(table["low"], float)).any())
    return Series(
        name,
        tuple(table["month"]),
        values(table[y]),
        low=values(table["low"]) if bounded else (),
        high=values(table["high"]) if bounded else (),
        hollow=tuple((~np.asarray(table["whole"], bool)).tolist()),
        role=role,
        panel=panel,
    )


def limits(table: pd.DataFrame, at: str) -> list[Series]:
    """Return the lines of a control chart, one for each `base` of a table of mean and limits over `at`."""
    return [
        Series(
            "Limits",
            tuple(part[at]),
            values(part["mean"]),
            low=values(part["lower_limit"]),
            high=values(part["upper_limit"]),
            panel=LIMITS,
        )
        for _, part in table.groupby("base")
    ]


NAMED = 4  # more names than this would fill the picture


def unusual(months: Iterable[dt.date]) -> tuple[Mark, ...]:
    """Return a mark for each unusual month, with its name where they are few."""
    odd = list(months)
    return tuple(Mark(f"{each:%b %Y} unusual" if len(odd) <= NAMED else "unusual", each) for each in odd)


def over_time(
    lines: Sequence[Series], unit: str, alt: str, *, marks: tuple[Mark, ...] = (), panels: bool = False
) -> Chart:
    """Return lines over months, or small multiples of them, with the y axis from zero."""
    return Chart(
        "panels" if panels else "line",
        alt=alt,
        series=tuple(lines),
        x=Axis("Month", "month"),
        y=Axis(unit, "number", from_zero=True),
        marks=marks,
        height=max(380, 170 * math.ceil(len(lines) / 3)) if panels else 380,
    )


def forest(frame: pd.DataFrame, unit: str, alt: str) -> Chart:
    """Return a value with its interval per row of the columns label, value, low, high, whole."""
    dots = Series(
        "Change",
        tuple(frame["label"]),
        values(frame["value"]),
        low=values(frame["low"]),
        high=values(frame["high"]),
        hollow=tuple(not each for each in frame["whole"]),
    )
    return Chart(
        "dots",
        alt=alt,
        series=(dots,),
        x=Axis(unit, "number"),
        y=Axis("", "category"),
        marks=(Mark("No change", x=0.0),),
        height=120 + 34 * len(frame),
    )


def bars(labels: Sequence[str | dt.date], numbers: Sequence[float], name: str, unit: str, alt: str) -> Chart:
    """Return one row of bars."""
    return Chart(
        "bars",
        alt=alt,
        series=(Series(name, tuple(labels), values(numbers)),),
        x=Axis("", "category"),
        y=Axis(unit, "number", from_zero=True),
    )


def heat(frame: pd.DataFrame, unit: str, alt: str, marks: tuple[Mark, ...] = ()) -> Chart:
    """Return a table of shares as shades: its index are the rows, its columns the columns."""
    rows = tuple(
        Series(str(name), tuple(str(each) for each in frame.columns), values(row))
        for name, row in zip(frame.index, frame.to_numpy(float), strict=True)
    )
    return Chart(
        "heat",
        alt=alt,
        series=rows,
        x=Axis("", "category"),
        y=Axis(unit, "percent"),
        marks=marks,
        height=120 + 26 * len(rows),
    )
