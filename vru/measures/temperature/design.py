"""The days and the terms of the model: temperature, season, week, special days, trend."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
HARMONICS = 3
YEAR = 365.25
_NAMED = {"new_years_day": (1, 1), "halloween": (10, 31), "bonfire_night": (11, 5), "new_years_eve": (12, 31)}


class Period(NamedTuple):
    """Days from `first` to `last`, both inclusive, such as a lockdown."""

    first: dt.date
    last: dt.date


class Days(NamedTuple):
    """Daily counts and temperature, one element a day of the calendar that can be used.

    `day` is datetime64[D], increasing, without repeats; `offences` and `celsius` are floats
    without NaN; `midnight` counts the offences at 00:00 exactly among them. Days that are missing
    (no reading, month not whole) are simply not there.
    """

    day: NDArray[np.datetime64]
    offences: Floats
    celsius: Floats
    midnight: Floats

    @property
    def place(self) -> NDArray[np.int64]:
        """Each day's number in the calendar."""
        return self.day.astype("datetime64[D]").astype(np.int64)

    def where(self, kept: NDArray[np.bool_]) -> Days:
        """Return the days kept."""
        return Days(self.day[kept], self.offences[kept], self.celsius[kept], self.midnight[kept])


def daily_mean(readings: pd.DataFrame) -> pd.Series:
    """Return one temperature a day from readings (day, station, celsius) of one or more stations.

    The mean over stations, each station's usual distance from the others taken off first: a warmer
    station that comes or goes is then no change of the weather. Days without a reading are missing.
    """
    wide = (
        readings.dropna(subset="celsius")
        .pivot(index="day", columns="station", values="celsius")
        .astype(float)
    )
    usual = pd.Series(0.0, wide.columns)
    for _ in range(50 if wide.shape[1] > 1 else 0):
        day = wide.sub(usual, axis=1).mean(axis=1)
        usual = wide.sub(day, axis=0).mean()
        usual -= usual.mean()
    return wide.sub(usual, axis=1).mean(axis=1).rename("celsius")


def calendar(day: NDArray[np.datetime64]) -> dict[str, Floats]:
    """Return a 0/1 column a kind of special day: bank holidays of England, and days with a name."""
    import holidays

    stamp = pd.DatetimeIndex(day)
    named = {
        name: ((stamp.month == month) & (stamp.day == number)).astype(float)
        for name, (month, number) in _NAMED.items()
    }
    free = holidays.country_holidays("GB", subdiv="ENG", years=range(stamp[0].year, stamp[-1].year + 1))
    bank = np.isin(day, np.array(sorted(free), "datetime64[D]")).astype(float)
    bank[named["new_years_day"] > 0] = 0
    return {"bank_holiday": bank, **{name: np.asarray(column) for name, column in named.items()}}


def terms(
    days: Days,
    special: dict[str, Floats],
    lockdowns: tuple[Period, ...] = (),
    *,
    season: str = "harmonics",
    trend: int | None = None,
) -> dict[str, Floats]:
    """Return the columns of the calendar by name: all that the model knows beside temperature.

    `season` is "harmonics" (three pairs of sine and cosine), "months" or "none"; `trend` the
    degrees of freedom of a natural spline over the whole stretch (None: one a year; 0: none).
    Columns that are the same on every day are left out.
    """
    stamp = pd.DatetimeIndex(days.day)
    found: dict[str, Floats] = {"level": np.ones(len(stamp))}
    found |= {name: np.asarray(stamp.day_of_week == at, float) for at, name in enumerate(_WEEK) if at}
    found |= special
    for at, span in enumerate(lockdowns, start=1):
        found[f"lockdown_{at}"] = _inside(days.day, span)
    found |= _season(days, season)
    along = (days.place - days.place[0]) / max(days.place[-1] - days.place[0], 1)
    freedom = max(1, round((days.place[-1] - days.place[0]) / YEAR)) if trend is None else trend
    if freedom:
        found |= {
            f"trend_{at}": each for at, each in enumerate(spline(along, knots(along, freedom)).T, start=1)
        }
    return {name: each for name, each in found.items() if name == "level" or np.ptp(each) > 0}


_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _inside(day: NDArray[np.datetime64], span: Period) -> Floats:
    return ((day >= np.datetime64(span.first)) & (day <= np.datetime64(span.last))).astype(float)


def _season(days: Days, season: str) -> dict[str, Floats]:
    if season == "months":
        month = pd.DatetimeIndex(days.day).month
        return {f"month_{each:02d}": np.asarray(month == each, float) for each in range(2, 13)}
    turn = 2 * np.pi * (days.place - days.place[0]) / YEAR
    pairs = range(1, HARMONICS + 1) if season == "harmonics" else ()
    return {
        f"{name}_{each}": wave(each * turn)
        for each in pairs
        for name, wave in (("sin", np.sin), ("cos", np.cos))
    }


def knots(values: Floats, freedom: int) -> Floats:
    """Return the ends of `values` and `freedom` − 1 quantiles between them: knots as R's `ns` sets them."""
    return np.quantile(values, np.linspace(0, 1, freedom + 1))


def spline(values: Floats, at: Floats) -> Floats:
    """Return a natural cubic spline's columns, shape (days, knots − 1): straight beyond the outer knots.

    Truncated powers (Hastie, Tibshirani and Friedman 2009, 5.2.1); they span what R's `ns` spans.
    """
    if len(at) < 3:
        return values[:, None]
    width = at[-1] - at[0]

    def bend(knot: float) -> Floats:
        cubes = np.maximum(values - knot, 0) ** 3 - np.maximum(values - at[-1], 0) ** 3
        return cubes / (at[-1] - knot) / width

    last = bend(at[-2])
    return np.column_stack([values, *(bend(each) - last for each in at[:-2])])
