"""Offenders' pairs: the ages of suspect and victim of the same offence, by year and relation.

All pairs of a store are kept as small integers, and looked up by the suspects that a selection
chooses: half a second for millions, where joining and grouping them takes many.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru.answers import people, sampled
from vru.answers.making import Empty
from vru.answers.offenders_data import asked, shown
from vru.answers.offenders_recorded import of_anybody, recorded, years
from vru.answers.sampled import Sample
from vru.answers.sharing import once
from vru.measures import age_gaps
from vru.runs import runs
from vru.selection import Selection
from vru.store import Store

KINDS = ("domestic", "other", "unknown")  # of relations, by code
UNKNOWN = 255  # as an age, or as a year
NOBODY = -1  # as a suspect or an offence: with no other
AGES = age_gaps.AGES

Array = NDArray[Any]
Columns = TypeVar("Columns", "_Loaded", "_Chosen")


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


class _Loaded(NamedTuple):
    """Pairs of a store: shape (pairs,). Both ages are UNKNOWN unless both are known; person -1 is no key."""

    suspect: Array
    offence: Array
    person: Array
    kind: Array
    suspect_age: Array
    victim_age: Array


class _Chosen(NamedTuple):
    """Pairs of a selection: shape (pairs,), as of `_Loaded`, with their year."""

    year: Array
    offence: Array
    person: Array
    kind: Array
    suspect_age: Array
    victim_age: Array


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
    of_one, of_several = _loaded(store)
    if not store.capabilities.has_relationship:
        of_one, of_several = (
            each._replace(kind=_looked_up(chosen, "domestic", each.suspect)) for each in (of_one, of_several)
        )
    single, alone = _single(of_one, _looked_up(chosen, "year", of_one.suspect), drawn)
    step = max(round(drawn.weight), 1)
    several, shared = _several(of_several, _looked_up(chosen, "year", of_several.suspect), drawn, step)
    every = (alone + shared)[: len(known)].astype(float)
    if not every.any():
        raise Empty(
            "nothing",
            f"No offence in {shown(known)} has a suspect and a victim under these filters: choose fewer.",
        )
    told = pd.concat([single, several], ignore_index=True)
    return Pairs(told, every, drawn, age_gaps.Part(drawn.last, drawn.weight, step))


def _drawn(store: Store, selection: Selection) -> Sample:
    try:
        return recorded(store, selection).drawn
    except Empty:  # nobody of the suspects has a key
        return sampled.sample(store)


@once
def _loaded(store: Store) -> tuple[_Loaded, _Loaded]:
    """Return all pairs of a store: of offences with one (which names none), and of those with several."""
    rows, aged = store.ask_arrays("offenders_pairs"), store.ask_arrays("offenders_exact_ages")
    sides = [rows.pop(each) for each in ("suspect", "victim")]
    age = _spread(aged["involvement"], aged["age"], *sides)
    ages = [age[each] for each in sides]
    blank = (ages[0] == UNKNOWN) | (ages[1] == UNKNOWN)
    for each in ages:
        each[blank] = UNKNOWN
    every = _Loaded(sides[0], rows["offence"], rows["person"], rows["relation"], *ages)
    several = _only(every, rows["several"])
    unnamed = np.broadcast_to(np.int8(NOBODY), blank.shape)
    return _only(every._replace(offence=unnamed), ~rows["several"]), several


def _looked_up(chosen: dict[str, Array], name: str, suspect: Array) -> Array:
    """Return what is chosen says of suspects, UNKNOWN where they are not: shape of `suspect`."""
    return _spread(chosen["involvement"], chosen[name], suspect)[suspect]


def _spread(at: Array, values: Array, *asked_for: Array) -> Array:
    """Return small integers by position, UNKNOWN elsewhere, up to the last position `asked_for`."""
    most = max(int(each.max(initial=0)) for each in (at, *asked_for))
    found = np.full(most + 1, UNKNOWN, np.uint8)
    found[at] = values
    return found


def _only(some: Columns, kept: Array) -> Columns:
    """Return the pairs that a mask of shape (pairs,) keeps."""
    return type(some)(*(each[kept] for each in some))


def _chosen(some: _Loaded, year: Array, kept: Array) -> _Chosen:
    return _only(_Chosen(year, *some[1:]), kept)


def _single(some: _Loaded, year: Array, drawn: Sample) -> tuple[pd.DataFrame, Array]:
    """Return pairs of offences that have no other, see `Pairs.told`, and the offences by year."""
    told = _chosen(some, year, (year != UNKNOWN) & (some.suspect_age != UNKNOWN))
    nobody, beyond = told.person < 0, told.person > drawn.last
    cells = _cells(told)
    rows = [
        _frame(_only(told, ~(nobody | beyond))),
        _added_up(cells[nobody], NOBODY),
        _added_up(cells[beyond], drawn.last + 1),
    ]
    return pd.concat(rows), np.bincount(year, minlength=UNKNOWN + 1)


def _several(some: _Loaded, year: Array, drawn: Sample, step: int) -> tuple[pd.DataFrame, Array]:
    """Return pairs of offences that have others, see `Pairs.told`, and the offences by year.

    An offence's pairs follow one another. Their weights sum to 1 over those of known ages. Of the
    offences one in `step` is told apart.
    """
    found = _chosen(some, year, year != UNKNOWN)
    known = found.suspect_age != UNKNOWN
    first, long = runs(found.offence)
    of = np.bincount(np.repeat(np.arange(len(first)), long), known, len(first)).astype(np.int64)
    of, told = np.repeat(of, long)[known], _only(found, known)
    apart = (of > 1) & (told.offence % step == 0)
    beyond = ~apart & (told.person > drawn.last)
    rows = _frame(told._replace(offence=np.where(apart, told.offence, NOBODY)), 1 / of)
    alike = [each for each in rows if each != "offences"]
    together = rows[apart].groupby(alike, dropna=False, sort=False, as_index=False)["offences"].sum()
    each = [
        together[list(rows)].astype(rows.dtypes),
        rows[~apart & ~beyond],
        _added_up(_cells(told)[beyond], drawn.last + 1, 1 / of[beyond]),
    ]
    return pd.concat(each), np.bincount(found.year[first], minlength=UNKNOWN + 1)


def _frame(found: _Chosen, weight: Array | float = 1.0) -> pd.DataFrame:
    """Return pairs as the measure takes them, a row each."""
    year, offence, person, *rest = found
    return _table(year, rest[0], offence, person, *rest[1:], offences=1.0, weight=weight)


def _cells(found: _Chosen) -> Array:
    """Return what has the same year, kind and ages as one number: shape (pairs,)."""
    of_year = found.year.astype(np.int32) * len(KINDS) + found.kind
    return (of_year * AGES + found.suspect_age) * AGES + found.victim_age


def _added_up(cells: Array, suspect: int, weight: Array | None = None) -> pd.DataFrame:
    """Return pairs of the same `_cells` as one row, of a `suspect` who stands for all."""
    offences = np.bincount(cells, weight)
    at = np.flatnonzero(offences)
    year, kind, *ages = np.unravel_index(at, (UNKNOWN, len(KINDS), AGES, AGES))
    return _table(year, kind, NOBODY, suspect, *ages, offences=offences[at], weight=1.0)


def _table(
    year: Array,
    kind: Array,
    offence: Array | int,
    suspect: Array | int,
    suspect_age: Array,
    victim_age: Array,
    *,
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
