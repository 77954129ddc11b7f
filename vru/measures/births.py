"""Births: do the ages recorded of people on several days fit any one birth?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

DAYS_A_YEAR = 365.25


def contradicted(rows: Mapping[str, ArrayLike], years: float) -> tuple[int, int]:
    """Return how many people have a known age on two days or more, and of how many these fit no birth.

    `rows` has the columns person (each one's rows together), day (from any first) and age_low and
    age_high (completed years), of shape (rows,). Ages contradict one another where births would
    have to lie more than so many `years` apart, as where an age runs backwards.
    """
    person, day, low, high = (np.asarray(rows[each]) for each in ("person", "day", "age_low", "age_high"))
    differ = np.ones(len(person) + 1, bool)
    differ[1:-1] = person[1:] != person[:-1]
    # whoever has one row, as most have, has no other to contradict
    several = ~(differ[:-1] & differ[1:])
    first = np.flatnonzero(differ[:-1][several])
    if not len(first):
        return 0, 0
    day = day[several]
    # by age: days back to a birth at least, rounded as whole days
    back = np.floor(DAYS_A_YEAR * np.arange(257) + 0.5).astype(np.int32)
    latest = np.minimum.reduceat(day - back[low[several]], first)
    earliest = np.maximum.reduceat(day - back[1:][high[several]], first)
    told = np.minimum.reduceat(day, first) < np.maximum.reduceat(day, first)
    return int(told.sum()), int((told & (earliest - latest > DAYS_A_YEAR * years)).sum())
