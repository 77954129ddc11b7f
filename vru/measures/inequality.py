"""Inequality: how a rate changes from the most deprived areas to the least."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from vru.errors import MeasureError


class Slope(NamedTuple):
    """The slope index of inequality, in the unit of the rates, and the relative index beside it.

    `value` is the rate at the most deprived end of the population less that at the least deprived
    end, on the line fitted through all groups; `relative` divides it by the overall rate.
    """

    value: float
    low: float
    high: float
    relative: float
    groups: int
    method: str
    confidence: float


def slope_index(
    rate: ArrayLike, residents: ArrayLike, *, confidence: float = 0.95, most_deprived_first: bool = True
) -> Slope:
    """Return the slope index of inequality of groups in order of deprivation, such as deciles.

    `rate` and `residents` have shape (groups,), in order; each group stands at the middle of its share of
    the population (ridit). The line is fitted by least squares weighted by residents; its limits come
    from how far groups stray from it (t, groups - 2 degrees of freedom), so they hold more than chance
    in the counts. MeasureError for fewer than three groups, or residents not above 0.

    References
    ----------
    Mackenbach JP, Kunst AE (1997). Soc Sci Med 44, 757-771.
    """
    from scipy import stats

    rates, people = np.asarray(rate, float), np.asarray(residents, float)
    if (
        rates.shape != people.shape
        or rates.size < 3
        or not (people > 0).all()
        or not np.isfinite(rates).all()
    ):
        raise MeasureError("A slope index needs three groups or more, each with a rate and residents.")
    share = people / people.sum()
    rank = np.cumsum(share) - share / 2
    middle, overall = (share * rank).sum(), (share * rates).sum()
    spread = (share * (rank - middle) ** 2).sum()
    slope = (share * (rank - middle) * (rates - overall)).sum() / spread
    strays = rates - overall - slope * (rank - middle)
    left = rates.size - 2
    # weights scaled to a mean of 1: the estimated variance is of a group of average size
    error = np.sqrt((share * strays**2).sum() / left / spread)
    reach = stats.t.isf((1 - confidence) / 2, left) * error
    side = -1.0 if most_deprived_first else 1.0
    value = side * slope
    relative = value / overall if overall else float("nan")
    method = "least squares on ranks, weighted by residents"
    return Slope(value, value - reach, value + reach, relative, rates.size, method, confidence)
