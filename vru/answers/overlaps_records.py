"""Overlaps' records: who was recorded for what in which month, read once of a store for all windows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru.answers.sampled import sample
from vru.answers.sharing import lately, once
from vru.measures import overlap
from vru.measures.overlap import Rows, Times
from vru.periods import Period
from vru.runs import runs
from vru.store import Store

QUERIES = {"roles": ("overlaps_roles", "victim"), "relations": ("overlaps_relations", "general")}
"""Which query gives the records, and which of its columns marks the outcome."""
PART = 2**19
"""Records counted at a time: what is made of so many stays close to the processor."""


class Recorded(NamedTuple):
    """Every day of somebody's records: shape (days,), those of a person together, in time.

    `month` counts from January 1970; `outcome` is False for the exposure's record; `single`
    says that a counter-allegation is not all there is of it.
    """

    person: NDArray[np.int32]
    month: NDArray[np.int16]
    outcome: NDArray[np.bool_]
    single: NDArray[np.bool_]

    def of(self, which: slice | NDArray) -> Recorded:
        """Return some of the records."""
        return Recorded(self.person[which], self.month[which], self.outcome[which], self.single[which])

    def parts(self) -> Iterator[Recorded]:
        """Return the records in parts of about PART, no person's in two of them."""
        begins = np.searchsorted(self.person, self.person[PART::PART])
        for begin, end in pairwise(np.unique([0, *begins, len(self.person)])):
            yield self.of(slice(begin, end))

    def within(self, spans: tuple[Period, ...]) -> Rows:
        """Return those that lie in windows, which begin with a month and follow one another."""
        first, months = month_of(spans[0].first), spans[0].months
        window = (self.month - np.int16(first)) // np.int16(months)  # small numbers: half the time
        inside = (window >= 0) & (window < len(spans))
        found = Rows(self.person, window, self.outcome)
        return found if inside.all() else found.of(np.flatnonzero(inside))


def month_of(day: dt.date) -> int:
    """Return a day's month, counted from January 1970."""
    return 12 * (day.year - 1970) + day.month - 1


@once
def recorded(store: Store, kind: str, violence: str) -> Recorded:
    """Return the records of a kind of overlap (`roles` or `relations`), of the whole extract.

    A change of the period needs no new query: what windows ask of these rows is a few sums.
    """
    query, outcome = QUERIES[kind]
    found = store.ask(query, violence=violence)
    single = found["single"] if "single" in found else np.ones(len(found))
    return Recorded(
        found["person"].to_numpy(np.int32),
        found["month"].to_numpy(np.int16),
        found[outcome].to_numpy(bool),
        np.asarray(single, bool),
    )


def times(known: Recorded, spans: tuple[Period, ...]) -> Iterator[Times]:
    """Return how often everybody was recorded in each window, in parts that share no person."""
    for part in known.parts():
        rows = part.within(spans)
        if len(rows.person):
            yield overlap.times(rows)


@once
def partly_answered(store: Store, violence: str) -> tuple[Recorded, Recorded]:
    """Return all records of people in counter-allegations, and what is left of them without these."""
    known = recorded(store, "roles", violence)
    some = np.zeros(int(known.person.max(initial=0)) + 1, bool)
    some[known.person[~known.single]] = True
    whole = known.of(some[known.person])
    return whole, whole.of(whole.single)


@once
def _looked_at(store: Store, kind: str, violence: str) -> Recorded:
    """Return the records of the people whom simulations look at, and of `partners`, by person and kind.

    Partners are numbered on from the last of the others, in their order.
    """
    known, last, others = recorded(store, kind, violence), sample(store).last, partners(store, violence)
    some = np.zeros(1 + int(max(known.person.max(initial=0), last, others.max(initial=0))), bool)
    some[: last + 1] = some[others] = True
    rows = known.of(some[known.person]) if len(some) > last + 1 else known
    place = np.searchsorted(others, rows.person) + np.int32(last + 1)
    rows = rows._replace(person=np.where(rows.person > last, place, rows.person).astype(np.int32))
    return rows.of(np.argsort(2 * rows.person + rows.outcome, kind="stable"))


def rows(store: Store, kind: str, violence: str, spans: tuple[Period, ...], single: bool = False) -> Rows:
    """Return who has which record in which window, each once, by person and record.

    They are the people looked at and their partners, as `_looked_at` numbers them; `single`
    leaves counter-allegations out.
    """
    known = _looked_at(store, kind, violence)
    found = (known.of(known.single) if single else known).within(spans)
    begins, _ = runs(found.person, found.window, found.outcome)
    return found.of(begins)


def monthly(store: Store, query: str, violence: str, spans: tuple[Period, ...]) -> pd.DataFrame:
    """Return the rows of a query of counts by month that lie in the windows."""
    counts = _counts(store, query, violence)
    return counts[counts["month"].between(month_of(spans[0].first), month_of(spans[-1].last))]


@once
def _counts(store: Store, query: str, violence: str) -> pd.DataFrame:
    return store.ask(query, violence=violence)


@once
def _couples(store: Store, violence: str) -> NDArray[np.int32]:
    found = store.ask("overlaps_linked", violence=violence, last=sample(store).last)
    return np.ascontiguousarray(found.to_numpy(np.int32).T)


@once
def partners(store: Store, violence: str) -> NDArray[np.int32]:
    """Return who is not looked at, but was in an offence with somebody who is: shape (persons,), in order."""
    other = _couples(store, violence)[1]
    return np.unique(other[other > sample(store).last])


@lately
def linked(store: Store, violence: str, spans: tuple[Period, ...]) -> NDArray[np.int32]:
    """Return who was in an offence with whom, as suspect and victim: shape (couples, 2), the lower first.

    One of them at least is looked at; the other may be a partner, numbered as in `rows`.
    """
    one, other, month = _couples(store, violence)
    last = sample(store).last
    within = (month >= month_of(spans[0].first)) & (month < month_of(spans[-1].end))
    begins, _ = runs(one[within], other[within])
    met = np.stack([one[within][begins], other[within][begins]], axis=1)
    beside = met[:, 1] > last
    met[beside, 1] = last + 1 + np.searchsorted(partners(store, violence), met[beside, 1])
    return met
