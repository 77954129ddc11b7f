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


def sums_by_chance(
    mean: float, value: ArrayLike, weight: ArrayLike, *, people: int = 200_000, seed: int = 1
) -> Floats:
    """Return what simulated people hold if occasions and what each weighs fell to them by chance.

    Each of `people` has a number of occasions drawn from `by_chance(mean)`, and each occasion a
    value (≥ 0, shape (values,)) drawn in proportion to `weight`. Shape (people,).
    """
    rng = np.random.default_rng(seed)
    counts, chance = by_chance(mean)
    held = rng.choice(counts, size=people, p=chance)
    weights = np.asarray(weight, float)
    drawn = rng.choice(np.asarray(value, float), size=int(held.sum()), p=weights / weights.sum())
    return np.add.reduceat(drawn, np.concatenate([[0], np.cumsum(held)[:-1]]))


def leading(value: ArrayLike, people: ArrayLike, wanted: float) -> tuple[Floats, float]:
    """Return how likely people of each distinct value are among the `wanted` highest, and the last's value.

    Ties at the edge are broken at random: each who has the edge's value is in with the same
    probability. Shape (values,), 0 to 1. MeasureError where there are fewer people than wanted.
    """
    values, holders = np.asarray(value, float), np.asarray(people, float)
    if not 0 < wanted <= holders.sum():
        raise MeasureError("There are fewer people than are wanted at the top.")
    order = np.argsort(-values, kind="stable")
    before = np.cumsum(holders[order]) - holders[order]
    inside = np.empty_like(values)
    inside[order] = np.clip((wanted - before) / np.maximum(holders[order], 1), 0, 1)
    return inside, float(values[(inside > 0) & (holders > 0)].min())


def bootstrap(
    value: ArrayLike, people: ArrayLike, tops: ArrayLike, *, draws: int = 500, seed: int = 1
) -> Floats:
    """Return Gini and top shares of resampled people: shape (draws, 1 + tops), Gini first.

    People with the same value are alike, so resampling people is one multinomial draw of
    how many hold each distinct value; the percentiles are the interval (Efron 1979).
    """
    values, holders = np.asarray(value, float), np.asarray(people, np.int64)
    lorenz(values, holders)  # what it refuses cannot be resampled either
    order = np.argsort(values, kind="stable")
    values, holders = values[order], holders[order]
    drawn = np.random.default_rng(seed).multinomial(holders.sum(), holders / holders.sum(), size=draws)
    held = np.cumsum(drawn * values, axis=1)
    drawn, held = drawn[held[:, -1] > 0], held[held[:, -1] > 0]
    share, total = np.cumsum(drawn, axis=1) / holders.sum(), held / held[:, -1:]
    below = np.concatenate([np.zeros((len(total), 1)), total[:, :-1]], axis=1)
    gaps = drawn / holders.sum()
    ginis = 1 - (gaps * (total + below)).sum(axis=1)
    asked = 1 - np.asarray(tops, float)
    kept = [1 - np.interp(asked, [0, *x], [0, *y]) for x, y in zip(share, total, strict=True)]
    return np.column_stack([ginis, np.array(kept)])
