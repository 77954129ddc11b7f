"""Series: complete months, rolling twelve months, and which of them may be drawn as whole.

A month that is missing from the data is a month of 0 offences; a window of twelve that
reaches beyond the data is no number at all.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from vru.periods import Period, add_months

NOT_WHOLE = ("part", "incomplete", "provisional")
"""States of a month that is drawn hollow and enters no verdict."""


class Rolling(NamedTuple):
    """Sums over the window that ends with each month; all fields have shape (n,).

    `total` is NaN until a window is full; `hollow` marks windows that hold a month which is
    part, incomplete or provisional; `method` and `unit` say what the numbers are.
    """

    total: np.ndarray
    hollow: np.ndarray
    method: str
    unit: str


def months_of(period: Period) -> list[dt.date]:
    """Return the first days of all months of a period, in order."""
    return [add_months(period.first, each) for each in range(period.months)]


def complete(rows: pd.DataFrame, period: Period, *, by: str | None = None) -> pd.DataFrame:
    """Return one row a month of the period (and value of `by`), with 0 where `rows` has none.

    `rows` has the columns month (first day) and numbers; with `by`, its column too. Months
    outside the period are left out. Sorted by `by`, then month.
    """
    months = months_of(period)
    numbers = [each for each in rows.columns if each not in ("month", by)]
    keyed = rows.assign(month=[_day(each) for each in rows["month"]])
    if by is None:
        whole = keyed.set_index("month")[numbers].reindex(months).fillna(0.0)
        return whole.rename_axis("month").reset_index()
    parts = sorted(keyed[by].unique(), key=str)
    index = pd.MultiIndex.from_product([parts, months], names=[by, "month"])
    return keyed.set_index([by, "month"])[numbers].reindex(index).fillna(0.0).reset_index()


def rolling(values: ArrayLike, states: ArrayLike, *, window: int = 12) -> Rolling:
    """Return the sum of each month and those before it, `window` in all.

    `values` and `states` have shape (n,), one a month without gaps. A missing value makes
    every window that holds it missing.
    """
    numbers = np.asarray(values, float)
    marked = np.isin(np.asarray(states, object).astype(str), NOT_WHOLE)
    total, hollow = np.full(numbers.size, np.nan), np.zeros(numbers.size, bool)
    if numbers.size >= window:
        total[window - 1 :] = np.lib.stride_tricks.sliding_window_view(numbers, window).sum(axis=1)
        hollow[window - 1 :] = np.lib.stride_tricks.sliding_window_view(marked, window).any(axis=1)
    return Rolling(total, hollow, f"sum of {window} months", f"offences in {window} months")


def days_in(months: list[dt.date]) -> np.ndarray:
    """Return how many days each month has."""
    return np.array([(add_months(each, 1) - each).days for each in months], float)


def per_day(values: ArrayLike, months: list[dt.date]) -> np.ndarray:
    """Return monthly numbers per day of the month, so that February can be compared."""
    return np.asarray(values, float) / days_in(months)


def _day(value: object) -> dt.date:
    return pd.Timestamp(value).date()  # type: ignore[arg-type]
