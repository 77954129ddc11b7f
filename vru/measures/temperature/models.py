"""The models of a selection's days: each is fitted once, whichever questions ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru.measures.temperature import regression
from vru.measures.temperature.design import Days, Floats, Period, knots, spline, terms

MODELS: dict[str, str] = {
    "poisson": "Poisson, allowing for spells",
    "quasi": "Quasi-Poisson",
    "negative_binomial": "Negative binomial",
    "curve": "Natural spline, average slope",
}
METHODS: dict[str, str] = {
    "poisson": "Poisson regression of daily counts, Newey–West errors with lag 14",
    "quasi": "Quasi-Poisson regression of daily counts, errors stretched by Pearson's over-dispersion",
    "negative_binomial": "Negative binomial regression of daily counts, Newey–West errors with lag 14",
    "curve": (
        "Poisson regression of daily counts on a natural spline of temperature (4 df), its average slope "
        "between the 10th and the 90th percentile, Newey–West errors with lag 14"
    ),
}
LEAST_DAYS = 730  # two of every season, else a warm summer and a rise are one
LEAST_PER_TERM = 10  # offences for each term of the model
BENDS = 4  # degrees of freedom of the curve
MIDDLE = (0.1, 0.9)  # quantiles of temperature between which a curve's average slope is taken


class Warmth(NamedTuple):
    """Temperature as a model sees it: `columns` (days, k), and `across` (k,), which makes them one degree."""

    names: tuple[str, ...]
    columns: Floats
    across: Floats


class Slope(NamedTuple):
    """A fitted model and the effect of a degree in it, on the log scale.

    The first terms of `matrix` (days, terms) and of `names` are temperature's; `across` weighs
    their coefficients into the effect. `covariance`, shape (terms, terms), is the one of the model asked for.
    """

    log_rate: float
    se: float
    fit: regression.Fit
    covariance: Floats
    matrix: Floats
    names: tuple[str, ...]
    across: Floats

    @property
    def pull(self) -> Floats:
        """Return how far each day draws the effect, shape (days,)."""
        return self.fit.scores @ self.fit.bread[: len(self.across)].T @ self.across


def warmth(celsius: Floats, model: str) -> Warmth:
    """Return temperature as a straight line, or as a natural spline where the effect may bend."""
    if model != "curve":
        return Warmth(("celsius",), celsius[:, None], np.ones(1))
    at = knots(celsius, BENDS)
    low, high = np.quantile(celsius, MIDDLE)
    across = np.subtract(*spline(np.array([high, low]), at)) / (high - low)
    return Warmth(tuple(f"curve_{each + 1}" for each in range(BENDS)), spline(celsius, at), across)


def straight(model: str) -> str:
    """Return the model for questions that have no curve in temperature: Poisson stands for the spline."""
    return "poisson" if model == "curve" else model


def fitted(counts: Floats, matrix: Floats, model: str) -> regression.Fit:
    """Return the model's fit of counts (days,) on terms (days, terms)."""
    make = regression.negative_binomial if model == "negative_binomial" else regression.fit
    return make(counts, matrix)


def errors(found: regression.Fit, days: Days, model: str) -> Floats:
    """Return the covariance of the coefficients as the model has it, shape (terms, terms)."""
    if model == "quasi":
        return max(1.0, found.phi) * found.bread
    return regression.hac(found, days.place)


def slope(days: Days, warm: Warmth, columns: dict[str, Floats], model: str = "poisson") -> Slope:
    """Return the effect of a degree on a day's offences, what the calendar's columns bring taken out."""
    matrix = np.column_stack([warm.columns, *columns.values()])
    found = fitted(days.offences, matrix, model)
    names = (*warm.names, *columns)
    return _slope(found, errors(found, days, model), matrix, names, warm.across)


def _slope(
    found: regression.Fit, covariance: Floats, matrix: Floats, names: Sequence[str], across: Floats
) -> Slope:
    own = len(across)
    se = float(np.sqrt(across @ covariance[:own, :own] @ across))
    return Slope(float(across @ found.coef[:own]), se, found, covariance, matrix, tuple(names), across)


class Models:
    """The days of a selection and their models.

    `special` has a 0/1 column of shape (days,) for each kind of day with a name; each of
    `lockdowns` has a level of its own.
    """

    def __init__(self, days: Days, special: dict[str, Floats], lockdowns: tuple[Period, ...] = ()) -> None:
        self.days, self.special, self.lockdowns = days, special, lockdowns
        self._slopes: dict[str, Slope] = {}
        self._without: dict[str, Models] = {}

    @cached_property
    def columns(self) -> dict[str, Floats]:
        """The terms of the calendar."""
        return terms(self.days, self.special, self.lockdowns)

    def slope(self, model: str = "poisson") -> Slope:
        """Return the effect of a degree under one of MODELS. Raises MeasureError where it cannot be told."""
        if model not in self._slopes:
            self._slopes[model] = self._fit(model)
        return self._slopes[model]

    def _fit(self, model: str) -> Slope:
        if model in ("poisson", "curve"):
            return slope(self.days, warmth(self.days.celsius, model), self.columns, model)
        plain = self.slope("poisson")
        found = plain.fit  # quasi-Poisson has its coefficients, with other errors
        if model == "negative_binomial":
            found = regression.negative_binomial(self.days.offences, plain.matrix, plain.fit)
        return _slope(found, errors(found, self.days, model), plain.matrix, plain.names, plain.across)

    def without(self, *, lockdowns: bool, artefacts: bool) -> Models:
        """Return the models without the lockdowns' days, or without what the system dates by default.

        These are first days of a month and offences at 00:00 exactly.
        """
        if lockdowns and artefacts:
            return self.without(lockdowns=False, artefacts=True).without(lockdowns=True, artefacts=False)
        if lockdowns and "lockdowns" not in self._without:
            inside = during(self.days, self.lockdowns)
            self._without["lockdowns"] = self.where(~inside) if inside.any() else self
        if artefacts and "artefacts" not in self._without:
            rest = self.where(np.asarray(pd.DatetimeIndex(self.days.day).day != 1))
            timed = rest.days.offences - rest.days.midnight
            rest.days = rest.days._replace(offences=timed, midnight=np.zeros(len(timed)))
            self._without["artefacts"] = rest
        return self._without["lockdowns"] if lockdowns else self._without["artefacts"] if artefacts else self

    def where(self, kept: NDArray[np.bool_]) -> Models:
        """Return the models of the days kept."""
        special = {name: each[kept] for name, each in self.special.items()}
        return Models(self.days.where(kept), special, self.lockdowns)


def during(days: Days, periods: tuple[Period, ...]) -> NDArray[np.bool_]:
    """Return which of the days lie in one of the periods, shape (days,)."""
    inside = np.zeros(len(days.day), bool)
    for first, last in periods:
        inside |= (days.day >= np.datetime64(first)) & (days.day <= np.datetime64(last))
    return inside
