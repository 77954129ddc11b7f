"""Calendar months and the periods analysts ask for; everything here is inclusive of both ends."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple


class Period(NamedTuple):
    """A run of whole months, named by their first days, both inclusive."""

    first: dt.date
    last: dt.date

    @property
    def months(self) -> int:
        """How many months it has."""
        return months_between(self.first, self.last) + 1

    @property
    def end(self) -> dt.date:
        """The day after it: SQL reads `>= first and < end`."""
        return add_months(self.last, 1)

    def shifted(self, months: int) -> Period:
        """Return the period of the same length `months` later (earlier where negative)."""
        return Period(add_months(self.first, months), add_months(self.last, months))

    def __str__(self) -> str:
        if self.first == self.last:
            return month_name(self.first)
        return f"{month_name(self.first)} to {month_name(self.last)}"


def add_months(month: dt.date, months: int) -> dt.date:
    """Return the first day of the month that lies `months` after the month of `month`."""
    index = month.year * 12 + month.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, 1)


def months_between(first: dt.date, last: dt.date) -> int:
    """Return how many months `last` lies after `first`."""
    return (last.year - first.year) * 12 + last.month - first.month


def month_name(month: dt.date) -> str:
    """Return a month as people write it: March 2026."""
    return f"{month:%B} {month.year}"


def parse_month(text: str) -> dt.date:
    """Return the first day of a month written 2026-03; ValueError for anything else."""
    found = re.fullmatch(r"((?:19|20)[0-9]{2})-([0-9]{2})", text)
    if found is None:
        raise ValueError(f"a month is written 2026-03, not {text!r}")
    return dt.date(int(found[1]), int(found[2]), 1)


def presets(first: dt.date, last: dt.date, chosen: Period | None = None) -> dict[str, tuple[str, Period]]:
    """Return the periods an analyst asks for, by code, each with its label.

    `first` and `last` are the store's first and last usable month. With the period `chosen`
    now, "same period last year" is one of them. A preset that would begin before the data
    is left out.
    """
    april = dt.date(last.year if last.month >= 4 else last.year - 1, 4, 1)
    quarter = add_months(last, -(last.month % 3))
    wanted = {
        "all": ("All data", Period(first, last)),
        "l12": ("Last 12 months", Period(add_months(last, -11), last)),
        "fytd": ("Financial year to date", Period(april, last)),
        "yeq": (f"Year ending {month_name(quarter)}", Period(add_months(quarter, -11), quarter)),
    }
    if chosen is not None:
        wanted["sply"] = ("Same period last year", chosen.shifted(-12))
    return {code: each for code, each in wanted.items() if each[1].first >= first}
