"""Single days and single models: numbers against statsmodels and R, and what makes the verdict flip."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.measures.test_temperature import FIRST, GOLDEN, made
from vru.measures import temperature
from vru.measures.temperature import Models, design
from vru.measures.temperature.influence import dfbeta
from vru.measures.temperature.models import slope, warmth
from vru.measures.temperature.variants import departures


@pytest.fixture(scope="module")
def golden():
    counts, celsius, holiday = pd.read_csv(GOLDEN).to_numpy(float).T
    days = temperature.Days(FIRST + np.arange(len(counts)), counts, celsius, np.zeros(len(counts)))
    return days, design.terms(days, {"bank_holiday": holiday}, trend=1)


class Straight(Models):
    """The models of R's days: with the straight trend that its formula has."""

    def __init__(self, days, columns):
        super().__init__(days, {})
        self.__dict__["columns"] = columns


def test_each_day_s_pull_is_statsmodels_and_r_s(golden):
    import statsmodels.api as sm

    days, columns = golden
    found = slope(days, warmth(days.celsius, "poisson"), columns)

    moves = dfbeta(found)

    fitted = sm.GLM(days.offences, found.matrix, family=sm.families.Poisson()).fit(tol=1e-13)
    assert moves == pytest.approx(fitted.get_influence().d_params[:, 0], abs=1e-12)
    most = np.argsort(-np.abs(moves))[:3]
    assert [str(each) for each in days.day[most]] == ["2014-08-09", "2018-03-09", "2009-04-09"]
    # R 4.2.2 glm(poisson): solve(crossprod(X * sqrt(weights))) %*% t(X * residuals / (1 - hatvalues))
    assert moves[most] == pytest.approx([0.000178881798849, 0.000121254538751, -0.000112953402724], abs=1e-12)
    # glm(poisson) refitted without each of the three days: one step is close
    assert moves[most] == pytest.approx([0.000178926183611, 0.000121272171757, -0.000112973724661], rel=1e-3)


def test_without_the_ten_days_the_effect_is_r_s(golden):
    got = temperature.influence(Straight(*golden))

    assert [str(each.date()) for each in got.days["day"]] == [
        "2014-08-09", "2018-03-09", "2009-04-09", "2014-08-24", "2019-07-18",
        "2012-08-02", "2015-02-28", "2008-09-07", "2020-05-28", "2011-07-13",
    ]  # fmt: skip
    # R 4.2.2 glm(poisson) on the 5,834 other days
    assert np.log1p(got.without.percent / 100) == pytest.approx(0.011416767317009, abs=1e-10)
    assert got.without.n == 5_834
    row = got.days.iloc[0]
    # R: fitted(m) of the day, and 100 * (exp(coefficient) - exp(coefficient - its move))
    assert (row["offences"], row["celsius"], round(row["expected"], 5)) == (59, 25.5, 34.06141)
    assert row["moves"] == pytest.approx(
        100 * (np.exp(0.011330450895675) - np.exp(0.011330450895675 - 0.000178881798849)), abs=1e-9
    )


def test_a_day_planted_far_off_moves_the_effect_most():
    days = made(5, years=4)
    warmest = int(np.argmax(days.celsius))
    counts = days.offences.copy()
    counts[warmest] += 400

    got = temperature.influence(Models(days._replace(offences=counts), {}), "negative_binomial")

    assert got.days["day"].iloc[0] == pd.Timestamp(days.day[warmest])
    assert got.days["moves"].iloc[0] > 0


def test_swing_and_echo_are_pearson_s_of_the_days_that_are_neighbours():
    days = made(3, years=3)
    kept = np.ones(len(days.day), bool)
    kept[400] = False
    models = Models(days.where(kept), {})

    found = temperature.effect(models)

    fit = models.slope().fit
    residual = (models.days.offences - fit.mean) / np.sqrt(fit.mean)
    pairs = np.column_stack([residual[:-1], residual[1:]])
    pairs = np.delete(pairs, 399, axis=0)  # the days either side of the gap
    assert found.echo == pytest.approx(np.corrcoef(pairs.T)[0, 1])
    assert found.phi == pytest.approx((residual**2).sum() / (len(residual) - len(fit.coef)))


