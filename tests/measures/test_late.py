"""Late: Mack's own numbers, a closed form, planted delays that are covered, and what is refused."""

import numpy as np
import pytest

from vru.errors import MeasureError
from vru.measures.late import expected, expected_of_loads

# Taylor and Ashe (1983), claims not added up; results below are Mack (1993), table 1
TAYLOR_ASHE = [
    [357848, 766940, 610542, 482940, 527326, 574398, 146342, 139950, 227229, 67948],
    [352118, 884021, 933894, 1183289, 445745, 320996, 527804, 266172, 425046],
    [290507, 1001799, 926219, 1016654, 750816, 146923, 495992, 280405],
    [310608, 1108250, 776189, 1562400, 272482, 352053, 206286],
    [443160, 693190, 991983, 769488, 504851, 470639],
    [396132, 937085, 847498, 805037, 705960],
    [440832, 847631, 1131398, 1063269],
    [359480, 1061648, 1443370],
    [376686, 986608],
    [344014],
]
MACK = [0, 94634, 469511, 709638, 984889, 1419459, 2177641, 3920301, 4278972, 4625811]
MACK_ERROR = [0, 75535, 121699, 133549, 261406, 411010, 558317, 875328, 971258, 1363155]
LAG = np.array([0.80, 0.10, 0.04, 0.02, 0.01, 0.01, 0.005, 0.005, 0.004, 0.003, 0.002, 0.001])
LAG = LAG / LAG.sum()


def ragged(rows):
    wide = max(map(len, rows))
    return np.array([[*row, *[np.nan] * (wide - len(row))] for row in rows], float)


def world(seed, *, months=60, mean=1500.0, phi=1.0, lag=LAG):
    """What each month came to, and the triangle as it stands after the last month."""
    rng = np.random.default_rng(seed)
    swing = rng.gamma(mean / (phi - 1), (phi - 1) / mean, months) if phi > 1 else np.ones(months)
    whole = rng.poisson(mean * swing[:, None] * lag).astype(float)
    triangle = whole.copy()
    triangle[np.add.outer(np.arange(months), np.arange(lag.size)) >= months] = np.nan
    return whole.sum(axis=1), triangle


def test_mack_s_own_figures():
    got = expected(ragged(TAYLOR_ASHE), recent=None, least=1)

    np.testing.assert_allclose(got.expected - got.recorded, MACK, atol=0.5)
    np.testing.assert_allclose(got.error, MACK_ERROR, atol=0.6)


def test_the_same_delays_every_month_leave_no_doubt():
    months, lag = 30, np.array([8.0, 1.0, 1.0])
    triangle = np.tile(100 * lag, (months, 1))
    triangle[-1, 1:] = triangle[-2, 2:] = np.nan

    got = expected(triangle)

    np.testing.assert_allclose(got.expected, np.full(months, 1000.0))
    np.testing.assert_allclose(got.growth, [9 / 8, 10 / 9])
    np.testing.assert_allclose([got.low[-1], got.high[-1]], [1000, 1000])


def test_a_month_that_is_final_is_its_count():
    whole, triangle = world(1)

    got = expected(triangle)

    np.testing.assert_array_equal(got.expected[:49], whole[:49])
    np.testing.assert_array_equal(got.low[:49], got.high[:49])
    assert (got.low >= got.recorded).all()


@pytest.mark.parametrize("phi", [1.0, 5.0])
@pytest.mark.parametrize("back", [1, 2, 4])
def test_limits_cover_what_the_newest_months_came_to(phi, back):
    held = []
    for seed in range(1, 201):
        whole, triangle = world(seed, phi=phi)
        got = expected(triangle)
        held.append(got.low[-back] <= whole[-back] <= got.high[-back])

    assert 0.91 <= np.mean(held) <= 0.99


def test_the_expectation_is_right_in_the_middle():
    gaps = []
    for seed in range(1, 201):
        whole, triangle = world(seed, phi=3.0)
        gaps.append(expected(triangle).expected[-1] / whole[-1] - 1)

    assert abs(np.mean(gaps)) < 0.003


def test_faster_recording_of_late_is_followed():
    quick = np.array([0.95, 0.05, *[0.0] * 10])
    _, old = world(1, months=60)
    _, new = world(2, months=60, lag=quick)
    both = np.vstack([old[:12], new[12:]])

    assert expected(both).expected[-1] / both[-1, 0] == pytest.approx(1 / 0.95, rel=0.01)


@pytest.mark.parametrize(
    ("triangle", "said"),
    [
        ([], "months as rows"),
        ([[1.0, -1.0]], "below 0"),
        ([[1.0, np.nan, 2.0]], "come first"),
        ([[np.nan, np.nan]], "at least one"),
        (np.tile([5.0, 1.0], (5, 1)), "Only 5 months"),
        (np.zeros((40, 2)), "Only 0 months"),
    ],
)
def test_refuses_what_says_nothing(triangle, said):
    with pytest.raises(MeasureError, match=said):
        expected(triangle)


def seen_by(loads, triangle):
    """The counts as the last `loads` loads, a month apart, had them; months older than all as they ended."""
    counts, months = np.cumsum(triangle, axis=1), len(triangle)
    at = np.add.outer(np.arange(months), np.arange(triangle.shape[1]))
    counts[at < months - loads] = np.nan
    old = ~np.isfinite(counts).any(axis=1)
    counts[old, -1] = triangle.sum(axis=1)[old]
    return counts


def test_loads_from_the_very_beginning_say_what_the_dates_say():
    _, triangle = world(1)

    by_loads = expected_of_loads(seen_by(60, triangle))
    by_dates = expected(triangle, recent=None)

    np.testing.assert_allclose(by_loads[:5], by_dates[:5])


@pytest.mark.parametrize("loads", [6, 12])
@pytest.mark.parametrize("back", [1, 3])
def test_what_months_came_to_lies_in_the_limits_of_few_loads_too(loads, back):
    held = []
    for seed in range(1, 201):
        whole, triangle = world(seed, phi=3.0)
        got = expected_of_loads(seen_by(loads, triangle))
        held.append(got.low[-back] <= whole[-back] <= got.high[-back])

    assert 0.91 <= np.mean(held) <= 0.99


def test_months_that_shrink_are_expected_to_shrink_with_limits_on_both_sides():
    counts = np.array([[100.0, 96.0 + at % 2] for at in range(8)] + [[100.0, np.nan]])

    got = expected_of_loads(counts)

    assert got.expected[-1] == pytest.approx(96.5)
    assert 0 < got.low[-1] < 96.5 < got.high[-1] < 100


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([[5.0, 6.0], [np.nan, np.nan]], "at least one load"),
        ([[-1.0, 2.0]], "below 0"),
        (np.tile([5.0, 6.0], (4, 1)), "Only 4 months"),
    ],
)
def test_loads_that_say_nothing_are_refused(counts, said):
    with pytest.raises(MeasureError, match=said):
        expected_of_loads(counts)
