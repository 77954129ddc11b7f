"""Jumps: planted steps and ramps are found and covered, and where there is none hardly any is."""

import numpy as np
import pytest

from vru.errors import MeasureError
from vru.measures.jumps import between, enough, scan

SEEDS = range(1, 101)


def world(seed, *, months=120, mean=1500.0, phi=1.0, carry=0.0, season=0.1, trend=0.0, factor=None):
    """Monthly counts, variance phi times the mean and carried on by `carry`, times `factor` each month."""
    rng = np.random.default_rng(seed)
    at = np.arange(months)
    swing = np.zeros(months + 50)
    for each in range(1, months + 50):
        swing[each] = carry * swing[each - 1] + np.sqrt(1 - carry**2) * rng.normal()
    spread = np.sqrt((phi - 1) / mean)
    level = mean * np.exp(trend * at / 12) * (1 + season * np.sin(2 * np.pi * at / 12))
    level *= np.ones(months) if factor is None else factor
    return rng.poisson(level * np.exp(spread * swing[50:] - spread**2 / 2)).astype(float)


def step(size, at=60, months=120):
    return np.where(np.arange(months) >= at, size, 1.0)


def all_of(values):
    return np.ones(values.size, bool)


@pytest.mark.parametrize(
    "unchanged",
    [
        {},
        {"phi": 5.0},
        {"phi": 15.0},
        {"mean": 60.0, "phi": 1.5},
        {"months": 36, "phi": 3.0},
        {"phi": 3.0, "trend": 0.1},
        {"phi": 3.0, "season": 0.3},
        {"phi": 5.0, "carry": 0.2},
    ],
    ids=str,
)
def test_where_nothing_jumps_at_most_one_series_in_twenty_has_a_jump(unchanged):
    found = [
        bool(scan(values, all_of(values)).found) for values in (world(seed, **unchanged) for seed in SEEDS)
    ]

    assert np.mean(found) <= 0.05


def test_swings_that_carry_on_do_not_raise_many_false_ones():
    found = [bool(scan(each, all_of(each)).found) for each in (world(s, phi=5.0, carry=0.4) for s in SEEDS)]

    assert np.mean(found) <= 0.1


@pytest.mark.parametrize("size", [1.2, 0.8])
def test_a_planted_step_is_found_within_a_month_and_nothing_else(size):
    right, other = 0, 0
    for seed in SEEDS:
        values = world(seed, phi=2.0, factor=step(size))
        found = scan(values, all_of(values)).found
        right += any(abs(each - 60) <= 1 for each in found)
        other += any(abs(each - 60) > 1 for each in found)

    assert right / len(SEEDS) >= 0.9
    assert other / len(SEEDS) <= 0.05


@pytest.mark.parametrize("size", [1.0, 1.1, 1.3])
def test_the_size_of_a_step_at_a_known_month_is_covered(size):
    held = []
    for seed in SEEDS:
        values = world(seed, phi=3.0, trend=0.05, factor=step(size))
        got = between(values, all_of(values), 60, 60)
        held.append(got.low <= size <= got.high)

    assert 0.91 <= np.mean(held) <= 0.99


def test_a_change_that_took_two_years_is_covered_too():
    ramp = np.interp(np.arange(120), (50, 74), (1.0, 0.97 / 0.79))
    held = []
    for seed in SEEDS:
        values = world(seed, phi=2.0, factor=ramp)
        got = between(values, all_of(values), 50, 74)
        held.append(got.low <= 0.97 / 0.79 <= got.high)

    assert 0.91 <= np.mean(held) <= 0.99
    assert got.months == 72


def test_a_step_without_noise_is_its_size():
    values = 100 * step(1.25) * np.exp(0.01 * np.arange(120))

    got = between(values, all_of(values), 60, 60)

    np.testing.assert_allclose(got[:3], [1.25, 1.25, 1.25])
    assert scan(values, all_of(values)).factor[60] == pytest.approx(1.25)


def test_months_that_say_nothing_are_in_no_fit():
    values, usable = world(1, phi=2.0), np.ones(120, bool)
    values[57:60], usable[57:60] = 1.0, False

    got = scan(values, usable)

    assert got.found == ()
    assert got.looks == 120 - 2 * 12 + 1
    np.testing.assert_array_equal(np.isnan(got.factor), [*[True] * 12, *[False] * 97, *[True] * 11])


def test_near_the_ends_nothing_can_be_said():
    values = world(1)

    assert between(values, all_of(values), 5, 5) is None
    assert between(values, all_of(values), 60, 115) is None


def test_too_few_offences_are_not_looked_at():
    assert enough([30.0] * 24, [True] * 24)
    assert not enough([3.0] * 24, [True] * 24)
    assert not enough([*[60.0] * 23, 0.0], [True] * 24)
    assert enough([*[60.0] * 23, 0.0], [*[True] * 23, False])
    assert not enough([30.0], [False])


@pytest.mark.parametrize(
    ("values", "usable", "said"),
    [
        ([1.0, 2.0], [True], "one each"),
        ([1.0, 0.0], [True, True], "at least one offence"),
        ([1.0] * 20, [True] * 20, "12 usable months"),
    ],
)
def test_refuses_what_cannot_be_looked_at(values, usable, said):
    with pytest.raises(MeasureError, match=said):
        scan(values, usable)
