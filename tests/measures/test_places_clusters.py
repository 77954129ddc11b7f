"""Micro-clusters: planted knots found, scatter left alone, refusals."""

import numpy as np
import pytest

from vru.errors import MeasureError
from vru.measures import places


def test_planted_knots_are_found_and_named_by_size():
    rng = np.random.default_rng(3)
    middles, sizes = np.array([(1_000, 1_000), (4_000, 4_500), (7_500, 2_000)]), (60, 120, 90)
    knots = [rng.normal(middle, 40, (size, 2)) for middle, size in zip(middles, sizes, strict=True)]
    at = np.vstack([*knots, rng.uniform(0, 9_000, (200, 2))])

    found = places.clusters(*at.T, least=40)

    assert len(found.points) == 3
    assert sorted(found.points, reverse=True) == found.points.tolist()
    np.testing.assert_allclose(np.column_stack([found.x, found.y]), middles[[1, 2, 0]], atol=25)
    assert (found.label[60:180] == 0).mean() > 0.8
    # half of a bivariate normal lies within 1.18 standard deviations
    assert found.radius == pytest.approx(np.full(3, 1.18 * 40), rel=0.3)


def test_even_scatter_has_little_in_clusters():
    at = np.random.default_rng(4).uniform(0, 9_000, (800, 2))

    assert (places.clusters(*at.T, least=40).label >= 0).mean() < 0.5


def test_what_is_spread_over_a_town_is_no_micro_cluster():
    rng = np.random.default_rng(8)
    town, knot = rng.normal((0, 0), 900, (300, 2)), rng.normal((9_000, 0), 40, (60, 2))

    found = places.clusters(*np.vstack([town, knot]).T, least=30, widest=100)

    assert found.points.size == 1
    assert (found.label[300:] == 0).mean() > 0.8
    assert (found.label[:300] == -1).all()


def test_too_few_points_and_one_place_are_refused():
    with pytest.raises(MeasureError, match="cannot hold a cluster of 20"):
        places.clusters([1, 2], [1, 2])
    with pytest.raises(MeasureError, match="one place"):
        places.clusters([5] * 30, [5] * 30)
