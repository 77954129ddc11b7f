"""Risen: a closed form, planted changes among areas that stray, and how often chance is called one."""

import numpy as np
import pytest

from vru.errors import MeasureError
from vru.measures import places


def test_areas_that_all_double_have_changed_like_all():
    found = places.risen([10, 20, 40], [20, 40, 80])

    assert found.ratio == pytest.approx([1, 1, 1])
    assert found.phi == 1
    assert (found.q > 0.9).all()


def test_limits_are_those_of_the_conditional_test():
    """The others did not change, so the area's own later share is binomial with one half."""
    from scipy.stats import binomtest

    found = places.risen([5, 5_000, 5_000], [15, 5_000, 4_990])

    low, high = binomtest(15, 20).proportion_ci(method="exact")
    assert found.phi == 1
    assert found.ratio[0] == pytest.approx(3)
    assert (found.low[0], found.high[0]) == pytest.approx((low / (1 - low), high / (1 - high)))


def test_planted_rises_are_found_and_little_else():
    rng = np.random.default_rng(12)
    rate = rng.gamma(4, 4, 1_000)
    # areas of their own accord grow or shrink by a tenth
    before, after = rng.poisson(10 * rate), rng.poisson(4 * rate * np.exp(rng.normal(0, 0.1, 1_000)))
    after[:5] = rng.poisson(4 * rate[:5] * 5)

    found = places.risen(before, after)

    assert found.phi > 1.1
    assert (found.q[:5] < 0.05).all()
    assert (found.q[5:] < 0.05).sum() <= 5
    assert (found.low[:5] > 1).all()


def test_where_nothing_changed_at_most_one_try_in_twenty_says_so():
    rng = np.random.default_rng(13)
    said = 0
    for _ in range(200):
        rate = rng.gamma(2, 5, 300)
        said += (places.risen(rng.poisson(3 * rate), rng.poisson(rate)).q < 0.05).any()
    assert said / 200 <= 0.07


def test_an_area_with_nothing_before_has_no_upper_limit_and_one_with_nothing_no_ratio():
    found = places.risen([0, 0, 50, 60, 70], [9, 0, 50, 60, 70])

    assert np.isinf(found.ratio[0])
    assert np.isinf(found.high[0])
    assert found.low[0] > 1
    assert np.isnan(found.ratio[1])
    assert found.p[1] == 1


def test_periods_without_an_offence_are_refused():
    with pytest.raises(MeasureError, match="both periods"):
        places.risen([0, 0], [1, 2])
