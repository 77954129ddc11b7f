"""Deciding: an analyst's decision about a series under some filters, checked against the store."""

from __future__ import annotations

import pandas as pd

from vru import decisions, reference
from vru.answers.control_options import SERIES, seen
from vru.decisions import Decision, Recorded
from vru.errors import SelectionError
from vru.periods import Period, month_name
from vru.selection import Selection
from vru.store import Store

COLUMNS = ("number", "decision", "month", "series", "filters", "reason", "role", "decided_on", "in_force")


def decide(store: Store, selection: Selection, decision: Decision) -> Recorded:
    """Record a decision; one about a single series is for the filters of the selection only.

    Raises SelectionError for a month the store has not got, StoreError for a board's store.
    """
    months = store.capabilities.months(selection.basis)
    month = decision.month
    if month is not None and months is not None and not months[0] <= month <= months[1]:
        raise SelectionError(
            f"The extract has no {month_name(month)}.\nIt holds {Period(*months)}: choose a month of it."
        )
    return decisions.record(store.folder, decision, board=store.board)


def about(selection: Selection, series: str) -> str:
    """Return the filters a decision about a series is recorded for: those it obeys, none for every series."""
    return "" if series == decisions.EVERY else decisions.scope(seen(series, selection))


def in_words(where: str) -> str:
    """Return the filters a decision is recorded for (see `decisions.scope`) as words; '' for none.

    A code that the reference tables no longer hold stays as it was written down.
    """
    held = {name: codes.split(",") for name, _, codes in (each.partition("=") for each in where.split(";"))}
    areas = reference.area_names(held.get("level", ["district"])[0])
    groups = {code: each.label for code, each in reference.offence_groups().items()}
    bands = {code: each.label for code, each in reference.age_bands().items()}
    said = {
        "basis": ("by date ", {}),
        "areas": ("", areas),
        "groups": ("", groups),
        "domestic": ("domestic: ", {}),
        "knife": ("knife-enabled: ", {}),
        "role": ("involving: ", {}),
        "sex": ("sex: ", {}),
        "ages": ("aged ", bands),
    }
    return "; ".join(
        before + ", ".join(labels.get(code, code) for code in held[name])
        for name, (before, labels) in said.items()
        if name in held
    )


def listed(store: Store) -> pd.DataFrame:
    """Return all decisions on record, oldest first, with whether they are in force; columns COLUMNS."""
    held = {each.number for each in decisions.in_force(store.folder)}
    rows = [_row(each, each.number in held) for each in decisions.recorded(store.folder)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(each: Recorded, held: bool) -> tuple[object, ...]:
    said = each.decision
    name = decisions.KINDS[said.kind] + (f" no. {said.number}" if said.number else "")
    month = month_name(said.month) if said.month else ""
    filters = in_words(said.where) or "whatever the filters say"
    series = SERIES[said.series].label if said.series in SERIES else "Every series"
    return (each.number, name, month, series, filters, said.reason, said.role, each.on, held)
