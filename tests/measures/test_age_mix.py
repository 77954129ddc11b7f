"""Age mix against R, closed forms, and the bootstrap against the error it stands for."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vru.errors import MeasureError
from vru.measures import age_mix

GOLDEN = Path(__file__).parents[1] / "golden"


def test_simpson_agrees_with_r():
    rows = pd.read_csv(GOLDEN / "age_diversity.csv")
    counts = rows[[each for each in rows if each.startswith("n_")]].to_numpy(float)

    np.testing.assert_allclose(age_mix.simpson(counts), rows["simpson_unbiased"].astype(float), rtol=1e-9)


def test_two_people_of_one_band_are_never_different_and_of_two_always():
    np.testing.assert_array_equal(age_mix.simpson([[2, 0], [1, 1], [1, 0], [0, 0]]), [0, 1, np.nan, np.nan])


def test_weights_that_are_all_alike_change_nothing():
    counts = np.array([[5, 9, 2], [1, 1, 7]])

    np.testing.assert_allclose(age_mix.simpson(counts, 3.5), age_mix.simpson(counts), rtol=1e-12)


def test_a_weighted_mix_is_that_of_the_residents_it_asks_for():
    # as many residents of the second band again: 1 - (p1 squared + p2 squared) with 1/3 and 2/3
    assert age_mix.simpson([1_000_000, 1_000_000], [1, 2]) == pytest.approx(4 / 9, abs=1e-5)


@pytest.mark.parametrize(("counts", "weights"), [([-1, 2], 1), ([1, 2], -1)])
def test_negative_counts_and_weights_are_refused(counts, weights):
    with pytest.raises(MeasureError, match="negative"):
        age_mix.simpson(counts, weights)


def test_the_bootstrap_draws_a_person_with_all_their_years():
    # 200 people in both years, 300 in the second only: cells share the 200
    profiles = pd.DataFrame(
        [(1, 0, 0, 200), (1, 1, 1, 200), (2, 1, 0, 300)], columns=["profile", "year", "band", "persons"]
    )

    drawn = age_mix.resampled(profiles, 2, 2, draws=4_000, seed=3)

    np.testing.assert_array_equal(drawn[:, 0, 0], drawn[:, 1, 1])
    assert drawn[:, 0, 1].max() == 0
    assert drawn[:, 0, 0].mean() == pytest.approx(200, rel=0.01)
    assert drawn[:, 0, 0].var() == pytest.approx(200, rel=0.1)
    assert drawn[:, 1, 0].var() == pytest.approx(300, rel=0.1)
    assert abs(np.corrcoef(drawn[:, 0, 0], drawn[:, 1, 0])[0, 1]) < 0.06


def test_limits_lie_around_the_value_however_biased_the_draws():
    low, high = age_mix.spread([0.8], np.linspace(0.5, 0.7, 1001)[:, None])

    assert (low[0], high[0]) == (pytest.approx(0.705), pytest.approx(0.895))


def test_people_who_are_all_alike_give_no_limits():
    low, high = age_mix.spread([0.0, 0.5], np.column_stack([np.zeros(50), np.linspace(0, 1, 50)]))

    assert np.isnan([low[0], high[0]]).all()
    assert low[1] < 0.5 < high[1]


@pytest.mark.parametrize(
    "covariance", [[0.0] * 5, np.ones((5, 5)), np.full((5, 5), 1e-30)],
    ids=["no value varies", "all vary as one", "rounding"],
)  # fmt: skip
def test_a_line_that_sampling_does_not_move_is_refused(covariance):
    with pytest.raises(MeasureError, match="no interval"):
        age_mix.slope(range(5), [1, 3, 5, 7, 9], covariance, method="here")


def test_a_slope_without_strays_has_the_error_its_variances_give():
    found = age_mix.slope(range(5), [1, 3, 5, 7, 9], [4] * 5, method="here")

    assert (found.slope, found.phi, found.df) == (pytest.approx(2), 1, 3)
    assert found.se == pytest.approx(np.sqrt(4 / 10))
    assert found.high - found.slope == pytest.approx(3.182446 * found.se, rel=1e-6)


def test_years_that_stray_further_than_sampling_widen_the_interval():
    calm = age_mix.slope(range(5), [0, 2, -2, 2, 0], [1] * 5, method="here")

    # about their mean of 0.4 the squares sum to 11.2; three degrees of freedom are left
    assert (calm.slope, calm.phi) == (pytest.approx(0), pytest.approx(56 / 15))
    assert calm.se == pytest.approx(np.sqrt(56 / 150))


def test_errors_that_move_together_leave_a_slope_surer():
    alone = age_mix.slope(range(5), range(5), np.eye(5), method="here")
    together = age_mix.slope(range(5), range(5), 0.5 * np.eye(5) + 0.5, method="here")

    assert together.se == pytest.approx(alone.se * np.sqrt(0.5))


@pytest.mark.parametrize("values", [[1, 2, 3], [1, 2, np.nan, 4]])
def test_too_few_years_have_no_slope(values):
    with pytest.raises(MeasureError, match="at least 4 years"):
        age_mix.slope(range(len(values)), values, [1] * len(values), method="here")


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(0.02, 0.03, "holds"), (-0.01, 0.005, "does not hold"), (0.005, 0.02, "cannot tell"),
     (0.01, 0.02, "cannot tell"), (np.nan, 1, "cannot tell"), (0.0, 0.0, "cannot tell"),
     (0.5, 0.5, "cannot tell")],
)  # fmt: skip
def test_a_claim_is_judged_by_where_its_interval_lies(low, high, verdict):
    assert age_mix.claim(low, high, 0.01) == verdict


def test_only_the_change_in_blanks_is_placed_and_against_the_trend():
    counts = [[6, 2, 0], [6, 2, 0], [6, 2, 0], [6, 2, 0]]

    made = age_mix.opposed(counts, [6, 2, 2, 6])

    # the third of four years is the later half's
    later = age_mix.opposed(counts, [2, 2, 6, 2])
    np.testing.assert_allclose(later, [[6, 2, 0], [6, 2, 0], [9.2, 2, 0], [6, 2, 0]])
    # 2 of 10 is the least share; of 14 people 2.8 would be blank, so 3.2 are the change
    np.testing.assert_allclose(made, [[6, 2.6, 2.6], [6, 2, 0], [6, 2, 0], [9.2, 2, 0]])


def test_counts_of_everybody_vary_as_sums_of_more_people_do():
    rng = np.random.default_rng(4)
    part, weight = np.array([[40, 90, 20]]), 9.0
    whole = part * weight + np.array([[5, -7, 11]])

    made = age_mix.enlarged(rng.poisson(part, (20_000, 1, 3)), part, whole, weight)

    np.testing.assert_allclose(made.mean(0), whole, rtol=0.01)
    np.testing.assert_allclose(made.var(0), part * weight, rtol=0.05)


def test_everybody_drawn_is_left_as_drawn():
    drawn = [[[3, 0]], [[1, 2]]]

    np.testing.assert_array_equal(age_mix.enlarged(drawn, [[2, 1]], [[2, 1]], 1), drawn)
