"""Events: which changes in how crime is recorded touch what is shown, and where they lie."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from vru import reference
from vru.answers import small_areas, validity
from vru.answers.sharing import once
from vru.charts.chart import Mark
from vru.periods import Period, month_name
from vru.recording_events import ALL, FORCE, HARM, NATIONAL, PERSONS, Event, recording_events
from vru.selection import Selection
from vru.store import Store

OWN = frozenset({*validity.FLAGS, HARM, PERSONS})
"""What is counted by, and can change by itself: flags and measures."""


def touching(
    store: Store, selection: Selection, *, split: str = "none", measure: str = "count"
) -> list[Event]:
    """Return the events that touch the selected groups and areas, the flags in use and the measure.

    Measures with events of their own are `harm` (severity weights) and `persons` (people's keys).

    With a split by areas, or some of them selected, the days their boundaries changed are among them.
    """
    touched = set(selection.groups or store.capabilities.groups)
    touched |= {each for each in validity.FLAGS if split == each or getattr(selection, each)}
    touched |= {measure} & {HARM, PERSONS}
    around = small_areas.in_districts(store, selection)
    found = [each for each in here(store) if each.touches_any(touched) and _in_areas(each, around)]
    return sorted((*found, *_boundaries(selection, split)), key=lambda each: each.begins)


def _boundaries(selection: Selection, split: str) -> list[Event]:
    level = split if split in validity.AREAS else selection.level
    if level != split and not selection.areas:
        return []
    days = validity.boundary_days(level, selection.areas if level == selection.level else ())
    touches, source = frozenset({ALL}), "reference tables"
    return [
        Event(day, None, "", "Boundaries changed", touches, "", source, "", verified=False, own=False)
        for day in days
    ]


def of_persons(store: Store) -> list[Event]:
    """Return the events that gave people other keys."""
    return [each for each in here(store) if PERSONS in each.touches]


def here(store: Store) -> list[Event]:
    """Return the events that hold where this extract is from: others are none of its business."""
    known = recording_events(store.folder)
    national, force = _where(store)
    return [each for each in known if (national or each.area != NATIONAL) and (force or each.area != FORCE)]


def of_england_and_wales(store: Store) -> bool:
    """Whether the extract may be from England and Wales, whose changes and published figures touch it."""
    return _where(store)[0]


@once
def _where(store: Store) -> tuple[bool, bool]:
    """Whether the extract may be from England and Wales, and from the force of the reference tables."""
    codes = store.capabilities.districts.keys()
    ours = not codes or bool(reference.area_names("district").keys() & codes)
    return ours or any(re.fullmatch(r"[EW]\d{8}", each) for each in codes), ours


def _in_areas(event: Event, selection: Selection) -> bool:
    if event.area in ("", NATIONAL, FORCE) or not selection.areas:
        return True
    csp = reference.csp_of()
    inside = {event.area, *(code for code, of in csp.items() if of == event.area)}
    chosen = set(selection.areas)
    if selection.level == "csp":
        return bool(chosen & {each for code in inside for each in (code, csp.get(code, code))})
    return bool(chosen & inside)


def between(known: Iterable[Event], base: Period, now: Period) -> list[Event]:
    """Return the events after the start of `base` and before the end of `now`."""
    return [each for each in known if each.begins < now.end and (each.ends or each.begins) > base.first]


def foremost(changed: Sequence[Event]) -> Event:
    """Return the event that moves what is counted most: the last of a flag or measure in use, else the last.

    One that touches a whole offence group moves a part of it; the flag's own moves all that is
    counted by it.
    """
    own = [each for each in changed if not each.touches.isdisjoint(OWN)]
    return (own or list(changed))[-1]


def named(changed: Sequence[Event]) -> str:
    """Return the events between two periods as a sentence names them: the foremost, and how many others."""
    first, more = foremost(changed), len(changed) - 1
    others = f" and {more} other{'s' if more > 1 else ''}" if more else ""
    return f"“{first.label}”, {month_name(first.begins)}{others}"


def marks(known: Iterable[Event], shown: Period) -> tuple[Mark, ...]:
    """Return the events that lie in the shown period as marks of a chart; any trend can take them."""
    made = []
    for each in known:
        begins = each.begins.replace(day=1)
        if begins <= shown.last and (each.ends or begins) >= shown.first:
            ends = min(each.ends, shown.last) if each.ends else None
            made.append(Mark(each.label, max(begins, shown.first), ends))
    return tuple(made)


def on_years(known: Iterable[Event], years: Sequence[Period]) -> tuple[Mark, ...]:
    """Return the events as marks of a chart with one bar or column for each of `years`, in order.

    An event stands at its place in its year's column; one between two years, at their edge.
    """
    made = []
    for each in known:
        if each.begins < years[-1].end and (each.ends or each.begins) >= years[0].first:
            ends = _column(each.ends, years) if each.ends else None
            made.append(Mark(each.label, _column(each.begins, years), ends))
    return tuple(made)


def of_store(store: Store, touched: set[str], years: Sequence[int]) -> tuple[Mark, ...]:
    """Return the events that touch what is named, whatever the filters, as marks over calendar years."""
    known = [each for each in here(store) if each.touches_any(touched)]
    return on_years(known, [Period(dt.date(each, 1, 1), dt.date(each, 12, 1)) for each in years])


def _column(day: dt.date, years: Sequence[Period]) -> float:
    """Return where a day lies among columns of which the first has its middle at 0."""
    for at, year in enumerate(years):
        if day < year.end:
            days = (year.end - year.first).days
            return at - 0.5 + max(0, (day - year.first).days) / days
    return len(years) - 0.5


def listed(drawn: Iterable[Mark]) -> str:
    """Return the marks of small pictures, which carry no names, as a sentence after others; '' for none."""
    each_picture: list[str] = []
    some: dict[str, list[str]] = {}
    for each in drawn:
        if isinstance(each.x, dt.date):
            said = f"{each.label} ({month_name(each.x)})"
            if each.panel is None:
                each_picture.append(said)
            else:
                some.setdefault(said, []).append(each.panel)
    named = f" Marked in each picture: {', '.join(each_picture)}." if each_picture else ""
    own = "; ".join(f"{said} in {', '.join(panels)}" for said, panels in some.items())
    return f"{named} Marked in one picture or some: {own}." if own else named
