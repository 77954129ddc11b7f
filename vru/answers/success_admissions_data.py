"""Admissions data: the published series of an area, by age, as months of which only a range may be known."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import reference
from vru.answers.labels import elsewhere
from vru.answers.making import Empty
from vru.answers.sharing import once
from vru.answers.success_data import LIMIT
from vru.measures import admissions
from vru.measures.admissions import Ranges
from vru.periods import Period, add_months, months_between
from vru.selection import Selection
from vru.store import Store

PROVISIONAL = 2
"""The latest months of a publication, in which diagnoses are still being coded."""
OLDEST = 120
COUNTRY = "England"
LOAD = "load hospital admissions (`vru load --admissions FILE`)."
CAUSES = {"sharp": "assault with a knife or sharp object (ICD-10 X99)", "assault": "any assault (X85–Y09)"}


class Place(NamedTuple):
    """Whose admissions these are: `name` as sentences say it, whether they are the reader's own area."""

    name: str
    areas: tuple[str, ...]
    own: bool


class Series(NamedTuple):
    """One line: its label, and what each month's count can be; NaN where nothing is published."""

    label: str
    months: Ranges
    suppressed: np.ndarray

    def sums(self) -> Ranges:
        """The sums over twelve months."""
        return admissions.rolling(self.months)


class Admitted(NamedTuple):
    """The series of a place: of under-25s where its ages allow, of all ages, and of any assault.

    `months` are first days without gaps; `firm` says which of them are not provisional any more.
    """

    place: Place
    months: list[dt.date]
    firm: np.ndarray
    young: Series | None
    everyone: Series | None
    any_assault: Series | None
    bands: tuple[tuple[int, int], ...]

    @property
    def main(self) -> Series:
        """The series that the measure speaks of, or the nearest one there is."""
        found = self.young or self.everyone
        assert found is not None, "a place without a series is refused"
        return found

    @property
    def shown(self) -> Period:
        """The months there are figures for."""
        return Period(self.months[0], self.months[-1])

    def at(self, month: dt.date) -> int:
        """Return a month's place in the series; below 0 or beyond it where the series has no such month."""
        return months_between(self.months[0], month)


@once
def admitted(store: Store, selection: Selection) -> Admitted:
    """Return the admissions of the selected area, its force, region or country, the nearest there is.

    Raises Empty, with what to load, where there is none.
    """
    sharp, _ = _published(store)
    return _of_place(store, place_of(store, selection, set(sharp["area"])))


@once
def _of_place(store: Store, place: Place) -> Admitted:
    return _series(place, *_published(store))


@once
def _published(store: Store) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the admissions after assaults with a sharp object, and after any assault."""
    if not store.capabilities.has_admissions:
        raise Empty("cannot", f"No hospital admissions are loaded, so this cannot be answered: {LOAD}")
    rows = store.ask("success_admissions")
    if rows.empty:
        raise Empty(
            "cannot",
            f"The admissions loaded are consultant episodes or not by month: {LOAD} with months of "
            f"admissions.",
        )
    cause = rows["cause"].map(cause_of)
    if not (cause == "sharp").any():
        raise Empty("cannot", f"No admissions after an assault with a sharp object (X99) are loaded: {LOAD}")
    return rows[cause == "sharp"], rows[cause == "assault"]


def episode(cause: str) -> str:
    """Return what one admission with a first external cause (of CAUSES) is, as captions say it."""
    return (
        "One is a finished admission episode: the first period of care of a stay in hospital, not a person "
        f"and no attendance at an emergency department, with {CAUSES[cause]} as first external cause. "
        "Finished consultant episodes, more than one a stay, are never added."
    )


def cause_of(cause: str) -> str:
    """Return which of CAUSES a published cause is; an empty text for any other."""
    text = cause.casefold()
    if "x85" in text or "y09" in text:
        return "assault"
    return "sharp" if "x99" in text or "sharp" in text or "knife" in text else ""


def place_of(store: Store, selection: Selection, there: set[str]) -> Place:
    """Return whose admissions to show: the selected areas', else the force's, its region's, the country's.

    Raises Empty where none of them is among the areas `there`.
    """
    names = reference.area_names(selection.level)
    if selection.areas and set(selection.areas) <= there:
        return Place(", ".join(names.get(each, each) for each in selection.areas), selection.areas, True)
    home, region = home_of(store)
    own = tuple(each for each in sorted(there) if reference.normalise(each) in home)
    if own:
        # one force may be there by name and by code: the same people
        return Place("the whole force" if selection.areas else residence(store), own[:1], not selection.areas)
    for wider in (region, COUNTRY):
        if wider in there:
            return Place(_the(wider), (wider,), False)
    if len(there) == 1:
        (only,) = there
        return Place(names.get(only, only), (only,), False)
    raise Empty(
        "cannot",
        "The admissions loaded are of other areas than this extract, its region or England: load the "
        "region's.",
    )


def _the(region: str) -> str:
    return region if region == COUNTRY else f"the {region}"


def home_of(store: Store) -> tuple[set[str], str]:
    """Return the normalised names of the extract's force, and its region; empty where neither is known."""
    known = reference.table("force_names")
    published = _force(store)
    if not published:
        return set(), ""
    names = known.loc[known["published"] == published, "name"]
    regions = reference.table("force_regions")
    found = regions.loc[regions["force"] == published, "region"]
    return {reference.normalise(each) for each in [*names, published]}, found.iloc[0] if len(found) else ""


