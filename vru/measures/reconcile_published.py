"""Published figures as rolling twelve months: which years do not overlap, and what a category's 0 means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import NamedTuple

import pandas as pd

from vru.periods import Period, add_months


class Category(NamedTuple):
    """A published category: the group it belongs to, and the days between which it was counted."""

    group: str
    first: dt.date
    last: dt.date

    def in_force(self, year: Period) -> bool:
        """Whether the category was counted on some day of the year."""
        return self.first < year.end and self.last >= year.first


class Figure(NamedTuple):
    """What is published for a group and year: the sum of its categories, and which are not in it.

    `value` is None where a category that was in force is `missing`: a part of a sum is not the sum.
    """

    value: float | None
    missing: tuple[str, ...]
    not_in_force: tuple[str, ...]
    all_missing: bool = False


def year_of(starts: dt.date) -> Period:
    """Return the twelve months that begin on a day's month."""
    return Period(starts.replace(day=1), add_months(starts, 11))


def figures(
    rows: pd.DataFrame, categories: Mapping[str, Category], starts: dt.date, held: Collection[str] = ()
) -> dict[str, Figure]:
    """Return what is published for the year that begins with `starts`, by group.

    `rows` has starts (date), measure and value; `categories` are by measure. A category without a row
    is missing where it was in force. A 0 outside its dates says that it was not in force; another
    number there is counted, because records are moved into a year after a category has ended. Groups
    that are `held` have a figure, of missing categories, even where nothing is published of them.
    """
    here = rows[rows["starts"] == starts]
    values = dict(zip(here["measure"], here["value"], strict=True))
    groups = {categories[each].group for each in values if each in categories}
    groups |= set(held) & {each.group for each in categories.values()}
    return {each: _figure(each, values, categories, year_of(starts)) for each in sorted(groups)}


def _figure(
    group: str, values: Mapping[str, float], categories: Mapping[str, Category], year: Period
) -> Figure:
    ours = {name: each for name, each in categories.items() if each.group == group}
    missing = [name for name, each in ours.items() if each.in_force(year) and name not in values]
    silent = [name for name, each in ours.items() if not each.in_force(year) and not values.get(name)]
    value = None if missing else float(sum(values.get(name, 0) for name in ours))
    return Figure(value, tuple(missing), tuple(silent), not any(name in values for name in ours))


def covered(year: Period, months: Collection[dt.date]) -> int:
    """Return how many months of a year are among `months` (first days)."""
    return sum(add_months(year.first, each) in months for each in range(12))


def ending(starts: Collection[dt.date], months: Collection[dt.date]) -> int:
    """Return the month (1–12) in which the years end that are to be compared.

    Of the published twelve months, which overlap, those that end in the month with most years whole
    among `months`; then with most months covered; then the later and March before others. 3 where
    nothing is published.
    """
    ends: dict[int, list[Period]] = {}
    for each in starts:
        year = year_of(each)
        ends.setdefault(year.last.month, []).append(year)

    def worth(month: int) -> tuple[int, int, bool]:
        found = [covered(year, months) for year in ends[month]]
        return found.count(12), max(found), month == 3

    return max(sorted(ends), key=worth, default=3)
