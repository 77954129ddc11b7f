"""Foretelling weeks: planted skill is found, none is not invented, limits hold, and nothing leaks back."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import numpy as np
import pytest
from scipy import special, stats
from threadpoolctl import threadpool_info

from tests.measures.test_temperature import FIRST, made
from vru.errors import MeasureError
from vru.measures import temperature
from vru.measures.temperature import ahead, design, forecast, regression


def days(seed, *, effect=0.03, a_day=40.0, years=4, alpha=0.0, drift=0.0):
    """Days with a planted effect of temperature on a season and week, and their true means."""
    rng = np.random.default_rng(seed)
    place = np.arange(round(365.25 * years))
    turn = 2 * np.pi * place / 365.25
    warmth = rng.normal(0, 3, len(place))
    celsius = 10.5 - 6 * np.cos(turn) + warmth
    # on the season's own temperature the calendar's rate rests; on the rest of it only the effect
    log_rate = np.log(a_day) + 0.1 * np.sin(turn) + 0.15 * (place % 7 >= 5) + drift * place / 365.25
    mean = np.exp(log_rate + effect * warmth)
    counts = rng.poisson(mean if not alpha else mean * rng.gamma(1 / alpha, alpha, len(place)))
    found = temperature.Days(FIRST + place, counts.astype(float), celsius, np.zeros(len(place)))
    return found, mean, np.exp(log_rate + effect**2 * 9 / 2)


def true_skill(found, warm, calendar):
    """The skill of somebody who knows both true means, over the held-out days' expectation."""
    held = slice(-7 * forecast.WEEKS, None)
    most = np.arange(400)

    def deviance(mean):
        chance = stats.poisson.pmf(most, warm[held, None])
        own = special.xlogy(most, most) - most
        return 2 * (chance * (own - most * np.log(mean[held, None]) + mean[held, None])).sum()

    return 100 * (1 - deviance(warm) / deviance(calendar))


@pytest.mark.slow
def test_a_planted_effect_is_as_much_skill_as_it_must_be():
    missed = []
    for seed in range(1, 21):
        world, warm, calendar = days(seed)
        got = temperature.foretold(world)
        truth = true_skill(world, warm, calendar)
        assert got.low > 0
        # the closed form: variance of the effect over the variance of counts around the calendar
        swing = 40 * 0.03**2 * 9
        assert truth == pytest.approx(100 * swing / (1 + swing), abs=3)
        missed.append(not got.low < truth < got.high)

    # of twenty 95 % intervals, more than four miss in 3 of 1,000 sets
    assert sum(missed) <= 4


@pytest.mark.slow
def test_no_effect_is_no_skill():
    found = [temperature.foretold(days(seed, effect=0.0)[0]) for seed in range(1, 21)]

    assert sum(each.low > 0 for each in found) <= 2
    assert sum(not each.low < 0 < each.high for each in found) <= 4
    assert abs(np.mean([each.skill for each in found])) < 0.3


@pytest.fixture(scope="module")
def swinging():
    """Eight worlds whose days swing beyond chance, with their true means and how they were foretold."""
    worlds = [days(seed, alpha=0.05)[:2] for seed in range(1, 9)]
    return [(warm, temperature.foretold(world)) for world, warm in worlds]


@pytest.mark.slow
@pytest.mark.xdist_group("swinging")
def test_limits_hold_as_many_days_as_they_say(swinging):
    held, inside = 0, {0.80: 0, 0.95: 0}
    due = dict(inside)
    for warm, got in swinging:
        mean = warm[-7 * forecast.WEEKS :]
        for confidence, low, high in ((0.80, "low80", "high80"), (0.95, "low", "high")):
            # what a negative binomial of the true mean has between these limits: counts come whole
            true = stats.nbinom(20, 20 / (20 + mean))
            due[confidence] += (true.cdf(got.days[high]) - true.cdf(got.days[low] - 1)).sum()
        held += len(got.days)
        for each in got.inside:
            inside[each.confidence] += each.days
            assert each.of == 7 * forecast.WEEKS

    for confidence, number in inside.items():
        error = np.sqrt(held * confidence * (1 - confidence))
        assert abs(number - due[confidence]) < 3 * error
        # whole numbers make limits a little wide, never narrow
        assert -3 * error < number - confidence * held < 0.03 * held + 3 * error


