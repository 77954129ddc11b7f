"""The ratio of two rates with its exact interval."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import special, stats

from vru.errors import MeasureError


class Ratio(NamedTuple):
    """A rate ratio, now to base. `ratio` and `high` are infinite where the base is 0."""

    ratio: float
    low: float
    high: float
    method: str
    confidence: float
    unit: str = "ratio"


def rate_ratio(
    now: float,
    base: float,
    *,
    exposure_now: float = 1.0,
    exposure_base: float = 1.0,
    phi: float = 1.0,
    df: float | None = None,
    confidence: float = 0.95,
) -> Ratio:
    """Return the ratio of two rates with the exact conditional (binomial) interval.

    Given their sum, `now` is binomial; Clopper and Pearson's limits for its share become
    limits for the ratio. With `phi` above 1 a count weighs as count / phi events; `df` widens
    the quantile to Student's t. Without any event the ratio is NaN, from 0 to infinity.
    Raises MeasureError for a negative count or an exposure that is not above 0.

    References
    ----------
    Przyborowski J, Wilenski H (1940). Homogeneity of results in testing samples from Poisson
    series. Biometrika 31, 313-323.
    """
    if not (now >= 0 and base >= 0 and exposure_now > 0 and exposure_base > 0):
        raise MeasureError("A ratio needs counts of 0 or above and exposures above 0.")
    if not (0 < confidence < 1 and phi >= 1):
        raise MeasureError("A ratio needs a confidence such as 0.95 and an over-dispersion of at least 1.")
    method = "exact conditional" if phi == 1 else f"exact conditional, over-dispersion {phi:.1f}"
    tail = (1 - confidence) / 2
    if df is not None and phi > 1:
        tail = float(stats.norm.sf(stats.t.isf(tail, df)))
    x, y, scale = now / phi, base / phi, exposure_base / exposure_now
    if x + y == 0:
        return Ratio(np.nan, 0.0, np.inf, method, confidence)
    low = special.betaincinv(x, y + 1, tail) if x > 0 else 0.0
    high = special.betaincinv(x + 1, y, 1 - tail) if y > 0 else 1.0
    ratio = scale * x / y if y > 0 else np.inf
    return Ratio(float(ratio), float(_odds(low) * scale), float(_odds(high) * scale), method, confidence)


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else np.inf
