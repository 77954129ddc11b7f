"""How many there are in all, from two lists: closed forms, relations, and limits that hold the truth."""

import numpy as np
import pytest

from vru.errors import MeasureError
from vru.measures.capture import chapman


def test_chapman_s_formula_by_hand():
    found = chapman(100, 80, 40)

    # (101 * 81) / 41 - 1, and the log-normal interval of those on neither list
    assert found.total == pytest.approx(101 * 81 / 41 - 1)
    variance = 101 * 81 * 60 * 40 / (41**2 * 42)
    hidden = found.total - 140
    spread = 1.959963984540054 * np.sqrt(np.log(1 + variance / hidden**2))
    assert found.low == pytest.approx(140 + hidden / np.exp(spread))
    assert found.high == pytest.approx(140 + hidden * np.exp(spread))


def test_a_list_that_holds_the_other_leaves_nobody_out():
    found = chapman(50, 20, 20)

    assert (found.total, found.low, found.high) == (50, 50, 50)


def test_the_two_lists_may_change_places():
    assert chapman(60, 90, 30)[:3] == chapman(90, 60, 30)[:3]


def test_the_interval_never_falls_below_what_was_seen_and_widens_with_confidence():
    narrow, wide = chapman(40, 30, 12, confidence=0.8), chapman(40, 30, 12)

    assert 58 <= wide.low < narrow.low < narrow.total < narrow.high < wide.high


def test_the_limits_hold_the_true_number_about_as_often_as_promised():
    rng, true = np.random.default_rng(8), 600
    on = rng.random((3_000, 2, true)) < np.array([0.35, 0.5])[None, :, None]
    first, second, both = on[:, 0].sum(1), on[:, 1].sum(1), on.all(axis=1).sum(1)

    found = [chapman(*each) for each in zip(first.tolist(), second.tolist(), both.tolist(), strict=True)]

    held = np.mean([each.low <= true <= each.high for each in found])
    assert 0.93 <= held <= 0.975
    assert np.mean([each.total for each in found]) == pytest.approx(true, rel=0.01)


def test_lists_that_find_the_same_people_make_it_too_low():
    rng, true = np.random.default_rng(9), 2_000
    seen = rng.random(true) < 0.5  # half is easily found by both, the others by none
    first, second = (seen & (rng.random(true) < 0.8) for _ in range(2))

    found = chapman(int(first.sum()), int(second.sum()), int((first & second).sum()))

    assert found.high < true


@pytest.mark.parametrize(("first", "second", "both"), [(5, 5, 6), (-1, 5, 0), (5, 3, 4)])
def test_lists_that_cannot_be_are_refused(first, second, both):
    with pytest.raises(MeasureError, match="More are on both lists"):
        chapman(first, second, both)


def test_a_confidence_is_a_fraction():
    with pytest.raises(MeasureError, match="fraction"):
        chapman(5, 5, 3, confidence=95)
