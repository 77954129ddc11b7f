"""Repeat offending where simulations look at a part of the people: the figures stay, doubts stay near."""

import pytest

from tests.answers import worlds
from vru.answers import question, repeat, sampled
from vru.answers.repeat_doubt import hidden
from vru.selection import Selection
from vru.store import open_store

COUNTED = ("repeat.survival", "repeat.concentration", "repeat.careers", "repeat.turnover")
SAID = "people drawn at random, not with everybody"


def answers(folder, names):
    # opened anew: what an open store was asked once is kept
    with open_store(folder) as store:
        chosen = Selection.default(store.capabilities)
        return {each: question(each).ask(store, chosen).answer() for each in names}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A demonstration of 20,000 offences."""
    return worlds.demo(tmp_path_factory.mktemp("sampled"), 20_000)


@pytest.fixture(scope="module")
def everybody(folder):
    return answers(folder, ("repeat.one_off", *COUNTED))


def test_what_is_counted_is_counted_of_everybody(folder, everybody, monkeypatch):
    monkeypatch.setattr(sampled, "MOST", 500)
    some = answers(folder, COUNTED)

    for name in COUNTED:
        assert some[name].table.equals(everybody[name].table), name
        assert SAID not in some[name].counted, name


def test_doubts_of_a_part_are_near_those_of_everybody(folder, everybody, monkeypatch):
    whole = everybody["repeat.one_off"]
    with open_store(folder) as store:
        people = sampled.sample(store).last
    monkeypatch.setattr(sampled, "MOST", people // 2)
    some = answers(folder, ["repeat.one_off"])["repeat.one_off"]

    assert some.estimates[0].value == whole.estimates[0].value
    assert SAID in some.counted
    assert SAID not in whole.counted
    for one, other in zip(some.estimates, whole.estimates, strict=True):
        assert one.name == other.name
        assert one.value == pytest.approx(other.value, abs=1.5)
    changed = [one.value != other.value for one, other in zip(some.estimates, whole.estimates, strict=True)]
    assert any(changed)


def test_what_blank_keys_hide_is_as_much_where_a_quarter_is_looked_at(folder, monkeypatch):
    def found():
        with open_store(folder) as store:
            people = sampled.sample(store).last
            return people, hidden(store, Selection.default(store.capabilities), repeat.OPTIONS().plain)

    people, whole = found()
    monkeypatch.setattr(sampled, "MOST", people // 4)

    # uncounted for whom they stand, a quarter of the people would hide a quarter of it
    assert abs(whole) > 0.3
    assert found() == (people // 4, pytest.approx(whole, abs=0.15))
