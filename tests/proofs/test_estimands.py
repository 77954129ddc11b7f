"""The truths by hand: counts a child could make, and worlds in which nothing was planted."""

from __future__ import annotations

import numpy as np
import pytest

from proofs.estimands import LOWS, Tally, add, estimands
from proofs.trial import clean
from vru.demo.days import YEARS


def by_hand() -> Tally:
    """Mixes that widen evenly, a female share that rises by half a point a year, ratios of 3 and 1."""
    years = np.arange(YEARS)
    bands = np.zeros((YEARS, len(LOWS)))
    bands[:, 0], bands[:, 1] = 1000, 0
    bands[-1, :2] = 500  # the last year is of two ages, half and half
    sexes = np.stack([200 + 5.0 * years, 800 - 5.0 * years], axis=1)
    young, old = np.zeros((YEARS, 2, 111)), np.zeros((YEARS, 2, 111))
    young[:, 0, 20], young[:, 0, 50] = 50, 50
    old[:, 0, 20], old[:, 0, 50] = 50, 50
    apart = np.zeros((YEARS, 2))
    apart[:, 0] = 50 + years  # chance pairing gives 50 of 100
    roles = np.zeros((4, 2, 2, 1))
    roles[..., 0] = np.array([810, 70, 90, 30])[:, None, None]  # 30 of 100 against 90 of 900
    relations = np.zeros((4, 2, 2, 1))
    relations[..., 0] = np.array([810, 90, 90, 10])[:, None, None]
    repeats, warmth = np.array([400.0, 100.0]), np.array([60 * 0.02 + 40 * 0.01, 100.0])
    return Tally(
        bands, sexes, young, old, apart, roles, relations, repeats, warmth, np.array([5000.0, 900.0])
    )


def test_the_truths_of_counts_made_by_hand():
    found = estimands(by_hand())

    # one year in sixteen at a half: the line's slope is its weight, 7.5 / 340, times 0.5, times ten years
    assert found == pytest.approx(
        {
            "offenders.age_diversity": 10 * 0.5 * 7.5 / 340,
            "offenders.age_gap": 1.0,
            "offenders.female_share": 0.5,
            "overlaps.offender_victim": 3.0,
            "overlaps.intimate_partner": 1.0,
            "temperature.effect": 100 * np.expm1(0.016),
            "repeat.one_off": 75.0,
        }
    )


def test_counts_add_up():
    twice = add(by_hand(), by_hand())

    assert twice.persons.tolist() == [10_000, 1_800]
    assert estimands(twice) == pytest.approx(estimands(by_hand()))


@pytest.mark.slow
def test_where_nothing_was_planted_the_truth_says_so():
    null = clean("null", 100_000, 100_001)

    found = estimands(null)
    assert null.roles[3].sum() > 400
    assert found["overlaps.offender_victim"] == pytest.approx(1, abs=0.12)
    assert found["offenders.female_share"] == pytest.approx(0, abs=0.15)
    assert found["temperature.effect"] == 0
    assert found["repeat.one_off"] < 50
