"""Repeats' records: everybody's occasions and first days, read once of a store, and which are chosen."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from vru.answers.sharing import once
from vru.selection import Selection
from vru.store import Store

DAYS = 2**17
"""More days than lie between any two that are stored: a person and a day are one number then."""


class Occasions(NamedTuple):
    """Every occasion in a role, by person and day: shape (occasions,).

    `day` counts from 1970; people of the same sex and decade of birth are `alike`, as far as
    known.
    """

    person: NDArray[np.int64]
    day: NDArray[np.int64]
    alike: NDArray[np.int64]


@once
def occasions(store: Store, violence: str, side: str) -> Occasions:
    """Return everybody's occasions as a suspect or victim (`side`), in the whole extract."""
    found = store.ask("repeat_occasions", violence=violence, side=side)
    return Occasions(*(found[each].to_numpy(np.int64) for each in Occasions._fields))


@once
def careers(store: Store, violence: str, side: str) -> pd.DataFrame:
    """Return everybody's first and second day as a suspect or victim, and what there is of them."""
    return store.ask("repeat_first", violence=violence, side=side)


@once
def chosen_occasions(store: Store, selection: Selection, violence: str, side: str) -> NDArray[np.bool_]:
    """Return which of the occasions the filters choose: shape (occasions,), in their order."""
    known = occasions(store, violence, side)
    return marked(known.person, known.day, matching(store, selection, side))


@once
def chosen_careers(store: Store, selection: Selection, violence: str, side: str) -> NDArray[np.bool_]:
    """Return whose first day the filters choose: shape (careers,), in their order."""
    known = careers(store, violence, side)
    first = known["day"].to_numpy("datetime64[D]").astype(np.int64)
    return marked(known["person"], first, matching(store, selection, side))


@once
def matching(store: Store, selection: Selection, side: str) -> NDArray[np.int64]:
    """Return the persons and days of matching offences, each as one number."""
    found = store.ask("repeat_chosen", side=side, **selection.parameters())
    return _numbered(found["person"], found["day"])


def _numbered(person: ArrayLike, day: ArrayLike) -> NDArray[np.int64]:
    return np.asarray(person, np.int64) * DAYS + np.asarray(day, np.int64)


def marked(person: ArrayLike, day: ArrayLike, wanted: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which persons and days, in that order and each once, are among the wanted ones."""
    known = _numbered(person, day)
    marks = np.zeros(len(known), bool)
    if len(known):
        place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        marks[place[known[place] == wanted]] = True
    return marks
