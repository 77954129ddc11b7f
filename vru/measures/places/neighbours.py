"""Neighbours: who is beside whom, as sparse weights of 0 and 1."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from vru.errors import MeasureError

Weights = Any
"""A sparse matrix (areas, areas) of 0 and 1: who is a neighbour of whom, each its own."""


def nearest(points: ArrayLike, neighbours: int = 8) -> Weights:
    """Return the weights of each area's nearest others and itself; `points` are metres, shape (areas, 2).

    With no more areas than `neighbours` all are neighbours. MeasureError where there is one area.
    """
    from scipy.spatial import cKDTree

    at = np.asarray(points, float)
    if len(at) < 2:
        raise MeasureError("Neighbours need at least two areas.")
    _, found = cKDTree(at).query(at, k=min(neighbours + 1, len(at)))
    # of areas at one point any may come first: each is its own neighbour all the same
    others = [row[row != own][: found.shape[1] - 1] for own, row in enumerate(found)]
    one = np.repeat(np.arange(len(at)), [len(each) for each in others])
    return _weights(one, np.concatenate(others), len(at))


def within(points: ArrayLike, metres: float) -> Weights:
    """Return the weights of all areas whose points (metres, shape (areas, 2)) are within a distance."""
    from scipy.spatial import cKDTree

    at = np.asarray(points, float)
    pairs = cKDTree(at).query_pairs(metres, output_type="ndarray")
    return _weights(np.r_[pairs[:, 0], pairs[:, 1]], np.r_[pairs[:, 1], pairs[:, 0]], len(at))


def beside(cells: ArrayLike) -> Weights:
    """Return the weights of square cells that share a side or a corner; `cells` are column and row."""
    at = np.asarray(cells, np.int64).reshape(-1, 2)
    column, row = (at - at.min(axis=0)).T
    wide = int(row.max()) + 3  # a column above the last row and below the first stays empty
    number = column * wide + row
    order = np.argsort(number)
    known = number[order]
    one, other = [], []
    for step in (east * wide + north for east in (-1, 0, 1) for north in (-1, 0, 1) if east or north):
        place = np.minimum(np.searchsorted(known, number + step), len(at) - 1)
        there = np.flatnonzero(known[place] == number + step)
        one.append(there)
        other.append(order[place[there]])
    return _weights(np.concatenate(one), np.concatenate(other), len(at))


def touching(polygons: ArrayLike, *, gap: float = 1.0) -> Weights:
    """Return the weights of polygons (shapely, metres) that touch, or lie within a gap of simplification."""
    import shapely

    shapes = np.asarray(polygons, object)
    one, other = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=gap)
    return _weights(one, other, len(shapes))


def linked(weights: Weights, points: ArrayLike) -> Weights:
    """Return weights in which an area that touches none has its nearest, and is that one's neighbour too.

    `points` are metres, shape (areas, 2): islands, and areas without an outline, are so compared with
    what lies next to them.
    """
    alone = np.flatnonzero(np.asarray(weights.sum(axis=1)).ravel() <= 1)
    if not alone.size:
        return weights
    near = nearest(points, 1).tocoo()
    pairs = np.isin(near.row, alone) & (near.row != near.col)
    known = weights.tocoo()
    one, other = near.row[pairs], near.col[pairs]
    return _weights(np.r_[known.row, one, other], np.r_[known.col, other, one], weights.shape[0])


def _weights(one: ArrayLike, other: ArrayLike, areas: int) -> Weights:
    from scipy import sparse

    own = np.arange(areas)
    rows, columns = np.r_[np.asarray(one), own], np.r_[np.asarray(other), own]
    made = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(areas, areas))
    made.data[:] = 1.0  # a pair named twice is one pair
    return made
