"""Overlaps: against R, against closed forms, and on people made independent."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vru.errors import MeasureError
from vru.measures import overlap
from vru.measures.overlap import People, Rows, Tables

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture(scope="module")
def golden():
    table = pd.read_csv(GOLDEN / "overlap_strata.csv", index_col="stratum")
    return Tables(*(table[each].to_numpy(float) for each in table.columns))


def test_the_pooled_ratios_and_their_limits_are_those_of_r(golden):
    assert overlap.risk_ratio(golden) == pytest.approx(
        (4.07240584686723, 3.45360390053173, 4.80208207404589), abs=1e-9
    )
    assert overlap.odds_ratio(golden) == pytest.approx(
        (6.09151276738931, 4.85417576793412, 7.64424890429114), abs=1e-9
    )


def test_homogeneity_has_tarones_correction(golden):
    assert overlap.homogeneity(golden) == pytest.approx((8.35152150513795, 7, 0.302619680565092), abs=1e-9)


def test_one_stratum_gives_the_plain_ratios():
    one = Tables(*(np.array([each]) for each in (10.0, 90.0, 20.0, 380.0)))

    assert overlap.risk_ratio(one).value == pytest.approx(0.1 / 0.05)
    assert overlap.odds_ratio(one).value == pytest.approx(10 * 380 / (90 * 20))
    error = np.log(overlap.risk_ratio(one).high / 2.0) / 1.959963984540054
    assert error == pytest.approx(np.sqrt(1 / 10 - 1 / 100 + 1 / 20 - 1 / 400))


def test_equal_odds_everywhere_are_homogeneous_and_other_odds_are_not():
    table = np.array([10.0, 90.0, 20.0, 380.0])
    same = Tables(*(np.array([each, 3 * each]) for each in table))
    other = Tables(*(np.array(each) for each in zip(table, (90.0, 10.0, 20.0, 380.0), strict=True)))

    assert overlap.homogeneity(same).p == pytest.approx(1, abs=1e-6)
    assert overlap.homogeneity(other).p < 1e-9


@pytest.mark.parametrize(
    ("tables", "value"),
    [((0, 5, 5, 90), 0.0), ((5, 5, 0, 90), np.nan), ((0, 0, 0, 0), np.nan), ((0, 0, 5, 5), np.nan)],
)
def test_without_anybody_to_compare_there_is_no_interval(tables, value):
    given = Tables(*(np.array([float(each)]) for each in tables))

    assert overlap.risk_ratio(given) == pytest.approx((value, np.nan, np.nan), nan_ok=True)
    assert np.isnan(overlap.homogeneity(given).p)


def test_who_comes_or_goes_meets_by_chance_less_often():
    # cohorts of 1,000 that stay, that halve, that double
    assert overlap.at_risk([[1000]], [[1000]]) == pytest.approx([1000])
    assert overlap.at_risk([[1000]], [[500]]) == pytest.approx([750**2 / (500 + 500 / 3)])
    assert overlap.at_risk([[500]], [[1000]]) == pytest.approx([750**2 / (500 + 500 / 3)])
    assert overlap.at_risk([[1000]], [[1000]], turnover=0.06, years=2.0) == pytest.approx([1000 / 0.96])
    assert overlap.at_risk([[0]], [[0]]) == pytest.approx([0])


def test_independent_records_of_people_who_come_and_go_meet_as_at_risk_says():
    rng = np.random.default_rng(3)
    people, share = 400_000, 0.03
    here = rng.random(people) * (np.arange(people) >= 200_000) + (np.arange(people) < 200_000)
    first, second = (rng.random(people) < share * here for _ in range(2))

    # half were there at the start, all at the end
    number = overlap.at_risk([[200_000.0]], [[400_000.0]])[0]

    expected = first.sum() * second.sum() / number
    assert (first & second).sum() == pytest.approx(expected, abs=4 * np.sqrt(expected))


PEOPLE = People(np.array([-7305.0, -7305.0, -10957.5, np.nan]), np.array([0, 1, 1, 1], np.int8))


def tabulated(rows, residents=100.0):
    person, window, outcome = zip(*rows, strict=True)
    given = Rows(np.array(person), np.array(window), np.array(outcome, bool))
    lived = np.full((2, 2, 2), residents)
    tables, unknown = overlap.tabulate(overlap.place(given, PEOPLE, [0, 730], [18, 25, 40]), lived)
    return np.stack(tables, axis=1).reshape(2, 2, 2, 4), unknown


def test_people_are_counted_once_a_window_at_their_age_when_it_begins():
    # the first two turn 20 as the first window begins, the third turns 30
    found, unknown = tabulated(
        [(0, 0, False), (0, 0, True), (1, 0, False), (1, 0, False), (2, 0, True), (2, 1, False)]
    )

    assert unknown == 0
    expected = np.zeros((2, 2, 2, 4))
    expected[..., 3] = 100
    expected[0, 0, 0] = (1, 0, 0, 99)
    expected[0, 1, 0] = (0, 1, 0, 99)
    expected[0, 1, 1] = (0, 0, 1, 99)
    expected[1, 1, 1] = (0, 1, 0, 99)
    np.testing.assert_allclose(found, expected)


def test_ages_are_completed_years():
    # a month before a birthday that would lead into the next stratum
    nearly = People(np.array([30.0 - 25 * 365.25]), np.array([0], np.int8))

    placed = overlap.place(
        Rows(np.zeros(1, int), np.zeros(1, int), np.zeros(1, bool)), nearly, [0], [18, 25, 40]
    )

    assert placed.stratum.tolist() == [0]
    assert placed.inside.tolist() == [True]


def test_people_of_unknown_age_are_spread_as_those_known():
    found, unknown = tabulated([(0, 0, False), (3, 0, False), (1, 0, True)])

    assert unknown == pytest.approx(1 / 3)
    np.testing.assert_allclose(found[0, 0, 0], (0, 2, 0, 98))
    np.testing.assert_allclose(found[0, 1, 0], (0, 0, 1, 99))


def test_strata_with_fewer_residents_than_records_have_nobody_else():
    found, _ = tabulated([(0, 0, False)], residents=0.5)

    assert found[0, 0, 0].tolist() == [0, 1, 0, 0]


def test_residents_of_another_shape_are_refused():
    nobody = Rows(np.array([], int), np.array([], int), np.array([], bool))

    with pytest.raises(MeasureError, match="windows, sexes and strata"):
        overlap.tabulate(overlap.place(nobody, PEOPLE, [0], [18, 25]), np.ones((2, 2, 1)))


def test_sums_over_windows_keep_people():
    tables = Tables(*(np.arange(8.0) + each for each in range(4)))

    assert overlap.pooled(tables, (2, 2, 2), (1,)).both.tolist() == [0 + 1 + 4 + 5, 2 + 3 + 6 + 7]


def test_people_in_several_windows_widen_the_interval():
    # the same twenty people in both windows: twice the records, but no more people
    people = People(np.full(40, -7305.0), np.zeros(40, np.int8))
    person, window, outcome = (np.array(each) for each in zip(*_repeated(range(20)), strict=True))
    rows = Rows(person, window, outcome.astype(bool))
    placed = overlap.place(rows, people, [0, 1], [18, 25])
    tables, _ = overlap.tabulate(placed, np.full((2, 2, 1), 1000.0))

    assert overlap.design_effect(placed, tables) == pytest.approx(2)
    once = overlap.risk_ratio(tables)
    wider = overlap.risk_ratio(tables, effect=2.0)
    assert np.log(wider.high / wider.value) == pytest.approx(np.sqrt(2) * np.log(once.high / once.value))


def test_two_who_fight_are_one_chance_and_not_two():
    # forty people, each both suspect and victim of the one beside them; twenty others, and twenty victims
    people = People(np.full(80, -7305.0), np.zeros(80, np.int8))
    person = np.concatenate([np.repeat(np.arange(40), 2), np.arange(40, 80)])
    outcome = np.concatenate([np.tile([False, True], 40), np.arange(40) >= 20])
    placed = overlap.place(Rows(person, np.zeros(120, int), outcome), people, [0], [18, 25])
    tables, _ = overlap.tabulate(placed, np.full((1, 2, 1), 1000.0))
    couples = np.arange(40).reshape(-1, 2)

    alone, fights = (overlap.design_effect(placed, tables, each) for each in ((), couples))
    everybody = overlap.design_effect(placed, tables, np.arange(80).reshape(-1, 2))
    assert alone == 1
    assert 1 < fights < 2
    assert everybody == pytest.approx(2)


def test_a_part_of_the_people_tells_how_far_limits_are_widened():
    # a thousand couples who fight, nine thousand suspects and nine thousand victims, numbered at random
    rng = np.random.default_rng(5)
    number = rng.permutation(20_000)
    people = People(np.full(20_000, -7305.0), np.zeros(20_000, np.int8))
    person = np.concatenate([np.repeat(number[:2000], 2), number[2000:]])
    outcome = np.concatenate([np.tile([False, True], 2000), np.arange(18_000) >= 9000])
    couples = np.sort(number[:2000].reshape(-1, 2), axis=1)

    def effect(last):
        drawn = couples[couples[:, 0] <= last]
        there = (person <= last) | np.isin(person, drawn)
        rows = Rows(person[there], np.zeros(there.sum(), int), outcome[there])
        return overlap.design_effect(overlap.place(rows, people, [0], [18, 25]), tables, drawn, last=last)

    whole = overlap.place(Rows(person, np.zeros(22_000, int), outcome), people, [0], [18, 25])
    tables, _ = overlap.tabulate(whole, np.full((1, 2, 1), 1_000_000.0))
    assert effect(19_999) == pytest.approx(overlap.design_effect(whole, tables, couples))
    assert effect(4999) == pytest.approx(effect(19_999), rel=0.05)
    assert effect(19_999) > 1.3


def test_people_counted_anew_stand_for_as_many_as_they_are_drawn_from():
    counts, before, after = (
        overlap.Counts(*(np.full(shape, each) for shape in ((4, 1, 2), (4, 1, 1), (4, 1, 1))))
        for each in (100, 10, 12)
    )

    assert overlap.moved(counts, before, after).found.tolist() == np.full((4, 1, 2), 102).tolist()
    many = overlap.moved(counts, before, after, 23.126).found
    assert many.tolist() == np.full((4, 1, 2), 146).tolist()
    assert many.dtype == np.int64


@pytest.mark.parametrize("windows", [1, 8, 16])
def test_strata_by_code_are_those_of_completed_years(windows):
    rng = np.random.default_rng(windows)
    starts, edges = 14_700 + 365 * np.arange(windows), np.array([10, 14, 18, 25, 65, 121])
    born = np.concatenate(
        [
            rng.integers(-600_000, 300_000, 5000) / 16,
            (starts[:, None] - edges * 365.25 + np.array([-1 / 16, 0, 1 / 16])[:, None, None]).reshape(-1),
            [np.nan, 40_000.0, -60_000.0],
        ]
    )
    people = People(born.astype(np.float32), rng.integers(-1, 2, len(born)).astype(np.int8))
    known = overlap.ages(starts, edges)

    found = overlap.within(known, np.arange(windows)[:, None], overlap.codes(people, known))

    age = np.floor((starts[:, None] - born) / 365.25)
    band = np.searchsorted(edges, age, side="right") - 1
    expected = np.where((band < 0) | (band > 4), 10, 5 * people.sex + band)
    expected[:, np.isnan(born) | (people.sex < 0)] = 11
    np.testing.assert_array_equal(found, expected)


def test_times_in_windows_are_counted_by_person_and_window():
    person, window, outcome = np.array([1, 1, 1, 1, 4, 4]), np.array([0, 0, 0, 2, 2, 2]), [0, 1, 1, 0, 0, 0]

    found = overlap.times(Rows(person, window, np.array(outcome, bool)))

    assert list(zip(*found, strict=True)) == [(1, 0, 1, 2), (1, 2, 1, 0), (4, 2, 2, 0)]
    assert len(overlap.times(Rows(person[:0], window[:0], np.zeros(0, bool))).person) == 0


def test_people_counted_by_code_are_those_placed():
    rng = np.random.default_rng(1)
    person, window = np.sort(rng.integers(0, 300, 2000)), rng.integers(0, 3, 2000)
    outcome = rng.random(2000) < 0.4
    people = People(rng.integers(-300_000, 50_000, 300) / 16, rng.integers(-1, 2, 300).astype(np.int8))
    people.born[::9] = np.nan
    order = np.lexsort((window, person))
    rows = Rows(person[order], window[order], outcome[order])
    starts, edges = [0, 730, 1461], [10, 25, 40, 121]

    known, times = overlap.ages(starts, edges), overlap.times(rows)
    found = overlap.states(times, overlap.codes(people, known)[times.person], (4, *known.stratum.shape))

    for one, other in zip(
        overlap.counted(found, known), overlap.count(overlap.place(rows, people, starts, edges)), strict=True
    ):
        np.testing.assert_array_equal(one, other)


def _repeated(people):
    for each in people:
        for window in (0, 1):
            if each < 15:
                yield each, window, False
            if each >= 5:
                yield each, window, True
