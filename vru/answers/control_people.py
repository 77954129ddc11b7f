"""Series of people on a control chart: victims of knife offences, killings, under-25s hurt or suspected."""

from __future__ import annotations

from functools import partial

import pandas as pd

from vru import findings
from vru.answers import (
    people,
    people_days,
    success_data,
    success_homicide_data,
    success_homicide_words,
    success_proxy,
    success_words,
    tracks,
)
from vru.answers.control_monthly import Monthly, counts
from vru.answers.making import Empty, Parts, definition
from vru.answers.people_days import People
from vru.answers.success_data import LIMIT, PARTS
from vru.answers.tracks import Tracks
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

UNDER = (0, LIMIT - 1)
RANGES = {"young": UNDER, "0_9": (0, 9), "10_17": (10, 17), "18_24": (18, LIMIT - 1), "all": None}
"""The ages of a part of the victims, inclusive; None for any, known or not."""
OF_KIND = {
    "gravest": "the gravest knife violence",
    "assaults": "knife assaults",
    "selected": "knife offences",
}
ROLES = {"victim": "victims", "suspect": "suspects"}
NAMED = {"victim": "has_victims", "suspect": "has_suspects"}


def victims(store: Store, selection: Selection, part: str) -> Monthly:
    """Return the victims of a kind of knife offence and an age group, as `assaults young`."""
    kind, age = part.split()
    asked = success_data.victims(store, selection, kind)
    meant = People(asked.words, "victim", RANGES[age], tuple(success_data.counted_codes(kind)))
    who = f"victims of {OF_KIND[kind]}" if age == "all" else f"victims {_aged(age)} of {OF_KIND[kind]}"
    return counts(
        asked.calendar,
        success_data.part(asked, age).value,
        shown=asked.shown,
        selection=asked.words,
        noun=who,
        unit="victims",
        captions=partial(_victims_said, selection, kind, age, asked),
        days=partial(people_days.days, meant),
    )


def _aged(age: str) -> str:
    return findings.lower(PARTS[age])


def _victims_said(selection: Selection, kind: str, age: str, asked: Tracks, store: Store) -> Parts:
    number, every = (success_data.part(asked, each).total(asked.shown) for each in (age, "all"))
    proxy = f"{success_proxy.WHAT} " if kind == success_proxy.KIND else ""
    of = "" if age == "all" else f"{findings.count(number)} victims {_aged(age)}, "
    return {
        "definition": f"{proxy}{success_words.definition(kind, selection, asked)}",
        "counted": f"{of}{findings.count(every)} of all ages, in {asked.shown}.",
        "missing": success_words.missing(store, selection, kind),
        "selected": success_data.seen(selection),
    }


def killed(store: Store, selection: Selection, which: str) -> Monthly:
    """Return the killings of a wording of the measure, of all years: so few say nothing in a part of them."""
    found = success_homicide_data.dead(store, selection, which)
    shown = Period(found.calendar.months[0], found.shown.last)
    flag = "yes" if which == "young" else None
    here = Selection(shown, selection.basis, selection.level, selection.areas, ("homicide",), knife=flag)
    of = f"knife killings of people under {LIMIT}" if which == "young" else "killings"
    return counts(
        found.calendar,
        found.by_month(found.counted),
        shown=shown,
        selection=here,
        noun=f"non-domestic {of}",
        unit="deaths",
        captions=partial(_killed_said, selection, which, shown),
        days=partial(_deaths, selection, which),
    )


def _killed_said(selection: Selection, which: str, shown: Period, store: Store) -> Parts:
    found = success_homicide_data.dead(store, selection, which)
    return success_homicide_words.captions(selection, which, found, shown)


def _deaths(selection: Selection, which: str, store: Store, span: Period) -> pd.DataFrame:
    found = success_homicide_data.dead(store, selection, which)
    days = [each for each in success_homicide_data.days(found) if span.first <= each < span.end]
    return pd.DataFrame({"day": pd.to_datetime(pd.Series(days, dtype=object)), "number": 1})


def people_of(store: Store, selection: Selection, role: str) -> Monthly:
    """Return the victims or suspects under 25 of the selected offences, by date committed."""
    people.require(store, NAMED[role], "has_age")
    noun = f"{ROLES[role]} under {LIMIT}"
    what = (
        f"{definition(selection)} {findings.sentence(noun)[:-1]} by their age on that day; somebody in two "
        f"offences counts twice."
    )
    if role == "suspect":
        what += " Suspects are recorded, not convicted; offences without a known suspect add nobody."
    return _people(store, People(selection, role, UNDER), noun, what, selection.sentence())


def _people(store: Store, meant: People, noun: str, what: str, selected: str) -> Monthly:
    """Return the people meant on the months of the selection. Raises Empty where there is nobody."""
    asked = tracks.ask(store, meant.selection)
    numbers = people_days.by_month(store, meant, asked.calendar)
    if not numbers.any():
        raise Empty("nothing", f"There are no {noun} under these filters.")
    return counts(
        asked.calendar,
        numbers,
        shown=asked.shown,
        selection=meant.selection,
        noun=noun,
        unit=ROLES[meant.role],
        captions=partial(_people_said, meant, asked, noun, what, selected),
        days=partial(people_days.days, meant),
    )


def _people_said(meant: People, asked: Tracks, noun: str, what: str, selected: str, store: Store) -> Parts:
    inside = asked.calendar.places(asked.shown)
    found, ageless = (
        float(people_days.by_month(store, meant, asked.calendar, each)[inside].sum())
        for each in ("people", "ageless")
    )
    note = f" {asked.note}" if asked.note else ""
    return {
        "definition": what + note,
        "counted": f"{findings.count(found)} {noun} in {asked.shown}.",
        "missing": f"Age not known, and so not counted: {findings.count(ageless)} {ROLES[meant.role]}. "
        + success_words.hollow_said(asked),
        "selected": selected,
    }
