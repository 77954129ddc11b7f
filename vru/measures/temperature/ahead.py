"""A model of known days carried to the days ahead of them: what to expect, and within which limits."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from vru.measures.temperature import regression
from vru.measures.temperature.design import YEAR, Days, Floats, Period, calendar, terms, waves
from vru.measures.temperature.effect import require

WINDOW = 1_826  # days learnt from: five years, since what held before may hold no longer
NEAR = 30  # days either side within which a temperature was "seen at this time of year"
WEEK = 7
CONFIDENCES = (0.80, 0.95)
_LEAST_SPREAD = 1e-7  # below it the negative binomial is Poisson to more digits than are shown


class Ahead(NamedTuple):
    """A model learnt from known days, and the calendar of the days ahead that it is carried to.

    `day` has shape (ahead,), `rows` (ahead, calendar terms). `coef` and `covariance` have
    temperature's term first where `warm`; `alpha` is the swing of days beyond chance.
    """

    day: NDArray[np.datetime64]
    rows: Floats
    coef: Floats
    covariance: Floats
    alpha: float
    warm: bool

    def where(self, kept: NDArray[np.bool_]) -> Ahead:
        """Return the model carried to the days kept only."""
        return self._replace(day=self.day[kept], rows=self.rows[kept])


class Expected(NamedTuple):
    """What is expected of some days: `mean` counts, and their variance beyond Poisson's, over mean².

    The variance holds both the swing of days and how well the model is known.
    """

    mean: Floats
    spread: Floats

    def limits(self, confidence: float) -> tuple[Floats, Floats]:
        """Return the counts between which a day falls so often: quantiles of a negative binomial.

        A count that swings around a mean known only within limits is, to the second moment, one that
        swings more: both variances make up `spread`.
        """
        tail, size = (1 - confidence) / 2, 1 / np.maximum(self.spread, _LEAST_SPREAD)
        low, high = (stats.nbinom.ppf(each, size, size / (size + self.mean)) for each in (tail, 1 - tail))
        return low, high


def carried(
    days: Days, day: NDArray[np.datetime64], lockdowns: tuple[Period, ...] = (), *, warm: bool = True
) -> Ahead:
    """Return the model learnt from `days`, carried to `day` (ahead,), all of them later.

    Poisson regression on the calendar as `effect` has it, with temperature where `warm`, and a trend that
    stays at its last level. Nothing of the days ahead but their place in the calendar is looked at.
    Raises MeasureError where the days known are too few, or leave no swing of the temperature.
    """
    known, empty = len(days.day), np.zeros(len(days.day) + len(day))
    both = Days(np.concatenate([days.day, day]), empty, empty, empty)
    columns = terms(both, calendar(both.day), lockdowns, learnt=known)
    require(days, {name: each[:known] for name, each in columns.items()})
    rows = np.column_stack(list(columns.values()))
    matrix = np.column_stack([days.celsius, rows[:known]]) if warm else rows[:known]
    found = regression.fit(days.offences, matrix)
    alpha = regression.dispersion(days.offences, found.mean)
    return Ahead(day, rows[known:], found.coef, regression.hac(found, days.place), alpha, warm)


def expected(model: Ahead, celsius: Floats) -> Expected:
    """Return what the model expects of its days ahead at these temperatures, shape (ahead,)."""
    rows = _rows(model, celsius)
    unsure = np.einsum("ij,jk,ik->i", rows, model.covariance, rows)
    return Expected(np.exp(rows @ model.coef), model.alpha + unsure)


def together(model: Ahead, celsius: Floats) -> Expected:
    """Return what is expected of all the days ahead together: shapes are (1,).

    Days swing each on their own; what the model does not know, it does not know of all of them.
    """
    rows = _rows(model, celsius)
    mean = np.exp(rows @ model.coef)
    pull, whole = mean @ rows, mean.sum()
    spread = (model.alpha * (mean**2).sum() + pull @ model.covariance @ pull) / whole**2
    return Expected(np.array([whole]), np.array([spread]))


def _rows(model: Ahead, celsius: Floats) -> Floats:
    return np.column_stack([celsius, model.rows]) if model.warm else model.rows


class Outlook(NamedTuple):
    """Seven days to come: the model of them, and what is usual then.

    `usual` °C, `seen_low` and `seen_high` °C have shape (7,): the temperature usual for the time
    of year, and the coolest and warmest day known within a month of it.
    """

    model: Ahead
    usual: Floats
    seen_low: Floats
    seen_high: Floats
    learnt: int


class Week(NamedTuple):
    """What seven days at given temperatures are expected to bring.

    `days` has a row a day: day, celsius, usual, seen_low, seen_high, expected, low80, high80, low, high
    (of the 95 % interval) and at_usual. The rest is of all seven days together; `extra` is what
    temperatures other than usual bring, with the limits of temperature's effect.
    """

    days: pd.DataFrame
    expected: float
    low: float
    high: float
    at_usual: float
    extra: float
    extra_low: float
    extra_high: float
    learnt: int
    method: str = "Poisson regression, last five years; negative binomial limits with the model's own error"


@regression.on_one_core
def outlook(days: Days, lockdowns: tuple[Period, ...] = (), gap: int = 0) -> Outlook:
    """Return the model of the seven days that come `gap` days after `days`, learnt from its last five years.

    Raises MeasureError as `carried` does.
    """
    last = days.place[-1]
    recent = days.where(days.place > last - WINDOW)
    place = last + gap + np.arange(1, WEEK + 1)
    day = place.astype("datetime64[D]")
    apart = (recent.place[:, None] - place + YEAR / 2) % YEAR - YEAR / 2
    near = np.where(np.abs(apart) <= NEAR, recent.celsius[:, None], np.nan)
    return Outlook(
        carried(recent, day, lockdowns), usual(recent, day), np.nanmin(near, axis=0),
        np.nanmax(near, axis=0), len(recent.day),
    )  # fmt: skip


def usual(days: Days, day: NDArray[np.datetime64]) -> Floats:
    """Return the temperature usual at the time of year of each `day`: three waves fitted to `days`."""

    def season(place: NDArray[np.int64]) -> Floats:
        return np.column_stack([np.ones(len(place)), *waves(place - days.place[0]).values()])

    coef = np.linalg.lstsq(season(days.place), days.celsius)[0]
    return season(day.astype("datetime64[D]").astype(np.int64)) @ coef


def week(ahead: Outlook, celsius: Floats) -> Week:
    """Return what the seven days bring at temperatures `celsius`, shape (7,), beside usual ones."""
    model = ahead.model
    one, normal, whole = expected(model, celsius), expected(model, ahead.usual), together(model, celsius)
    (low80, high80), (low, high) = (one.limits(each) for each in CONFIDENCES)
    apart, error = celsius - ahead.usual, float(np.sqrt(model.covariance[0, 0]))
    least, extra, most = (
        float(normal.mean @ np.expm1((model.coef[0] + side * 1.959963984540054 * error) * apart))
        for side in (-1, 0, 1)
    )
    days = pd.DataFrame(
        {
            "day": model.day.astype("datetime64[s]"), "celsius": celsius, "usual": ahead.usual,
            "seen_low": ahead.seen_low, "seen_high": ahead.seen_high, "expected": one.mean,
            "low80": low80, "high80": high80, "low": low, "high": high, "at_usual": normal.mean,
        }
    )  # fmt: skip
    (bottom,), (top,) = whole.limits(CONFIDENCES[-1])
    return Week(
        days, float(whole.mean[0]), float(bottom), float(top), float(normal.mean.sum()), extra,
        min(least, most), max(least, most), ahead.learnt,
    )  # fmt: skip
