"""Gi* of all years at once and Knox's permutations, against esda and the plain way.

Ours and theirs must agree before anything is timed: z to 1e-9, and the pairs observed and those of one
permutation exactly.

    python -m benchmarks.places [rounds]
"""

from __future__ import annotations

import sys

import numpy as np
from esda import G_Local
from libpysal.weights import WSP, WSP2W
from scipy.spatial import cKDTree

from benchmarks.ratio import interleaved, report
from vru.measures import places

AREAS, YEARS = 1_000, 16
POINTS, PERMUTATIONS = 50_000, 999
METRES, DAYS = (100, 200, 300, 400), (0, 7, 14, 28)
SIDE = 21_000  # metres: about 1.4 million pairs within 400 m
OURS, THEIRS = "vru", "esda, a year at a time"
PLAIN = "numpy, plain"
NAIVE = 5
"""Permutations the plain way is timed for; its time for all is that many times as long."""


def main(rounds: int = 5) -> None:
    """Print both ratios."""
    _gi(rounds)
    _knox(max(1, rounds // 2))


def _gi(rounds: int) -> None:
    rng = np.random.default_rng(1)
    at, counts = rng.uniform(0, 50_000, (AREAS, 2)), rng.poisson(20, (YEARS, AREAS)).astype(float)
    weights = places.nearest(at, 8)
    bare = weights.copy()
    bare.setdiag(0)
    bare.eliminate_zeros()
    theirs_weights = WSP2W(WSP(bare))

    def ours() -> np.ndarray:
        return places.hot_and_cold(counts, weights).z

    def theirs() -> np.ndarray:
        made = [G_Local(year, theirs_weights, transform="B", star=True, permutations=0).Zs for year in counts]
        return np.array(made)

    np.testing.assert_allclose(ours(), theirs(), atol=1e-9)
    report(
        f"Gi*: {AREAS:,} areas, {YEARS} years", interleaved({OURS: ours, THEIRS: theirs}, rounds), OURS, {}
    )


def _knox(rounds: int) -> None:
    rng = np.random.default_rng(2)
    at, day = rng.uniform(0, SIDE, (POINTS, 2)), rng.integers(0, 5_844, POINTS)
    pairs = cKDTree(at).query_pairs(METRES[-1], output_type="ndarray")

    def plain(permutations: int = NAIVE) -> np.ndarray:
        far = np.hypot(*(at[pairs[:, 0]] - at[pairs[:, 1]]).T)
        drawn, shuffle = [], np.random.default_rng(1)
        for _ in range(permutations):
            when = shuffle.permutation(day - day.min())
            apart = np.abs(when[pairs[:, 0]] - when[pairs[:, 1]])
            edges = [np.r_[-1, METRES], np.r_[-1, DAYS]]
            drawn.append(np.histogram2d(far, apart, bins=[each + 0.5 * (each > 0) for each in edges])[0])
        return np.array(drawn)

    def ours(permutations: int = PERMUTATIONS) -> places.Knox:
        return places.knox(*at.T, day, metres=METRES, days=DAYS, permutations=permutations)

    found = ours(NAIVE)
    by_hand = _by_hand(at, day, pairs)
    np.testing.assert_array_equal(found.observed, by_hand)
    times = interleaved({OURS: ours, PLAIN: plain}, rounds)
    times[PLAIN] *= PERMUTATIONS / NAIVE
    report(f"Knox: {POINTS:,} points, {found.pairs:,} pairs, {PERMUTATIONS} permutations", times, OURS, {})
    print(f"  a permutation: {1_000 * times[OURS] / PERMUTATIONS:.1f} ms")


def _by_hand(at: np.ndarray, day: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Return the pairs of each band by comparing every pair with every edge."""
    far = np.hypot(*(at[pairs[:, 0]] - at[pairs[:, 1]]).T)
    apart = np.abs(day[pairs[:, 0]] - day[pairs[:, 1]])
    below = np.array([[((far <= most) & (apart <= days)).sum() for days in DAYS] for most in METRES])
    return np.diff(np.diff(below, axis=0, prepend=0), axis=1, prepend=0)


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:2]))
