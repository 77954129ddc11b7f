"""Young repeat: how many of those hurt before 25 had been hurt before."""

from __future__ import annotations

import pandas as pd

from vru import findings
from vru.answers import people
from vru.answers.answer import Options
from vru.answers.making import Empty, Parts, asks
from vru.answers.success_data import LIMIT
from vru.answers.young_data import AGE_LIMIT, AGES, number, said, share
from vru.charts.chart import Axis, Chart, Series
from vru.measures import rates
from vru.periods import Period, months_between
from vru.selection import VWI, Selection
from vru.store import Store

LOOK_BACK = 12
"""Months looked back for an earlier day."""
LABELS = {**AGES, "under_25": f"Under {LIMIT}, band not known"}


@asks("young.repeat", "How many young victims had been hurt before?", by_day=True)
def repeat(store: Store, selection: Selection, options: Options) -> Parts:
    """Of those under 25 hurt in the latest year, the share hurt on another day in the year before."""
    people.require(store, "has_victims", "has_persons", "has_day", "has_age")
    span, violence = _year(store, selection), "injury" if VWI in store.capabilities.groups else "any"
    rows = store.ask(
        "young_repeat",
        first=span.first,
        end=span.end,
        violence=violence,
        level=selection.level,
        areas=list(selection.areas) or None,
    )
    if rows.empty:
        raise Empty("nothing", f"Nobody under {LIMIT} with a usable key was hurt in {span}.")
    whole = int(rows["people"].sum())
    before = share("hurt before", int(rows["before"].sum()), whole, f"People under {LIMIT} hurt in {span}")
    twice = share("hurt again in the year", int(rows["twice"].sum()), whole, f"People under {LIMIT}")
    table = _table(rows)
    return {
        "finding": (
            f"{said(before)} of those under {LIMIT} hurt in {findings.period(span)} had been hurt in the "
            f"{LOOK_BACK} months before. {said(twice)} were hurt on more than one day of the year itself."
        ),
        "chart": _chart(table, span),
        "table": table,
        "estimates": (
            before,
            twice,
            AGE_LIMIT,
            number("look_back", LOOK_BACK, "months"),
            number("people", whole),
        ),
        "subtitle": f"People under {LIMIT} hurt in {findings.period(span)}, by age; earlier days as victims",
        **_captions(store, selection, span, whole, violence),
    }


def _year(store: Store, selection: Selection) -> Period:
    """Return the latest whole year; Empty where the extract does not reach a year further back."""
    year = people.years(store, selection)[-1].period
    months = store.capabilities.committed_months
    assert months is not None, "people.years has refused a store without days"
    if months_between(months[0], year.first) < LOOK_BACK:
        raise Empty("enough", f"Looking back {LOOK_BACK} months needs two years: the extract has fewer.")
    return year


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    order = [age for age in LABELS if age in set(rows["age"])]
    kept = rows.set_index("age").loc[order]
    limits = rates.proportion(kept["before"], kept["people"])
    return pd.DataFrame(
        {
            "age": [LABELS[each] for each in order],
            "people": kept["people"].to_numpy(int),
            "hurt_before": kept["before"].to_numpy(int),
            "value": 100 * limits.value,
            "low": 100 * limits.low,
            "high": 100 * limits.high,
        }
    )


def _chart(table: pd.DataFrame, span: Period) -> Chart:
    dots = Series(
        "Hurt before",
        tuple(table["age"]),
        tuple(table["value"]),
        low=tuple(table["low"]),
        high=tuple(table["high"]),
    )
    return Chart(
        "dots",
        alt=f"Dots of the share hurt before, with intervals, for {len(table)} age groups, {span}.",
        series=(dots,),
        x=Axis("% hurt in the 12 months before", "percent", from_zero=True),
        y=Axis("", "category"),
        height=220,
    )


def _captions(store: Store, selection: Selection, span: Period, whole: int, violence: str) -> Parts:
    kind = "violence with injury" if violence == "injury" else "any offence loaded"
    return {
        "definition": (
            f"People, each once, as at the first day in the year on which they were a victim of {kind}. "
            "All offences of one day are one occasion: two charges from one night are no repeat. Earlier "
            "days are seen wherever they were; the areas chosen narrow the first days only. It is about "
            "victims, whoever the other cards show. Who was first hurt late in the year had less time to be "
            "hurt again in it. Limits are Wilson's."
        ),
        "counted": f"{findings.count(whole)} people under {LIMIT}.",
        "missing": (
            f"Victims without a usable key, or whose age is not known to be under {LIMIT}, are not among "
            "them; somebody under two keys is not seen to return."
        ),
        "selected": f"{span}; by date committed; {kind}; areas as chosen, whatever the other filters say",
    }
