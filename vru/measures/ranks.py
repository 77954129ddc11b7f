"""Ranks: how sure is an area's place in a list, given how uncertain every rate in it is?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from vru.errors import MeasureError

DRAWS = 4_000


class Ranks(NamedTuple):
    """Places from 1 (the highest rate) with the ends of their interval; arrays of shape (n,)."""

    rank: np.ndarray
    low: np.ndarray
    high: np.ndarray
    method: str
    confidence: float
    unit: str = "place, 1 is the highest rate"


def ranks(
    events: ArrayLike,
    exposure: ArrayLike,
    *,
    phi: ArrayLike = 1.0,
    rng: np.random.Generator,
    confidence: float = 0.95,
) -> Ranks:
    """Return the place of each area's rate among all, with the interval that simulation gives it.

    Each area's rate is drawn many times from what its count lets believe (a gamma distribution of
    shape count / phi + 1/2), all areas are ranked at every draw, and the middle `confidence` of an
    area's places is its interval. Areas with one rate share the best of their places.

    Parameters
    ----------
    events, exposure : arrays of shape (n,)
        Counts of 0 or more, and person-years above 0.
    phi : number or array of shape (n,), at least 1
        Over-dispersion of each area's count.
    rng : Generator
        Where the draws come from; the same generator gives the same interval.

    Raises
    ------
    MeasureError
        Shapes differ or a number cannot be.

    References
    ----------
    Goldstein H, Spiegelhalter DJ (1996). League tables and their limitations. Journal of the Royal
    Statistical Society A 159, 385-443.
    """
    counts, lived = np.asarray(events, float), np.asarray(exposure, float)
    swing = np.broadcast_to(np.asarray(phi, float), counts.shape)
    if counts.shape != lived.shape or counts.ndim != 1 or not 0 < confidence < 1:
        raise MeasureError(f"Ranks need as many counts as exposures: {counts.shape}, {lived.shape}.")
    if not ((counts >= 0) & (lived > 0) & (swing >= 1)).all():
        raise MeasureError("Ranks need counts of 0 or more, exposures above 0 and phi of at least 1.")
    drawn = rng.gamma(counts / swing + 0.5, swing / lived, (DRAWS, counts.size))
    order = np.argsort(np.argsort(-drawn, axis=1), axis=1) + 1
    tail = (1 - confidence) / 2
    low, high = np.quantile(order, [tail, 1 - tail], axis=0, method="inverted_cdf")
    rate = counts / lived
    place = (rate[:, None] < rate[None, :]).sum(axis=1) + 1
    # a tie shares its best place, which the draws need not reach
    low, high = np.minimum(low, place), np.maximum(high, place)
    return Ranks(place, low, high, f"{DRAWS:,} draws of all rates", confidence)
