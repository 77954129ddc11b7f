"""District data: every area of a level by month, with its residents and how much it swings by itself."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from vru import reference
from vru.answers import comparing, person_years, tracks, validity
from vru.answers.labels import elsewhere, label
from vru.answers.making import Empty
from vru.answers.sharing import once
from vru.answers.tracks import Calendar, Track
from vru.capabilities import Capabilities
from vru.measures import change
from vru.periods import Period, month_name
from vru.selection import Selection
from vru.store import Store

APART = {"district": "E06000035", "csp": "E22000143"}
"""Medway, which a county's own agreements leave out: a unitary authority, policed with the county."""
ONE = {"district": "district", "csp": "partnership"}
MANY = {"district": "districts", "csp": "partnerships"}


class Area(NamedTuple):
    """An area with what it had: `swing` is its own over-dispersion, None where it cannot be known."""

    track: Track
    swing: change.Dispersion | None

    @property
    def name(self) -> str:
        """What the area is called."""
        return self.track.label

    @property
    def phi(self) -> float:
        """How much wider than chance its limits are."""
        return 1.0 if self.swing is None else self.swing.phi


class Areas(NamedTuple):
    """All areas of a level, by name, and their totals; `unrated` says why there are no rates, else ''.

    `now` is the latest year of whole months, `before` the one before it, None where the data does
    not reach. `chosen` are the areas that the filter names. `note` says what residents rest on.
    """

    level: str
    selection: Selection
    words: Selection
    listed: tuple[Area, ...]
    totals: tuple[Area, ...]
    chosen: frozenset[str]
    calendar: Calendar
    shown: Period
    now: Period
    before: Period | None
    note: str
    unrated: str
    aside: int

    @property
    def many(self) -> str:
        """What the areas are called, with their number."""
        return f"{len(self.listed)} {(ONE if len(self.listed) == 1 else MANY)[self.level]}"


def level_of(selection: Selection, wanted: str) -> str:
    """Return the level of the areas compared: partnerships where filter or option ask for them."""
    return "csp" if selection.level == "csp" else wanted


def everywhere(selection: Selection, level: str) -> Selection:
    """Return the selection without its areas: they are what is compared."""
    return replace(selection, level=level, areas=())


def areas(store: Store, selection: Selection, wanted: str) -> Areas:
    """Return the areas of a level. Raises Empty where there are none, or not one whole month."""
    level = level_of(selection, wanted)
    # what is compared is the same whichever area is chosen, and worked out once
    return _compared(store, everywhere(selection, level))._replace(chosen=_chosen(selection, level))


@once
def _compared(store: Store, seen: Selection) -> Areas:
    level = seen.level
    asked = tracks.ask(store, seen, "count", level)
    found = comparing.periods(asked.calendar, asked.shown, "year_before")
    if found is None:
        raise Empty(
            "enough",
            f"Districts are compared over twelve whole months, and {asked.shown} has fewer: choose a "
            "longer period.",
        )
    now, before = found
    lived, note, unrated = _lived(store, seen, level, asked.calendar)
    made = [_with_residents(each, lived) for each in _tracks(store, seen, level, asked, now)]
    listed = tuple(Area(each, _swing(each, now, before)) for each in sorted(made, key=lambda one: one.label))
    aside = sum(each.total(now) for each in asked.parts if each.part in tracks.ASIDE)
    return Areas(
        level, seen, asked.words, listed, _totals(listed, level, asked.calendar, now, before),
        frozenset(), asked.calendar, asked.shown, now, before, note, unrated, aside,
    )  # fmt: skip


def known_areas(held: Capabilities, level: str) -> list[str]:
    """Return the codes of the areas with offences in the store: of the force where one of them is of it."""
    codes = list(held.districts)
    if not elsewhere(held.districts):
        codes = [each for each in codes if each in reference.area_names("district")]
    if level == "csp":
        return list(dict.fromkeys(filter(None, map(reference.csp_of().get, codes))))
    return codes


