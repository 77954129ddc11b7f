"""Gaps: which areas look incomplete in which months, held against the other areas?

Where one area's upload stops, its count falls alone, in most kinds of crime at once, and comes
back when the upload does. What moves all areas (a season, a lockdown, an incomplete month of the
whole force) moves the others too, and so is in what is expected of it. What truly fell in one
area, as under a programme, falls in its own kind of crime.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from vru.errors import MeasureError

NEAR, FAR = 6, 12  # months on either side that say which share of the force an area has
SHORT = 6  # months; for a longer gap the months on either side reach further, over all seasons
LONGEST = 36  # months of a gap that is looked for in one piece; it may be half of all months
YEAR = 12
LEAST = 20.0  # offences expected in a gap: small areas are judged over several months at once
LEAST_OF_KIND = 10.0  # for a kind to be counted among those that fell or did not
FALL = 0.8  # of what is expected: a smaller gap would not change what a page says
HALVED = 0.5  # the same where a long gap has months on one side only: a level may change for good
REST_Z = 2.33  # a fall of one kind alone leaves the rest lower by chance in one case of a hundred
MEDIAN_CHI2 = 0.4549364  # of one degree of freedom
LEAST_TO_SWING = 5.0  # offences expected in months from which an area's own swing is measured

Floats = NDArray[np.float64]
Places = tuple[NDArray[np.intp], NDArray[np.intp], int]
"""Windows tried: where each begins, where it ends (after its last month), and their length."""


class _Held(NamedTuple):
    """An area's offences and those of the others, in running sums of shape (months + 1, areas).

    Months of gaps already found are 0 in both, and counted in `lost`.
    """

    own: Floats
    others: Floats
    lost: Floats

    def within(self, first: NDArray[np.intp], end: NDArray[np.intp]) -> tuple[Floats, Floats]:
        """Return own and others' offences from `first` to before `end`; what lies outside has none."""
        low, high = (np.clip(each, 0, len(self.own) - 1) for each in (first, end))
        high = np.maximum(low, high)
        return self.own[high] - self.own[low], self.others[high] - self.others[low]


class _Against(NamedTuple):
    """Windows held against months of comparison; all of shape (windows, areas).

    `base` is the area's own count in the months of comparison, `share` its share of all offences
    in window and comparison that the window would have if nothing were missing.
    """

    seen: Floats
    expected: Floats
    base: Floats
    share: Floats

    @property
    def ratio(self) -> Floats:
        """Offences over what is expected; NaN where nothing is."""
        return np.divide(
            self.seen, self.expected, out=np.full_like(self.seen, np.nan), where=self.expected > 0
        )

    @property
    def surprise(self) -> Floats:
        """The square of the distance from the expected in standard errors; 0 without comparison."""
        whole = self.seen + self.base
        spread = whole * self.share * (1 - self.share)
        return np.divide(
            (self.seen - whole * self.share) ** 2, spread, out=np.zeros_like(spread), where=spread > 0
        )

    def chance(self, swing: Floats) -> Floats:
        """The exact binomial chance, its counts divided by the over-dispersion; 1 without comparison."""
        known = (self.base > 0) & (self.share > 0)
        tail = special.betainc(np.where(known, self.base, 1) / swing, self.seen / swing + 1, 1 - self.share)
        return np.where(known, tail, 1.0)

    def depth(self, swing: Floats) -> Floats:
        """Twice the gain in log-likelihood of a level of the window's own: larger for clearer gaps."""
        whole = self.seen + self.base
        own = special.xlogy(self.seen, self.seen / np.maximum(whole * self.share, 1e-12))
        rest = special.xlogy(self.base, self.base / np.maximum(whole * (1 - self.share), 1e-12))
        return 2 * (own + rest) / swing


class _Gap(NamedTuple):
    """A gap of the area at `area` from the month at `first` to before the one at `end`."""

    area: int
    first: int
    end: int


