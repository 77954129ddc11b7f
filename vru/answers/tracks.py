"""Tracks: the selected offences month by month, as counts, rates or harm, for each part of a split."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from vru import reference
from vru.answers import district_gaps, month_states, person_years, small_areas, validity
from vru.answers.labels import label, ours
from vru.answers.making import Empty
from vru.answers.sharing import once
from vru.capabilities import Capabilities
from vru.measures import harm, series
from vru.periods import Period, months_between
from vru.selection import Selection
from vru.store import Store

MEASURES = {
    "count": "Number of offences",
    "rate": "Rate per 1,000 residents",
    "harm": "Harm, weighted by seriousness",
}
SPLITS = {
    "district": "Districts",
    "csp": "Community safety partnerships",
    "group": "Offence groups",
    "domestic": "Domestic or not",
    "knife": "Knife-enabled or not",
}


ASIDE = ("unknown", "outside")
"""Parts that are shown but neither ranked nor judged."""


class Calendar(NamedTuple):
    """The months of a track, from the store's first one to the end of the selected period.

    `days` is how many days each has, `state` as `vru.measures.completeness` judged it (incomplete
    too where a district that is meant looks so), `whole` whether it may enter a verdict; arrays
    of shape (n,).
    """

    months: list[dt.date]
    days: np.ndarray
    state: np.ndarray
    whole: np.ndarray

    def places(self, span: Period) -> slice:
        """Return where a period lies, as far as it does."""
        first, end = (months_between(self.months[0], each) for each in (span.first, span.end))
        return slice(max(first, 0), max(end, 0))

    def without(self, lost: Collection[dt.date]) -> Calendar:
        """Return the calendar in which the months `lost` are incomplete."""
        if not lost:
            return self
        gone = np.array([each in lost for each in self.months]) & self.whole
        return self._replace(state=np.where(gone, "incomplete", self.state), whole=self.whole & ~gone)

    def whole_in(self, span: Period) -> int:
        """Return how many whole months a period has."""
        return int(self.whole[self.places(span)].sum())


class Track(NamedTuple):
    """One part of a split: a number a month of its calendar, as arrays of shape (n,).

    `value` is offences, or the sum of weights; `exposure` person-years, None unless a rate;
    `firm` is False where the population is carried or projected. `scale` is 1 for counts
    (see vru.measures.harm).
    """

    part: str
    label: str
    calendar: Calendar
    offences: np.ndarray
    value: np.ndarray
    exposure: np.ndarray | None
    firm: np.ndarray
    scale: float

    def total(self, span: Period, within: Calendar | None = None) -> int:
        """Return its offences in a period, or in those of its months that are whole `within` a calendar."""
        return int(self._sum(self.offences, span, within))

    def amount(self, span: Period, within: Calendar | None = None) -> float:
        """Return its number over the same: a count, a rate per 1,000, or harm."""
        value = self._sum(self.value, span, within)
        if self.exposure is None:
            return value
        lived = self._sum(self.exposure, span, within)
        return 1_000 * value / lived if lived > 0 else math.nan

    def _sum(self, numbers: np.ndarray, span: Period, within: Calendar | None) -> float:
        inside = self.calendar.places(span)
        kept = numbers[inside]
        return float((kept if within is None else kept[within.whole[inside]]).sum())


class Tracks(NamedTuple):
    """All parts of a split, largest first; `shown` is the selected period where there is data.

    `words` is the selection as sentences name it (see `named`). `calendar` is that of all
    together; a district's or partnership's own may have fewer whole months.
    """

    parts: tuple[Track, ...]
    calendar: Calendar
    words: Selection
    measure: str
    shown: Period
    note: str
    unweighted: int = 0

    @property
    def doubt(self) -> str | None:
        """Why no headline may be made of these numbers, as a sentence; None where one may."""
        every = sum(each.total(self.shown) for each in self.parts)
        missing = harm.harm([], weights=0, squares=0, unweighted=self.unweighted, offences=every)
        if self.measure != "harm" or missing.may_headline:
            return None
        return (
            f"{self.unweighted:,} of {every:,} selected offences ({100 * missing.unweighted_share:.1f} %) "
            f"have no severity weight: above {100 * harm.UNWEIGHTED_LIMIT:.0f} % a harm score misleads, so "
            "nothing is concluded from it."
        )


@once
def ask(store: Store, selection: Selection, measure: str = "count", split: str = "none") -> Tracks:
    """Return the selection's tracks. Raises Empty where there is nothing, or no population or weights."""
    known, flagged = validity.known_months(store, selection, split)
    last = min(selection.period.last, known[1])
    shown = Period(max(selection.period.first, known[0]), last)
    if shown.first > shown.last:
        raise Empty("nothing", f"The extract holds {Period(*known)} only: choose a period within it.")
    history = selection.with_period(Period(known[0], last))
    held = _months(store, selection.with_period(Period(*known)), split)
    calendar = _calendar(store, selection, history.period)
    inside, upto = calendar.places(shown), len(calendar.months)
    sums = held.offences[:, inside].sum(axis=1)
    if sums.sum() == 0:
        raise Empty("nothing", f"No offence matches these filters in {shown}.")
    if split != "none" and set(held.parts[held.offences[:, :upto].any(axis=1)]) <= set(ASIDE):
        raise Empty("cannot", f"{SPLITS[split]} are not known in this extract.")
    scales = _harm_scales(store, history, split) if measure == "harm" else {}
    lived, note = (
        person_years.lived(store, selection, split, history.period) if measure == "rate" else ({}, "")
    )
    values = held.harm if measure == "harm" else held.offences
    parts = []
    for at in np.argsort(-sums, kind="stable"):
        part = str(held.parts[at])
        if sums[at] == 0 or (measure == "rate" and part not in lived):
            continue
        exposure, firm = lived.get(part, (None, np.ones(upto, bool)))
        value = validity.in_force(split, part, calendar.months, values[at, :upto])
        numbers = (held.offences[at, :upto].astype(int), value, exposure, firm)
        own = calendar.without(lost_of(store, selection.basis, split, (part,)))
        parts.append(Track(part, label(split, part), own, *numbers, scales.get(part, 1.0)))
    words = named(store.capabilities, selection)
    said = " ".join(each for each in (flagged, note) if each)
    return Tracks(tuple(parts), calendar, words, measure, shown, said, int(held.unweighted[:, inside].sum()))