def _force(store: Store) -> str:
    """Return what publications call the extract's force: by its name, else by the districts in it."""
    known = reference.table("force_names")
    named = {
        reference.normalise(each): to for each, to in zip(known["name"], known["published"], strict=True)
    }
    said = named.get(reference.normalise(store.meta.get("force") or ""), "")
    here, ours = store.capabilities.districts.keys(), known["published"].iloc[0]
    if here and elsewhere(here):
        # districts tell more than a name that nobody changed: another place has no figures of ours
        return "" if said == ours else said
    return said or (ours if here else "")


@once
def residence(store: Store) -> str:
    """Return where the people live whom this extract is about, as a request to the NHS would say."""
    regions = reference.table("force_regions")
    found = regions.loc[regions["force"] == _force(store), "residence"]
    return str(found.iloc[0]) if len(found) else "the force's area"


def _series(place: Place, sharp: pd.DataFrame, assault: pd.DataFrame) -> Admitted:
    rows = sharp[sharp["area"].isin(place.areas)]
    first, last = (each.date() for each in (rows["month"].min(), rows["month"].max()))
    months = [add_months(first, at) for at in range(months_between(first, last) + 1)]
    firm = np.arange(len(months)) < len(months) - PROVISIONAL
    bands = _bands(rows)
    young = admissions.covers(bands, LIMIT - 1)
    made = {
        "young": _line(f"Under {LIMIT}", rows, young, months) if young else None,
        "everyone": _everyone("All ages", rows, months),
        "any_assault": _everyone("Any assault, all ages", assault[assault["area"].isin(place.areas)], months),
    }
    if made["young"] is None and made["everyone"] is None:
        raise Empty(
            "cannot",
            f"The age groups of these admissions add up neither to under {LIMIT} nor to all ages: {LOAD}",
        )
    return Admitted(place, months, firm, **made, bands=tuple(bands))


def _bands(rows: pd.DataFrame) -> list[tuple[int, int]]:
    known = rows.dropna(subset=["age_low", "age_high"])[["age_low", "age_high"]].drop_duplicates()
    return sorted((int(low), int(high)) for low, high in known.to_numpy())


def _everyone(label: str, rows: pd.DataFrame, months: list[dt.date]) -> Series | None:
    whole = rows[rows["age_low"].isna()]
    if len(whole):
        return _summed(label, [whole], months)
    found = admissions.covers(_bands(rows), OLDEST)
    return _line(label, rows, found, months) if found else None


def _line(label: str, rows: pd.DataFrame, bands: list[tuple[int, int]], months: list[dt.date]) -> Series:
    return _summed(
        label, [rows[(rows["age_low"] == low) & (rows["age_high"] == high)] for low, high in bands], months
    )


def _summed(label: str, parts: list[pd.DataFrame], months: list[dt.date]) -> Series:
    tables = [_by_month(part, months) for each in parts for _, part in each.groupby(["area", "cause"])]
    hidden = np.any([each["high"] > each["low"] for each in tables], axis=0)
    found = [admissions.ranges(each["low"], each["high"], each["rounding"].fillna(1)) for each in tables]
    return Series(label, admissions.total(found), hidden)


def _by_month(rows: pd.DataFrame, months: list[dt.date]) -> pd.DataFrame:
    by_month = rows.assign(month=rows["month"].dt.date).set_index("month")[["low", "high", "rounding"]]
    return by_month.reindex(months).astype(float)
