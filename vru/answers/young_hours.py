"""Young hours: when the young are hurt or suspected, on school days and on others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru import findings
from vru.answers.answer import Estimate
from vru.answers.making import Parts, asks
from vru.answers.people import require
from vru.answers.young_data import (
    AGE_LIMIT,
    AGES,
    Whose,
    Young,
    captions,
    number,
    said,
    share,
    unknown,
    unknown_ages,
    young,
)
from vru.charts.chart import Axis, Chart, Series
from vru.measures import rates
from vru.selection import Selection
from vru.store import Store

PUPILS = ("10_17",)
SCHOOL = range(8, 15)
AFTER = range(15, 18)
HAPPENED = {"victim": "were hurt from", "suspect": "were recorded for"}
APPROXIMATE = (
    " School days are weekdays outside bank holidays, 22 July to 31 August, 20 December to 2 January, a "
    "fortnight round Easter, a week each in February, May and October, and the closures of 2020 and 2021: an "
    "approximation, since terms differ by school. Times of 00:00 exactly are taken as not known."
)


@asks("young.hours", "How much happens on the way home from school?", Whose, by_day=True)
def hours(store: Store, selection: Selection, options: Whose) -> Parts:
    """Victims or suspects aged 10 to 17 by hour, a day of the kind, on school days and on others."""
    require(store, "has_hour", "has_day")
    found = young(store, selection, options.role)
    rows = found.of(options.role, PUPILS)
    known = rows.dropna(subset=["hour"])
    table = _table(known, found)
    who = f"{options.people} aged {AGES['10_17']}"
    shares = _shares(known, who)
    return {
        "finding": _explain(shares, who, HAPPENED[options.role]),
        "chart": _chart(table, found, options.people, who),
        "table": table,
        "estimates": (*shares, *_bounds(), AGE_LIMIT),
        "subtitle": f"{findings.sentence(who)[:-1]} by hour of the day, {found.span}",
        **captions(
            found,
            f"{unknown(rows, 'hour', 'Time of day')} {unknown_ages(found, (options.role,))}",
            APPROXIMATE,
            (options.role,),
        ),
    }


def _table(known: pd.DataFrame, found: Young) -> pd.DataFrame:
    """Return a row for each hour and kind of day: people, and how many a hundred such days with limits."""
    parts = []
    for school, days, label in ((True, found.school, "School days"), (False, found.other, "Other days")):
        rows = known[known["school"].astype(bool) == school]
        people = rows.groupby("hour")["people"].sum().reindex(range(24), fill_value=0)
        limits = rates.poisson_limits(people.to_numpy(float))
        a_hundred = 100 / days if days else np.nan
        parts.append(
            pd.DataFrame(
                {
                    "day_kind": label,
                    "hour": range(24),
                    "people": people.to_numpy(int),
                    "value": people.to_numpy(float) * a_hundred,
                    "low": limits.low * a_hundred,
                    "high": limits.high * a_hundred,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _shares(known: pd.DataFrame, who: str) -> tuple[Estimate, ...]:
    """Return the shares after school on both kinds of day, and in school hours on school days."""
    school = known["school"].astype(bool)
    made = []
    for name, rows, span in (
        ("after school, school days", known[school], AFTER),
        ("same hours, other days", known[~school], AFTER),
        ("school hours, school days", known[school], SCHOOL),
    ):
        part = int(rows.loc[rows["hour"].isin(span), "people"].sum())
        made.append(share(name, part, int(rows["people"].sum()), f"{findings.sentence(who)[:-1]}, {name}"))
    return tuple(made)


def _explain(shares: tuple[Estimate, ...], who: str, happened: str) -> str:
    after, other, during = shares
    return (
        f"On school days {said(after)} of {who} {happened} {_clock(AFTER)}, on "
        f"other days {said(other)}. {said(during)} {happened} {_clock(SCHOOL)} on school days."
    )


def _clock(hours: range) -> str:
    return f"{hours.start}:00 to {hours.stop}:00"


def _bounds() -> tuple[Estimate, ...]:
    """Return the hours and ages that sentences name, as estimates."""
    hours = [each for span in (AFTER, SCHOOL) for each in (span.start, span.stop)]
    ages = [int(each) for each in PUPILS[0].split("_")]
    made = [number("hour", each, "o'clock") for each in hours] + [
        number("age", each, "years") for each in ages
    ]
    return (*made, number("minutes", 0, "minutes"))


def _chart(table: pd.DataFrame, found: Young, people: str, who: str) -> Chart:
    series = tuple(
        Series(
            f"{label}",
            tuple(f"{hour}" for hour in rows["hour"]),
            tuple(rows["value"]),
            low=tuple(rows["low"]),
            high=tuple(rows["high"]),
        )
        for label, rows in table.groupby("day_kind", sort=False)
    )
    return Chart(
        "bars",
        alt=f"Bars of {who} by hour, on school days and on others, {found.span}.",
        series=series,
        x=Axis("hour of the day, from 0 to 23", "category"),
        y=Axis(f"{people} in 100 such days", "number", from_zero=True),
    )
