"""Heat days: what days unusually warm for their season bring, as a simple comparison."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import stats

from vru.errors import MeasureError
from vru.measures.temperature import regression
from vru.measures.temperature.design import Days, Floats, Period, terms
from vru.measures.temperature.parts import season_of

SHARE = 0.95  # quantile of the season's temperatures above which a day is a heat day
LEAST_HOT = 20  # heat days of a season without which it has no comparison: its error would be too small


class Heat(NamedTuple):
    """Percent more offences on heat days of a season than its calendar says; `above` °C is one."""

    season: str
    above: float
    days: int
    percent: float
    low: float
    high: float


class Heats(NamedTuple):
    """All heat days together, and those of each season with limits widened for their number."""

    together: Heat
    seasons: tuple[Heat, ...]
    method: str = "Poisson on heat day and calendar, without temperature, Newey–West lag 14"


def heat_days(days: Days, special: dict[str, Floats], lockdowns: tuple[Period, ...] = ()) -> Heats:
    """Return what days above the 95th percentile of their season bring beyond season, week and trend.

    Raises MeasureError where no season has 20 such days.
    """
    season = season_of(days.day)
    names = list(dict.fromkeys(season))
    above = {name: float(np.quantile(days.celsius[season == name], SHARE)) for name in names}
    hot = days.celsius > np.array([above[name] for name in season])
    names = [name for name in names if (hot & (season == name)).sum() >= LEAST_HOT]
    if not names:
        raise MeasureError(f"No season has {LEAST_HOT} heat days.")
    hot &= np.isin(season, names)
    calendar = list(terms(days, special, lockdowns).values())
    whole = _fitted(days, [hot], calendar, ["All"], above, 0.975)[0]
    apart = [hot & (season == name) for name in names]
    return Heats(whole, tuple(_fitted(days, apart, calendar, names, above, 1 - 0.025 / len(names))))


def _fitted(
    days: Days, hot: list, calendar: list, names: list[str], above: dict[str, float], level: float
) -> list[Heat]:
    found = regression.fit(days.offences, np.column_stack([*np.array(hot, float), *calendar]))
    se = np.sqrt(np.diag(regression.hac(found, days.place)))
    wide = float(stats.norm.ppf(level))
    made = []
    for at, (name, kept) in enumerate(zip(names, hot, strict=True)):
        one, low, high = (float(100 * np.expm1(found.coef[at] + side * wide * se[at])) for side in (0, -1, 1))
        made.append(Heat(name, above.get(name, np.nan), int(kept.sum()), one, low, high))
    return made
