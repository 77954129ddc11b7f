"""Heat days: what days unusually warm for their season bring, as a simple comparison."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy import stats

from vru.errors import MeasureError
from vru.measures.temperature.design import Days, Floats
from vru.measures.temperature.models import METHODS, Models, errors, fitted, straight
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
    method: str


def heat_days(models: Models, model: str = "poisson") -> Heats:
    """Return what days above the 95th percentile of their season bring beyond season, week and trend.

    Raises MeasureError where no season has 20 such days.
    """
    days, model = models.days, straight(model)
    season = season_of(days.day)
    names = list(dict.fromkeys(season))
    above = {name: float(np.quantile(days.celsius[season == name], SHARE)) for name in names}
    hot = days.celsius > np.array([above[name] for name in season])
    names = [name for name in names if (hot & (season == name)).sum() >= LEAST_HOT]
    if not names:
        raise MeasureError(f"No season has {LEAST_HOT} heat days.")
    hot &= np.isin(season, names)
    calendar = np.column_stack(list(models.columns.values()))
    together = _apart(days, [hot], calendar, 0.975, model)[0]
    seasons = _apart(
        days, [hot & (season == name) for name in names], calendar, 1 - 0.025 / len(names), model
    )
    return Heats(
        Heat("All", np.nan, *together),
        tuple(Heat(name, above[name], *each) for name, each in zip(names, seasons, strict=True)),
        f"{METHODS[model]}, on heat days and the calendar in place of temperature",
    )


def _apart(
    days: Days, hot: list[Any], calendar: Floats, level: float, model: str
) -> list[tuple[int, float, float, float]]:
    """Return the number of days of each kind, and the percent more with its limits."""
    found = fitted(days.offences, np.column_stack([*np.array(hot, float), calendar]), model)
    se = np.sqrt(np.diag(errors(found, days, model)))
    wide = float(stats.norm.ppf(level))
    made = []
    for at, kept in enumerate(hot):
        one, low, high = (float(100 * np.expm1(found.coef[at] + side * wide * se[at])) for side in (0, -1, 1))
        made.append((int(kept.sum()), one, low, high))
    return made
