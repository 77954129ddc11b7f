"""The demo's change of system: found in its month without being named, and nowhere where nobody was split."""

import datetime as dt

import numpy as np
import pytest

from vru.demo import involved
from vru.demo.simulate import simulate
from vru.demo.worlds import WORLDS
from vru.measures import linkage

# one worker builds each world once
pytestmark = [pytest.mark.xdist_group("linkage_planted"), pytest.mark.slow]
SIDE, FIRST, MONTHS = 12, np.datetime64("2010-04"), 192
MOVED = (np.datetime64(involved.MIGRATION, "M") - FIRST).astype(int)


def counted(person, month):
    """People before, after and on both sides of each border between months."""
    key = np.unique(person.astype(np.int64) * MONTHS + month)
    _, who = np.unique(key // MONTHS, return_inverse=True)
    month = key % MONTHS
    numbers = np.zeros((3, MONTHS), np.int64)
    for border in range(SIDE, MONTHS - SIDE + 1):
        seen = np.zeros((2, who.max() + 1), bool)
        seen[0, who[(month >= border - SIDE) & (month < border)]] = True
        seen[1, who[(month >= border) & (month < border + SIDE)]] = True
        numbers[:, border] = *seen.sum(axis=1), (seen[0] & seen[1]).sum()
    return numbers[:, SIDE : MONTHS - SIDE + 1]


@pytest.fixture(scope="module", params=["study", "null"])
def made(request):
    """Who was recorded in which month of a world of full size: with their keys, and as who they are."""
    world = simulate(WORLDS[request.param], seed=1, to=dt.date(2026, 3, 1))
    kept = (world.involved["person"] >= 0).to_numpy()
    rows = world.crimes.iloc[world.involved["crime"][kept]]
    month = (rows["committed"].to_numpy().astype("datetime64[M]") - FIRST).astype(int)
    inside = (month >= 0) & (month < MONTHS)
    keys, persons = (world.involved[each].to_numpy()[kept][inside] for each in ("key", "person"))
    return keys, persons, month[inside]


def test_the_planted_change_of_system_is_found_in_its_month(made):
    keys, _, month = made

    found = linkage.split(*counted(keys, month), side=SIDE)

    at = MOVED - SIDE
    places = linkage.found(found.all_low, SIDE)
    assert len(places) == 1
    assert abs(places[0] - at) <= 1
    assert found.low[at] < involved.SPLIT < found.high[at]


def test_people_known_for_who_they_are_leave_no_mark(made):
    _, persons, month = made

    found = linkage.split(*counted(persons, month), side=SIDE)

    assert linkage.found(found.all_low, SIDE) == []
    assert found.low[MOVED - SIDE] < 0 < found.high[MOVED - SIDE]
