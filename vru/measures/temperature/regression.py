"""Regression of daily counts: Poisson and negative binomial by reweighting, and errors that allow for spells.

Written out because a page fits a dozen models of the same days: one orthogonal basis serves every
step, and scores keep their place in the calendar, so that a gap in the weather is a gap in the lags.
Agrees with R's `glm`, `MASS::glm.nb` and `sandwich::NeweyWest(prewhite = FALSE, adjust = FALSE)`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vru.errors import MeasureError

Floats = NDArray[np.floating[Any]]
LAG = 14  # days over which errors may hang together (METHODS §5)
_STEPS, _CLOSE = 60, 1e-11


class Fit(NamedTuple):
    """A fitted log-linear model: `coef` of shape (terms,), `mean` (days,).

    `bread`, shape (terms, terms), is the inverse of the information; `scores`, shape (days,
    terms), each day's part of the gradient; `phi` Pearson's over-dispersion; `alpha` the
    negative binomial's variance beyond Poisson, 0 for Poisson.
    """

    coef: Floats
    mean: Floats
    scores: Floats
    bread: Floats
    deviance: float
    phi: float
    alpha: float = 0.0


def fit(counts: Floats, terms: Floats, alpha: float = 0.0, start: Floats | None = None) -> Fit:
    """Return the maximum-likelihood log-linear model of counts (days,) on terms (days, terms).

    `alpha` > 0 is a negative binomial of that variance, mean + alpha × mean²; `start` are means to
    begin from. Raises MeasureError
    where terms repeat one another or the fit runs off.
    """
    basis, triangle = np.linalg.qr(terms)
    if np.abs(np.diag(triangle)).min() < 1e-9 * np.abs(np.diag(triangle)).max():
        raise MeasureError("The model's terms repeat one another: their effects cannot be told apart.")
    mean = (counts.mean() + np.maximum(counts, 0.1)) / 2 if start is None else start
    before = np.inf
    for _ in range(_STEPS):
        weight = mean / (1 + alpha * mean)
        working = np.log(mean) + (counts - mean) / mean
        weighted = basis * weight[:, None]
        turned = np.linalg.solve(basis.T @ weighted, weighted.T @ working)
        mean = np.exp(np.clip(basis @ turned, -30, 30))
        deviance = _deviance(counts, mean, alpha)
        if abs(before - deviance) < _CLOSE * (abs(deviance) + 0.1):
            return _fitted(counts, terms, triangle, turned, mean, deviance, alpha)
        before = deviance
    raise MeasureError("The model of daily counts did not settle: too few offences for its terms.")


def _fitted(
    counts: Floats,
    terms: Floats,
    triangle: Floats,
    turned: Floats,
    mean: Floats,
    deviance: float,
    alpha: float,
) -> Fit:
    spread = 1 + alpha * mean
    weighted = terms * (mean / spread)[:, None]
    freedom = len(counts) - terms.shape[1]
    return Fit(
        coef=np.linalg.solve(triangle, turned),
        mean=mean,
        scores=terms * ((counts - mean) / spread)[:, None],
        bread=np.linalg.inv(terms.T @ weighted),
        deviance=deviance,
        phi=float(((counts - mean) ** 2 / (mean * spread)).sum() / freedom),
        alpha=alpha,
    )


def _deviance(counts: Floats, mean: Floats, alpha: float) -> float:
    ratio = np.log(np.where(counts > 0, counts, 1.0) / np.where(counts > 0, mean, 1.0))
    if alpha == 0:
        return float(2 * (counts * ratio - (counts - mean)).sum())
    theta = 1 / alpha
    return float(2 * (counts * ratio - (counts + theta) * np.log((counts + theta) / (mean + theta))).sum())


def negative_binomial(counts: Floats, terms: Floats) -> Fit:
    """Return the negative binomial model, `alpha` estimated by turns with the terms as in R's `glm.nb`.

    Counts that swing no more than chance does give the Poisson model.
    """
    found = fit(counts, terms)
    for _ in range(_STEPS):
        alpha = _alpha(counts, found.mean)
        if alpha == 0 or abs(alpha - found.alpha) < 1e-9 * alpha:
            break
        found = fit(counts, terms, alpha, found.mean)
    return found


def _alpha(counts: Floats, mean: Floats) -> float:
    """Return the `alpha` of highest likelihood for these means."""
    from scipy import optimize, special

    def slope(log_theta: float) -> float:
        theta = np.exp(log_theta)
        digammas = special.digamma(counts + theta) - special.digamma(theta)
        rest = np.log(theta / (theta + mean)) + 1 - (counts + theta) / (theta + mean)
        return float((digammas + rest).sum())

    least, most = -6.0, 14.0
    if slope(most) > 0 or slope(least) < 0:
        return 0.0
    return float(np.exp(-optimize.brentq(slope, least, most, xtol=1e-12)))


def hac(found: Fit, place: NDArray[np.int64], lag: int = LAG) -> Floats:
    """Return the covariance of the coefficients that allows for spells of up to `lag` days.

    `place` is each row's number in the calendar, shape (days,), increasing: days that are
    missing bring no score, and days either side of them are not neighbours. Newey and West 1987.
    """
    return found.bread @ spells(found.scores, place, lag) @ found.bread


def spells(scores: Floats, place: NDArray[np.int64], lag: int = LAG) -> Floats:
    """Return the sum of squares of scores (days, columns) and of their products within `lag` days.

    Bartlett's weights, falling from 1 to 0 beyond the lag.
    """
    laid = np.zeros((int(place[-1] - place[0]) + 1, scores.shape[1]))
    laid[place - place[0]] = scores
    middle = laid.T @ laid
    for step in range(1, min(lag, len(laid) - 1) + 1):
        across = laid[step:].T @ laid[:-step]
        middle += (1 - step / (lag + 1)) * (across + across.T)
    return middle


def within_strata(counts: Floats, terms: Floats, strata: NDArray[np.int64]) -> Fit:
    """Return the conditional Poisson model: the level of each stratum (0, 1, …) is never estimated.

    The time-stratified case-crossover design in the form of Armstrong, Gasparrini and Tobias 2014;
    its coefficients are those of Poisson with a term per stratum.
    """
    totals = np.asarray(np.bincount(strata, counts), float)
    coef: Floats = np.zeros(terms.shape[1])
    for _ in range(_STEPS):
        rate = np.exp(np.clip(terms @ coef, -30, 30))
        mean = rate * (totals / np.bincount(strata, rate))[strata]
        apart = terms - _centres(terms, mean, totals, strata)
        scores = apart * (counts - mean)[:, None]
        bread = np.linalg.inv((apart * mean[:, None]).T @ apart)
        step = bread @ scores.sum(axis=0)
        coef = coef + step
        if np.abs(step).max() < 1e-10:
            break
    freedom = len(counts) - len(coef) - np.count_nonzero(totals)
    known = mean > 0
    phi = float(((counts - mean)[known] ** 2 / mean[known]).sum() / max(freedom, 1))
    return Fit(coef, mean, scores, bread, _deviance(counts[known], mean[known], 0.0), phi)


def _centres(terms: Floats, mean: Floats, totals: Floats, strata: NDArray[np.int64]) -> Floats:
    sums = np.column_stack([np.bincount(strata, mean * each) for each in terms.T])
    return (sums / np.maximum(totals, 1e-300)[:, None])[strata]
