"""Pseudonyms under doubt: did people come back under another one after a system changed?"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from vru import findings
from vru.answers import comparing, drawing, events
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts, rows_of
from vru.answers.people import require
from vru.charts.chart import Mark
from vru.measures import doubt
from vru.periods import Period, add_months, month_name
from vru.store import Store

SIDE = 12  # months of a window
LEAST_BACK = 100  # people who came back in a month: fewer drown any change in chance
METHOD = "against a year earlier and later, per person before and after; delta method"


def kept(store: Store) -> Parts:
    """Return the parts of how many people came back under their pseudonym, month by month."""
    require(store, "has_persons", "has_day")
    table = _table(store)
    seen = table[table["lost"].notna()]
    if seen.empty:
        raise Empty(
            "enough",
            f"Whether people kept their pseudonym takes four years with {LEAST_BACK} people coming back in "
            "each; this extract has fewer.",
        )
    named, most = _named(store), max(rows_of(seen), key=lambda row: row.low)
    stands_out = most.low > 0
    return {
        "finding": _say(seen, most) + _say_named(seen, named),
        "chart": drawing.over_time(
            [drawing.line(seen.assign(value=seen["lost"], whole=True), "Missing")],
            "% of those expected back",
            "Line of the share of people expected back under their pseudonym who did not come, by month.",
            marks=tuple(Mark(label, month) for month, label in named.items())
            or ((Mark("Stands out", most.month),) if stands_out else ()),
        ),
        "table": table,
        "estimates": (
            _estimate(f"missing, {month_name(most.month)}", most),
            Estimate("months looked at", len(seen), None, None, "months", len(seen), "count", None),
            *(_estimate(f"missing, {label}", row) for row, label in _at(seen, named)),
            *(_share(row, label) for row, label in [*_at(seen, named), (most, "the most missing")]),
        ),
        "subtitle": "Missing among people of the 12 months before who were expected back in the 12 after",
        "definition": (
            "People of any role and offence, by day committed. Expected is what the same comparison gives a "
            "year earlier and a year later, in proportion to how many people were recorded. A change of "
            "system that gives people new keys leaves a peak of two years, highest at its month; so can "
            "anything that suddenly changes who is recorded. Limits allow for the "
            f"{findings.count(len(seen))} months looked at, so they hold for all of them together. "
            "The filters of this page do not apply: pseudonyms belong to the whole extract."
        ),
        "counted": f"{findings.count(table['before'].median())} people in a usual twelve months, "
        f"{findings.count(table['again'].median())} of them again in the next.",
        "missing": "People without a usable key. The first and last two years cannot be judged: they have no "
        "year on one side to compare with.",
    }


def _table(store: Store) -> pd.DataFrame:
    months = store.capabilities.recorded_months or store.capabilities.committed_months
    if months is None:
        raise Empty("cannot", "This extract has no dates: load one whose mapping fills `committed_from`.")
    first, last = add_months(months[0], SIDE), add_months(months[1], 1 - SIDE)
    if first > last:
        raise Empty("enough", f"The extract covers {Period(*months)}: too few years to see people come back.")
    rows = store.ask("careers_pseudonyms", first=first, last=last)
    rows["month"] = rows["month"].dt.date
    judged = max(len(rows) - 2 * SIDE, 1)
    found = doubt.lost(rows["before"], rows["later"], rows["again"], z=float(stats.norm.isf(0.025 / judged)))
    few = rows["again"].rolling(2 * SIDE + 1, center=True).min() < LEAST_BACK
    made = {"lost": found.value, "low": found.low, "high": found.high}
    return rows.assign(
        back=100 * rows["again"] / rows["before"].where(rows["before"] > 0),
        **{name: np.where(few, np.nan, 100 * values) for name, values in made.items()},
    )


def _named(store: Store) -> dict[dt.date, str]:
    """The changes of people's keys that the reference table or the analyst's own file names, by month."""
    return {each.begins.replace(day=1): each.label for each in events.of_persons(store)}


def _at(seen: pd.DataFrame, named: dict[dt.date, str]) -> list[tuple[Any, str]]:
    return [(row, named[row.month]) for row in rows_of(seen) if row.month in named]


def _say(seen: pd.DataFrame, most: Any) -> str:
    limits = f"{findings.decimal(most.low)} to {findings.decimal(most.high)} %"
    inside = f"95 % interval {limits}"
    if most.low > 0:
        return (
            f"Around {month_name(most.month)} {findings.decimal(most.lost)} % of the people expected back "
            f"did not come under their pseudonym ({inside}). A change of system may have given them another, "
            "which makes repeats look like one-offs and shrinks overlaps."
        )
    return (
        f"No month stands out: people came back under their pseudonym as the years around would have it. "
        f"Around {month_name(most.month)} most may be missing, {findings.decimal(most.lost)} % ({inside})."
    )


def _say_named(seen: pd.DataFrame, named: dict[dt.date, str]) -> str:
    return "".join(
        f" At “{label}”, {month_name(row.month)}, {findings.decimal(row.back)} % of people were seen on both "
        f"sides, {findings.decimal(row.lost)} % fewer than expected."
        for row, label in _at(seen, named)
    )


def _estimate(name: str, row: Any) -> Estimate:
    value, low, high = (comparing.finite(each) for each in (row.lost, row.low, row.high))
    return Estimate(name, value, low, high, "%", int(row.again), METHOD)


def _share(row: Any, label: str) -> Estimate:
    return Estimate(f"seen on both sides, {label}", row.back, None, None, "%", int(row.before), "count", None)
