"""Concentration: how much of it comes from how few, and how much chance alone would give."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vru.errors import MeasureError

Floats = NDArray[np.float64]


class Lorenz(NamedTuple):
    """A Lorenz curve, from (0, 0) to (1, 1): cumulative shares of people and of the total, least first."""

    people: Floats
    total: Floats


def lorenz(value: ArrayLike, weight: ArrayLike | None = None) -> Lorenz:
    """Return the Lorenz curve of values ≥ 0 (shape (values,)), each held by `weight` people (1).

    MeasureError where a value is negative or all are 0.
    """
    values = np.asarray(value, float)
    weights = np.ones_like(values) if weight is None else np.asarray(weight, float)
    if not values.size or values.min() < 0 or not (values * weights).sum() > 0:
        raise MeasureError("Concentration needs values that are not negative and not all 0.")
    order = np.argsort(values, kind="stable")
    people, total = np.cumsum(weights[order]), np.cumsum((values * weights)[order])
    return Lorenz(np.concatenate([[0], people / people[-1]]), np.concatenate([[0], total / total[-1]]))


def gini(curve: Lorenz) -> float:
    """Return the Gini coefficient, 0 to 1: twice the area off the diagonal, uncorrected as `ineq::Gini`."""
    return float(1 - (np.diff(curve.people) * (curve.total[1:] + curve.total[:-1])).sum())


def top_share(curve: Lorenz, top: ArrayLike) -> Floats:
    """Return the share of the total held by the `top` shares of people, the curve read between its points."""
    return 1 - np.interp(1 - np.asarray(top, float), curve.people, curve.total)


def by_chance(mean: float) -> tuple[NDArray[np.int64], Floats]:
    """Return counts 1, 2, … and their probabilities if everybody with at least one had the same risk.

    The zero-truncated Poisson distribution of the given mean (> 1): rate r solves
    r / (1 − e^−r) = mean. With a mean of 1 everybody has one. MeasureError below 1.
    """
    from scipy.optimize import brentq
    from scipy.stats import poisson

    if not mean >= 1:
        raise MeasureError("People with at least one have a mean of at least 1.")
    if mean - 1 < 1e-9:
        return np.array([1]), np.array([1.0])
    rate = brentq(lambda each: each / -np.expm1(-each) - mean, 1e-12, mean, xtol=1e-12)
    counts = np.arange(1, int(poisson.isf(1e-12, rate)) + 2)
    chance = poisson.pmf(counts, rate)
    return counts, chance / chance.sum()


def bootstrap(
    value: ArrayLike, people: ArrayLike, tops: ArrayLike, *, draws: int = 500, seed: int = 1
) -> Floats:
    """Return Gini and top shares of resampled people: shape (draws, 1 + tops), Gini first.

    People with the same value are alike, so resampling people is one multinomial draw of
    how many hold each distinct value; the percentiles are the interval (Efron 1979).
    """
    values, holders = np.asarray(value, float), np.asarray(people, np.int64)
    drawn = np.random.default_rng(seed).multinomial(holders.sum(), holders / holders.sum(), size=draws)
    curves = [lorenz(values, each) for each in drawn if (values * each).sum() > 0]
    return np.array([[gini(each), *top_share(each, tops)] for each in curves])
