"""Success data: victims of knife-enabled offences by age, month by month, and the page's options."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from vru import reference
from vru.answers import comparing, people, success_base, tracks
from vru.answers.answer import Options, option
from vru.answers.making import Empty
from vru.answers.sharing import once
from vru.answers.tracks import Track, Tracks
from vru.answers.validity import known_months
from vru.errors import SelectionError
from vru.measures import series
from vru.periods import Period, add_months, month_name, parse_month
from vru.selection import VWI, Selection
from vru.store import Store

LIMIT = 25
"""Victims younger than this are what the measures speak of."""
YEAR = 12
YOUNG = {
    "0_9": "Aged 0–9",
    "10_17": "Aged 10–17",
    "18_24": "Aged 18–24",
    "under_25": "Under 25, band not known",
}
BANDED = "under_25"
"""The band of YOUNG of those of whom only that is known."""
OTHERS = {"older": "Aged 25 and over", "unknown": "Age not known"}
PARTS = {"young": "Under 25", **YOUNG, **OTHERS, "all": "All ages"}
"""Parts of the victims by age; the bands of YOUNG add up to `young`, and it with OTHERS to `all`."""
KINDS = {"assaults": "Assaults (as the measure says)", "selected": "All selected offences but homicide"}
OF_KIND = {
    "gravest": ("gravest",),
    "assaults": ("gravest", "assault"),
    "selected": ("gravest", "assault", "other"),
}
"""What a kind of knife offence is made of: the gravest assaults, other assaults, and other offences."""
GRAVEST = ("2", "5A", "5D")
"""Home Office codes of attempted murder, and of wounding or assault with intent to cause serious harm."""
UNFILTERED = "knife-enabled, whatever the filters say of offence groups, flags and people"


def _year_to(text: str) -> str:
    """Return the last month of a baseline year as it is kept: 2019-09."""
    try:
        return f"{parse_month(text.strip()):%Y-%m}"
    except ValueError:
        raise SelectionError(
            f"{text!r} is no month.\nWrite the last month of the baseline year as 2019-09."
        ) from None


@dataclass(frozen=True)
class Baseline(Options):
    """The year everything is held against."""

    base: str = option(
        success_base.DECIDED,
        label="Baseline year to",
        short="bl",
        choices={
            success_base.DECIDED: "As decided, else September 2019",
            success_base.DEFAULT: "September 2019",
            "2019-03": "March 2019",
            "2020-03": "March 2020",
        },
        about="All is compared with these twelve months; September 2019 is before the first units' work.",
        reads=_year_to,
        entry="Another year, by its last month (2021-03)",
    )


@dataclass(frozen=True)
class Knife(Baseline):
    """Which knife-enabled offences are counted."""

    offences: str = option(
        "assaults",
        label="Knife offences",
        short="ko",
        choices=KINDS,
        about="The measure says assaults; the wider set adds threats to kill, robbery and sexual offences.",
    )


@cache
def codes() -> dict[str, list[str]]:
    """Return the Home Office codes of the selected knife offences but homicide, apart.

    They are `gravest`, the other `assaults`, and the `others`.
    """
    rows = reference.table("offence_codes")
    rows = rows[(rows["knife_selected"] == "yes") & (rows["is_homicide"] == "no")]
    assault, gravest = rows["offence_group"] == VWI, rows["ho_code"].isin(GRAVEST)
    parts = {"gravest": gravest, "assaults": assault & ~gravest, "others": ~assault & ~gravest}
    return {name: list(rows.loc[part, "ho_code"]) for name, part in parts.items()}


def counted_codes(kind: str) -> list[str]:
    """Return the codes of a kind of OF_KIND."""
    return [code for part in list(codes().values())[: len(OF_KIND[kind])] for code in part]


@cache
def _groups(kind: str) -> frozenset[str]:
    rows = reference.table("offence_codes")
    return frozenset(rows.loc[rows["ho_code"].isin(counted_codes(kind)), "offence_group"])


def measured(store: Store, selection: Selection, kind: str) -> Selection:
    """Return what is counted as a selection: period, areas and date basis are the reader's."""
    groups = tuple(each for each in store.capabilities.groups if each in _groups(kind))
    return replace(selection, groups=groups, domestic=None, knife="yes", ages=(), sex=None, role=None)


def seen(selection: Selection) -> str:
    """Return what of a selection applies to knife offences, as captions say it."""
    return f"{place(selection)}; {UNFILTERED}"


def place(selection: Selection) -> str:
    """Return period, date basis and areas of a selection, as captions say them."""
    names = reference.area_names(selection.level)
    areas = ", ".join(names.get(code, code) for code in selection.areas) or "all areas"
    return f"{selection.period}; by date {selection.basis}; {areas}"