def find(counts: pd.DataFrame, *, false_alarms: float = 0.05) -> pd.DataFrame:
    """Return the gaps: months in which an area has clearly fewer offences than the others let expect.

    Parameters
    ----------
    counts : DataFrame with columns month (first day), area, category, offences
        Offences of status crime. A month, area or kind without a row is 0.
    false_alarms : float
        The chance that anything is found in an extract without any gap.

    Returns
    -------
    DataFrame with columns area, first, last (months), months, offences, expected, ratio, kinds, fallen, state
        One row a gap, by first month and area. `kinds` could be judged, of which `fallen` lost a
        fifth or more; `state` is incomplete where the kinds fell together: without the one that
        lost most, the rest is also a fifth lower and by more than chance. Unusual where one kind
        makes the fall, or the rest is too small to say.

    Raises
    ------
    MeasureError
        A count is missing or negative.

    Notes
    -----
    Every run of 1 to 36 months is tried (at most half of all), if 20 offences are expected in it:
    areas with few a month show in longer runs. Expected is the others' count in it times the
    area's ratio to them in the 6 months on either side (12 for more than 6 months), and, where
    there are any, in the same months of the years before and after: a season of the area's own
    is no gap. It is one if the count is a fifth lower than both and than either side alone, and
    lower than chance allows in one of all runs tried (Bonferroni; exact conditional binomial for
    two Poisson counts, divided by an over-dispersion: medians of squares of the area's months
    and of all areas' runs of that length, which a gap does not widen). A long one without months
    on one side must be half of what is expected. The clearest is filled with what was expected,
    and the rest tried anew (a scan statistic, Kulldorff 1997, with the areas as each other's
    control).
    """
    if not (counts["offences"].astype(float) >= 0).all():
        raise MeasureError("A count of offences is missing or negative.")
    months, areas, grid = _grid(counts)
    usable = np.ones(grid.shape[:2], bool)
    found: list[dict[str, Any]] = []
    while len(areas) > 1:
        gap = _clearest(grid, usable, false_alarms)
        if gap is None:
            break
        inside = np.s_[gap.first : gap.end, gap.area]
        expected = _by_kind(grid, usable, gap)
        span = {"area": areas[gap.area], "first": months[gap.first], "last": months[gap.end - 1]}
        found.append(
            {**span, "months": gap.end - gap.first, **_row(grid[inside].sum(axis=0), expected.sum(axis=0))}
        )
        grid[inside], usable[inside] = expected, False
    columns = ["area", "first", "last", "months", "offences", "expected", "ratio", "kinds", "fallen", "state"]
    return pd.DataFrame(found, columns=columns).sort_values(["first", "area"], ignore_index=True)


def _grid(counts: pd.DataFrame) -> tuple[list[Any], list[str], Floats]:
    """Return months, areas and counts of shape (months, areas, kinds)."""
    if counts.empty:
        return [], [], np.zeros((0, 0, 0))
    month = pd.to_datetime(counts["month"])
    months = pd.date_range(month.min(), month.max(), freq="MS")
    area, areas = pd.factorize(counts["area"].astype(str), sort=True)
    kind, kinds = pd.factorize(counts["category"].astype(str), sort=True)
    grid = np.zeros((len(months), len(areas), len(kinds)))
    np.add.at(
        grid, (months.get_indexer(pd.DatetimeIndex(month)), area, kind), counts["offences"].astype(float)
    )
    return [each.date() for each in months], [str(each) for each in areas], grid


