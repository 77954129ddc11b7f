"""Refuses columns that name or describe people, unless the mapping says that they are dropped.

A heading gives most of them away; a sample of the values the rest. It may refuse a column
that is harmless: then one line in the mapping settles it, where the other mistake could not
be undone.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pyarrow as pa

from vru.errors import InputError
from vru.ingest.mapping import FileRule
from vru.ingest.read_source import Cells

SAMPLE = 2_000
# kinds of files in which a row is or concerns a person
_PERSONAL_KINDS = ("offences", "involvements", "wide", "attendances")
# contract columns kept as the source's own text: they could carry anything into the store
_KEPT_AS_TEXT = (
    "weapon",
    "ward",
    "beat",
    "place_type",
    "outcome",
    "ethnicity",
    "district",
    "lsoa",
    "place",
    "location_type",
    "hospital",
)
# Tunbridge Wells looks like a person to a machine
_PLACES = ("ward", "beat", "district", "lsoa", "place", "hospital")

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_NAME = {
    "name", "names", "surname", "forename", "forenames", "firstname", "lastname", "fullname", "givenname",
    "middlename", "maiden", "alias", "aliases", "nickname", "initials",
}  # fmt: skip
# a name of these is not a person's
_THING = {
    "lsoa", "msoa", "ward", "beat", "district", "area", "region", "force", "offence", "crime", "station",
    "programme", "file", "event", "operation", "group", "code", "ltla", "lad", "csp", "team", "unit",
    "borough", "council", "category", "type", "class", "column", "project", "hospital", "trust", "town",
    "city", "country", "id", "ref", "key", "urn", "sector", "division", "weapon", "gang",
}  # fmt: skip
_BIRTH = {"dob", "birth", "born", "birthdate", "birthday", "dateofbirth"}
_ADDRESS = {"address", "addr", "addresses", "postcode", "postcodes", "postal", "uprn", "street", "house"}
_CONTACT = {
    "phone", "telephone", "mobile", "tel", "fax", "email", "mail", "nino", "nhs", "passport", "twitter",
    "facebook", "instagram", "vrm",
}  # fmt: skip
_FREE_TEXT = {"narrative", "notes", "note", "comments", "comment", "remarks", "circumstances", "modus", "mo"}

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_PHONE = re.compile(r"(\+44|0044|\(?0)[\d\s()-]{8,14}\d")
_POSTCODE = re.compile(r"[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}")
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]((?:19|20)\d\d)|((?:19|20)\d\d)-\d\d-\d\d(?:[ T][\d:.]+)?")
_PERSON = re.compile(r"[A-Z][a-zA-Z'’-]+,?( [A-Z][a-zA-Z'’-]*\.?){1,3}")


def by_heading(heading: str) -> str | None:
    """Return what a heading gives away (a name, a birth date, ...), or None."""
    words = {each.casefold() for each in _WORDS.findall(heading)}
    words.add(re.sub(r"[^a-z]", "", heading.casefold()))  # D.O.B., e-mail, Sur-name
    if words & _BIRTH:
        return "a birth date"
    if words & (_NAME - {"name", "names"}) or (words & _NAME and not words & _THING):
        return "a name"
    if words & _ADDRESS:
        return "an address"
    if words & _CONTACT:
        return "a phone number, e-mail or personal number"
    if words & _FREE_TEXT or {"free", "text"} <= words:
        return "free text"
    return None


def by_values(values: list[str]) -> str | None:
    """Return what a sample of values (blanks left out) gives away, or None."""
    if not values:
        return None
    for found, pattern in (
        ("an e-mail address", _EMAIL), ("a phone number", _PHONE), ("a postcode", _POSTCODE),
    ):  # fmt: skip
        if _share(values, lambda each, pattern=pattern: pattern.search(each.strip()) is not None) > 0.5:  # type: ignore[misc]
            return found
    if _spans_a_lifetime(values):
        return "a birth date"
    varied = len(set(values)) / len(values)
    words = [len(each.split()) for each in values]
    if len(values) >= 5 and varied > 0.5 and np.mean(words) >= 5 and np.mean([len(v) for v in values]) > 30:
        return "free text"
    if len(set(values)) >= 20 and varied > 0.5 and _share(values, _PERSON.fullmatch) > 0.8:
        return "a name or an address"
    return None


def _share(values: list[str], test: Callable[[str], object]) -> float:
    return sum(test(each) not in (None, False) for each in values) / len(values)


def _spans_a_lifetime(values: list[str]) -> bool:
    dates = [found for each in values if (found := _DATE.fullmatch(each))]
    if len(dates) < 20 or len(dates) < 0.8 * len(values):
        return False
    years = [int(found[1] or found[2]) for found in dates]
    return float(np.percentile(years, 95) - np.percentile(years, 5)) >= 25


def refuse_personal(file: str, rule: FileRule, cells: Cells) -> None:
    """Raise InputError for the first column that looks personal and is not dropped.

    A birth date may be mapped as `birth_date` (the age is worked out in memory) and nowhere
    else. Undecided columns are judged by heading and sample; mapped ones by heading, and by
    sample where the contract keeps the source's own text.
    """
    if rule.kind not in _PERSONAL_KINDS:
        return
    for heading, at in cells.plan.undecided.items():
        looks = by_heading(heading) or by_values(_sample(cells.columns[at]))
        if looks:
            raise _refusal(file, rule, heading, looks)
    for each in rule.rules():
        for part in each.parts:
            at_mapped = cells.plan.wanted.get(part)
            if at_mapped is None or each.target == "birth_date":
                continue
            looks = by_heading(part)
            if looks in (None, "free text"):
                looks = None
                if each.target in _KEPT_AS_TEXT and not each.codes:
                    looks = by_values(_sample(cells.columns[at_mapped]))
            if looks and not (looks == "a name or an address" and each.target in _PLACES):
                raise _refusal(file, rule, part, looks)


def _refusal(file: str, rule: FileRule, heading: str, looks: str) -> InputError:
    remedy = f'Add "{heading}" to drop in the mapping: a dropped column never reaches the disk.'
    if looks == "a birth date":
        remedy += " Or map it as birth_date: only the age is kept."
    return InputError(
        file, f"the column looks like {looks} and is not dropped", remedy, row=rule.header_row, column=heading
    )


def _sample(column: pa.ChunkedArray) -> list[str]:
    filled = column.drop_null()
    if len(filled) > SAMPLE:
        # evenly spread: the top of an export is often its oldest and barest part
        filled = filled.take(pa.array(np.linspace(0, len(filled) - 1, SAMPLE).astype(np.int64)))
    return [each.strip() for each in filled.to_pylist() if each.strip()]
