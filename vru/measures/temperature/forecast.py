"""Does temperature foretell? Weeks held out in the order of time, each foretold from the days before it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import special

from vru.errors import MeasureError
from vru.measures.temperature.ahead import (
    CONFIDENCES,
    WEEK,
    WINDOW,
    Ahead,
    Expected,
    carried,
    expected,
    together,
)
from vru.measures.temperature.design import Days, Floats, Period
from vru.measures.temperature.models import LEAST_DAYS
from vru.measures.temperature.regression import on_one_core

WEEKS = 104  # held out: two of every season
LEAST_WEEKS = 26  # with fewer, the interval would be an interval of one season's weather
REFIT = 13  # weeks foretold by one fit: a new one each week would say the same and take a minute
SAMPLES, SEED = 2_000, 1


class Inside(NamedTuple):
    """How many of the held-out days lay within the limits of so much `confidence` (a fraction)."""

    confidence: float
    days: int
    of: int


class Foretold(NamedTuple):
    """How well held-out days were foretold, by the calendar alone and with temperature.

    `skill` is the percent by which temperature shrinks the deviance, with its interval: below 0 it
    makes it larger. `missed` and `missed_calendar` are how far a day's count lay from what was
    expected, on average. `days` has a row a held-out day: day, week (its first day), offences,
    celsius, calendar and warm (what was expected), low80, high80, low, high; `weeks` the same for
    their sums, with the mean of celsius. `inside` and `inside_weeks` count those within their limits.
    """

    skill: float
    low: float
    high: float
    missed: float
    missed_calendar: float
    days: pd.DataFrame
    weeks: pd.DataFrame
    inside: tuple[Inside, ...]
    inside_weeks: tuple[Inside, ...]
    confidence: float = 0.95
    method: str = "Fall in Poisson deviance of held-out days; interval by resampling their weeks 2,000 times"


@on_one_core
def foretold(days: Days, lockdowns: tuple[Period, ...] = (), gap: int = 0) -> Foretold:
    """Return how well each of the last 104 weeks is foretold from at most five years before it.

    Models are learnt anew every 13 weeks, from days before the first of them only, and more than
    `gap` days before: as many as lie between the days known and the week to be told. The temperature
    used is that of the held-out day itself: the most that a forecast could give. Days of lockdown
    months are learnt from with a term each, and not held out: nothing before them could tell.
    Raises MeasureError where fewer than 730 days come before 26 weeks.
    """
    first = _origins(days, gap)
    blocks = [_block(days, lockdowns, first[at : at + REFIT], gap) for at in range(0, len(first), REFIT)]
    held, weeks = (pd.concat(each, ignore_index=True) for each in zip(*blocks, strict=True))
    if len(weeks) < LEAST_WEEKS:
        raise MeasureError(f"{len(weeks)} weeks outside lockdowns can be held out; {LEAST_WEEKS} are needed.")
    counts = held["offences"].to_numpy(float)
    means = held[["calendar", "warm"]].to_numpy(float)
    skill, low, high = _skill(counts, means, held["week"])
    missed = np.abs(counts[:, None] - means).mean(axis=0)
    return Foretold(
        skill, low, high, float(missed[1]), float(missed[0]), held, weeks, _inside(held), _inside(weeks)
    )


def _origins(days: Days, gap: int) -> list[tuple[int, int]]:
    """Return, for each held-out week, the first day it is foretold from and its own first day."""
    from sklearn.model_selection import TimeSeriesSplit

    every = np.arange(days.place[0], days.place[-1] + 1)
    enough = [
        weeks
        for weeks in range(LEAST_WEEKS, WEEKS + 1)
        if np.count_nonzero(days.place <= every[-1] - weeks * WEEK - gap) >= LEAST_DAYS
    ]
    if not enough:
        raise MeasureError(
            f"{len(days.day):,} days have count and temperature; {LEAST_DAYS} to learn from and "
            f"{LEAST_WEEKS * WEEK} to be foretold are needed."
        )
    cut = TimeSeriesSplit(enough[-1], max_train_size=WINDOW, test_size=WEEK, gap=gap)
    return [(int(every[learnt[0]]), int(every[ahead[0]])) for learnt, ahead in cut.split(every)]


def _block(
    days: Days, lockdowns: tuple[Period, ...], origins: list[tuple[int, int]], gap: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the days, and the weeks, that one fit foretells."""
    (begin, origin), end = origins[0], origins[-1][1] + WEEK
    place = days.place
    known = days.where((place >= begin) & (place < origin - gap))
    shut = np.zeros(len(place), bool)
    for span in lockdowns:
        shut |= (days.day >= np.datetime64(span.first)) & (days.day <= np.datetime64(span.last))
    ahead = days.where((place >= origin) & (place < end) & ~shut)
    calendar, warm = (carried(known, ahead.day, lockdowns, warm=each) for each in (False, True))
    one = expected(warm, ahead.celsius)
    week = ahead.place - (ahead.place - origin) % WEEK
    held = pd.DataFrame(
        {
            "day": ahead.day.astype("datetime64[s]"),
            "week": week.astype("datetime64[D]").astype("datetime64[s]"),
            "offences": ahead.offences, "celsius": ahead.celsius,
            "calendar": expected(calendar, ahead.celsius).mean, "warm": one.mean, **_limits([one]),
        }
    )  # fmt: skip
    return held, _weeks(warm, held)


def _weeks(warm: Ahead, held: pd.DataFrame) -> pd.DataFrame:
    sums = {name: (name, "sum") for name in ("offences", "calendar", "warm")}
    found = held.groupby("week", as_index=False).agg(
        days=("day", "size"), celsius=("celsius", "mean"), **sums
    )
    first, celsius = held["week"].to_numpy(), held["celsius"].to_numpy(float)
    each = [first == week for week in found["week"].to_numpy()]
    whole = [together(warm.where(kept), celsius[kept]) for kept in each]
    return found.assign(**_limits(whole)) if whole else found


def _limits(sums: list[Expected]) -> dict[str, Floats]:
    whole = Expected(*(np.concatenate(part) for part in zip(*sums, strict=True)))
    (low80, high80), (low, high) = (whole.limits(each) for each in CONFIDENCES)
    return {"low80": low80, "high80": high80, "low": low, "high": high}


def _skill(counts: Floats, means: Floats, week: pd.Series) -> tuple[float, float, float]:
    """Return the fall in deviance in percent, with its limits: days of a week are drawn together."""
    deviance = 2 * (special.xlogy(counts, counts)[:, None] - counts[:, None] * np.log(means))
    deviance += 2 * (means - counts[:, None])
    sums = pd.DataFrame(deviance).groupby(week.to_numpy()).sum().to_numpy()
    drawn = np.random.default_rng(SEED).multinomial(len(sums), np.full(len(sums), 1 / len(sums)), SAMPLES)
    skills = [100 * (1 - each[:, 1] / each[:, 0]) for each in (sums.sum(axis=0)[None], drawn @ sums)]
    low, high = np.quantile(skills[1], (0.025, 0.975))
    return float(skills[0][0]), float(low), float(high)


def _inside(held: pd.DataFrame) -> tuple[Inside, ...]:
    counts = held["offences"]
    return tuple(
        Inside(confidence, int(counts.between(held[low], held[high]).sum()), len(held))
        for confidence, low, high in zip(CONFIDENCES, ("low80", "low"), ("high80", "high"), strict=True)
    )
