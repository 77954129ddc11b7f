"""Repeats' records: everybody's occasions and first days, read once of a store, and which are chosen."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from vru.answers.sharing import once
from vru.runs import runs
from vru.selection import Selection
from vru.store import Store

DAYS = 2**17
"""More days than lie between any two that are stored: a person and a day are one number then."""


class Occasions(NamedTuple):
    """Every occasion in a role, by person and day: shape (occasions,).

    `day` counts from 1970; people of the same sex and decade of birth are `alike`, as far as
    known.
    """

    person: NDArray[np.int32]
    day: NDArray[np.int32]
    alike: NDArray[np.int16]

    def up_to(self, last: int) -> Occasions:
        """Return the occasions of the people up to a surrogate: they come first."""
        end = int(np.searchsorted(self.person, last, side="right"))
        return Occasions(self.person[:end], self.day[:end], self.alike[:end])


@once
def occasions(store: Store, violence: str, side: str) -> Occasions:
    """Return everybody's occasions as a suspect or victim (`side`), in the whole extract."""
    found = store.ask_arrays("repeat_occasions", violence=violence, side=side)
    return Occasions(*(found[each] for each in Occasions._fields))


@once
def careers(store: Store, violence: str, side: str) -> pd.DataFrame:
    """Return everybody's first and second day as a suspect or victim, and what there is of them."""
    return store.ask("repeat_first", violence=violence, side=side)


def chosen_occasions(store: Store, selection: Selection, violence: str, side: str) -> NDArray[np.bool_]:
    """Return which occasions the filters choose, by any offence of the day: shape (occasions,)."""
    return _marks(store, selection, violence, side, "any")


def counted_occasions(store: Store, selection: Selection, violence: str, side: str) -> NDArray[np.bool_]:
    """Return which occasions the filters choose by an offence that makes one: shape (occasions,)."""
    return _marks(store, selection, violence, side, violence)


def chosen_careers(store: Store, selection: Selection, violence: str, side: str) -> NDArray[np.bool_]:
    """Return whose first day the filters choose: shape (careers,), in their order."""
    return chosen_occasions(store, selection, violence, side)[firsts(store, violence, side)]


@once
def firsts(store: Store, violence: str, side: str) -> NDArray[np.int64]:
    """Return which of the occasions are somebody's first: shape (people,), in the order of careers."""
    begins, _ = runs(occasions(store, violence, side).person)
    return begins


def _marks(store: Store, selection: Selection, violence: str, side: str, matched: str) -> NDArray[np.bool_]:
    # of groups that are all violence with injury, both kinds are the same offences: asked once
    alike = bool(selection.groups) and set(selection.groups) <= _groups(store).all_injury
    return marks(store, selection, violence, side, "any" if alike else matched)


@once
def marks(store: Store, selection: Selection, violence: str, side: str, matched: str) -> NDArray[np.bool_]:
    """Return which occasions have an offence of a kind of violence that the filters choose: (occasions,)."""
    known = occasions(store, violence, side)
    if all_match(store, selection, violence):
        first, end = (
            int(np.datetime64(each, "D").astype(int))
            for each in (selection.period.first, selection.period.end)
        )
        return (known.day >= first) & (known.day < end)
    found = store.ask_arrays("repeat_chosen", side=side, violence=matched, **selection.parameters())
    return _found(known.person, known.day, _numbered(found["person"], found["day"]))


def all_match(store: Store, selection: Selection, violence: str) -> bool:
    """Return whether the filters choose every occasion of the period, so that days alone tell which."""
    if selection.basis != "committed" or selection.areas or selection.by_person:
        return False
    if selection.domestic or selection.knife:
        return False
    known = _groups(store)
    needed = known.some_injury if violence == "injury" else known.every
    return not selection.groups or needed <= set(selection.groups)


class _Groups(NamedTuple):
    """The offence groups of a store: every one, and those with some or only violence with injury."""

    every: frozenset[str]
    some_injury: frozenset[str]
    all_injury: frozenset[str]


@once
def _groups(store: Store) -> _Groups:
    found = store.ask("repeat_groups")
    some, whole = found["injury"] > 0, found["injury"] == found["offences"]
    kept = (found["offence_group"], found.loc[some, "offence_group"], found.loc[whole, "offence_group"])
    return _Groups(*map(frozenset, kept))


def _numbered(person: ArrayLike, day: ArrayLike) -> NDArray[np.int64]:
    return np.asarray(person, np.int64) * DAYS + np.asarray(day, np.int64)


def _found(person: ArrayLike, day: ArrayLike, wanted: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which persons and days, in that order and each once, are among the wanted ones."""
    known = _numbered(person, day)
    marks = np.zeros(len(known), bool)
    if len(known):
        place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        marks[place[known[place] == wanted]] = True
    return marks
