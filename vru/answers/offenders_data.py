"""Offenders: the suspects of each year, their victims, and the residents they are set against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru import findings, reference
from vru.answers import people
from vru.answers.answer import Options, option
from vru.answers.making import Empty
from vru.answers.sharing import once
from vru.measures import population, series
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

BANDS = tuple(band for band in reference.age_bands().values() if band.low >= 10)
"""Bands of the age mix: nobody below ten can be held responsible for an offence."""
LABELS = tuple(band.label for band in BANDS)
LOWS, HIGHS = [band.low for band in BANDS], [band.high for band in BANDS]
SEXES = ("female", "male")
FEW = 0.5  # of the suspects must have a known age or sex, or the page would describe the exception
LEAST = 4  # years, for a trend

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Offenders(Options):
    """Which earlier year the pyramid sets beside the latest one."""

    beside: str = option(
        "first",
        label="Pyramid: latest year beside",
        short="py",
        choices={
            "first": "the first year selected",
            "before": "the year before",
            "five": "five years before",
        },
    )


class Suspects(NamedTuple):
    """Different suspects of each year: `rows` as queries/offenders_suspects.sql returns them, with `band`.

    `band` is a position in BANDS, -1 where the age is unknown, below ten, or a range that
    straddles two bands.
    """

    years: list[people.Year]
    rows: pd.DataFrame

    @property
    def shown(self) -> Period:
        """All its years."""
        return Period(self.years[0].period.first, self.years[-1].period.last)

    @property
    def whole(self) -> NDArray[np.bool_]:
        """Which years are whole, shape (years,)."""
        return np.array([each.whole for each in self.years])

    def by_band(self, column: str = "suspects", sex: str | None = None) -> Floats:
        """Return the suspects (or their occasions) of known band, shape (years, bands)."""
        rows = self.rows[self.rows["band"] >= 0]
        rows = rows if sex is None else rows[rows["sex"] == sex]
        made = np.zeros((len(self.years), len(BANDS)))
        np.add.at(
            made, (rows["year"].to_numpy(int), rows["band"].to_numpy(int)), rows[column].to_numpy(float)
        )
        return made

    def by_year(self, chosen: pd.Series | None = None) -> Floats:
        """Return all suspects, or those of the chosen rows, shape (years,)."""
        rows = self.rows if chosen is None else self.rows[chosen]
        made = np.zeros(len(self.years))
        np.add.at(made, rows["year"].to_numpy(int), rows["suspects"].to_numpy(float))
        return made


@once
def suspects(store: Store, selection: Selection) -> Suspects:
    """Return the suspects of each whole year of a selection; its person filters do not apply.

    Raises Empty without suspects in this store, a whole year, or anybody under these filters.
    """
    people.require(store, "has_suspects")
    known = people.years(store, people.by_day(selection))
    shown = Period(known[0].period.first, known[-1].period.last)
    rows = store.ask("offenders_suspects", everybody=_everybody(store), **asked(selection, shown))
    if rows.empty:
        raise Empty(
            "nothing", f"Nobody is recorded as a suspect in {shown} under these filters: widen one of them."
        )
    return Suspects(known, rows.assign(band=_band(rows)))


def asked(selection: Selection, shown: Period) -> dict[str, Any]:
    """Return the parameters of a selection over the whole years shown."""
    return people.by_day(selection).with_period(shown).parameters()


def _everybody(store: Store) -> bool:
    return not store.capabilities.has_persons


def _band(rows: pd.DataFrame) -> NDArray[np.int64]:
    low = rows["age_low"].to_numpy(float, na_value=-1)
    high = rows["age_high"].to_numpy(float, na_value=-1)
    at = np.searchsorted(LOWS, low, side="right") - 1
    fits = (at >= 0) & (high <= np.array(HIGHS)[np.maximum(at, 0)])
    return np.where(fits, at, -1)


@once
def profiles(store: Store, selection: Selection, sex: str | None) -> pd.DataFrame:
    """Return who was a suspect in which years at which band, as people with the same path."""
    known = people.years(store, people.by_day(selection))
    shown = Period(known[0].period.first, known[-1].period.last)
    given = asked(selection, shown) | {"sex": sex}
    return store.ask("offenders_profiles", everybody=_everybody(store), lows=LOWS, highs=HIGHS, **given)


@once
def pairs(store: Store, selection: Selection) -> pd.DataFrame:
    """Return the ages of suspect and victim by year and relation; see queries/offenders_pairs.sql."""
    people.require(store, "has_suspects", "has_victims", "has_exact_age")
    known = people.years(store, people.by_day(selection))
    shown = Period(known[0].period.first, known[-1].period.last)
    rows = store.ask(
        "offenders_pairs",
        by_relationship=store.capabilities.has_relationship,
        **asked(selection, shown),
    )
    if rows.empty:
        raise Empty("nothing", f"No offence in {shown} has both a suspect and a victim under these filters.")
    return rows


class Residents(NamedTuple):
    """Person-years of shape (years, bands) for each sex, NaN where unknown, and how they are known."""

    female: Floats
    male: Floats
    areas: tuple[str, ...]
    note: str

    @property
    def both(self) -> Floats:
        """Of everybody."""
        return self.female + self.male


@once
def residents(store: Store, selection: Selection) -> Residents:
    """Return the residents of the selected areas. Raises Empty where none are loaded for them by sex."""
    people.require(store, "has_population")
    known = people.years(store, people.by_day(selection))
    areas = _areas(store, selection)
    rows = store.ask("offenders_residents", areas=list(areas), lows=LOWS, highs=HIGHS)
    rows = rows[rows["sex"].isin(SEXES)]
    if rows.empty:
        raise Empty("cannot", "Rates need residents by age and sex: load population.csv with `sex` and ages.")
    named = rows.assign(area=rows["sex"] + rows["band"].astype(str))
    shown = Period(known[0].period.first, known[-1].period.last)
    months = series.months_of(shown)
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


def _areas(store: Store, selection: Selection) -> tuple[str, ...]:
    loaded = store.ask("residents", age_lows=None, age_highs=None, sex=None)
    known = sorted(set(loaded["area"]))
    if selection.areas:
        csp = reference.csp_of()
        known = [
            each for each in known if (csp.get(each) if selection.level == "csp" else each) in selection.areas
        ]
    if not known:
        raise Empty("cannot", "No residents are loaded for the chosen areas: load their mid-year estimates.")
    return tuple(known)


def within(selection: Selection, areas: tuple[str, ...]) -> Selection:
    """Return the selection in areas whose residents are known, so that a rate's two parts match."""
    return replace(selection, level="district", areas=areas)


