"""Knife data: what each definition of knife crime counts in this extract, month by month."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import findings, reference
from vru.answers import comparing, success_data, tracks, validity
from vru.answers.making import Empty, Parts
from vru.answers.sharing import once
from vru.answers.tracks import Calendar
from vru.measures import series
from vru.periods import Period, add_months
from vru.selection import VWI, Selection
from vru.store import Store

POSSESSION = ("10D", "90")
BLADES = r"knife|knives|sharp|blade|machete|sword|dagger|stab"
"""What weapons are called that cut or stab, in lower case."""
FLAGGED = ("flag_selected", "flag_any", "either", "assaults", "homicides", "young")
"""Definitions that need the knife flag."""


class Definition(NamedTuple):
    """A definition of knife crime: its column, its label, and what it counts in everyday words."""

    code: str
    label: str
    words: str


DEFINITIONS = (
    Definition(
        "flag_selected",
        "Knife-enabled (national)",
        "The police marked a knife or sharp instrument, used or threatened, in a killing, attempted killing, "
        "threat to kill, assault, robbery, rape or sexual assault.",
    ),
    Definition("flag_any", "Knife mark on any crime", "The same mark, whatever the crime."),
    Definition(
        "weapon",
        "Weapon written down as a knife",
        "Somebody wrote a knife or sharp instrument into the weapon field, whatever the crime.",
    ),
    Definition("either", "Mark or weapon", "The mark, or the weapon field, or both."),
    Definition(
        "assaults",
        "Knife assaults",
        "The mark in attempted killings and assaults only: what the success measure speaks of.",
    ),
    Definition(
        "young",
        "Victims under 25 of knife assaults",
        "The people hurt or threatened in those assaults, if younger than 25: people, not crimes.",
    ),
    Definition(
        "homicides", "Killings with a knife", "The mark in murders and manslaughters, domestic ones too."
    ),
    Definition(
        "possession",
        "Carrying a knife",
        "Somebody was found with a blade in public. Nobody need be hurt: more searches find more.",
    ),
    Definition(
        "selected",
        "The same seven crimes, knife or not",
        "All crimes that could carry the mark: the number a list of codes alone gives.",
    ),
)
LABELS = {each.code: each.label for each in DEFINITIONS}


class Defined(NamedTuple):
    """What each definition counts: `numbers` by code, shape (months,), NaN where it cannot be had.

    `why` says of each code that cannot be had what is missing; `now` is the latest year.
    """

    calendar: Calendar
    shown: Period
    now: Period
    numbers: dict[str, np.ndarray]
    why: dict[str, str]
    rows: pd.DataFrame

    def total(self, code: str, span: Period) -> float:
        """Return what a definition counts in a period, NaN where it cannot be had."""
        inside = self.calendar.places(span)
        return float(self.numbers[code][inside].sum()) if code in self.numbers else float("nan")

    def years(self) -> list[Period]:
        """Return the whole years of twelve months shown, oldest first; the last is the latest."""
        spans, last = [], self.now
        first = max(self.shown.first, self.calendar.months[0])
        while last.first >= first:
            spans.append(last)
            last = last.shifted(-12)
        return spans[::-1]


@once
def defined(store: Store, selection: Selection) -> Defined:
    """Return what each definition counts. Raises Empty without Home Office codes or a whole year."""
    has = store.capabilities
    if not has.has_ho_code:
        raise Empty(
            "cannot",
            "Definitions differ by the crimes they count: load an extract whose mapping fills `ho_code`.",
        )
    place = Selection(selection.period, basis=selection.basis, level=selection.level, areas=selection.areas)
    whole = tracks.ask(store, place)
    found = comparing.periods(whole.calendar, whole.shown, "year_before")
    if found is None:
        raise Empty("enough", f"Definitions are set side by side over a year: {whole.shown} has none.")
    rows = _rows(store, place.with_period(Period(whole.calendar.months[0], whole.shown.last)))
    numbers = _numbers(rows, whole.calendar)
    why = _lacking(store, rows)
    numbers = {code: each for code, each in numbers.items() if code not in why}
    young, reason = _young(store, selection, whole.calendar)
    if young is None:
        why["young"] = reason
    else:
        numbers["young"] = young
    return Defined(whole.calendar, whole.shown, found[0], numbers, why, rows)


def _rows(store: Store, place: Selection) -> pd.DataFrame:
    asked = place.parameters()
    table = reference.table("offence_codes")
    killing = list(table.loc[(table["knife_selected"] == "yes") & (table["is_homicide"] == "yes"), "ho_code"])
    return store.ask(
        "knife_definitions",
        **{each: asked[each] for each in ("basis", "first", "end", "level", "areas")},
        assaults=success_data.counted_codes("assaults"),
        selected=[*success_data.counted_codes("selected"), *killing],
        possession=list(POSSESSION),
        blades=BLADES,
    )


def _numbers(rows: pd.DataFrame, calendar: Calendar) -> dict[str, np.ndarray]:
    """Return each definition's months; those by the flag are unknown before the flag began."""
    months = len(calendar.months)
    first = np.datetime64(calendar.months[0], "M")
    at = (rows["month"].to_numpy().astype("datetime64[M]") - first).astype(int)
    none = np.zeros(len(rows), int)
    begins = validity.flag_begins("knife")
    early = np.array([each < begins for each in calendar.months])
    made = {}
    for each in DEFINITIONS:
        if each.code not in rows:
            continue
        numbers = series.stacked(at, none, rows[each.code], (1, months))[0]
        made[each.code] = np.where(early, np.nan, numbers) if each.code in FLAGGED else numbers
    return made


