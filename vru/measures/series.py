"""Series: complete months, rolling twelve months, and which of them may be drawn as whole.

A month that is missing from the data is a month of 0 offences; a window of twelve that
reaches beyond the data is no number at all.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np
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


def stacked(at: ArrayLike, part: ArrayLike, values: ArrayLike, shape: tuple[int, int]) -> np.ndarray:
    """Return numbers as a table of `shape` (parts, months), 0 where there is none.

    `at`, `part` and `values` have shape (n,): the place of a number's month, that of its
    part, and the number. Numbers of one place are added; months outside are left out.
    """
    months, filled = np.asarray(at, int), np.zeros(shape)
    inside = (months >= 0) & (months < shape[1])
    np.add.at(filled, (np.asarray(part, int)[inside], months[inside]), np.asarray(values, float)[inside])
    return filled


def whole(states: ArrayLike) -> np.ndarray:
    """Return which months are whole: neither part, incomplete nor provisional; shape (n,)."""
    return ~np.isin(np.asarray(states, object).astype(str), NOT_WHOLE)


def rolling(values: ArrayLike, states: ArrayLike, *, window: int = 12) -> Rolling:
    """Return the sum of each month and those before it, `window` in all.

    `values` and `states` have shape (n,), one a month without gaps. A missing value makes
    every window that holds it missing.
    """
    numbers = np.asarray(values, float)
    marked = ~whole(states)
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
