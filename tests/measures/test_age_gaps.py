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


def apart(rows, least):
    return age_gaps.apart(rows, least)[0]


def test_twenty_years_are_twenty_years_apart_and_nineteen_are_not():
    found = apart(pairs(("other", 20, 40), ("other", 20, 39)), 20)

    # four pairings, of which those with the victim of 40 are apart
    assert found[:3] == (0.5, 0.5, 0.0)


def test_the_expectation_is_every_pairing_within_the_stratum():
    rows = pairs(("a", 20, 20), ("a", 50, 50), ("b", 20, 50), ("b", 20, 50))

    found = apart(rows, 20)

    # of a's four pairings two are apart, of b's all: (0.5 x 2 + 1 x 2) / 4
    assert found[:3] == (0.5, 0.75, -0.25)


def test_an_offence_weighs_one_however_many_pairs_it_has():
    rows = pairs(("a", 20, 50, 7, 1, 0.5), ("a", 20, 21, 7, 1, 0.5), ("a", 20, 21))

    assert apart(rows, 20).share == 0.25
    assert apart(rows, 20).offences == 2


def test_rows_that_stand_for_many_are_as_many_rows():
    once = pairs(("a", 20, 50, None, 3, 1.0), ("a", 30, 31, None, 2, 1.0))
    each = pairs(*[("a", 20, 50)] * 3, *[("a", 30, 31)] * 2)

    assert apart(once, 20) == pytest.approx(apart(each, 20))


def test_the_error_is_the_spread_of_the_excess_over_many_samples():
    rng = np.random.default_rng(11)

    def sample():
        suspect = rng.integers(15, 60, 400)
        victim = np.where(rng.random(400) < 0.5, suspect, rng.integers(15, 80, 400))
        stratum = np.where(rng.random(400) < 0.3, "a", "b")
        return pairs(*zip(stratum, suspect, victim, strict=True))

    found = [apart(sample(), 20) for _ in range(300)]

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

    assert apart(twice, 20) == pytest.approx(apart(once, 20))


AGES = [(20, 50), (20, 21), (44, 30), (31, 66), (17, 19)]


def test_a_suspect_recorded_again_makes_nothing_surer():
    once = pairs(*[("a", *each) for each in AGES]).assign(suspect=range(5))
    twice = pd.concat([once, once])

    assert apart(twice, 20)[:5] == pytest.approx(apart(once, 20)[:5])
    assert apart(once, 20) == pytest.approx(apart(once.assign(suspect=pd.NA), 20))
    assert apart(twice.assign(suspect=pd.NA), 20).se == pytest.approx(apart(once, 20).se / 2**0.5)


def test_the_same_suspects_in_two_years_share_their_error():
    year = pairs(*[("a", *each) for each in AGES]).assign(suspect=range(5))
    variance = apart(year, 20).se ** 2

    def covariance(*years):
        rows = pd.concat([each.assign(year=2012 + at) for at, each in enumerate(years)])
        return age_gaps.by_year(rows, 20)[0].covariance

    np.testing.assert_allclose(covariance(year, year), np.full((2, 2), variance))
    np.testing.assert_allclose(
        covariance(year, year.assign(suspect=range(5, 10))), np.eye(2) * variance, atol=1e-18
    )


def test_years_together_say_what_each_says_alone():
    rng = np.random.default_rng(5)
    rows = pairs(
        *[
            (f"{stratum}", suspect, victim, None if offence > 90 else offence, 1 + offence % 3, 0.5)
            for stratum, suspect, victim, offence in zip(
                rng.integers(0, 3, 300),
                rng.integers(10, 70, 300),
                rng.integers(0, 90, 300),
                rng.integers(0, 99, 300),
                strict=True,
            )
        ]
    )
    # an offence lies in one year; a suspect may come again in another, and may have no key
    rows = rows.assign(year=rows["offence"].fillna(0) % 3 * 2, suspect=pd.array(rng.integers(0, 60, 300)))
    rows["suspect"] = rows["suspect"].where(rng.random(300) < 0.9)

    for least, found in zip((20, 25), age_gaps.by_year(rows, 20, 25), strict=True):
        alone = [apart(rows[rows["year"] == year], least) for year in found.year]

        assert list(found.year) == [0, 2, 4]
        for name in ("share", "expected", "excess", "offences"):
            np.testing.assert_allclose(getattr(found, name), [getattr(each, name) for each in alone])
        if least == 20:
            np.testing.assert_allclose(np.diag(found.covariance) ** 0.5, [each.se for each in alone])


