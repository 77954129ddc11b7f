"""Robust: is a change across a change in recording also in series that recording hardly moves?

Homicide is recorded anyway, wounding with intent to cause serious harm nearly so, and a
hospital's admissions are none of the police's recording. A recorded rise or fall across a
change in recording stands only where one of them shows it too and none contradicts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import comparing, events
from vru.answers.answer import Estimate
from vru.answers.sharing import once
from vru.answers.tracks import Calendar, Track, ask
from vru.areas import SMALL
from vru.measures import change, series
from vru.periods import Period
from vru.recording_events import HARM, Event
from vru.selection import Selection
from vru.store import Store

HOMICIDE, INTENT, ADMISSIONS = "Homicides", "Wounding with intent", "Hospital admissions for assault"
TOUCHED = {HOMICIDE: "homicide", INTENT: HARM, ADMISSIONS: ""}
"""What an event touches where it moves the series too; nothing of the police's moves admissions."""


class Across(NamedTuple):
    """What lies between two periods: the events, and the change of each robust series that is there."""

    events: tuple[Event, ...]
    robust: tuple[tuple[str, change.Change], ...]

    @property
    def telling(self) -> list[tuple[str, change.Change]]:
        """The robust series that have enough numbers to say anything."""
        return [(label, each) for label, each in self.robust if each.verdict != "cannot tell"]


def across(
    store: Store, selection: Selection, now: Period, base: Period, known: Sequence[Event]
) -> Across | None:
    """Return what lies between two periods, or None where recording did not change in between."""
    changed = events.between(known, base, now)
    if not changed:
        return None
    return Across(tuple(changed), tuple(changes(store, selection, now, base, changed).items()))


def changes(
    store: Store, selection: Selection, now: Period, base: Period, changed: Iterable[Event] = ()
) -> dict[str, change.Change]:
    """Return the change of each robust series of the selected areas, by its label.

    A series that one of the events `changed` moves as well is left out.
    """
    found = {}
    for label, months in _series(store, selection.basis, selection.level, selection.areas).items():
        moved = any(each.touches_any({TOUCHED[label]}) for each in changed)
        if moved and label != ADMISSIONS:
            continue
        swing = change.dispersion(months, now, base, without=comparing.lockdown_months())
        judged = change.judge(months, now, base, swing)
        if np.isfinite(judged.percent):
            found[label] = judged
    return found


@once
def _series(store: Store, basis: str, level: str, areas: tuple[str, ...]) -> dict[str, change.Months]:
    known = store.capabilities.months(basis)
    if known is None:
        return {}
    whole = Selection(Period(*known), basis=basis, level=level, areas=areas)
    calendar = ask(store, whole).calendar
    made = {}
    if store.capabilities.has_ho_code or "homicide" in store.capabilities.groups:
        rows = _recorded(store, basis, level, areas) if level in SMALL else _recorded(store, basis)
        rows = rows[rows[level].isin(areas)] if areas and level not in SMALL else rows
        held = {HOMICIDE: "homicide"} | ({INTENT: "intent"} if store.capabilities.has_ho_code else {})
        made = {label: _on(calendar, rows["month"], rows[column]) for label, column in held.items()}
        made = {label: months for label, months in made.items() if months.value.any()}
    return made | _admitted(store, areas, calendar)