def definition(store: Store, selection: Selection, *, unused: tuple[str, ...] = ()) -> str:
    """Return who counts as an offender, and which of the chosen filters are not used and why."""
    groups = reference.offence_groups()
    kinds = ", ".join(groups[code].label for code in selection.groups) or "all offence groups"
    each = (
        "Everybody counts once a year, as at the first occasion in it."
        if store.capabilities.has_persons
        else "This extract does not say who is the same person: every suspect in an offence counts as one."
    )
    ignored = [name for name, chosen in _person_filters(selection).items() if chosen and name in unused]
    said = f"Offenders are people recorded as suspect or offender ({kinds}), not convicted. {each} "
    said += "Years go by the day committed, whatever date the filters name."
    return said + (f" Ignored here: {'; '.join(ignored)}." if ignored else "")


AGES, SEX, ROLE = (
    "ages (they are what is compared)",
    "sex (it is what is compared)",
    "role (only suspects count)",
)


def _person_filters(selection: Selection) -> dict[str, bool]:
    return {AGES: bool(selection.ages), SEX: bool(selection.sex), ROLE: bool(selection.role)}


def enough(known: float, of: float, what: str, remedy: str) -> None:
    """Raise Empty where no more than half of the suspects have a known age or sex."""
    if known <= FEW * of:
        raise Empty(
            "cannot",
            f"The {what} is known for {findings.count(known)} of {findings.count(of)} suspects "
            f"({findings.share(known, of)}): too few to describe the rest. {remedy}",
        )
