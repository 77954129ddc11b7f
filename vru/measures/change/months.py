"""The months a change is judged on, as arrays."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru.periods import add_months

MASKED = ("part", "incomplete", "provisional")


class Months(NamedTuple):
    """A series as arrays of shape (n,), one a month without gaps.

    `at` counts months since year 0, `value` is a count or a sum of weights, `whole` says
    which months may be judged. `exposure` is person-years where `exposed`, else days.
    """

    at: np.ndarray
    value: np.ndarray
    exposure: np.ndarray
    whole: np.ndarray
    exposed: bool = False


def from_table(series: pd.DataFrame) -> Months:
    """Return a series as arrays; columns month, value, state and optionally exposure (else days)."""
    at = np.array([at_month(each) for each in series["month"]], int)
    days = [(add_months(each, 1) - each).days for each in series["month"]]
    exposure = np.asarray(series.get("exposure", days), float)
    value = series["value"].to_numpy(float)
    whole = ~series["state"].isin(MASKED).to_numpy() & np.isfinite(value) & (exposure > 0)
    return Months(at, value, exposure, whole, "exposure" in series)


def at_month(month: dt.date) -> int:
    """Return how many months since year 0 a month lies."""
    return month.year * 12 + month.month - 1
