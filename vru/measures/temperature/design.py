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
LEAST_SHARED = 180  # days that two stations must share to be held against each other
ALIKE = 0.5  # correlation within months that stations of one force surely have
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


def strangers(readings: pd.DataFrame) -> tuple[str, ...]:
    """Return the stations whose days go with no other station's: elsewhere, or with wrong dates.

    Of readings (day, station, celsius) each station's departures from the mean of its month are
    held against every other's. A stranger's largest correlation is below 0.5; stations that share
    fewer than 180 days are not judged. Neighbours of one force agree on nearly all of it.
    """
    known = readings.dropna(subset="celsius").assign(day=lambda each: pd.to_datetime(each["day"]))
    wide = known.pivot(index="day", columns="station", values="celsius").astype(float)
    if wide.shape[1] < 2:
        return ()
    within = wide - wide.groupby(pd.DatetimeIndex(wide.index).to_period("M")).transform("mean")
    alike = within.corr(min_periods=LEAST_SHARED).to_numpy(copy=True)
    np.fill_diagonal(alike, np.nan)
    judged = ~np.isnan(alike).all(axis=0)
    best = np.where(judged, np.where(np.isnan(alike), -1.0, alike).max(axis=0), 1.0)
    return tuple(str(each) for each in wide.columns[best < ALIKE])


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
    learnt: int | None = None,
) -> dict[str, Floats]:
    """Return the columns of the calendar by name: all that the model knows beside temperature.

    `season` is "harmonics" (three pairs of sine and cosine), "months" or "none"; `trend` the
    degrees of freedom of a natural spline over the whole stretch (None: one a year; 0: none).
    `learnt` is how many of the days, the first ones, the model learns from (None: all); nothing
    after them shapes a column. Columns that are the same on every day learnt from are left out.
    """
    stamp = pd.DatetimeIndex(days.day)
    found: dict[str, Floats] = {"level": np.ones(len(stamp))}
    found |= {name: np.asarray(stamp.day_of_week == at, float) for at, name in enumerate(_WEEK) if at}
    found |= special
    for at, span in enumerate(lockdowns, start=1):
        found[f"lockdown_{at}"] = _inside(days.day, span)
    found |= _season(days, season)
    known = len(stamp) if learnt is None else learnt
    found |= _trend(days, trend, known)
    return {name: each for name, each in found.items() if name == "level" or np.ptp(each[:known]) > 0}


_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _inside(day: NDArray[np.datetime64], span: Period) -> Floats:
    return ((day >= np.datetime64(span.first)) & (day <= np.datetime64(span.last))).astype(float)


def _trend(days: Days, freedom: int | None, known: int) -> dict[str, Floats]:
    """Return a natural spline over the first `known` days; after them it stays where it was on the last.

    Carried on along its last slope, a trend would run away within months.
    """
    length = int(days.place[known - 1] - days.place[0])
    freedom = max(1, round(length / YEAR)) if freedom is None else freedom
    if not freedom:
        return {}
    along = np.minimum((days.place - days.place[0]) / max(length, 1), 1.0)
    bends = spline(along, knots(along[:known], freedom))
    return {f"trend_{at}": each for at, each in enumerate(bends.T, start=1)}


def _season(days: Days, season: str) -> dict[str, Floats]:
    if season == "months":
        month = pd.DatetimeIndex(days.day).month
        return {f"month_{each:02d}": np.asarray(month == each, float) for each in range(2, 13)}
    return waves(days.place - days.place[0]) if season == "harmonics" else {}


def waves(since: NDArray[np.int64]) -> dict[str, Floats]:
    """Return three pairs of sine and cosine of a year by name, at numbers of days since some day."""
    turn = 2 * np.pi * since / YEAR
    return {
        f"{name}_{each}": wave(each * turn)
        for each in range(1, HARMONICS + 1)
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
