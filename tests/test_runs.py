"""Runs against itertools' own grouping."""

from itertools import groupby

import numpy as np
import pytest

from vru.runs import runs


@pytest.mark.parametrize("seed", range(10))
def test_runs_are_those_of_equal_neighbours(seed):
    rng = np.random.default_rng(seed)
    one, other = rng.integers(0, 2, (2, 50))

    begins, lengths = runs(one, other)

    groups = [len(list(rows)) for _, rows in groupby(zip(one, other, strict=True))]
    assert lengths.tolist() == groups
    assert begins.tolist() == np.cumsum([0, *groups[:-1]]).tolist()


def test_no_rows_have_no_runs():
    assert [each.tolist() for each in runs(np.empty(0), np.empty(0))] == [[], []]
