"""The effect of a degree: the main model and what it rests on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from vru.errors import MeasureError
from vru.measures.temperature import regression
from vru.measures.temperature.design import Days, Floats, terms
from vru.measures.temperature.models import LEAST_DAYS, LEAST_PER_TERM, METHODS, Models, Slope, slope, warmth
from vru.measures.temperature.variants import Variant, variant

CONFIDENCE = 0.95
WARMER = 5.0  # °C: the day that findings speak of
LEAST_SPREAD = 0.5  # °C of standard deviation that season and trend must leave of the temperature
_Z = 1.959963984540054


class Effect(NamedTuple):
    """Percent more offences for each degree, with its interval, and what the model says of itself.

    `extra` are the offences that a day 5 °C warmer brings on top of `a_day`, with limits. `share`
    is the part (0 to 1) of the variation from day to day that the calendar leaves and temperature
    explains: the fall in deviance. `phi` is Pearson's over-dispersion against Poisson, whichever the
    model, `echo` the correlation of one day's residual with the next one's, `bare` the same effect
    with season and trend left in.
    """

    percent: float
    low: float
    high: float
    log_rate: float
    se: float
    extra: float
    extra_low: float
    extra_high: float
    a_day: float
    share: float
    phi: float
    echo: float
    bare: Variant
    days: int
    offences: int
    coefficients: pd.DataFrame
    method: str
    confidence: float = CONFIDENCE
    unit: str = "% per °C"

    @property
    def value(self) -> float:
        """The percent a degree."""
        return self.percent


def effect(models: Models, model: str = "poisson") -> Effect:
    """Return the effect of a degree with season, week, special days, lockdowns and trend taken out.

    `model` is one of MODELS. Raises MeasureError where it could not be told apart: fewer than 730
    days, fewer than ten offences a term, or a temperature that season and trend leave hardly any swing.
    """
    days = models.days
    require(days, models.columns)
    found = models.slope(model)
    calendar = regression.fit(days.offences, found.matrix[:, len(found.across) :], found.fit.alpha)
    one, a_day = variant("main", found, days), float(days.offences.mean())
    extra, low, high = (
        float(a_day * np.expm1(WARMER * (found.log_rate + side * _Z * found.se))) for side in (0, -1, 1)
    )
    return Effect(
        one.percent, one.low, one.high, found.log_rate, found.se, extra, low, high, a_day,
        share=1 - found.fit.deviance / calendar.deviance,
        phi=models.slope().fit.phi,
        echo=_echo(days, found.fit),
        bare=_bare(models, model),
        days=len(days.day),
        offences=int(days.offences.sum()),
        coefficients=_coefficients(found),
        method=METHODS[model],
    )  # fmt: skip


@regression.on_one_core
def require(days: Days, columns: dict[str, Floats]) -> None:
    """Raise MeasureError where an effect of temperature could not be told apart on these days."""
    if len(days.day) < LEAST_DAYS:
        raise MeasureError(f"{len(days.day):,} days have count and temperature; {LEAST_DAYS} are needed.")
    needed = LEAST_PER_TERM * (len(columns) + 1)
    if days.offences.sum() < needed:
        raise MeasureError(f"{int(days.offences.sum()):,} offences are too few: the model needs {needed:,}.")
    basis = np.column_stack(list(columns.values()))
    left = days.celsius - basis @ np.linalg.lstsq(basis, days.celsius)[0]
    if left.std() < LEAST_SPREAD:
        raise MeasureError(
            f"The temperature strays {left.std():.1f} °C from what season and trend say: too little."
        )


def _echo(days: Days, found: regression.Fit) -> float:
    residual = (days.offences - found.mean) / np.sqrt(found.mean)
    next_day = np.diff(days.place) == 1
    return float(np.corrcoef(residual[:-1][next_day], residual[1:][next_day])[0, 1])


def _coefficients(found: Slope) -> pd.DataFrame:
    """Return each term with its error, and with that of over-dispersion alone.

    A day with a name comes once a year: the errors that allow for spells are too small for so few.
    """
    return pd.DataFrame(
        {
            "term": found.names,
            "coefficient": found.fit.coef,
            "standard_error": np.sqrt(np.diag(found.covariance)),
            "quasi_error": np.sqrt(max(1.0, found.fit.phi) * np.diag(found.fit.bread)),
        }
    )


def _bare(models: Models, model: str) -> Variant:
    """Return the effect with season and trend left in, as a naive look has it: to show why they must go."""
    columns = terms(models.days, models.special, season="none", trend=0)
    warm = warmth(models.days.celsius, model)
    return variant("bare", slope(models.days, warm, columns, model), models.days)
