"""Offenders counted: the different suspects of each year by age band and sex, as recorded or under doubt."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru.answers import people
from vru.answers.offenders_data import BANDS, keyless, shown
from vru.answers.offenders_recorded import Numbers, of_anybody, recorded, tally
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
    counts: Numbers
    days: Numbers

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


def _of_sex(counts: Numbers, sex: str | None) -> Floats:
    one = counts.sum(2) if sex is None else counts[:, :, yearly.SEXES.index(sex)]
    return one.astype(float)


def suspects(store: Store, selection: Selection) -> Suspects:
    """Return the suspects of each whole year of a selection; its person filters do not apply.

    Raises Empty without suspects in this store, a whole year, or anybody under these filters.
    """
    found = recorded(store, selection)
    return Suspects(found.years, *found.everywhere)


def suspects_inside(store: Store, selection: Selection) -> Suspects:
    """Return the suspects of what happened in districts with residents, otherwise as `suspects`."""
    found = recorded(store, selection)
    return Suspects(found.years, *found.inside)


@once
def profiles(store: Store, selection: Selection) -> pd.DataFrame:
    """Return the suspects drawn, of the selected sex: those with the same years and bands as one row each."""
    return yearly.profiles(by_person(store, selection), len(BANDS), selection.sex)


def by_person(store: Store, selection: Selection) -> yearly.People:
    """Return who of the suspects drawn was one in which year; the selection's person filters do not apply."""
    return _by_person(store, of_anybody(selection))


@once
def _by_person(store: Store, selection: Selection) -> yearly.People:
    return yearly.by_year(recorded(store, selection).days, len(BANDS))


def again(store: Store, selection: Selection) -> dict[tuple[str, float], Suspects]:
    """Return the suspects with shares of persons falsely split and merged, by how and share.

    Merged are people of the same sex born in the same ten years: those are mistaken for one
    another. What that changes is worked out for the people drawn, each of whom stands for others.
    Empty where the extract does not say who is the same person.
    """
    return {} if keyless(store) else _again(store, of_anybody(selection))


@once
def _again(store: Store, selection: Selection) -> dict[tuple[str, float], Suspects]:
    found = recorded(store, selection)
    days, number = found.days, len(found.years)
    alike = days.sex.astype(np.int64) * 1000 + days.born
    made = {}
    for how, share, person in doubt.wrong(days.person, SEED, alike):
        met = doubt.touched(days.person, person)
        before = days.only(met)
        counts = found.everywhere.changed(
            tally(before, number), tally(before, number, person[met]), found.drawn.weight
        )
        made[how, share] = Suspects(found.years, *counts)
    return made