def test_each_model_of_a_selection_is_fitted_once(monkeypatch):
    from vru.measures.temperature import regression

    days, asked = made(4, years=3), []
    plain = regression.fit

    def counted(counts, terms, *more):
        asked.append((counts.tobytes(), terms.tobytes(), *more[:1]))
        return plain(counts, terms, *more)

    monkeypatch.setattr(regression, "fit", counted)
    models = Models(days, temperature.calendar(days.day))
    effect = temperature.effect(models)
    temperature.variants(models)
    temperature.bend(models, effect.log_rate)

    assert len(asked) >= 10
    assert len(set(asked)) == len(asked)


def test_a_temperature_that_is_its_own_normal_departs_nowhere():
    days = made(1, years=4)
    turn = 2 * np.pi * (pd.DatetimeIndex(days.day).day_of_year.to_numpy() - 1) / 365
    usual = days._replace(celsius=np.full(len(turn), 9.0))
    warmer = days._replace(celsius=10 - 6 * np.cos(turn) + np.where(days.place % 2, 1.0, -1.0))

    assert departures(usual) == pytest.approx(np.zeros(len(turn)))
    # a day a degree warmer than the ones beside it departs by about a degree
    assert np.abs(np.abs(departures(warmer)) - 1).mean() < 0.15


def made_of(*limits, code="poisson"):
    return tuple(temperature.Variant(code, (low + high) / 2, low, high, 900) for low, high in limits)


@pytest.mark.parametrize(
    ("whole", "partial", "verdict"),
    [
        ([(0.6, 1.0), (0.7, 2.0)], [], "holds"),
        ([(0.6, 1.0), (0.4, 2.0)], [], "cannot tell"),
        ([(0.1, 0.4), (0.2, 0.45)], [], "does not hold"),
        ([(0.1, 0.4), (0.2, 0.55)], [], "cannot tell"),
        ([(0.6, 1.0)], [(-1.0, 2.0)], "holds"),
        ([(0.6, 1.0)], [(-1.0, 0.4)], "cannot tell"),
        ([(0.1, 0.4)], [(0.6, 0.9)], "cannot tell"),
        ([], [], "cannot tell"),
    ],
)
def test_one_model_is_enough_to_leave_it_untold(whole, partial, verdict):
    found = (*made_of(*whole), *made_of(*partial, code="public"))

    assert temperature.claim(found, 0.5) == verdict


def test_parts_that_are_the_same_offences_are_alike_and_nothing_breaks():
    days = made(2, years=3)

    got = temperature.by_part(Models(days, {}), {"a": days.offences, "b": days.offences.copy()})

    assert got.p == 1
    assert got.parts[0].percent == pytest.approx(got.parts[1].percent)


@pytest.mark.parametrize("model", list(temperature.MODELS))
def test_a_part_s_error_is_its_own_model_s(model):
    rng = np.random.default_rng(7)
    days = made(6, years=4)
    counts = {name: rng.binomial(days.offences.astype(int), 0.5).astype(float) for name in "ab"}

    got = temperature.by_part(Models(days, {}), counts, model)

    for part in got.parts:
        own = Models(days._replace(offences=counts[part.name]), {}).slope(model)
        assert part.high == pytest.approx(100 * np.expm1(own.log_rate + 2.241402727604947 * own.se))


def test_a_curve_for_each_season_finds_the_slope_that_was_planted():
    rng = np.random.default_rng(8)
    days = made(8, years=8, effect=0.0)
    kind = temperature.season_of(days.day)
    rate = 20 * np.exp(np.where(kind == "Summer", 0.04, 0.01) * (days.celsius - 14))
    days = days._replace(offences=rng.poisson(rate).astype(float))

    found = {each.name: each for each in temperature.by_kind_of_day(Models(days, {}), kind, "curve").parts}

    assert found["Summer"].low < 100 * np.expm1(0.04) < found["Summer"].high
    assert found["Winter"].low < 100 * np.expm1(0.01) < found["Winter"].high
