"""Deprivation: how much more violence happens where people are most deprived?"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from vru import findings, reference
from vru.answers import comparing, drawing, tracks
from vru.answers.answer import Estimate, Options
from vru.answers.labels import elsewhere
from vru.answers.making import Empty, Parts, definition, left_out, rows_of
from vru.charts.chart import Axis, Chart, Series
from vru.measures import inequality, rates
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

LEAST_DECILES = 3
SMALL = 5
"""A tenth with 1 to below this many offences has no rate: nobody shall be picked out."""
LEAST_PLACED = 0.5
"""Share of the offences that must lie in a small area of known decile for rates to say anything."""
UNIT = "per 1,000 residents a year"


class Index(NamedTuple):
    """The index that is used: its edition, and residents by decile in the selected areas.

    `since` says of which mid-year they are.
    """

    edition: int
    since: str
    residents: dict[int, int]
    areas: int


def gradient(store: Store, selection: Selection, options: Options) -> Parts:
    """Return the parts of districts.deprivation."""
    index = _index(store, selection)
    asked = tracks.ask(store, selection, "count")
    found = comparing.periods(asked.calendar, asked.shown, "year_before")
    if found is None:
        raise Empty("enough", f"A rate a year needs twelve whole months, and {asked.shown} has fewer.")
    counts, placed, every = _offences(store, selection.with_period(found[0]), index)
    if every and placed < LEAST_PLACED * every:
        raise Empty(
            "cannot",
            "Less than half of the offences lie in a small area of the index: fill `lsoa` in the mapping, or "
            "load a lookup between the small areas of both censuses.",
        )
    table = _table(counts, index)
    slope = inequality.slope_index(table["rate"], table["residents"])
    table = _without_few(table)
    return {
        "finding": _explain(asked.words, table, slope, found[0]),
        "chart": _chart(table, found[0]),
        "table": table,
        "estimates": _estimates(table, slope, placed, every),
        "definition": _define(selection, index),
        "counted": f"{findings.quantity(asked.words, 'count', placed)} in "
        f"{findings.count(index.areas)} small areas, {found[0]}.",
        "missing": _missing(store, selection, placed, every),
        "subtitle": f"Rate per 1,000 residents by deprivation tenth of England, {found[0]}",
    }


def _index(store: Store, selection: Selection) -> Index:
    held = store.capabilities
    if not held.has_deprivation:
        raise Empty(
            "cannot",
            "This extract comes without an index of deprivation: load the published one by small area with "
            "`vru load FILE --mapping imd_2025` (or imd_2019).",
        )
    if not held.has_lsoa:
        raise Empty("cannot", "This extract gives no small area of an offence: fill `lsoa` in the mapping.")
    rows = store.ask("deprivation_residents")
    rows = rows[rows["edition"] == rows["edition"].max()]
    here = rows[_inside(rows["district"], selection, store)]
    if (here["residents"] == 0).all() or here["decile"].nunique() < LEAST_DECILES:
        raise Empty(
            "enough",
            "The selected areas hold small areas of too few tenths, or none with residents, to compare.",
        )
    people = here.groupby("decile")["residents"].sum()
    return Index(
        int(rows["edition"].max()),
        _since(here),
        {int(decile): int(number) for decile, number in people.items() if number},
        int(here["areas"].sum()),
    )


def _since(here: pd.DataFrame) -> str:
    """Return of which mid-year residents are: the last estimate's where loaded, else the index's own."""
    own, later = here["year"].max(), here["estimate_year"].max()
    estimated, areas = int(here["estimated"].sum()), int(here["areas"].sum())
    published = "as published with it" if pd.isna(own) else f"of mid-{int(own)}, as published with it"
    if not estimated:
        return published
    if estimated == areas:
        return f"the estimates of mid-{int(later)}"
    return f"the estimates of mid-{int(later)} in {estimated} of {areas} small areas, else {published}"


def _inside(districts: pd.Series, selection: Selection, store: Store) -> pd.Series:
    """Return which rows of the index lie in the selected areas; an index of England holds many more."""
    codes = districts.map(reference.csp_of()) if selection.level == "csp" else districts
    if selection.areas:
        return codes.isin(selection.areas)
    held = list(store.capabilities.districts)
    return districts.isin(held if elsewhere(held) else reference.area_names("district"))


def _offences(store: Store, selection: Selection, index: Index) -> tuple[dict[int, int], int, int]:
    """Return offences by decile, those with a decile, and all."""
    rows = store.ask("districts_deprivation", edition=index.edition, **selection.parameters())
    known = rows[rows["decile"].notna()]
    counts = {int(row.decile): int(row.offences) for row in rows_of(known)}
    return counts, sum(counts.values()), int(rows["offences"].sum())


def _table(counts: dict[int, int], index: Index) -> pd.DataFrame:
    deciles = sorted(index.residents)
    events = [counts.get(each, 0) for each in deciles]
    people = [index.residents[each] for each in deciles]
    made = rates.rate_per_1000(events, people)
    return pd.DataFrame(
        {
            "decile": deciles, "offences": events, "residents": people, "rate": made.value,
            "rate_low": made.low, "rate_high": made.high,
        }
    )  # fmt: skip


def _without_few(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table without the numbers of tenths that hold 1 to 4 offences."""
    few = (table["offences"] > 0) & (table["offences"] < SMALL)
    shown = ["offences", "rate", "rate_low", "rate_high"]
    return table.astype({"offences": float}).assign(**{each: table[each].where(~few) for each in shown})


