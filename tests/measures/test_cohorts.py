"""Birth cohorts on the surface of ages and years."""

import numpy as np
import pandas as pd
import pytest

from vru.errors import MeasureError
from vru.measures import cohorts


def test_blocks_sum_ages_and_years_and_name_their_cohort():
    events = np.arange(16).reshape(4, 4)

    found = cohorts.lexis(events, np.full((4, 4), 10.0), width=2, first_age=10)

    expected = pd.DataFrame(
        {
            "period": [0, 0, 2, 2],
            "age": [10, 12, 10, 12],
            "born": [-10, -12, -8, -10],
            "events": [10.0, 18.0, 42.0, 50.0],
            "lived": [40.0] * 4,
        }
    )
    pd.testing.assert_frame_equal(found, expected)


def test_a_planted_generation_is_a_diagonal():
    # those born 20 years before the first year are hurtful all their lives, nobody else is
    year, age = np.mgrid[0:10, 10:30]
    events = ((year - age + 20) == 0).astype(float)

    found = cohorts.lexis(events, np.ones((10, 20)), width=1, first_age=10)

    assert set(found.loc[found["events"] > 0, "born"]) == {-20}
    assert found["events"].sum() == 10


def test_nothing_is_lost_in_blocks():
    rng = np.random.default_rng(1)
    events = rng.poisson(3, (16, 50)).astype(float)

    assert cohorts.lexis(events, events + 1, width=2, first_age=10)["events"].sum() == events.sum()


def test_a_population_not_known_stays_not_known():
    lived = np.array([[1.0, np.nan], [1.0, 1.0]])

    found = cohorts.lexis(np.ones((2, 2)), lived, width=1, first_age=0)

    assert found["lived"].isna().tolist() == [False, True, False, False]
    assert len(cohorts.peaks(found.assign(lived=np.nan))) == 0


def test_the_peak_of_a_period_is_a_rate_not_a_count():
    surface = pd.DataFrame(
        {"period": [0, 0, 2, 2], "age": [18, 20] * 2, "events": [9.0, 8, 4, 4], "lived": [9.0, 4, 2, 2]}
    )

    assert cohorts.peaks(surface)["age"].tolist() == [20, 18]


@pytest.mark.parametrize(
    ("events", "lived", "width"),
    [
        (np.ones((3, 4)), np.ones((3, 4)), 2),
        (np.ones((2, 2)), np.ones((2, 4)), 2),
        (-np.ones((2, 2)), np.ones((2, 2)), 2),
    ],
)
def test_what_is_no_surface_is_refused(events, lived, width):
    with pytest.raises(MeasureError):
        cohorts.lexis(events, lived, width=width, first_age=10)


def _surface(rng, spread):
    period, age = (each.ravel() for each in np.mgrid[0:16:2, 10:60:2])
    lived = np.full(len(age), 80_000.0)
    mean = (
        lived
        / 1_000
        * 8
        * np.exp(-(((age - 22) / 14) ** 2))
        * (1 + 0.03 * period)
        * (1 + 0.01 * (period - age))
    )
    events = rng.poisson(mean * (rng.gamma(1 / spread, spread, len(age)) if spread else 1))
    return pd.DataFrame(
        {"period": period, "age": age, "born": period - age, "events": events, "lived": lived}
    )


def test_swing_is_one_where_only_age_period_and_cohort_act():
    found = [cohorts.swing(_surface(np.random.default_rng(seed), 0)).phi for seed in range(20)]

    assert np.mean(found) < 1.1
    assert min(found) == 1  # some stray less than chance has it, and are no surer for that


def test_swing_finds_planted_over_dispersion():
    found = cohorts.swing(_surface(np.random.default_rng(1), 0.02))

    assert found.phi > 3


@pytest.mark.filterwarnings("ignore:The design matrix is rank-deficient")
def test_swing_agrees_with_the_model_fitted_by_statsmodels():
    from statsmodels.api import GLM, families

    surface = _surface(np.random.default_rng(4), 0.01)
    surface["events"] += 1  # a generation without events has no finite effect to fit
    design = np.hstack([pd.get_dummies(surface[each]).to_numpy(float) for each in ("age", "period", "born")])
    fit = GLM(surface["events"].to_numpy(), design, families.Poisson(), exposure=surface["lived"]).fit()

    found = cohorts.swing(surface)

    assert found.df == len(surface) - np.linalg.matrix_rank(design)
    assert found.phi == pytest.approx(fit.pearson_chi2 / found.df, rel=2e-3)


def test_swing_of_few_cells_is_not_known():
    surface = _surface(np.random.default_rng(1), 0).head(5)

    assert cohorts.swing(surface) == cohorts.Swing(1.0, np.inf)
