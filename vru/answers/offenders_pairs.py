"""Offenders' pairs: the ages of suspect and victim of the same offence, by year and relation.

All pairs of a store are kept as small integers, and looked up by the suspects that a selection
chooses: half a second for millions, where joining and grouping them takes many.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru.answers import people, sampled
from vru.answers.making import Empty
from vru.answers.offenders_data import asked, shown
from vru.answers.offenders_recorded import of_anybody, recorded, years
from vru.answers.sampled import Sample
from vru.answers.sharing import once
from vru.measures import age_gaps, overlap
from vru.selection import Selection
from vru.store import Store

KINDS = ("domestic", "other", "unknown")  # of relations, by code
UNKNOWN = 255  # as an age, or as a year
NOBODY = -1  # as a suspect or an offence: with no other
AGES = age_gaps.AGES

Array = NDArray[Any]


class Pairs(NamedTuple):
    """The pairs of a selection.

    `told` are those of known ages, as `age_gaps.by_year` takes them, year and stratum (of KINDS) as
    codes: one by one those of the people `drawn`, added up those of everybody else. `every` is how
    many offences have a suspect and a victim, by year. `part` is with whom errors are worked out.
    """

    told: pd.DataFrame
    every: NDArray[np.float64]
    drawn: Sample
    part: age_gaps.Part

    @property
    def known(self) -> float:
        """How many offences have a pair with both ages known."""
        return age_gaps.weight_of(self.told)

    @property
    def offences(self) -> float:
        """How many offences have a suspect and a victim."""
        return float(self.every.sum())


class _Some(NamedTuple):
    """Pairs of offences: shape (pairs,). Both ages are UNKNOWN unless both are known; -1 is no key."""

    offence: Array
    suspect: Array
    person: Array
    kind: Array
    suspect_age: Array
    victim_age: Array

    def only(self, kept: Array) -> _Some:
        """Return the pairs that a mask of shape (pairs,) keeps."""
        return _Some(*(each[kept] if len(each) else each for each in self))


class _Chosen(NamedTuple):
    """Pairs of a selection, with their year: shape (pairs,)."""

    some: _Some
    year: Array

    def only(self, kept: Array) -> _Chosen:
        """Return the pairs that a mask of shape (pairs,) keeps."""
        return _Chosen(self.some.only(kept), self.year[kept])

    @property
    def known(self) -> Array:
        """Which pairs have both ages."""
        return self.some.suspect_age != UNKNOWN


def pairs(store: Store, selection: Selection) -> Pairs:
    """Return the pairs of a selection; its person filters do not apply.

    Raises Empty where this store names no suspects, victims or ages, or has no such pair.
    """
    return _pairs(store, of_anybody(selection))


@once
def _pairs(store: Store, selection: Selection) -> Pairs:
    people.require(store, "has_suspects", "has_victims", "has_exact_age")
    known, drawn = years(store, selection), _drawn(store, selection)
    chosen = store.ask_arrays("offenders_chosen", **asked(selection, known))
    by_flag = not store.capabilities.has_relationship
    single, several = (_of(chosen, each, by_flag=by_flag) for each in _loaded(store))
    first, long = overlap.runs(several.some.offence)
    every = np.bincount(single.year, minlength=len(known)) + np.bincount(
        several.year[first], minlength=len(known)
    )
    if not every.any():
        raise Empty(
            "nothing",
            f"No offence in {shown(known)} has a suspect and a victim under these filters: choose fewer.",
        )
    step = max(round(drawn.weight), 1)
    told = pd.concat(
        [_of_single(single, drawn), _of_several(several, first, long, step, drawn)], ignore_index=True
    )
    return Pairs(told, every.astype(float), drawn, age_gaps.Part(drawn.last, drawn.weight, step))


def _drawn(store: Store, selection: Selection) -> Sample:
    try:
        return recorded(store, selection).drawn
    except Empty:  # nobody of the suspects has a key
        return sampled.sample(store)


@once
def _loaded(store: Store) -> tuple[_Some, _Some]:
    """Return all pairs of a store: of offences with one, and of those with several."""
    rows, aged = store.ask_arrays("offenders_pairs"), store.ask_arrays("offenders_exact_ages")
    most = max(int(each.max(initial=0)) for each in (rows["suspect"], rows["victim"], aged["involvement"]))
    age = np.full(most + 1, UNKNOWN, np.uint8)
    age[aged["involvement"]] = aged["age"]
    ages = [age[rows[side]] for side in ("suspect", "victim")]
    blank = (ages[0] == UNKNOWN) | (ages[1] == UNKNOWN)
    for each in ages:
        each[blank] = UNKNOWN
    every = _Some(*(rows[name] for name in ("offence", "suspect", "person", "relation")), *ages)
    single, several = every.only(~rows["several"]), every.only(rows["several"])
    return single._replace(offence=np.empty(0, np.int32)), several


def _of(chosen: dict[str, Array], some: _Some, *, by_flag: bool) -> _Chosen:
    """Look up which pairs are of the suspects chosen, and in which year."""
    most = max(int(each.max(initial=0)) for each in (chosen["involvement"], some.suspect))
    year = np.full(most + 1, UNKNOWN, np.uint8)
    year[chosen["involvement"]] = chosen["year"]
    when = year[some.suspect]
    kept = when != UNKNOWN
    if by_flag:
        year[chosen["involvement"]] = chosen["domestic"]
        some = some._replace(kind=year[some.suspect])
    return _Chosen(some.only(kept), when[kept])


def _of_single(found: _Chosen, drawn: Sample) -> pd.DataFrame:
    """Return pairs of offences that have no other: see `Pairs.told`."""
    told = found.only(found.known)
    nobody, beyond = told.some.person < 0, told.some.person > drawn.last
    alone = ~(nobody | beyond)
    return pd.concat(
        [
            _frame(told.only(alone)),
            _added_up(told.only(nobody), NOBODY),
            _added_up(told.only(beyond), drawn.last + 1),
        ]
    )


def _of_several(found: _Chosen, first: Array, long: Array, step: int, drawn: Sample) -> pd.DataFrame:
    """Return pairs of offences that have others: see `Pairs.told`.

    An offence's pairs follow one another, `first` and `long` say where. Their weights sum to 1 over
    those of known ages. Of the offences one in `step` is told apart.
    """
    if not len(first):
        return _frame(found)
    of = np.repeat(np.add.reduceat(found.known, first, dtype=np.int32), long)[found.known]
    told = found.only(found.known)
    apart = (of > 1) & (told.some.offence % step == 0)
    beyond = ~apart & (told.some.person > drawn.last)
    rows = _frame(told, weight=1 / of, offence=np.where(apart, told.some.offence, NOBODY))
    alike = ["year", "stratum", "offence", "suspect", "suspect_age", "victim_age", "weight"]
    together = rows[apart].groupby(alike, dropna=False, sort=False)["offences"].sum().reset_index()
    return pd.concat(
        [
            together[list(rows)].astype(rows.dtypes),
            rows[~apart & ~beyond],
            _added_up(told.only(beyond), drawn.last + 1, 1 / of[beyond]),
        ]
    )


def _frame(found: _Chosen, weight: Array | float = 1.0, offence: Array | int = NOBODY) -> pd.DataFrame:
    """Return pairs as the measure takes them, a row each."""
    some = found.some
    return _table(found.year, some.kind, offence, some.person, some.suspect_age, some.victim_age, 1.0, weight)


def _added_up(found: _Chosen, suspect: int, weight: Array | None = None) -> pd.DataFrame:
    """Return pairs of the same year, kind and ages as one row, of a `suspect` who stands for all."""
    some, shape = found.some, (UNKNOWN, len(KINDS), AGES, AGES)
    of_year = found.year.astype(np.int32) * len(KINDS) + some.kind
    cell = (of_year * AGES + some.suspect_age) * AGES + some.victim_age
    offences = np.bincount(cell, weight)
    at = np.flatnonzero(offences)
    year, kind, suspect_age, victim_age = np.unravel_index(at, shape)
    return _table(year, kind, NOBODY, suspect, suspect_age, victim_age, offences[at], 1.0)


def _table(
    year: Array,
    kind: Array,
    offence: Array | int,
    suspect: Array | int,
    suspect_age: Array,
    victim_age: Array,
    offences: Array | float,
    weight: Array | float,
) -> pd.DataFrame:
    def keys(given: Array | int) -> Any:
        values = np.broadcast_to(np.asarray(given, np.int32), year.shape)
        return pd.arrays.IntegerArray(values.copy(), values < 0)

    return pd.DataFrame(
        {
            "year": year.astype(np.uint8),
            "stratum": kind.astype(np.uint8),
            "offence": keys(offence),
            "suspect": keys(suspect),
            "suspect_age": suspect_age.astype(np.uint8),
            "victim_age": victim_age.astype(np.uint8),
            "offences": np.broadcast_to(np.asarray(offences, float), year.shape),
            "weight": np.broadcast_to(np.asarray(weight, float), year.shape),
        }
    )
