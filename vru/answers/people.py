"""People: what all questions about persons share: the day they count by, the violence that counts, years."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from vru.answers import events, month_states
from vru.answers.answer import Options, option
from vru.answers.making import Empty
from vru.answers.validity import known_months
from vru.charts.chart import Mark
from vru.measures import series
from vru.periods import Period, add_months, month_name, months_between
from vru.selection import VWI, Selection
from vru.store import Store

VIOLENCE = {"injury": "Violence with injury", "any": "Any offence loaded"}

REMEDIES = {
    "has_persons": "does not say who is the same person: load one whose mapping fills `person_key`",
    "has_suspects": "names no suspects: load one whose mapping fills `role` with suspect",
    "has_victims": "names no victims: load one whose mapping fills `role` with victim",
    "has_day": "gives no day: load one whose mapping fills `committed_from`",
    "has_age": "gives no ages: load one whose mapping fills `age` or `birth_date`",
    "has_exact_age": "gives ages in bands only: load one whose mapping fills `age`",
    "has_sex": "does not give people's sex: load one whose mapping fills `sex`",
    "has_relationship": "does not say what suspect and victim are to each other: fill `relationship`",
    "has_domestic": "has no domestic flag: load one whose mapping fills `domestic`",
    "has_hour": "gives no time of day: load one whose mapping fills `committed_from` with the time",
    "has_weather": "comes without weather: load daily station files with `vru load --weather FILE`",
    "has_population": "comes without residents: load published population estimates",
}
"""What a store lacks, by the name of its capability, and which column would help."""


@dataclass(frozen=True)
class Violence(Options):
    """Which offences make an occasion of a person's history."""

    violence: str = option(
        "injury",
        label="An occasion is a day with",
        short="v",
        choices=VIOLENCE,
        about="All of a person's offences on one day are one occasion: two charges from one night are no "
        "repeat.",
    )


class Year(NamedTuple):
    """Twelve months; `whole` is False where one of them is incomplete: drawn hollow, in no verdict."""

    period: Period
    whole: bool

    @property
    def label(self) -> str:
        """How the year is named: year to March 2026."""
        return f"year to {month_name(self.period.last)}"


def require(store: Store, *capabilities: str) -> None:
    """Raise Empty, naming the column that would help, for the first capability the store lacks."""
    for each in capabilities:
        if not getattr(store.capabilities, each):
            raise Empty("cannot", f"This extract {REMEDIES[each]}.")


def violence_of(store: Store, options: Violence) -> str:
    """Return what makes an occasion: an extract without violence with injury counts any offence."""
    return options.violence if VWI in store.capabilities.groups else "any"


def by_day(selection: Selection) -> Selection:
    """Return the selection by date committed: people's histories follow the day it happened.

    They are not looked at by areas below the district: there few are left, and easily known.
    """
    wide = selection.of_all_areas() if selection.small else selection
    return replace(wide, basis="committed")


def flags_said(store: Store, selection: Selection) -> str:
    """Return what a flag filtered by cuts off the years, as a sentence after others; '' for nothing."""
    said = known_months(store, by_day(selection), "none")[1]
    return f" {said}" if said else ""


def changes(store: Store, selection: Selection, shown: Period) -> tuple[Mark, ...]:
    """Return what changed in recording, or in people's keys, as marks for a trend of people counted."""
    return events.marks(events.touching(store, selection, measure=events.PERSONS), shown)


def years(store: Store, selection: Selection) -> list[Year]:
    """Return the years of twelve months that fit the selected period, by date committed, in order.

    The last one ends with the last month that is whole, so that newest months, which are
    still filling, make no year look low; the first one begins no earlier than every flag
    filtered by, before which nothing is known to carry it. Raises Empty where not even one
    year fits.
    """
    if store.capabilities.committed_months is None:
        raise Empty("cannot", f"This extract {REMEDIES['has_day']}.")
    known, cut = known_months(store, by_day(selection), "none")
    states = month_states.judged(store, "committed")
    open_ = set(states.loc[states["state"].isin(series.NOT_WHOLE), "month"])
    last = min(selection.period.last, known[1])
    while last in open_ and last > known[0]:
        last = add_months(last, -1)
    first = max(selection.period.first, known[0])
    number = (months_between(first, last) + 1) // 12
    if number < 1:
        raise Empty(
            "enough",
            f"A year needs twelve whole months; {selection.period} has fewer: choose a longer period, or "
            f"load a longer extract. {cut}".rstrip(),
        )
    spans = [
        Period(add_months(last, 1 - 12 * each), add_months(last, -12 * (each - 1)))
        for each in range(number, 0, -1)
    ]
    return [Year(span, open_.isdisjoint(series.months_of(span))) for span in spans]
