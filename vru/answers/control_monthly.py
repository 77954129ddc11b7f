"""A monthly series as a control chart takes it, whatever it counts: offences, people, hospital figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru.answers import events
from vru.answers.making import Parts
from vru.answers.tracks import Calendar
from vru.measures.spc import Kind
from vru.periods import Period, months_between
from vru.recording_events import Event
from vru.selection import Selection
from vru.store import Store

RARE = 2.0
"""Fewer a month than this are rare: their months hold too little for limits."""
FACTOR = {"count": 1.0, "rate": 1_000.0, "share": 100.0}
"""What a number out of its size is multiplied by to be read."""


class Monthly(NamedTuple):
    """A monthly series over a calendar, from the source's first month to the last of the selected period.

    `value` and `size` are what `spc.control` takes, `usable` the months that may be judged,
    `counted` the number that is shown beside; arrays of shape (n,). `shown` is the selected
    period where there is data, `selection` what is counted, `noun` and `unit` how it is called,
    `doubt` why nothing may be concluded of it. `recorded` is whether the police record it, so that
    changes in recording touch it; `split` the flag whose share it is.

    `captions` returns definition, counted and missing, and selected where not all filters apply.
    `days` returns a row for each day of a period with such events: day (NaT where not known) and
    number; it is None where no days are known.
    """

    calendar: Calendar
    value: np.ndarray
    size: np.ndarray
    usable: np.ndarray
    counted: np.ndarray
    shown: Period
    selection: Selection
    noun: str
    unit: str
    captions: Callable[[Store], Parts]
    days: Callable[[Store, Period], pd.DataFrame] | None = None
    kind: Kind = "count"
    measure: str = "count"
    scale: float = 1.0
    doubt: str | None = None
    recorded: bool = True
    split: str = "none"

    @property
    def months(self) -> list[dt.date]:
        """The first days of its months."""
        return self.calendar.months

    def place(self, month: dt.date) -> int:
        """Return where a month lies, below 0 where before the first."""
        return months_between(self.months[0], month)


def counts(calendar: Calendar, numbers: np.ndarray, *, usable: np.ndarray | None = None, **about) -> Monthly:
    """Return a count a month as a series; a month without a number is not judged.

    `about` are the other fields of Monthly.
    """
    value = np.asarray(numbers, float)
    fit = calendar.whole if usable is None else usable
    return Monthly(
        calendar=calendar,
        value=value,
        size=np.asarray(calendar.days, float),
        usable=fit & np.isfinite(value),
        counted=value,
        **about,
    )


def is_rare(found: Monthly) -> bool:
    """Return whether a count has fewer than two a month in the shown period."""
    inside = slice(max(found.place(found.shown.first), 0), None)
    months = int(found.usable[inside].sum())
    few = found.counted[inside][found.usable[inside]].sum() < RARE * months
    return found.kind == "count" and found.measure == "count" and months > 0 and bool(few)


def touching(store: Store, found: Monthly) -> list[Event]:
    """Return the changes in recording that touch the series; none where the police do not record it."""
    if not found.recorded:
        return []
    return events.touching(store, found.selection, split=found.split, measure=found.measure)
