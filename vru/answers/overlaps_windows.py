"""Overlaps' windows: who was recorded for what in each, by the strata of those who live there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vru import findings, reference
from vru.answers.answer import option
from vru.answers.making import Empty
from vru.answers.overlaps_records import Recorded, linked, monthly, partly_answered, partners, recorded
from vru.answers.overlaps_records import rows as rows_in
from vru.answers.overlaps_records import times as times_in
from vru.answers.overlaps_residents import EDGES, days, residents_of
from vru.answers.people import REMEDIES, Violence, require
from vru.answers.sampled import Sample, sample
from vru.answers.sharing import lately, once
from vru.measures import overlap
from vru.measures.overlap import Ages, Counts, People, Placed, Rows, Tables
from vru.periods import Period, add_months
from vru.selection import Selection
from vru.store import Store

MOST_OUTSIDE = 0.05
"""The share of occasions without residents that a ratio bears: it is wrong by about as much."""
NAMED = 3  # areas a sentence names


@dataclass(frozen=True)
class Windows(Violence):
    """How long a window is in which two records meet."""

    window: str = option(
        "24",
        label="Both records within a window of",
        short="w",
        choices={"12": "12 months", "24": "24 months"},
        about="Over longer ones people gather records, while the residents they are set against do not.",
    )


class Met(NamedTuple):
    """What the windows hold: tables of window × sex × age, in the order of `shape`.

    They are made of `counts`. `unknown` is the share of people of unknown age or sex (0 to 1);
    `spans` are the windows, `edges` the first ages of the strata. The rest is kept to count
    again: `rows` of the people `looked` at alone; `people`, `placed` and `linked` (persons met in
    an offence, two a row) of their partners too.
    """

    tables: Tables
    unknown: float
    spans: tuple[Period, ...]
    edges: tuple[int, ...]
    shape: tuple[int, int, int]
    counts: Counts
    looked: Sample
    rows: Rows
    people: People
    starts: NDArray[np.float64]
    residents: NDArray[np.float64]
    placed: Placed
    linked: NDArray[np.int32]


def windows(store: Store, selection: Selection, months: int) -> tuple[Period, ...]:
    """Return the disjoint windows of the selected period, in order; Empty where not one fits."""
    known = store.capabilities.committed_months
    if known is None:
        raise Empty("cannot", f"This extract {REMEDIES['has_day']}.")
    first, last = max(selection.period.first, known[0]), min(selection.period.last, known[1])
    spans = []
    while add_months(first, months - 1) <= last:
        spans.append(Period(first, add_months(first, months - 1)))
        first = add_months(first, months)
    if not spans:
        length = "two years" if months == 24 else "a year"
        raise Empty(
            "enough", f"A window is {length} long; the selected period holds less: choose a longer one."
        )
    return tuple(spans)


def needs(store: Store, kind: str) -> None:
    """Raise Empty, naming the column that would help, where a kind of overlap cannot be told."""
    require(store, "has_persons", "has_suspects", "has_victims" if kind == "roles" else "has_relationship")
    require(store, "has_day", "has_exact_age", "has_sex", "has_population")


@once
def people_of(store: Store) -> People:
    """Return when everybody on record was born and their sex, by surrogate."""
    found = store.ask("overlaps_people")
    size = int(found["person"].max()) + 1 if len(found) else 0
    # births are sixteenths of a day, which half the digits hold
    born, sex = np.full(size, np.nan, np.float32), np.full(size, -1, np.int8)
    born[found["person"]], sex[found["person"]] = found["born"], found["sex"]
    return People(born, sex)


@lately
def met(store: Store, kind: str, violence: str, spans: tuple[Period, ...]) -> Met:
    """Return the tables of a kind of overlap (`roles` or `relations`); Empty where data lacks."""
    residents, edges = residents_of(store, spans, EDGES[kind])
    counts = _counted(people_of(store), recorded(store, kind, violence), spans, edges)
    return _met(store, kind, violence, spans, residents=residents, edges=edges, counts=counts)


@lately
def answered(store: Store, violence: str, spans: tuple[Period, ...]) -> Met:
    """Return the tables of offending and victimisation without counter-allegations."""
    found, people = met(store, "roles", violence, spans), people_of(store)
    before, after = (_counted(people, each, spans, found.edges) for each in partly_answered(store, violence))
    counts = overlap.moved(found.counts, before, after)
    return _met(
        store,
        "roles",
        violence,
        spans,
        residents=found.residents,
        edges=found.edges,
        counts=counts,
        single=True,
    )


def _met(
    store: Store,
    kind: str,
    violence: str,
    spans: tuple[Period, ...],
    *,
    residents: NDArray[np.float64],
    edges: tuple[int, ...],
    counts: Counts,
    single: bool = False,
) -> Met:
    looked, people, starts = sample(store), _looked_at(store, violence), _starts(spans)
    rows = rows_in(store, kind, violence, spans, single)
    placed = overlap.place(rows, people, starts, edges)
    own = rows.of(slice(int(np.searchsorted(rows.person, looked.last, side="right"))))
    tables, unknown = overlap.spread(counts, residents)
    couples = linked(store, violence, spans)
    return Met(
        tables,
        unknown,
        spans,
        edges,
        placed.shape,
        counts,
        looked,
        own,
        people,
        starts,
        residents,
        placed,
        couples,
    )


@once
def _looked_at(store: Store, violence: str) -> People:
    """Return the people looked at, and their partners, numbered as their records are."""
    people, others = people_of(store), partners(store, violence)
    own = np.arange(min(sample(store).last + 1, len(people.sex)))
    return people.of(np.concatenate([own, others]))


def _counted(people: People, known: Recorded, spans: tuple[Period, ...], edges: tuple[int, ...]) -> Counts:
    """Count everybody with a record by window and stratum."""
    strata = aged(spans, edges)
    shape = (4, *strata.stratum.shape)
    found = np.zeros(shape, np.int64)
    for part in times_in(known, spans):
        found = found + overlap.states(part, coded(people, part.person, strata), shape)
    return overlap.counted(found, strata)


def aged(spans: tuple[Period, ...], edges: tuple[int, ...]) -> Ages:
    """Return the strata that people are in as each window begins."""
    return overlap.ages(_starts(spans), edges)


def coded(people: People, person: NDArray[np.integer], strata: Ages) -> NDArray[np.integer]:
    """Return the code of each person's strata: of persons in order, of shape (rows,)."""
    first, last = person[0], person[-1]
    if last - first >= len(person):
        return overlap.codes(people.of(person), strata)
    return overlap.codes(people.of(slice(first, last + 1)), strata)[person - first]


