"""Series: no month is missing, no window is filled with what is not there."""

import datetime as dt

import numpy as np
import pandas as pd

from vru.measures.series import complete, per_day, rolling
from vru.periods import Period

JAN, FEB, MAR = (dt.date(2024, month, 1) for month in (1, 2, 3))


def test_a_month_without_a_row_is_a_month_of_none():
    rows = pd.DataFrame({"month": [MAR, JAN], "offences": [3, 1]})

    got = complete(rows, Period(JAN, MAR))

    assert got.to_dict("list") == {"month": [JAN, FEB, MAR], "offences": [1.0, 0.0, 3.0]}


def test_months_outside_the_period_are_left_out():
    rows = pd.DataFrame({"month": [JAN, MAR], "offences": [1, 3]})

    assert complete(rows, Period(FEB, FEB)).to_dict("list") == {"month": [FEB], "offences": [0.0]}


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