@once
def _recorded(store: Store, basis: str, level: str = "district", areas: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return the robust series by district; of all areas one question serves every choice of districts."""
    known = store.capabilities.months(basis)
    assert known is not None, "a store without months has no series"
    asked = Selection(Period(*known), basis=basis, level=level, areas=areas).parameters()
    return store.ask("trend_robust", **{each: asked[each] for each in _ASKED})


_ASKED = ("basis", "first", "end", "level", "areas")


def _on(calendar: Calendar, months: pd.Series | pd.Index, numbers: pd.Series) -> change.Months:
    begins = np.datetime64(calendar.months[0], "M")
    at = (np.asarray(months, "datetime64[M]") - begins).astype(int)
    value = series.stacked(at, np.zeros(at.size, int), numbers, (1, len(calendar.months)))[0]
    first = calendar.months[0].year * 12 + calendar.months[0].month - 1
    return change.Months(first + np.arange(value.size), value, calendar.days, calendar.whole)


@once
def _assaults(store: Store) -> pd.DataFrame:
    return store.ask("trend_admissions")


def _admitted(store: Store, areas: tuple[str, ...], calendar: Calendar) -> dict[str, change.Months]:
    """The admissions of the selected areas, or of the one area there is where none is selected."""
    if not store.capabilities.has_admissions:
        return {}
    rows = _assaults(store)
    there = set(rows["area"])
    rows = rows[rows["area"].isin(areas)] if areas else rows
    if not len(rows) or (areas and not set(areas) <= there) or (not areas and len(there) > 1):
        return {}
    sums = rows.groupby("month")[["low", "high"]].sum()
    months = _on(calendar, sums.index, sums["low"])
    # a month that is suppressed or not published is unknown, not 0
    exact = _on(calendar, sums.index, (sums["low"] == sums["high"]).astype(float)).value > 0
    return {ADMISSIONS: months._replace(whole=exact)}


def judge(
    track: Track,
    now: Period,
    base: Period,
    swing: change.Dispersion | None,
    lies: Across | None,
    *,
    confidence: float = 0.95,
) -> change.Change:
    """Return the change of one track with its verdict: across an event only where robust series agree."""
    judged = comparing.judge(track, now, base, swing, confidence=confidence)
    if lies is None or judged.verdict == "cannot tell":
        return judged
    verdict, why = weighed(judged.percent, judged.verdict, lies)
    if verdict == "cannot tell":
        return judged._replace(verdict=verdict, reason=why)
    return judged._replace(despite=why)


def weighed(percent: float, verdict: change.ChangeWord, lies: Across) -> tuple[change.ChangeWord, str]:
    """Return the verdict on a change across an event, and why it stands or cannot be told."""
    changed, telling = f"recording changed in between ({events.named(lies.events)})", lies.telling
    names = agreeing(percent, verdict, telling)
    if not names or verdict == "no clear change":
        return "cannot tell", f"{changed} and {_silence(telling)}"
    silent = [label for label, _ in telling if label not in names]
    verb = "is" if names == [INTENT] else "are"
    said = f"{changed}, but {_listed(names)}, which it hardly moves, {verb} {verdict} too"
    few = f"; too few to say otherwise: {_listed(silent)}" if silent else ""
    return verdict, said + few


def agreeing(percent: float, verdict: str, series: Iterable[tuple[str, change.Change]]) -> list[str]:
    """Return the labels of the series that bear a change out; none where one of them contradicts it.

    One agrees that has the same verdict. One without a clear change contradicts only where its
    limits leave the recorded change out: a dozen homicides a year seldom double clearly, and
    that they do not is no sign that violence did not.
    """
    found = []
    for label, each in series:
        if each.verdict == verdict:
            found.append(label)
        elif each.verdict != "no clear change" or not each.low <= percent <= each.high:
            return []
    return found


def _listed(labels: Iterable[str]) -> str:
    return " and ".join(findings.lower(label) for label in labels)


def _silence(telling: list[tuple[str, change.Change]]) -> str:
    if not telling:
        return "no series that recording hardly moves is long enough to say the same"
    parts = [f"{findings.lower(label)}: {each.verdict}" for label, each in telling]
    return f"series that recording hardly moves do not bear it out ({'; '.join(parts)})"


def estimates(lies: Across | None) -> tuple[Estimate, ...]:
    """Return the change of each robust series that a verdict was held against."""
    return tuple(
        Estimate(
            f"{findings.lower(label)}, change",
            comparing.finite(each.percent),
            comparing.finite(each.low),
            comparing.finite(each.high),
            "percent",
            round(each.now + each.base),
            each.method,
            each.confidence,
        )
        for label, each in (lies.telling if lies else ())
    )
