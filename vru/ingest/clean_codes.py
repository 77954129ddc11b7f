"""Cleaners of codes: Home Office offence codes, offence groups, districts, small areas."""

from __future__ import annotations

import re
from functools import cache

from vru import reference
from vru.ingest.clean import UNKNOWN, UNKNOWN_WORDS, Cleaned, trimmed

_MONTH_NAMES = "jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec"
# what a spreadsheet makes of 8/6 or 4.10 when it is allowed to help
_DATE_LIKE = re.compile(
    rf"[0-9]{{1,2}}[-/ ]({_MONTH_NAMES})[a-z]*([-/ ][0-9]{{2,4}})?"
    rf"|({_MONTH_NAMES})[a-z]*[-/ ][0-9]{{1,4}}"
    r"|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}"
    r"|[0-9]{4}-[0-9]{2}(-[0-9]{2})?([ t].*)?"
)
_CODE = re.compile(r"0*([0-9]{1,3})([A-Z]{0,2})")
_DOTTED = re.compile(r"0*([0-9]{1,3})\.([0-9]{1,2})")
_SLASHED = re.compile(r"0*([0-9]{1,3}) ?/ ?0*([0-9]{1,2})")
_LSOA = re.compile(r"[EWSNX]01[0-9]{6}")
_LSOA_SUFFIX = re.compile(r" [0-9]{3}[A-Z]$")


@cache
def known_codes() -> frozenset[str]:
    """Return every Home Office code of the reference table, past or present."""
    return frozenset(reference.table("offence_codes")["ho_code"])


@cache
def _codes_in_force() -> frozenset[str]:
    codes = reference.table("offence_codes")
    return frozenset(codes["ho_code"][codes["valid_to"] == ""])


@cache
def _codes_by_title() -> dict[str, str]:
    titles = reference.table("offence_codes")
    names = titles["title"].map(reference.normalise)
    unique = ~names.duplicated(keep=False)
    return dict(zip(names[unique], titles["ho_code"][unique], strict=True))


def ho_code(value: str | None) -> Cleaned:
    """Return a Home Office code as the reference table writes it, or `class/subclass`.

    Reads `8N`, `08n`, `4.10` (never 4.1), `008/06`, `8/6`, `8.06` and titles. What a
    spreadsheet has turned into a date (`08-Jun`) has lost its code: the row is refused. A
    code in no table is kept as it stands; the load puts it in the unknown group, loudly. Of a
    detailed code (`8/6`) the load picks what it was recorded under on the day.
    """
    found = trimmed(value)
    if found is None or found.casefold() in UNKNOWN_WORDS:
        return UNKNOWN
    if _DATE_LIKE.fullmatch(found.casefold()):
        return Cleaned(None, None, "code_became_date")
    bare = found.upper().replace(" ", "")
    for read in (_plain, _dotted, _slashed):
        if code := read(bare):
            return Cleaned(code)
    title = _codes_by_title().get(reference.normalise(found))
    return Cleaned(title) if title else Cleaned(found)


def _plain(bare: str) -> str | None:
    match = _CODE.fullmatch(bare)
    return match[1] + match[2] if match else None


def _dotted(bare: str) -> str | None:
    match = _DOTTED.fullmatch(bare)
    if not match:
        return None
    code = f"{match[1]}.{match[2]}"
    if code in known_codes():
        return code
    if not int(match[2]):  # 36.0: a spreadsheet made a number of 36
        return match[1]
    # two digits after the point that are no code of ours: a class with its subclass
    return _detailed(match[1], match[2]) if len(match[2]) == 2 else code


def _slashed(bare: str) -> str | None:
    match = _SLASHED.fullmatch(bare)
    return _detailed(match[1], match[2]) if match else None


def _detailed(one: str, other: str) -> str:
    """Return a detailed code as `class/subclass`, or the class where it is a code of one kind only."""
    whole = f"{one}/{int(other)}"
    return one if whole not in reference.offence_subcodes() and one in _codes_in_force() else whole


def offence_group(value: str | None) -> Cleaned:
    """Return an offence group's code from the code or its label; another is unknown, and counted."""
    found = trimmed(value)
    if found is None or found.casefold() in UNKNOWN_WORDS:
        return UNKNOWN
    groups = reference.offence_groups()
    by_name = {reference.normalise(each.label): code for code, each in groups.items()}
    code = found.casefold().replace(" ", "_")
    code = code if code in groups else by_name.get(reference.normalise(found), "")
    return Cleaned(code) if code else Cleaned("unknown", "unknown_group")


def district(value: str | None) -> Cleaned:
    """Return a district's code from its code, its name of today or an old one.

    The number of a small area behind the name (`Medway 015D`) is cut off. A name in no
    table is kept as the source has it, and counted: it lies outside the force.
    """
    found = trimmed(value)
    if found is None or found.casefold() in UNKNOWN_WORDS:
        return UNKNOWN
    found = _LSOA_SUFFIX.sub("", found)
    code = reference.district_by_name().get(reference.normalise(found))
    return Cleaned(code) if code else Cleaned(found, "unknown_district")


def lsoa(value: str | None) -> Cleaned:
    """Return a lower layer super output area's code; text of another pattern is unknown, and counted."""
    found = trimmed(value)
    if found is None or found.casefold() in UNKNOWN_WORDS:
        return UNKNOWN
    code = found.upper().replace(" ", "")
    return Cleaned(code) if _LSOA.fullmatch(code) else Cleaned(None, "bad_lsoa")
