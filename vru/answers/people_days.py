"""People day by day: how many of a role and age there were in the selected offences, on which days."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from vru.answers.sharing import once
from vru.answers.tracks import Calendar
from vru.answers.validity import known_months
from vru.measures import series
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

GIVEN = ("basis", "first", "end", "level", "areas", "groups", "domestic", "knife")


class People(NamedTuple):
    """Who is meant: people of a role in the selected offences, of some ages and Home Office codes.

    `ages` are completed years, inclusive, None for any age, known or not; no `codes` are any.
    """

    selection: Selection
    role: str
    ages: tuple[int, int] | None
    codes: tuple[str, ...] = ()


@once
def rows(store: Store, meant: People) -> pd.DataFrame:
    """Return the rows of control_people over all months the store has: month, day, people, ageless."""
    known, _ = known_months(store, meant.selection, "none")
    asked = meant.selection.with_period(Period(*known)).parameters()
    low, high = meant.ages or (None, None)
    return store.ask(
        "control_people",
        **{each: asked[each] for each in GIVEN},
        codes=list(meant.codes) or None,
        role=meant.role,
        age_from=low,
        age_to=high,
    )


def by_month(store: Store, meant: People, calendar: Calendar, column: str = "people") -> np.ndarray:
    """Return a number for each month of a calendar; shape (months,)."""
    found = rows(store, meant)
    first = np.datetime64(calendar.months[0], "M")
    at = (found["month"].to_numpy().astype("datetime64[M]") - first).astype(int)
    none = np.zeros(len(found), int)
    return series.stacked(at, none, found[column], (1, len(calendar.months)))[0]


def days(meant: People, store: Store, span: Period) -> pd.DataFrame:
    """Return day (NaT where not known) and number of those meant, of the months of a period."""
    found = rows(store, meant)
    month = found["month"].dt.date
    inside = (month >= span.first) & (month < span.end) & (found["people"] > 0)
    return found.loc[inside, ["day", "people"]].rename(columns={"people": "number"}).sort_values("day")
