"""Rates of age groups: suspects per 1,000 residents of the age, over the years."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru import findings
from vru.answers import drawing
from vru.answers import events as recording
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts, rows_of
from vru.answers.offenders_counts import Suspects
from vru.answers.offenders_data import AGES, FILL_AGE, KNOWN_AGE, LABELS, LEAST, ROLE, definition, enough
from vru.answers.offenders_residents import inside, residents
from vru.answers.people import changes, require
from vru.charts.chart import Chart, Mark
from vru.measures import rates, sex_trend
from vru.selection import Selection
from vru.store import Store

PER = "per 1,000 residents a year"
NO_TREND = (
    f"No age group can be followed: that takes {LEAST} whole years with residents, and at least "
    f"{sex_trend.LEAST_EVENTS} suspects, in {sex_trend.SEEN_IN} of them or more."
)
Floats = NDArray[np.float64]


def age_rates(store: Store, selection: Selection) -> Parts:
    """Return the parts of the rates of age groups over the years."""
    require(store, "has_suspects")
    lived = residents(store, selection)
    found = inside(store, selection, lived.areas)
    events, people = found.by_band(selection.sex), lived.of(selection.sex)
    if not events.sum():
        raise Empty("cannot", "No suspect's age is known under these filters: fill `age`.")
    enough(events.sum(), found.by_year(selection.sex).sum(), KNOWN_AGE, FILL_AGE)
    table = _rated(found, events, people)
    if table["value"].isna().all():
        raise Empty(
            "cannot",
            "No population estimate covers these years and a whole age group of both sexes: load mid-year "
            "estimates by sex and single year of age.",
        )
    trends = _trends(found, events, people)
    blank = found.by_year(selection.sex).sum() - events.sum()
    marks = changes(store, selection, found.shown)
    return {
        "finding": _say(table, trends),
        "chart": _panels(table, marks),
        "table": table.drop(columns="month"),
        "estimates": _estimates(table, trends, events),
        "subtitle": f"Suspects {PER}, each panel one age group (the others grey), {found.shown}",
        "definition": definition(store, selection, unused=(AGES, ROLE))
        + " Suspects count where the offence was, residents where they live: not every suspect is a resident."
        + recording.listed(marks),
        "counted": f"{findings.count(events.sum())} suspects of known age, {found.shown}. {lived.note}",
        "missing": f"{findings.count(blank)} suspects of unknown age, of a range across two groups, or under "
        "ten, are in no group. "
        "Offences outside the areas with residents are left out.",
    }


def _rated(found: Suspects, events: Floats, people: Floats) -> pd.DataFrame:
    frames = []
    for at, label in enumerate(LABELS):
        known = people[:, at] > 0
        made = np.full((3, len(people)), np.nan)
        if known.any():
            made[:, known] = rates.rate_per_1000(events[known, at], people[known, at])[:3]
        frames.append(
            pd.DataFrame(
                {
                    "month": [each.period.last for each in found.years],
                    "age": label,
                    "year": [each.label for each in found.years],
                    "suspects": events[:, at].astype(int),
                    "person_years": people[:, at].round(1),
                    "value": made[0],
                    "low": made[1],
                    "high": made[2],
                    "whole": found.whole,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def _trends(found: Suspects, events: Floats, people: Floats) -> dict[str, sex_trend.Rate]:
    made = {}
    for at, label in enumerate(LABELS):
        used = found.whole & (people[:, at] > 0)
        if used.sum() >= LEAST and sex_trend.can_follow(events[used, at]):
            made[label] = sex_trend.rate_trend(np.flatnonzero(used), events[used, at], people[used, at])
    return made


def _say(table: pd.DataFrame, trends: dict[str, sex_trend.Rate]) -> str:
    last = _latest(table)
    top = rows_of(last.loc[[last["value"].idxmax()]])[0]
    said = (
        f"In the {top.year} there were {findings.decimal(top.value)} suspects aged {top.age} per 1,000 "
        "residents of that age, the most of any "
        f"(95 % limits {findings.decimal(top.low)} to {findings.decimal(top.high)})."
    )
    if not trends:
        return f"{said} {NO_TREND}"
    if len(trends) == 1:
        return f"{said} The rate {_trend(next(iter(trends)), trends)}; no other can be followed."
    fast, slow = (pick(trends, key=lambda each: trends[each].percent) for pick in (max, min))
    return f"{said} The rate {_trend(fast, trends)}, the most, and {_trend(slow, trends)}, the least."


def _latest(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["value"].notna()].groupby("age", sort=False).tail(1)


def _trend(label: str, trends: dict[str, sex_trend.Rate]) -> str:
    each = trends[label]
    return (
        f"at {label} changed by {findings.signed(each.percent, 1)} % a year "
        f"({findings.signed(each.low, 1)} to {findings.signed(each.high, 1)})"
    )


def _estimates(
    table: pd.DataFrame, trends: dict[str, sex_trend.Rate], events: Floats
) -> tuple[Estimate, ...]:
    moved = [
        Estimate(
            f"{label}, change a year", each.percent, each.low, each.high, "percent",
            int(events[:, LABELS.index(label)].sum()), each.method,
        )
        for label, each in trends.items()
    ]  # fmt: skip
    return (*moved, *(_rate(row) for row in rows_of(_latest(table))))


def _rate(row: Any) -> Estimate:
    return Estimate(
        f"{row.age}, {row.year}", row.value, row.low, row.high, PER, row.suspects, "exact Poisson"
    )


def _panels(table: pd.DataFrame, marks: tuple[Mark, ...]) -> Chart:
    lines = [drawing.line(table[table["age"] == each], each, panel=each) for each in LABELS]
    alt = "Small pictures of rates by age group."
    return drawing.over_time(lines, f"Suspects {PER}", alt, marks=marks, panels=True)