def _chart(table: pd.DataFrame, span: Period) -> Chart:
    names = [str(each) for each in table["decile"]]
    series = Series(
        "Rate", tuple(names), drawing.values(table["rate"]), low=drawing.values(table["rate_low"]),
        high=drawing.values(table["rate_high"]),
    )  # fmt: skip
    return Chart(
        "bars",
        alt=f"Bars of the rate by deprivation tenth, most deprived first, {span}.",
        series=(series,),
        x=Axis("deprivation tenth of England, 1 = most deprived", "category"),
        y=Axis(f"offences {UNIT}", "number", from_zero=True),
    )


def _explain(words: Selection, table: pd.DataFrame, slope: inequality.Slope, span: Period) -> str:
    first, last = (_written(rows_of(table)[at].rate) for at in (0, -1))
    noun = findings.noun_of(words)
    said = f"In the most deprived tenth there were {first} {noun} per 1,000 residents, in the least {last}."
    limits = f"95 % interval {findings.decimal(slope.low)} to {findings.decimal(slope.high)}"
    if slope.low <= 0 <= slope.high:
        return f"{said} Over all tenths there is no clear slope ({findings.decimal(slope.value)}; {limits})."
    word = "more" if slope.value > 0 else "fewer"
    return (
        f"{said} From the least to the most deprived end there are {findings.decimal(abs(slope.value))} "
        f"{word} (slope index of inequality; {limits}) in {findings.period(span)}."
    )


def _written(rate: float) -> str:
    return "too few" if pd.isna(rate) else findings.decimal(rate)


def _define(selection: Selection, index: Index) -> str:
    every = " all ages and both sexes, whatever people are chosen" if selection.by_person else ""
    return (
        f"{definition(selection)} An offence counts in the small area where it happened, not where people "
        "live: town centres draw it from everywhere. The tenths are those of all England by the English "
        f"Indices of Deprivation {index.edition}; residents are{every} {index.since}. Limits of a bar are "
        "exact Poisson ones. The slope index is the difference between the ends of a line through the "
        "tenths, weighted by residents, each at the middle of its share of them; its interval is of how far "
        f"tenths stray from it. Tenths with 1 to {SMALL - 1} offences have no bar, so that nobody can be "
        "picked out."
    )


def _missing(store: Store, selection: Selection, placed: int, every: int) -> str:
    said = left_out(store, selection)
    if placed < every:
        said += (
            f" {findings.count(every - placed)} of {findings.count(every)} offences of the latest year "
            f"({findings.share(every - placed, every)}) have no small area of the index and are in no tenth."
        )
    return said


def _estimates(table: pd.DataFrame, slope: inequality.Slope, placed: int, every: int) -> tuple[Estimate, ...]:
    made = [
        Estimate("slope index of inequality", slope.value, slope.low, slope.high, UNIT, placed, slope.method),
        Estimate(
            "relative index", slope.relative, None, None, "times the rate of all", placed, slope.method, None
        ),
        Estimate("offences placed", placed, None, None, "offences", every, "count", None),
    ]
    made += [
        Estimate(
            f"tenth {row.decile}",
            row.rate,
            row.rate_low,
            row.rate_high,
            UNIT,
            int(row.offences),
            "exact Poisson",
        )
        for row in rows_of(table)
        if not pd.isna(row.rate)
    ]
    return tuple(made)