def _lacking(store: Store, rows: pd.DataFrame) -> dict[str, str]:
    """Return the definitions this extract cannot give, with what is missing."""
    why: dict[str, str] = {}
    if not store.capabilities.has_knife:
        said = "no offence has a knife flag: fill `knife` in the mapping"
        why |= {code: said for code in FLAGGED if code != "young"}
    if not rows["weapon_known"].any():
        why["weapon"] = why["either"] = "no offence has a weapon: fill `weapon` in the mapping"
    if not rows["possession"].any():
        codes = " and ".join(POSSESSION)
        why["possession"] = f"the extract holds no such offences (codes {codes}): ask for them to be exported"
    if "homicide" not in store.capabilities.groups:
        why["homicides"] = "the extract holds no homicides: ask for them to be exported"
    return why


def _young(store: Store, selection: Selection, calendar: Calendar) -> tuple[np.ndarray | None, str]:
    """Return the victims under 25 on the months of a calendar, or why there are none."""
    try:
        asked = success_data.victims(store, selection, "assaults")
    except Empty as why:
        return None, why.finding[:1].lower() + why.finding[1:].rstrip(".")
    numbers = np.full(len(calendar.months), np.nan)
    where = asked.calendar.places(Period(calendar.months[0], add_months(calendar.months[-1], 0)))
    track = success_data.part(asked, "young")
    first = calendar.months.index(asked.calendar.months[0])
    kept = track.value[where]
    numbers[first : first + kept.size] = kept
    return numbers, ""


def captions(selection: Selection, found: Defined) -> Parts:
    """Return the captions that all about definitions share."""
    rows = found.rows
    every, flagged, told = (int(rows[each].sum()) for each in ("offences", "flag_known", "weapon_known"))
    possession = " and ".join(POSSESSION)
    return {
        "definition": (
            f"Offences of status crime, dated by when they were {selection.basis}. The weapon counts as a "
            "knife where its name says knife, blade, sharp or the like; carrying is codes "
            f"{possession}. Figures of two definitions never make a trend."
        ),
        "counted": f"{findings.count(every)} offences of any kind.",
        "missing": (
            f"The knife flag is known of {findings.count(flagged)} ({findings.share(flagged, every)}), the "
            f"weapon of {findings.count(told)} ({findings.share(told, every)}); where it is not known an "
            "offence is not counted as with a knife."
        ),
        "selected": f"{success_data.place(selection)}; all offences, whatever the filters say of groups, "
        "flags and people",
    }


def touched(selection: Selection, code: str) -> Selection:
    """Return what a definition counts as a selection, for what changed in recording it."""
    group = "possession_of_weapons" if code == "possession" else VWI
    flag = "yes" if code in FLAGGED else None
    return Selection(
        selection.period, selection.basis, selection.level, selection.areas, (group,), knife=flag
    )
