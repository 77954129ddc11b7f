"""The tables round the crimes: what each of their columns may hold, and what names a row."""

from __future__ import annotations

import re
from typing import NamedTuple

import pyarrow as pa

from vru.ingest import clean, clean_codes, clean_people
from vru.ingest.clean import Cleaned
from vru.ingest.load_columns import Cleaner
from vru.ingest.mapping_schema import WEAPONS

_SUPPRESSED_MARKS = ("*", "[c]", "1-7", "1 to 7")


class Table(NamedTuple):
    """A table of the store: how its columns are cleaned, which a row must have, which name a row."""

    name: str
    days: tuple[str, ...]
    cleaners: dict[str, tuple[Cleaner, pa.DataType]]
    needed: tuple[str, ...]
    key: tuple[str, ...]


def _area(value: str | None) -> Cleaned:
    return Cleaned(clean_codes.district(value).value)


def _year(value: str | None) -> Cleaned:
    found = clean.whole(value[:4] if value and re.fullmatch(r"\d{4}-\d\d-\d\d.*", value.strip()) else value)
    outside = found.value is not None and not 1900 <= found.value <= 2100
    return Cleaned(None, None, "bad_number") if outside else found


def _age(value: str | None) -> Cleaned:
    found = (clean.trimmed(value) or "").casefold()
    if found.endswith("+"):
        return clean.whole(found[:-1])
    number = clean.whole(value)
    wrong = number.value is not None and not 0 <= number.value <= clean_people.OPEN_END
    return Cleaned(None, None, "bad_number") if wrong else number


def _decile(value: str | None) -> Cleaned:
    found = clean.whole(value)
    outside = found.value is not None and not 1 <= found.value <= 10
    return Cleaned(None, None, "bad_number") if outside else found


def residents(value: str | None) -> Cleaned:
    """Return a number of people as a whole number; the source's may carry decimals."""
    found = clean.number(value)
    if found.value is None:
        return found
    wrong = not 0 <= found.value < 2**31
    return Cleaned(None, None, "bad_number") if wrong else Cleaned(round(found.value))


def _count(value: str | None) -> Cleaned:
    if " ".join((value or "").casefold().split()) in _SUPPRESSED_MARKS:
        return Cleaned(-1, "suppressed_count")
    return residents(value)


def _episode(value: str | None) -> Cleaned:
    return clean.coded(value, "episode", ("admission", "consultant"))


def _weapon(value: str | None) -> Cleaned:
    return clean.coded(value, "attendance_weapon", WEAPONS)


def _kind(value: str | None) -> Cleaned:
    found = (clean.trimmed(value) or "estimate").casefold()
    return Cleaned("projection" if found.startswith("proj") else "estimate")


_TEXT = (clean.text, pa.string())
_NUMBER = (clean.number, pa.float64())
_SEX = (clean_people.sex, pa.string())
_AREA = (_area, pa.string())
_AGE = (_age, pa.int16())
TABLES: dict[str, Table] = {
    "weather": Table(
        "weather",
        ("day",),
        {
            "station": _TEXT, "mean_c": _NUMBER, "max_c": _NUMBER, "min_c": _NUMBER, "rain_mm": _NUMBER,
            "quality": _TEXT,
        },
        ("day", "station"),
        ("day", "station"),
    ),
    "population": Table(
        "population",
        (),
        {
            "year": (_year, pa.int16()), "area": _AREA, "sex": _SEX, "age": _AGE, "age_low": _AGE,
            "age_high": _AGE, "residents": (residents, pa.int32()), "kind": (_kind, pa.string()),
        },
        ("year", "area", "age_low", "age_high", "residents"),
        ("year", "area", "sex", "age_low", "age_high", "kind"),
    ),
    "population_lsoa": Table(
        "population_lsoa",
        (),
        {
            "year": (_year, pa.int16()), "lsoa": (clean_codes.lsoa, pa.string()), "sex": _SEX, "age": _AGE,
            "age_low": _AGE, "age_high": _AGE, "residents": (residents, pa.int32()),
            "kind": (_kind, pa.string()),
        },
        ("year", "lsoa", "age_low", "age_high", "residents"),
        ("year", "lsoa", "sex", "age_low", "age_high", "kind"),
    ),
    "admissions": Table(
        "admission",
        ("period_from", "period_to"),
        {
            "area": _AREA, "cause": _TEXT, "episode": (_episode, pa.string()), "sex": _SEX, "age_low": _AGE,
            "age_high": _AGE, "count": (_count, pa.int32()), "rounding": (clean.whole, pa.int16()),
        },
        ("period_from", "period_to", "area", "cause", "episode", "count"),
        ("period_from", "period_to", "area", "cause", "episode", "sex", "age_low", "age_high"),
    ),
    "attendances": Table(
        "attendance",
        ("attended_on",),
        {
            "hospital": _TEXT, "district": _AREA, "lsoa": (clean_codes.lsoa, pa.string()),
            "location_type": _TEXT, "place": _TEXT, "weapon": (_weapon, pa.string()), "sex": _SEX,
            "police_record": (clean.flag, pa.bool_()), "attendances": (residents, pa.int32()),
        },
        ("attended_on",),
        ("month", "hospital"),
    ),
    "comparators": Table(
        "comparator",
        ("period_from", "period_to"),
        {"area": _TEXT, "measure": _TEXT, "value": _NUMBER, "denominator": _NUMBER, "source": _TEXT},
        ("period_from", "period_to", "area", "measure", "value", "source"),
        ("period_from", "period_to", "area", "measure", "source"),
    ),
    "deprivation": Table(
        "deprivation",
        (),
        {
            "edition": (_year, pa.int16()), "lsoa": (clean_codes.lsoa, pa.string()), "district": _AREA,
            "decile": (_decile, pa.int16()), "score": _NUMBER, "residents": (residents, pa.int32()),
            "residents_year": (_year, pa.int16()),
        },
        ("edition", "lsoa", "decile"),
        ("edition", "lsoa"),
    ),
    "interventions": Table(
        "intervention",
        ("starts", "ends"),
        {
            "programme": _TEXT, "kind": _TEXT, "theme": _TEXT, "districts": _TEXT, "funding_pounds": _NUMBER,
            "funding_year": _TEXT, "intended_outcome": _TEXT, "measure": _TEXT,
        },
        ("programme",),
        ("programme", "funding_year"),
    ),
    "activity": Table(
        "activity",
        ("period_from", "period_to"),
        {"programme": _TEXT, "output": _TEXT, "number": _NUMBER, "source": _TEXT},
        ("programme", "period_from", "period_to", "output", "number"),
        ("programme", "period_from", "period_to", "output"),
    ),
}  # fmt: skip
