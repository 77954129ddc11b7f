"""Tails: how far out the sum of a few counts lies, where these are too small to be taken as normal."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vru.errors import MeasureError

Floats = NDArray[np.float64]


def of_counts(sums: ArrayLike, mean: ArrayLike, variance: ArrayLike) -> Floats:
    """Return two-sided p (twice the smaller tail) of sums of counts with a mean and a variance.

    The tails are Poisson's of that mean: exact where the variance is the mean's, and skewed to
    the right, as sums of few counts are, where the normal law is not. Where the variance is
    `phi` times the mean a sum is first drawn towards the mean by the root of `phi`, which keeps its
    distance in standard deviations; below the mean it counts as the mean's. With large means p
    is the normal law's. 1 where there is no variance. MeasureError for a sum that is no count.
    """
    from scipy import special

    got, middle, spread = np.broadcast_arrays(*(np.asarray(each, float) for each in (sums, mean, variance)))
    if not np.all((got >= 0) & (got % 1 == 0)):
        raise MeasureError("Tails of counts need counts: 0, 1, 2, ...")
    phi = np.maximum(1.0, spread / np.where(middle > 0, middle, 1.0))
    drawn = middle + (got - middle) / np.sqrt(phi)
    # between whole numbers Poisson's tails go on as the incomplete gamma function, whose limits they are
    upper = np.where(drawn > 0, special.gammainc(np.maximum(drawn, 1e-9), middle), 1.0)
    lower = special.gammaincc(np.maximum(drawn, 0) + 1, middle)
    return np.where(spread > 0, np.minimum(1.0, 2 * np.minimum(upper, lower)), 1.0)
