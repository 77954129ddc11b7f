"""Reference data: the committed tables of `data/reference`, as the rest of the house reads them."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from vru.errors import SettingsError

FOLDER = Path(__file__).resolve().parents[1] / "data" / "reference"
EDITED = ("recording_events",)
"""Tables that are added to while the program runs; nothing else is worked out of them and kept."""


class Group(NamedTuple):
    """An offence group: `label` heads a column, `noun` (plural, lower case) goes into a sentence."""

    code: str
    label: str
    noun: str
    order: int


class Band(NamedTuple):
    """An age band in completed years, both ends inclusive; the last one ends at 120."""

    code: str
    low: int
    high: int
    label: str


def table(name: str) -> pd.DataFrame:
    """Return data/reference/<name>.csv as text: every column of strings, '' for missing.

    Codes stay text ('4.10' is not 4.1). The frame is the caller's own. Tables of `EDITED` are
    read anew once their file has changed, the others once. Raises SettingsError, with the
    nearest name, where there is no such table.
    """
    # a shallow copy is enough: pandas copies on write, so the cached frame cannot change
    return _read(name, changed(name) if name in EDITED else 0).copy(deep=False)


def changed(name: str) -> int:
    """Return the time stamp of a table's file."""
    return (FOLDER / f"{name}.csv").stat().st_mtime_ns


@cache
def _read(name: str, _changed: int = 0) -> pd.DataFrame:
    file = FOLDER / f"{name}.csv"
    if not file.is_file():
        known = sorted(each.stem for each in FOLDER.glob("*.csv"))
        nearest = difflib.get_close_matches(name, known, n=1, cutoff=0)[0]
        raise SettingsError(f"There is no reference table {file.name}.\nDid you mean {nearest}.csv?")
    return pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8")


@cache
def offence_groups() -> dict[str, Group]:
    """Return the offence groups by code, in the order in which pages list them."""
    rows = _read("offence_groups")[["code", "label", "noun", "order"]].to_numpy()
    groups = [Group(code, label, noun, int(order)) for code, label, noun, order in rows]
    return {each.code: each for each in sorted(groups, key=lambda each: each.order)}


@cache
def age_bands() -> dict[str, Band]:
    """Return the age bands by code, youngest first."""
    rows = _read("age_bands")[["code", "low", "high", "label"]].to_numpy()
    return {code: Band(code, int(low), int(high), label) for code, low, high, label in rows}


@cache
def area_names(level: str) -> dict[str, str]:
    """Return the names by code of all areas of a level, `district` or `csp`, in use or abolished.

    Areas of other levels are named by the outlines a store holds: none are here.
    """
    if level not in ("district", "csp"):
        return {}
    areas = _read({"district": "districts", "csp": "csps"}[level])
    return dict(zip(areas["code"], areas["name"], strict=True))


@cache
def district_by_name() -> dict[str, str]:
    """Return district codes by `normalise`d name (today's, former, alternative) and by the code itself."""
    names = _read("district_names")
    codes = area_names("district")
    return {
        **{normalise(code): code for code in codes},
        **{normalise(name): code for code, name in codes.items()},
        **{normalise(name): code for name, code in zip(names["name"], names["code"], strict=True)},
    }


@cache
def csp_of() -> dict[str, str]:
    """Return the community safety partnership's code of each district code."""
    districts = _read("districts")
    return dict(zip(districts["code"], districts["csp"], strict=True))


@cache
def spellings(field: str) -> dict[str, str]:
    """Return the accepted spellings of a coded field, trimmed and casefolded, with their value."""
    rows = _read("spellings")
    rows = rows[rows["field"] == field]
    return dict(zip(rows["spelling"], rows["value"], strict=True))


@cache
def offence_subcodes() -> dict[str, tuple[str, ...]]:
    """Return, for each detailed code (`8/6`, without leading zeros), the codes it was recorded under.

    Oldest first; which of them held on a day follows from their validity in offence_codes.
    """
    rows = _read("offence_subcodes")
    return {str(code): tuple(each["ho_code"]) for code, each in rows.groupby("subcode", sort=False)}


@cache
def severity_weights() -> dict[str, float]:
    """Return the Crime Severity Score weight of each Home Office code that has one."""
    rows = _read("severity_weights")
    return {code: float(weight) for code, weight in zip(rows["ho_code"], rows["weight"], strict=True)}


def claims() -> list[dict[str, Any]]:
    """Return the study's conclusions as data/reference/claims.toml has them, in its order."""
    with (FOLDER / "claims.toml").open("rb") as file:
        return tomllib.load(file)["claim"]


@cache
def success_measures() -> tuple[dict[str, Any], ...]:
    """Return what Violence Reduction Units are judged by, as data/reference/success_measures.toml has it."""
    with (FOLDER / "success_measures.toml").open("rb") as file:
        return tuple(tomllib.load(file)["measure"])


@cache
def bank_holidays(first_year: int, last_year: int) -> dict[dt.date, str]:
    """Return England's bank holidays of the years, both inclusive, with their names."""
    # imported here: it is needed by few pages and takes longer to import than the tables to read
    import holidays

    england = holidays.country_holidays("GB", subdiv="ENG", years=range(first_year, last_year + 1))
    return {day: england[day] for day in sorted(england)}


def normalise(name: str) -> str:
    """Return a name as it is looked up: casefolded, `&` as and, punctuation and double spaces gone."""
    words = re.sub(r"[^\w]+", " ", name.casefold().replace("&", " and "))
    return " ".join(words.split())
