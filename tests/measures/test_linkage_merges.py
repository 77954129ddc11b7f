"""False merges: closed forms, and planted ones among people whose records are wrong at times."""

import numpy as np
import pytest

from vru.errors import MeasureError
from vru.measures import doubt, linkage_merges


def test_two_people_differ_in_sex_as_often_as_their_shares_say():
    assert linkage_merges.sexes_apart(30, 70) == pytest.approx(0.42)


def test_two_people_fit_no_birth_where_they_were_born_far_enough_apart():
    born, number = np.array([0.0, 4.0, 12.0]), np.array([1, 1, 2])

    # of 16 ordered pairs 0 with 12 (2 x 2) and 4 with 12 (2 x 2) are more than 6 apart
    assert linkage_merges.births_apart(born, born + 1, number, tolerance=6) == pytest.approx(8 / 16)
    assert linkage_merges.births_apart(born, born + 1, number, tolerance=20) == 0


def expected(size, share, a, b, sex_error, birth_error):
    """The cells if a share is merged, by the model itself."""
    sex = np.array([sex_error, a + (1 - a) * sex_error])
    birth = np.array([birth_error, b + (1 - b) * birth_error])
    weight = size * np.array([1 - share, share])
    return [
        (weight * one * other).sum()
        for one, other in (((1 - sex), (1 - birth)), (sex, 1 - birth), (1 - sex, birth), (sex, birth))
    ]


def test_the_share_put_into_the_model_comes_out():
    cells = [expected(4000, 0.02, 0.4, 0.8, 0.01, 0.03), expected(500, 0.10, 0.4, 0.8, 0.04, 0.12)]

    found = linkage_merges.merged(cells, 0.4, 0.8)

    assert found.value == pytest.approx(4000 * 0.02 + 500 * 0.10, rel=1e-9)
    assert found.low < found.value < found.high
    assert found.least < found.value < found.most


def test_errors_alone_are_no_merges_though_all_with_both_sexes_could_be():
    found = linkage_merges.merged([expected(50_000, 0, 0.4, 0.8, 0.02, 0.05)], 0.4, 0.8)

    assert found.value == pytest.approx(0, abs=1e-6)
    assert found.least == 0
    assert found.most == pytest.approx(50_000 * 0.02 / 0.4)
    assert found.expected == pytest.approx(50)


def test_where_nothing_contradicts_the_limit_is_that_of_none_seen():
    found = linkage_merges.merged([[10_000, 0, 0, 0]], 0.5, 0.5)

    assert found[:2] == (0, 0)
    assert found.high == pytest.approx(3.69 / 0.25, rel=0.01)  # exact Poisson limit of none, scaled


def test_chances_that_are_none_are_refused():
    with pytest.raises(MeasureError, match="between 0 and 1"):
        linkage_merges.merged([[1, 0, 0, 0]], 0, 0.5)


def test_a_share_of_persons_is_that_of_the_doubt():
    before = np.arange(10_000)
    merged = len(before) - len(np.unique(doubt.merge(before, 0.2, 1)))

    assert linkage_merges.share_of_persons(len(before) - merged, merged) == pytest.approx(0.2)


def cells(seed, *, share, people=30_000):
    """People with records of sex and birth, at times wrong, some merged at random: their cells."""
    rng = np.random.default_rng(seed)
    records = 1 + rng.geometric(0.6, people)
    rows = np.repeat(np.arange(people), records)
    sex, born = rng.random(people) < 0.3, rng.uniform(0, 45, people)
    seen = sex[rows] ^ (rng.random(len(rows)) < 0.004)
    birth = born[rows] + np.where(rng.random(len(rows)) < 0.01, rng.normal(0, 12, len(rows)), 0)
    person = doubt.merge(rows, share, seed)
    _, person = np.unique(person, return_inverse=True)
    number = np.bincount(person)
    odd = (np.bincount(person, seen) > 0) & (np.bincount(person, seen) < number)
    low, high = np.full(len(number), np.inf), np.full(len(number), -np.inf)
    np.minimum.at(low, person, birth)
    np.maximum.at(high, person, birth)
    apart = high - low > 2
    kind = odd + 2 * apart
    size = np.minimum(number, 8)
    table = [np.bincount(kind[size == each], minlength=4) for each in range(2, 9)]
    return table, 0.42, 1 - (45**2 - 43**2) / 45**2, people * share / 2


@pytest.mark.parametrize("share", [0.02, 0.1])
def test_limits_hold_planted_merges(share):
    held, off = [], []
    for seed in range(1, 61):
        table, a, b, truth = cells(seed, share=share, people=12_000)
        found = linkage_merges.merged(table, a, b)
        held.append(found.low < truth < found.high)
        off.append(found.value / truth - 1)

    assert np.mean(held) >= 0.91
    assert np.mean(off) == pytest.approx(0, abs=0.06)


def test_where_nobody_was_merged_the_limits_reach_down_to_nobody():
    found = [linkage_merges.merged(*cells(seed, share=0.0, people=12_000)[:3]) for seed in range(1, 61)]

    assert np.mean([each.low <= 0 for each in found]) >= 0.95
    assert np.mean([each.least == 0 for each in found]) >= 0.95
