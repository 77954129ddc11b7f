"""Series: no month is missing, no window is filled with what is not there."""

import datetime as dt

import numpy as np

from vru.measures.series import per_day, rolling, stacked, whole

JAN, FEB = dt.date(2024, 1, 1), dt.date(2024, 2, 1)


def test_a_month_without_a_row_is_a_month_of_none_and_numbers_of_one_place_are_added():
    got = stacked([2, 0, 2], [1, 0, 1], [3, 1, 4], (2, 3))

    assert got.tolist() == [[1, 0, 0], [0, 0, 7]]


def test_months_outside_the_table_are_left_out():
    assert stacked([-1, 0, 1], [0, 0, 0], [5, 6, 7], (1, 1)).tolist() == [[6]]


def test_only_months_that_are_not_filled_yet_or_broken_are_not_whole():
    got = whole(["complete", "unusual", "part", "incomplete", "provisional"])

    assert got.tolist() == [True, True, False, False, False]


def test_a_window_that_reaches_before_the_data_is_no_number():
    got = rolling(np.arange(1, 15), ["complete"] * 14)

    assert np.isnan(got.total[:11]).all()
    assert got.total[11:].tolist() == [78, 90, 102]


def test_a_window_is_hollow_as_long_as_it_holds_a_month_that_is_not_whole():
    got = rolling(np.ones(6), ["complete", "part", "complete", "unusual", "complete", "complete"], window=3)

    assert got.hollow.tolist() == [False, False, True, True, False, False]


def test_a_series_shorter_than_the_window_has_no_sum():
    assert np.isnan(rolling([1, 2], ["complete"] * 2).total).all()


def test_february_counts_by_its_days():
    assert per_day([31, 29], [JAN, FEB]).tolist() == [1, 1]
