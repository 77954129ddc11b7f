"""Sharing: a question is put to a store once, to another store again, and a refusal is never kept."""

import pytest

from vru.answers.sharing import KEPT, once


def test_the_same_question_is_asked_once_of_each_store(steady, loaded):
    asked = []

    @once
    def version(store, word):
        asked.append(word)
        return f"{word} {store.version}"

    said = [version(store, "of") for store in (steady, loaded, steady)]

    assert said == [f"of {steady.version}", f"of {loaded.version}", f"of {steady.version}"]
    assert asked == ["of", "of"]


def test_what_is_kept_stays_bounded_and_refusals_are_not_kept(steady):
    asked = []

    @once
    def number(store, at):
        asked.append(at)
        if at < 0:
            raise ValueError(at)
        return at

    for at in range(KEPT + 1):
        number(steady, at)
    number(steady, 0)
    for _ in range(2):
        with pytest.raises(ValueError, match="-1"):
            number(steady, -1)

    assert asked == [*range(KEPT + 1), 0, -1, -1]
