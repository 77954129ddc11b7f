"""Records: a jump of the share with one offence is found, and chance alone seldom makes one."""

import numpy as np
import pytest

from vru.errors import MeasureError
from vru.measures.records import steps


def years(seed, *, jump=0.0, people=9_000, swing=0.0):
    rng = np.random.default_rng(seed)
    share = 0.85 + rng.normal(0, swing, 15) + np.where(np.arange(15) >= 8, jump, 0.0)
    return rng.binomial(people, share), np.full(15, people)


@pytest.mark.parametrize("swing", [0.0, 0.008])
def test_without_a_jump_at_most_one_series_in_twenty_has_an_odd_year(swing):
    assert np.mean([steps(*years(seed, swing=swing)).odd.any() for seed in range(1, 201)]) <= 0.05


def test_a_jump_of_six_points_is_found_at_its_year():
    found = [np.flatnonzero(steps(*years(seed, jump=0.06)).odd).tolist() for seed in range(1, 51)]

    assert found.count([8]) >= 48


def test_shares_and_steps_are_those_of_the_counts():
    got = steps([50, 60, 60], [100, 100, 120])

    np.testing.assert_allclose(got.share, [0.5, 0.6, 0.5])
    np.testing.assert_allclose(got.step, [np.nan, 0.1, -0.1])


def test_one_year_has_no_step():
    assert not steps([3], [4]).odd.any()


@pytest.mark.parametrize(("part", "whole"), [([1], [0]), ([5], [4]), ([1, 2], [3])])
def test_refuses_a_year_without_people(part, whole):
    with pytest.raises(MeasureError):
        steps(part, whole)
