"""Landmarks: the model on cells is the model on people, and finds what was planted."""

import warnings

import numpy as np
import pytest
import statsmodels.api as sm

from vru.errors import MeasureError
from vru.measures import landmark
from vru.measures.landmark import Cells, Seen


def grouped(level, stratum, events):
    keys, people = np.unique(np.stack([level, stratum, events]), axis=1, return_counts=True)
    return Cells(*keys, people.astype(float))


def drawn(people=60_000, ratios=(1.0, 1.5, 2.0, 3.0, 5.0), alpha=2.0, seed=7):
    rng = np.random.default_rng(seed)
    level = rng.choice(5, people, p=(0.9, 0.05, 0.02, 0.02, 0.01))
    stratum = rng.integers(0, 4, people)
    rate = 0.05 * (1 + stratum) * np.array(ratios)[level] * rng.gamma(1 / alpha, alpha, people)
    return level, stratum, rng.poisson(rate)


def test_levels_are_those_of_the_study():
    assert landmark.level_of([0, 1, 2, 3, 4, 5, 99]).tolist() == [0, 1, 2, 3, 3, 4, 4]


def test_cells_give_what_people_row_by_row_give():
    level, stratum, events = drawn(people=30_000)
    design = np.zeros((len(level), 8))
    for each in range(1, 5):
        design[level == each, each - 1] = 1
    design[np.arange(len(level)), 4 + stratum] = 1
    rows = sm.NegativeBinomial(events, design).fit(disp=False, maxiter=200)

    found = landmark.rate_ratios(grouped(level, stratum, events))

    np.testing.assert_allclose(found.ratio[1:], np.exp(rows.params[:4]), rtol=5e-3)
    np.testing.assert_allclose(found.alpha, rows.params[-1], rtol=0.01)
    np.testing.assert_allclose(np.log(found.high / found.low)[1:], 2 * 1.96 * rows.bse[:4], rtol=0.02)


def test_planted_ratios_lie_in_their_intervals_and_are_one_where_nothing_is_planted():
    found = landmark.rate_ratios(grouped(*drawn()))
    null = landmark.rate_ratios(grouped(*drawn(ratios=(1.0,) * 5, seed=8)))

    assert found.ratio[0] == 1
    for low, planted, high in zip(found.low[1:], (1.5, 2.0, 3.0, 5.0), found.high[1:], strict=True):
        assert low < planted < high
    assert all(null.low[1:] < 1)
    assert all(null.high[1:] > 1)


def test_people_who_are_there_twice_are_no_surer_than_once():
    level, stratum, events = drawn(people=30_000)
    person = np.arange(len(level))
    twice = [np.tile(each, 2) for each in (person, level, stratum, events)]

    once = landmark.rate_ratios(grouped(level, stratum, events), Seen(person, level, stratum, events))
    again = landmark.rate_ratios(grouped(*twice[1:]), Seen(*twice))
    apart = landmark.rate_ratios(grouped(*twice[1:]), Seen(np.arange(60_000), *twice[1:]))

    width = np.log(once.high / once.low)[1:]
    np.testing.assert_allclose(np.log(again.high / again.low)[1:], width, rtol=1e-3)
    np.testing.assert_allclose(np.log(apart.high / apart.low)[1:], width / np.sqrt(2), rtol=1e-3)


def test_expected_occasions_are_those_of_people_without_a_record():
    # two strata: half a later occasion each without a record, then one each
    cells = Cells(
        np.array([0, 0, 0, 0, 1, 1]),
        np.array([0, 0, 1, 1, 0, 1]),
        np.array([0, 1, 0, 2, 1, 3]),
        np.array([50.0, 50.0, 30.0, 30.0, 40.0, 10.0]),
    )

    found = landmark.rate_ratios(cells)

    assert found.people.tolist() == [160, 50, 0, 0, 0]
    assert found.events.tolist() == [110, 70, 0, 0, 0]
    assert found.expected.tolist() == [110, 30, 0, 0, 0]
    assert np.isnan(found.ratio[2:]).all()


def test_a_level_of_a_few_people_gets_no_ratio():
    level, stratum, events, people = rows((0, 0, 0, 500), (0, 0, 1, 20), (1, 0, 1, 20), (2, 0, 4, 19))

    found = landmark.rate_ratios(Cells(level, stratum, events, people))

    assert np.isnan(found.ratio[2:]).all()
    assert found.people[2] == 19
    assert found.low[1] < found.ratio[1] < found.high[1]


