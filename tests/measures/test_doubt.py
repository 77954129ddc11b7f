"""People falsely split or merged, and recording that improved: closed forms and planted effects."""

import datetime as dt

import numpy as np
import pytest

from vru.errors import MeasureError
from vru.measures import doubt

THREE_EACH = np.repeat(np.arange(1000), 3)


def _pseudonyms(person):
    return len(np.unique(person))


def test_no_share_changes_nothing():
    assert np.array_equal(doubt.split(THREE_EACH, 0, 1), THREE_EACH)
    assert np.array_equal(doubt.merge(THREE_EACH, 0, 1), THREE_EACH)


def test_a_split_at_a_date_gives_later_rows_a_new_pseudonym_and_keeps_them_together():
    person, after = np.repeat([7, 3], 4), np.tile([False, False, True, True], 2)

    found = doubt.split(person, 1.0, 1, after=after)

    assert found[:2].tolist() == [7, 7]
    assert found[4:6].tolist() == [3, 3]
    assert found[2] == found[3] != found[6] == found[7]
    assert {found[2], found[6]}.isdisjoint({7, 3})


def test_a_coin_splits_all_but_those_whose_rows_fall_on_one_side():
    # three rows: all on one side with 2 x 1/8
    found = _pseudonyms(doubt.split(THREE_EACH, 1.0, 1)) - 1000

    assert abs(found - 750) < 4 * np.sqrt(1000 * 0.75 * 0.25)


def test_a_split_touches_the_share_of_persons_and_no_others():
    found = doubt.split(THREE_EACH, 0.2, 1, after=np.tile([False, True, True], 1000))

    moved = np.unique(THREE_EACH[found != THREE_EACH])
    assert len(moved) == 200
    assert _pseudonyms(found) == 1200


def test_splitting_at_random_makes_one_offs_of_repeats_by_the_known_number():
    # two rows each: half of the 20 % split fall apart, so naive one-offs rise from 0 to 2 x 10 % of 1100
    twice = np.repeat(np.arange(10_000), 2)

    found = doubt.split(twice, 0.2, 3)
    _, rows = np.unique(found, return_counts=True)

    assert (rows == 1).sum() == pytest.approx(2000, abs=4 * 2 * np.sqrt(2000 * 0.25))
    assert rows.max() == 2


def test_a_merge_joins_twos_and_half_as_many_pseudonyms_disappear():
    found = doubt.merge(THREE_EACH, 0.2, 1)

    sizes = np.unique(found, return_counts=True)[1]
    assert (sizes == 6).sum() == 100
    assert (sizes == 3).sum() == 800


def test_a_merge_makes_repeats_of_one_offs_by_the_known_number():
    once = np.arange(10_000)

    sizes = np.unique(doubt.merge(once, 0.1, 1), return_counts=True)[1]

    assert np.bincount(sizes).tolist() == [0, 9000, 500]


def test_a_merge_stays_within_strata_and_leaves_an_odd_one_alone():
    person, strata = np.arange(11), np.array([0] * 5 + [1] * 6)

    found = doubt.merge(person, 1.0, 1, strata=strata)

    assert _pseudonyms(found[:5]) == 3
    assert _pseudonyms(found[5:]) == 3
    assert set(found[:5]).isdisjoint(found[5:])


def test_a_persons_stratum_is_that_of_the_first_row():
    person, strata = np.array([4, 4, 9, 2]), np.array([1, 0, 1, 0])

    found = doubt.merge(person, 1.0, 1, strata=strata)

    assert found[0] == found[1] == found[2] != found[3]


def test_the_same_seed_gives_the_same_people_and_another_others():
    assert np.array_equal(doubt.merge(THREE_EACH, 0.1, 5), doubt.merge(THREE_EACH, 0.1, 5))
    assert not np.array_equal(doubt.merge(THREE_EACH, 0.1, 5), doubt.merge(THREE_EACH, 0.1, 6))
    assert not np.array_equal(doubt.split(THREE_EACH, 0.1, 5), doubt.split(THREE_EACH, 0.1, 6))


def test_nobody_gives_nobody():
    assert doubt.split([], 0.2, 1).tolist() == doubt.merge([], 0.2, 1).tolist() == []


@pytest.mark.parametrize("wrong", [doubt.split, doubt.merge])
def test_a_share_beyond_everybody_is_refused(wrong):
    with pytest.raises(MeasureError, match="between 0 and 1"):
        wrong(THREE_EACH, 1.2, 1)


def test_strata_of_another_length_are_refused():
    with pytest.raises(MeasureError, match="one each is needed"):
        doubt.merge(THREE_EACH, 0.2, 1, strata=[1, 2])


