"""Success homicide data: who was killed, which of them the measure counts, and over which months."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru.answers import comparing, people, tracks
from vru.answers.answer import option
from vru.answers.making import Empty
from vru.answers.sharing import once
from vru.answers.success_data import LIMIT, Baseline, in_areas
from vru.answers.tracks import Calendar
from vru.measures import spc
from vru.periods import Period, add_months, parse_month
from vru.selection import Selection
from vru.store import Store

RECENT = 24
"""Months together that are held against those before: one year has too few deaths to say anything."""
QUARTER = 3
LEAST = 24
"""Months to hold them against, at least."""
WHICH = {"young": f"With a knife, under {LIMIT}", "all": "All that are not domestic (later wording)"}


@dataclass(frozen=True)
class Killings(Baseline):
    """Which killings are counted: as first issued, or as worded later."""

    killings: str = option(
        "young",
        label="Killings",
        short="ki",
        choices=WHICH,
        about="First asked for: knife killings of under-25s; later: all killings that are not domestic.",
    )


class Dead(NamedTuple):
    """Homicide victims of the whole extract, and which of them are counted.

    `rows` are those of success_homicides, `at` their months, counted from the calendar's first;
    `counted`, `domestic` (as counted, but domestic) and `unsure` (counted, though it is not known
    whether domestic) are masks of its rows, shape (n,).
    """

    rows: pd.DataFrame
    at: np.ndarray
    counted: np.ndarray
    domestic: np.ndarray
    unsure: np.ndarray
    calendar: Calendar
    shown: Period
    note: str

    def number(self, which: np.ndarray, span: Period) -> int:
        """Return how many rows of a mask lie in a period."""
        inside = self.calendar.places(span)
        return int((which & (self.at >= inside.start) & (self.at < inside.stop)).sum())

    def by_month(self, which: np.ndarray) -> np.ndarray:
        """Return how many rows of a mask each month of the calendar has; shape (months,)."""
        size = len(self.calendar.months)
        return np.bincount(self.at[which & (self.at < size)], minlength=size)


@once
def dead(store: Store, selection: Selection, killings: str) -> Dead:
    """Return the homicide victims. Raises Empty where the extract has no homicide, age or knife flag."""
    people.require(store, "has_victims", "has_age")
    if killings == "young" and not store.capabilities.has_knife:
        raise Empty("cannot", "This extract has no knife flag: load one whose mapping fills `knife`.")
    if "homicide" not in store.capabilities.groups:
        raise Empty(
            "cannot",
            "This extract holds no homicide: load one that does, by `ho_code` (1, 4.1, 4.2).",
        )
    flag = "yes" if killings == "young" else None
    place = Selection(
        selection.period, basis=selection.basis, level=selection.level, areas=selection.areas, knife=flag
    )
    months = tracks.ask(store, place)
    rows = in_areas(_rows(store, selection.basis), selection)
    first = np.datetime64(months.calendar.months[0], "M")
    at = (rows["month"].to_numpy().astype("datetime64[M]") - first).astype(int)
    # a flag that was not there yet tells nothing: the calendar begins with it
    rows, at = rows[at >= 0], at[at >= 0]
    of_age = np.ones(len(rows), bool)
    if killings == "young":
        of_age = ((rows["age"] == "young") & (rows["knife"] == "yes")).to_numpy()
    state = rows["domestic"].to_numpy()
    counted = of_age & (state != "yes")
    unsure = counted & (state == "unknown")
    domestic = of_age & (state == "yes")
    return Dead(rows, at, counted, domestic, unsure, months.calendar, months.shown, months.note)


@once
def _rows(store: Store, basis: str) -> pd.DataFrame:
    """Return the homicide victims of all months and areas."""
    months = store.capabilities.months(basis)
    assert months is not None, "tracks have refused a store without months"
    span = Period(*months)
    return store.ask("success_homicides", basis=basis, first=span.first, end=span.end)


class Tested(NamedTuple):
    """The latest 24 months held against the months up to the end of the baseline year.

    `earlier` are the months of the baseline; `base` the baseline year where the data has it, else
    None and `why`. `days` and `days_before` count whole months only.
    """

    now: Period
    latest: Period
    earlier: Period
    base: Period | None
    why: str
    test: spc.Recent
    days: int
    days_before: int


@once
def tested(store: Store, selection: Selection, killings: str, last: str) -> Tested:
    """Return the exact test. Raises Empty without 24 months and as many before them."""
    found = dead(store, selection, killings)
    spans = comparing.periods(found.calendar, found.shown, "year_before")
    first = found.calendar.months[0]
    if spans is None:
        raise Empty("enough", f"No twelve months end with a whole one in {found.shown}.")
    latest = spans[0]
    now = Period(add_months(latest.last, 1 - RECENT), latest.last)
    base = Period(add_months(parse_month(last), -11), parse_month(last))
    why = ""
    if base.first < first:
        why = f"figures begin in {first:%B %Y}, so that the baseline year is not whole"
    elif base.last >= now.first:
        why = f"the baseline year is not over before the latest {RECENT} months begin"
    earlier = Period(first, add_months(now.first, -1) if why else base.last)
    if earlier.months < LEAST:
        raise Empty(
            "enough",
            f"The latest {RECENT} months need {LEAST} before them to be held against: the extract has fewer.",
        )
    (events, days), (before, days_before) = (_whole(found, span) for span in (now, earlier))
    test = spc.recent(events, days, before, days_before)
    return Tested(now, latest, earlier, None if why else base, why, test, days, days_before)


def _whole(found: Dead, span: Period) -> tuple[int, int]:
    """Return the counted dead in the whole months of a period, and the days of these months."""
    inside, calendar = found.calendar.places(span), found.calendar
    whole = calendar.whole[inside]
    days = int(calendar.days[inside][whole].sum())
    if not days:
        raise Empty("enough", f"No month of {span} is whole.")
    return int(found.by_month(found.counted)[inside][whole].sum()), days


def quarters(found: Dead) -> pd.DataFrame:
    """Return a row for each calendar quarter shown: its dead, and whether all its months are whole.

    `quarter` is its name, `month` its first month, `dead` those counted, `domestic` those left out.
    """
    calendar = found.calendar
    inside = calendar.places(found.shown)
    months = calendar.months[inside]
    starts = [each.replace(month=each.month - (each.month - 1) % 3) for each in months]
    table = pd.DataFrame(
        {
            "month": starts,
            "dead": found.by_month(found.counted)[inside],
            "domestic": found.by_month(found.domestic)[inside],
            "whole": calendar.whole[inside].astype(int),
        }
    )
    summed = table.groupby("month", as_index=False).sum()
    names = [f"{start.year} Q{(start.month + 2) // 3}" for start in summed["month"]]
    summed.insert(0, "quarter", names)
    return summed.assign(whole=summed["whole"] == QUARTER)


def days(found: Dead) -> list[dt.date]:
    """Return the days of the counted deaths in order, up to the end of the shown period."""
    rows = found.rows[found.counted]
    return sorted(each.date() for each in rows["day"] if each.date() < found.shown.end)
