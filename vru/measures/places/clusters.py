"""Micro-clusters: knots of points much denser than what lies around them, whatever the areas' borders."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vru.errors import MeasureError

Floats = NDArray[np.float64]


class Clusters(NamedTuple):
    """Clusters, largest first; `label` (points,) is a cluster's place in that order or -1 for none.

    `x`, `y` are the median point, `radius` the metres within which half of its points lie; `points`
    their number. All but `label` have shape (clusters,).
    """

    label: NDArray[np.int64]
    x: Floats
    y: Floats
    radius: Floats
    points: NDArray[np.int64]


def clusters(x: ArrayLike, y: ArrayLike, *, least: int = 20, widest: float = 250.0) -> Clusters:
    """Return the micro-clusters of points (metres, shape (points,)): `least` points or more each.

    HDBSCAN with the smallest clusters its tree has (leaves): no distance is chosen beforehand, and
    clusters may differ in density. What is spread wider than half of its points within `widest` metres
    of their middle is a part of a town, not a micro-cluster, and left out. MeasureError where there
    are fewer points than `least`, or all lie at one place.

    References
    ----------
    Campello RJGB, Moulavi D, Zimek A, Sander J (2015). ACM Trans Knowl Discov Data 10, 5:1-5:51.
    """
    from sklearn.cluster import HDBSCAN

    at = np.column_stack([x, y]).astype(float)
    if len(at) < least:
        raise MeasureError(f"{len(at)} points cannot hold a cluster of {least}.")
    if (at == at[0]).all():
        raise MeasureError("All points lie at one place: that is one place, not a cluster.")
    tree = HDBSCAN(
        min_cluster_size=least, min_samples=max(2, least // 2), cluster_selection_method="leaf", copy=True
    )
    found = tree.fit(at).labels_
    each = [_cluster(at, np.flatnonzero(found == number)) for number in range(found.max() + 1)]
    return _largest_first([one for one in each if one[2] <= widest], len(at))


def _cluster(at: Floats, members: NDArray[np.intp]) -> tuple[NDArray[np.intp], Floats, float]:
    middle = np.median(at[members], axis=0)
    return members, middle, float(np.median(np.hypot(*(at[members] - middle).T)))


def _largest_first(found: list[tuple[NDArray[np.intp], Floats, float]], points: int) -> Clusters:
    found.sort(key=lambda one: -len(one[0]))
    label = np.full(points, -1)
    for place, (members, _, _) in enumerate(found):
        label[members] = place
    middles = np.array([middle for _, middle, _ in found]).reshape(-1, 2)
    return Clusters(
        label,
        middles[:, 0],
        middles[:, 1],
        np.array([radius for _, _, radius in found]),
        np.array([len(members) for members, _, _ in found], np.int64),
    )
