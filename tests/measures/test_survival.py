"""Time to a second occasion: closed forms, the textbook's leukaemia trial, and what is refused."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vru.errors import MeasureError
from vru.measures import survival

GOLDEN = Path(__file__).parents[1] / "golden" / "survival.csv"
TREATED = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
RELAPSED = [1] * 9 + [0] * 12


def test_the_curve_of_the_leukaemia_trial():
    """Freireich et al. 1963, as in every textbook: 0.857 at 6 weeks, 0.448 at 23."""
    found = survival.at(survival.kaplan_meier(TREATED, RELAPSED), [6, 10, 23])
    assert found.survival == pytest.approx([18 / 21, 0.752941176, 0.448179272], abs=1e-8)
    assert found.at_risk.tolist() == [21, 15, 6]


def test_limits_are_log_log():
    """Two of four by the time: Greenwood's sum is 1/(4·3) + 1/(3·2) = 1/4."""
    found = survival.at(survival.kaplan_meier([1, 2, 3, 3], [1, 1, 0, 0]), [2])
    reach = 1.959963984540054 * 0.5 / np.log(2)
    expected = [[0.5], [0.5 ** np.exp(reach)], [0.5 ** np.exp(-reach)]]
    assert np.array([found.survival, found.low, found.high]) == pytest.approx(np.array(expected))


def test_nothing_is_said_after_the_last_follow_up_nor_limits_without_events():
    found = survival.at(survival.kaplan_meier([5, 9], [0, 0]), [0, 9, 10])
    assert np.isnan(found.low).all()
    assert found.survival[:2].tolist() == [1, 1]
    assert np.isnan(found.survival[2])
    assert found.at_risk.tolist() == [2, 1, 0]


def test_the_log_rank_of_the_leukaemia_trial():
    """R: survdiff gives chi-square 16.8 with 9 observed against 19.3 expected."""
    found = survival.log_rank(TREATED + PLACEBO, RELAPSED + [1] * 21, [0] * 21 + [1] * 21)
    assert (found.chi2, found.freedom) == (pytest.approx(16.793, abs=5e-4), 1)
    assert found.observed.tolist() == [9, 21]
    assert found.expected == pytest.approx([19.25, 10.75], abs=5e-3)


@pytest.mark.parametrize(("time", "event"), [([], []), ([1, 2], [1]), ([-1], [0]), ([np.nan], [0])])
def test_what_cannot_be_times_is_refused(time, event):
    with pytest.raises(MeasureError):
        survival.kaplan_meier(time, event)


def test_one_group_or_no_event_has_no_test():
    with pytest.raises(MeasureError):
        survival.log_rank([1, 2], [1, 0], [0, 0])
    with pytest.raises(MeasureError):
        survival.log_rank([1, 2], [0, 0], [0, 1])


def test_the_curve_and_its_limits_are_those_of_r():
    people = pd.read_csv(GOLDEN).query("sex == 'F'")
    found = survival.at(survival.kaplan_meier(people["days"], people["again"]), [61, 365, 730])

    assert found.at_risk.tolist() == [12, 7, 3]
    expected = [
        [0.7857142857, 0.5387755102, 0.4040816327],
        [0.4724636799, 0.2427508652, 0.1220091634],
        [0.9253652263, 0.7632479983, 0.6768445953],
    ]
    assert np.array(found[:3]) == pytest.approx(np.array(expected), abs=1e-9)


def test_a_cohort_s_curve_at_one_two_and_three_years_is_that_of_r():
    women = pd.read_csv(GOLDEN.with_name("repeat_women.csv"))
    found = survival.at(survival.kaplan_meier(women["days"], women["again"]), [365, 730, 1095])

    assert found.at_risk.tolist() == [96, 57, 39]
    expected = [
        [0.791959355326567, 0.586077691638279, 0.444913080380151],
        [0.709627894303991, 0.490559615817344, 0.347701395033799],
        [0.853334588296925, 0.669759125315032, 0.537473755637794],
    ]
    assert np.array(found[:3]) == pytest.approx(np.array(expected), rel=1e-9)


def test_the_log_rank_test_is_that_of_r():
    people = pd.read_csv(GOLDEN)
    found = survival.log_rank(people["days"], people["again"], people["sex"] == "M")

    assert (found.chi2, found.p) == pytest.approx((1.21399530232, 0.270542303547), abs=1e-9)
    assert (found.freedom, found.observed.tolist()) == (1, [7, 11])
    assert found.expected == pytest.approx([9.308150842, 8.691849158], abs=1e-9)


def test_followed_throughout_the_curve_is_a_plain_proportion_with_its_limits():
    time, event = [3, 8, 8, 20, 40, 40, 40, 41, 55, 60], [1, 1, 1, 1, 0, 1, 0, 0, 1, 0]
    found = survival.at(survival.kaplan_meier(time, event), [40])

    assert survival.of_counts(10, 5) == pytest.approx([float(each[0]) for each in found[:3]], abs=1e-14)
    assert survival.of_counts(4, 0) == pytest.approx((1.0, np.nan, np.nan), nan_ok=True)
    assert survival.of_counts(4, 4) == pytest.approx((0.0, np.nan, np.nan), nan_ok=True)


@pytest.mark.parametrize(("people", "again"), [(0, 0), (3, 4), (3, -1)])
def test_more_repeats_than_people_are_refused(people, again):
    with pytest.raises(MeasureError):
        survival.of_counts(people, again)
