"""Hotspot quality: R's PAI and PEI, ties, intervals that hold, and what chance alone concentrates."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vru.errors import MeasureError
from vru.measures import places

GOLDEN = Path(__file__).parent.parent / "golden"
SHARES = [0.01, 0.05, 0.1, 0.2]


def test_hits_of_the_top_cells_are_those_of_r():
    """By hand in R: top cells by the first period's count, ties by the lower number, scored on the second."""
    grid = pd.read_csv(GOLDEN / "places_grid.csv")
    unique = grid["offences"] - grid["cell"] / 1e6  # the same order, without ties

    found = places.hits(unique, grid["offences_next"], SHARES)

    assert found.areas.tolist() == [4, 20, 40, 80]
    assert found.hit == pytest.approx(
        [0.0396270396270396, 0.123543123543124, 0.196969696969697, 0.275058275058275], abs=1e-9
    )
    assert found.pai == pytest.approx(
        [3.96270396270396, 2.47086247086247, 1.96969696969697, 1.37529137529138], abs=1e-9
    )
    assert found.pei == pytest.approx(
        [0.829268292682927, 0.701986754966887, 0.686991869918699, 0.605128205128205], abs=1e-9
    )


def test_ties_are_what_drawing_lots_gives_on_average():
    score, later = np.array([3, 2, 2, 2, 0]), np.array([1, 4, 0, 2, 3])

    found = places.hits(score, later, [0.4])

    # the first is in; one of three tied is: 1 + (4 + 0 + 2) / 3 of 10
    assert found.hit[0] == pytest.approx(0.3)
    lots = [(1 + each) / 10 for each in (4, 0, 2)]
    assert found.hit[0] == pytest.approx(np.mean(lots))


def test_flagging_everything_hits_everything_and_alike_scores_hit_by_chance():
    later = np.arange(20)

    assert places.hits(later, later, [1.0]).hit == pytest.approx([1.0])
    assert places.hits(np.ones(20), later, [0.1, 0.5]).pai == pytest.approx([1.0, 1.0])
    assert places.hits(later, later, SHARES).pei == pytest.approx(np.ones(4))


def test_the_limits_of_a_share_hold_it():
    """Blocks with a luck of their own: 95 % limits hold the true share in 92 to 98 % of 400 tries."""
    rng, held, blocks = np.random.default_rng(20260401), 0, np.repeat(np.arange(120), 5)
    for _ in range(400):
        rate = np.repeat(rng.gamma(2.0, 1.0, 120), 5)
        total = rng.poisson(3 * rate)
        caught = rng.binomial(total, np.repeat(rng.beta(3, 7, 120), 5))
        found = places.pooled(caught, total, blocks)
        held += found.low <= 0.3 <= found.high
    assert 0.92 <= held / 400 <= 0.98


def test_a_share_of_areas_without_a_link_has_the_error_of_a_ratio():
    caught, total = np.array([1.0, 0, 2, 1]), np.array([2.0, 1, 3, 2])

    found = places.pooled(caught, total, np.arange(4))

    strays = caught - 0.5 * total
    error = np.sqrt(4 / 3 * (strays**2).sum()) / 8
    assert found.value == pytest.approx(0.5)
    assert found.high - found.value == pytest.approx(3.182446 * error, rel=1e-6)


def test_a_regression_finds_the_rule_it_was_made_by():
    rng = np.random.default_rng(5)
    past, now = rng.poisson(8, (2, 4_000, 2))
    expected = [np.exp(0.2 + 0.9 * np.log1p(each[:, 0]) - 0.3 * np.log1p(each[:, 1])) for each in (past, now)]

    found = places.foretold(past, rng.poisson(expected[0]), now)

    np.testing.assert_allclose(found, expected[1], rtol=0.08)


def test_who_stays_at_the_top():
    assert places.stayed([9, 8, 1, 1], [7, 9, 0, 0], 2) == 1
    assert places.stayed([9, 8, 1, 1], [0, 0, 7, 9], 2) == 0
    assert places.stayed([1, 1, 1, 1], [1, 1, 1, 1], 2) == pytest.approx(0.5)  # what chance would give


def test_chance_alone_concentrates():
    mean, low, high = places.top_by_chance(500, 1_000, [0.01, 0.05, 1.0])

    # with one offence for every two areas most have none, and the top 5 % hold far more than 5 %
    assert 0.15 < mean[1] < 0.3
    assert (low <= mean).all()
    assert (mean <= high).all()
    assert mean[2] == pytest.approx(1)


@pytest.mark.parametrize("offences", [500, 60_000])
def test_the_top_by_chance_is_that_of_plain_draws_sorted(offences):
    """Few offences are strewn one by one, many are drawn by area: both are the multinomial law."""
    shares = [0.01, 0.0333, 0.2]
    drawn = np.random.default_rng(9).multinomial(offences, np.full(1_000, 1 / 1_000), size=400)
    held = np.cumsum(np.sort(drawn, axis=1)[:, ::-1], axis=1) / offences
    plain = [np.interp(shares, np.arange(1, 1_001) / 1_000, each) for each in held]

    mean, _, _ = places.top_by_chance(offences, 1_000, shares)

    np.testing.assert_allclose(mean, np.mean(plain, axis=0), rtol=0.01)


def test_with_many_offences_chance_comes_to_equal_shares():
    mean, _, _ = places.top_by_chance(10_000_000, 100, [0.05])

    assert mean[0] == pytest.approx(0.05, rel=0.02)


def test_what_cannot_be_judged_is_refused():
    with pytest.raises(MeasureError, match="there is none"):
        places.hits([1, 2], [0, 0], [0.5])
    with pytest.raises(MeasureError, match="cannot be flagged"):
        places.top_of([1, 2], 3)
    with pytest.raises(MeasureError, match="to learn from"):
        places.foretold([[1], [2]], [0, 0], [[1], [2]])
    with pytest.raises(MeasureError, match="above 0"):
        places.pooled([0], [0], [1])
