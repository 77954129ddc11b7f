"""Overlaps' records: who was recorded for what in which month, read once of a store for all windows."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru.answers.sharing import once
from vru.measures import overlap
from vru.measures.overlap import Rows
from vru.periods import Period
from vru.store import Store

QUERIES = {"roles": ("overlaps_roles", "victim"), "relations": ("overlaps_relations", "general")}
"""Which query gives the records, and which of its columns marks the outcome."""


class Recorded(NamedTuple):
    """Every day of somebody's records: shape (days,), those of a person and kind together, in time.

    `month` counts from January 1970; `outcome` is False for the exposure's record; `single`
    says that a counter-allegation is not all there is of it.
    """

    person: NDArray[np.int32]
    month: NDArray[np.int16]
    outcome: NDArray[np.bool_]
    single: NDArray[np.bool_]


class Times(NamedTuple):
    """How often somebody was recorded for one thing in a window: shape (rows,)."""

    person: NDArray[np.int64]
    window: NDArray[np.int64]
    outcome: NDArray[np.bool_]
    times: NDArray[np.int64]


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


@once
def times(store: Store, kind: str, violence: str, spans: tuple[Period, ...], single: bool = False) -> Times:
    """Return how often everybody has which record in which window; `single` leaves counter-allegations out.

    Windows begin with a month and follow one another, as `spans` do.
    """
    known = recorded(store, kind, violence)
    first, months = month_of(spans[0].first), spans[0].months
    within = (known.month >= first) & (known.month < first + months * len(spans))
    if single:
        within &= known.single
    window = (known.month[within] - np.int16(first)) // np.int16(months)  # small numbers: half the time
    person, outcome = known.person[within], known.outcome[within]
    begins, lengths = overlap.runs(person, window, outcome)
    return Times(person[begins].astype(np.int64), window[begins].astype(np.int64), outcome[begins], lengths)


def rows(store: Store, kind: str, violence: str, spans: tuple[Period, ...], single: bool = False) -> Rows:
    """Return who has which record in which window, each once; as `times` else."""
    found = times(store, kind, violence, spans, single)
    return Rows(found.person, found.window, found.outcome)


def monthly(store: Store, query: str, violence: str, spans: tuple[Period, ...]) -> pd.DataFrame:
    """Return the rows of a query of counts by month that lie in the windows."""
    counts = _counts(store, query, violence)
    return counts[counts["month"].between(month_of(spans[0].first), month_of(spans[-1].last))]


@once
def _counts(store: Store, query: str, violence: str) -> pd.DataFrame:
    return store.ask(query, violence=violence)


@once
def _couples(store: Store, violence: str) -> NDArray[np.int32]:
    return store.ask("overlaps_linked", violence=violence).to_numpy(np.int32)


@once
def linked(store: Store, violence: str, spans: tuple[Period, ...]) -> NDArray[np.int64]:
    """Return who was in an offence with whom, as suspect and victim: shape (couples, 2), the lower first."""
    one, other, month = _couples(store, violence).T
    within = (month >= month_of(spans[0].first)) & (month < month_of(spans[-1].end))
    begins, _ = overlap.runs(one[within], other[within])
    return np.stack([one[within][begins], other[within][begins]], axis=1).astype(np.int64)
