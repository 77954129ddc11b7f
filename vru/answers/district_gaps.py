"""District gaps: months in which one district alone has too little, and so says nothing of itself."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from vru import reference
from vru.answers import small_areas
from vru.answers.labels import label, ours
from vru.answers.making import Empty, rows_of
from vru.answers.sharing import once
from vru.measures import gaps, series
from vru.periods import Period, add_months
from vru.selection import Selection
from vru.store import Store

NAMED = 3  # gaps in a sentence
LEAST_AREAS = 3  # with two, who knows which of them is odd
Lost = dict[str, frozenset[dt.date]]
"""Months (first days) in which a district looks incomplete, by its code."""


@once
def found(store: Store, basis: str) -> pd.DataFrame:
    """Return the gaps of the store's districts as `vru.measures.gaps.find` does; `area` is the code.

    Raises Empty where there is no date of this basis, or fewer than three districts.
    """
    return gaps.find(counts(store, basis))


@once
def counts(store: Store, basis: str) -> pd.DataFrame:
    """Return month, area (code), category and offences of the force's districts, whole months only."""
    months, ends = store.capabilities.months(basis), store.capabilities.extract_to
    if months is None or ends is None:
        raise Empty("cannot", f"No offence has a date {basis}: choose the other date basis.")
    last = months[1] if (ends + dt.timedelta(days=1)).day == 1 else min(months[1], _before(ends))
    rows = store.ask("quality_district_months", basis=basis, first=months[0], last=last)
    if rows.empty:
        raise Empty("cannot", "No offence has a known district: fill `district` in the mapping.")
    rows = rows[ours(rows["area"].to_numpy(object), "district") != "outside"]
    if rows["area"].nunique() < LEAST_AREAS:
        raise Empty(
            "cannot", "One district is held against the others: this extract has fewer than three of them."
        )
    return rows.assign(month=rows["month"].dt.date)


def _before(day: dt.date) -> dt.date:
    return add_months(day.replace(day=1), -1)


def incomplete(store: Store, basis: str) -> pd.DataFrame:
    """Return the gaps in which a district looks incomplete; none where gaps cannot be looked for."""
    try:
        table = found(store, basis)
    except Empty:
        return pd.DataFrame(columns=["area", "first", "last", "state"])
    return table[table["state"] == "incomplete"]


@once
def lost(store: Store, basis: str) -> Lost:
    """Return the months in which a district looks incomplete."""
    months: dict[str, set[dt.date]] = {}
    for row in rows_of(incomplete(store, basis)):
        months.setdefault(row.area, set()).update(series.months_of(Period(row.first, row.last)))
    return {area: frozenset(each) for area, each in months.items()}


def listed(store: Store, selection: Selection, span: Period) -> str:
    """Return the selected districts' gaps that reach into some months, as sentences list them."""
    csp, around = reference.csp_of(), small_areas.in_districts(store, selection)
    table = incomplete(store, selection.basis)
    rows = [
        f"{label('district', row.area)}, {Period(row.first, row.last)}"
        for row in rows_of(table[(table["first"] <= span.last) & (table["last"] >= span.first)])
        if not around.areas or (csp.get(row.area) if around.level == "csp" else row.area) in around.areas
    ]
    return "; ".join(rows[:NAMED]) + (f"; and {len(rows) - NAMED} more" if len(rows) > NAMED else "")
