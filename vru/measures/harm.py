"""Harm: offences weighted by the seriousness of their kind."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from vru.errors import MeasureError

UNWEIGHTED_LIMIT = 0.01  # above this share of offences without a weight a harm score misleads


class Harm(NamedTuple):
    """Weighted sums; `score` has shape (n,), in units of the weights (days of sentence).

    `effective` is the score in effective counts: a sum of weights varies as that many
    independent offences of one weight would. `scale` turns them back into the score.
    """

    score: np.ndarray
    effective: np.ndarray
    scale: float
    unweighted: int
    offences: int
    method: str
    unit: str

    @property
    def unweighted_share(self) -> float:
        """The share of offences that have no weight, 0 without any offence."""
        return self.unweighted / self.offences if self.offences else 0.0

    @property
    def may_headline(self) -> bool:
        """Whether so few offences lack a weight that the score may stand in a headline."""
        return self.offences > self.unweighted and self.unweighted_share <= UNWEIGHTED_LIMIT


def harm(score: ArrayLike, *, weights: float, squares: float, unweighted: int, offences: int) -> Harm:
    """Return weighted sums with what they can be judged by.

    Parameters
    ----------
    score : array, shape (n,)
        Sum of weights of each month or category.
    weights, squares : float
        Sum of the weights and of their squares over all offences the series rests on. Under
        independence a score has the variance sum of squares, so score / (squares / weights)
        has variance equal to its mean, as a count has.
    unweighted, offences : int
        Offences without a weight, and all of them.

    Raises
    ------
    MeasureError
        A sum is negative, or more offences are unweighted than there are.
    """
    values = np.asarray(score, float)
    if (values < 0).any() or weights < 0 or squares < 0 or not 0 <= unweighted <= offences:
        raise MeasureError("Sums of weights and counts of offences cannot be negative.")
    scale = squares / weights if weights else 1.0
    return Harm(values, values / scale, scale, unweighted, offences, "sum of severity weights", "harm score")
