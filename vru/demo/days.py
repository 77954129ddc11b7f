"""The days of the extract: calendar, made-up weather, and how many crimes each day brings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from vru.demo.worlds import World
from vru.periods import add_months
from vru.reference import table

BURN_IN = 400  # days before the extract, so that crimes recorded late are in its first months
YEARS = 16
RELATIONS = ("general", "partner", "family")
# share of each relation between suspect and victim, by kind of crime
KINDS: dict[str, tuple[float, float, float]] = {
    "violence_with_injury": (0.66, 0.25, 0.09),
    "homicide": (0.66, 0.24, 0.10),
    "robbery": (1.0, 0.0, 0.0),
    "sexual_offences": (0.70, 0.18, 0.12),
    "threats_to_kill": (0.55, 0.33, 0.12),
    "death_injury_driving": (1.0, 0.0, 0.0),
}
# share recorded on the day, next day, then exponential with these means in days
LAGS: dict[str, tuple[float, float, tuple[tuple[float, float], ...]]] = {
    "default": (0.58, 0.22, ((0.15, 9.0), (0.05, 90.0))),
    "sexual_offences": (0.28, 0.14, ((0.33, 25.0), (0.25, 160.0))),
}
# an upload that failed: all kinds fall together, the year's total still meets its figure
INCOMPLETE_MONTH, INCOMPLETE_SHARE = "2013-11", 0.55
# (from, to, general, domestic): made-up strength of the restrictions of 2020 and 2021
LOCKDOWNS = (
    ("2020-03-24", "2020-05-31", 0.56, 1.00),
    ("2020-06-01", "2020-07-03", 0.78, 1.03),
    ("2020-11-05", "2020-12-01", 0.80, 1.00),
    ("2021-01-05", "2021-03-28", 0.62, 0.95),
    ("2021-03-29", "2021-05-16", 0.86, 1.00),
)


@dataclass(frozen=True)
class Days:
    """Every day from the burn-in to the extract's last; each array has one value a day."""

    date: np.ndarray  # datetime64[D]
    year: np.ndarray  # index of the population year: mid-year to mid-year
    financial: np.ndarray  # calendar year in which the financial year ends
    month: np.ndarray  # 1 to 12
    weekday: np.ndarray  # Monday is 0
    along: np.ndarray  # 0 at the first day of the extract, 1 at the last
    mean_c: np.ndarray
    first_mid_year: int  # calendar year of population year 0

    @property
    def first(self) -> dt.date:
        """The first day of the extract."""
        return self.date[BURN_IN].item()

    @property
    def last(self) -> dt.date:
        """The last day of the extract."""
        return self.date[-1].item()


def days_to(month: dt.date, rng: np.random.Generator) -> Days:
    """Return the days of the 16 years that end with `month`, with made-up weather."""
    first = np.datetime64(add_months(month, 1 - 12 * YEARS), "D")
    date = np.arange(first - BURN_IN, np.datetime64(add_months(month, 1), "D"))
    stamp = pd.DatetimeIndex(date)
    mid_year = (stamp.year - (stamp.month < 7)).to_numpy()
    along = (np.arange(date.size) - BURN_IN) / (date.size - BURN_IN - 1)
    return Days(
        date=date,
        year=mid_year - mid_year[0],
        financial=(stamp.year + (stamp.month >= 4)).to_numpy(),
        month=stamp.month.to_numpy(),
        weekday=stamp.day_of_week.to_numpy(),
        along=np.clip(along, 0, 1),
        mean_c=_temperature(rng, stamp),
        first_mid_year=int(mid_year[0]),
    )


def normal_temperature(day_of_year: np.ndarray) -> np.ndarray:
    """Return the made-up normal mean temperature in °C of a day of the year."""
    return 10.8 - 6.6 * np.cos(2 * np.pi * (day_of_year - 25) / 365.25)


def _temperature(rng: np.random.Generator, stamp: pd.DatetimeIndex) -> np.ndarray:
    # a day remembers four fifths of yesterday's departure: spells of a week, as in English weather
    shocks = rng.normal(0, 1.75, len(stamp))
    departure = np.empty(len(stamp))
    last = 0.0
    for i, shock in enumerate(shocks):
        last = departure[i] = 0.78 * last + shock
    warming = 0.03 * (np.arange(len(stamp)) / 365.25)
    return np.round(normal_temperature(stamp.day_of_year.to_numpy()) + warming + departure, 1)


def hours(relation: str) -> np.ndarray:
    """Return the weight of each weekday (Monday first) and hour of the clock, shape (7, 24)."""
    hour = np.arange(24)
    evening = np.exp(-0.5 * ((hour - (16.5 if relation == "general" else 20)) / 4.2) ** 2)
    evening += 0.12 * ((hour >= 7) | (hour <= 1))
    week = np.tile(evening, (7, 1))
    night = np.exp(-0.5 * ((np.arange(12) - 6) / 2.4) ** 2)  # 18:00 to 06:00
    strength = (
        (0.15, 0.15, 0.2, 0.35, 1.25, 1.5, 0.4) if relation == "general" else (0.1,) * 4 + (0.4, 0.5, 0.3)
    )
    for day, weight in enumerate(strength):
        week[day, 18:] += weight * night[:6]
        week[(day + 1) % 7, :6] += weight * night[6:]
    return week / week.sum() * 7


