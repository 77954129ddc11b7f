"""Whether yesterday's warmth still counts today: the temperatures of four days in one model."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from vru.errors import MeasureError
from vru.measures.temperature import regression
from vru.measures.temperature.design import Days, Floats, Period, terms
from vru.measures.temperature.effect import LEAST_DAYS

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
    method: str = "Poisson on the temperatures of the day and the three before, Newey–West lag 14"


def lags(days: Days, special: dict[str, Floats], lockdowns: tuple[Period, ...] = ()) -> Lagged:
    """Return the effect of a degree today, and on each of the three days before, in one model.

    Days whose three days before are not all there are left out. Raises MeasureError where too few stay.
    """
    warmth = pd.Series(days.celsius, days.place)
    before = np.column_stack([warmth.reindex(days.place - back).to_numpy(float) for back in range(MOST + 1)])
    kept = np.asarray(~np.isnan(before).any(axis=1))
    if kept.sum() < LEAST_DAYS:
        raise MeasureError(f"{int(kept.sum()):,} days have the three before them; {LEAST_DAYS} are needed.")
    used = days.where(kept)
    columns = terms(used, {name: each[kept] for name, each in special.items()}, lockdowns)
    found = regression.fit(used.offences, np.column_stack([before[kept], *columns.values()]))
    spread = regression.hac(found, used.place)[: MOST + 1, : MOST + 1]
    coef, se = found.coef[: MOST + 1], np.sqrt(np.diag(spread))
    wide = float(stats.norm.ppf(1 - 0.025 / (MOST + 1)))
    each = tuple(_lag(back, coef[back], wide * se[back]) for back in range(MOST + 1))
    total = float(stats.norm.ppf(0.975) * np.sqrt(spread.sum()))
    return Lagged(each, _lag(MOST, coef.sum(), total), len(used.day))


def _lag(back: int, log_rate: float, half: float) -> Lag:
    percent, low, high = (float(100 * np.expm1(log_rate + side * half)) for side in (0, -1, 1))
    return Lag(back, percent, low, high)
