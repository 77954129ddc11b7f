"""Limits: mean and moving range (XmR), and Laney's p' and u' for shares and rates."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

XMR = 2.66
"""Three standard deviations in mean moving ranges, as NHS England rounds 3 / 1.128."""
SCREEN = 3.267
"""Moving ranges from this many mean ones on are left out, once, where ranges are screened."""
D2 = 1.128
"""Mean moving range of independent normal points in standard deviations."""


class Limits(NamedTuple):
    """Mean, lower and upper limit; arrays that broadcast to the values they belong to."""

    mean: np.ndarray
    lower: np.ndarray
    upper: np.ndarray


def xmr(value: np.ndarray, *, screen: bool = True, widened: np.ndarray | float = 1.0) -> Limits:
    """Return the limits of single values: mean, and 2.66 mean moving ranges either side.

    `value` has shape (..., n), the baseline without gaps, n at least 2; results have (..., 1).
    With `screen`, ranges of 3.267 mean ones or more are left out once, so that one leap does
    not hide itself. Not held at 0. `widened` multiplies the distance (see `season.widening`).
    """
    mean = value.mean(axis=-1, keepdims=True)
    reach = XMR * _mean_range(value, screen) * widened
    return Limits(mean, mean - reach, mean + reach)


def laney(
    count: np.ndarray,
    size: np.ndarray,
    fits: np.ndarray,
    *,
    share: bool,
    widened: np.ndarray | float = 1.0,
) -> Limits:
    """Return the limits of p' (`share`: parts of wholes) or u' (rates) for every point.

    `count` and `size` have shape (..., n), sizes above 0; `fits` (n,) says which points make the
    baseline. The binomial or Poisson deviation of each point is multiplied by how much the
    baseline's standardised points really move from one to the next. Not held at 0 or 1.

    References
    ----------
    Laney DB (2002). Improved control charts for attributes. Quality Engineering 14, 531-537.
    """
    size = np.broadcast_to(size, count.shape)
    whole = count[..., fits].sum(axis=-1, keepdims=True) / size[..., fits].sum(axis=-1, keepdims=True)
    sd = np.sqrt(whole * ((1 - whole) if share else 1.0) / size)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.where(sd > 0, (count / size - whole) / sd, 0.0)
    reach = 3 * sd * _mean_range(z[..., fits], screen=False) / D2 * widened
    return Limits(whole, whole - reach, whole + reach)


def _mean_range(value: np.ndarray, screen: bool) -> np.ndarray:
    ranges = np.abs(np.diff(value, axis=-1))
    mean = ranges.mean(axis=-1, keepdims=True)
    if not screen:
        return mean
    kept = (ranges < SCREEN * mean) | (mean == 0)
    return np.where(kept, ranges, 0.0).sum(axis=-1, keepdims=True) / kept.sum(axis=-1, keepdims=True)
