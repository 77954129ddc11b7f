"""Risen: areas whose share of all offences is larger or smaller than it was."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vru.errors import MeasureError

Floats = NDArray[np.float64]


class Risen(NamedTuple):
    """Each area's change against all areas; fields of shape (areas,) but for `phi`.

    `ratio` is the area's ratio of later to earlier offences over that of all areas, `low` and `high` its
    limits; `p` is two-sided, `q` Benjamini and Hochberg's. `phi` is how much more areas stray from
    the common change than chance alone explains, at least 1.
    """

    ratio: Floats
    low: Floats
    high: Floats
    p: Floats
    q: Floats
    phi: float


def risen(earlier: ArrayLike, later: ArrayLike, *, confidence: float = 0.95) -> Risen:
    """Return which areas changed otherwise than all together, from counts of shape (areas,).

    Given an area's total, its later offences are binomial if it changed like all areas together
    (conditional test, mid-p). Real areas stray more than that: `phi` comes from the median area, so
    that few that truly changed do not hide themselves. Limits are exact on counts divided by phi; an
    area without an earlier offence has no upper limit. MeasureError where a period has no offence.
    """
    from scipy import stats

    before, after = np.asarray(earlier, float), np.asarray(later, float)
    if before.shape != after.shape or not before.sum() > 0 or not after.sum() > 0:
        raise MeasureError("A change needs offences in both periods, of the same areas.")
    share, total = after.sum() / (before.sum() + after.sum()), before + after
    upper = stats.binom.sf(after, total, share) + stats.binom.pmf(after, total, share) / 2
    z = stats.norm.isf(np.clip(upper, 1e-300, 1 - 1e-16))
    held = total > 0
    # the median of |z| is 0.6745 where only chance is at work
    phi = max(1.0, float(np.median(np.abs(z[held])) / stats.norm.isf(0.25)) ** 2)
    p = np.where(held, 2 * stats.norm.sf(np.abs(z) / np.sqrt(phi)), 1.0)
    q = np.ones_like(p)
    q[held] = stats.false_discovery_control(p[held])
    low, high = _limits(before / phi, after / phi, (1 - confidence) / 2)
    odds = before.sum() / after.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(held, after / before, np.nan) * odds
    return Risen(ratio, np.where(held, low * odds, np.nan), np.where(held, high * odds, np.nan), p, q, phi)


def _limits(before: Floats, after: Floats, tail: float) -> tuple[Floats, Floats]:
    """Return Clopper and Pearson's limits of after : before."""
    from scipy import special

    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(after > 0, special.betaincinv(np.maximum(after, 1e-12), before + 1, tail), 0.0)
        high = np.where(before > 0, special.betaincinv(after + 1, np.maximum(before, 1e-12), 1 - tail), 1.0)
        return low / (1 - low), high / (1 - high)