def test_two_suspects_of_one_offence_stay_one_draw():
    rows = [("a", *each, at, 1, 0.5) for at, each in enumerate(AGES) for _ in range(2)]
    twice = pairs(*rows).assign(suspect=range(10))
    once = pairs(*[("a", *each) for each in AGES])

    assert apart(twice, 20) == pytest.approx(apart(once, 20))


@pytest.mark.parametrize("key", [5, None])
def test_two_victims_of_one_age_are_two_pairs_of_their_offence_in_one_row_or_in_two(key):
    others = [("a", *each, 10 + at, 1, 1.0) for at, each in enumerate(AGES)]
    together, apart_ = (
        pairs(*met, ("a", 60, 22, 7, 1, 1 / 3), *others).assign(
            suspect=pd.array([key] * len(met) + [6, *range(7, 7 + len(others))], "Int64")
        )
        for met in ([("a", 20, 50, 7, 2, 1 / 3)], [("a", 20, 50, 7, 1, 1 / 3)] * 2)
    )

    assert apart(together, 20) == pytest.approx(apart(apart_, 20))


def test_no_pair_is_refused_and_has_no_median():
    with pytest.raises(MeasureError, match="no pair"):
        apart(pairs(), 20)
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


def test_errors_from_a_part_of_the_suspects_are_those_of_all_on_average():
    rng = np.random.default_rng(8)
    met = [
        (f"{kind}", *ages, None, 1, 1.0) for kind, *ages in rng.integers((0, 12, 5), (2, 60, 80), (900, 3))
    ]
    rows = pairs(*met).assign(year=rng.integers(0, 4, 900), suspect=pd.array(rng.integers(1, 301, 900)))
    everybody = age_gaps.by_year(rows, 20)[0]

    found = []
    for _ in range(400):
        number = 1 + rng.permutation(300)[rows["suspect"].to_numpy(int) - 1]
        drawn = age_gaps.by_year(
            rows.assign(suspect=pd.array(number)), 20, part=age_gaps.Part(last=100, weight=3)
        )[0]
        np.testing.assert_array_equal(drawn.excess, everybody.excess)
        found.append(drawn.covariance)

    scale = np.diag(everybody.covariance).mean()
    np.testing.assert_allclose(np.mean(found, 0), everybody.covariance, atol=0.06 * scale)


def test_offences_told_apart_stand_for_those_that_are_not():
    # four offences of two suspects each, alike: one told apart stands for all four
    rows = pairs(*[("a", *each, at, 1, 0.5) for at in range(4) for each in AGES[:2]], ("a", 30, 31))
    rows = rows.assign(suspect=range(1, 10))
    some = rows.assign(offence=rows["offence"].where(rows["offence"] == 0))

    zeros = np.zeros(len(rows), int)
    ((whole,),) = age_gaps.by_group(rows, zeros, 20)
    ((part,),) = age_gaps.by_group(some, zeros, 20, part=age_gaps.Part(step=4))

    assert part == pytest.approx(whole)


def test_groups_say_what_each_says_alone():
    rows = pairs(*[(f"{at % 2}", *each) for at, each in enumerate(AGES * 3)])
    group = np.arange(len(rows)) % 3

    for least, found in zip((20, 25), age_gaps.by_group(rows, group, 20, 25), strict=True):
        for at, each in enumerate(found):
            assert each == pytest.approx(apart(rows[group == at], least))
    medians = [age_gaps.median_gap(rows[group == at]) for at in range(3)]
    assert age_gaps.median_gaps(rows, group, 3).tolist() == medians
