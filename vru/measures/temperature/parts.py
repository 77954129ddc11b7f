"""Whether a degree goes with as much violence in every season, at every hour, in every place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from vru.errors import MeasureError
from vru.measures.temperature import regression
from vru.measures.temperature.design import Days, Floats, Period, terms
from vru.measures.temperature.effect import LEAST_PER_TERM

SEASONS = {12: "Winter", 1: "Winter", 2: "Winter", 3: "Spring", 4: "Spring", 5: "Spring", 6: "Summer",
           7: "Summer", 8: "Summer", 9: "Autumn", 10: "Autumn", 11: "Autumn"}  # fmt: skip
Labels = NDArray[np.object_]


class Part(NamedTuple):
    """The percent a degree of one part, its limits widened for the number of parts looked at."""

    name: str
    percent: float
    low: float
    high: float
    offences: int


class Compared(NamedTuple):
    """Parts side by side; `p` tests that all are the same, `few` are parts with too few offences to tell."""

    parts: tuple[Part, ...]
    p: float
    few: tuple[str, ...]
    method: str = "Poisson, Newey–West lag 14, limits widened by Bonferroni for the parts; Wald test"


def season_of(day: NDArray[np.datetime64]) -> Labels:
    """Return the season of each day, winter from December."""
    return np.array([SEASONS[month] for month in pd.DatetimeIndex(day).month], object)


def weekend(day: NDArray[np.datetime64]) -> Labels:
    """Return whether each day is Friday to Sunday, the nights of the weekend, or not."""
    late = pd.DatetimeIndex(day).day_of_week >= 4
    return np.where(late, "Friday to Sunday", "Monday to Thursday").astype(object)


def by_part(
    days: Days, counts: Mapping[str, Floats], special: dict[str, Floats], lockdowns: tuple[Period, ...] = ()
) -> Compared:
    """Return the effect of a degree on each part's counts, each of shape (days,), with a model of its own.

    Parts share their days and so their surprises: the test that they are alike allows for it. Parts
    with fewer than ten offences a term are left out; raises MeasureError where fewer than two are left.
    """
    columns = terms(days, special, lockdowns)
    matrix = np.column_stack([days.celsius, *columns.values()])
    enough = {name: each for name, each in counts.items() if each.sum() >= LEAST_PER_TERM * matrix.shape[1]}
    few = tuple(name for name in counts if name not in enough)
    if len(enough) < 2:
        raise MeasureError("Fewer than two parts have enough offences to be compared.")
    fits = [regression.fit(each, matrix) for each in enough.values()]
    pull = np.column_stack([each.scores @ each.bread[0] for each in fits])
    coef = np.array([each.coef[0] for each in fits])
    offences = [int(each.sum()) for each in enough.values()]
    return _compared(list(enough), coef, regression.spells(pull, days.place), offences, few)


def by_kind_of_day(
    days: Days, kind: Labels, special: dict[str, Floats], lockdowns: tuple[Period, ...] = ()
) -> Compared:
    """Return the effect of a degree on each kind of day, shape (days,), in one model of all days."""
    names = sorted(set(kind), key=list(kind).index)
    apart = np.column_stack([np.where(kind == name, days.celsius, 0.0) for name in names])
    columns = list(terms(days, special, lockdowns).values())
    # a level of its own for each kind, unless the weekdays say it already
    levels = [(kind == name).astype(float) for name in names[1:]]
    known = np.column_stack(columns)
    levels = [each for each in levels if np.abs(each - known @ np.linalg.lstsq(known, each)[0]).max() > 1e-6]
    found = regression.fit(days.offences, np.column_stack([apart, *columns, *levels]))
    spread = regression.hac(found, days.place)[: len(names), : len(names)]
    offences = [int(days.offences[kind == name].sum()) for name in names]
    return _compared(names, found.coef[: len(names)], spread, offences, ())


def _compared(
    names: list[Any], coef: Floats, spread: Floats, offences: list[int], few: tuple[str, ...]
) -> Compared:
    wide = stats.norm.ppf(1 - 0.025 / len(names))
    se = np.sqrt(np.diag(spread))
    limits = [100 * np.expm1(coef + side * wide * se) for side in (0, -1, 1)]
    parts = (
        Part(name, float(percent), float(low), float(high), number)
        for name, percent, low, high, number in zip(names, *limits, offences, strict=True)
    )
    contrast = np.eye(len(names))[1:] - np.eye(len(names))[0]
    apart = contrast @ coef
    wald = apart @ np.linalg.solve(contrast @ spread @ contrast.T, apart)
    return Compared(tuple(parts), float(stats.chi2.sf(wald, len(names) - 1)), few)
