"""Temperature: numbers against R, statsmodels and planted truth; and what may not be estimated."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vru.errors import MeasureError
from vru.measures import temperature
from vru.measures.temperature import Models, design, regression
from vru.measures.temperature.models import slope, warmth

GOLDEN = Path(__file__).parents[1] / "golden" / "temperature_days.csv"
FIRST = np.datetime64("2008-01-01")


@pytest.fixture(scope="module")
def golden():
    rows = pd.read_csv(GOLDEN)
    counts, celsius, holiday = rows.to_numpy(float).T
    days = temperature.Days(FIRST + np.arange(len(rows)), counts, celsius, np.zeros(len(rows)))
    return days, {"bank_holiday": holiday}


def matrix_of(days, columns):
    return np.column_stack([days.celsius, *columns.values()])


@pytest.fixture(scope="module")
def matrix(golden):
    days, special = golden
    return matrix_of(days, design.terms(days, special, trend=1))


def test_poisson_is_r_s_with_newey_and_west_s_errors(golden, matrix):
    days, _ = golden

    found = regression.fit(days.offences, matrix)

    # R 4.2.2 glm(poisson), sandwich 3.0.2 NeweyWest(lag = 14, prewhite = FALSE, adjust = FALSE)
    assert found.coef[0] == pytest.approx(0.011330450895675, abs=1e-12)
    assert np.sqrt(regression.hac(found, days.place)[0, 0]) == pytest.approx(0.0012093383728503, abs=1e-12)
    assert np.sqrt(regression.hac(found, days.place, lag=0)[0, 0]) == pytest.approx(
        0.00115832728935097, abs=1e-12
    )
    assert np.sqrt(found.phi * found.bread[0, 0]) == pytest.approx(0.00113928815469416, abs=1e-12)
    assert (found.phi, found.deviance) == pytest.approx((1.53933565139115, 8981.03961997697), rel=1e-10)


def test_the_negative_binomial_is_glm_nb(golden, matrix):
    found = regression.negative_binomial(golden[0].offences, matrix)

    assert found.coef[0] == pytest.approx(0.0112007442969408, abs=1e-10)
    assert np.sqrt(found.bread[0, 0]) == pytest.approx(0.00114289866602613, abs=1e-10)
    assert 1 / found.alpha == pytest.approx(40.4418843192483, abs=1e-5)


def test_a_close_trend_in_place_of_season_is_ns_of_64(golden):
    days, special = golden
    columns = design.terms(days, special, season="none", trend=64)

    found = regression.fit(days.offences, matrix_of(days, columns))

    assert found.coef[0] == pytest.approx(0.0111229623738144, abs=1e-6)
    assert np.sqrt(regression.hac(found, days.place)[0, 0]) == pytest.approx(0.00120773906085544, abs=1e-6)
    assert found.deviance == pytest.approx(8931.5783776451, rel=1e-8)


def test_the_curve_is_ns_of_4_with_its_errors(golden):
    days, special = golden
    at = design.knots(days.celsius, 4)

    found = slope(days, warmth(days.celsius, "curve"), design.terms(days, special, trend=1), "curve")

    # R's expected_spline_rr: log rate against 10 °C at −2, 4, 16 and 24 °C
    wanted = {
        -2: (-0.124423864470856, 0.028098825242155),
        4: (-0.0484139877283438, 0.0150494641384451),
        16: (0.0911271333104846, 0.0132551001904689),
        24: (0.150318500508703, 0.0289612083390927),
    }
    for celsius, (log_rate, se) in wanted.items():
        apart = np.subtract(*design.spline(np.array([celsius, 10.0]), at))
        assert apart @ found.fit.coef[:4] == pytest.approx(log_rate, abs=1e-9)
        assert np.sqrt(apart @ found.covariance[:4, :4] @ apart) == pytest.approx(se, abs=1e-9)
    assert found.fit.deviance == pytest.approx(8973.91550429398, rel=1e-10)


def test_every_variant_holds_the_truth_that_was_planted(golden):
    days, special = golden

    found = temperature.variants(Models(days, special))

    # the extract does not say which offences were in public places: these two are not there
    assert [each.code for each in found] == list(temperature.VARIANTS)[:-2]
    assert [each.code for each in found if not each.low < 1.15663792095986 < each.high] == []
    assert temperature.claim(found, 0.5) == "holds"
    assert temperature.claim(found, 1.0) == "cannot tell"
    assert temperature.claim(found, 2.0) == "does not hold"


def test_left_in_season_makes_warmth_look_stronger(golden):
    found = temperature.effect(Models(*golden))

    assert found.low < 1.15663792095986 < found.high
    assert found.bare.low > 1.15663792095986
    assert (found.days, found.offences) == (5_844, 125_517)


def test_an_effect_is_what_its_parts_say(golden):
    days, special = golden
    found = temperature.effect(Models(days, special))

    assert found.percent == pytest.approx(100 * (np.exp(found.log_rate) - 1))
    assert found.high == pytest.approx(100 * (np.exp(found.log_rate + 1.959963984540054 * found.se) - 1))
    assert found.extra == pytest.approx(days.offences.mean() * (np.exp(5 * found.log_rate) - 1))
    assert list(found.coefficients.iloc[0])[:2] == ["celsius", found.log_rate]
    assert 0 < found.share < 0.1
    assert 0 < found.echo < 0.1
    assert found.phi == pytest.approx(1.55, abs=0.03)


def made(seed=1, years=6, effect=0.015, a_day=12.0, spread=2.0):
    """Days with a planted effect, season, week and trend."""
    rng = np.random.default_rng(seed)
    day = FIRST + np.arange(round(365.25 * years))
    turn = 2 * np.pi * np.arange(len(day)) / 365.25
    celsius = 10.5 - 6 * np.cos(turn) + rng.normal(0, spread, len(day))
    rate = a_day * np.exp(effect * (celsius - 10) + 0.08 * np.sin(turn) + 0.05 * np.arange(len(day)) / 365.25)
    return temperature.Days(day, rng.poisson(rate).astype(float), celsius, np.zeros(len(day)))


def test_strata_give_what_a_term_a_stratum_gives():
    days = made(years=2)
    stamp = pd.DatetimeIndex(days.day)
    strata = np.unique(stamp.month * 7 + stamp.day_of_week + 100 * stamp.year, return_inverse=True)[1]
    dummies = np.eye(strata.max() + 1)[strata]

    found = regression.within_strata(days.offences, days.celsius[:, None], strata)

    whole = regression.fit(days.offences, np.column_stack([days.celsius, dummies]))
    assert found.coef[0] == pytest.approx(whole.coef[0], abs=1e-9)
    assert found.bread[0, 0] == pytest.approx(whole.bread[0, 0], rel=1e-6)
    assert found.phi == pytest.approx(whole.phi, rel=1e-6)


def test_poisson_and_its_errors_are_those_of_statsmodels():
    import statsmodels.api as sm

    days = made(years=3)
    matrix = matrix_of(days, design.terms(days, temperature.calendar(days.day)))

    found = regression.fit(days.offences, matrix)

    wanted = sm.GLM(days.offences, matrix, family=sm.families.Poisson()).fit(
        tol=1e-13, cov_type="HAC", cov_kwds={"maxlags": 14}
    )
    assert found.coef == pytest.approx(wanted.params, abs=1e-8)
    assert np.sqrt(np.diag(regression.hac(found, days.place))) == pytest.approx(wanted.bse, rel=1e-6)


def test_counts_without_extra_swing_are_poisson():
    days = made(years=2)
    level = np.ones((len(days.day), 1))
    even = np.tile([4.0, 5.0], len(days.day))[: len(days.day)]

    assert regression.negative_binomial(even, level).alpha == 0


def test_days_either_side_of_a_gap_are_not_neighbours():
    days = made(years=2)
    found = regression.fit(days.offences, np.ones((len(days.day), 1)))
    apart = days.place * 100

    spread = regression.hac(found, apart)

    assert spread[0, 0] == pytest.approx(regression.hac(found, days.place, lag=0)[0, 0])
    assert spread[0, 0] != pytest.approx(regression.hac(found, days.place)[0, 0])


def test_spells_are_bartlett_s_weights_of_all_pairs_of_days_gaps_and_all():
    rng = np.random.default_rng(3)
    place = 500 + np.flatnonzero(rng.random(60) < 0.8)
    scores = rng.normal(size=(len(place), 2))

    for lag in (0, 1, 14, 200):
        weights = np.maximum(1 - np.abs(np.subtract.outer(place, place)) / (lag + 1), 0)
        assert regression.spells(scores, place, lag) == pytest.approx(scores.T @ weights @ scores, rel=1e-10)


def test_the_curve_passes_through_its_points():
    days = made(years=12, effect=0.02, a_day=60)

    found = temperature.bend(Models(days, temperature.calendar(days.day)), 0.02)

    near = np.interp(found.points["celsius"], found.celsius, found.percent)
    middle = found.points["days"] >= 60
    assert np.abs(near - found.points["percent"])[middle].max() < 4
    assert np.interp(found.reference, found.celsius, found.percent) == pytest.approx(0, abs=0.2)
    assert (found.low <= found.percent).all()
    assert (found.percent <= found.high).all()
    assert np.abs(found.straight - found.percent).max() < 12


def test_special_days_of_england():
    day = np.arange("2022-01-01", "2023-01-01", dtype="datetime64[D]")

    found = temperature.calendar(day)

    free = [str(each) for each in day[found["bank_holiday"] > 0]]
    assert {"2022-06-03", "2022-09-19", "2022-12-26", "2022-01-03"} <= set(free)
    assert "2022-01-01" not in free
    assert {name: int(each.sum()) for name, each in found.items()} == {
        "bank_holiday": len(free), "new_years_day": 1, "halloween": 1, "bonfire_night": 1, "new_years_eve": 1,
    }  # fmt: skip


def test_a_station_that_comes_or_goes_is_no_change_of_the_weather():
    day = [dt.date(2024, 1, 1) + dt.timedelta(at) for at in range(6)]
    weather = np.array([5.0, 7, 3, 6, 4, 8])
    readings = pd.DataFrame(
        {
            "day": [*day, *day[:3]],
            "station": ["Manston"] * 6 + ["Wye"] * 3,
            "celsius": [*weather, *(weather[:3] - 4)],
        }
    )

    found = temperature.daily_mean(readings)

    assert np.diff(found.to_numpy()) == pytest.approx(np.diff(weather))
    assert found.mean() == pytest.approx(weather.mean() - 2)


def test_a_station_of_another_place_or_of_wrong_dates_is_no_neighbour():
    days = pd.date_range("2023-01-01", periods=400)
    rng = np.random.default_rng(6)
    season = 10 - 7 * np.cos(2 * np.pi * np.arange(400) / 365.25)
    there, elsewhere = rng.normal(0, 3, (2, 400))
    series = {
        "Manston": season + there,
        "Wye": season - 1 + 0.8 * there + rng.normal(0, 1.5, 400),
        "Central Park": season + elsewhere,
    }
    late = {"Lydd": season + np.roll(there, 3)}

    def readings(series, last=400):
        return pd.concat(
            pd.DataFrame({"day": days[:last], "station": name, "celsius": each[:last]})
            for name, each in series.items()
        )

    # the season that all share makes nobody a neighbour
    assert np.corrcoef(series["Manston"], series["Central Park"])[0, 1] > 0.5
    assert temperature.strangers(readings(series)) == ("Central Park",)
    assert temperature.strangers(readings(series | late)) == ("Central Park", "Lydd")
    assert temperature.strangers(readings(series, last=170)) == ()
    assert temperature.strangers(readings({"Manston": series["Manston"]})) == ()


def test_one_station_is_itself_and_a_gap_a_gap():
    readings = pd.DataFrame({"day": [1, 2, 3], "station": "Wye", "celsius": [4.0, None, 6.0]})

    assert temperature.daily_mean(readings).to_dict() == {1: 4.0, 3: 6.0}


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (made(years=1.9), "694 days have count and temperature; 730 are needed"),
        (made(a_day=0.05), "offences are too few: the model needs"),
        (made()._replace(celsius=np.full(len(made().day), 9.0)), "The temperature strays 0.0 °C"),
        (made(spread=0.01), "The temperature strays 0.0 °C"),
    ],
    ids=["short", "three a year", "constant", "nothing but season"],
)
def test_what_cannot_be_told_is_not_estimated(days, said):
    with pytest.raises(MeasureError, match=said):
        temperature.effect(Models(days, temperature.calendar(days.day)))


def test_terms_that_repeat_one_another_are_refused():
    days = made(years=2)

    with pytest.raises(MeasureError, match="repeat one another"):
        regression.fit(
            days.offences, np.column_stack([days.celsius, days.celsius * 2, np.ones(len(days.day))])
        )


def test_of_forty_worlds_without_an_effect_few_are_said_to_have_one():
    found = [
        temperature.effect(Models(each, {}))
        for each in (made(seed, years=3, effect=0.0) for seed in range(1, 41))
    ]

    assert sum(each.low > 0 or each.high < 0 for each in found) <= 6
