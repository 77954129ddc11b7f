"""Similar: which areas are most like one another in what is known of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from vru.errors import MeasureError


def nearest(features: ArrayLike, at: int, how_many: int) -> np.ndarray:
    """Return the positions of the areas most like area `at`, the most like first, at most `how_many`.

    `features` has shape (areas, features), no missing number. Likeness is the Euclidean distance
    of the features, each divided by its standard deviation over the areas, so that each counts
    the same; one that is the same everywhere counts for nothing. Equal distances keep the order of
    the areas. Raises MeasureError for another shape or a missing number.
    """
    table = np.asarray(features, float)
    if table.ndim != 2 or not np.isfinite(table).all() or not 0 <= at < len(table):
        raise MeasureError(f"Likeness needs a full table of areas and features, not {table.shape}.")
    spread = table.std(axis=0)
    scaled = table[:, spread > 0] / spread[spread > 0]
    distance = np.sqrt(((scaled - scaled[at]) ** 2).sum(axis=1))
    order = np.argsort(distance, kind="stable")
    return order[order != at][:how_many]
