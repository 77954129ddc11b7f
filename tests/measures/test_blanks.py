"""Blanks: the bounds against every way there is to fill a handful of blanks."""

from itertools import product

import numpy as np
import pytest

from vru.errors import MeasureError
from vru.measures import blanks


@pytest.mark.parametrize(("part", "whole", "blank"), [(3, 10, 2), (0, 4, 4), (5, 5, 0)])
def test_a_share_lies_between_none_and_all_of_its_blanks(part, whole, blank):
    ways = [(part + sum(filled)) / whole for filled in product((0, 1), repeat=blank)]

    assert blanks.share(part, whole, blank) == pytest.approx((min(ways), max(ways)))


@pytest.mark.parametrize("blank", range(5))
def test_once_only_by_every_way_to_name_the_blank_occasions(blank):
    counts = [1, 1, 1, 2, 3]  # occasions of five people

    ways = []
    for owners in product(
        range(len(counts) + blank), repeat=blank
    ):  # somebody known, or one of `blank` newcomers
        all_ = np.bincount(owners, minlength=len(counts) + blank) if blank else np.zeros(5, int)
        all_ = all_ + np.array(counts + [0] * blank)
        ways.append((all_ == 1).sum() / (all_ > 0).sum())

    assert blanks.once_only(3, 5, blank) == pytest.approx((min(ways), max(ways)))


def risk(records):
    """Return both / (one × other) of people's records: a set of kinds each."""
    both = sum(kinds == {1, 2} for kinds in records)
    return both / (sum(1 in kinds for kinds in records) * sum(2 in kinds for kinds in records))


def filled(people, kinds):
    """Every way to give records of the named kinds to the people, or to newcomers."""
    for owners in product(range(len(people) + len(kinds)), repeat=len(kinds)):
        records = [set(each) for each in people] + [set() for _ in kinds]
        for owner, kind in zip(owners, kinds, strict=True):
            records[owner].add(kind)
        yield risk(records)


PEOPLE = [{1, 2}, {1, 2}, {1}, {1}, {2}, {2}, {2}]


@pytest.mark.parametrize(("one", "other"), [(0, 0), (1, 0), (0, 2), (2, 1)])
def test_overlap_by_every_way_to_name_the_blank_records(one, other):
    ways = list(filled(PEOPLE, [1] * one + [2] * other))

    found = blanks.overlap(2, 2, 3, one, other)

    assert found == pytest.approx((min(ways) / risk(PEOPLE), max(ways) / risk(PEOPLE)))


@pytest.mark.parametrize("blank", [0, 1, 2, 3])
def test_either_by_every_kind_the_blank_records_may_be_of(blank):
    ways = [way for kinds in product((1, 2), repeat=blank) for way in filled(PEOPLE, kinds)]

    low, high = blanks.either(2, 2, 3, blank)

    # the even split may fall between whole records: then the bound is a little wider than any way
    assert low == pytest.approx(min(ways) / risk(PEOPLE), rel=0.03)
    assert low <= min(ways) / risk(PEOPLE) + 1e-12
    assert high == pytest.approx(max(ways) / risk(PEOPLE))


@pytest.mark.parametrize(
    "asked",
    [
        lambda: blanks.share(3, 4, 2),
        lambda: blanks.share(0, 0, 0),
        lambda: blanks.share(-1, 4, 0),
        lambda: blanks.once_only(3, 2, 0),
        lambda: blanks.once_only(0, 0, 1),
        lambda: blanks.overlap(0, 1, 1, 1, 1),
        lambda: blanks.overlap(1, 1, float("nan"), 1, 1),
    ],
)
def test_refuses_counts_that_cannot_be(asked):
    with pytest.raises(MeasureError):
        asked()
