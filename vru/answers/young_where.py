"""Young where: at which kind of place, in which district and by whom the young are hurt, or are suspected."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import people_districts, success_districts
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts, asks
from vru.answers.overlaps_pairs import RELATIONSHIPS
from vru.answers.people import require
from vru.answers.success_data import LIMIT
from vru.answers.young_data import (
    AGE_LIMIT,
    AGES,
    ASKED,
    Whose,
    Young,
    captions,
    said,
    share,
    unknown,
    unknown_ages,
    young,
)
from vru.charts.chart import Axis, Chart, Series
from vru.selection import Selection
from vru.store import Store

HAPPENED = {"victim": "were hurt", "suspect": "were recorded"}
BETWEEN = {
    "victim": f"of suspects to victims under {LIMIT}",
    "suspect": f"of suspects under {LIMIT} to victims",
}
LIVES = {
    "victim": "the victim lives",
    "suspect": "the suspect lives, and residents include those under 10, the age of criminal responsibility",
}
LISTED = 8
"""Kinds of place that are named; the others are one."""


@asks("young.places", "At which kind of place does it happen?", Whose, by_day=True)
def places(store: Store, selection: Selection, options: Whose) -> Parts:
    """Victims or suspects under 25 by kind of place, as shares of their age group."""
    found = young(store, selection, options.role)
    rows, who = found.of(options.role), f"{options.people} under {LIMIT}"
    known = rows[rows["place"] != "unknown"]
    if known.empty:
        raise Empty(
            "cannot", "This extract does not say at which kind of place: fill `place_type` in the mapping."
        )
    table = _split(known.rename(columns={"place": "what", "people": "number"}))
    first = _first(table, known["people"].sum(), findings.sentence(who)[:-1])
    return {
        "finding": f"The commonest kind of place where {who} {HAPPENED[options.role]} is {first.name}: "
        f"{said(first)} of them.",
        "chart": _bars(table, f"Bars of kinds of place by age group of {who}, {found.span}."),
        "table": table,
        "estimates": (first, AGE_LIMIT),
        "subtitle": f"{findings.sentence(who)[:-1]} by kind of place, % of their age group, {found.span}",
        **captions(
            found,
            f"{unknown(rows, 'place', 'Kind of place')} {unknown_ages(found, (options.role,))}",
            roles=(options.role,),
        ),
    }


def _split(known: pd.DataFrame) -> pd.DataFrame:
    """Return number and share of each kind by age group, commonest first; `what` and `number` are columns."""
    order = known.groupby("what")["number"].sum().sort_values(ascending=False, kind="stable").index
    kept = {str(each): str(each).capitalize() for each in order[:LISTED]}
    named = known.assign(what=[kept.get(str(each), "Other") for each in known["what"]])
    summed = named.groupby(["what", "age"])["number"].sum().unstack(fill_value=0)
    ages = [each for each in AGES if each in summed]
    rows = []
    for name in [*kept.values(), *(["Other"] if len(order) > LISTED else [])]:
        for age in ages:
            value = float(summed[age][name])
            whole = float(summed[age].sum())
            rows.append((name, AGES[age], value, 100 * value / whole if whole else np.nan))
    return pd.DataFrame(rows, columns=["what", "age", "number", "share"])


def _first(table: pd.DataFrame, whole: float, what: str) -> Estimate:
    """Return the commonest kind's share of all under the limit whose kind is known."""
    sums = table.groupby("what", sort=False)["number"].sum()
    name = str(sums.index[int(sums.to_numpy().argmax())])
    return share(findings.lower(name), round(float(sums.max())), round(float(whole)), what)


def _bars(table: pd.DataFrame, alt: str) -> Chart:
    series = tuple(
        Series(
            f"Aged {age}",
            tuple(rows["what"]),
            tuple(None if np.isnan(each) else each for each in rows["share"]),
        )
        for age, rows in table.groupby("age", sort=False)
    )
    return Chart(
        "bars",
        alt=alt,
        series=series,
        x=Axis("", "category"),
        y=Axis("% of the age group", "percent", from_zero=True),
    )


@asks("young.relations", "What are victims and suspects to one another?", Whose, by_day=True)
def relations(store: Store, selection: Selection, options: Whose) -> Parts:
    """What the suspect is to the victim where the one or the other is under 25, an offence weighing 1."""
    require(store, "has_victims", "has_suspects", "has_relationship")
    found = young(store, selection, options.role)
    asked = found.wanted.with_period(found.span).parameters()
    rows = store.ask("young_relations", **{each: asked[each] for each in ASKED}, role=options.role)
    known = rows[rows["relationship"] != "unknown"]
    if known.empty:
        raise Empty("nothing", f"No tie {BETWEEN[options.role]} is known in {found.span}.")
    named = known.assign(what=known["relationship"].map(RELATIONSHIPS)).rename(columns={"offences": "number"})
    table = _split(named[["what", "age", "number"]])
    first = _first(table, known["offences"].sum(), f"Offences of {options.people} under {LIMIT}")
    alt = f"Bars of ties by age group of {options.people} under {LIMIT}, {found.span}."
    return {
        "finding": f"The commonest tie {BETWEEN[options.role]} is {first.name}: {said(first)} "
        "of offences in which it is known.",
        "chart": _bars(table, alt),
        "table": table,
        "estimates": (first, AGE_LIMIT),
        "subtitle": f"What the suspect was to the victim, % of the {options.role}s' age group, {found.span}",
        **captions(found, _untied(found, rows, options.role), TIED, (options.role,)),
    }


TIED = (
    " The pairs of an offence weigh 1 together. A tie is what the suspect is to the victim: “child” means "
    "the victim's child."
)


def _untied(found: Young, rows: pd.DataFrame, role: str) -> str:
    """Return in how many offences the tie is not known, and whose age is not."""
    every = float(rows["offences"].sum())
    blank = float(rows.loc[rows["relationship"] == "unknown", "offences"].sum())
    return (
        f"Relationship not known in {findings.count(blank)} of {findings.count(every)} offences with a "
        f"suspect and a victim ({findings.share(blank, every)}); others are not among them. "
        f"{unknown_ages(found, (role,))}"
    )


@asks("young.districts", "Do districts differ by more than chance?", Whose, by_day=True)
def districts(store: Store, selection: Selection, options: Whose) -> Parts:
    """Victims or suspects under 25 by district, per resident of that age where residents are loaded."""
    found, who = young(store, selection, options.role), options.people
    counts = success_districts.placed(found.of(options.role).groupby("district")["people"].sum(), who)
    lived, note = success_districts.lived(store, found.wanted, found.span)
    held = people_districts.spread(counts, lived, who, found.span)
    return {
        "finding": people_districts.explain(held),
        "chart": people_districts.chart(held),
        "table": held.table,
        "estimates": people_districts.estimates(held),
        "subtitle": f"{findings.sentence(held.unit)[:-1]}, {found.span}",
        **captions(
            found,
            unknown_ages(found, (options.role,))
            + people_districts.missing(held)
            + success_districts.aside(counts, who),
            f"{people_districts.said(held, note)} Residents are counted where they live, wherever "
            f"{LIVES[options.role]}.",
            (options.role,),
        ),
    }
