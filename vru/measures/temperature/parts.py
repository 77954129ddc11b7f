"""Whether a degree goes with as much violence in every season, at every hour, in every place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import linalg, stats

from vru.errors import MeasureError
from vru.measures.temperature import regression
from vru.measures.temperature.design import Floats
from vru.measures.temperature.models import (
    LEAST_DAYS,
    LEAST_PER_TERM,
    METHODS,
    Models,
    errors,
    fitted,
    slope,
    warmth,
)

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
    """Parts side by side; `p` tests that all are the same, `few` are parts with too little to tell."""

    parts: tuple[Part, ...]
    p: float
    few: tuple[str, ...]
    method: str


def season_of(day: NDArray[np.datetime64]) -> Labels:
    """Return the season of each day, winter from December."""
    return np.array([SEASONS[month] for month in pd.DatetimeIndex(day).month], object)


def weekend(day: NDArray[np.datetime64]) -> Labels:
    """Return whether each day is Friday to Sunday, the nights of the weekend, or not."""
    late = pd.DatetimeIndex(day).day_of_week >= 4
    return np.where(late, "Friday to Sunday", "Monday to Thursday").astype(object)


def by_part(
    models: Models,
    counts: Mapping[str, Floats],
    model: str = "poisson",
    own: Mapping[str, Floats] | None = None,
) -> Compared:
    """Return the effect of a degree on each part's counts, each of shape (days,), with a model of its own.

    `own` is each part's own temperature, shape (days,), NaN on days it has none; without it all have
    that of the days. Parts share their days and so their surprises: the test that they are alike
    allows for it. Parts with fewer than 730 days or ten offences a term are left out; raises
    MeasureError where fewer than two are left.
    """
    asked = {name: _part(models, each, own[name] if own else None, model) for name, each in counts.items()}
    found = {name: each for name, each in asked.items() if each}
    few = tuple(name for name in counts if name not in found)
    if len(found) < 2:
        least = f"; too few have {', '.join(few)}" if few else ""
        raise MeasureError(f"Fewer than two parts have enough offences to be compared{least}.")
    pull = np.column_stack([each.pull for each in found.values()])
    together = regression.spells(pull, models.days.place, 0 if model == "quasi" else regression.LAG)
    # what parts share is a correlation: each one's own error is the model's
    errors_own = np.array([each.se for each in found.values()]) / np.sqrt(np.diag(together))
    coef = np.array([each.log_rate for each in found.values()])
    spread, offences = together * np.outer(errors_own, errors_own), [each.offences for each in found.values()]
    return _compared(list(found), coef, spread, offences, few, METHODS[model])


class _Part(NamedTuple):
    """A part's effect on the log scale; `pull`, shape (days,), is how each day draws it, 0 for none."""

    log_rate: float
    se: float
    pull: Floats
    offences: int


def _part(models: Models, counts: Floats, own: Floats | None, model: str) -> _Part | None:
    """Return one part's model on the days it has a temperature; None where it has too little to tell."""
    celsius = models.days.celsius if own is None else own
    kept = np.isfinite(celsius)
    if kept.sum() < LEAST_DAYS:
        return None
    there = models if kept.all() else models.where(kept)
    days = there.days._replace(offences=counts[kept], celsius=celsius[kept])
    warm = warmth(days.celsius, model)
    if days.offences.sum() < LEAST_PER_TERM * (len(warm.names) + len(there.columns)):
        return None
    found, pull = slope(days, warm, there.columns, model), np.zeros(len(kept))
    pull[kept] = found.pull
    return _Part(found.log_rate, found.se, pull, int(days.offences.sum()))


@regression.on_one_core
def by_kind_of_day(models: Models, kind: Labels, model: str = "poisson") -> Compared:
    """Return the effect of a degree on each kind of day, shape (days,), in one model of all days."""
    days, names = models.days, sorted(set(kind), key=list(kind).index)
    apart, across = _warmths(days.celsius, kind, names, model)
    columns = list(models.columns.values())
    # a level of its own for each kind, unless the weekdays say it already
    levels = [(kind == name).astype(float) for name in names[1:]]
    known = np.column_stack(columns)
    levels = [each for each in levels if np.abs(each - known @ np.linalg.lstsq(known, each)[0]).max() > 1e-6]
    found = fitted(days.offences, np.column_stack([apart, *columns, *levels]), model)
    own = across.shape[1]
    spread = across @ errors(found, days, model)[:own, :own] @ across.T
    offences = [int(days.offences[kind == name].sum()) for name in names]
    return _compared(names, across @ found.coef[:own], spread, offences, (), METHODS[model])


def _warmths(celsius: Floats, kind: Labels, names: list[Any], model: str) -> tuple[Floats, Floats]:
    """Return temperature on the days of each kind, 0 on others, and what makes one degree of each."""
    columns, across = [], []
    for name in names:
        inside = kind == name
        warm = warmth(celsius[inside], model)
        wide = np.zeros((len(celsius), len(warm.across)))
        wide[inside] = warm.columns
        columns.append(wide)
        across.append(warm.across)
    return np.column_stack(columns), linalg.block_diag(*across)


def _compared(
    names: list[Any], coef: Floats, spread: Floats, offences: list[int], few: tuple[str, ...], method: str
) -> Compared:
    wide = stats.norm.ppf(1 - 0.025 / len(names))
    se = np.sqrt(np.diag(spread))
    limits = [100 * np.expm1(coef + side * wide * se) for side in (0, -1, 1)]
    parts = (
        Part(name, float(percent), float(low), float(high), number)
        for name, percent, low, high, number in zip(names, *limits, offences, strict=True)
    )
    contrast = np.eye(len(names))[1:] - np.eye(len(names))[0]
    apart, between = contrast @ coef, contrast @ spread @ contrast.T
    # parts that are the same offences twice have no swing between them: nothing to invert there
    wald = apart @ np.linalg.pinv(between, hermitian=True) @ apart
    p = float(stats.chi2.sf(wald, max(np.linalg.matrix_rank(between, hermitian=True), 1)))
    said = f"{method}; limits widened by Bonferroni for the parts; Wald test"
    return Compared(tuple(parts), p, few, said)
