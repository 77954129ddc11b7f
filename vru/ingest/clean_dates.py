"""Cleaners of dates and times of day: day first by contract, never guessed from the value."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from vru.ingest.clean import UNKNOWN, UNKNOWN_WORDS, Cleaned, trimmed

FIRST_YEAR, LAST_YEAR = 1900, 2100  # a year outside is a slip of the finger, not a date
_EXCEL_EPOCH = dt.date(1899, 12, 30)  # Excel counts a 29 February 1900 that never was
_SERIALS = (10_000, 73_050)  # 1927 to 2099: a number of four digits is rather a year

_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_PACKED = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_NUMBERS = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})")
_DAY_NAME = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[-/. ]*([a-z]{3,9})[-/., ]*([0-9]{4}|[0-9]{2})")
_NAME_DAY = re.compile(r"([a-z]{3,9})[-/. ]*([0-9]{1,2})(?:st|nd|rd|th)?,? +([0-9]{4})")
_ISO_MONTH = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_NAME_YEAR = re.compile(r"([a-z]{3,9})[-/. ]*([0-9]{4})")
_SERIAL = re.compile(r"([0-9]{1,5})(\.[0-9]+)?")
_WEEKDAY = re.compile(r"^(mon|tues?|wed(nes)?|thurs?|fri|sat(ur)?|sun)(day)?,? ")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)? ?(am|pm)?")
_BARE_TIME = re.compile(r"([0-9]{2})([0-9]{2})")
_ZONE = re.compile(r" ?(z|utc|gmt|[+-][0-9]{2}(:?[0-9]{2})?)$")

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}


class Day(NamedTuple):
    """A calendar day; where only the month is known, its first. `minute` of the day if a serial held one."""

    day: dt.date
    month_only: bool = False
    minute: int | None = None


def day(
    value: str | None,
    order: str = "dmy",
    *,
    pivot: int | None = None,
    serials: bool = False,
    month: bool = False,
) -> Cleaned:
    """Return the Day a text means, or the reason why it cannot be told.

    `order` (dmy, mdy or ymd) says how numbers such as 03/04/2018 are read; ISO dates and
    month names are read in any order. A two-digit year needs `pivot`: years up to it are
    20xx, later ones 19xx. A number such as 43101 is a date only where the mapping says
    `serials`. With `month` the day is dropped: the source only means the month.
    """
    found = trimmed(value)
    if found is None or found.casefold() in UNKNOWN_WORDS:
        return UNKNOWN
    found = _WEEKDAY.sub("", found.casefold())
    try:
        read = _full(found, order, pivot) or _month(found) or _serial(found, serials)
    except ValueError:
        return Cleaned(None, None, "bad_date")
    if isinstance(read, str):
        return Cleaned(None, None, read)
    if read is None or not FIRST_YEAR <= read.day.year <= LAST_YEAR:
        return Cleaned(None, None, "bad_date")
    return Cleaned(Day(read.day.replace(day=1), True)) if month else Cleaned(read)


def _full(found: str, order: str, pivot: int | None) -> Day | str | None:
    if match := _ISO.fullmatch(found) or _PACKED.fullmatch(found):
        return Day(dt.date(*map(int, match.groups())))
    if match := _NUMBERS.fullmatch(found):
        if order == "ymd":
            return "bad_date"
        first, second, year = match.groups()
        number, month = (int(first), int(second)) if order == "dmy" else (int(second), int(first))
        return _dated(year, month, number, pivot)
    if match := _DAY_NAME.fullmatch(found):
        return _dated(match[3], _month_named(match[2]), int(match[1]), pivot)
    if match := _NAME_DAY.fullmatch(found):
        return _dated(match[3], _month_named(match[1]), int(match[2]), pivot)
    return None


def _dated(year: str, month: int, number: int, pivot: int | None) -> Day | str:
    if len(year) == 4:
        return Day(dt.date(int(year), month, number))
    if pivot is None:
        return "two_digit_year"
    return Day(dt.date(int(year) + (2000 if int(year) <= pivot else 1900), month, number))


def _month(found: str) -> Day | None:
    if match := _ISO_MONTH.fullmatch(found):
        return Day(dt.date(int(match[1]), int(match[2]), 1), True)
    if match := _MONTH_YEAR.fullmatch(found):
        return Day(dt.date(int(match[2]), int(match[1]), 1), True)
    if match := _NAME_YEAR.fullmatch(found):
        return Day(dt.date(int(match[2]), _month_named(match[1]), 1), True)
    return None


def _month_named(name: str) -> int:
    full = dt.date(2000, _MONTHS.get(name[:3], 13), 1).strftime("%B").casefold()
    if len(name) > 3 and name != full and name != "sept":
        raise ValueError("no such month")
    return _MONTHS[name[:3]]


def _serial(found: str, allowed: bool) -> Day | str | None:
    match = _SERIAL.fullmatch(found)
    if not match or not _SERIALS[0] <= int(match[1]) <= _SERIALS[1]:
        return None
    if not allowed:
        return "excel_serial"
    minute = round(float(match[2]) * 24 * 60) % (24 * 60) if match[2] else None
    return Day(_EXCEL_EPOCH + dt.timedelta(days=int(match[1])), False, minute)


def time_of_day(value: str | None) -> Cleaned:
    """Return the minute of the day (0 to 1439) of `14:35`, `2:35 PM`, `1435` or an ISO time.

    A zone or offset is cut off: extracts are in local clock time. An unreadable time is
    unknown, and counted: the day stays usable.
    """
    found = trimmed(value)
    if found is None:
        return UNKNOWN
    found = _ZONE.sub("", found.casefold())
    match = _TIME.fullmatch(found) or _BARE_TIME.fullmatch(found)
    if not match:
        return Cleaned(None, "bad_time")
    hour, minute = int(match[1]), int(match[2])
    half = match[4] if match.re is _TIME else None
    if half and not 1 <= hour <= 12:
        return Cleaned(None, "bad_time")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return Cleaned(hour * 60 + minute) if hour < 24 and minute < 60 else Cleaned(None, "bad_time")
