"""Cleaners of what is known of a person: age, age band, sex, role, relationship."""

from __future__ import annotations

import re
from typing import NamedTuple

from vru.ingest.clean import UNKNOWN, UNKNOWN_WORDS, Cleaned, coded, trimmed

OLDEST = 110  # completed years; above, an age is a placeholder (999) or a slip
OPEN_END = 120  # how "and over" is stored
ROLES = ("suspect", "victim", "witness", "other")
SEXES = ("female", "male", "other")
STATUSES = ("crime", "cancelled", "transferred", "no_crime", "withdrawn")
RELATIONSHIPS = (
    "partner", "ex_partner", "parent", "child", "sibling", "other_family", "acquaintance", "stranger",
)  # fmt: skip

_EXACT = re.compile(r"(-?[0-9]{1,4})(?:\.0*)?(?: ?(?:y|yrs?|years?)(?: old)?)?")
_RANGE = re.compile(r"([0-9]{1,3})y?(?: ?[-–—_] ?| ?-?to-? ?)([0-9]{1,3})y?")
_BELOW = re.compile(r"(?:<|under|below|less than|younger than) ?([0-9]{1,3})")
_UP_TO = re.compile(r"(?:<=|≤|up to) ?([0-9]{1,3})|([0-9]{1,3}) (?:and|or) (?:under|younger|below)")
_ABOVE = re.compile(r"(?:>|over|above|greater than|more than|older than) ?([0-9]{1,3})")
_FROM = re.compile(r"(?:>=|≥) ?([0-9]{1,3})|([0-9]{1,3}) ?(?:\+|plus|(?:and|or) (?:over|older|above|more))")
_YEARS = re.compile(r"\(|\)|\b(?:aged?|years?|yrs?|old)\b")


class Ages(NamedTuple):
    """Completed years, both ends inclusive and equal where the age is exact."""

    low: int
    high: int


def age(value: str | None) -> Cleaned:
    """Return the Ages of an exact age or, where the column holds one, of a band.

    0 is an age. Negative, over 110 and 999 are unknown, and counted; so is other text. What
    the role forbids (a suspect under 10) is judged by the load, which knows the role.
    """
    found = trimmed(value)
    if found is None or found.casefold() in UNKNOWN_WORDS:
        return UNKNOWN
    if match := _EXACT.fullmatch(found.casefold()):
        years = int(match[1])
        return Cleaned(Ages(years, years)) if 0 <= years <= OLDEST else Cleaned(None, "age_out_of_range")
    return age_band(found)


def age_band(value: str | None) -> Cleaned:
    """Return the Ages of a band as sources write it: 18-24, <18, 65+, 25 - 45, Greater than 45.

    A band that does not nest in the dashboard's stays as it is: it is never split and gets
    no midpoint. Text that is no band is unknown, and counted.
    """
    found = trimmed(value)
    if found is None or found.casefold() in UNKNOWN_WORDS:
        return UNKNOWN
    bare = " ".join(_YEARS.sub(" ", found.casefold()).split())
    read = _band(bare)
    if read is None:
        return Cleaned(None, "age_unreadable")
    low, high = read
    if not 0 <= low <= high <= OPEN_END or low > OLDEST:
        return Cleaned(None, "age_out_of_range")
    return Cleaned(Ages(low, high))


def _band(bare: str) -> tuple[int, int] | None:
    if bare.isascii() and bare.isdigit() and len(bare) <= 4:
        return int(bare), int(bare)
    if match := _RANGE.fullmatch(bare):
        return int(match[1]), int(match[2])
    if match := _BELOW.fullmatch(bare):
        return 0, int(match[1]) - 1
    if match := _UP_TO.fullmatch(bare):
        return 0, int(match[1] or match[2])
    if match := _ABOVE.fullmatch(bare):
        return int(match[1]) + 1, OPEN_END
    if match := _FROM.fullmatch(bare):
        return int(match[1] or match[2]), OPEN_END
    return None


def sex(value: str | None) -> Cleaned:
    """Return female, male or other."""
    return coded(value, "sex", SEXES)


def role(value: str | None) -> Cleaned:
    """Return suspect, victim, witness or other; a role in no table is other, and counted."""
    found = coded(value, "role", ROLES)
    return found if found.value else Cleaned("other", "unknown_role")


def status(value: str | None) -> Cleaned:
    """Return crime, cancelled, transferred or no_crime.

    Without a status a record is a crime: most sources hold nothing else. A status in no
    table is counted as one too, and loudly, since leaving crimes out unseen would be worse.
    """
    found = coded(value, "status", STATUSES)
    return found if found.value else Cleaned("crime", "unknown_status" if found.step else None)


def relationship(value: str | None) -> Cleaned:
    """Return what the suspect is to the victim."""
    return coded(value, "relationship", RELATIONSHIPS)