@pytest.mark.slow
@pytest.mark.xdist_group("swinging")
def test_weeks_hold_as_often_as_days(swinging):
    found = [got.inside_weeks for _, got in swinging]

    for at, confidence in enumerate((0.80, 0.95)):
        inside, of = sum(each[at].days for each in found), sum(each[at].of for each in found)
        assert of == 8 * forecast.WEEKS
        # a model serves 13 weeks, so weeks share its error: more room than chance alone would need
        assert abs(inside / of - confidence) < 4.5 * np.sqrt(confidence * (1 - confidence) / of)


def test_what_comes_later_changes_nothing_that_was_foretold():
    world = days(3)[0]
    before = temperature.foretold(world).days
    cut = len(world.day) - 26 * 7  # where a new model begins
    later = np.arange(len(world.day)) >= cut
    changed = world._replace(
        offences=np.where(later, world.offences * 3 + 5, world.offences),
        celsius=np.where(later, world.celsius + 9, world.celsius),
    )

    after = temperature.foretold(changed).days

    earlier = before["day"].to_numpy() < world.day[cut]
    shown = ["day", "calendar", "warm", "low80", "high80", "low", "high"]
    assert earlier.sum() == 78 * 7
    assert after.loc[earlier, shown].equals(before.loc[earlier, shown])
    # the model that begins there does not know the change either: the calendar's expectation stays
    first = before["week"].between(world.day[cut], world.day[cut] + 12 * 7)
    assert after.loc[first, "calendar"].equals(before.loc[first, "calendar"])
    assert not after["calendar"].equals(before["calendar"])


def test_days_of_the_gap_are_not_learnt_from():
    world, gap = days(3, years=5)[0], 60
    cut = len(world.day) - 26 * 7  # where a new model begins
    between = (np.arange(len(world.day)) >= cut - gap) & (np.arange(len(world.day)) < cut)
    changed = world._replace(offences=np.where(between, world.offences * 3 + 5, world.offences))

    before, after = (temperature.foretold(each, gap=gap).days for each in (world, changed))
    at_once = temperature.foretold(world).days

    held = before["week"].between(world.day[cut], world.day[cut] + 12 * 7)
    shown = ["day", "calendar", "warm", "low80", "high80", "low", "high"]
    assert held.sum() == 13 * 7
    assert after.loc[held, shown].equals(before.loc[held, shown])
    assert not at_once.loc[held, shown].equals(before.loc[held, shown])
    assert temperature.outlook(world, gap=gap).model.day[0] == world.day[-1] + 1 + gap


def test_a_trend_stays_where_it_was_on_the_last_day_learnt_from():
    world = made(years=3)
    further = world.day[-1] + np.arange(1, 400)
    both = np.concatenate([world.day, further])
    empty = np.zeros(len(both))

    columns = design.terms(temperature.Days(both, empty, empty, empty), {}, learnt=len(world.day))

    own = design.terms(world, {})
    assert list(columns) == list(own)
    for name, column in own.items():
        assert columns[name][: len(world.day)] == pytest.approx(column)
    last = len(world.day) - 1
    assert all(np.ptp(columns[name][last:]) == 0 for name in columns if name.startswith("trend"))


def test_days_of_lockdown_are_learnt_from_and_not_held_out():
    world = days(5)[0]
    shut = world.day[-100].astype(dt.date), world.day[-70].astype(dt.date)

    got = temperature.foretold(world, (temperature.Period(*shut),))

    held = set(got.days["day"].dt.date)
    assert len(held) == 7 * forecast.WEEKS - 31
    assert not any(shut[0] <= each <= shut[1] for each in held)


