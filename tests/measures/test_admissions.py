"""Counts of which only a range is known: hidden ones, rounded ones, and sums of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vru.errors import MeasureError
from vru.measures.admissions import covers, ranges, rolling, total

TEN_YEAR = [(0, 9), (10, 19), (20, 29), (30, 120)]


def test_a_hidden_count_is_one_to_seven_and_a_rounded_one_reaches_two_to_both_sides():
    found = ranges([1, 15, 0, 42], [7, 15, 0, 42], [5, 5, 5, 1])

    assert list(zip(found.low, found.high, strict=True)) == [(1, 7), (13, 17), (0, 0), (42, 42)]


def test_a_zero_is_a_rounded_one_where_nothing_is_ever_hidden():
    found = ranges([10, 0], [10, 0], [5, 5])

    assert (found.low[1], found.high[1]) == (0, 2)


def test_a_month_that_is_not_published_is_in_no_sum():
    low = np.full(14, 3.0)
    low[1] = np.nan
    found = rolling(ranges(low, low, np.ones(14)))

    assert np.isnan(found.low[:13]).all()
    assert found.low[13] == 36


def test_a_year_of_hidden_months_is_12_to_84_and_never_0():
    found = rolling(ranges(np.ones(12), np.full(12, 7), np.full(12, 5)))

    assert (found.low[11], found.high[11]) == (12, 84)


def test_fewer_months_than_a_year_have_no_sum():
    assert np.isnan(rolling(ranges([3, 4], [3, 4], [1, 1])).low).all()


def test_parts_add_up_end_by_end():
    found = total([ranges([1], [7], [5]), ranges([20], [20], [5])])

    assert (found.low[0], found.high[0]) == (19, 29)


@given(st.lists(st.integers(0, 200), min_size=12, max_size=30))
def test_what_was_published_of_true_counts_always_holds_them(true):
    # the publisher's own rule: 1 to 7 hidden, 0 as 0, the rest to the nearest five
    true = np.array(true, float)
    hidden = (true >= 1) & (true <= 7)
    shown = 5 * np.round(true / 5)
    found = ranges(
        np.append(np.where(hidden, 1, shown), 1),
        np.append(np.where(hidden, 7, shown), 7),
        np.full(true.size + 1, 5),
    )
    sums, exact = rolling(found), np.convolve(true, np.ones(12), "valid")

    assert (found.low[:-1] <= true).all()
    assert (true <= found.high[:-1]).all()
    assert (sums.low[11:-1] <= exact).all()
    assert (exact <= sums.high[11:-1]).all()


@pytest.mark.parametrize(
    ("bands", "upto", "found"),
    [
        (TEN_YEAR, 24, []),
        (TEN_YEAR, 120, TEN_YEAR),
        ([(0, 24), (25, 120)], 24, [(0, 24)]),
        ([(0, 9), (0, 24), (10, 17), (18, 24)], 24, [(0, 24)]),
        ([(0, 9), (10, 17), (18, 24)], 24, [(0, 9), (10, 17), (18, 24)]),
        ([(10, 24)], 24, []),
        ([], 24, []),
    ],
)
def test_bands_that_hold_every_age_once(bands, upto, found):
    assert covers(bands, upto) == found


@pytest.mark.parametrize(
    ("low", "high", "rounding", "problem"),
    [
        ([-1], [3], [1], "least of 0 or above"),
        ([5], [3], [1], "least of 0 or above"),
        ([1, 2], [3], [1], "least for"),
    ],
)
def test_what_can_be_no_count_is_refused(low, high, rounding, problem):
    with pytest.raises(MeasureError, match=problem):
        ranges(low, high, rounding)


def test_nothing_has_no_sum():
    with pytest.raises(MeasureError, match="at least one part"):
        total([])