def _clearest(grid: Floats, usable: NDArray[np.bool_], false_alarms: float) -> _Gap | None:
    """Return the run of months of an area that is most clearly a gap, None where none is."""
    number = len(grid)
    lengths = range(1, max(1, min(LONGEST, number // 2)) + 1)
    limit = false_alarms / (grid.shape[1] * sum(number - length + 1 for length in lengths))
    held = _running(grid.sum(axis=2), usable)
    swing = np.ones(grid.shape[1])
    clearest, most = None, 0.0
    for length in lengths:
        first = np.arange(number - length + 1)
        places = first, first + length, length
        swing = _swing(held, places, swing)
        depth = _depths(held, places, swing, limit)
        at, area = (int(each) for each in np.unravel_index(depth.argmax(), depth.shape))
        if depth[at, area] > most:
            clearest, most = _Gap(area, at, at + length), float(depth[at, area])
    return clearest


def _running(totals: Floats, usable: NDArray[np.bool_]) -> _Held:
    others = totals.sum(axis=1, keepdims=True) - totals
    sums = (np.where(usable, totals, 0.0), np.where(usable, others, 0.0), ~usable)
    return _Held(*(np.concatenate([np.zeros((1, totals.shape[1])), each.cumsum(axis=0)]) for each in sums))


def _against(held: _Held, places: Places, *bases: tuple[Floats, Floats]) -> _Against:
    """Return windows held against one or more stretches of months taken together."""
    seen, others = held.within(*places[:2])
    base, base_others = (sum(part) for part in zip(*bases, strict=True))
    level = np.divide(base, base_others, out=np.zeros_like(base), where=base_others > 0)
    whole = others + base_others
    share = np.divide(others, whole, out=np.zeros_like(whole), where=whole > 0)
    return _Against(seen, others * level, base, np.where(base_others > 0, share, 0.0))


def _sides(held: _Held, places: Places) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """Return own and others' offences in the months before the windows, and in those after."""
    first, end, length = places
    reach = NEAR if length <= SHORT else FAR
    return held.within(first - reach, first), held.within(end, end + reach)


def _swing(held: _Held, places: Places, before: Floats) -> Floats:
    """Return each area's over-dispersion: of its single months, and of all areas' runs of the length."""
    near = _against(held, places, *_sides(held, places))
    told = (near.expected >= LEAST_TO_SWING) & ~_lost(held, places)
    squares = np.where(told, near.surprise, np.nan)
    if not told.any():
        return before
    if places[2] == 1:
        known = told.any(axis=0)
        medians = np.nanmedian(np.where(known, squares, 0.0), axis=0)
        return np.where(known, np.maximum(1.0, medians / MEDIAN_CHI2), 1.0)
    return np.maximum(before, float(np.nanmedian(squares)) / MEDIAN_CHI2)


def _lost(held: _Held, places: Places) -> NDArray[np.bool_]:
    return held.lost[places[1]] > held.lost[places[0]]


def _depths(held: _Held, places: Places, swing: Floats, limit: float) -> Floats:
    """Return how clear a gap each window is, 0 where it is none; shape (windows, areas)."""
    first, end, length = places
    sides = _sides(held, places)
    near = _against(held, places, *sides)
    alone = np.stack([_against(held, places, side).ratio for side in sides])
    low = (near.expected >= LEAST) & (near.ratio <= FALL) & ~_lost(held, places)
    low &= (np.isnan(alone) | (alone <= FALL)).all(axis=0)
    if length > SHORT:
        low &= ~np.isnan(alone).any(axis=0) | (near.ratio <= HALVED)
    if not low.any():
        return np.zeros(low.shape)
    years = YEAR * -(-length // YEAR)
    same = _against(held, places, *(held.within(first + by, end + by) for by in (-years, years)))
    there = ~np.isnan(same.ratio)
    low &= ~there | (same.ratio <= FALL)
    low &= (near.chance(swing) <= limit) & (~there | (same.chance(swing) <= limit))
    depth = np.where(there, np.minimum(near.depth(swing), same.depth(swing)), near.depth(swing))
    return np.where(low, depth, 0.0)


def _by_kind(grid: Floats, usable: NDArray[np.bool_], gap: _Gap) -> Floats:
    """Return what is expected of the gap by month and kind: the others' times the ratio to them around."""
    own, others = grid[:, gap.area], grid.sum(axis=1) - grid[:, gap.area]
    reach = NEAR if gap.end - gap.first <= SHORT else FAR
    around = np.r_[max(0, gap.first - reach) : gap.first, gap.end : min(len(grid), gap.end + reach)]
    around = around[usable[around, gap.area]]
    near = others[around].sum(axis=0)
    level = np.divide(own[around].sum(axis=0), near, out=np.zeros_like(near), where=near > 0)
    return others[gap.first : gap.end] * level


def _row(seen: Floats, expected: Floats) -> dict[str, Any]:
    most = int((expected - seen).argmax())
    rest, rest_seen = expected.sum() - expected[most], seen.sum() - seen[most]
    together = rest >= LEAST and rest_seen <= FALL * rest and rest_seen - rest <= -REST_Z * np.sqrt(rest)
    enough = expected >= LEAST_OF_KIND
    return {
        "offences": int(seen.sum()),
        "expected": float(expected.sum()),
        "ratio": float(seen.sum() / expected.sum()),
        "kinds": int(enough.sum()),
        "fallen": int((seen[enough] <= FALL * expected[enough]).sum()),
        "state": "incomplete" if together else "unusual",
    }
