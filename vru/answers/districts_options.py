"""Options of the districts page: which areas stand in the table, in which order, against which year."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vru.answers import success_base
from vru.answers.answer import Options, option
from vru.answers.trend_options import Drawn
from vru.errors import SelectionError
from vru.periods import Period, add_months, month_name, parse_month
from vru.store import Store

LEVELS = {"district": "Districts", "csp": "Community safety partnerships"}
ORDERS = {
    "name": "Name",
    "now": "Number in the latest year",
    "change": "Change on the year before",
    "rate": "Rate per 1,000 residents",
}
BASELINES = {
    success_base.DECIDED: "As decided, else September 2019",
    success_base.DEFAULT: "Year to September 2019",
    "2011-03": "Year to March 2011",
    "2020-03": "Year to March 2020",
}


def _month(text: str) -> str:
    """Return the last month of a baseline year as it is kept: 2019-09."""
    found = re.sub(r"\s", "", text)
    try:
        parse_month(found)
    except ValueError as problem:
        raise SelectionError(
            f"{text!r} is no month.\nEnter the last month of the baseline year, such as 2019-09."
        ) from problem
    return found


@dataclass(frozen=True)
class Level(Options):
    """Which areas are compared; the area filter's own level goes before it."""

    level: str = option(
        "district",
        label="Areas",
        short="lv",
        choices=LEVELS,
        about="Dartford and Gravesham are two districts and share one partnership. Where the area filter is "
        "set to partnerships, they are shown.",
    )


@dataclass(frozen=True)
class Shown(Level, Drawn):
    """The same, and whether programmes are drawn."""


@dataclass(frozen=True)
class Performance(Level):
    """The baseline year and the order of the rows."""

    baseline: str = option(
        success_base.DECIDED,
        label="Baseline",
        short="bl",
        choices=BASELINES,
        about="Twelve months that the latest are held against, beside the year before.",
        reads=_month,
        entry="Another year: its last month, such as 2019-03",
    )
    order: str = option(
        "name",
        label="Sort by",
        short="so",
        choices=ORDERS,
        about="Highest first, names from A to Z. A place in a sorted list is no rank: the rank stands in the "
        "table, with its interval.",
    )


@dataclass(frozen=True)
class Districts(Performance, Shown):
    """The options of the page."""


def baseline_year(store: Store, chosen: str) -> Period:
    """Return the twelve months of the baseline: as chosen, else as analysts decided."""
    last = parse_month(success_base.month_of(store, chosen))
    return Period(add_months(last, -11), last)


def named(year: Period) -> str:
    """Return what a baseline year is called."""
    return f"the year to {month_name(year.last)}"
