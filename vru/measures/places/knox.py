"""Near repeat: are offences close to one another in space also close in time, more than chance has it?"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vru.errors import MeasureError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


class Knox(NamedTuple):
    """Pairs of offences by distance and days apart; arrays have shape (distances, times).

    `expected` is the mean over all permutations of the dates, exactly: pairs close in space, times
    the share of all pairs that are so close in time. `p` is the share of permutations, the real one
    among them, with at least as many pairs as observed. `permuted` are the permutations' counts
    (permutations, distances, times).
    """

    metres: tuple[float, ...]
    days: tuple[int, ...]
    observed: Whole
    expected: Floats
    p: Floats
    permuted: Whole
    points: int
    pairs: int

    def together(self, distances: slice, times: slice) -> tuple[int, float, float]:
        """Return observed, expected and p of several bands at once."""
        observed = int(self.observed[distances, times].sum())
        drawn = self.permuted[:, distances, times].sum(axis=(1, 2))
        return observed, float(self.expected[distances, times].sum()), float(_p(drawn, observed))


def knox(
    x: ArrayLike,
    y: ArrayLike,
    day: ArrayLike,
    *,
    metres: tuple[float, ...] = (100, 200, 300, 400),
    days: tuple[int, ...] = (0, 7, 14, 28),
    permutations: int = 999,
    seed: int = 1,
) -> Knox:
    """Return Knox's test in bands of space and time by permuting the dates of offences.

    `x`, `y` are metres, `day` whole days, of shape (offences,). `metres` and `days` are the upper
    edges of the bands, inclusive; the first bands begin at 0. Dates move among all offences: the
    places keep their number of offences and the days theirs. MeasureError for fewer than two
    offences, or where no two are within the largest distance.

    References
    ----------
    Knox EG (1964). The detection of space-time interactions. Applied Statistics 13, 25-29.
    """
    when = np.asarray(day, np.int64)
    if when.size < 2:
        raise MeasureError("Pairs need at least two offences.")
    one, other, ring = _close(np.column_stack([x, y]).astype(float), np.asarray(metres, float))
    if not ring.size:
        raise MeasureError(f"No two offences are within {metres[-1]:g} metres of each other.")
    apart = (when - when.min()).astype(np.int16 if np.ptp(when) < 2**15 else np.int32)
    rings = np.searchsorted(ring, np.arange(len(metres) + 1))
    observed = _counted(apart, one, other, rings, days)
    rng = np.random.default_rng(seed)
    drawn = np.array([_counted(rng.permutation(apart), one, other, rings, days) for _ in range(permutations)])
    expected = np.outer(np.diff(rings), _close_in_time(when, days))
    return Knox(metres, days, observed, expected, _p(drawn, observed), drawn, when.size, ring.size)


def _close(points: Floats, metres: Floats) -> tuple[Whole, Whole, Whole]:
    """Return the pairs within the largest distance and the ring each is in, ring by ring."""
    from scipy.spatial import cKDTree

    pairs = cKDTree(points).query_pairs(metres[-1], output_type="ndarray")
    far = np.sqrt(((points[pairs[:, 0]] - points[pairs[:, 1]]) ** 2).sum(axis=1))
    ring = np.searchsorted(metres, far)
    # within a ring in order of the first offence: what is read together then lies together
    order = np.lexsort([pairs[:, 1], pairs[:, 0], ring])
    return pairs[order, 0].copy(), pairs[order, 1].copy(), ring[order]


def _counted(
    when: NDArray[np.integer], one: Whole, other: Whole, rings: Whole, days: tuple[int, ...]
) -> Whole:
    """Return the pairs of each ring in each band of days; `rings` are where the rings begin and end."""
    apart = np.abs(when[one] - when[other])
    below = [
        [np.count_nonzero(apart[first:last] <= most) for most in days] for first, last in pairwise(rings)
    ]
    return np.diff(below, axis=1, prepend=0)


def _close_in_time(when: Whole, days: tuple[int, ...]) -> Floats:
    """Return the share of all pairs of offences that are in each band of days."""
    ordered = np.sort(when)
    own = np.arange(ordered.size)
    below = [(np.searchsorted(ordered, ordered + each, side="right") - own - 1).sum() for each in days]
    return np.diff([0, *below]) / (ordered.size * (ordered.size - 1) / 2)


def _p(drawn: Whole, observed: Whole | int) -> Floats:
    return (1 + (drawn >= observed).sum(axis=0)) / (1 + len(drawn))
