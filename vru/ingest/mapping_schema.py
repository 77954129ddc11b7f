"""What a mapping may say: its keys, the contract's columns, and the values they may take."""

from __future__ import annotations

import re
from typing import NamedTuple

from vru import reference


class Key(NamedTuple):
    """A key of the TOML: its type, its choices if they are few, and whether it must be there."""

    type: type
    choices: tuple[str, ...] = ()
    needed: bool = False
    limits: tuple[int, int] | None = None


FORMATS = (
    "month", "twelve_months", "financial_year", "dmy", "mdy", "ymd", "serial", "whole", "lsoa_name", "tenths",
    "fahrenheit", "inches",
)  # fmt: skip
DATE_ORDERS = ("dmy", "mdy", "ymd")
COORDINATES = ("osgb", "wgs84", "none")
ENCODINGS = ("auto", "utf-8", "cp1252", "utf-16")
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "spaces": " "}

# Contract columns by kind, in the contract's order.
COLUMNS: dict[str, tuple[str, ...]] = {
    "offences": (
        "offence_id", "incident_id", "status", "committed_from", "committed_to", "recorded_on",
        "ho_code", "offence_group", "domestic", "knife", "weapon", "district", "lsoa", "ward",
        "beat", "easting", "northing", "longitude", "latitude", "place_type", "public_place",
        "alcohol", "gang", "outcome", "severity_weight",
    ),
    "involvements": (
        "offence_id", "person_key", "role", "age", "age_band", "birth_date", "sex", "ethnicity",
        "relationship",
    ),
    "weather": ("day", "station", "mean_c", "max_c", "min_c", "rain_mm", "quality"),
    "population": ("year", "area", "sex", "age", "age_low", "age_high", "residents", "kind"),
    "population_lsoa": ("year", "lsoa", "sex", "age", "age_low", "age_high", "residents", "kind"),
    "admissions": (
        "period_from", "period_to", "area", "cause", "episode", "sex", "age_low", "age_high",
        "count", "rounding",
    ),
    "attendances": (
        "attended_on", "hospital", "district", "lsoa", "location_type", "place", "weapon", "age", "age_band",
        "sex", "police_record", "attendances",
    ),
    "comparators": ("period_from", "period_to", "area", "measure", "value", "denominator", "source"),
    "deprivation": ("edition", "lsoa", "district", "decile", "score", "residents", "residents_year"),
    "interventions": (
        "programme", "kind", "theme", "districts", "starts", "ends", "funding_pounds",
        "funding_year", "intended_outcome", "measure",
    ),
    "activity": ("programme", "period_from", "period_to", "output", "number", "source"),
}  # fmt: skip
COLUMNS["wide"] = COLUMNS["offences"]

# Of each group one column is needed: without it no row could ever be loaded.
NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "offences": (("ho_code", "offence_group"), ("committed_from", "recorded_on")),
    "involvements": (("offence_id",), ("role",)),
    "weather": (("day",), ("mean_c", "max_c", "min_c", "rain_mm")),
    "population": (("year",), ("area",), ("residents",)),
    "population_lsoa": (("year",), ("lsoa",), ("residents",)),
    "admissions": (("period_from",), ("period_to",), ("area",), ("count",)),
    "attendances": (("attended_on",),),
    "comparators": (("period_from",), ("period_to",), ("area",), ("measure",), ("value",)),
    "deprivation": (("edition",), ("lsoa",), ("decile",)),
    "interventions": (("programme",),),
    "activity": (("programme",), ("period_from",), ("period_to",), ("output",), ("number",)),
}
NEEDS["wide"] = NEEDS["offences"]

# The name of a kind's own table of rules in the TOML.
BLOCKS = {
    "offences": "offence", "wide": "offence", "involvements": "involvement", "weather": "weather",
    "population": "population", "population_lsoa": "population_lsoa", "admissions": "admission",
    "attendances": "attendance", "comparators": "comparator", "deprivation": "deprivation",
    "interventions": "intervention", "activity": "activity",
}  # fmt: skip

