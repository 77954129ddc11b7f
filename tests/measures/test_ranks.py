"""Ranks: certain where rates are far apart, open where they are alike, and of honest coverage."""

import numpy as np
import pytest

from vru.errors import MeasureError
from vru.measures import ranks


def placed(events, exposure, **given):
    return ranks.ranks(events, exposure, rng=np.random.default_rng(1), **given)


def test_rates_far_apart_have_one_place_each():
    found = placed([10_000, 100, 1_000], [1.0, 1.0, 1.0])

    assert list(zip(found.rank, found.low, found.high, strict=True)) == [(1, 1, 1), (3, 3, 3), (2, 2, 2)]


def test_rates_alike_may_take_every_place_and_share_the_best():
    found = placed([500] * 5, [1.0] * 5)

    assert list(found.rank) == [1] * 5
    assert (set(found.low), set(found.high)) == ({1}, {5})


def test_a_pair_changes_places_as_often_as_a_binomial_says():
    """Two Poisson counts of 110 and 90: the lower rate is really higher with probability 0.0786 (normal)."""
    found = placed([110, 90], [1.0, 1.0], confidence=0.85)
    wider = placed([110, 90], [1.0, 1.0], confidence=0.80)

    assert (found.low[0], found.high[0]) == (1, 2)
    assert (wider.low[0], wider.high[0]) == (1, 1)


def test_more_swing_makes_places_less_certain():
    events, people = [400, 480, 560, 640], [1.0] * 4
    calm, wild = placed(events, people), placed(events, people, phi=9.0)

    assert (wild.high - wild.low).sum() > (calm.high - calm.low).sum()


def test_true_places_lie_in_their_intervals_as_often_as_said():
    rng = np.random.default_rng(20)
    inside = []
    for _ in range(60):
        rates = rng.gamma(20, 20, 13)
        found = ranks.ranks(rng.poisson(rates), np.ones(13), rng=rng)
        true = np.argsort(np.argsort(-rates)) + 1
        inside.append(((found.low <= true) & (true <= found.high)).mean())

    assert np.mean(inside) >= 0.93


@pytest.mark.parametrize(("events", "people"), [([1, 2], [1.0]), ([1, -1], [1.0, 1.0]), ([1, 1], [0.0, 1.0])])
def test_what_cannot_be_ranked_is_refused(events, people):
    with pytest.raises(MeasureError):
        placed(events, people)
