"""Harm: weighted sums vary as their squares, and too many missing weights silence the headline."""

import numpy as np
import pytest

from vru.errors import MeasureError
from vru.measures.harm import harm


def test_the_standard_deviation_agrees_with_r():
    # invented offences, sum of weights 1,027,747; R 4.2.2 sqrt(sum(weight^2 * count)) = 34181.8201241537
    got = harm([1_027_747.0], weights=1_027_747.0, squares=34181.8201241537**2, unweighted=0, offences=3599)

    # effective counts have variance equal to their mean
    assert np.sqrt(got.effective[0]) * got.scale == pytest.approx(34181.8201241537)


def test_one_weight_for_all_makes_harm_a_count():
    got = harm([184.0 * 5, 0.0], weights=184.0 * 5, squares=184.0**2 * 5, unweighted=0, offences=5)

    assert got.effective.tolist() == [5, 0]
    assert got.scale == 184


@pytest.mark.parametrize(
    ("unweighted", "offences", "may"), [(0, 100, True), (1, 100, True), (2, 100, False), (0, 0, False)]
)
def test_no_headline_above_one_percent_without_a_weight(unweighted, offences, may):
    got = harm([1.0], weights=1.0, squares=1.0, unweighted=unweighted, offences=offences)

    assert got.may_headline is may


def test_refuses_more_unweighted_than_there_are():
    with pytest.raises(MeasureError, match="cannot be negative"):
        harm([1.0], weights=1.0, squares=1.0, unweighted=3, offences=2)
