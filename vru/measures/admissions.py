"""Admissions: counts of which only a range is known, because small ones are hidden and others rounded.

Every function carries the least and the most that the counts can be. Nothing here fills a hidden
count with a guess, and none is ever 0.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from vru.errors import MeasureError

YEAR = 12


class Ranges(NamedTuple):
    """The least and the most that each count can be; both of shape (n,), NaN where nothing is published."""

    low: np.ndarray
    high: np.ndarray

    @property
    def middle(self) -> np.ndarray:
        """The middle of each range: for drawing and for the swing, never for a verdict."""
        return (self.low + self.high) / 2


def ranges(low: ArrayLike, high: ArrayLike, rounding: ArrayLike) -> Ranges:
    """Return what published counts can be.

    Parameters
    ----------
    low, high : array of float, shape (n,)
        As published: equal for a count, 1 and 7 for a hidden one; NaN where nothing is published.
    rounding : array of int, shape (n,)
        1 for an exact count, 5 for one rounded to the nearest five.

    Returns
    -------
    Ranges
        A rounded count reaches half a step to both sides (2 for a five). A hidden one keeps its range.
        A 0 is exact where small counts are hidden: publishers round none of them to 0. Without a hidden
        count in the series a 0 may stand for up to half a step.

    Raises
    ------
    MeasureError
        Shapes differ, a count is negative, or `high` is below `low`.
    """
    least, most, step = (np.asarray(each, float) for each in (low, high, rounding))
    if not least.shape == most.shape == step.shape:
        raise MeasureError(f"{least.shape} least for {most.shape} most counts and {step.shape} roundings.")
    if (least < 0).any() or (most < least).any():
        raise MeasureError("A count lies between a least of 0 or above and a most that is not below it.")
    hidden = most > least
    half = np.where(hidden | ((least == 0) & hidden.any()), 0, step // 2)
    return Ranges(np.maximum(least - half, 0), most + half)


def total(parts: list[Ranges]) -> Ranges:
    """Return the sum of ranges, month by month; unknown where one of them is not published."""
    if not parts:
        raise MeasureError("A sum needs at least one part.")
    return Ranges(*(np.sum([getattr(each, end) for each in parts], axis=0) for end in ("low", "high")))


def rolling(months: Ranges, window: int = YEAR) -> Ranges:
    """Return the sum of each month and those before it, `window` in all; NaN where one is not published."""
    found = []
    for each in months:
        sums = np.full(each.size, np.nan)
        if each.size >= window:
            sums[window - 1 :] = np.lib.stride_tricks.sliding_window_view(each, window).sum(axis=1)
        found.append(sums)
    return Ranges(*found)


def covers(bands: list[tuple[int, int]], upto: int) -> list[tuple[int, int]]:
    """Return the bands that together hold every age from 0 to `upto` once, or none where they do not.

    `bands` are first and last completed years, both inclusive. A band that reaches over `upto` is no part
    of it: ten-year bands hold 0 to 19 and 0 to 29, and never 0 to 24.
    """
    found, age = [], 0
    while age <= upto:
        following = [each for each in bands if each[0] == age and each[1] <= upto]
        if not following:
            return []
        # the widest band first: the others lie in it and would count twice
        widest = max(following, key=lambda each: each[1])
        found.append(widest)
        age = widest[1] + 1
    return found
