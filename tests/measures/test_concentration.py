"""Concentration: closed forms, the line of chance, and what is refused."""

import numpy as np
import pytest

from vru.errors import MeasureError
from vru.measures import concentration


def test_equal_people_are_not_concentrated():
    curve = concentration.lorenz([3, 3, 3, 3])
    assert concentration.gini(curve) == pytest.approx(0)
    assert concentration.top_share(curve, [0.25, 0.5]) == pytest.approx([0.25, 0.5])


def test_one_of_four_has_all():
    """The uncorrected Gini of one in n is 1 − 1/n."""
    curve = concentration.lorenz([0, 8, 0, 0])
    assert concentration.gini(curve) == pytest.approx(0.75)
    assert concentration.top_share(curve, [0.1, 0.25]) == pytest.approx([0.4, 1])


def test_people_counted_are_people_listed():
    listed, counted = concentration.lorenz([1, 1, 1, 5]), concentration.lorenz([5, 1], [1, 3])
    assert concentration.gini(listed) == pytest.approx(concentration.gini(counted))


def test_chance_keeps_the_mean_and_leaves_out_none():
    counts, chance = concentration.by_chance(1.5)
    assert counts[0] == 1
    assert (counts * chance).sum() == pytest.approx(1.5)
    rate = 2 * chance[1] / chance[0]
    assert rate / (1 - np.exp(-rate)) == pytest.approx(1.5)


def test_a_mean_of_one_leaves_nothing_to_chance():
    counts, chance = concentration.by_chance(1)
    assert (counts.tolist(), chance.tolist()) == ([1], [1.0])


def test_resampled_people_lie_around_what_was_found():
    counts, people = [1, 2, 5], [800, 150, 50]
    found = concentration.bootstrap(counts, people, [0.1])
    curve = concentration.lorenz(counts, people)
    low, high = np.percentile(found, [2.5, 97.5], axis=0)
    assert found.shape == (500, 2)
    truth = np.array([concentration.gini(curve), concentration.top_share(curve, 0.1)])
    assert ((low < truth) & (truth < high)).all()
    assert (high - low < 0.1).all()


@pytest.mark.parametrize("values", [[], [0, 0], [-1, 2]])
def test_nothing_to_share_is_refused(values):
    with pytest.raises(MeasureError):
        concentration.lorenz(values)


def test_a_mean_below_one_is_refused():
    with pytest.raises(MeasureError):
        concentration.by_chance(0.5)
