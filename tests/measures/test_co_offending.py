"""Shares of units that hang together in clusters."""

import numpy as np
import pytest

from vru.errors import MeasureError
from vru.measures.co_offending import Clustered, clustered


def _of(units, parts):
    units, parts = np.asarray(units, float), np.asarray(parts, float)
    sums = {"units_units": units @ units, "units_parts": units @ parts, "parts_parts": parts @ parts}
    return clustered(int(units.sum()), int(parts.sum()), len(units), **sums)


def test_units_alone_are_as_good_as_independent():
    found = _of([1] * 1000, [1] * 300 + [0] * 700)

    assert found == pytest.approx((0.3, 999))


def test_twins_are_half_as_good():
    found = _of([2] * 1000, [2] * 300 + [0] * 700)

    assert found == pytest.approx((0.3, 999))  # of 2000 units


def test_the_interval_covers_a_planted_share_of_clustered_units():
    rng = np.random.default_rng(1)
    covered = []
    for _ in range(400):
        units = rng.integers(1, 5, 500)
        parts = units * (rng.random(500) < 0.3)
        share, effective = _of(units, parts)
        covered.append(abs(share - 0.3) < 1.96 * np.sqrt(share * (1 - share) / effective))

    assert 0.92 < np.mean(covered) < 0.98


def test_more_than_the_units_is_never_claimed():
    # every cluster has exactly one of two: no variance between clusters at all
    assert _of([2] * 50, [1] * 50) == Clustered(0.5, 100)
    # nor with a little of it
    assert _of([2] * 50, [1] * 48 + [0, 2]) == Clustered(0.5, 100)


@pytest.mark.parametrize(("parts", "share"), [(0, 0.0), (7, 1.0)])
def test_none_or_all_rest_on_the_clusters(parts, share):
    assert clustered(7, parts, 3, units_units=21, units_parts=0, parts_parts=0) == Clustered(share, 3)


@pytest.mark.parametrize(("units", "parts"), [(0, 0), (3, 4), (3, -1)])
def test_no_share_without_units(units, parts):
    with pytest.raises(MeasureError):
        clustered(units, parts, 1, units_units=1, units_parts=1, parts_parts=1)
