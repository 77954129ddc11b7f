"""Mann-Kendall and Sen: does a series rise or fall all in all, whatever its shape?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from vru.errors import MeasureError

LEAST = 4


class MonotoneTrend(NamedTuple):
    """Kendall's score with its test, and Sen's slope with its interval.

    `score` is the number of pairs that rise less those that fall, `variance` its variance with
    ties, `tau` tau-b. `z` and `p` have the continuity correction. `slope` is the median of all
    pairs' slopes, per step of `at` or, in the seasonal form, per
    year. `p_carried` allows for swings that carry on from month to month, NaN without seasons.
    """

    score: float
    variance: float
    tau: float
    z: float
    p: float
    slope: float
    low: float
    high: float
    p_carried: float
    n: int
    method: str
    confidence: float = 0.95


def mann_kendall(
    values: ArrayLike, at: ArrayLike | None = None, *, confidence: float = 0.95
) -> MonotoneTrend:
    """Return the test and Sen's slope of values (n,) at `at` (n,), else at 0, 1, 2 ...

    Missing values are left out. Raises MeasureError for fewer than 4.

    References
    ----------
    Sen PK (1968). Estimates of the regression coefficient based on Kendall's tau. Journal of the
    American Statistical Association 63, 1379-1389.
    """
    every = np.asarray(values, float)
    x = np.arange(every.size, dtype=float) if at is None else np.asarray(at, float)
    known = np.isfinite(every)
    y, x = every[known], x[known]
    if y.size < LEAST:
        raise MeasureError(f"A trend needs {LEAST} values, got {y.size}.")
    score, variance, pairs = _scored(y)
    z, p = _tested(score, variance)
    found = stats.theilslopes(y, x, confidence)
    tau = score / pairs if pairs > 0 else 0.0
    slope, low, high = (float(each) for each in (found.slope, found.low_slope, found.high_slope))
    return MonotoneTrend(
        score,
        variance,
        tau,
        z,
        p,
        slope,
        low,
        high,
        p_carried=float("nan"),
        n=int(y.size),
        method="Mann-Kendall, Sen's slope",
        confidence=confidence,
    )


def seasonal_mann_kendall(values: ArrayLike, first_month: int, *, confidence: float = 0.95) -> MonotoneTrend:
    """Return the test over months of the same name only, and the median of their yearly slopes.

    `values` (n,) are months one after the other from calendar month `first_month` (1 to 12) on;
    missing ones are left out. `p_carried` and the interval allow for the covariances between
    months of the same year (Hirsch and Slack). Raises MeasureError for fewer than 4 years.

    References
    ----------
    Hirsch RM, Slack JR (1984). A nonparametric trend test for seasonal data with serial
    dependence. Water Resources Research 20, 727-732.
    """
    table = _by_year(np.asarray(values, float), first_month)
    if table.shape[0] < LEAST:
        raise MeasureError(f"A seasonal trend needs {LEAST} years, got {table.shape[0]}.")
    columns = [column[np.isfinite(column)] for column in table.T]
    scored = np.array([_scored(column) for column in columns])
    score, variance, pairs = scored.sum(axis=0)
    z, p = _tested(score, variance)
    slopes = np.sort(np.concatenate([_slopes(column) for column in table.T]))
    spread = variance + _covariances(table)
    low, high = _between(slopes, spread, confidence)
    return MonotoneTrend(
        float(score),
        float(variance),
        tau=float(score / pairs) if pairs > 0 else 0.0,
        z=z,
        p=p,
        slope=float(np.median(slopes)),
        low=low,
        high=high,
        p_carried=_tested(score, spread)[1],
        n=int(np.isfinite(table).sum()),
        method="seasonal Mann-Kendall, Sen's slope per year",
        confidence=confidence,
    )


def _between(slopes: np.ndarray, variance: float, confidence: float) -> tuple[float, float]:
    """Return the interval of the median of sorted slopes: as many places off as the score varies."""
    reach = stats.norm.isf((1 - confidence) / 2) * np.sqrt(max(variance, 0.0))
    low = max(round((slopes.size - reach) / 2) - 1, 0)
    high = min(round((slopes.size + reach) / 2), slopes.size - 1)
    return float(slopes[low]), float(slopes[high])


def _by_year(values: np.ndarray, first_month: int) -> np.ndarray:
    """Return months as years by calendar months (years, 12), NaN where there is none."""
    before = first_month - 1
    after = -(before + values.size) % 12
    return np.pad(values, (before, after), constant_values=np.nan).reshape(-1, 12)


def _signs(values: np.ndarray) -> np.ndarray:
    """Return the sign of every later value less every earlier one, 0 where either is missing."""
    later, earlier = np.triu_indices(values.size, 1)[::-1]
    return np.nan_to_num(np.sign(values[later] - values[earlier]))


def _scored(values: np.ndarray) -> tuple[float, float, float]:
    """Return Kendall's score, its variance with ties, and the pairs that tau-b divides by."""
    n = values.size
    ties = np.unique(values, return_counts=True)[1].astype(float)
    variance = (n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18
    pairs = n * (n - 1) / 2
    return float(_signs(values).sum()), float(variance), float(np.sqrt(pairs * (pairs - _tied(ties))))


def _tied(ties: np.ndarray) -> float:
    return float((ties * (ties - 1) / 2).sum())


def _tested(score: float, variance: float) -> tuple[float, float]:
    if variance <= 0:
        return 0.0, 1.0
    z = (score - np.sign(score)) / np.sqrt(variance)
    return float(z), float(2 * stats.norm.sf(abs(z)))


def _slopes(column: np.ndarray) -> np.ndarray:
    later, earlier = np.triu_indices(column.size, 1)[::-1]
    slopes = (column[later] - column[earlier]) / (later - earlier)
    return slopes[np.isfinite(slopes)]


def _covariances(table: np.ndarray) -> float:
    """Return twice the sum of the covariances of the scores of every two calendar months."""
    known = np.isfinite(table).sum(axis=0) + 1
    signs = np.array([_signs(column) for column in table.T])
    ranks = np.array([_ranks(column) for column in table.T])
    together = (signs @ signs.T + 4 * ranks @ ranks.T - table.shape[0] * np.outer(known, known)) / 3
    return float(together.sum() - np.trace(together))


def _ranks(column: np.ndarray) -> np.ndarray:
    """Return mid-ranks, the middle one for missing values (as Hirsch and Slack take them)."""
    known = np.isfinite(column)
    ranks = np.full(column.size, (known.sum() + 1) / 2)
    ranks[known] = stats.rankdata(column[known])
    return ranks
