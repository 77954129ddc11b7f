"""Overview: what does the store hold, and what does it say at a glance?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from vru import findings, reference
from vru.answers import overview_claims, overview_trust
from vru.answers.answer import Ask, Estimate, Options, Question
from vru.answers.labels import of_force
from vru.answers.making import STATUSES, Parts, asks, basis_only, nothing, rows_of
from vru.answers.trend_options import Compared
from vru.answers.trends import headline as trend_headline
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

OPTIONS = Compared


@asks("overview.headline", "Is violence rising or falling?", Compared, small=True)
def headline(store: Store, selection: Selection, options: Compared) -> Parts:
    """The headline trend, as on the trends page."""
    return trend_headline(store, selection, options)


@asks("overview.store", "What does this store hold?", sees=basis_only)
def holdings(store: Store, selection: Selection, options: Options) -> Parts:
    """The store at a glance: period, size, areas, last load, whether every row is accounted for."""
    loads = store.ask("loads")
    facts = _facts(store, loads)
    return {
        "finding": _explain(store, selection, loads),
        "table": pd.DataFrame(facts, columns=["fact", "value"]),
        "estimates": _sizes(store, loads),
        "definition": "One row is a fact about the whole store, whatever the filters say.",
        "counted": f"{findings.count(store.capabilities.offences)} offences of status crime.",
        "missing": _other_statuses(store),
        "subtitle": "The store at a glance",
    }


def _explain(store: Store, selection: Selection, loads: pd.DataFrame) -> str:
    held = store.capabilities
    months = held.months(selection.basis)
    when = f" {selection.basis} in {Period(*months)}" if months else ""
    areas = _areas(store)
    people = f"{findings.count(held.persons)} {'person' if held.persons == 1 else 'people'}"
    said = [
        f"{findings.count(held.offences)} offence{'' if held.offences == 1 else 's'}{when}",
        people if held.persons else "nobody by a person key",
        f"{areas} district{'' if areas == 1 else 's'}",
    ]
    return f"The store holds {said[0]}, {said[1]} and {said[2]}. {reconciled(loads)}"


def _areas(store: Store) -> int:
    """Return how many districts of the force have offences; all codes where none is one of ours."""
    ours = reference.area_names("district").keys() & store.capabilities.districts.keys()
    return len(ours or store.capabilities.districts)


def reconciled(loads: pd.DataFrame) -> str:
    """Return whether every row read is accounted for, as a sentence with the sum."""
    if loads.empty:
        return "It keeps no load log, so rows cannot be accounted for."
    read, kept, refused, same = (
        int(loads[each].sum()) for each in ("rows_read", "rows_loaded", "rows_quarantined", "rows_duplicate")
    )
    parts = (
        f"{findings.count(kept)} loaded + {findings.count(refused)} quarantined + "
        f"{findings.count(same)} identical duplicates"
    )
    if read == kept + refused + same:
        return f"Every row is accounted for: {findings.count(read)} read = {parts}."
    gap = abs(read - kept - refused - same)
    return f"Rows do not add up: {findings.count(read)} read, {parts}; {findings.count(gap)} unexplained."


def _force(store: Store) -> str:
    """Return the force the settings name, and whether the extract is of another place."""
    named, held = store.meta.get("force", "not named"), store.capabilities.districts
    return named if of_force(held, named) else f"{named} by the settings; no district here is in it"


def _facts(store: Store, loads: pd.DataFrame) -> list[tuple[str, str]]:
    held = store.capabilities
    facts = [
        ("Force", _force(store)),
        ("Data", "SYNTHETIC: no figure is about real people" if store.synthetic else "Police extract"),
        ("Offences", findings.count(held.offences)),
        ("Involvements", findings.count(held.involvements)),
        ("People", findings.count(held.persons)),
        ("Districts", findings.count(_areas(store))),
        ("Extract to", _day(held.extract_to)),
        ("Last loaded", _day(loads["loaded_at"].max() if len(loads) else None)),
        ("Version", store.version),
    ]
    for basis in ("recorded", "committed"):
        months = held.months(basis)
        facts.insert(2, (f"Months, by date {basis}", str(Period(*months)) if months else "not known"))
    return facts


def _day(value: Any) -> str:
    return "not known" if value is None or pd.isna(value) else f"{value.day} {value:%B %Y}"


def _sizes(store: Store, loads: pd.DataFrame) -> tuple[Estimate, ...]:
    held = store.capabilities
    sizes = {
        "offences": held.offences,
        "people": held.persons,
        "districts": _areas(store),
        **{
            each: int(loads[each].sum())
            for each in ("rows_read", "rows_loaded", "rows_quarantined", "rows_duplicate")
        },
    }
    return tuple(
        Estimate(name, value, None, None, name.removeprefix("rows_"), value, "count", None)
        for name, value in sizes.items()
    )


def _other_statuses(store: Store) -> str:
    rows = store.ask("statuses")
    parts = [
        f"{findings.count(row.offences)} {STATUSES.get(row.status, row.status)}"
        for row in rows_of(rows)
        if row.status != "crime"
    ]
    return f"Loaded but not counted: {', '.join(parts)}." if parts else "Every record loaded is counted."


@asks("overview.conclusions", "Do the study's six conclusions hold here?", sees=nothing)
def conclusions(store: Store, selection: Selection, options: Options) -> Parts:
    """The six conclusions as rows, tested on the whole extract; a row fills once its Answer is registered."""
    return overview_claims.conclusions(store)


@asks("overview.trust", "Can these figures be trusted, and compared?")
def trust(store: Store, selection: Selection, options: Options) -> Parts:
    """Six short lines: reconciled, complete, provisional, blanks, breaks in recording, linkage."""
    return overview_trust.card(store, selection)


QUESTIONS: tuple[Question, ...] = (headline, conclusions, holdings, trust)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