def test_a_week_s_limits_are_those_of_simulated_weeks():
    world = days(7, alpha=0.04)[0]
    outlook = temperature.outlook(world)
    celsius = outlook.usual + np.array([4, 4, 5, 6, 2, 0, -3.0])

    got = temperature.week(outlook, celsius)

    rng, model = np.random.default_rng(5), outlook.model
    coef = rng.multivariate_normal(model.coef, model.covariance, 200_000)
    mean = np.exp(coef @ np.column_stack([celsius, model.rows]).T)
    counts = rng.poisson(mean * rng.gamma(1 / model.alpha, model.alpha, mean.shape))
    for level, column in ((0.025, "low"), (0.1, "low80"), (0.9, "high80"), (0.975, "high")):
        assert got.days[column].to_numpy() == pytest.approx(np.quantile(counts, level, axis=0), abs=1.01)
    low, high = np.quantile(counts.sum(axis=1), (0.025, 0.975))
    assert (got.low, got.high) == pytest.approx((low, high), rel=0.01)
    assert got.expected == pytest.approx(got.days["expected"].sum())
    apart = np.exp(np.outer(coef[:, 0], celsius - outlook.usual)) - 1
    assert (got.extra_low, got.extra_high) == pytest.approx(
        np.quantile(apart @ got.days["at_usual"], (0.025, 0.975)), rel=0.02
    )
    assert got.extra == pytest.approx(got.expected - got.at_usual)


def test_a_week_begins_on_the_day_after_the_last_and_usual_is_the_season_s():
    world = days(8)[0]

    outlook = temperature.outlook(world)
    got = temperature.week(outlook, outlook.usual)

    assert [str(each) for each in got.days["day"].dt.date] == [
        str(each) for each in world.day[-1] + np.arange(1, 8)
    ]
    turn = 2 * np.pi * (len(world.day) + np.arange(7)) / 365.25
    assert outlook.usual == pytest.approx(10.5 - 6 * np.cos(turn), abs=0.6)
    assert (got.extra, got.extra_low, got.extra_high) == (0, 0, 0)
    near = np.abs((np.arange(len(world.day)) - len(world.day) + 182.625) % 365.25 - 182.625) <= 30
    assert (outlook.seen_low[0], outlook.seen_high[0]) == (
        world.celsius[near].min(), world.celsius[near].max(),
    )  # fmt: skip


def test_learning_looks_back_five_years_and_no_further():
    world = days(9, years=8)[0]
    old = np.arange(len(world.day)) < len(world.day) - ahead.WINDOW
    changed = world._replace(offences=np.where(old, 7.0, world.offences))

    got, again = (temperature.outlook(each) for each in (world, changed))

    assert got.learnt == ahead.WINDOW
    assert again.model.coef.tolist() == got.model.coef.tolist()


@pytest.mark.parametrize(
    ("world", "said"),
    [
        (made(years=2.3), "840 days have count and temperature; 730 to learn from and 182 to be foretold"),
        (made(years=4, a_day=0.01), "offences are too few: the model needs"),
        (made(years=4)._replace(celsius=np.full(1461, 9.0)), "The temperature strays 0.0 °C"),
        (made(years=3).where(np.arange(1096) % 2 == 0), "548 days have count and temperature"),
    ],
    ids=["short", "three a year", "constant", "half missing"],
)
def test_what_cannot_be_foretold_is_not(world, said):
    with pytest.raises(MeasureError, match=said):
        temperature.foretold(world)


def test_a_shorter_extract_is_tried_on_fewer_weeks():
    assert len(temperature.foretold(days(2, years=3)[0]).weeks) == (1096 - 730) // 7


def test_weeks_all_in_lockdown_are_not_tried():
    world = days(2, years=3)[0]
    shut = temperature.Period(world.day[731].astype(dt.date), world.day[-20].astype(dt.date))

    with pytest.raises(MeasureError, match="weeks outside lockdowns can be held out; 26 are needed"):
        temperature.foretold(world, (shut,))


def test_scikit_learn_is_loaded_only_by_who_holds_weeks_out():
    asked = "import sys, vru.answers.temperature; print([each for each in sys.modules if 'sklearn' in each])"

    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True).stdout == "[]\n"


def test_regressions_keep_to_one_core_and_give_the_others_back():
    def cores():
        return [each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"]

    before = cores()

    assert set(regression.on_one_core(cores)()) == {1}
    assert cores() == before
