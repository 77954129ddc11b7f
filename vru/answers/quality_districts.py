"""Districts that look incomplete: months in which one district alone has too little of every kind."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from vru import findings, reference
from vru.answers import drawing
from vru.answers.answer import Estimate, Options
from vru.answers.making import Empty, Parts, asks, basis_only, rows_of
from vru.answers.sharing import once
from vru.charts.chart import Chart
from vru.measures import gaps
from vru.periods import add_months, month_name
from vru.selection import Selection
from vru.store import Store

METHOD = "the other districts' count times the usual ratio to theirs"
AROUND = 12  # months shown before the first and after the last that was found
LINES = 6
LEAST_AREAS = 3  # with two, who knows which of them is odd


@asks("completeness.districts", "Which districts look incomplete, and when?", sees=basis_only)
def districts(store: Store, selection: Selection, options: Options) -> Parts:
    """Months in which a district has clearly fewer offences than the other districts let expect."""
    counts = _counts(store, selection.basis)
    areas, months = counts["area"].nunique(), counts["month"].nunique()
    if areas < LEAST_AREAS:
        raise Empty(
            "cannot", "One district is held against the others: this extract has fewer than three of them."
        )
    table = found(store, selection.basis)
    return {
        "finding": _say(table, areas, months),
        "chart": _chart(counts, table),
        "table": table,
        "estimates": (
            Estimate("districts", areas, None, None, "districts", areas, "count", None),
            Estimate("months", months, None, None, "months", months, "count", None),
            *(
                Estimate(f"expected, {row.area}, {row.month:%Y-%m}", row.expected, None, None, "offences",
                         row.offences, METHOD, None)
                for row in rows_of(table)
            ),
        ),
        "definition": (
            "Expected of a district is what the other districts have in the month, times its usual ratio to "
            "them in the six months on either side: a season, a lockdown or a gap of the whole force moves "
            "all. A month is named where it is a fifth or more below, and by more than chance allows among "
            "all months and districts (5 % that any is named without a gap). It looks incomplete where the "
            "kinds of offence fell together, and is unusual where one kind makes the fall."
        ),
        "counted": f"{findings.count(counts['offences'].sum())} offences in {areas} districts.",
        "missing": (
            "Districts with fewer than 20 offences expected in a month, and gaps longer than about half a "
            "year, which show as a jump of the district's own level. Such months stay in verdicts."
        ),
        "subtitle": f"Offences of all kinds by month {selection.basis}: {', '.join(_shown(counts, table))}",
    }  # fmt: skip


@once
def found(store: Store, basis: str) -> pd.DataFrame:
    """Return area (name), month, offences, expected, ratio, kinds, fallen and state of each month named."""
    return gaps.find(_counts(store, basis))


@once
def _counts(store: Store, basis: str) -> pd.DataFrame:
    months, ends = store.capabilities.months(basis), store.capabilities.extract_to
    if months is None or ends is None:
        raise Empty("cannot", f"No offence has a date {basis}: choose the other date basis.")
    last = months[1] if (ends + dt.timedelta(days=1)).day == 1 else min(months[1], _before(ends))
    rows = store.ask("quality_district_months", basis=basis, first=months[0], last=last)
    names = reference.area_names("district")
    rows = rows[rows["area"].isin(list(names))]
    if rows.empty:
        raise Empty("cannot", "No offence has a district of this force: fill `district` in the mapping.")
    return rows.assign(area=rows["area"].map(names), month=rows["month"].dt.date)


def _before(day: dt.date) -> dt.date:
    return add_months(day.replace(day=1), -1)


def _say(table: pd.DataFrame, areas: int, months: int) -> str:
    if table.empty:
        return f"No district looks incomplete in any of {months} months: none of {areas} falls alone."
    words = {"incomplete": "look incomplete", "unusual": "are unusual"}
    said = []
    for state, verb in words.items():
        rows = rows_of(table[table["state"] == state])
        if rows:
            listed = "; ".join(_named(row) for row in rows[:3])
            more = f"; and {len(rows) - 3} more" if len(rows) > 3 else ""
            one = verb if len(rows) > 1 else verb.replace("look ", "looks ").replace("are ", "is ")
            said.append(f"{len(rows)} month{'s' * (len(rows) > 1)} of a district {one}: {listed}{more}.")
    return " ".join(said)


def _named(row: Any) -> str:
    return (
        f"{row.area}, {month_name(row.month)} ({findings.count(row.offences)} instead of about "
        f"{findings.count(row.expected)})"
    )


def _shown(counts: pd.DataFrame, table: pd.DataFrame) -> list[str]:
    """Return the districts with a month found, as far as lines can be told apart, or the three largest."""
    sums = counts.groupby("area")["offences"].sum().sort_values(ascending=False)
    return list(dict.fromkeys(table["area"]))[:LINES] or list(sums.index[:LEAST_AREAS])


def _chart(counts: pd.DataFrame, table: pd.DataFrame) -> Chart:
    """Return the shown districts over the months around those found."""
    odd = {(row.area, row.month): row.state == "incomplete" for row in rows_of(table)}
    months = sorted(set(counts["month"]))
    if odd:
        first, last = (add_months(edge(month for _, month in odd), by)
                       for edge, by in ((min, -AROUND), (max, AROUND)))  # fmt: skip
        months = [each for each in months if first <= each <= last]
    by_month = counts.groupby(["area", "month"])["offences"].sum()
    lines = []
    for area in _shown(counts, table):
        values = by_month[area].reindex(months).fillna(0.0)
        whole = [not odd.get((area, month), False) for month in months]
        lines.append(drawing.line({"month": months, "value": values, "whole": whole}, area))
    return drawing.over_time(
        lines, "offences a month", "Lines of monthly offences by district; months that look incomplete are "
        "hollow.",
    )  # fmt: skip
