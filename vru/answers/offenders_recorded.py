"""Offenders recorded: the suspects of a selection, read once for all that the page says of them.

Everybody is counted. Who was recorded on which day is kept of the people only that simulations
look at: of ten million offences nothing else would fit beside other pages.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vru.answers import people, sampled
from vru.answers.making import Empty
from vru.answers.offenders_data import BANDS, HIGHS, LOWS, areas, asked, keyless, shown
from vru.answers.sampled import Sample
from vru.answers.sharing import once
from vru.measures import yearly
from vru.selection import Selection
from vru.store import Store

Ints = NDArray[np.int64]
Numbers = NDArray[np.int64] | NDArray[np.float64]  # whole where nobody stands for others
Rows = dict[str, NDArray[Any]]


class Tally(NamedTuple):
    """People, and days on which they were recorded: shape (years, bands, sexes) as of `yearly.tally`."""

    people: Numbers
    days: Numbers

    def changed(self, before: Tally, after: Tally, weight: float = 1) -> Tally:
        """Return it with some people counted as `after` who were counted as `before`, each for `weight`."""
        people, days = (
            np.maximum(a + weight * (c - b), 0) for a, b, c in zip(self, before, after, strict=True)
        )
        return Tally(people, days)


class Recorded(NamedTuple):
    """The suspects of whole years.

    `everywhere` counts all of them, `inside` only what happened in districts with residents.
    `ethnicities` are persons by the only ethnicity recorded of them, `persons` how many there are.
    `days` are those of the people `drawn`.
    """

    years: list[people.Year]
    everywhere: Tally
    inside: Tally
    ethnicities: Ints
    persons: int
    drawn: Sample
    days: yearly.Days


def years(store: Store, selection: Selection) -> list[people.Year]:
    """Return the whole years of a selection by date committed. Raises Empty where there is none."""
    return people.years(store, people.by_day(selection))


def of_anybody(selection: Selection) -> Selection:
    """Return the selection without its person filters: what looks at none of them is worked out once."""
    return Selection(**(selection.__dict__ | {"ages": (), "sex": None, "role": None, "basis": "committed"}))


def recorded(store: Store, selection: Selection) -> Recorded:
    """Return the suspects of a selection; its person filters do not apply.

    Raises Empty without suspects in this store, a whole year, or anybody under these filters.
    """
    return _recorded(store, of_anybody(selection))


@once
def _recorded(store: Store, selection: Selection) -> Recorded:
    people.require(store, "has_suspects")
    known = years(store, selection)
    rows = store.ask_arrays(
        "offenders_suspects",
        everybody=keyless(store),
        within=_with_residents(store, selection),
        **asked(selection, known),
    )
    if not len(rows["person"]):
        raise Empty(
            "nothing",
            f"Nobody is recorded as a suspect in {shown(known)} under these filters: widen one of them"
            + ("." if keyless(store) else ", or fill `person_key` for suspects, who count by it."),
        )
    days = _days(rows, known)
    everywhere = tally(days, len(known))
    ethnicities, persons = yearly.told(rows["person"], rows["ethnicity"])
    drawn = _drawn(store, persons)
    return Recorded(
        known,
        everywhere,
        _inside(rows, known, everywhere),
        ethnicities,
        persons,
        drawn,
        days if drawn.whole else days.only(days.person <= drawn.last),
    )


def _with_residents(store: Store, selection: Selection) -> list[str]:
    try:
        return list(areas(store, selection))
    except Empty:
        return []


def _days(rows: Rows, known: list[people.Year]) -> yearly.Days:
    first = known[0].period.first
    return yearly.by_day(rows, LOWS, HIGHS, first.year + (first.month - 1) / 12)


def tally(days: yearly.Days, number: int, person: NDArray[np.int64] | None = None) -> Tally:
    """Return the people of a number of years, under their own pseudonyms or others (days,)."""
    found = yearly.by_year(days, len(BANDS), person)
    size = (number, len(BANDS))
    return Tally(yearly.tally(found, *size), yearly.tally(found, *size, days=True))


def _inside(rows: Rows, known: list[people.Year], everywhere: Tally) -> Tally:
    """Count what happened inside: only who was recorded outside as well can count otherwise there."""
    outside = ~rows["inside"]
    if not outside.any():
        return everywhere
    least = int(rows["person"].min())
    met = np.zeros(int(rows["person"].max()) - least + 1, bool)
    met[rows["person"][outside] - least] = True
    looked = met[rows["person"] - least]

    def count(kept: NDArray[np.bool_]) -> Tally:
        return tally(_days({name: each[kept] for name, each in rows.items()}, known), len(known))

    return everywhere.changed(count(looked), count(looked & rows["inside"]))


def _drawn(store: Store, persons: int) -> Sample:
    """Return the people that simulations look at: more of the store's where few are suspects here.

    A district has a share of the store's people; as small a share of those would say nothing.
    """
    whole = sampled.sample(store)
    enough = max(sampled.MOST // 4, 1)  # suspects: a store of MOST people has about as many
    if whole.whole or persons <= enough:
        return Sample(round(whole.last * whole.weight), 1.0)
    everybody = whole.last * whole.weight
    last = round(everybody / min(whole.weight, persons / enough))
    return Sample(last, everybody / last)