def _starts(spans: tuple[Period, ...]) -> NDArray[np.float64]:
    return np.array([days(span.first) for span in spans], float)


def chosen(found: Met, selection: Selection) -> Tables:
    """Return the tables of the selected sex and ages (at the window's start); the others become empty."""
    keep = np.ones(found.shape, bool)
    if selection.sex is not None:
        for number, sex in enumerate(("female", "male")):
            keep[:, number] &= selection.sex == sex
    if selection.ages:
        bands = [reference.age_bands()[code] for code in selection.ages]
        lows = np.array(found.edges[:-1])
        keep &= np.any([(lows >= band.low) & (lows <= band.high) for band in bands], axis=0)
    return Tables(*(np.where(keep.reshape(-1), each, 0.0) for each in found.tables))


@once
def elsewhere(store: Store, violence: str, spans: tuple[Period, ...]) -> str:
    """Return how many occasions lie where no residents are loaded; nothing where none.

    Raises Empty where they are so many that residents to compare with are missing.
    """
    found = monthly(store, "overlaps_elsewhere", violence, spans)
    total = int(found["occasions"].sum())
    outside = found.dropna().groupby("district")["occasions"].sum().reset_index()
    outside = outside.sort_values("occasions", ascending=False, kind="stable")
    if outside.empty:
        return ""
    names = reference.area_names("district")
    listed = [names.get(each, each) for each in outside["district"]]
    which = ", ".join(listed[:NAMED]) + (f" and {len(listed) - NAMED} more" if len(listed) > NAMED else "")
    share = findings.share(outside["occasions"].sum(), total)
    if outside["occasions"].sum() > MOST_OUTSIDE * total:
        raise Empty(
            "cannot",
            f"{share} of occasions are in areas whose residents are not loaded: load population estimates "
            f"for {which}.",
        )
    return (
        f"{share[:1].upper()}{share[1:]} of occasions are in areas whose residents are not loaded ({which})."
    )


def effect(found: Met, tables: Tables) -> float:
    """Return how much wider a variance is because people are in several windows, and meet one another."""
    return overlap.design_effect(found.placed, tables, found.linked, last=found.looked.last)


def ignored(selection: Selection, *, strata: bool = True) -> str:
    """Return why filters that are set do not apply here; empty where none is set."""
    groups = tuple(selection.groups)
    set_ = [
        word
        for word, on in (
            ("area", selection.areas),
            ("offence group", groups not in ((), ("violence_with_injury",))),
            ("domestic", selection.domestic),
            ("knife", selection.knife),
            ("role", selection.role),
            ("age", selection.ages and not strata),
            ("sex", selection.sex and not strata),
        )
        if on
    ]
    if not set_:
        return ""
    return (
        f"Not applied here: the filter{'s' if len(set_) > 1 else ''} by {', '.join(set_)}. Two records of "
        "one person "
        "may lie in different places and kinds of violence, and residents have neither."
    )
