"""The trend of a share against R, and of rates against closed forms."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from vru.errors import MeasureError
from vru.measures import sex_trend

GOLDEN = Path(__file__).parents[1] / "golden"


def test_the_quasi_binomial_line_agrees_with_r():
    rows = pd.read_csv(GOLDEN / "female_trend.csv")

    found = sex_trend.share_trend(*(rows[each] for each in ("step", "female", "offenders")))

    assert found.intercept == pytest.approx(-1.57353142096468, rel=1e-8)
    assert found.slope == pytest.approx(0.0105025555130416, rel=1e-8)
    assert found.se == pytest.approx(0.00334164936178546, rel=1e-8)
    assert found.phi == pytest.approx(1.78441467275806, rel=1e-8)
    assert found.df == 38


def test_points_a_step_are_the_slope_of_the_shares():
    at = np.arange(10)
    share = 1 / (1 + np.exp(-(-1.4 + 0.02 * at)))

    found = sex_trend.share_trend(at, 1e6 * share, np.full(10, 1e6))

    assert found.points == pytest.approx(100 * np.polyfit(at, share, 1)[0], rel=1e-3)
    assert found.low < found.points < found.high


def test_a_share_that_strays_less_than_chance_is_no_surer_than_chance():
    at, of = np.arange(10), np.full(10, 1_000.0)
    share = 1 / (1 + np.exp(-(-1.4 + 0.02 * at)))
    found = sex_trend.share_trend(at, of * share, of)

    assert found.phi < 0.01
    # Fisher information of a binomial logit line
    curve = of * share * (1 - share)
    by_hand = 1 / np.sqrt((curve * (at - np.average(at, weights=curve)) ** 2).sum())
    assert (found.high - found.low) / 2 / 2.306004 / (100 * (share * (1 - share)).mean()) == pytest.approx(
        by_hand, rel=0.02
    )


def test_people_who_recur_widen_a_share_s_trend():
    rng = np.random.default_rng(4)
    event = rng.random(400) < 0.3
    person, step = np.repeat(np.arange(400), 2), np.tile([0, 1], 400) + np.repeat(np.arange(400) % 2 * 2, 2)

    # of four steps, everybody is in the first two or the last two
    twice = sex_trend.recurring(person, step, np.repeat(event, 2))
    once = sex_trend.recurring(np.arange(800), step, np.repeat(event, 2))
    assert once == 1
    # pulls of -1.5 and -0.5: (1.5 + 0.5)² over 1.5² + 0.5²
    assert twice == pytest.approx(1.6, abs=0.02)
    at, of = np.arange(4), np.bincount(step)
    wins = np.bincount(step, np.repeat(event, 2))
    plain, wider = (sex_trend.share_trend(at, wins, of, effect=each) for each in (1, 4))
    assert wider.high - wider.low == pytest.approx(2 * (plain.high - plain.low))


def test_a_rate_that_doubles_in_ten_steps_grows_by_seven_percent_a_step():
    at = np.arange(11)

    found = sex_trend.rate_trend(at, 1_000 * 2 ** (at / 10), np.full(11, 5_000.0))

    assert found.percent == pytest.approx(7.17735, rel=1e-5)
    assert found.low < found.percent < found.high


def test_residents_that_grow_with_the_events_leave_the_rate():
    found = sex_trend.rate_trend(range(5), [10, 20, 30, 40, 50], [100, 200, 300, 400, 500])

    assert found.percent == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("events", "of"),
    [([1, 2, 3], [5, 5, 5]), ([1, 1, 1, 1], [5, 0, 5, 5]), ([0] * 4, [5] * 4), ([5] * 4, [5] * 4)],
)
def test_a_share_without_a_trend_is_refused(events, of):
    with pytest.raises(MeasureError):
        sex_trend.share_trend(range(len(events)), events, of)


def test_shares_that_stray_widen_the_interval_of_the_trend_by_as_much():
    at, of, wins = np.arange(8), np.full(8, 1_000.0), np.array([200, 260, 210, 290, 220, 300, 240, 310.0])
    found = sex_trend.share_trend(at, wins, of)

    # a variance multiplied by the over-dispersion once is what four times that is twice as wide as
    wider = sex_trend.share_trend(at, wins, of, effect=4 * found.phi)
    assert found.phi > 5
    assert wider.high - wider.low == pytest.approx(2 * (found.high - found.low))


def test_each_step_counts_by_what_its_share_can_tell():
    # shares of 1 % and 50 % of a hundred each: nearly all that is known of a line is known at the second
    step, event = np.repeat([0.0, 1.0], 100), np.r_[np.arange(100) < 1, np.arange(100) < 50]
    person = np.r_[np.arange(100), 100 + np.repeat(np.arange(50), 2)]
    weight = np.array([100 * 0.01 * 0.99, 100 * 0.25])
    pull = (step - weight[1] / weight.sum()) * (event - np.repeat([0.01, 0.5], 100))

    got = sex_trend.recurring(person, step, event)

    assert got == pytest.approx((np.bincount(person, pull) ** 2).sum() / (pull**2).sum())
    assert 1.03 < got < 1.9


def test_counts_that_stray_widen_the_interval_of_a_rate_and_calm_ones_do_not():
    at, lived = np.arange(6), np.full(6, 1e5)
    odd, calm = (
        np.array(each, float) for each in ([100, 160, 90, 170, 80, 180], [100, 101, 102, 103, 104, 105])
    )
    strays, quiet = (sex_trend.rate_trend(at, each, lived) for each in (odd, calm))
    design, family = sm.add_constant(at.astype(float)), sm.families.Poisson()

    by_scale = sm.GLM(odd, design, family=family, offset=np.log(lived)).fit(scale="X2")
    plain = sm.GLM(calm, design, family=family, offset=np.log(lived)).fit()
    for found, error in ((strays, by_scale.bse[1]), (quiet, plain.bse[1])):
        # t with four degrees of freedom
        assert np.log((100 + found.high) / (100 + found.low)) == pytest.approx(2 * 2.776445 * error, rel=1e-5)
    assert strays.phi > 10
    assert quiet.phi == 1


@pytest.mark.parametrize(
    ("events", "can"), [([2, 2, 1, 0], True), ([2, 1, 1, 0], False), ([5, 5, 0, 0], False)]
)
def test_a_line_needs_five_events_in_three_steps(events, can):
    assert sex_trend.can_follow(events) is can
