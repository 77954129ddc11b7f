"""Knife, published: this extract's knife figures beside the published quarters of its force."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd

from vru import findings, reference
from vru.answers import drawing
from vru.answers.answer import Estimate, Options
from vru.answers.knife_data import LABELS, Defined, defined
from vru.answers.making import Empty, Parts, asks
from vru.answers.success_admissions_data import home_of
from vru.periods import Period, add_months
from vru.selection import Selection
from vru.store import Store

OURS = "flag_selected"
WIDEST = "Knife crime: all kinds compiled"
YEAR = 12
LOAD = "load them (`vru load FILE --mapping ho_knife_quarterly`)."


@asks("knife.published", "Do our knife figures agree with the published ones?")
def published(store: Store, selection: Selection, options: Options) -> Parts:
    """The published quarters of the force beside this extract's national definition, quarter by quarter."""
    rows = _of_force(store)
    found = defined(store, Selection(selection.period, basis="recorded"))
    table = _table(rows, found)
    shown = [WIDEST] if WIDEST in table else [str(rows["measure"].iloc[0])]
    year = _last_year(table, shown[0])
    return {
        "finding": _explain(year, shown[0]),
        "chart": drawing.over_time(
            [
                drawing.line(table.assign(value=table[shown[0]], whole=True), "Published"),
                drawing.line(
                    table.assign(value=table["this_extract"], whole=True), "This extract", role="reference"
                ),
            ],
            "offences a quarter",
            "Lines of knife offences a quarter, as published and in this extract.",
        ),
        "table": table,
        "estimates": _estimates(year),
        "subtitle": f"{shown[0]}, as published, beside “{LABELS[OURS]}” of this extract, by quarter",
        "definition": (
            f"Published: {shown[0].partition(': ')[2]}, as its compiler defined it. This extract: the knife "
            "flag in the seven selected offences, by date recorded, the whole force. They are two "
            "definitions: a gap is no error, and a change of the gap says more than its size. No verdict."
        ),
        "counted": (
            f"{findings.count(len(table))} quarters published, {_beside(table)} of them whole in this one."
        ),
        "missing": "Knife flags begin in April 2010 and changed their method around 2018 to 2020.",
        "source": _source(store, rows),
        "selected": "the whole force, by date recorded, whatever the other filters say",
    }


def _source(store: Store, rows: pd.DataFrame) -> str:
    synthetic = "SYNTHETIC demonstration data. " if store.synthetic else ""
    return f"{synthetic}{rows['source'].iloc[0]} ({rows['area'].iloc[0]}), and this extract."


def _of_force(store: Store) -> pd.DataFrame:
    rows = store.ask("knife_published")
    home, _ = home_of(store)
    rows = rows[rows["area"].map(reference.normalise).isin(home)]
    if rows.empty:
        raise Empty("cannot", f"No quarterly knife figures of this force are loaded: {LOAD}")
    return rows.assign(first=rows["first"].dt.date)


def _table(rows: pd.DataFrame, found: Defined) -> pd.DataFrame:
    wide = rows.pivot_table("value", "first", "measure", aggfunc="first").sort_index()
    ours = [_ours(found, each) for each in wide.index]
    table = wide.assign(this_extract=ours).reset_index(names="month").rename_axis(columns=None)
    return table


def _ours(found: Defined, first: dt.date) -> float:
    """Return this extract's number of a quarter, NaN where it is not whole in it."""
    quarter = Period(first, add_months(first, 2))
    if OURS in found.why or found.calendar.whole_in(quarter) < quarter.months:
        return math.nan
    return found.total(OURS, quarter)


def _beside(table: pd.DataFrame) -> int:
    return int(table["this_extract"].notna().sum())


def _last_year(table: pd.DataFrame, measure: str) -> tuple[Period, float, float]:
    """Return the latest four published quarters in a row, as published and here; those here too go first."""
    months = list(table["month"])
    spans = [
        (at, Period(months[at - 3], add_months(months[at], 2)))
        for at in range(3, len(months))
        if add_months(months[at - 3], 9) == months[at]
    ]
    if not spans:
        raise Empty("enough", "There are not four published quarters in a row to make a year of.")
    both = [each for each in spans if table["this_extract"].iloc[each[0] - 3 : each[0] + 1].notna().all()]
    at, span = (both or spans)[-1]
    rows = table.iloc[at - 3 : at + 1]
    return span, float(rows[measure].sum()), float(rows["this_extract"].sum(skipna=False))


def _explain(year: tuple[Period, float, float], measure: str) -> str:
    span, theirs, ours = year
    when = findings.period(span)
    if math.isnan(ours):
        return (
            f"{findings.count(theirs)} knife offences were published for {when}; this extract holds no whole "
            "year beside the published ones."
        )
    return (
        f"{findings.count(theirs)} knife offences were published for {when}; this extract has "
        f"{findings.count(ours)} by the national definition. The two define a knife offence differently."
    )


def _estimates(year: tuple[Period, float, float]) -> tuple[Estimate, ...]:
    span, theirs, ours = year
    made = [
        Estimate("published", theirs, None, None, "offences", round(theirs), "sum of four quarters", None)
    ]
    if not math.isnan(ours):
        made.append(
            Estimate("this extract", ours, None, None, "offences", round(ours), f"count over {span}", None)
        )
    return tuple(made)
