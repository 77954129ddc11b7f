"""School days: on which days schools are open, as nearly as a calendar alone can say.

Terms differ by school and year, so this is an approximation, and pages that use it say so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

GOOD_FRIDAY = "Good Friday"
CLOSED = (
    (dt.date(2020, 3, 23), dt.date(2020, 8, 31)),
    (dt.date(2021, 1, 4), dt.date(2021, 3, 7)),
)
"""Schools were closed to most pupils: the pandemic's two closures, first and last day (England)."""
MONDAY = 0


def school_days(first: dt.date, end: dt.date, holidays: Mapping[dt.date, str]) -> list[dt.date]:
    """Return the days from `first` to before `end` on which schools are taken to be open.

    Weekdays, without bank `holidays` (day to name, all years asked for), 22 July to 31 August, 20
    December to 2 January, the fortnight from the Monday before Good Friday, the weeks of the
    half-terms (from the Monday on or after 12 February, the last Mondays of May and October),
    and the closures of 2020 and 2021.
    """
    years = range(first.year - 1, end.year + 1)
    closed = [span for year in years for span in _breaks(year)] + list(CLOSED)
    closed += [_fortnight(day) for day, name in holidays.items() if name == GOOD_FRIDAY]
    days = (first + dt.timedelta(days=step) for step in range((end - first).days))
    return [
        day
        for day in days
        if day.weekday() < 5 and day not in holidays and not any(a <= day <= b for a, b in closed)
    ]


def _breaks(year: int) -> list[tuple[dt.date, dt.date]]:
    return [
        (dt.date(year, 7, 22), dt.date(year, 8, 31)),
        (dt.date(year, 12, 20), dt.date(year + 1, 1, 2)),
        _week(_monday_from(dt.date(year, 2, 12))),
        _week(_monday_from(dt.date(year, 5, 25))),
        _week(_monday_from(dt.date(year, 10, 25))),
    ]


def _monday_from(day: dt.date) -> dt.date:
    """Return the first Monday on or after a day; from the 25th of a month of 31 days, its last."""
    return day + dt.timedelta(days=(MONDAY - day.weekday()) % 7)


def _week(monday: dt.date) -> tuple[dt.date, dt.date]:
    return monday, monday + dt.timedelta(days=6)


def _fortnight(friday: dt.date) -> tuple[dt.date, dt.date]:
    return friday - dt.timedelta(days=4), friday + dt.timedelta(days=9)
