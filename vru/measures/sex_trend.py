"""Sex trend: does a growing share of people come from one sex, and whose rate moved?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from vru.errors import MeasureError

LEAST_STEPS = 4
LEAST_EVENTS, SEEN_IN = 5, 3  # events in all, and steps that have one: else a line runs off to infinity


class Share(NamedTuple):
    """The trend of a share: points a step with their interval, and the logit line it comes from.

    `slope` and `se` are log odds a step and `intercept` at step 0; `phi` is Pearson's
    over-dispersion as estimated, of which the interval uses max(1, phi), with t on `df`.
    """

    points: float
    low: float
    high: float
    slope: float
    se: float
    intercept: float
    phi: float
    df: int
    method: str
    confidence: float
    unit: str = "percentage points"

    @property
    def value(self) -> float:
        """The points a step."""
        return self.points


class Rate(NamedTuple):
    """The trend of a rate: percent a step with its interval."""

    percent: float
    low: float
    high: float
    phi: float
    df: int
    method: str
    confidence: float
    unit: str = "percent"


def recurring(person: ArrayLike, step: ArrayLike, event: ArrayLike) -> float:
    """Return the factor of a share's trend's variance since people are in several steps: 1 or more.

    One row a person and step, shape (rows,): whoever is of one sex in a year is so in the
    next, so steps share more than chance and do not stray from a line for it. The variance
    of the slope's score with people as clusters, over that with each row on its own.
    """
    at, known = np.asarray(step, float), np.asarray(event, float)
    steps, where = np.unique(at, return_inverse=True)
    of = np.bincount(where)
    share = np.bincount(where, known) / of
    weight = of * share * (1 - share)
    if not weight.sum():
        return 1.0
    pull = (at - weight @ steps / weight.sum()) * (known - share[where])
    together = np.bincount(np.unique(person, return_inverse=True)[1], pull)
    alone = float(pull @ pull)
    return max(1.0, float(together @ together) / alone) if alone else 1.0


def share_trend(
    steps: ArrayLike,
    events: ArrayLike,
    trials: ArrayLike,
    confidence: float = 0.95,
    *,
    effect: float = 1.0,
) -> Share:
    """Return how a share moves per step, by a quasi-binomial line in log odds.

    `steps`, `events` and `trials` have shape (n,). Points a step are the average over the
    steps of the line's slope in percentage points. Shares go in with their trials as
    `var_weights`: with two columns, or with freq_weights, statsmodels 0.15 forgets the trials
    in Pearson's scale. The variance grows by Pearson's over-dispersion or by `effect`
    (`recurring`), whichever is more. Raises MeasureError for fewer than 4 steps, a step without trials,
    or no event (or nothing else) in all of them.
    """
    at, wins, of = (np.asarray(each, float) for each in (steps, events, trials))
    _enough(at, of)
    if not 0 < wins.sum() < of.sum():
        raise MeasureError("A share that is nought or all in every year has no trend.")
    import statsmodels.api as sm

    design = sm.add_constant(at)
    fit = sm.GLM(wins / of, design, family=sm.families.Binomial(), var_weights=of).fit(scale=1.0)
    df = int(fit.df_resid)
    phi = float(fit.pearson_chi2) / df
    mean = np.asarray(fit.fittedvalues)
    curve = mean * (1 - mean)
    slope = float(fit.params[1])
    points = float(100 * slope * curve.mean())
    # points depend on both coefficients: their error is carried through to first order
    bend = slope * curve * (1 - 2 * mean)
    pull = 100 * np.array([bend.mean(), curve.mean() + (bend * at).mean()])
    covariance = np.asarray(fit.cov_params()) * max(1.0, phi, effect)
    reach = float(stats.t.ppf(0.5 + confidence / 2, df) * np.sqrt(pull @ covariance @ pull))
    method = "quasi-binomial line, t"
    return Share(
        points,
        points - reach,
        points + reach,
        slope,
        float(fit.bse[1]) * phi**0.5,
        float(fit.params[0]),
        phi,
        df,
        method,
        confidence,
    )


def rate_trend(steps: ArrayLike, events: ArrayLike, lived: ArrayLike, confidence: float = 0.95) -> Rate:
    """Return by how many percent a rate moves per step, by a quasi-Poisson line in logarithms.

    `events` over `lived` person-years, shape (n,). Over-dispersion is at least 1. Raises
    MeasureError for fewer than 4 steps, a step without person-years, or no event at all.
    """
    at, counts, years = (np.asarray(each, float) for each in (steps, events, lived))
    _enough(at, years)
    if not counts.sum():
        raise MeasureError("A rate without an event has no trend.")
    import statsmodels.api as sm

    model = sm.GLM(counts, sm.add_constant(at), family=sm.families.Poisson(), offset=np.log(years))
    fit = model.fit()
    df = int(fit.df_resid)
    phi = max(1.0, float(fit.pearson_chi2) / df)
    reach = float(stats.t.ppf(0.5 + confidence / 2, df) * fit.bse[1] * np.sqrt(phi))
    slope = float(fit.params[1])
    value, low, high = (float(100 * np.expm1(each)) for each in (slope, slope - reach, slope + reach))
    return Rate(value, low, high, phi, df, "quasi-Poisson line, t", confidence)


def can_follow(events: ArrayLike) -> bool:
    """Return whether events (n,) are enough, and in enough steps, for a line through them."""
    counts = np.asarray(events, float)
    return bool(counts.sum() >= LEAST_EVENTS and (counts > 0).sum() >= SEEN_IN)


def _enough(steps: NDArray[np.float64], of: NDArray[np.float64]) -> None:
    if len(steps) < LEAST_STEPS or not (np.isfinite(of).all() and (of > 0).all()):
        raise MeasureError(f"A trend needs at least {LEAST_STEPS} years, each with somebody in it.")
