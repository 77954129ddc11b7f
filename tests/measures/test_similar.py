"""Similar: distances by hand."""

import numpy as np
import pytest

from vru.errors import MeasureError
from vru.measures import similar


def test_features_count_the_same_whatever_their_unit():
    areas = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1_000.0], [4.0, 4_000.0]])

    # standard deviations 1.639 and 1639.4: one step of either is as far
    assert list(similar.nearest(areas, 0, 3)) == [1, 2, 3]
    assert list(similar.nearest(areas * [1_000, 0.001], 0, 3)) == [1, 2, 3]


def test_a_feature_that_is_the_same_everywhere_counts_for_nothing():
    areas = np.array([[5.0, 1.0], [5.0, 9.0], [5.0, 2.0]])

    assert list(similar.nearest(areas, 0, 1)) == [2]


def test_missing_numbers_are_refused():
    with pytest.raises(MeasureError):
        similar.nearest([[1.0, np.nan], [2.0, 3.0]], 0, 1)
