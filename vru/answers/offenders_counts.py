"""Offenders counted: the different suspects of each year by age band and sex, as recorded or under doubt."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru.answers import people
from vru.answers.making import Empty
from vru.answers.offenders_data import BANDS, HIGHS, LOWS, asked, keyless, shown
from vru.answers.sharing import once
from vru.measures import doubt, yearly
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

SEED = 20260401  # of the people drawn to be split or merged: the same at every look

Floats = NDArray[np.float64]


class Suspects(NamedTuple):
    """Different suspects of each year, and days on which they were recorded.

    `counts` and `days` have shape (years, len(BANDS) + 2, sexes of `yearly.SEXES`): after the
    bands come ages of none of them (below ten, or a range over two), then unknown ages.
    """

    years: list[people.Year]
    counts: NDArray[np.int64]
    days: NDArray[np.int64]

    @property
    def shown(self) -> Period:
        """All its years."""
        return shown(self.years)

    @property
    def whole(self) -> NDArray[np.bool_]:
        """Which years are whole, shape (years,)."""
        return np.array([each.whole for each in self.years])

    def by_band(self, sex: str | None = None, *, days: bool = False) -> Floats:
        """Return the suspects (or their days) of known band, shape (years, bands)."""
        return _of_sex(self.days if days else self.counts, sex)[:, : len(BANDS)]

    def by_year(self, sex: str | None = None, bands: list[int] | None = None) -> Floats:
        """Return the suspects of a sex ('unknown' too) and some bands, of all by default; shape (years,)."""
        found = _of_sex(self.counts, sex)
        return found.sum(1) if bands is None else found[:, bands].sum(1)

    @property
    def ageless(self) -> Floats:
        """The suspects of unknown age, shape (years,)."""
        return _of_sex(self.counts, None)[:, -1]


def _of_sex(counts: NDArray[np.int64], sex: str | None) -> Floats:
    one = counts.sum(2) if sex is None else counts[:, :, yearly.SEXES.index(sex)]
    return one.astype(float)


@once
def suspects(store: Store, selection: Selection) -> Suspects:
    """Return the suspects of each whole year of a selection; its person filters do not apply.

    Raises Empty without suspects in this store, a whole year, or anybody under these filters.
    """
    days = recorded(store, of_anybody(selection))
    return _counted(years(store, selection), days)


def years(store: Store, selection: Selection) -> list[people.Year]:
    """Return the whole years of a selection by date committed. Raises Empty where there is none."""
    return people.years(store, people.by_day(selection))


def of_anybody(selection: Selection) -> Selection:
    """Return the selection without its person filters: what looks at none of them is worked out once."""
    return Selection(**(selection.__dict__ | {"ages": (), "sex": None, "role": None, "basis": "committed"}))


@once
def recorded(store: Store, selection: Selection) -> yearly.Days:
    """Return the days on which suspects were recorded. Raises Empty where there are none."""
    people.require(store, "has_suspects")
    known = years(store, selection)
    rows = store.ask("offenders_suspects", everybody=keyless(store), **asked(selection, known))
    if rows.empty:
        raise Empty(
            "nothing",
            f"Nobody is recorded as a suspect in {shown(known)} under these filters: widen one of them"
            + ("." if keyless(store) else ", or fill `person_key` for suspects, who count by it."),
        )
    first = known[0].period.first
    return yearly.by_day(rows, LOWS, HIGHS, first.year + (first.month - 1) / 12)


def _counted(
    known: list[people.Year], days: yearly.Days, person: NDArray[np.int64] | None = None
) -> Suspects:
    found = yearly.by_year(days, len(BANDS), person)
    size = (len(known), len(BANDS))
    return Suspects(known, yearly.tally(found, *size), yearly.tally(found, *size, days=True))


@once
def profiles(store: Store, selection: Selection) -> pd.DataFrame:
    """Return suspects (of the selected sex) with the same years and bands as one row each of them."""
    return yearly.profiles(by_person(store, selection), len(BANDS), selection.sex)


def by_person(store: Store, selection: Selection) -> yearly.People:
    """Return who was a suspect in which year; the selection's person filters do not apply."""
    return yearly.by_year(recorded(store, of_anybody(selection)), len(BANDS))


@once
def again(store: Store, selection: Selection) -> dict[tuple[str, float], Suspects]:
    """Return the suspects with shares of persons falsely split and merged, by how and share.

    Merged are people of the same sex born in the same ten years: those are mistaken for one
    another. Empty where the extract does not say who is the same person.
    """
    if keyless(store):
        return {}
    known, days = years(store, selection), recorded(store, of_anybody(selection))
    alike = days.sex * 1000 + days.born
    return {
        (how, share): _counted(known, days, changed)
        for how, share, changed in doubt.wrong(days.person, SEED, alike)
    }
