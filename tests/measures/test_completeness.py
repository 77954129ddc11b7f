"""Completeness: a broken upload is told from a lockdown, a programme and chance."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vru.errors import MeasureError
from vru.measures.completeness import judge

GOLDEN = Path(__file__).parents[1] / "golden"
KINDS = {
    "violence": 2000.0,
    "sexual": 200.0,
    "burglary": 500.0,
    "theft": 1500.0,
    "vehicle": 600.0,
    "damage": 900.0,
    "drugs": 250.0,
    "public_order": 700.0,
    "anti_social_behaviour": 2100.0,
}


def world(months=48, changes=None, seed=1, kinds=KINDS):
    """Counts of `kinds` a month, over-dispersed twice, seasonal by 10 %; `changes` multiplies one month."""
    rng = np.random.default_rng(seed)
    first = pd.date_range("2017-01-01", periods=months, freq="MS")
    rows = []
    for at, month in enumerate(first):
        season = 1 + 0.1 * np.sin(2 * np.pi * (at - 3) / 12)
        for kind, level in kinds.items():
            mean = level * season * (changes or {}).get(at, {}).get(kind, 1.0)
            rows.append((month.date(), kind, int(max(0, rng.normal(mean, np.sqrt(2 * mean))))))
    return pd.DataFrame(rows, columns=["month", "category", "offences"])


def states(counts, **given):
    given = {"extract_to": dt.date(2030, 1, 1), **given}
    return list(judge(counts, **given)["state"])


def test_november_and_december_2018_of_kent_are_incomplete():
    counts = pd.read_csv(GOLDEN / "police_uk_kent_2018.csv")

    got = judge(counts, extract_to=dt.date(2019, 1, 31))

    assert list(got["state"]) == ["complete", "incomplete", "incomplete", "complete"]
    assert got["month"].iloc[0] == dt.date(2018, 10, 1)
    assert got["reason"].iloc[1].startswith("13 of 13 kinds of crime fell together")


def test_without_the_control_a_fall_of_everything_is_not_called_incomplete():
    counts = pd.read_csv(GOLDEN / "police_uk_kent_2018.csv")

    got = states(counts[counts["category"] != "anti_social_behaviour"], extract_to=dt.date(2019, 1, 31))

    assert got == ["complete"] * 4


def test_a_lockdown_is_not_an_incomplete_upload():
    fall = dict.fromkeys(KINDS, 0.6) | {"drugs": 1.3, "violence": 0.85, "anti_social_behaviour": 1.6}

    assert "incomplete" not in states(world(changes={39: fall}))


def test_a_quiet_month_in_which_the_control_falls_too_is_not_incomplete():
    assert "incomplete" not in states(world(changes={39: dict.fromkeys(KINDS, 0.6)}))


def test_a_month_in_which_one_kind_rises_is_not_incomplete():
    fall = dict.fromkeys(KINDS, 0.6) | {"drugs": 1.4, "anti_social_behaviour": 1.0}

    assert "incomplete" not in states(world(changes={39: fall}))


def test_a_broken_upload_is_found_in_a_long_series_and_nothing_else():
    broken = dict.fromkeys(KINDS, 0.6) | {"anti_social_behaviour": 1.0}

    got = states(world(changes={30: broken, 31: broken}))

    assert [at for at, state in enumerate(got) if state == "incomplete"] == [30, 31]


def test_a_programme_that_halves_one_kind_leaves_every_month_complete():
    works = {at: {"violence": 0.5} for at in range(30, 48)}

    assert "incomplete" not in states(world(changes=works))


def test_with_one_kind_loaded_the_most_it_says_is_unusual():
    counts = world(kinds={"violence": 2000.0}, changes={30: {"violence": 0.4}})

    got = judge(counts, extract_to=dt.date(2030, 1, 1))

    assert got["state"].iloc[30] == "unusual"
    assert "below the months around it" in got["reason"].iloc[30]
    assert set(got["state"].drop(30)) == {"complete"}


def test_a_month_without_any_crime_was_not_loaded():
    counts = world(kinds={"violence": 2000.0})

    got = states(counts[counts["month"] != dt.date(2019, 3, 1)])

    assert [at for at, state in enumerate(got) if state == "incomplete"] == [26]


def test_a_month_beyond_the_last_day_is_a_part_month():
    got = states(world(months=14), extract_to=dt.date(2018, 2, 27))

    assert got == ["complete"] * 13 + ["part"]


def test_the_last_day_of_a_month_completes_it():
    assert states(world(months=14), extract_to=dt.date(2018, 2, 28)) == ["complete"] * 14


def test_months_within_the_recording_lag_are_provisional():
    got = states(world(months=14), extract_to=dt.date(2018, 2, 28), lag_days=30)

    assert got == ["complete"] * 12 + ["provisional"] * 2


@pytest.mark.parametrize("seed", range(1, 21))
def test_nothing_is_incomplete_where_nothing_is_wrong(seed):
    assert "incomplete" not in states(world(seed=seed))


def test_empty_counts_have_no_months():
    got = judge(pd.DataFrame(columns=["month", "category", "offences"]), extract_to=dt.date(2020, 1, 1))

    assert list(got.columns) == ["month", "state", "reason"]
    assert got.empty


@pytest.mark.parametrize(
    ("month", "offences", "said"),
    [(dt.date(2020, 1, 1), np.nan, "missing or negative"), (dt.date(2020, 1, 2), 3, "first day")],
)
def test_refuses_what_is_not_a_count_of_a_month(month, offences, said):
    counts = pd.DataFrame({"month": [month], "category": ["violence"], "offences": [offences]})

    with pytest.raises(MeasureError, match=said):
        judge(counts, extract_to=dt.date(2020, 1, 31))


def test_lone_months_decades_apart_are_nothing_to_compare_with():
    months = [dt.date(1971, 6, 1), dt.date(2001, 6, 1), dt.date(2025, 6, 1)]
    counts = pd.DataFrame({"month": months, "category": "violence", "offences": 1})

    got = judge(counts, extract_to=dt.date(2025, 6, 30))

    assert set(got["state"]) == {"complete"}