def rows(*cells):
    """Columns level, stratum, events, people of cells given a row each."""
    level, stratum, events, people = zip(*cells, strict=True)
    return np.array(level), np.array(stratum), np.array(events), np.array(people, float)


OTHERS = [(0, 0, 0, 500), (0, 0, 1, 20), (0, 1, 0, 500), (1, 0, 0, 40), (1, 0, 1, 10)]


@pytest.mark.parametrize(
    "cells",
    [
        [(1, 0, 0, 50), (1, 0, 1, 50)],
        [(0, 0, 0, 500), (0, 0, 1, 4), (1, 0, 1, 50)],
        [(0, 0, 0, 500), (0, 0, 1, 50), (1, 0, 0, 50)],
        [(0, 0, 0, 500), (0, 0, 1, 50), (1, 1, 1, 50)],
        [(0, 0, 0, 500), (0, 0, 1, 50), (0, 1, 0, 500), (1, 1, 1, 50)],
    ],
    ids=["nobody else", "too few others hurt", "nobody hurt", "in other strata", "no others hurt there"],
)
def test_without_a_comparison_there_is_no_ratio(cells):
    found = Cells(*rows(*cells))

    assert not landmark.compared(found)
    with pytest.raises(MeasureError, match="people without a record"):
        landmark.rate_ratios(found)


@pytest.mark.parametrize(
    "more", [(2, 0, 0, 60), (2, 2, 1, 60), (2, 1, 1, 60)],
    ids=["never hurt", "in a stratum of their own", "where none of the others was hurt"],
)  # fmt: skip
def test_a_level_that_has_no_ratio_leaves_the_others_as_they_are(more):
    alone = landmark.rate_ratios(Cells(*rows(*OTHERS)))

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = landmark.rate_ratios(Cells(*rows(*OTHERS, more)))

    assert np.isnan(found.ratio[2])
    assert found.ratio[1] == pytest.approx(alone.ratio[1], rel=1e-6)
    assert found.high[1] == pytest.approx(alone.high[1], rel=1e-4)
    assert found.people[2] == 60


def test_who_is_recorded_round_a_day_is_told_by_neighbouring_windows():
    # one before and after the first day, one before a gap, one hurt after the second, one before the last
    person, window = np.array([1, 1, 2, 2, 3, 4, 4]), np.array([0, 1, 0, 2, 2, 1, 2])
    before, after = np.array([3, 1, 5, 0, 0, 2, 1]), np.array([1, 2, 0, 0, 4, 0, 0])

    found = landmark.around(person, window, before, after, windows=3)

    told = sorted(zip(person[found.row], found.window, found.level, found.events, strict=True))
    assert told == [(1, 1, 3, 2), (1, 2, 1, 0), (2, 1, 4, 0), (3, 2, 0, 4), (4, 2, 2, 0)]


def test_people_of_unknown_age_are_cells_as_those_known_with_the_same_records():
    people = np.zeros((2, 5, 1, 4))
    people[0, 1, 0], people[1, 0, 0] = (6, 2, 0, 4), (0, 5, 5, 0)

    level, stratum, events, number = landmark.spread(people, np.array([[100.0, 3.0]]))

    # four unknown over eight known; those outside the strata are known too, and residents never below 0
    assert list(zip(level, stratum, events, number, strict=True)) == [
        (0, 0, 0, 91), (0, 1, 0, 0), (0, 1, 1, 5), (1, 0, 0, 9), (1, 1, 0, 3),
    ]  # fmt: skip


def test_a_part_of_the_people_seen_stands_for_all():
    level, stratum, events = drawn(people=60_000)
    twice = [np.tile(each, 2) for each in (level, stratum, events)]
    person = np.tile(np.random.default_rng(2).permutation(60_000), 2)
    some = person < 20_000

    cells = grouped(*twice)
    whole = landmark.rate_ratios(cells, Seen(person, *twice))
    part = landmark.rate_ratios(cells, Seen(person[some], *(each[some] for each in twice)), weight=3.0)

    assert part.ratio.tolist() == whole.ratio.tolist()
    width = np.log(whole.high / whole.low)[1:]
    np.testing.assert_allclose(np.log(part.high / part.low)[1:], width, rtol=0.15)