@once
def victims(store: Store, selection: Selection, kind: str) -> Tracks:
    """Return the victims' months by age, a part each of PARTS, for `kind` of OF_KIND.

    Raises Empty, naming the column to load, where the extract cannot say.
    """
    people.require(store, "has_victims", "has_age")
    _require_flag(store)
    wanted = measured(store, selection, kind)
    whole = tracks.ask(store, wanted)
    rows = _rows(store, wanted)
    rows = rows[rows["kind"].isin(OF_KIND[kind])]
    upto = len(whole.calendar.months)
    first = np.datetime64(whole.calendar.months[0], "M")
    at = (rows["month"].to_numpy().astype("datetime64[M]") - first).astype(int)
    names = [*YOUNG, *OTHERS]
    # a band that reaches over the limit is neither under it nor over it
    age = rows["age"].replace({"25_plus": "older", "across": "unknown"})
    place = np.array([names.index(each) for each in age], int)
    by_age = dict(zip(names, series.stacked(at, place, rows["victims"], (len(names), upto)), strict=True))
    young = np.sum([by_age[each] for each in YOUNG], axis=0)
    held = {"young": young, **by_age, "all": np.sum(list(by_age.values()), axis=0)}
    if not held["all"].any():
        raise Empty("nothing", f"No victim of such an offence is recorded in {whole.shown}.")
    parts = tuple(_track(code, held[code], whole) for code in PARTS if code in held)
    return whole._replace(parts=parts)


def _track(code: str, numbers: np.ndarray, whole: Tracks) -> Track:
    firm = np.ones(numbers.size, bool)
    return Track(code, PARTS[code], whole.calendar, numbers.astype(int), numbers, None, firm, 1.0)


def part(asked: Tracks, code: str) -> Track:
    """Return a part of the victims by its code in PARTS."""
    return next(each for each in asked.parts if each.part == code)


def _require_flag(store: Store) -> None:
    if not store.capabilities.has_knife:
        raise Empty("cannot", "This extract has no knife flag: load one whose mapping fills `knife`.")
    if not store.capabilities.has_ho_code:
        raise Empty(
            "cannot",
            "This extract does not say which offences are assaults: load one whose mapping fills `ho_code`.",
        )


def asked_months(store: Store, wanted: Selection) -> dict[str, Any]:
    """Return the parameters of a question about all months in which the knife flag is known."""
    known, _ = known_months(store, wanted, "none")
    given = wanted.with_period(Period(*known)).parameters()
    return {each: given[each] for each in ("basis", "first", "end")}


def in_areas(rows: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Return the rows, with columns district and csp, of the selected areas; all where none is selected."""
    return rows[rows[selection.level].isin(selection.areas)] if selection.areas else rows


def _rows(store: Store, wanted: Selection) -> pd.DataFrame:
    return _of_areas(store, wanted.basis, wanted.level, wanted.areas)


@once
def _of_areas(store: Store, basis: str, level: str, areas: tuple[str, ...]) -> pd.DataFrame:
    rows = _all_rows(store, basis)
    return rows[rows[level].isin(areas)] if areas else rows


@once
def _all_rows(store: Store, basis: str) -> pd.DataFrame:
    """Return the victims of all months, kinds and areas: the page asks the store once, whatever is chosen."""
    months = store.capabilities.months(basis)
    assert months is not None, "tracks have refused a store without months"
    wanted = Selection(Period(*months), basis=basis, knife="yes")
    rows = store.ask("success_victims", **asked_months(store, wanted), **codes())
    return rows.assign(date=rows["month"].dt.date)


def by_district(store: Store, selection: Selection, kind: str, span: Period) -> pd.Series:
    """Return the victims under 25 of each district in a period, by its code."""
    rows = _rows(store, measured(store, selection, kind))
    inside = (rows["date"] >= span.first) & (rows["date"] <= span.last) & rows["age"].isin(list(YOUNG))
    inside &= rows["kind"].isin(OF_KIND[kind])
    return rows[inside].groupby("district")["victims"].sum()


class Baselined(NamedTuple):
    """The latest whole twelve months, the year before them and the baseline year.

    `before` is None where the data does not reach back to it, `base` where `why` says why not.
    """

    now: Period
    before: Period | None
    base: Period | None
    why: str


def baseline(asked: Tracks, last: str) -> Baselined:
    """Return the periods a verdict is about; `last` is the baseline year's last month, as 2019-09.

    Raises Empty without twelve months that end with a whole one.
    """
    found = comparing.periods(asked.calendar, asked.shown, "year_before")
    if found is None:
        raise Empty("enough", f"A year needs twelve months, the last one whole: {asked.shown} has fewer.")
    now, before = found
    year = Period(add_months(parse_month(last), 1 - YEAR), parse_month(last))
    begins = asked.calendar.months[0]
    if year.first < begins:
        where = "after" if year.last < begins else "within"
        why = f"knife figures of this extract begin in {month_name(begins)}, {where} the baseline year"
        return Baselined(now, before, None, why)
    if year.last >= now.first:
        return Baselined(
            now, before, None, "the baseline year is not over before the latest twelve months begin"
        )
    return Baselined(now, before, year, "")