def named(held: Capabilities, selection: Selection) -> Selection:
    """Return the selection as sentences name it: all there is of a store of one kind is of that kind.

    In extracts of shootings the fatal ones are homicides, and they are shootings all the same.
    """
    if selection.groups or not held.groups:
        return selection
    if held.groups.keys() <= {"shooting", "homicide", "unknown"} and "shooting" in held.groups:
        return replace(selection, groups=("shooting",))
    return replace(selection, groups=tuple(held.groups)) if len(held.groups) == 1 else selection


class _Held(NamedTuple):
    """What the filters select in all months of the store, whatever the period; arrays (parts, months)."""

    parts: np.ndarray
    offences: np.ndarray
    harm: np.ndarray
    unweighted: np.ndarray


@once
def _months(store: Store, selection: Selection, split: str) -> _Held:
    if split == "none":
        # the whole is the sum of its districts: a page that shows both asks the store once
        by_district = _by_district(store, selection)
        sums = (each.sum(axis=0, keepdims=True) for each in by_district[1:])
        return _Held(np.array(["all"], object), *sums)
    query = "trend_months_cube" if selection.in_cube else "trend_months"
    rows = store.ask(query, split=split, **selection.parameters())
    part = rows["part"].to_numpy(object)
    if split in ("district", "csp"):
        part = ours(part, split)
    parts, codes = np.unique(part.astype(str), return_inverse=True)
    first = np.datetime64(selection.period.first, "M")
    at = (rows["month"].to_numpy().astype("datetime64[M]") - first).astype(int)
    shape = (parts.size, selection.period.months)
    numbers = (series.stacked(at, codes, rows[each], shape) for each in ("offences", "harm", "unweighted"))
    return _Held(parts.astype(object), *numbers)


def _by_district(store: Store, selection: Selection) -> _Held:
    """Return the selection's districts: of all areas where they are known, so that a choice asks nothing."""
    if selection.by_person or selection.level != "district" or not selection.areas:
        return _months(store, selection, "district")
    every = _months(store, replace(selection, areas=()), "district")
    chosen = np.isin(every.parts.astype(str), selection.areas)
    if chosen.sum() < len(selection.areas):
        # a district outside the force is no part by itself
        return _months(store, selection, "district")
    return _Held(*(each[chosen] for each in every))


def lost_of(store: Store, basis: str, level: str, areas: Collection[str]) -> frozenset[dt.date]:
    """Return the months in which one of some areas looks incomplete; none for a split that is not by area."""
    if level not in validity.AREAS:
        return frozenset()
    csp = reference.csp_of()
    months = (
        each
        for area, each in district_gaps.lost(store, basis).items()
        if (csp.get(area) if level == "csp" else area) in areas
    )
    return frozenset().union(*months)


def _calendar(store: Store, selection: Selection, history: Period) -> Calendar:
    """The force's months, without those in which a selected area looks incomplete."""
    months, around = _months_of(store, selection.basis, history), small_areas.in_districts(store, selection)
    return months.without(lost_of(store, selection.basis, around.level, around.areas))


@once
def _months_of(store: Store, basis: str, history: Period) -> Calendar:
    rows = month_states.judged(store, basis)
    known = dict(zip(rows["month"].dt.date, rows["state"], strict=True)) if len(rows) else {}
    months = series.months_of(history)
    state = np.array([known.get(each, "complete") for each in months], object)
    return Calendar(months, series.days_in(months), state, series.whole(state))


def _harm_scales(store: Store, history: Selection, split: str) -> dict[str, float]:
    if not store.capabilities.has_severity:
        raise Empty(
            "cannot",
            "Harm needs a severity weight for each offence: load an extract with Home Office codes "
            "(ho_code) or with severity_weight.",
        )
    rows = store.ask("trend_weights", split=split, **history.parameters())
    if split in ("district", "csp"):
        rows["part"] = ours(rows["part"].to_numpy(object), split)
    return {
        str(part): harm.harm([], weights=sums.weights, squares=sums.squares, unweighted=0, offences=0).scale
        for part, sums in rows.groupby("part")[["weights", "squares"]].sum().iterrows()
    }
