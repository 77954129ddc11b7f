"""Turnover: the profiles of two consecutive years, against counting people one by one."""

from collections import Counter

import numpy as np
import pytest

from vru.measures.turnover import paired

YEARS = 5


def by_hand(things, years):
    """Count people by what they have in each year and the next, nobody left out who has anything."""
    held = {}
    for person, year in things:
        held.setdefault(person, Counter())[year] += 1
    found = Counter()
    for counted in held.values():
        for year in range(years - 1):
            pair = counted[year], counted[year + 1]
            found[year, *pair] += any(pair)
    return {key: number for key, number in found.items() if number}


@pytest.mark.parametrize("seed", range(20))
def test_profiles_are_those_of_people_counted_one_by_one(seed):
    rng = np.random.default_rng(seed)
    things = sorted(zip(rng.integers(0, 40, 150).tolist(), rng.integers(0, YEARS, 150).tolist(), strict=True))
    person, year = np.array(things).T

    found = paired(person, year, YEARS)

    told = dict(zip(zip(found.year, found.before, found.after, strict=True), found.people, strict=True))
    assert told == by_hand(things, YEARS)


def test_nobody_has_no_profile_and_one_year_no_next():
    nobody = np.empty(0, np.int32)

    assert [len(each) for each in paired(nobody, nobody, YEARS)] == [0, 0, 0, 0]
    assert [len(each) for each in paired(np.array([1]), np.array([0]), 1)] == [0, 0, 0, 0]
