"""Sharing: a question is put to a store once, to another store again, and a refusal is never kept."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from vru.answers.making import asks, basis_only
from vru.answers.sharing import FEW, KEPT, Turns, lately, once
from vru.selection import Selection


def test_the_same_question_is_asked_once_of_each_store(steady, loaded):
    asked = []

    @once
    def version(store, word):
        asked.append(word)
        return f"{word} {store.version}"

    said = [version(store, "of") for store in (steady, loaded, steady)]

    assert said == [f"of {steady.version}", f"of {loaded.version}", f"of {steady.version}"]
    assert asked == ["of", "of"]


@pytest.mark.parametrize(("sharing", "kept"), [(once, KEPT), (lately, FEW)])
def test_what_is_kept_stays_bounded_and_refusals_are_not_kept(steady, sharing, kept):
    asked = []

    @sharing
    def number(store, at):
        asked.append(at)
        if at < 0:
            raise ValueError(at)
        return at

    for at in range(kept + 1):
        number(steady, at)
    number(steady, 0)
    for _ in range(2):
        with pytest.raises(ValueError, match="-1"):
            number(steady, -1)

    assert asked == [*range(kept + 1), 0, -1, -1]


def test_an_answer_about_the_whole_store_is_made_once_and_carries_its_own_selection(steady):
    made = []

    @asks("some.thing", "How much?", sees=basis_only)
    def asked(store, selection, options):
        made.append(selection.basis)
        return {"finding": selection.basis}

    default = Selection.default(steady.capabilities)
    others = (replace(default, groups=("robbery",)), replace(default, basis="committed"))
    got = [asked.ask(steady, each).answer() for each in (default, *others)]

    assert made == ["recorded", "committed"]
    assert [(each.finding, each.selection) for each in got] == [
        ("recorded", default), ("recorded", others[0]), ("committed", others[1]),
    ]  # fmt: skip


def at_once(ask, times=4):
    """The results of a function asked by several threads at the same time."""
    start = threading.Barrier(times)

    def asked(_):
        start.wait(5)
        return ask()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(asked, range(times)))


def test_threads_that_ask_at_once_wait_for_one_of_them(steady):
    made = []

    @once
    def slow(store, number):
        time.sleep(0.1)
        made.append(number)
        return [number]

    got = at_once(lambda: slow(steady, 1))

    assert made == [1]
    assert all(each is got[0] for each in got)


def test_different_keys_do_not_wait_for_each_other():
    turns, both = Turns(), threading.Barrier(2)

    def hold(key):
        with turns.of(key), turns.of((key, "inner")), turns.of(key):
            both.wait(5)  # breaks unless both are inside

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(hold, ["one", "other"]))

    assert turns._taken == {}
