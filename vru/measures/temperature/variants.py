"""The effect of a degree under every reasonable model, and the verdict that rests on all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru.measures.temperature import regression
from vru.measures.temperature.design import Days, Floats, terms
from vru.measures.temperature.models import (
    LEAST_DAYS,
    LEAST_PER_TERM,
    MODELS,
    Models,
    Slope,
    Warmth,
    slope,
    warmth,
)

NEAR = 15  # days either side of a day of the year whose temperatures make its normal
_Z = 1.959963984540054

VARIANTS: dict[str, str] = {
    **MODELS,
    "months": "Season as twelve months",
    "close_trend": "Trend of four bends a year",
    "departures": "Departures from the day’s normal",
    "strata": "Case-crossover",
    "no_lockdowns": "Without lockdown months",
    "no_artefacts": "Without first days and 00:00",
    "neither": "Without either",
    "public": "Public places only",
    "elsewhere": "Elsewhere only",
}


PARTIAL = ("public", "elsewhere")  # variants of a part of the offences: no other model of them all


class Variant(NamedTuple):
    """The percent a degree under one model of `n` days; `lockdowns`, `artefacts`: whether they are in."""

    code: str
    percent: float
    low: float
    high: float
    n: int
    lockdowns: bool = True
    artefacts: bool = True


def variant(
    code: str, found: Slope, days: Days, *, lockdowns: bool = True, artefacts: bool = True
) -> Variant:
    """Return a fitted model's percent a degree with its interval."""
    return _variant(code, found.log_rate, found.se, len(days.day))._replace(
        lockdowns=lockdowns, artefacts=artefacts
    )


def _variant(code: str, log_rate: float, se: float, n: int) -> Variant:
    percent, low, high = (float(100 * np.expm1(log_rate + side * _Z * se)) for side in (0, -1, 1))
    return Variant(code, percent, low, high, n)


def variants(models: Models, places: Mapping[str, Floats] | None = None) -> tuple[Variant, ...]:
    """Return the effect under each of VARIANTS, in their order; the first is the main model.

    `places` are the counts, each of shape (days,), of offences in `public` places and `elsewhere`;
    these two are left out where there are none, or too few to tell.
    """
    days, special, lockdowns = models.days, models.special, models.lockdowns
    months = terms(days, special, lockdowns, season="months")
    close = terms(days, special, lockdowns, season="none", trend=4 * _years(days))
    normal = Warmth(("departure",), departures(days)[:, None], np.ones(1))
    return (
        *(variant(each, models.slope(each), days) for each in MODELS),
        variant("months", _line(days, months), days),
        variant("close_trend", _line(days, close), days),
        variant("departures", slope(days, normal, models.columns), days),
        _strata(days, special),
        _left(models, "no_lockdowns", lockdowns=True),
        _left(models, "no_artefacts", artefacts=True),
        _left(models, "neither", lockdowns=True, artefacts=True),
        *_places(models, places or {}),
    )


def _line(days: Days, columns: dict[str, Floats]) -> Slope:
    return slope(days, warmth(days.celsius, "poisson"), columns)


def _years(days: Days) -> int:
    return max(1, round((days.place[-1] - days.place[0]) / 365.25))


def _left(models: Models, code: str, *, lockdowns: bool = False, artefacts: bool = False) -> Variant:
    rest = models.without(lockdowns=lockdowns, artefacts=artefacts)
    return variant(code, rest.slope(), rest.days, lockdowns=not lockdowns, artefacts=not artefacts)


def departures(days: Days) -> Floats:
    """Return how far each day's temperature lies from the normal of its day of the year, shape (days,).

    The normal is the mean of all days, of whichever year, within 15 days of that time of the year.
    """
    stamp = pd.DatetimeIndex(days.day)
    # places in a leap year: the same date has the same one in every year
    at = np.asarray(pd.to_datetime({"year": 2000, "month": stamp.month, "day": stamp.day}).dt.day_of_year) - 1
    sums, number = (np.bincount(at, each, minlength=366) for each in (days.celsius, np.ones(len(at))))
    around = np.ones(2 * NEAR + 1)
    sums, number = (
        np.convolve(np.concatenate([each[-NEAR:], each, each[:NEAR]]), around, "valid")
        for each in (sums, number)
    )
    return days.celsius - (sums / np.maximum(number, 1))[at]


def _strata(days: Days, special: dict[str, Floats]) -> Variant:
    stamp = pd.DatetimeIndex(days.day)
    codes = stamp.year * 100 + stamp.month * 7 + stamp.day_of_week
    strata = np.unique(codes, return_inverse=True)[1]
    columns = [each for each in special.values() if np.ptp(each) > 0]
    found = regression.within_strata(days.offences, np.column_stack([days.celsius, *columns]), strata)
    se = float(np.sqrt(regression.hac(found, days.place)[0, 0]))
    return _variant("strata", float(found.coef[0]), se, len(days.day))


def _places(models: Models, places: Mapping[str, Floats]) -> tuple[Variant, ...]:
    """Return the effect on offences in public places and elsewhere, in the days that tell them apart."""
    known = np.flatnonzero(sum(places.values(), np.zeros(len(models.days.day))))
    if len(known) == 0 or any(each not in places for each in PARTIAL):
        return ()
    # before the first offence whose place is known, places are unknown: not none
    at = np.arange(len(models.days.day))
    inside = (at >= known[0]) & (at <= known[-1])
    told = models.where(inside)
    least = LEAST_PER_TERM * (len(told.columns) + 1)
    if inside.sum() < LEAST_DAYS or any(each.sum() < least for each in places.values()):
        return ()
    counted = {each: told.days._replace(offences=places[each][inside]) for each in PARTIAL}
    return tuple(variant(name, _line(days, told.columns), days) for name, days in counted.items())


def deciding(found: tuple[Variant, ...]) -> tuple[Variant, ...]:
    """Return the variants of all offences, which the verdict rests on."""
    return tuple(each for each in found if each.code not in PARTIAL)


def against(found: tuple[Variant, ...], margin: float) -> tuple[Variant, ...]:
    """Return the variants of a part of the offences that lie wholly on the other side of the margin."""
    above = all(each.low > margin for each in deciding(found))
    return tuple(
        each
        for each in found
        if each.code in PARTIAL and (each.high < margin if above else each.low > margin)
    )


def claim(found: tuple[Variant, ...], margin: float) -> str:
    """Return the verdict: it holds or does not only where every variant's interval is on that side.

    A part of the offences has fewer to tell by: it only contradicts, where it lies wholly on the other side.
    """
    whole = deciding(found)
    if not whole or against(found, margin):
        return "cannot tell"
    if all(each.low > margin for each in whole):
        return "holds"
    return "does not hold" if all(each.high < margin for each in whole) else "cannot tell"
