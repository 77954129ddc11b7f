"""Gaps: one area's broken upload is told from chance, a force-wide fall and a fall of one kind."""

import numpy as np
import pandas as pd
import pytest

from vru.errors import MeasureError
from vru.measures import gaps

MONTHS = pd.date_range("2012-04-01", periods=120, freq="MS")
LEVELS = np.array([1300.0, 370.0, 95.0])  # violence, sexual, robbery: of the force, a month


def world(seed, *, swing=0.05, keep=(), areas=13):
    """Counts by month, area and kind: a season and swings of the force, and of each area; `keep` thins."""
    rng = np.random.default_rng(seed)
    share = rng.dirichlet(np.full(areas, 10.0))
    force = rng.gamma(1 / 0.04**2, 0.04**2, len(MONTHS)) * (
        1 + 0.1 * np.sin(np.arange(len(MONTHS)) * np.pi / 6)
    )
    own = rng.gamma(1 / swing**2, swing**2, (len(MONTHS), areas))
    mean = (force[:, None] * own * share)[:, :, None] * LEVELS
    for where, part in keep:
        mean[where] *= part
    at = np.indices(mean.shape).reshape(3, -1)
    return pd.DataFrame(
        {"month": MONTHS[at[0]], "area": [f"d{each:02}" for each in at[1]], "category": at[2].astype(str),
         "offences": rng.poisson(mean).ravel()}
    )  # fmt: skip


def named(found):
    return [(row.area, row.month.strftime("%Y-%m"), row.state) for row in found.itertuples()]


def test_without_a_gap_at_most_one_extract_in_twenty_has_one_named():
    named_any = [not gaps.find(world(seed)).empty for seed in range(1, 201)]

    assert np.mean(named_any) <= 0.05


def test_two_broken_months_of_a_district_are_found_and_nothing_else():
    half = [((month, 3), 0.4) for month in (60, 61)]

    found = gaps.find(world(1, keep=half))

    assert named(found) == [("d03", "2017-04", "incomplete"), ("d03", "2017-05", "incomplete")]
    assert (found["ratio"] < 0.6).all()


@pytest.mark.parametrize("seed", range(1, 11))
def test_half_a_year_without_anything_is_found(seed):
    found = gaps.find(world(seed, keep=[(np.s_[60:66, 5], 0.0)]))

    assert [row.month.strftime("%Y-%m") for row in found.itertuples() if row.area == "d05"] == [
        f"2017-{month:02}" for month in range(4, 10)
    ]


def test_a_fall_of_the_whole_force_is_no_district_s_gap():
    assert gaps.find(world(2, keep=[((60,), 0.45)])).empty


def test_what_halves_one_kind_is_unusual_not_incomplete():
    found = [row for seed in range(1, 51) for row in named(gaps.find(world(seed, keep=[((60, 3, 0), 0.4)])))]

    states = [state for area, month, state in found if (area, month) == ("d03", "2017-04")]
    assert len(states) > 10
    assert np.mean([state == "incomplete" for state in states]) <= 0.1


def test_a_programme_that_lowers_one_kind_for_good_is_nothing():
    found = [
        row for seed in range(1, 21) for row in named(gaps.find(world(seed, keep=[(np.s_[60:, 3, 0], 0.75)])))
    ]

    assert [row for row in found if row[0] == "d03"] == []


def test_one_area_or_no_counts_cannot_be_held_against_others():
    one = world(1)

    assert gaps.find(one[one["area"] == "d00"]).empty
    assert gaps.find(one[:0]).empty


def test_refuses_what_is_no_count():
    with pytest.raises(MeasureError, match="missing or negative"):
        gaps.find(world(1).assign(offences=-1))
