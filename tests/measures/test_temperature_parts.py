"""Temperature by part: each part's slope is its own regression's, and alike parts are said to be alike."""

from __future__ import annotations

import numpy as np
import pytest

from tests.measures.test_temperature import made, matrix_of
from vru.errors import MeasureError
from vru.measures import temperature
from vru.measures.temperature import Models, regression


def split(seed, *, apart=0.0, years=3, shared=0.0):
    """Days whose offences fall into two parts with slopes 1.5 % and that plus `apart`; `shared` shocks."""
    rng = np.random.default_rng(seed)
    # another seed: the same one would draw the shocks from the numbers that made the weather
    days = made(1_000 + seed, years=years, effect=0.015)
    shock = np.exp(rng.normal(0, shared, len(days.day)))
    counts = {
        name: rng.poisson(9 * shock * np.exp((0.015 + more) * (days.celsius - 10))).astype(float)
        for name, more in (("a", 0.0), ("b", apart))
    }
    return days._replace(offences=counts["a"] + counts["b"]), counts


def test_a_part_s_slope_and_error_are_those_of_its_own_regression():
    days, counts = split(3)

    got = temperature.by_part(Models(days, {}), counts)

    matrix = matrix_of(days, Models(days, {}).columns)
    for part in got.parts:
        one = regression.fit(counts[part.name], matrix)
        se = np.sqrt(regression.hac(one, days.place)[0, 0])
        # 97.5 % limits for two parts: the quantile of 1 − 0.025 / 2
        assert part.percent == pytest.approx(100 * np.expm1(one.coef[0]))
        assert part.high == pytest.approx(100 * np.expm1(one.coef[0] + 2.241402727604947 * se))
        assert part.offences == counts[part.name].sum()


def test_parts_planted_apart_are_found_and_shared_surprises_are_allowed_for():
    days, counts = split(4, apart=0.02, years=6, shared=0.3)

    got = temperature.by_part(Models(days, {}), counts)

    one, other = got.parts
    assert got.p < 0.001
    assert one.low < 100 * np.expm1(0.015) < one.high
    assert other.low < 100 * np.expm1(0.035) < other.high


def test_parts_that_are_alike_are_seldom_said_to_differ():
    found = [
        temperature.by_part(Models(days, {}), counts)
        for days, counts in (split(seed, shared=0.3) for seed in range(1, 41))
    ]

    assert sum(each.p < 0.05 for each in found) <= 6


def test_a_slope_a_season_is_found_where_summer_was_planted_steeper():
    rng = np.random.default_rng(8)
    days = made(8, years=8, effect=0.0)
    kind = temperature.season_of(days.day)
    rate = 20 * np.exp(np.where(kind == "Summer", 0.04, 0.01) * (days.celsius - 14))
    days = days._replace(offences=rng.poisson(rate).astype(float))

    got = temperature.by_kind_of_day(Models(days, {}), kind)

    found = {part.name: part for part in got.parts}
    assert list(found) == ["Winter", "Spring", "Summer", "Autumn"]
    assert found["Summer"].low < 100 * np.expm1(0.04) < found["Summer"].high
    assert found["Winter"].low < 100 * np.expm1(0.01) < found["Winter"].high
    assert got.p < 0.001
    assert sum(part.offences for part in got.parts) == days.offences.sum()


def test_the_weekend_begins_on_friday():
    day = np.arange("2024-06-03", "2024-06-10", dtype="datetime64[D]")

    assert temperature.weekend(day).tolist() == ["Monday to Thursday"] * 4 + ["Friday to Sunday"] * 3


def test_parts_with_too_few_offences_are_named_and_one_part_is_no_comparison():
    days, counts = split(5)
    rare = np.zeros(len(days.day))
    rare[::300] = 1

    assert temperature.by_part(Models(days, {}), {**counts, "rare": rare}).few == ("rare",)
    with pytest.raises(MeasureError, match="Fewer than two parts"):
        temperature.by_part(Models(days, {}), {"a": counts["a"], "rare": rare})


def test_warmth_of_the_day_before_is_told_from_the_day_s_own():
    rng = np.random.default_rng(2)
    days = made(2, years=8)
    earlier = np.concatenate([[days.celsius[0]], days.celsius[:-1]])
    rate = 20 * np.exp(0.02 * (days.celsius - 10) + 0.01 * (earlier - 10))
    days = days._replace(offences=rng.poisson(rate).astype(float))

    got = temperature.lags(Models(days, {}))

    own, before, *others = got.lags
    assert own.low < 100 * np.expm1(0.02) < own.high
    assert before.low < 100 * np.expm1(0.01) < before.high
    assert all(each.low < 0 < each.high for each in others)
    assert got.together.low < 100 * np.expm1(0.03) < got.together.high
    assert np.log1p(got.together.percent / 100) == pytest.approx(
        sum(np.log1p(each.percent / 100) for each in got.lags)
    )
    assert got.days == len(days.day) - 3


def test_a_gap_takes_the_three_days_after_it_out_of_the_lags():
    days = made(2, years=3)
    kept = np.ones(len(days.day), bool)
    kept[500] = False

    assert temperature.lags(Models(days.where(kept), {})).days == len(days.day) - 3 - 4


def test_days_too_far_apart_have_no_lags():
    days = made(2, years=6)

    with pytest.raises(MeasureError, match="0 days have the three before them"):
        temperature.lags(Models(days.where(days.place % 2 == 0), {}))


def test_a_jump_planted_on_heat_days_is_found():
    rng = np.random.default_rng(6)
    days = made(6, years=12)
    season = temperature.season_of(days.day)
    summer = season == "Summer"
    hot = summer & (days.celsius > np.quantile(days.celsius[summer], 0.95))
    days = days._replace(offences=rng.poisson(20 * np.where(hot, 1.3, 1.0)).astype(float))

    got = temperature.heat_days(Models(days, {}))

    found = {each.season: each for each in got.seasons}
    assert found["Summer"].days == hot.sum()
    assert found["Summer"].low < 30 < found["Summer"].high
    assert found["Summer"].low > 10
    assert found["Winter"].low < 0 < found["Winter"].high
    assert got.together.days == sum(each.days for each in got.seasons)
    assert got.together.low < 7.5 < got.together.high


def test_too_few_heat_days_are_not_compared():
    with pytest.raises(MeasureError, match="No season has 20 heat days"):
        temperature.heat_days(Models(made(6, years=2), {}))
