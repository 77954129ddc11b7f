"""Hotspots: areas whose neighbourhood holds more than its share, and what becomes of them over years."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vru.errors import MeasureError
from vru.measures.places import tails
from vru.measures.places.neighbours import Weights

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CLASSES = ("new", "emerging", "persistent", "fading", "sporadic", "none")
"""What a hotspot is over the years, and `none` for an area that never was one."""
PERSISTS = 0.8
"""Share of the years in which a persistent hotspot is hot."""
TREND = 0.05
"""Two-sided p of the Mann–Kendall test below which z rises or falls."""
LEAST_YEARS = 5
"""Years a Mann–Kendall test needs: with fewer its p cannot be below 0.05 (0.09 with four that all rise)."""


class Hot(NamedTuple):
    """Gi* of every area (and year): z, two-sided p, its Benjamini–Hochberg q, and hot or cold at q."""

    z: Floats
    p: Floats
    q: Floats
    hot: Flags
    cold: Flags


def gi_star(values: ArrayLike, weights: Weights) -> Floats:
    """Return Getis and Ord's Gi* as z, for values of shape (areas,) or (years, areas).

    Each area is among its own neighbours; mean and standard deviation (divisor n) are of all
    areas of the year. Equal to esda 2.9 `G_Local(star=True, transform="B")`; its default
    transform divides wrongly. Where all areas are alike, or all are neighbours, z is 0.
    MeasureError for fewer than two areas, or shapes that differ.

    References
    ----------
    Ord JK, Getis A (1995). Local spatial autocorrelation statistics. Geographical Analysis 27, 286-306.
    """
    around, mean, variance = _moments(values, weights)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(variance > 0, (around - mean) / np.sqrt(variance), 0.0)
    return z.reshape(np.shape(values))


def _moments(values: ArrayLike, weights: Weights) -> tuple[Floats, Floats, Floats]:
    """Return what is in and around each area, and its mean and variance were values strewn at random."""
    held = np.atleast_2d(np.asarray(values, float))
    areas = held.shape[1]
    if areas < 2 or weights.shape != (areas, areas):
        raise MeasureError(f"Gi* needs two areas or more: {areas} values, weights of {weights.shape}")
    total = np.asarray(weights.sum(axis=1)).ravel()
    squares = np.asarray(weights.multiply(weights).sum(axis=1)).ravel()
    reach = (areas * squares - total**2) / (areas - 1)
    mean, variance = held.mean(axis=1, keepdims=True), held.var(axis=1, keepdims=True)
    return (weights @ held.T).T, mean * total, variance * reach


def hot_and_cold(
    values: ArrayLike, weights: Weights, *, q: float = 0.05, tail: Literal["counts", "normal"] = "counts"
) -> Hot:
    """Return which areas are hot or cold at a false-discovery rate, for (areas,) or (years, areas).

    p is two-sided; q is Benjamini and Hochberg's over the areas of a year. `tail` says how far out
    an area lies: `normal` takes z as normal, as esda and R do, which takes chance for a hotspot too
    often where counts are small (docs/proofs.md); `counts` allows for their skew, and needs whole
    numbers (vru.measures.places.tails). Permutations would need 20 times as many as there are
    areas to be able to pass.
    """
    from scipy import stats

    z = gi_star(values, weights)
    if tail == "normal":
        p = 2 * stats.norm.sf(np.abs(z))
    else:
        p = tails.of_counts(*_moments(values, weights)).reshape(z.shape)
    found = stats.false_discovery_control(p, axis=-1, method="bh")
    return Hot(z, p, found, (found < q) & (z > 0), (found < q) & (z < 0))


def classes(z: ArrayLike, hot: ArrayLike) -> NDArray[np.str_]:
    """Return what each area is over the years, one of CLASSES; z and hot of shape (years, areas).

    new: hot in the last year and in none before. emerging: hot in the last, not persistent, and z
    rises over the years (Mann–Kendall). persistent: hot in the last and in at least 80 % of the
    years. fading: hot before but not in the last, and z falls. sporadic: hot in some year
    otherwise. MeasureError for fewer than two years.
    """
    each, flagged = np.atleast_2d(np.asarray(z, float)), np.atleast_2d(np.asarray(hot, bool))
    if each.shape != flagged.shape or len(each) < 2:
        raise MeasureError("Classes over years need z and hot of at least two years.")
    named = np.full(each.shape[1], "none", dtype="<U10")
    for area in np.flatnonzero(flagged.any(axis=0)):
        named[area] = _class(each[:, area], flagged[:, area])
    return named


def _class(z: Floats, hot: Flags) -> str:
    if hot[-1]:
        if not hot[:-1].any():
            return "new"
        if hot.mean() >= PERSISTS:
            return "persistent"
        return "emerging" if _trend(z) == "increasing" else "sporadic"
    return "fading" if _trend(z) == "decreasing" else "sporadic"


def _trend(z: Floats) -> str:
    import pymannkendall

    if len(z) < LEAST_YEARS:
        return "no trend"
    return str(pymannkendall.original_test(z, alpha=TREND).trend)
