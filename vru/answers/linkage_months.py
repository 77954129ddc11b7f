"""Linkage's months: who was seen on both sides of each, and which dates are named or stand out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from vru.answers import events
from vru.answers.answer import Options, option
from vru.answers.making import Empty, rows_of
from vru.answers.people import REMEDIES, require
from vru.answers.sharing import once
from vru.measures import linkage
from vru.periods import Period, add_months, month_name, months_between
from vru.store import Store

LEAST_BACK = 100  # people who came back in a window: fewer drown any change in chance
SPANS = {6: "half a year", 12: "a year", 24: "two years"}
METHOD = "two catches, against the same a window earlier and later; limits by the swing of other months"
FOUND = "found here"
NAMING = (
    "Ask whether systems changed then, and name it in `recording_events.csv` beside the store, with persons "
    "under touches."
)
WHOLE = "The filters do not apply: pseudonyms belong to the whole extract."


@dataclass(frozen=True)
class Sides(Options):
    """How long people are looked for before and after a date."""

    side: str = option(
        "12",
        label="Months on either side",
        short="ls",
        choices={"6": "6 months", "12": "12 months", "24": "24 months"},
    )


NAMES = {
    "before": "people_before",
    "later": "people_after",
    "again": "people_again",
    "back": "seen_again",
    "expected": "expected_again",
    "lost": "split_at_date",
}
"""What a table's columns are called for readers."""


class Day(NamedTuple):
    """A day on which people may have been given other pseudonyms, and who says so."""

    label: str
    day: dt.date
    known: str


@once
def months(store: Store, side: int, shift: int, named: tuple[dt.date, ...]) -> pd.DataFrame:
    """Return month, before, later, again and shares in %, a row a month; months begin `shift` days later.

    `back` is the share of those before who came again; `lost` the share of them split, NaN
    where it cannot be judged, with `low`, `high` for a month named beforehand and `all_low`,
    `all_high` for all months together; `named` are the months of changes that are known. Raises
    Empty for an extract without persons or days, or too short for one window before and after.
    """
    require(store, "has_persons", "has_day")
    first, last = _reach(store, side, shift)
    rows = store.ask("linkage_months", first=first, last=last, side=side, shift=shift)
    rows["month"] = rows["month"].dt.date
    enough = rows["again"].where(rows["again"] >= LEAST_BACK)
    known = [months_between(first, each) for each in named]
    found = linkage.split(rows["before"], rows["later"], enough, side=side, known=known)
    shares = {"lost": found.value} | {each: getattr(found, each) for each in ("low", "high")}
    shares |= {each: getattr(found, each) for each in ("all_low", "all_high")}
    return rows.assign(
        back=100 * rows["again"] / rows["before"].where(rows["before"] > 0),
        **{name: 100 * values for name, values in shares.items()},
    )


def _reach(store: Store, side: int, shift: int) -> tuple[dt.date, dt.date]:
    """Return the first and last month with a whole window before it and from it on."""
    held = store.capabilities
    span = held.recorded_months or held.committed_months
    if span is None:
        raise Empty("cannot", f"This extract {REMEDIES['has_day']}.")
    first, last = add_months(span[0], side), add_months(span[1], 1 - side - (shift > 0))
    if first > last:
        raise Empty(
            "enough",
            f"The extract covers {Period(*span)}: people are looked for {SPANS[side]} before and after a "
            "date. Choose fewer months, or load a longer extract.",
        )
    return first, last


@once
def searched(store: Store, side: int) -> pd.DataFrame:
    """Return the months that can be judged (see `months`), with `found`: 1 for the clearest, NaN for none.

    Raises Empty where no month can be judged.
    """
    table = months(store, side, 0, _named(store))
    rank = np.full(len(table), np.nan)
    for place, at in enumerate(linkage.found(table["all_low"], side), start=1):
        rank[at] = place
    table = table.assign(found=rank)
    table = table[table["lost"].notna()].reset_index(drop=True)
    if table.empty:
        raise Empty(
            "enough",
            f"Whether people kept their pseudonym takes four times {SPANS[side]}, with a hundred people "
            "coming back in each; this extract has fewer. Choose fewer months, or load a longer one.",
        )
    return table


def days(store: Store, side: int) -> list[Day]:
    """Return the changes of people's keys that are named, in order, and those found that none explains."""
    named = [
        Day(each.label, each.begins, "named by the analyst" if each.own else each.source)
        for each in events.of_persons(store)
    ]
    try:
        table = searched(store, side)
    except Empty:
        return named
    near = [each.day.replace(day=1) for each in named]
    found = table[table["found"].notna()].sort_values("found")
    return named + [
        Day(f"Found: {month_name(row.month)}", row.month, FOUND)
        for row in rows_of(found)
        if not any(add_months(day, -side) <= row.month <= add_months(day, side) for day in near)
    ]


def _named(store: Store) -> tuple[dt.date, ...]:
    return tuple(each.begins.replace(day=1) for each in events.of_persons(store))


def judged(store: Store, side: int) -> pd.DataFrame:
    """Return a row for each day of `days`: label, date, known, people, shares in % and what is to be said.

    `lost`, `low` and `high` are NaN where `note` says what is missing. The limits of a day
    found here hold for all months looked at.
    """
    known = days(store, side)
    rows = [_row(store, each, side) | {"note": ""} for each in known]
    for row, each in zip(rows, known, strict=True):
        row["note"] = _note(row, each, known, side)
    columns = ["label", "date", "known", "before", "again", "back", "expected", "lost", "low", "high", "note"]
    return pd.DataFrame(rows, columns=columns)


def most_missing(row: Any) -> dict[str, Any]:
    """Return a month of `searched` as a row of `judged`, with the limits for all months together."""
    return {
        "label": f"Most missing: {month_name(row.month)}",
        "date": row.month,
        "known": FOUND,
        "before": row.before,
        "again": row.again,
        "back": row.back,
        "expected": row.back / (1 - row.lost / 100),
        "lost": row.lost,
        "low": row.all_low,
        "high": row.all_high,
        "note": "Stands out no more than chance lets it.",
    }


def _row(store: Store, each: Day, side: int) -> dict[str, Any]:
    about: dict[str, Any] = {"label": each.label, "date": each.day, "known": each.known}
    try:
        table = months(store, side, each.day.day - 1, _named(store))
    except Empty:
        return about
    for row in rows_of(table[table["month"] == each.day.replace(day=1)]):
        low, high = (row.all_low, row.all_high) if each.known == FOUND else (row.low, row.high)
        shares = {"back": row.back, "expected": row.back / (1 - row.lost / 100), "lost": row.lost}
        about |= {"before": row.before, "again": row.again, **shares, "low": low, "high": high}
    return about


def _note(row: dict[str, Any], each: Day, known: Iterable[Day], side: int) -> str:
    if "before" not in row:
        return f"The extract does not hold {side} months before and after it."
    if not np.isfinite(row["lost"]):
        return f"Takes {2 * side} months before and after it, with {LEAST_BACK} people coming back in each."
    near = [other for other in known if other is not each and _months_apart(other.day, each.day) < 2 * side]
    return f"“{near[0].label}” lies within {2 * side} months: each blurs the other." if near else ""


def _months_apart(one: dt.date, other: dt.date) -> int:
    return abs((one.year - other.year) * 12 + one.month - other.month)
