"""Splits at a date: closed forms, planted changes found without being told, and false alarms."""

import numpy as np
import pytest

from vru.errors import MeasureError
from vru.measures import doubt, linkage

SIDE, MONTHS = 12, 144


def test_a_share_missing_at_one_border_shows_in_full():
    again = np.full(72, 1000.0)
    again[36] = 880

    found = linkage.split(np.full(72, 5000), np.full(72, 6000), again, side=SIDE)

    assert found.value[36] == pytest.approx(0.12)
    assert np.isnan(found.value[:12]).all()
    assert np.isnan(found.value[-12:]).all()
    assert found.low[36] < 0.12 < found.high[36]
    assert found.all_low[36] < found.low[36]


def test_growth_and_a_population_that_turns_over_faster_split_nobody():
    at = np.arange(100)
    before, later = 4000 * 1.01**at, 4100 * 1.01**at

    found = linkage.split(before, later, before * later * 1e-4 * 0.995**at, side=SIDE)

    assert found.value[12:-12] == pytest.approx(np.zeros(76), abs=1e-9)
    assert found.spread[12:-12] == pytest.approx(np.full(76, linkage.LEAST_SPREAD))


def test_what_follows_the_numbers_recorded_at_other_dates_is_no_split():
    wave = 5000 * (1 + 0.3 * np.sin(np.arange(140) / 9))

    found = linkage.split(wave, wave, 0.2 * wave, side=SIDE)

    # again rises as one of the two numbers does, not as their product: a slope of -1/2 takes it all off
    assert found.value[12:-12] == pytest.approx(np.zeros(116), abs=1e-9)


def test_limits_for_a_single_month_are_the_normal_ones_and_many_looks_reach_farther():
    one, many = linkage.limits_of(1, SIDE), linkage.limits_of(145, SIDE)

    assert one.one == pytest.approx(1.96, abs=0.07)
    assert one.all == pytest.approx(1.645, abs=0.07)  # one-sided: only fewer who come back are a find
    assert one.all < many.all < 3.9


def test_without_anybody_coming_back_nothing_is_said():
    found = linkage.split(np.ones(60), np.ones(60), np.zeros(60), side=SIDE)

    assert all(np.isnan(each).all() for each in found)
    assert linkage.found(found.all_low, SIDE) == []


def test_too_few_months_say_nothing_and_lengths_must_agree():
    assert np.isnan(linkage.split([5] * 20, [5] * 20, [2] * 20, side=SIDE).value).all()
    with pytest.raises(MeasureError, match="each month"):
        linkage.split([1, 2], [1, 2], [1], side=SIDE)


def test_two_changes_far_apart_are_two_finds_and_their_neighbours_are_none():
    found = linkage.split(*two_changes(160, 50, 110), side=SIDE)

    assert sorted(linkage.found(found.all_low, SIDE)) == [50, 110]


def test_a_change_that_is_known_says_nothing_of_how_far_other_months_stray():
    numbers = two_changes(100, 40, 70)

    alone, told = (linkage.split(*numbers, side=SIDE, known=known) for known in ((), (40,)))

    assert alone.spread[70] > 2  # all placebo months of the second change show some of the first
    assert told.spread[70] == 1  # and without those too few are left to tell
    assert told.value[70] == pytest.approx(0.3, abs=0.001)


def two_changes(months, *places):
    """People before, after and again where 30 % are split at each place, and months around show some."""
    again = np.full(months, 4000.0)
    for at in places:
        again[at - 12 : at + 13] *= 1 - 0.3 * (1 - np.abs(np.arange(-12, 13)) / 12.5) ** 2
    return np.full(months, 9000), np.full(months, 9000), again


def extract(seed, *, split, at=70, people=26_000):
    """Invented people's months: rates that differ, growth by half, couples who come together."""
    rng = np.random.default_rng(seed)
    rate = rng.gamma(0.35, 1 / 0.35, people) * 0.012
    level = np.linspace(0.8, 1.2, MONTHS) * (1 + 0.05 * np.sin(np.arange(MONTHS)))
    person, month = np.nonzero(rng.random((people, MONTHS)) < rate[:, None] * level)
    couple = rng.random(len(person)) < 0.25
    person, month = (
        np.concatenate([person, person[couple] + people]),
        np.concatenate([month, month[couple]]),
    )
    return doubt.split(person, split, seed, after=month >= at), month


def counted(person, month, side=SIDE):
    """People before, after and on both sides of each border, the plain way."""
    _, who = np.unique(person, return_inverse=True)
    seen = np.zeros((who.max() + 1, MONTHS + 1), np.int16)
    seen[who, month + 1] = 1
    until = np.cumsum(seen, axis=1)
    inside = until[:, side:] > until[:, :-side]
    early, late = inside[:, :-side], inside[:, side:]
    return early.sum(0), late.sum(0), (early & late).sum(0)


def tried(seeds, share):
    """Return each seed's estimate at the planted border, and the borders found without being told it."""
    for seed in seeds:
        made = linkage.split(*counted(*extract(seed, split=share)), side=SIDE)
        yield made, [each + SIDE for each in linkage.found(made.all_low, SIDE)]


@pytest.mark.slow
def test_limits_at_a_known_date_hold_the_planted_share():
    made = [(each, finds) for each, finds in tried(range(1, 61), 0.15)]

    held = [each.low[58] < 0.15 < each.high[58] for each, _ in made]
    assert np.mean(held) >= 0.91
    assert np.mean([each.value[58] for each, _ in made]) == pytest.approx(0.15, abs=0.01)
    # without being told: the planted one, within two months, and rarely another
    assert np.mean([any(abs(at - 70) <= 2 for at in finds) for _, finds in made]) > 0.9
    assert np.mean([any(abs(at - 70) > 24 for at in finds) for _, finds in made]) <= 0.1


@pytest.mark.slow
def test_where_nobody_was_split_few_extracts_raise_an_alarm():
    alarms = [bool(finds) for _, finds in tried(range(101, 201), 0.0)]

    assert np.mean(alarms) <= 0.05
