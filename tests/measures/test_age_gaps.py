"""Age gaps against R, counting by hand, exact permutation and simulation."""

import numpy as np
import pandas as pd
import pytest

from vru.errors import MeasureError
from vru.measures import age_gaps

COLUMNS = ["stratum", "suspect_age", "victim_age", "offence", "offences", "weight"]


def pairs(*rows):
    made = pd.DataFrame([(*row, None, 1, 1.0)[:6] if len(row) == 3 else row for row in rows], columns=COLUMNS)
    return made.assign(suspect=None).astype({"offence": "Int64", "suspect": "Int64"})


def test_twenty_years_are_twenty_years_apart_and_nineteen_are_not():
    found = age_gaps.apart(pairs(("other", 20, 40), ("other", 20, 39)), 20)

    # four pairings, of which those with the victim of 40 are apart
    assert found[:3] == (0.5, 0.5, 0.0)


def test_the_expectation_is_every_pairing_within_the_stratum():
    rows = pairs(("a", 20, 20), ("a", 50, 50), ("b", 20, 50), ("b", 20, 50))

    found = age_gaps.apart(rows, 20)

    # of a's four pairings two are apart, of b's all: (0.5 x 2 + 1 x 2) / 4
    assert found[:3] == (0.5, 0.75, -0.25)


def test_an_offence_weighs_one_however_many_pairs_it_has():
    rows = pairs(("a", 20, 50, 7, 1, 0.5), ("a", 20, 21, 7, 1, 0.5), ("a", 20, 21))

    assert age_gaps.apart(rows, 20).share == 0.25
    assert age_gaps.apart(rows, 20).offences == 2


def test_rows_that_stand_for_many_are_as_many_rows():
    once = pairs(("a", 20, 50, None, 3, 1.0), ("a", 30, 31, None, 2, 1.0))
    each = pairs(*[("a", 20, 50)] * 3, *[("a", 30, 31)] * 2)

    assert age_gaps.apart(once, 20) == pytest.approx(age_gaps.apart(each, 20))


def test_the_error_is_the_spread_of_the_excess_over_many_samples():
    rng = np.random.default_rng(11)

    def sample():
        suspect = rng.integers(15, 60, 400)
        victim = np.where(rng.random(400) < 0.5, suspect, rng.integers(15, 80, 400))
        stratum = np.where(rng.random(400) < 0.3, "a", "b")
        return pairs(*zip(stratum, suspect, victim, strict=True))

    found = [age_gaps.apart(sample(), 20) for _ in range(300)]

    assert np.mean([each.se for each in found]) == pytest.approx(
        np.std([each.excess for each in found]), rel=0.12
    )
    assert np.mean([each.se_share for each in found]) == pytest.approx(
        np.std([each.share for each in found]), rel=0.12
    )


def test_pairs_of_one_offence_count_as_one_draw():
    twice = pairs(
        *[("a", 20, 50, at, 1, 0.5) for at in (1, 1, 2, 2)], *[("a", 20, 21, at, 1, 0.5) for at in (3, 3)]
    )
    once = pairs(*[("a", 20, 50)] * 2, ("a", 20, 21))

    assert age_gaps.apart(twice, 20) == pytest.approx(age_gaps.apart(once, 20))


AGES = [(20, 50), (20, 21), (44, 30), (31, 66), (17, 19)]


def test_a_suspect_recorded_again_makes_nothing_surer():
    once = pairs(*[("a", *each) for each in AGES]).assign(suspect=range(5))
    twice = pd.concat([once, once])

    assert age_gaps.apart(twice, 20)[:5] == pytest.approx(age_gaps.apart(once, 20)[:5])
    assert age_gaps.apart(once, 20) == pytest.approx(age_gaps.apart(once.assign(suspect=pd.NA), 20))
    assert age_gaps.apart(twice.assign(suspect=pd.NA), 20).se == pytest.approx(
        age_gaps.apart(once, 20).se / 2**0.5
    )


def test_the_same_suspects_in_two_years_share_their_error():
    year = pairs(*[("a", *each) for each in AGES]).assign(suspect=range(5))
    variance = age_gaps.apart(year, 20).se ** 2

    same = age_gaps.covariance([year, year], 20)
    others = age_gaps.covariance([year, year.assign(suspect=range(5, 10))], 20)

    np.testing.assert_allclose(same, np.full((2, 2), variance))
    np.testing.assert_allclose(others, np.eye(2) * variance)


def test_two_suspects_of_one_offence_stay_one_draw():
    rows = [("a", *each, at, 1, 0.5) for at, each in enumerate(AGES) for _ in range(2)]
    twice = pairs(*rows).assign(suspect=range(10))
    once = pairs(*[("a", *each) for each in AGES])

    assert age_gaps.apart(twice, 20) == pytest.approx(age_gaps.apart(once, 20))


def test_no_pair_is_refused_and_has_no_median():
    with pytest.raises(MeasureError, match="no pair"):
        age_gaps.apart(pairs(), 20)
    assert np.isnan(age_gaps.median_gap(pairs()))


def test_the_median_weighs_offences():
    rows = pairs(("a", 20, 50, None, 1, 1.0), ("a", 50, 20, None, 1, 1.0), ("a", 20, 21, None, 1, 1.0))

    assert age_gaps.median_gap(rows) == 30


def test_mixing_expects_the_margins_of_each_stratum():
    rows = pairs(("a", 20, 20), ("a", 40, 40), ("b", 20, 40), ("b", 20, 40))

    observed, expected = age_gaps.mixing(rows, [0, 30])

    np.testing.assert_array_equal(observed, [[1, 2], [0, 1]])
    np.testing.assert_array_equal(expected, [[0.5, 2.5], [0.5, 0.5]])


def test_offences_of_unknown_age_are_placed_against_a_trend():
    rising = age_gaps.against([0.5, 0.5, 0.5, 0.5], [8, 8, 8, 8], [2, 0, 0, 2])
    falling = age_gaps.against([0.5, 0.5, 0.5, 0.5], [8, 8, 8, 8], [2, 0, 0, 2], rising=False)

    np.testing.assert_allclose(rising, [0.6, 0.5, 0.5, 0.4])
    np.testing.assert_allclose(falling, rising[::-1])
