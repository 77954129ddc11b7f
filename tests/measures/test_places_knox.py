"""Near repeat: R's counts and probabilities, every pair by hand, and a planted echo."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vru.errors import MeasureError
from vru.measures import places

GOLDEN = Path(__file__).parent.parent / "golden"
METRES, DAYS = (100, 200, 400), (7, 14, 28)
# R 4.2.2: surveillance 1.20.3 `knox`; 1,999 permutations of the dates by hand
OBSERVED = [[16, 25, 25], [25, 37, 40], [37, 56, 69]]
EXPECTED = [
    [1.43003144654088, 2.70235849056604, 5.20959119496855],
    [3.40683962264151, 6.43797169811321, 12.4110849056604],
    [10.8514150943396, 20.5061320754717, 39.5316037735849],
]
PERMUTED_SD = [
    [1.14974244968038, 1.57722024198453, 2.09086941641684],
    [1.82442418893467, 2.47134189102766, 3.26706255062797],
    [3.12044345926826, 4.26811317524735, 5.64350611919536],
]


@pytest.fixture(scope="module")
def found():
    events = pd.read_csv(GOLDEN / "places_events.csv")
    return places.knox(events["x"], events["y"], events["day"], metres=METRES, days=DAYS)


def test_pairs_and_what_is_expected_are_those_of_r(found):
    assert found.observed.cumsum(axis=0).cumsum(axis=1).tolist() == OBSERVED
    np.testing.assert_allclose(found.expected.cumsum(axis=0).cumsum(axis=1), EXPECTED, rtol=1e-9)


def test_permutations_stray_as_those_of_r(found):
    drawn = found.permuted.cumsum(axis=1).cumsum(axis=2)

    np.testing.assert_allclose(drawn.std(axis=0), PERMUTED_SD, rtol=0.12)
    assert (np.abs(drawn.mean(axis=0) - EXPECTED) < 4 * np.array(PERMUTED_SD) / np.sqrt(999)).all()


def test_bands_together_have_their_own_probability(found):
    observed, expected, p = found.together(slice(0, 2), slice(0, 2))

    assert observed == 37
    assert expected == pytest.approx(6.43797169811321, rel=1e-9)
    assert p == pytest.approx(0.001)  # none of 999 reaches it; R: none of 1,999


def test_every_pair_by_hand():
    x, y, day = [0, 60, 0, 900], [0, 0, 150, 900], [0, 3, 10, 0]

    got = places.knox(x, y, day, metres=(100, 200), days=(0, 7), permutations=99)

    # 60 m and 3 days apart; 150 m and 10 days; 161.6 m and 7 days
    assert got.observed.tolist() == [[0, 1], [0, 1]]
    assert got.pairs == 3
    # of six pairs one is on the same day, three at most seven days apart
    np.testing.assert_allclose(got.expected, [[1 / 6, 3 / 6], [2 / 6, 6 / 6]])


def test_p_counts_what_is_as_high_as_observed():
    """All on one day: every permutation has what was observed, so p is 1, not 0."""
    got = places.knox([0, 10, 20], [0, 0, 0], [5, 5, 5], metres=(100,), days=(0,), permutations=99)

    assert got.p.tolist() == [[1.0]]


def _scattered(rng, number):
    return rng.uniform(0, 4_000, (number, 2)), rng.integers(0, 365, number)


def test_a_planted_echo_is_found():
    rng = np.random.default_rng(7)
    at, day = _scattered(rng, 1_500)
    near = rng.choice(1_500, 90, replace=False)
    echo_at, echo_day = at[near] + rng.normal(0, 60, (90, 2)), day[near] + rng.integers(1, 8, 90)

    got = places.knox(*np.r_[at, echo_at].T, np.r_[day, echo_day], permutations=199)

    assert got.p[0, 1] == 0.005
    assert got.observed[0, 1] / got.expected[0, 1] > 1.5
    assert got.p[3, 3] > 0.01


def test_chance_is_called_an_echo_as_often_as_promised():
    rng = np.random.default_rng(11)
    p = [places.knox(*at.T, day, permutations=99).p for at, day in (_scattered(rng, 300) for _ in range(80))]

    # 80 worlds of 16 bands: near 5 % of them, not more
    assert 0.02 < (np.array(p) <= 0.05).mean() < 0.07


def test_what_has_no_pair_is_refused():
    with pytest.raises(MeasureError, match="at least two"):
        places.knox([0], [0], [1])
    with pytest.raises(MeasureError, match="within 400 metres"):
        places.knox([0, 5_000], [0, 0], [1, 2])
