"""Density: points smoothed to offences per square kilometre, the bandwidth in metres."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vru.errors import MeasureError

Floats = NDArray[np.float64]
MOST_CELLS = 4_000_000
"""Cells of a grid: more would mean a point far from all others, such as one in another country."""
REACH = 5.0
"""Bandwidths beyond which the kernel is cut off: it holds less than a millionth there."""


class Grid(NamedTuple):
    """Points counted in square cells: `counts` (rows northwards, columns eastwards), its corner and width.

    `west` and `south` are the corner in metres; a cell's middle is half a `cell` further.
    """

    counts: Floats
    west: float
    south: float
    cell: float

    def at(self, x: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the row and column of points in metres; a point on an edge is in the cell beyond it."""
        column = np.floor((np.asarray(x, float) - self.west) / self.cell).astype(np.int64)
        row = np.floor((np.asarray(y, float) - self.south) / self.cell).astype(np.int64)
        return row, column


def gridded(x: ArrayLike, y: ArrayLike, *, cell: float, margin: float = 0.0, weight: ArrayLike = 1.0) -> Grid:
    """Return points (metres, shape (points,)) counted on a grid that reaches `margin` beyond them.

    MeasureError without a point, or where they lie so far apart that the grid would not fit.
    """
    east, north = np.asarray(x, float), np.asarray(y, float)
    if not east.size:
        raise MeasureError("A density needs at least one point.")
    west, south = (cell * np.floor((each.min() - margin) / cell) for each in (east, north))
    columns = int((east.max() + margin - west) // cell) + 1
    rows = int((north.max() + margin - south) // cell) + 1
    if rows * columns > MOST_CELLS:
        raise MeasureError("The points lie too far apart for one grid: some may not be where they belong.")
    empty = Grid(np.zeros((rows, columns)), float(west), float(south), float(cell))
    np.add.at(empty.counts, empty.at(east, north), np.broadcast_to(np.asarray(weight, float), east.shape))
    return empty


def density(grid: Grid, bandwidth: float) -> Floats:
    """Return offences per km² in every cell: counts smoothed by a Gaussian of standard deviation `bandwidth`.

    Metres. There is no edge correction: near the sea or the border of the force the kernel's part
    outside counts for nothing, so density there is too low. Counting on
    cells first moves a point by up to half a cell, so cells should be no wider than the bandwidth.
    """
    from scipy import ndimage

    if not bandwidth > 0:
        raise MeasureError(f"a bandwidth is above 0 metres, got {bandwidth}")
    smooth = ndimage.gaussian_filter(grid.counts, bandwidth / grid.cell, mode="constant", truncate=REACH)
    return smooth / (grid.cell / 1_000) ** 2
