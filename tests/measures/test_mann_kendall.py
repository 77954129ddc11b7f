"""Mann-Kendall and Sen against R, closed forms and relations."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vru.errors import MeasureError
from vru.measures.mann_kendall import mann_kendall, seasonal_mann_kendall

GOLDEN = Path(__file__).parents[1] / "golden"
# invented rates of 2008 to 2023
ANNUAL = [9.4, 9.2, 9.2, 9.3, 8.9, 8.8, 7.8, 7.8, 7.8, 7.2, 8.5, 7.9, 7.5, 7.4, 7.4, 7.6]


def monthly():
    return pd.read_csv(GOLDEN / "monthly_trend.csv")["offences"].to_numpy(float)


def test_years_agree_with_r():
    found = mann_kendall(ANNUAL)

    # trend 1.1.6: mk.test(continuity = TRUE), sens.slope
    assert (found.score, found.variance) == (-81, pytest.approx(487.666666666667))
    assert found.tau == pytest.approx(-0.689517789914586, abs=1e-9)
    assert (found.z, found.p) == (pytest.approx(-3.62266730281381), pytest.approx(0.000291580750695706))
    assert found.slope == pytest.approx(-0.142261904761905, abs=1e-9)
    assert [found.low, found.high] == pytest.approx([-0.19, -0.0750000000000002], abs=1e-9)


def test_months_without_regard_to_season_agree_with_r():
    found = mann_kendall(monthly())

    # Kendall 2.2.1 works in single precision, hence 1e-6 for its variance and tau
    assert found.score == -1916
    assert found.variance == pytest.approx(194306.671875, rel=1e-6)
    assert found.tau == pytest.approx(-0.26925390958786, rel=1e-6)
    assert found.z == pytest.approx(-4.34435120919185, abs=1e-9)
    assert [found.slope, found.low, found.high] == pytest.approx(
        [-0.624678315048083, -0.929577464788732, -0.333333333333333], abs=1e-9
    )


def test_the_seasonal_form_agrees_with_r():
    found = seasonal_mann_kendall(monthly(), 1)

    # trend::smk.test with continuity, rkt 1.7 (slope, and p with correct = TRUE)
    assert (found.score, found.variance) == (-212, 1494)
    assert found.z == pytest.approx(-5.45892536413454, abs=1e-9)
    assert found.p == pytest.approx(4.79025059618721e-08, rel=1e-6)
    assert found.slope == pytest.approx(-7.92857142857143, abs=1e-9)
    assert found.p_carried == pytest.approx(0.0362593549608146, abs=1e-9)
    assert found.tau == pytest.approx(-0.394802461548009, rel=1e-6)


def test_a_straight_line_has_its_slope_and_tau_one():
    found = mann_kendall(3 + 2 * np.arange(10.0))

    assert (found.slope, found.tau) == (pytest.approx(2), pytest.approx(1))


def test_turned_round_the_score_turns():
    forth, back = mann_kendall(ANNUAL), mann_kendall(ANNUAL[::-1])

    assert (back.score, back.slope, back.p) == (-forth.score, pytest.approx(-forth.slope), forth.p)


def test_a_season_alone_is_no_trend():
    found = seasonal_mann_kendall(np.tile(np.arange(12.0), 6), 4)

    assert (found.score, found.p, found.slope) == (0, 1, 0)


def test_missing_months_are_left_out_and_months_keep_their_names():
    values = monthly()
    whole = seasonal_mann_kendall(values, 1)
    later = seasonal_mann_kendall(values[3:], 4)
    padded = seasonal_mann_kendall(np.concatenate([[np.nan] * 3, values[3:]]), 1)

    assert later == padded
    assert later.n == whole.n - 3


def test_a_year_without_any_month_changes_nothing():
    values = monthly()

    assert seasonal_mann_kendall(np.concatenate([[np.nan] * 12, values]), 1) == seasonal_mann_kendall(
        values, 1
    )


@pytest.mark.parametrize("carried", [0.0, 0.7])
def test_the_seasonal_interval_holds_a_planted_slope_as_often_as_promised(carried):
    rng, month = np.random.default_rng(9), np.arange(120)
    inside = []
    for _ in range(200):
        swing = np.zeros(120)
        for at in range(1, 120):
            swing[at] = carried * swing[at - 1] + rng.normal()
        found = seasonal_mann_kendall(3 * month / 12 + 5 * np.sin(month) + swing, 1)
        inside.append(found.low <= 3 <= found.high)

    # swings that carry over the end of a year are not seen by the covariances within years
    assert np.mean(inside) > (0.91 if carried == 0 else 0.85)


def test_an_unchanged_series_is_seldom_called_a_trend():
    rng = np.random.default_rng(6)
    found = [mann_kendall(rng.normal(size=30)).p < 0.05 for _ in range(600)]

    assert 0.025 < np.mean(found) < 0.08


@pytest.mark.parametrize(
    "call", [lambda: mann_kendall([1, 2, np.nan, 3]), lambda: seasonal_mann_kendall(np.ones(36), 1)]
)
def test_too_few_values_are_refused(call):
    with pytest.raises(MeasureError, match="needs 4"):
        call()
