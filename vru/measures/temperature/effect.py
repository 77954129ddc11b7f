"""The effect of a degree: the main model, what it rests on, and the same under other reasonable models."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from vru.errors import MeasureError
from vru.measures.temperature import regression
from vru.measures.temperature.design import Days, Floats, Period, knots, spline, terms

CONFIDENCE = 0.95
_Z = 1.959963984540054
WARMER = 5.0  # °C: the day that findings speak of
LEAST_DAYS = 730  # two of every season, else a warm summer and a rise are one
LEAST_PER_TERM = 10  # offences for each term of the model
LEAST_SPREAD = 0.5  # °C of standard deviation that season and trend must leave of the temperature
BENDS = 4  # degrees of freedom of the curve
MIDDLE = (0.1, 0.9)  # quantiles of temperature between which a curve's average slope is taken

VARIANTS: dict[str, str] = {
    "main": "Poisson, errors that allow for spells of 14 days",
    "quasi": "Quasi-Poisson: errors stretched by over-dispersion",
    "negative_binomial": "Negative binomial",
    "curve": "Curve in temperature, its average slope",
    "months": "Season as twelve months instead of waves",
    "close_trend": "Trend of four bends a year in place of season and trend",
    "strata": "Case-crossover: same weekday, month and year compared",
    "no_lockdowns": "Without the months of lockdown",
    "no_artefacts": "Without first days of a month and times of 00:00",
}


class Effect(NamedTuple):
    """Percent more offences for each degree, with its interval, and what the model says of itself.

    `extra` are the offences that a day 5 °C warmer brings on top of `a_day`, with limits. `share`
    is the part (0 to 1) of the variation from day to day that the calendar leaves and temperature
    explains: the fall in deviance. `phi` is Pearson's over-dispersion, `echo` the correlation of
    one day's residual with the next one's, `bare` the same effect with season and trend left in.
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
    confidence: float = CONFIDENCE
    method: str = "Poisson regression of daily counts, Newey–West errors with lag 14"
    unit: str = "% per °C"

    @property
    def value(self) -> float:
        """The percent a degree."""
        return self.percent


class Variant(NamedTuple):
    """The percent a degree under one model; `n` are its days."""

    code: str
    percent: float
    low: float
    high: float
    n: int


class Bend(NamedTuple):
    """The curve of temperature: % more or fewer offences than at `reference` °C, at each of `celsius`.

    `straight` is the main model's line. `points` has a row a whole degree: celsius, percent (mean
    partial residual of its days, season and week taken out) and days.
    """

    celsius: Floats
    percent: Floats
    low: Floats
    high: Floats
    straight: Floats
    reference: float
    points: pd.DataFrame


def effect(days: Days, special: dict[str, Floats], lockdowns: tuple[Period, ...] = ()) -> Effect:
    """Return the effect of a degree with season, week, special days, lockdowns and trend taken out.

    Raises MeasureError where it could not be told apart: fewer than 730 days, fewer than ten
    offences a term, or a temperature that season and trend leave hardly any swing.
    """
    columns = terms(days, special, lockdowns)
    _require(days, columns)
    matrix = _matrix(days.celsius, columns)
    found = regression.fit(days.offences, matrix)
    calendar = regression.fit(days.offences, matrix[:, 1:])
    covariance = regression.hac(found, days.place)
    se, a_day = float(np.sqrt(covariance[0, 0])), float(days.offences.mean())
    one = _variant("main", found.coef[0], se, days)
    extra, low, high = (
        float(a_day * np.expm1(WARMER * (found.coef[0] + side * _Z * se))) for side in (0, -1, 1)
    )
    return Effect(
        one.percent, one.low, one.high, float(found.coef[0]), se, extra, low, high, a_day,
        share=1 - found.deviance / calendar.deviance,
        phi=found.phi,
        echo=_echo(days, found),
        bare=_bare(days, special),
        days=len(days.day),
        offences=int(days.offences.sum()),
        coefficients=_coefficients(["celsius", *columns], found, covariance),
    )  # fmt: skip


def _require(days: Days, columns: dict[str, Floats]) -> None:
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


def _matrix(celsius: Floats, columns: dict[str, Floats]) -> Floats:
    return np.column_stack([celsius, *columns.values()])


def _variant(code: str, log_rate: float, se: float, days: Days) -> Variant:
    percent, low, high = (float(100 * np.expm1(log_rate + side * _Z * se)) for side in (0, -1, 1))
    return Variant(code, percent, low, high, len(days.day))


def _echo(days: Days, found: regression.Fit) -> float:
    residual = (days.offences - found.mean) / np.sqrt(found.mean)
    next_day = np.diff(days.place) == 1
    return float(np.corrcoef(residual[:-1][next_day], residual[1:][next_day])[0, 1])


def _coefficients(names: list[str], found: regression.Fit, covariance: Floats) -> pd.DataFrame:
    """Return each term with its error, and with that of over-dispersion alone.

    A day with a name comes once a year: the errors that allow for spells are too small for so few.
    """
    return pd.DataFrame(
        {
            "term": names,
            "coefficient": found.coef,
            "standard_error": np.sqrt(np.diag(covariance)),
            "quasi_error": np.sqrt(max(1.0, found.phi) * np.diag(found.bread)),
        }
    )


def _bare(days: Days, special: dict[str, Floats]) -> Variant:
    """Return the effect with season and trend left in, as a naive look has it: to show why they must go."""
    return _poisson("bare", days, terms(days, special, season="none", trend=0))


def _poisson(code: str, days: Days, columns: dict[str, Floats]) -> Variant:
    found = regression.fit(days.offences, _matrix(days.celsius, columns))
    return _variant(code, found.coef[0], np.sqrt(regression.hac(found, days.place)[0, 0]), days)


