"""Validity: months in which a flag or an area exists; outside it is unknown, never none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache

import numpy as np

from vru import reference
from vru.answers.making import Empty
from vru.periods import month_name
from vru.selection import Selection
from vru.store import Store

FLAGS = ("domestic", "knife")
AREAS = {"district": "districts", "csp": "csps"}
"""Levels of areas and the reference table that dates them."""


def flags_in_use(selection: Selection, split: str = "none") -> list[str]:
    """Return the flags that a selection filters by or is split by; "unknown" needs no flag."""
    return [each for each in FLAGS if split == each or getattr(selection, each) in ("yes", "no")]


def known_months(store: Store, selection: Selection, split: str) -> tuple[tuple[dt.date, dt.date], str]:
    """Return the first and last month with data in which every flag in use exists, and what that cuts off.

    The sentence is empty where it cuts nothing that was selected. Raises Empty for an extract
    without the selection's date basis, or a period before a flag began.
    """
    months = store.capabilities.months(selection.basis)
    if months is None:
        raise Empty("cannot", f"This extract has no date {selection.basis}: choose the other date basis.")
    begins = {each: flag_begins(each) for each in flags_in_use(selection, split)}
    flag = max(begins, key=lambda each: begins[each], default=None)
    if flag is None or begins[flag] <= months[0]:
        return months, ""
    said = (
        f"The {flag} flag begins in {month_name(begins[flag])}: before, it is unknown, and so is the trend."
    )
    if begins[flag] > min(months[1], selection.period.last):
        raise Empty("nothing", f"{said} Choose a later period, or take the filter or split by it away.")
    return (begins[flag], months[1]), said if selection.period.first < begins[flag] else ""


@cache
def flag_begins(flag: str) -> dt.date:
    """Return the first month of a flag."""
    rows = reference.table("flags")
    return dt.date.fromisoformat(rows.loc[rows["flag"] == flag, "valid_from"].iloc[0]).replace(day=1)


def in_force(split: str, part: str, months: Sequence[dt.date], value: np.ndarray) -> np.ndarray:
    """Return a part's monthly numbers, missing instead of 0 in months in which its area did not exist.

    `months` are first days and `value` has their shape (n,).
    """
    first, last = spans(split).get(part, (dt.date.min, dt.date.max))
    if first <= months[0] and months[-1] <= last:
        return value
    outside = np.array([not first <= each <= last for each in months])
    return np.where(outside & (value == 0), np.nan, value)


def boundary_days(level: str, areas: Sequence[str] = ()) -> list[dt.date]:
    """Return the days on which an area of a level began, or the day after it ended; all without `areas`."""
    known = [span for area, span in spans(level).items() if not areas or area in areas]
    days = {first for first, _ in known if first > dt.date.min}
    return sorted(days | {last + dt.timedelta(days=1) for _, last in known if last < dt.date.max})


@cache
def spans(level: str) -> dict[str, tuple[dt.date, dt.date]]:
    """Return the first and last day of each area of a level; nothing for a split that is not by area."""
    if level not in AREAS:
        return {}
    return {
        code: (
            dt.date.fromisoformat(first) if first else dt.date.min,
            dt.date.fromisoformat(last) if last else dt.date.max,
        )
        for code, first, last in reference.table(AREAS[level])[["code", "valid_from", "valid_to"]].to_numpy()
    }
