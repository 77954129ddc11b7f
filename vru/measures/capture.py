"""Capture: how many there are in all, from two lists of which it is known how many are on both."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import stats

from vru.errors import MeasureError


class Captured(NamedTuple):
    """How many there are in all, with its interval, and what it rests on."""

    total: float
    low: float
    high: float
    first: int
    second: int
    both: int
    method: str
    confidence: float


def chapman(first: int, second: int, both: int, *, confidence: float = 0.95) -> Captured:
    """Return how many there are in all, from two lists and how many stand on both.

    Parameters
    ----------
    first, second : int
        How many are on each list, those on both among them.
    both : int
        How many are on both.
    confidence : float in (0, 1)
        Coverage as a fraction.

    Returns
    -------
    Captured
        Chapman's estimate, which is hardly biased where `both` is 7 or more, with the log-normal
        interval of those on neither list: it never falls below the number seen.

    Raises
    ------
    MeasureError
        A number is negative, or more are on both lists than on one of them.

    Notes
    -----
    It assumes that the lists find people independently of each other, that everybody on a list had the
    same chance, and that linkage neither misses nor invents a match. Lists that find the same people
    make it too low.

    References
    ----------
    Chapman DG (1951). Some properties of the hypergeometric distribution with applications to zoological
    sample censuses. University of California Publications in Statistics 1, 131-160.
    Chao A (1989). Estimating population size for sparse data in capture-recapture experiments.
    Biometrics 45, 427-438.
    """
    if min(first, second, both) < 0 or both > min(first, second):
        raise MeasureError("More are on both lists than on one of them, or a number is negative.")
    if not 0 < confidence < 1:
        raise MeasureError(f"confidence is a fraction such as 0.95, got {confidence}")
    seen = first + second - both
    total = (first + 1) * (second + 1) / (both + 1) - 1
    variance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    hidden = total - seen
    if hidden <= 0 or variance == 0:
        return Captured(total, total, total, first, second, both, _METHOD, confidence)
    spread = stats.norm.isf((1 - confidence) / 2) * np.sqrt(np.log1p(variance / hidden**2))
    low, high = (seen + hidden * np.exp(sign * spread) for sign in (-1, 1))
    return Captured(total, float(low), float(high), first, second, both, _METHOD, confidence)


_METHOD = "Chapman, log-normal interval"
