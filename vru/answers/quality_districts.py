"""Districts that look incomplete: months in which one district alone has too little of every kind."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from vru import findings
from vru.answers import district_gaps, drawing, events
from vru.answers.answer import Estimate, Options
from vru.answers.labels import label
from vru.answers.making import Parts, asks, basis_only, rows_of
from vru.charts.chart import Chart, Mark
from vru.measures import series
from vru.periods import Period, add_months
from vru.selection import Selection
from vru.store import Store

METHOD = "the other districts' count times the usual ratio to theirs"
AROUND = 12  # months shown before the first and after the last that was found
LINES = 6
LARGEST = 3  # districts shown where none has a gap
NAMED = 3  # gaps in a sentence; the table has them all


@asks("completeness.districts", "Which districts look incomplete, and when?", sees=basis_only)
def districts(store: Store, selection: Selection, options: Options) -> Parts:
    """Months in which a district has clearly fewer offences than the other districts let expect."""
    counts = _named(district_gaps.counts(store, selection.basis))
    table = _named(district_gaps.found(store, selection.basis))
    areas, months = counts["area"].nunique(), counts["month"].nunique()
    shown = _months(counts, table)
    return {
        "finding": _say(table, areas, months),
        "chart": _chart(counts, table, shown, _changes(store, selection, shown)),
        "table": table,
        "estimates": _estimates(table, areas, months),
        "definition": (
            "Expected of a district is what the other districts have in the months, times its usual ratio to "
            "them in the months on either side, and in the same months of other years: a season, a lockdown "
            "or a gap of the whole force is none of its own. Every run of up to three years of months is "
            "tried, so that a district with few offences shows in a longer run. A run is named where it is a "
            "fifth or more below both, and by more than chance allows among all that are tried (5 % that any "
            "is named without a gap). It looks incomplete where the kinds of offence fell together, and is "
            "unusual where one kind makes the fall."
        ),
        "counted": f"{findings.count(counts['offences'].sum())} offences in {areas} districts.",
        "missing": (
            "Runs in which fewer than 20 offences are expected, and gaps at either end of the extract that "
            "last over half a year and leave more than half. Months that look incomplete are in no verdict "
            "about their district; the force's own total keeps them."
        ),
        "subtitle": f"Offences of all kinds by month {selection.basis}: {', '.join(_shown(counts, table))}",
    }


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(area=[label("district", each) for each in rows["area"]])


def _estimates(table: pd.DataFrame, areas: int, months: int) -> tuple[Estimate, ...]:
    return (
        Estimate("districts", areas, None, None, "districts", areas, "count", None),
        Estimate("months", months, None, None, "months", months, "count", None),
        *(
            Estimate(f"{state} months", int(rows["months"].sum()), None, None, "months",
                     rows["area"].nunique(), "count", None)
            for state, rows in table.groupby("state")
        ),
        *(
            Estimate(f"expected, {row.area}, {row.first:%Y-%m}", row.expected, None, None, "offences",
                     row.offences, METHOD, None)
            for row in rows_of(table)
        ),
    )  # fmt: skip


def _say(table: pd.DataFrame, areas: int, months: int) -> str:
    if table.empty:
        return f"No district looks incomplete in any of {months} months: none of {areas} falls alone."
    said = []
    for state, (one, many) in {
        "incomplete": ("looks incomplete", "look incomplete"), "unusual": ("is unusual", "are unusual"),
    }.items():  # fmt: skip
        rows = table[table["state"] == state]
        if len(rows):
            number, where = int(rows["months"].sum()), rows["area"].nunique()
            said.append(
                f"{number} month{'s' * (number > 1)} of {where} district{'s' * (where > 1)} "
                f"{many if number > 1 else one}: {_listed(rows)}."
            )
    return " ".join(said)


def _listed(rows: pd.DataFrame) -> str:
    listed = "; ".join(_gap(row) for row in rows_of(rows)[:NAMED])
    return listed + (f"; and {len(rows) - NAMED} more" if len(rows) > NAMED else "")


def _gap(row: Any) -> str:
    return (
        f"{row.area}, {Period(row.first, row.last)} ({findings.count(row.offences)} instead of about "
        f"{findings.count(row.expected)})"
    )


def _shown(counts: pd.DataFrame, table: pd.DataFrame) -> list[str]:
    """Return the districts with a gap, as far as lines can be told apart, or the three largest."""
    sums = counts.groupby("area")["offences"].sum().sort_values(ascending=False)
    return list(dict.fromkeys(table["area"]))[:LINES] or list(sums.index[:LARGEST])


def _months(counts: pd.DataFrame, table: pd.DataFrame) -> Period:
    """Return the months around the gaps, or all there are."""
    span = Period(min(counts["month"]), max(counts["month"]))
    if table.empty:
        return span
    first, last = add_months(min(table["first"]), -AROUND), add_months(max(table["last"]), AROUND)
    return Period(max(span.first, first), min(span.last, last))


def _changes(store: Store, selection: Selection, shown: Period) -> tuple[Mark, ...]:
    return events.marks(events.touching(store, Selection(shown, selection.basis)), shown)


def _chart(counts: pd.DataFrame, table: pd.DataFrame, shown: Period, marks: tuple[Mark, ...]) -> Chart:
    """Return the shown districts over the months around their gaps."""
    odd: set[tuple[str, dt.date]] = {
        (row.area, month)
        for row in rows_of(table[table["state"] == "incomplete"])
        for month in series.months_of(Period(row.first, row.last))
    }
    months = series.months_of(shown)
    by_month = counts.groupby(["area", "month"])["offences"].sum()
    lines = []
    for area in _shown(counts, table):
        values = by_month[area].reindex(months).fillna(0.0)
        whole = [(area, month) not in odd for month in months]
        lines.append(drawing.line({"month": months, "value": values, "whole": whole}, area))
    return drawing.over_time(
        lines, "offences a month", "Lines of monthly offences by district; months that look incomplete are "
        "hollow.", marks=marks,
    )  # fmt: skip
