"""Options of the maps: which areas, which measure, which part of the week, which scale, which place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from vru import reference
from vru.answers.answer import Options, option
from vru.answers.hotspots_search import place_named, places_like
from vru.areas import LEVELS
from vru.periods import Period
from vru.selection import Selection

MEASURES = {"count": "Offences", "rate": "Per 1,000 residents", "harm": "Harm"}
FORCE = "force"


def _windows() -> dict[str, str]:
    rows = reference.table("windows")
    return dict(zip(rows["code"], rows["label"], strict=True))


@dataclass(frozen=True)
class Window(Options):
    """Which part of the week is looked at."""

    window: str = option(
        "all",
        label="When",
        short="w",
        choices=_windows(),
        about="A part of the week needs a time of day; school holidays are left out as data/reference says.",
    )


@dataclass(frozen=True)
class Places(Window):
    """Which areas are drawn, and what of them."""

    level: str = option(
        "district",
        label="Areas",
        short="at",
        choices=LEVELS,
        about="Small areas and squares are for the analysts' room: a square may be one house.",
    )
    measure: str = option(
        "count",
        label="Measure",
        short="m",
        choices=MEASURES,
        about="Rates need residents of each area; harm is the sum of Crime Severity Score weights.",
    )
    scale: str = option(
        "fixed",
        label="Shades",
        short="sc",
        choices={"fixed": "The same for every filter", "fitted": "Fitted to this selection"},
        about="The same shades for all filters let maps be compared; fitted ones show more of few offences.",
    )


@dataclass(frozen=True)
class Viewed(Options):
    """Which place is looked at."""

    place: str = option(
        FORCE,
        label="Place",
        short="pl",
        choices={FORCE: "Whole force", **reference.area_names("district")},
        about="Moves the map there; nothing is filtered.",
        reads=place_named,
        entry="Search a district, town, ward or small area, by name or code",
        finds=places_like,
    )


@dataclass(frozen=True)
class Mapped(Viewed, Places):
    """Which areas are drawn, what of them, and which place is looked at."""


def window_parameters(selection: Selection, window: str) -> dict[str, Any]:
    """Return the parameters `hours` and `off` of a query for a part of the week."""
    if window == "all":
        return {"hours": None, "off": None}
    row = _window(window)
    span = range(int(row["from_hour"]), int(row["to_hour"]))
    hours = sorted({((int(day) - 1) * 24 + hour) % 168 for day in row["days"] for hour in span})
    return {"hours": hours, "off": no_school(selection.period) if row["school_days"] == "yes" else None}


def _window(code: str) -> dict[str, str]:
    rows = reference.table("windows")
    row = rows[rows["code"] == code].iloc[0]
    return {str(column): str(value) for column, value in row.items()}


def window_said(window: str) -> str:
    """Return what a part of the week is, as a caption says it; nothing for all of it."""
    row = _window(window)
    return "" if window == "all" else f"{row['label']} only: {row['note']}."


def no_school(period: Period) -> list[dt.date]:
    """Return the days without school near a period: bank holidays, the usual holidays, Easter's fortnight.

    Offences recorded in the period may have been committed years before: ten years are looked back.
    """
    years = range(period.first.year - 10, period.last.year + 1)
    spans = reference.table("school_holidays")
    found: set[dt.date] = set()
    for year in years:
        for first, last in zip(spans["first"], spans["last"], strict=True):
            found |= _days(dt.date.fromisoformat(f"{year}-{first}"), dt.date.fromisoformat(f"{year}-{last}"))
    for day, name in reference.bank_holidays(years[0], years[-1]).items():
        found.add(day)
        if name == "Good Friday":
            found |= _days(day - dt.timedelta(4), day + dt.timedelta(7))
    return sorted(found)


def _days(first: dt.date, last: dt.date) -> set[dt.date]:
    return {first + dt.timedelta(at) for at in range((last - first).days + 1)}
