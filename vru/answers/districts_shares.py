"""Shares of a profile: domestic, knife, ages, repeats, each against all areas; nobody can be picked out."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from vru.answers import people, tracks
from vru.answers.districts_data import Areas
from vru.answers.making import Empty
from vru.answers.sharing import once
from vru.measures import rates
from vru.selection import Selection
from vru.store import Store

SMALL = 5
"""A number of people or offences from 1 to below this is not shown, nor what it leaves of a whole."""
LEAST = 20
"""A share of fewer than this is not given: its interval would hold nearly everything."""
AGES = {
    "under_18": "Suspects under 18",
    "18_24": "Suspects aged 18–24",
    "25_39": "Suspects aged 25–39",
    "40_and_over": "Suspects aged 40 or older",
}
FLAGGED = {"domestic": "Domestic", "knife": "Knife-enabled"}
ROLES = {"suspect": "Suspects on two days or more", "victim": "Victims on two days or more"}
NOT_KNOWN = {
    "domestic": "the domestic flag is not in this extract: fill `domestic`",
    "knife": "the knife flag is not in this extract: fill `knife`",
}


class Share(NamedTuple):
    """A share of an area in percent, with its limits, and that of all areas; None where it is not given.

    `of` is what it is a share of, and `why` says why a value is not given, '' where it is.
    """

    measure: str
    value: float | None
    low: float | None
    high: float | None
    average: float | None
    of: int
    noun: str
    why: str


def shares(store: Store, found: Areas, here: Selection) -> list[Share]:
    """Return the shares of the latest year of the offences `here`, against those of all areas."""
    return [*_flags(store, found, here), *_people(store, found, here)]


def share(measure: str, part: int, of: int, average: float | None, noun: str) -> Share:
    """Return a share with Wilson's limits; one of few people or offences only as wide as they are many.

    Where the part, or what is not in it, is 1 to 4, no value is given: its limits are then those of
    every number it may be.
    """
    if of < LEAST:
        return Share(measure, None, None, None, average, of, noun, f"fewer than {LEAST} {noun}")
    hidden = 0 < part < SMALL or 0 < of - part < SMALL
    may_be = [part] if not hidden else _may_be(part, of)
    found = rates.proportion(may_be, [of] * len(may_be))
    low, high = 100 * float(found.low.min()), 100 * float(found.high.max())
    if hidden:
        kind = f"fewer than {SMALL}" if part < SMALL else f"all but fewer than {SMALL}"
        return Share(measure, None, low, high, average, of, noun, f"{kind} of them")
    return Share(measure, 100 * part / of, low, high, average, of, noun, "")


def _may_be(part: int, of: int) -> list[int]:
    few = np.arange(1, SMALL)
    return [int(each) for each in (few if 0 < part < SMALL else of - few)]


def _flags(store: Store, found: Areas, here: Selection) -> list[Share]:
    made = []
    for flag, name in FLAGGED.items():
        if getattr(here, flag):
            continue  # every offence of the selection has it, or none has
        if not getattr(store.capabilities, f"has_{flag}"):
            made.append(Share(name, None, None, None, None, 0, "offences", NOT_KNOWN[flag]))
            continue
        own, every = (_flagged(store, found, each, flag) for each in (here, found.selection))
        average = 100 * every[0] / every[1] if every[1] else None
        made.append(share(name, *own, average, "offences"))
    return made


def _flagged(store: Store, found: Areas, here: Selection, flag: str) -> tuple[int, int]:
    """Return how many offences of the latest year carry a flag, of those of which it is known."""
    try:
        asked = tracks.ask(store, here, "count", flag)
    except Empty:
        return 0, 0
    sums = {each.part: each.total(found.now, asked.calendar) for each in asked.parts}
    return sums.get("yes", 0), sums.get("yes", 0) + sums.get("no", 0)


class Counted(NamedTuple):
    """People in a role by age group; `local` once in each area, and `again` of these on two days there."""

    ages: dict[str, int]
    local: int
    again: int

    @property
    def everybody(self) -> int:
        """How many there are."""
        return sum(self.ages.values())

    @property
    def known(self) -> int:
        """How many of them have a known age."""
        return self.everybody - self.ages.get("unknown", 0)


@once
def _counted(store: Store, side: str, here: Selection) -> Counted:
    rows = store.ask("districts_people", side=side, **here.parameters())
    ages = dict(zip(rows["ages"], map(int, rows["people"]), strict=True))
    return Counted(ages, int(rows["local"].sum()), int(rows["again"].sum()))


def _people(store: Store, found: Areas, here: Selection) -> list[Share]:
    made = []
    seen = [replace(each, basis="committed", period=found.now) for each in (here, found.selection)]
    for side, again in ROLES.items():
        lacks = _lacking(store, side)
        if lacks:
            names = [again] if side == "victim" else [*AGES.values(), again]
            made += [Share(each, None, None, None, None, 0, f"{side}s", lacks) for each in names]
            continue
        own, every = (_counted(store, side, each) for each in seen)
        if side == "suspect":
            made += _by_age(own, every)
        # of one area each: a day here and a day there would lift all areas above every one of them
        average = 100 * every.again / every.local if every.local else None
        made.append(share(again, own.again, own.local, average, f"{side}s"))
    return made


def _lacking(store: Store, side: str) -> str:
    """Return why people in a role cannot be counted, and which column would help; '' where they can."""
    for each in ("has_persons", f"has_{side}s", "has_day"):
        if not getattr(store.capabilities, each):
            return f"this extract {people.REMEDIES[each]}"
    return ""


def _by_age(own: Counted, every: Counted) -> list[Share]:
    return [
        share(
            name,
            own.ages.get(code, 0),
            own.known,
            100 * every.ages.get(code, 0) / every.known if every.known else None,
            "suspects of known age",
        )
        for code, name in AGES.items()
    ]
