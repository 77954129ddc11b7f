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
    return [(row.area, f"{row.first:%Y-%m}", row.months, row.state) for row in found.itertuples()]


def small(seed, a_month=10, **given):
    """A world in which d05 has so many offences a month."""
    usual = world(seed).query("area == 'd05'")["offences"].sum() / len(MONTHS)
    keep = given.pop("keep", ())
    return world(seed, keep=[(np.s_[:, 5], a_month / usual), *keep], **given)


@pytest.mark.parametrize("given", [{}, {"swing": 0.15}])
def test_without_a_gap_at_most_one_extract_in_twenty_has_one_named(given):
    named_any = [not gaps.find(world(seed, **given)).empty for seed in range(1, 41)]

    assert np.mean(named_any) <= 0.05


@pytest.mark.parametrize("length", [2, 8, 14])
@pytest.mark.parametrize("part", [0.0, 0.4])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_gap_is_found_whole_and_nothing_else(seed, part, length):
    found = gaps.find(world(seed, keep=[(np.s_[60 : 60 + length, 3], part)]))

    assert named(found) == [("d03", "2017-04", length, "incomplete")]
    assert (found["ratio"] < part + 0.1).all()


@pytest.mark.parametrize("seed", range(1, 6))
def test_half_a_year_without_anything_is_found_where_ten_a_month_are_usual(seed):
    found = gaps.find(small(seed, keep=[(np.s_[60:66, 5], 0.0)]))

    assert [row[:3] for row in named(found)] == [("d05", "2017-04", 6)]
    assert found["offences"].tolist() == [0]
    assert found["expected"].tolist() == pytest.approx([60], rel=0.4)


@pytest.mark.parametrize("where", [np.s_[112:, 5], np.s_[:14, 5]])
def test_what_stops_for_good_or_starts_late_is_found_if_half_is_missing(where):
    gone, lower = (gaps.find(world(1, keep=[(where, part)])) for part in (0.3, 0.7))

    assert [row[0] for row in named(gone)] == ["d05"]
    assert lower.empty


def test_two_districts_that_miss_months_at_once_are_both_found_and_no_third():
    found = gaps.find(world(1, keep=[(np.s_[60:72, 5], 0.0), (np.s_[50:70, 3], 0.0)]))

    assert named(found) == [("d03", "2016-06", 20, "incomplete"), ("d05", "2017-04", 12, "incomplete")]


def test_a_district_s_own_season_is_no_gap():
    rows = world(3)
    winter = rows["month"].dt.month.isin([10, 11, 12, 1, 2, 3]) & (rows["area"] == "d03")
    kept = np.where(winter, 0.6, 1.0)
    thinned = rows.assign(offences=np.random.default_rng(3).binomial(rows["offences"], kept))

    assert gaps.find(thinned).empty


def test_a_fall_of_the_whole_force_is_no_district_s_gap():
    assert gaps.find(world(2, keep=[((60,), 0.45)])).empty


def test_what_halves_one_kind_is_unusual_not_incomplete():
    found = [row for seed in range(1, 51) for row in named(gaps.find(world(seed, keep=[((60, 3, 0), 0.4)])))]

    states = [state for area, month, _, state in found if (area, month) == ("d03", "2017-04")]
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
