"""Whether yesterday's warmth still counts today: the temperatures of four days in one model."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from vru.errors import MeasureError
from vru.measures.temperature.design import Days, terms
from vru.measures.temperature.models import LEAST_DAYS, METHODS, Models, errors, fitted, straight

MOST = 3  # days before


class Lag(NamedTuple):
    """The percent a degree of the temperature `before` days ago, the other days' being what they are."""

    before: int
    percent: float
    low: float
    high: float


class Lagged(NamedTuple):
    """Each day's own part, limits widened for their number, and `together`: all days a degree warmer."""

    lags: tuple[Lag, ...]
    together: Lag
    days: int
    method: str


def lags(models: Models, model: str = "poisson", known: Days | None = None) -> Lagged:
    """Return the effect of a degree today, and on each of the three days before, in one model.

    `known` are days whose temperature is known though they count for nothing themselves. Days whose
    three days before are not all known are left out. Raises MeasureError where too few stay.
    """
    days, kind, seen = models.days, straight(model), known or models.days
    warmth = pd.Series(seen.celsius, seen.place)
    before = np.column_stack([warmth.reindex(days.place - back).to_numpy(float) for back in range(MOST + 1)])
    kept = np.asarray(~np.isnan(before).any(axis=1))
    if kept.sum() < LEAST_DAYS:
        raise MeasureError(f"{int(kept.sum()):,} days have the three before them; {LEAST_DAYS} are needed.")
    used = days.where(kept)
    columns = terms(used, {name: each[kept] for name, each in models.special.items()}, models.lockdowns)
    found = fitted(used.offences, np.column_stack([before[kept], *columns.values()]), kind)
    spread = errors(found, used, kind)[: MOST + 1, : MOST + 1]
    coef, se = found.coef[: MOST + 1], np.sqrt(np.diag(spread))
    wide = float(stats.norm.ppf(1 - 0.025 / (MOST + 1)))
    each = tuple(_lag(back, coef[back], wide * se[back]) for back in range(MOST + 1))
    total = float(stats.norm.ppf(0.975) * np.sqrt(spread.sum()))
    method = f"{METHODS[kind]}, on the temperatures of the day and the three before"
    return Lagged(each, _lag(MOST, coef.sum(), total), len(used.day), method)


def _lag(back: int, log_rate: float, half: float) -> Lag:
    percent, low, high = (float(100 * np.expm1(log_rate + side * half)) for side in (0, -1, 1))
    return Lag(back, percent, low, high)
