"""Funnel: each district's rate against that of all, with limits that allow for size and usual differences."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import comparing, districts_data, funnel_lines
from vru.answers.answer import Estimate
from vru.answers.districts_data import Area, Areas, Rate, rate
from vru.answers.districts_options import Level
from vru.answers.districts_similar import chosen_part, most_similar
from vru.answers.making import Empty, Parts, definition, left_out, rows_of
from vru.charts.chart import Axis, Chart, Series
from vru.measures import funnel
from vru.selection import Selection
from vru.store import Store

DOTS = "dots"
LEAST_AREAS = 3
KINDS = {
    "other": "Other areas", "similar": "Most similar", "chosen": "The area looked at",
    "outside": "Outside the limits",
}  # fmt: skip
NAMED = 4


def shape(store: Store, selection: Selection, options: Level) -> Parts:
    """Return the parts of districts.funnel."""
    found = districts_data.areas(store, selection, options.level)
    rated = _rated(found)
    one = funnel.funnel([each.offences for _, each in rated], [each.person_years for _, each in rated])
    about = chosen_part(found)
    near, rule = most_similar(store, found, about)
    table = _table(rated, one, about, near)
    about_name = next(each.name for each in found.listed if each.track.part == about)
    return {
        "finding": _explain(table, found, about_name, near),
        "chart": _chart(table, one, found),
        "table": table,
        "estimates": _estimates(table, one),
        "definition": _define(found, one, rule, about_name, bool(near)),
        "counted": f"{findings.quantity(found.words, 'count', float(table['this_year'].sum()))} in "
        f"{found.many}, {found.now}.",
        "missing": _missing(store, found, len(rated)),
        "subtitle": f"Rate per 1,000 residents over residents, {found.now}",
        "selected": found.selection.sentence(),
    }


def _rated(found: Areas) -> list[tuple[Area, Rate]]:
    if found.unrated:
        raise Empty("cannot", found.unrated)
    rated = [(each, rate(each, found.now)) for each in found.listed]
    known = [(area, one) for area, one in rated if not math.isnan(one.value)]
    if len(known) < LEAST_AREAS:
        raise Empty(
            "enough",
            f"A funnel holds each area against all of them: too few {districts_data.MANY[found.level]} have "
            "residents and offences here.",
        )
    if not sum(one.offences for _, one in known):
        raise Empty("nothing", f"No offence of a district with residents matches in {found.now}.")
    return known


def _table(rated: list[tuple[Area, Rate]], one: funnel.Funnel, about: str, near: list[str]) -> pd.DataFrame:
    people = np.array([each.person_years for _, each in rated])
    limits = {level: funnel.limits(one.target, people, one.phi, level) for level in funnel.LEVELS}
    codes = [area.track.part for area, _ in rated]
    kinds = np.where(np.isin(codes, near), "similar", np.where(one.place != "inside", "outside", "other"))
    return pd.DataFrame(
        {
            "area": [area.name for area, _ in rated],
            "this_year": [each.offences for _, each in rated],
            "residents": people.round(),
            "rate": one.rate,
            "rate_low": [comparing.finite(each.low) for _, each in rated],
            "rate_high": [comparing.finite(each.high) for _, each in rated],
            "place": one.place,
            "limit_95_low": limits[0.95][0],
            "limit_95_high": limits[0.95][1],
            "limit_998_low": limits[0.998][0],
            "limit_998_high": limits[0.998][1],
            "kind": np.where(np.array(codes) == about, "chosen", kinds),
            "firm": [each.firm for _, each in rated],
        }
    )


def _chart(table: pd.DataFrame, one: funnel.Funnel, found: Areas) -> Chart:
    series = funnel_lines.lines(one, table["residents"].to_numpy(float))
    for kind, name in KINDS.items():
        rows = table[table["kind"] == kind]
        series.append(_dots(name, rows, hidden=kind == "other"))
    return Chart(
        "funnel",
        alt=f"Funnel of the rates of {found.many} over their residents, with 95 and 99.8 % limits.",
        series=tuple(series),
        x=Axis("residents", "number"),
        y=Axis("offences per 1,000 residents a year", "number", from_zero=True),
        height=460,
    )


def _dots(name: str, rows: pd.DataFrame, *, hidden: bool) -> Series:
    return Series(
        name,
        tuple(rows["residents"].tolist()),
        tuple(rows["rate"].tolist()),
        low=tuple(map(_or_none, rows["rate_low"])),
        high=tuple(map(_or_none, rows["rate_high"])),
        hollow=tuple((~rows["firm"].to_numpy(bool)).tolist()),
        role="context" if hidden else "main",
        panel=DOTS,
        notes=tuple(rows["area"]),
    )


def _or_none(value: Any) -> float | None:
    return None if value is None or math.isnan(value) else float(value)


def _explain(table: pd.DataFrame, found: Areas, about: str, near: list[str]) -> str:
    out = table[table["place"] != "inside"]
    number = len(out)
    verb = "lie" if number > 1 else "lies"
    said = (
        f"{number or 'Not one'} of {found.many} {verb} outside what size and usual differences let expect in "
        f"{findings.period(found.now)}."
    )
    if number:
        listed = [f"{row.area} ({row.place}, {findings.decimal(row.rate)})" for row in rows_of(out)[:NAMED]]
        more = f" and {number - NAMED} more" if number > NAMED else ""
        said += f" Outside the limits: {', '.join(listed)}{more}."
    names = list(table.loc[table["kind"] == "similar", "area"])
    return said + (f" Most like {about}: {', '.join(names)}." if names else "")


def _define(found: Areas, one: funnel.Funnel, rule: str, about: str, near: bool) -> str:
    said = [
        definition(found.selection),
        "Each dot is an area's rate, its interval in the table; the middle line is the rate of all of them "
        f"together. {funnel_lines.said(one, 'areas')} Below means fewer, not better.",
        found.note,
        rule,
    ]
    if near and not found.chosen:
        said.append(f"No area is chosen, so that they are like {about}, which has the highest rate.")
    return " ".join(each for each in said if each)


def _missing(store: Store, found: Areas, rated: int) -> str:
    said = left_out(store, found.selection)
    if rated < len(found.listed):
        said += f" {len(found.listed) - rated} of {found.many} have no residents loaded, and no dot."
    return said + " Hollow dots rest on residents carried on or projected."


def _estimates(table: pd.DataFrame, one: funnel.Funnel) -> tuple[Estimate, ...]:
    n, unit = len(table), one.unit
    total = int(table["this_year"].sum())
    outside = int((table["place"] != "inside").sum())
    made = [
        Estimate("areas outside", outside, None, None, "areas", n, one.method, None),
        Estimate("areas", n, None, None, "areas", n, "count", None),
        Estimate("rate of all", one.target, None, None, unit, total, "sum of offences over residents", None),
        Estimate("over_dispersion", one.phi, None, None, "variance over mean", n, one.method, None),
    ]
    made += [
        Estimate(row.area, row.rate, _or_none(row.rate_low), _or_none(row.rate_high), unit, row.this_year,
                 "exact Poisson limits, over-dispersion of the area's own months")
        for row in rows_of(table)
    ]  # fmt: skip
    return tuple(made)