# In a wide file the offence of a person is the row's own.
PERSON_COLUMNS = tuple(each for each in COLUMNS["involvements"] if each != "offence_id")

TOP = {
    "name": Key(str, needed=True),
    "title": Key(str, needed=True),
    "options": Key(dict),
    "file": Key(list, needed=True),
}
OPTIONS = {
    "date_order": Key(str, DATE_ORDERS),
    "excel_serials": Key(bool),
    "two_digit_year_pivot": Key(int, limits=(0, 99)),
    "non_persons": Key(list),
    "coordinates": Key(str, COORDINATES),
    "crs": Key(str),
    "grid": Key(str),
    "snapped": Key(bool),
    "source": Key(str),
    "encoding": Key(str, ENCODINGS),
    "delimiter": Key(str, tuple(DELIMITERS)),
}
COLUMN = {
    "column": Key(str),
    "time": Key(str),
    "part": Key(str),
    "codes": Key(dict),
    "constant": Key(str),
    "format": Key(str, FORMATS),
    "optional": Key(bool),
    "flag": Key(str),
    "passed": Key(list),
    "element": Key(str),
}


def file_keys(kind: str | None) -> dict[str, Key]:
    """Return the keys of a `[[file]]`; which block of columns it has follows from its kind."""
    keys = {
        "match": Key(str, needed=True),
        "kind": Key(str, tuple(BLOCKS), needed=True),
        "sheet": Key(str),
        "header_row": Key(int, limits=(1, 1_000)),
        "headings": Key(list),
        "drop": Key(list),
        "optional": Key(bool),
    }
    if kind in BLOCKS:
        keys[BLOCKS[kind]] = Key(dict, needed=True)
    if kind == "wide":
        keys["involvement"] = Key(list)
    if kind in ("population", "population_lsoa"):
        keys["ages_in_columns"] = Key(bool)
    if kind == "weather":
        keys["months_in_columns"] = Key(bool)
        keys["element"] = Key(str)
    if kind == "admissions":
        keys["rows_above"] = Key(list)
    return keys


ABOVE = ("area", "sex")
"""What a row above the header may say of the columns below it, where areas stand side by side."""

_YES_NO = ("yes", "no")
WEAPONS = ("knife", "other_weapon", "none")
"""What hurt somebody who attended: a knife or other sharp object, another weapon, or none (fists, feet)."""
_VALUES: dict[str, tuple[str, ...]] = {
    "status": ("crime", "cancelled", "transferred", "no_crime"),
    "role": ("suspect", "victim", "witness", "other"),
    "sex": ("female", "male", "other"),
    "relationship": (
        "partner", "ex_partner", "parent", "child", "sibling", "other_family", "acquaintance", "stranger",
    ),
    "domestic": _YES_NO, "knife": _YES_NO, "public_place": _YES_NO, "alcohol": _YES_NO, "gang": _YES_NO,
    "episode": ("admission", "consultant"), "police_record": _YES_NO,
}  # fmt: skip

_AGES = re.compile(r"\d{1,3}-\d{1,3}|\d{1,3}\+|<\d{1,3}")


def values(target: str) -> tuple[str, ...]:
    """Return the values the contract knows for a coded column; empty where any text will do."""
    if target == "offence_group":
        return tuple(reference.offence_groups())
    if target == "age_band":
        return tuple(reference.age_bands())
    return _VALUES.get(target, ())


def is_value(target: str, value: str) -> bool:
    """Return whether `value` is one the contract knows; "" (unknown) always is.

    An age band may also be written in years, as 25-44, 65+ or <18: bands of other
    publishers need not nest in ours.
    """
    known = values(target)
    if not known or value == "" or value in known:
        return True
    return target == "age_band" and _AGES.fullmatch(value) is not None