def variants(
    days: Days, special: dict[str, Floats], lockdowns: tuple[Period, ...] = ()
) -> tuple[Variant, ...]:
    """Return the effect under each of VARIANTS, in their order; the first is the main model."""
    columns = terms(days, special, lockdowns)
    matrix = _matrix(days.celsius, columns)
    found = regression.fit(days.offences, matrix)
    twice = regression.negative_binomial(days.offences, matrix)
    stretched = np.sqrt(max(1.0, found.phi) * found.bread[0, 0])
    open_ = _kept(days, special, ~_during(days, lockdowns))
    usual = _kept(days, special, pd.DatetimeIndex(days.day).day != 1)
    timed = usual[0]._replace(offences=usual[0].offences - usual[0].midnight)
    close = terms(days, special, lockdowns, season="none", trend=4 * _years(days))
    return (
        _variant("main", found.coef[0], np.sqrt(regression.hac(found, days.place)[0, 0]), days),
        _variant("quasi", found.coef[0], stretched, days),
        _variant("negative_binomial", twice.coef[0], np.sqrt(regression.hac(twice, days.place)[0, 0]), days),
        _slope(days, columns),
        _poisson("months", days, terms(days, special, lockdowns, season="months")),
        _poisson("close_trend", days, close),
        _strata(days, special),
        _poisson("no_lockdowns", open_[0], terms(open_[0], open_[1])),
        _poisson("no_artefacts", timed, terms(timed, usual[1], lockdowns)),
    )


def _years(days: Days) -> int:
    return max(1, round((days.place[-1] - days.place[0]) / 365.25))


def _during(days: Days, lockdowns: tuple[Period, ...]) -> np.ndarray:
    inside = np.zeros(len(days.day), bool)
    for first, last in lockdowns:
        inside |= (days.day >= np.datetime64(first)) & (days.day <= np.datetime64(last))
    return inside


def _kept(days: Days, special: dict[str, Floats], kept: np.ndarray) -> tuple[Days, dict[str, Floats]]:
    return days.where(kept), {name: each[kept] for name, each in special.items()}


def _strata(days: Days, special: dict[str, Floats]) -> Variant:
    stamp = pd.DatetimeIndex(days.day)
    codes = stamp.year * 100 + stamp.month * 7 + stamp.day_of_week
    strata = np.unique(codes, return_inverse=True)[1]
    columns = {name: each for name, each in special.items() if np.ptp(each) > 0}
    found = regression.within_strata(days.offences, _matrix(days.celsius, columns), strata)
    return _variant("strata", found.coef[0], np.sqrt(regression.hac(found, days.place)[0, 0]), days)


def _slope(days: Days, columns: dict[str, Floats]) -> Variant:
    """Return the average effect of a degree between cool and warm days, where the effect may bend."""
    at = knots(days.celsius, BENDS)
    low, high = np.quantile(days.celsius, MIDDLE)
    found, covariance = _curved(days, columns, at)
    across = np.subtract(*spline(np.array([high, low]), at)) / (high - low)
    return _variant("curve", across @ found.coef[:BENDS], np.sqrt(across @ covariance @ across), days)


def _curved(days: Days, columns: dict[str, Floats], at: Floats) -> tuple[regression.Fit, Floats]:
    found = regression.fit(days.offences, np.column_stack([spline(days.celsius, at), *columns.values()]))
    return found, regression.hac(found, days.place)[:BENDS, :BENDS]


def bend(days: Days, special: dict[str, Floats], lockdowns: tuple[Period, ...] = ()) -> Bend:
    """Return the curve of temperature with its interval, and each degree's mean partial residual."""
    columns = terms(days, special, lockdowns)
    at = knots(days.celsius, BENDS)
    found, covariance = _curved(days, columns, at)
    reference = float(np.median(days.celsius))
    first, last = np.quantile(days.celsius, (0.002, 0.998))
    celsius = np.linspace(first, last, 41)
    apart = spline(celsius, at) - spline(np.array([reference]), at)
    line, se = apart @ found.coef[:BENDS], np.sqrt(np.einsum("ij,jk,ik->i", apart, covariance, apart))
    straight = regression.fit(days.offences, _matrix(days.celsius, columns)).coef[0]
    percent, low, high = (100 * np.expm1(line + side * _Z * se) for side in (0, -1, 1))
    level = 100 * np.expm1(straight * (celsius - reference))
    return Bend(celsius, percent, low, high, level, reference, _points(days, found, at, reference))


def _points(days: Days, found: regression.Fit, at: Floats, reference: float) -> pd.DataFrame:
    """Return, for each whole degree, how far its days lie from what the calendar alone says."""
    curve = (spline(days.celsius, at) - spline(np.array([reference]), at)) @ found.coef[:BENDS]
    # what the calendar expects on the day, at the reference temperature
    sums = pd.DataFrame(
        {
            "celsius": np.round(days.celsius), "offences": days.offences,
            "expected": found.mean / np.exp(curve), "days": 1,
        }
    ).groupby("celsius", as_index=False).sum()  # fmt: skip
    sums = sums[sums["days"] >= 5]
    return sums.assign(percent=100 * (sums["offences"] / sums["expected"] - 1))[
        ["celsius", "percent", "days"]
    ]


def claim(found: tuple[Variant, ...], margin: float) -> str:
    """Return the verdict: it holds or does not only where every variant's interval is on that side."""
    if found and all(each.low > margin for each in found):
        return "holds"
    return "does not hold" if found and all(each.high < margin for each in found) else "cannot tell"
