"""Records: does the share of person records with one offence jump from one year to the next?

One person under two pseudonyms looks like two people with one offence each. Where a system or a
rule for keys changed, the share with exactly one offence moves at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from vru.errors import MeasureError

APART = 0.02  # a smaller step does not change what a page says
MEDIAN_CHI2 = 0.4549364  # of one degree of freedom
EFFICIENCY = 0.37  # of a median of squares, against a mean

Floats = NDArray[np.float64]


class Steps(NamedTuple):
    """The share (0 to 1) of each year, the step to it from the year before, and whether it is odd.

    Arrays of shape (years,); the first step is NaN. `swing` is by how much steps vary beyond
    chance (a variance ratio, at least 1).
    """

    share: Floats
    step: Floats
    odd: NDArray[np.bool_]
    swing: float
    method: str = "difference of shares, stretched by the series' own swing, for all years together"


def steps(part: ArrayLike, whole: ArrayLike, *, false_alarms: float = 0.05) -> Steps:
    """Return the steps of a share from year to year, `part` of `whole` people in each.

    A step is odd where it is two points or more and beyond what chance and the usual swing
    of steps (median of squares) make in any of the years, at `false_alarms` for all together.
    Raises MeasureError where a year has nobody, or the arrays differ in length.
    """
    some, all_ = np.asarray(part, float), np.asarray(whole, float)
    if some.shape != all_.shape or not (all_ > 0).all() or not ((some >= 0) & (some <= all_)).all():
        raise MeasureError("Each year has people, and a part of them.")
    share = some / all_
    step = np.diff(share)
    pooled = (some[1:] + some[:-1]) / (all_[1:] + all_[:-1])
    error = np.sqrt(np.maximum(pooled * (1 - pooled), 1e-12) * (1 / all_[1:] + 1 / all_[:-1]))
    swing = max(1.0, float(np.median((step / error) ** 2)) / MEDIAN_CHI2) if step.size else 1.0
    # a median of squares says as much of a variance as about a third of the steps would
    limit = float(stats.t.isf(false_alarms / 2 / max(1, step.size), max(1.0, EFFICIENCY * step.size)))
    odd = (np.abs(step) >= APART) & (np.abs(step) > limit * error * np.sqrt(swing))
    return Steps(share, np.concatenate([[np.nan], step]), np.concatenate([[False], odd]), swing)