def test_rows_to_count_again_are_of_people_who_changed_or_were_joined():
    found = doubt.touched([0, 1, 1, 2, 3, 4], [0, 1, 9, 2, 2, 4])

    assert found.tolist() == [False, True, True, True, True, False]


def test_a_verdict_that_flips_under_doubt_is_cannot_tell():
    assert doubt.under_doubt("holds", ["holds", "holds"]) == "holds"
    assert doubt.under_doubt("holds", ["holds", "cannot tell"]) == "cannot tell"
    assert doubt.under_doubt("does not hold", ["holds"]) == "cannot tell"
    assert doubt.under_doubt("cannot tell", ["holds"]) == "cannot tell"


def test_splits_are_taken_back_by_their_factor_and_merges_by_their_number():
    # of 100 people with both records a tenth is lost to splits: 90 are seen, and 81 after as many again
    assert doubt.undone([90.0], [81.0], "split") == pytest.approx([100.0])
    assert doubt.undone([120.0, 10.0], [140.0, 30.0], "merged").tolist() == [100.0, -10.0]
    assert doubt.undone([0.0], [0.0], "split").tolist() == [0.0]
    with pytest.raises(MeasureError, match="split or merged"):
        doubt.undone([1.0], [1.0], "lost")


def _both(person, window, hurt):
    """People with both records in one window."""
    key = person * 10 + window
    return len(np.intersect1d(key[~hurt], key[hurt]))


@pytest.mark.parametrize(("how", "change"), [("split", doubt.split), ("merged", doubt.merge)])
def test_an_error_taken_back_is_near_the_truth_it_came_from(how, change):
    rng = np.random.default_rng(7)
    person = np.concatenate([np.arange(40_000), np.arange(4_000)])
    window = np.concatenate([at := rng.integers(0, 4, 40_000), at[:4_000]])
    hurt = np.concatenate([rng.random(40_000) < 0.5, np.zeros(4_000, bool)])
    truth = _both(person, window, hurt)

    seen = change(person, 0.2, 1)
    again = _both(change(seen, 0.2, 2), window, hurt)
    found = float(doubt.undone([_both(seen, window, hurt)], [again], how)[0])

    assert abs(_both(seen, window, hurt) - truth) > 150
    assert found == pytest.approx(truth, abs=100)


def test_what_holds_is_asked_of_more_error_too_and_the_rest_only_of_less():
    flips = ["holds", "holds"]

    assert doubt.of_persons("does not hold", flips, ["does not hold"]) == "does not hold"
    assert doubt.of_persons("does not hold", [], ["does not hold", "cannot tell"]) == "cannot tell"
    assert doubt.of_persons("holds", flips, ["holds"]) == "holds"
    assert doubt.of_persons("holds", ["cannot tell"], ["holds"]) == "cannot tell"
    assert doubt.of_persons("holds", flips, ["cannot tell"]) == "cannot tell"
    assert doubt.of_persons("cannot tell", flips, ["holds"]) == "cannot tell"


def test_a_rise_made_by_recording_alone_disappears():
    months = [dt.date(2016, 1, 1), dt.date(2017, 1, 1), dt.date(2018, 1, 1), dt.date(2019, 1, 1)]
    inspected = doubt.Accuracy(0.792, 0.966, dt.date(2017, 1, 1), dt.date(2019, 1, 1))
    recorded = 1000 * np.array([0.792, 0.792, (0.792 + 0.966) / 2, 0.966])

    found = doubt.as_if_recorded(recorded, months, inspected)

    assert found == pytest.approx([966.0] * 4)
    assert recorded[3] / recorded[0] == pytest.approx(1.22, abs=0.005)


def test_an_accuracy_of_nothing_or_more_than_all_is_refused():
    first, last = dt.date(2017, 1, 1), dt.date(2019, 1, 1)
    for wrong in (doubt.Accuracy(0, 1, first, last), doubt.Accuracy(0.8, 1.1, first, last),
                  doubt.Accuracy(0.8, 0.9, last, first)):  # fmt: skip
        with pytest.raises(MeasureError, match="accuracy"):
            doubt.as_if_recorded([1], [first], wrong)


def test_a_share_of_occasions_is_lost_whoevers_they_are():
    lost = doubt.lost(100_000, 0.03, seed=1)

    assert lost.mean() == pytest.approx(0.03, abs=4 * np.sqrt(0.03 * 0.97 / 100_000))
    assert not doubt.lost(10, 0.0, seed=1).any()
    assert doubt.lost(10, 1.0, seed=1).all()
    with pytest.raises(MeasureError, match="between 0 and 1"):
        doubt.lost(10, 1.2, seed=1)
