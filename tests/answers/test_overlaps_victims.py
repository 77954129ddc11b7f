"""Victims hurt again, counted by hand, and where it cannot be said."""

import datetime as dt

import pytest

from tests.stores import make_store
from vru.answers import overlaps_victims
from vru.answers.overlaps_victims import Again
from vru.selection import Selection

BEGINS, FIRST, ENDS = dt.date(2010, 1, 1), dt.date(2014, 1, 1), dt.date(2019, 12, 31)


def store_of(folder, *careers, role="victim", **given):
    """A store of persons with an offence on each day given, from BEGINS to ENDS."""
    rows, people = [], []
    for person, days in enumerate([(), *careers]):
        for at, day in enumerate(days if person else (BEGINS, ENDS)):
            name = f"{person}-{at}"
            rows.append({"offence_id": name, "committed_on": day, "recorded_on": day, **given})
            people.append({"offence_id": name, "person": f"p{person}" if person else None, "role": role})
    return make_store(folder, rows, involvements=people)


def answered(question, store, options=None):
    return question.ask(store, Selection.default(store.capabilities), options).answer()


def again(store, **options):
    return answered(overlaps_victims.repeat_victims, store, Again(**options))


def test_one_in_four_first_time_victims_is_hurt_again(tmp_path):
    """Whoever was hurt in the washout does not enter; a second time after the window is none."""
    twice = [(FIRST, dt.date(2015, 1, 1))] * 10
    late, once = [(FIRST, dt.date(2019, 6, 1))] * 5, [(FIRST,)] * 25
    known = [(dt.date(2010, 5, 1), FIRST)] * 8
    found = again(store_of(tmp_path, *twice, *late, *once, *known))

    assert found.empty is None
    assert (found.estimates[0].value, found.estimates[0].n) == (pytest.approx(75), 40)
    assert found.estimates[0].low < 75 < found.estimates[0].high
    naive = next(each for each in found.estimates if each.name == "naive")
    assert naive.value == pytest.approx(100 * 25 / 48)
    assert found.table["label"].tolist()[:3] == [f"Not again within {each} months" for each in (12, 24, 36)]
    # the year from 1 January 2014 is 365 days, the window a little more: the second time is inside
    assert found.table["share"].tolist()[:3] == pytest.approx([75, 75, 75])


def test_two_offences_of_a_day_are_one_time(tmp_path):
    found = again(store_of(tmp_path, *[(FIRST, FIRST)] * 30))

    assert found.empty == "enough"  # nobody is hurt again, so there is no interval
    assert found.estimates == ()


@pytest.mark.parametrize("careers", [[(FIRST,)], [(FIRST, dt.date(2014, 6, 1))]])
def test_one_victim_is_not_enough(careers, tmp_path):
    found = again(store_of(tmp_path, *careers))

    assert (found.empty, found.estimates) == ("enough", ())


def test_an_extract_shorter_than_the_washout_says_so(tmp_path):
    rows = [{"committed_on": FIRST, "recorded_on": FIRST}]
    people = [{"person": "a", "role": "victim"}]
    found = again(make_store(tmp_path, rows, involvements=people))

    assert found.empty == "enough"
    assert "shorter" in found.finding


@pytest.mark.parametrize("question", [overlaps_victims.repeat_victims, overlaps_victims.victim_concentration])
def test_persons_only_as_suspects_cannot_say(question, tmp_path):
    found = answered(question, store_of(tmp_path, (FIRST, dt.date(2015, 1, 1)), role="suspect"))

    assert found.empty == "cannot"
    assert "victim" in found.finding


def test_concentration_counts_victims_and_not_suspects(tmp_path):
    many = tuple(FIRST + dt.timedelta(days=each) for each in range(20))
    found = answered(
        overlaps_victims.victim_concentration, store_of(tmp_path, *[(FIRST,)] * 190, *[many] * 10)
    )

    shares = {each.name: each.value for each in found.estimates}
    assert shares["top_5"] == pytest.approx(100 * 200 / 390)
    assert found.finding.startswith("The 5 % of victims with the most occasions account for 51.3 %")
