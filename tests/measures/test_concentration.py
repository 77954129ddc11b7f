"""Concentration: closed forms, the line of chance, and what is refused."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vru.errors import MeasureError
from vru.measures import concentration

GOLDEN = Path(__file__).parent.parent / "golden"


def test_gini_and_top_shares_are_those_of_r():
    """Values by `ineq::Gini` and `ineq::Lc`; areas without offences are among them."""
    areas = pd.read_csv(GOLDEN / "concentration.csv")
    curve = concentration.lorenz(areas["offences"], areas["areas"])

    assert concentration.gini(curve) == pytest.approx(0.652815538891488, abs=1e-12)
    assert concentration.top_share(curve, [0.01, 0.05, 0.1, 0.2]) == pytest.approx(
        [0.078911088911089, 0.291083916083916, 0.458291708291708, 0.658741258741259], abs=1e-12
    )


def test_the_curve_is_that_of_r():
    areas = pd.read_csv(GOLDEN / "concentration.csv")
    curve = concentration.lorenz(areas["offences"], areas["areas"])
    at = [0.244725738396624, 0.409282700421941, 0.455696202531646]

    found = np.interp(at, curve.people, curve.total)
    assert found == pytest.approx([0.0004995004995005, 0.023976023976024, 0.037962037962038], abs=1e-12)


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


def test_chance_of_two_is_that_of_the_formula():
    """With rate 1 the truncated mean is 1 / (1 − 1/e), and P(1) = 1 / (e − 1)."""
    counts, chance = concentration.by_chance(1 / (1 - np.exp(-1)))
    assert chance[counts == 1] == pytest.approx(1 / (np.e - 1))
    assert chance[counts == 2] == pytest.approx(1 / (2 * (np.e - 1)))


def test_sums_by_chance_are_counts_where_all_weigh_one():
    drawn = concentration.sums_by_chance(1.8, [1.0], [5], people=50_000)
    found = concentration.lorenz(drawn)
    expected = concentration.lorenz(*concentration.by_chance(1.8))
    assert drawn.min() == 1
    assert drawn.mean() == pytest.approx(1.8, rel=0.01)
    assert concentration.top_share(found, 0.05) == pytest.approx(
        concentration.top_share(expected, 0.05), abs=0.002
    )


def test_sums_by_chance_keep_the_mean_of_what_occasions_weigh():
    drawn = concentration.sums_by_chance(1.5, [0.0, 100.0], [3, 1], people=100_000)
    assert drawn.mean() == pytest.approx(1.5 * 25, rel=0.02)


def test_the_top_is_filled_from_above_and_ties_share_the_rest():
    inside, edge = concentration.leading([1, 5, 3], [10, 2, 4], 4)
    assert inside.tolist() == [0, 1, 0.5]
    assert edge == 3


def test_a_top_of_everybody_holds_everybody():
    inside, edge = concentration.leading([2, 1], [3, 7], 10)
    assert (inside.tolist(), edge) == ([1, 1], 1)


@pytest.mark.parametrize("wanted", [0, 11])
def test_a_top_of_nobody_or_of_more_than_there_are_is_refused(wanted):
    with pytest.raises(MeasureError):
        concentration.leading([2, 1], [3, 7], wanted)


def test_resampling_is_that_of_listed_people():
    """The quick way over profiles gives what a curve a draw gives."""
    values, people = [5, 1, 2], [50, 800, 150]
    quick = concentration.bootstrap(values, people, [0.1], draws=20, seed=3)
    order = np.argsort(values)
    held = np.array(people)[order]
    drawn = np.random.default_rng(3).multinomial(1000, held / 1000, size=20)
    curves = [concentration.lorenz(np.sort(values), each) for each in drawn]
    assert quick[:, 0] == pytest.approx([concentration.gini(each) for each in curves])
    assert quick[:, 1] == pytest.approx([float(concentration.top_share(each, 0.1)) for each in curves])


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
