"""Young data: who under 25 is hurt or suspected in the latest years, as all the page's cards share it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import findings, reference
from vru.answers import people
from vru.answers.answer import Estimate, Options, option
from vru.answers.making import Empty, Parts, definition
from vru.answers.sharing import once
from vru.answers.success_data import LIMIT
from vru.measures import rates
from vru.measures.school_days import school_days
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

YEARS = 3
"""Years together at most: one has too few of the youngest, more would describe another generation."""
AGES = {"0_9": "0–9", "10_17": "10–17", "18_24": "18–24"}
UNDER = (*AGES, "under_25")
ROLES = {"victim": "Victims", "suspect": "Suspects"}
NAMED = {"victim": "has_victims", "suspect": "has_suspects"}
"""What an extract must be able to say for a role."""
LEAST = 10
"""People a share is made of at least."""


@dataclass(frozen=True)
class Whose(Options):
    """Whose hours, places, ties and districts are shown."""

    role: str = option(
        "victim",
        label="Under-25s shown",
        short="yr",
        choices={"victim": "Victims", "suspect": "Suspects (recorded, not convicted)"},
        about="Whose hours, kinds of place, ties and districts. Ages show both; repeats are victims alone.",
    )

    @property
    def people(self) -> str:
        """What they are called within a sentence: victims."""
        return ROLES[self.role].lower()


class Young(NamedTuple):
    """Rows of young_people over a period, and how many of its days are school days or not."""

    rows: pd.DataFrame
    span: Period
    school: int
    other: int
    wanted: Selection

    def of(self, role: str, ages: tuple[str, ...] = UNDER) -> pd.DataFrame:
        """Return the rows of a role and some age groups."""
        return self.rows[(self.rows["role"] == role) & self.rows["age"].isin(ages)]

    def number(self, role: str, ages: tuple[str, ...] = UNDER) -> int:
        """Return the people of a role and some age groups."""
        return int(self.of(role, ages)["people"].sum())


def young(store: Store, selection: Selection, role: str = "victim") -> Young:
    """Return the people of the latest whole years.

    Raises Empty where the extract gives no ages of that role, or where nobody of it is under the limit.
    """
    people.require(store, NAMED[role], "has_age")
    found = _everybody(store, selection)
    if found.number(role):
        return found
    who = ROLES[role].lower()
    blank = found.number(role, ("unknown",))
    if blank and blank == int(found.rows.loc[found.rows["role"] == role, "people"].sum()):
        raise Empty(
            "cannot", f"This extract gives no ages of {who} in {found.span}: fill `age` or `birth_date`."
        )
    raise Empty("nothing", f"No {role} under {LIMIT} is recorded in {found.span} under these filters.")


@once
def _everybody(store: Store, selection: Selection) -> Young:
    wanted = people.by_day(replace(selection, ages=(), sex=None, role=None))
    years = people.years(store, wanted)[-YEARS:]
    span = Period(years[0].period.first, years[-1].period.last)
    holidays = reference.bank_holidays(span.first.year - 1, span.end.year + 1)
    open_days = school_days(span.first, span.end, holidays)
    asked = wanted.with_period(span).parameters()
    rows = store.ask("young_people", **{each: asked[each] for each in ASKED}, school_days=open_days)
    return Young(rows, span, len(open_days), (span.end - span.first).days - len(open_days), wanted)


ASKED = ("first", "end", "level", "areas", "groups", "domestic", "knife")


def share(name: str, part: int, whole: int, what: str) -> Estimate:
    """Return a share in percent with Wilson's limits. Raises Empty where it is of too few."""
    if whole < LEAST:
        raise Empty("enough", f"{what}: {whole} are too few for a share, which needs {LEAST}.")
    found = rates.proportion([part], [whole])
    value, low, high = (100 * float(each[0]) for each in found[:3])
    return Estimate(name, value, low, high, "percent", whole, "Wilson")


def said(found: Estimate) -> str:
    """Return a share as a sentence says it, with its limits: 23 % (21 to 25)."""
    value, low, high = (findings.count(each or 0.0) for each in (found.value, found.low, found.high))
    return f"{value} % ({low} to {high})"


def number(name: str, value: float, unit: str = "people") -> Estimate:
    """Return a plain count as an estimate."""
    return Estimate(name, value, None, None, unit, int(value), "count", None)


AGE_LIMIT = number("age_limit", LIMIT, "years")
"""The age under which somebody counts as young, since sentences name it."""


WHO = {"victim": "victims", "suspect": "suspects (recorded, not convicted)"}
OF_OFFENCE = " Hour, place and district are those of the offence they are suspected of."


def captions(found: Young, missing: str, more: str = "", roles: tuple[str, ...] = tuple(ROLES)) -> Parts:
    """Return the captions that all the page's cards share, of the roles that a card shows."""
    who = findings.sentence(" and ".join(WHO[role] for role in roles))[:-1]
    counts = [f"{findings.count(found.number(role))} {ROLES[role].lower()}" for role in roles]
    return {
        "definition": (
            f"{definition(found.wanted)} {who} under {LIMIT}, by their age on that day; somebody in two "
            f"offences counts twice.{OF_OFFENCE if roles == ('suspect',) else ''}{more}"
        ),
        "counted": (
            f"{' and '.join(counts)} under {LIMIT} in {found.span}: the latest whole years, {YEARS} at most."
        ),
        "missing": missing,
        "selected": found.wanted.with_period(found.span).sentence(),
    }


def unknown_ages(found: Young, roles: tuple[str, ...] = tuple(ROLES)) -> str:
    """Return how many have no age, role by role, and that suspects are only those who are known."""
    parts = []
    for role in roles:
        label = ROLES[role]
        rows = found.rows[found.rows["role"] == role]
        every, blank = int(rows["people"].sum()), int(rows.loc[rows["age"] == "unknown", "people"].sum())
        if every:
            parts.append(
                f"{findings.count(blank)} of {findings.count(every)} {label.lower()} "
                f"({findings.share(blank, every)})"
            )
    known = " Offences without a known suspect add nobody." if roles == ("suspect",) else ""
    return f"Age not known, and so not counted: {' and '.join(parts)}.{known}"


def unknown(rows: pd.DataFrame, column: str, what: str) -> str:
    """Return how many people have an unknown `column`, as a sentence."""
    blank = rows[column].isna() if column == "hour" else rows[column] == "unknown"
    every, lost = int(rows["people"].sum()), int(rows.loc[np.asarray(blank), "people"].sum())
    of = f"{findings.count(lost)} of {findings.count(every)} ({findings.share(lost, every)})"
    return f"{what} not known of {of}."
