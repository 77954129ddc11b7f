"""Gaps: which areas look incomplete in which months, held against the other areas?

Where one area's upload stops, its count falls alone, in most kinds of crime at once. What moves
all areas (a season, a lockdown, an incomplete month of the whole force) moves the others too, and
so is in what is expected of it. What truly fell in one area, as under a programme, falls in its
own kind of crime.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from vru.errors import MeasureError

AROUND = 6  # months on either side that say which share of the force an area has
LEAST = 20.0  # offences expected of an area in a month; fewer swing too much by chance
LEAST_OF_KIND = 10.0  # for a kind to be counted among those that fell or did not
FALL = 0.8  # of what is expected: a smaller gap would not change what a page says
REST_Z = 2.33  # a fall of one kind alone leaves the rest lower by chance in one case of a hundred
MEDIAN_CHI2 = 0.4549364  # of one degree of freedom

Floats = NDArray[np.float64]


class _Judged(NamedTuple):
    """For each month and area: offences, what is expected, and the surprise in standard errors.

    `kinds_expected` and `kinds` have shape (months, areas, kinds), the others (months, areas).
    """

    kinds: Floats
    kinds_expected: Floats
    surprise: Floats

    @property
    def expected(self) -> Floats:
        """All kinds together, shape (months, areas)."""
        return self.kinds_expected.sum(axis=2)

    @property
    def ratio(self) -> Floats:
        """Offences over what is expected, 1 where nothing is, shape (months, areas)."""
        expected = self.expected
        return np.divide(self.kinds.sum(axis=2), expected, out=np.ones_like(expected), where=expected > 0)


def find(counts: pd.DataFrame, *, false_alarms: float = 0.05) -> pd.DataFrame:
    """Return the months in which an area has clearly fewer offences than the other areas let expect.

    Parameters
    ----------
    counts : DataFrame with columns month (first day), area, category, offences
        Offences of status crime. A month, area or kind without a row is 0.
    false_alarms : float
        The chance that anything is found in an extract without any gap.

    Returns
    -------
    DataFrame with columns area, month, offences, expected, ratio, kinds, fallen, state
        One row a month found, by month and area. `kinds` could be judged, of which `fallen`
        lost a fifth or more; `state` is incomplete where the kinds fell together: without the
        one that lost most, the rest is also a fifth lower and by more than chance. Unusual
        where one kind makes the fall, or the rest is too small to say.

    Raises
    ------
    MeasureError
        A count is missing or negative.

    Notes
    -----
    Expected of an area and kind is the others' count times the ratio of the area's to the
    others' in the six months on either side. A month is found where its total is at least a
    fifth below, and further below than chance allows in one of all months and areas
    (Bonferroni; errors stretched by the area's own swing, a median of squares, so that the
    months to be found do not widen it). The worst is taken out and the rest judged anew.
    """
    if not (counts["offences"].astype(float) >= 0).all():
        raise MeasureError("A count of offences is missing or negative.")
    months, areas, grid = _grid(counts)
    usable = np.ones(grid.shape[:2], bool)
    limit = float(stats.norm.isf(false_alarms / max(1, usable.size)))
    found: list[dict[str, Any]] = []
    while len(areas) > 1:
        judged = _judge(grid, usable)
        low = (judged.expected >= LEAST) & (judged.ratio <= FALL) & (judged.surprise <= -limit) & usable
        if not low.any():
            break
        at = np.unravel_index(np.where(low, judged.ratio, np.inf).argmin(), low.shape)
        month, area = int(at[0]), int(at[1])
        found.append({"area": areas[area], "month": months[month], **_row(judged, month, area)})
        usable[month, area] = False
    columns = ["area", "month", "offences", "expected", "ratio", "kinds", "fallen", "state"]
    return pd.DataFrame(found, columns=columns).sort_values(["month", "area"], ignore_index=True)


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


def _judge(grid: Floats, usable: NDArray[np.bool_]) -> _Judged:
    others = grid.sum(axis=1, keepdims=True) - grid
    own_near, others_near = (_near(np.where(usable[:, :, None], each, 0.0)) for each in (grid, others))
    share = np.divide(own_near, others_near, out=np.zeros_like(own_near), where=others_near > 0)
    expected = others * share
    total = expected.sum(axis=2)
    plain = np.divide(grid.sum(axis=2) - total, np.sqrt(total), out=np.zeros_like(total), where=total > 0)
    enough = np.where((total >= LEAST) & usable, plain**2, np.nan)
    swing = np.ones(grid.shape[1])
    for area in range(grid.shape[1]):
        known = enough[np.isfinite(enough[:, area]), area]
        swing[area] = max(1.0, float(np.median(known)) / MEDIAN_CHI2) if known.size else 1.0
    return _Judged(grid, expected, plain / np.sqrt(swing))


def _near(values: Floats) -> Floats:
    """Return the sum over the months around each, itself left out."""
    sums = np.concatenate([np.zeros((1, *values.shape[1:])), values.cumsum(axis=0)])
    at = np.arange(len(values))
    first, last = np.maximum(at - AROUND, 0), np.minimum(at + AROUND + 1, len(values))
    return sums[last] - sums[first] - values


def _row(judged: _Judged, month: int, area: int) -> dict[str, Any]:
    expected, seen = judged.kinds_expected[month, area], judged.kinds[month, area]
    most = int((expected - seen).argmax())
    rest, rest_seen = expected.sum() - expected[most], seen.sum() - seen[most]
    together = rest >= LEAST and rest_seen <= FALL * rest and rest_seen - rest <= -REST_Z * np.sqrt(rest)
    enough = expected >= LEAST_OF_KIND
    return {
        "offences": int(seen.sum()),
        "expected": float(expected.sum()),
        "ratio": float(judged.ratio[month, area]),
        "kinds": int(enough.sum()),
        "fallen": int((seen[enough] <= FALL * expected[enough]).sum()),
        "state": "incomplete" if together else "unusual",
    }
