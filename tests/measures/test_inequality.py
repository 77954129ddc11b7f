"""Inequality: statsmodels' weighted line, a closed form, and limits that hold."""

import numpy as np
import pytest

from vru.errors import MeasureError
from vru.measures import inequality


def test_a_straight_fall_is_its_own_slope():
    """Ten groups of one size from 19.5 down to 10.5: the line runs from 20 to 10."""
    found = inequality.slope_index(np.arange(19.5, 10, -1), np.ones(10))

    assert found.value == pytest.approx(10)
    assert found.low == pytest.approx(10)
    assert found.relative == pytest.approx(10 / 15)


def test_the_line_is_that_of_weighted_least_squares():
    from statsmodels.regression.linear_model import WLS

    rng = np.random.default_rng(2)
    rates, people = rng.uniform(5, 30, 10), rng.uniform(1e4, 2e5, 10)
    share = people / people.sum()
    rank = np.cumsum(share) - share / 2
    theirs = WLS(rates, np.column_stack([np.ones(10), rank]), weights=people).fit()

    ours = inequality.slope_index(rates, people)

    low, high = theirs.conf_int()[1]
    assert (ours.value, ours.low, ours.high) == pytest.approx((-theirs.params[1], -high, -low))


def test_turning_the_order_round_changes_nothing_but_its_name():
    rates, people = [30, 22, 25, 12, 10], [1, 2, 2, 3, 2]

    one = inequality.slope_index(rates, people)
    other = inequality.slope_index(rates[::-1], people[::-1], most_deprived_first=False)

    assert one[:4] == pytest.approx(other[:4])


def test_groups_that_are_alike_have_no_slope():
    assert inequality.slope_index([7, 7, 7], [1, 5, 2]).value == pytest.approx(0)


def test_the_limits_hold_a_planted_slope():
    rng, held = np.random.default_rng(9), 0
    rank = (np.arange(10) + 0.5) / 10
    for _ in range(500):
        rates = rng.poisson(1_000 * (20 - 12 * rank)) / 1_000
        found = inequality.slope_index(rates, np.full(10, 1_000))
        held += found.low <= 12 <= found.high
    assert 0.92 <= held / 500 <= 0.98


@pytest.mark.parametrize("people", [[1, 2], [1, 0, 2], [1, 2, 3, 4]])
def test_too_few_groups_or_residents_are_refused(people):
    with pytest.raises(MeasureError, match="three groups"):
        inequality.slope_index(np.arange(min(len(people), 3)), people)
