"""Runs: where rows that come in order belong together, found without sorting or grouping them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def runs(*columns: NDArray) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each run of equal rows begins, and its length: shape (runs,), `columns` (rows,)."""
    new = np.ones(len(columns[0]), bool)
    new[1:] = False
    for each in columns:
        new[1:] |= each[1:] != each[:-1]
    begins = np.flatnonzero(new)
    return begins, np.diff(begins, append=len(new))