def _tracks(store: Store, seen: Selection, level: str, asked: tracks.Tracks, now: Period) -> list[Track]:
    """Return a track for every area in force: one without a selected offence has 0, a number too."""
    had = {each.part: each for each in asked.parts if each.part not in tracks.ASIDE}
    spans = validity.spans(level)
    for part in known_areas(store.capabilities, level):
        if part in had or (part in spans and spans[part][1] < now.first):
            continue
        own = asked.calendar.without(tracks.lost_of(store, seen.basis, level, (part,)))
        nothing = np.zeros(len(own.months))
        firm = np.ones(nothing.size, bool)
        had[part] = Track(part, label(level, part), own, nothing.astype(int), nothing, None, firm, 1.0)
    return list(had.values())


def _lived(
    store: Store, seen: Selection, level: str, calendar: Calendar
) -> tuple[dict[str, person_years.Lived], str, str]:
    try:
        lived, note = person_years.lived(store, seen, level, Period(calendar.months[0], calendar.months[-1]))
    except Empty as empty:
        return {}, "", empty.finding
    return lived, note, ""


def _with_residents(track: Track, lived: dict[str, person_years.Lived]) -> Track:
    if track.part not in lived:
        return track
    exposure, firm = lived[track.part]
    return track._replace(exposure=exposure, firm=firm)


def _swing(track: Track, now: Period, before: Period | None) -> change.Dispersion | None:
    if before is None:
        return None
    # a change is of the number, as on the other pages: residents hardly move within a year
    months = comparing.months_of(track._replace(exposure=None))
    return change.dispersion(months, now, before, without=comparing.lockdown_months())


def _totals(
    listed: tuple[Area, ...], level: str, calendar: Calendar, now: Period, before: Period | None
) -> tuple[Area, ...]:
    every = [each.track for each in listed]
    without = [each for each in every if each.part != APART[level]]
    apart = [each.label for each in every if each.part == APART[level]]
    made = [_sum(every, f"All {len(every)} {MANY[level]}", calendar)] if len(every) > 1 else []
    if apart and len(without) > 1:
        made.append(_sum(without, f"Without {apart[0]}", calendar))
    return tuple(Area(each, _swing(each, now, before)) for each in made)


def _sum(parts: list[Track], name: str, calendar: Calendar) -> Track:
    exposures = [each.exposure for each in parts if each.exposure is not None]
    lived = np.sum(exposures, axis=0) if len(exposures) == len(parts) else None
    firm = np.all([each.firm for each in parts], axis=0)
    offences = np.sum([each.offences for each in parts], axis=0)
    return Track("all", name, calendar, offences, offences.astype(float), lived, firm, 1.0)


def _chosen(selection: Selection, level: str) -> frozenset[str]:
    if selection.level == level:
        return frozenset(selection.areas)
    csp = reference.csp_of()
    return frozenset(filter(None, (csp.get(each) for each in selection.areas)))


def together(found: Areas, parts: list[Area], name: str) -> Area:
    """Return several areas as one."""
    track = _sum([each.track for each in parts], name, found.calendar)
    return Area(track, _swing(track, found.now, found.before))


class Rate(NamedTuple):
    """A rate per 1,000 residents a year with its limits; all NaN where it cannot be had."""

    value: float
    low: float
    high: float
    offences: int
    person_years: float
    firm: bool


def rate(area: Area, span: Period) -> Rate:
    """Return an area's rate over the whole months of a period, with limits that allow for its own swing."""
    track = area.track
    inside = track.calendar.places(span)
    whole = track.calendar.whole[inside]
    offences = int(track.offences[inside][whole].sum())
    if track.exposure is None:
        return Rate(math.nan, math.nan, math.nan, offences, math.nan, firm=False)
    lived = float(track.exposure[inside][whole].sum())
    if not lived > 0:
        return Rate(math.nan, math.nan, math.nan, offences, math.nan, firm=False)
    single = not track.offences.any()
    found = comparing.limits(track, np.array([float(offences)]), np.array([lived]), area.swing, single=single)
    value, low, high = (float(found[each][0]) for each in ("value", "low", "high"))
    return Rate(value, low, high, offences, lived, firm=bool(track.firm[inside][whole].all()))


def months_said(area: Area, span: Period) -> str:
    """Return which months of a period an area lacks, as a sentence lists them; '' where none."""
    inside = area.track.calendar.places(span)
    months, whole = area.track.calendar.months[inside], area.track.calendar.whole[inside]
    lost = [month_name(each) for each, fit in zip(months, whole, strict=True) if not fit]
    return f"{area.name} ({', '.join(lost)})" if lost else ""