def shape(days: Days, relation: str, world: World, wobble: np.ndarray) -> np.ndarray:
    """Return the relative rate of each day for one relation: weekday, season, weather, lockdowns, wobble."""
    general = relation == "general"
    per_degree = world.general_per_degree if general else world.domestic_per_degree
    stamp = pd.DatetimeIndex(days.date)
    turn = 2 * np.pi * (stamp.day_of_year.to_numpy() - 170) / 365.25
    rate = np.exp(per_degree * (days.mean_c - 10.8) + 0.03 * np.cos(turn)) * wobble
    rate *= hours(relation).sum(axis=1)[days.weekday]
    new_year = (stamp.month == 1) & (stamp.day == 1)
    rate *= np.where(new_year, 1.5, np.where((stamp.month == 12) & (stamp.day >= 24), 1.12, 1.0))
    return rate * (_lockdown(days.date, general) if world.covid else 1.0)


def _lockdown(date: np.ndarray, general: bool) -> np.ndarray:
    factor = np.ones(date.size)
    for first, last, in_general, in_domestic in LOCKDOWNS:
        inside = (date >= np.datetime64(first)) & (date <= np.datetime64(last))
        factor[inside] = in_general if general else in_domestic
    return factor


def levels(series: str) -> pd.Series:
    """Return a calibration series: recorded crimes by calendar year in which the financial year ends."""
    rows = table("demo_levels")
    rows = rows[rows["series"] == series]
    years = rows["year_ending"].str[:4].astype(int)
    known = pd.Series(rows["value"].astype(float).to_numpy(), index=years.to_numpy())
    return known.reindex(range(known.index.min(), known.index.max() + 1)).interpolate()


def accuracy(days: Days, world: World) -> np.ndarray:
    """Return the share of reported crimes that is recorded, by day recorded: a step from 2017 to 2019."""
    before, after = world.accuracy
    step = (days.date - np.datetime64("2017-04-01")).astype(float) / 730.5
    return before + (after - before) * np.clip(step, 0, 1)


def targets(kind: str, days: Days, world: World) -> dict[int, float]:
    """Return the crimes to be recorded in each financial year of the extract, at full size.

    In a world that does not rise, true crimes stay at the mean of the series and only
    recording accuracy moves what is recorded. Homicide is always recorded.
    """
    figures = levels(kind)
    years = np.unique(days.financial)
    wanted = {
        int(year): float(figures[min(max(year, figures.index[0]), figures.index[-1])]) for year in years
    }
    if world.rises:
        return wanted
    seen = pd.Series(accuracy(days, world)).groupby(days.financial).mean()
    flat = float(np.mean(list(wanted.values())))
    if kind == "homicide":
        return dict.fromkeys(wanted, round(flat))
    return {year: flat * float(seen[year] / seen.mean()) for year in wanted}


def lag_weights(kind: str, longest: int = BURN_IN) -> np.ndarray:
    """Return the probability of each number of days from committed to recorded, 0 to `longest` − 1."""
    same, following, tails = LAGS.get(kind, LAGS["default"])
    lag = np.arange(longest)
    weights = np.where(lag == 0, same, 0.0) + np.where(lag == 1, following, 0.0)
    for share, mean in tails:
        tail = np.where(lag >= 2, np.exp(-(lag - 2) / mean), 0.0)
        weights += share * tail / tail.sum()
    return weights / weights.sum()


def daily_rates(kind: str, days: Days, world: World, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return, for each relation, the expected crimes committed on each day, at full size.

    They are scaled so that the crimes *recorded* in each financial year meet the target.
    """
    shares = dict(zip(RELATIONS, KINDS[kind], strict=True))
    wobble = _wobble(days, rng)
    shapes = {each: share * shape(days, each, world, wobble) for each, share in shares.items() if share}
    wanted = targets(kind, days, world)
    level = _smooth_level(days, wanted)
    total = np.sum(list(shapes.values()), axis=0)
    years, at = np.unique(days.financial, return_inverse=True)
    goal = np.array([wanted[int(year)] for year in years])
    whole = np.bincount(at) >= 365
    kept = _kept(days)
    for _ in range(6):
        recorded = np.convolve(level * total, lag_weights(kind))[: days.date.size] * kept
        got = np.bincount(at, recorded)
        ratio = np.where(whole & (got > 0), goal / np.maximum(got, 1e-9), 1.0)
        ratio[: np.argmax(whole)] = ratio[np.argmax(whole)]
        level = level * ratio[at]
    return {relation: level * each for relation, each in shapes.items()}


def _kept(days: Days) -> np.ndarray:
    """Return the share of the crimes recorded on each day that reaches the extract."""
    kept = np.ones(days.date.size)
    kept[:BURN_IN] = 0.0
    kept[days.date.astype("datetime64[M]") == np.datetime64(INCOMPLETE_MONTH)] = 1 - INCOMPLETE_SHARE
    return kept


def _wobble(days: Days, rng: np.random.Generator) -> np.ndarray:
    # months and days vary by more than chance, as recorded crime does: dispersion of about 2 a month
    months = np.unique(days.date.astype("datetime64[M]"), return_inverse=True)[1]
    by_month = rng.gamma(1 / 0.022**2, 0.022**2, months.max() + 1)
    return by_month[months] * rng.gamma(1 / 0.04**2, 0.04**2, days.date.size)


def _smooth_level(days: Days, wanted: dict[int, float]) -> np.ndarray:
    middle = np.array([np.datetime64(f"{year - 1}-10-01") for year in wanted]).astype(float)
    return np.interp(days.date.astype(float), middle, np.array(list(wanted.values())) / 365.25)
