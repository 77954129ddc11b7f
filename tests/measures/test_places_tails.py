"""Tails of small counts: Poisson's own, the normal law's where counts are many, and what holds between."""

import numpy as np
import pytest
from scipy import stats

from vru.errors import MeasureError
from vru.measures import places
from vru.measures.places import tails

SUMS = np.arange(0, 40)


def test_with_the_mean_as_variance_they_are_those_of_poisson():
    found = tails.of_counts(SUMS, 9.0, 9.0)

    both = np.minimum(stats.poisson.sf(SUMS - 1, 9.0), stats.poisson.cdf(SUMS, 9.0))
    np.testing.assert_allclose(found, np.minimum(1, 2 * both), rtol=1e-9)


@pytest.mark.parametrize("phi", [1.0, 9.0])
def test_of_many_they_are_those_of_the_normal_law(phi):
    mean = 1e8
    z = np.array([-3.0, -1.0, 0.5, 2.0, 4.0])
    sums = np.round(mean + z * np.sqrt(phi * mean))

    np.testing.assert_allclose(
        tails.of_counts(sums, mean, phi * mean), 2 * stats.norm.sf(np.abs(z)), rtol=2e-3
    )


def test_of_few_the_upper_tail_is_heavier_and_the_lower_lighter_than_normal():
    z = (SUMS - 9.0) / 3.0
    normal = 2 * stats.norm.sf(np.abs(z))
    found = tails.of_counts(SUMS, 9.0, 9.0)

    assert (found[z > 1.5] > normal[z > 1.5]).all()
    assert found[0] < normal[0]


def test_more_spread_makes_the_same_sum_less_surprising():
    wider = [tails.of_counts(30, 9.0, variance) for variance in (9.0, 20.0, 60.0)]

    assert wider == sorted(wider)
    assert tails.of_counts(30, 9.0, 4.0) == wider[0]  # below the mean a variance counts as the mean's


def test_nothing_is_surprising_where_nothing_varies():
    assert tails.of_counts([0, 5], 0.0, 0.0).tolist() == [1.0, 1.0]


@pytest.mark.parametrize("wrong", [-9, 0.5, np.nan])
def test_what_is_no_count_is_refused(wrong):
    with pytest.raises(MeasureError, match="need counts"):
        tails.of_counts([wrong], 1.0, 1.0)
    with pytest.raises(MeasureError, match="need counts"):
        places.hot_and_cold([wrong, 1, 2], places.nearest([(0, 0), (1, 0), (2, 0)], 1))
