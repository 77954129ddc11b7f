"""Regression of daily counts: Poisson and negative binomial by statsmodels, and errors that allow for spells.

The errors are written out, since scores keep their place in the calendar here: a gap in the
weather is a gap in the lags. Agrees with R's `glm`, `MASS::glm.nb` and
`sandwich::NeweyWest(prewhite = FALSE, adjust = FALSE)`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, NamedTuple, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from vru.errors import MeasureError

Floats = NDArray[np.floating[Any]]
LAG = 14  # days over which errors may hang together (METHODS §5)
_STEPS, _CLOSE = 60, 1e-11
Given = ParamSpec("Given")
Result = TypeVar("Result")


@lru_cache(maxsize=1)
def _pools() -> ThreadpoolController:
    # made at the first call, when every library it is to hold back has been loaded
    return ThreadpoolController()


def on_one_core(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """Keep a function's linear algebra on one core.

    With a few dozen columns the cores would mostly wait for one another, and take ten times as long.
    """

    @wraps(function)
    def narrow(*arguments: Given.args, **named: Given.kwargs) -> Result:
        with _pools().limit(limits=1, user_api="blas"):
            return function(*arguments, **named)

    return narrow


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


@on_one_core
def fit(counts: Floats, terms: Floats, alpha: float = 0.0, start: Floats | None = None) -> Fit:
    """Return the maximum-likelihood log-linear model of counts (days,) on terms (days, terms).

    `alpha` > 0 is a negative binomial of that variance, mean + alpha × mean²; `start` are
    coefficients to begin from. Raises MeasureError where terms repeat one another or the fit
    runs off.
    """
    from statsmodels.genmod import families
    from statsmodels.genmod.generalized_linear_model import GLM

    if np.linalg.matrix_rank(terms) < terms.shape[1]:
        raise MeasureError(
            "The model's terms repeat one another, as where every day has its month's mean temperature: "
            "their effects cannot be told apart."
        )
    family = families.NegativeBinomial(alpha=alpha) if alpha else families.Poisson()
    model = GLM(counts, terms, family=family)
    found = model.fit(start_params=start, maxiter=_STEPS, atol=_CLOSE, rtol=_CLOSE)
    if not found.converged:
        raise MeasureError("The model of daily counts did not settle: too few offences for its terms.")
    mean = np.asarray(found.fittedvalues)
    spread = 1 + alpha * mean
    return Fit(
        coef=np.asarray(found.params),
        mean=mean,
        scores=terms * ((counts - mean) / spread)[:, None],
        bread=np.linalg.inv(terms.T @ (terms * (mean / spread)[:, None])),
        deviance=float(found.deviance),
        phi=float(found.pearson_chi2 / found.df_resid),
        alpha=alpha,
    )


def negative_binomial(counts: Floats, terms: Floats, poisson: Fit | None = None) -> Fit:
    """Return the negative binomial model, `alpha` estimated by turns with the terms as in R's `glm.nb`.

    Counts that swing no more than chance does give the Poisson model; `poisson` is that one, where it
    is fitted already.
    """
    found = poisson or fit(counts, terms)
    for _ in range(_STEPS):
        alpha = dispersion(counts, found.mean)
        if alpha == 0 or abs(alpha - found.alpha) < 1e-9 * alpha:
            break
        found = fit(counts, terms, alpha, found.coef)
    return found


def dispersion(counts: Floats, mean: Floats) -> float:
    """Return the negative binomial `alpha` of highest likelihood for these means; 0 where chance does."""
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


@on_one_core
def spells(scores: Floats, place: NDArray[np.int64], lag: int = LAG) -> Floats:
    """Return the sum of squares of scores (days, columns) and of their products within `lag` days.

    Bartlett's weights, falling from 1 to 0 beyond the lag: two days share as many stretches of lag + 1
    days as that, so the sums over stretches are squared once instead of every lag by itself.
    """
    laid = np.zeros((int(place[-1] - place[0]) + 2 * lag + 2, scores.shape[1]))
    laid[place - place[0] + lag + 1] = scores
    along = laid.cumsum(axis=0)
    stretches = along[lag + 1 :] - along[: -lag - 1]
    return stretches.T @ stretches / (lag + 1)


@on_one_core
def within_strata(counts: Floats, terms: Floats, strata: NDArray[np.int64]) -> Fit:
    """Return the conditional Poisson model: the level of each stratum (0, 1, …) is never estimated.

    The time-stratified case-crossover design in the form of Armstrong, Gasparrini and Tobias 2014;
    its coefficients are those of Poisson with a term per stratum.
    """
    from scipy import special

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
    deviance = 2 * (special.xlogy(counts, counts / np.where(known, mean, 1.0)) - (counts - mean)).sum()
    return Fit(coef, mean, scores, bread, float(deviance), phi)


def _centres(terms: Floats, mean: Floats, totals: Floats, strata: NDArray[np.int64]) -> Floats:
    sums = np.column_stack([np.bincount(strata, mean * each) for each in terms.T])
    return (sums / np.maximum(totals, 1e-300)[:, None])[strata]
