"""Offenders' residents: the person-years suspects are set against, by age band and sex."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru import reference
from vru.answers.making import Empty
from vru.answers.offenders_counts import Suspects, suspects_inside
from vru.answers.offenders_data import BANDS, HIGHS, LOWS, areas, shown
from vru.answers.offenders_recorded import years
from vru.answers.sharing import once
from vru.measures import population, series
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

NAMED = 3  # areas a sentence names
SEXES = ("female", "male")  # as mid-year estimates have them

Floats = NDArray[np.float64]


class Residents(NamedTuple):
    """Person-years of shape (years, bands) for each sex, NaN where unknown, and how they are known."""

    female: Floats
    male: Floats
    areas: tuple[str, ...]
    note: str

    def of(self, sex: str | None) -> Floats:
        """Return those of one sex, or of everybody where none is given; none at all of another sex."""
        both = {"female": self.female, "male": self.male, None: self.female + self.male}
        return both.get(sex, np.full_like(self.female, np.nan))


def residents(store: Store, selection: Selection) -> Residents:
    """Return the residents of the selected areas. Raises Empty where none are loaded for them by sex."""
    return _lived(store, areas(store, selection), shown(years(store, selection)))


@once
def _lived(store: Store, areas: tuple[str, ...], span: Period) -> Residents:
    rows = store.ask("offenders_residents", areas=list(areas), lows=LOWS, highs=HIGHS)
    rows = rows[rows["sex"].isin(SEXES)]
    if rows.empty:
        raise Empty("cannot", "Rates need residents by age and sex: load population.csv with `sex` and ages.")
    named = rows.assign(area=rows["sex"] + rows["band"].astype(str))
    months = series.months_of(span)
    lived = population.person_years(named[["area", "year", "kind", "residents"]], months)
    wide = lived.pivot(index="area", columns="month", values="person_years")
    female, male = (
        wide.reindex(index=[f"{sex}{band}" for band in range(len(BANDS))], columns=months)
        .to_numpy(float)
        .reshape(len(BANDS), -1, 12)
        .sum(2)
        .T
        for sex in SEXES
    )
    return Residents(female, male, areas, _note(named, lived))


def _note(named: pd.DataFrame, lived: pd.DataFrame) -> str:
    last, basis = population.last_estimate(named), set(lived["basis"])
    note = f"Residents: mid-year estimates to mid-{last}." if last else "Residents: projections."
    if "projection" in basis:
        note += " Later months rest on projections."
    if "carried" in basis:
        note += f" For later months those of mid-{last} stand in."
    return note


def inside(store: Store, selection: Selection, known: tuple[str, ...]) -> Suspects:
    """Return the suspects in the areas `known` to have residents, so that a rate's two parts match.

    Raises Empty where there are suspects, but none of them there.
    """
    found = suspects_inside(store, selection)
    if found.by_year().any():
        return found
    names = reference.area_names("district")
    listed = ", ".join(names.get(each, each) for each in known[:NAMED])
    more = f" and {len(known) - NAMED} more" if len(known) > NAMED else ""
    raise Empty(
        "cannot",
        f"No suspect is recorded where residents are loaded ({listed}{more}): load mid-year estimates of "
        "the districts of this extract.",
    )
