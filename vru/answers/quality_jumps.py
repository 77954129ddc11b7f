"""Jumps of the level: months that stand out, and what the known changes in recording did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import comparing, drawing, events, tracks
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts, definition, rows_of
from vru.charts.chart import Mark
from vru.measures import jumps
from vru.periods import Period, month_name, months_between
from vru.recording_events import Event
from vru.selection import Selection
from vru.store import Store

NEAR = 1  # months: a jump so near to a known change is named after it
FOUND, NAMED = "stands out", "known change"


class Level(NamedTuple):
    """A series to be looked at: offences a day of each month, and which months say something."""

    track: tracks.Track
    values: np.ndarray
    usable: np.ndarray


def sees(selection: Selection) -> Hashable:
    """What jumps look at in a selection: all but its period, since a jump needs years on either side."""
    parameters = selection.parameters()
    return tuple(str(each) for name, each in parameters.items() if name not in ("first", "end"))


def jumping(store: Store, selection: Selection) -> Parts:
    """Return the parts of where the level jumps, found month by month and at the known changes."""
    asked = _asked(store, selection)
    level = _level(asked)
    found = jumps.scan(level.values, level.usable)
    known = events.touching(store, selection)
    table = pd.DataFrame(
        [*_stand_out(level, found, known), *_at_events(level, found, known)], columns=_COLUMNS
    )
    months = level.track.calendar.months
    frame = pd.DataFrame({"month": months, "value": level.track.value, "whole": level.track.calendar.whole})
    return {
        "finding": _say(table, found, asked.words),
        "chart": drawing.over_time(
            [drawing.line(frame, findings.sentence(findings.noun_of(asked.words))[:-1])],
            "offences a month",
            f"Line of monthly offences, {asked.shown}, with marks where the level jumps.",
            marks=_marks(table, known, asked.shown),
        ),
        "table": table,
        "estimates": (
            *(_estimate(row, found.method) for row in rows_of(table)),
            Estimate("months looked at", found.looks, None, None, "months", found.looks, "count", None),
        ),
        "definition": (
            f"{definition(selection)} Around each month a straight trend with a season is fitted to two "
            "years on either side, with a step in it. A month stands out where its step is larger than the "
            "largest of all in 99 of 100 series of noise: of made-up series without any jump at most one in "
            "twenty has one. A step says that something changed at once, not that recording did. Limits of a "
            "known change are wide enough for all of them together; one that took a while is a ramp from its "
            "first to its last month, beyond the trend before and after."
        ),
        "counted": f"{findings.count(level.usable.sum())} of {len(months)} months are looked at.",
        "missing": (
            "Months that are part, incomplete, provisional or unusual, and those of a national lockdown in "
            "England, are in no fit; a year at either end cannot be judged. A change that comes slowly is "
            "no jump."
        ),
        "subtitle": f"Months at which the level jumps, by date {selection.basis}",
    }


_COLUMNS = ["what", "label", "month", "until", "change", "low", "high", "clear"]


def _asked(store: Store, selection: Selection) -> tracks.Tracks:
    known = store.capabilities.months(selection.basis)
    return tracks.ask(store, selection.with_period(Period(*known)) if known else selection)


def _level(asked: tracks.Tracks) -> Level:
    track = asked.parts[0]
    calendar = track.calendar
    usual = np.array(
        [
            state == "complete" and month not in comparing.lockdown_months()
            for month, state in zip(calendar.months, calendar.state, strict=True)
        ]
    )
    usable = usual & np.isfinite(track.value)
    if not jumps.enough(track.value, usable):
        raise Empty(
            "enough",
            "A jump of the level needs about twenty offences a month, and no month without any: choose more "
            "areas or kinds.",
        )
    if not _judged(usable):
        raise Empty("enough", "A jump of the level needs a whole year of usual months on either side of it.")
    return Level(track, np.where(usable, track.value / calendar.days, 1.0), usable)


def _judged(usable: np.ndarray) -> bool:
    """Return whether any month has enough usable ones near it, on either side."""
    side = jumps.LEAST_SIDE
    return any(
        min(usable[max(0, at - jumps.SIDE) : at].sum(), usable[at : at + jumps.SIDE].sum()) >= side
        for at in range(usable.size)
    )


def _stand_out(level: Level, found: jumps.Steps, known: list[Event]) -> list[tuple[Any, ...]]:
    months = level.track.calendar.months
    rows = []
    for at in found.found:
        near = [each.label for each in known if abs(months_between(months[at], each.begins)) <= NEAR]
        label = f"{month_name(months[at])}{f', “{near[0]}”' if near else ''}"
        percent = (100 * (each[at] - 1) for each in (found.factor, found.low, found.high))
        rows.append((FOUND, label, months[at], None, *percent, True))
    return rows


def _at_events(level: Level, found: jumps.Steps, known: list[Event]) -> list[tuple[Any, ...]]:
    first = level.track.calendar.months[0]
    places = [_places(each, first) for each in known]
    confidence = 1 - 0.05 / max(1, sum(0 < at < level.usable.size for at, _ in places))
    rows = []
    for event, (begins, ends) in zip(known, places, strict=True):
        if not 0 < begins <= ends < level.usable.size:
            continue
        shift = jumps.between(
            level.values, level.usable, begins, ends, carried=found.carried, confidence=confidence
        )
        if shift is None:
            continue
        percent, low, high = (100 * (each - 1) for each in shift[:3])
        months = level.track.calendar.months
        until = months[ends] if ends > begins else None
        label = f"{event.label}, {month_name(event.begins)}"
        rows.append((NAMED, label, months[begins], until, percent, low, high, low > 0 or high < 0))
    return rows


def _places(event: Event, first: dt.date) -> tuple[int, int]:
    begins = months_between(first, event.begins)
    return begins, max(begins, months_between(first, event.ends)) if event.ends else begins


def _marks(table: pd.DataFrame, known: list[Event], shown: Period) -> tuple[Mark, ...]:
    stands = [
        Mark(f"Jump {findings.signed(row.change)} %", row.month)
        for row in rows_of(table)
        if row.what == FOUND
    ]
    return (*stands, *events.marks(known, shown))


def _say(table: pd.DataFrame, found: jumps.Steps, words: Selection) -> str:
    rows = rows_of(table)
    stand, named = ([row for row in rows if row.what == each] for each in (FOUND, NAMED))
    noun = findings.noun_of(words)
    if stand:
        said = f"The level of {noun} jumps at {len(stand)} of {found.looks} months looked at: "
        said += "; ".join(f"{row.label} ({_percent(row)})" for row in stand[:3])
        said += f"; and {len(stand) - 3} more." if len(stand) > 3 else "."
    else:
        said = f"At none of {found.looks} months looked at does the level of {noun} jump."
    if not named:
        return said
    clear = [row for row in named if row.clear]
    changes = f"{len(named)} known change{'' if len(named) == 1 else 's'} in recording"
    if not clear:
        return f"{said} {changes} in these months did not clearly move it."
    listed = "; ".join(f"“{row.label}” ({_percent(row)})" for row in clear[:3])
    return f"{said} Of {changes} in these months {len(clear)} clearly moved it: {listed}."


def _percent(row: Any) -> str:
    limits = f"{findings.signed(row.low)} to {findings.signed(row.high)}"
    return f"{findings.signed(row.change)} %, interval {limits}"


def _estimate(row: Any, method: str) -> Estimate:
    change, low, high = (float(each) for each in (row.change, row.low, row.high))
    return Estimate(f"{row.what}: {row.label}", change, low, high, "percent", 0, method)
