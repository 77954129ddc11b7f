"""Financial years as publishers write them, with a month or quarter of their own beside them."""

from __future__ import annotations

import re

import pyarrow as pa

from vru.ingest.clean import trimmed

_YEAR = re.compile(r"((?:19|20)\d\d)\s*[-/–—]\s*(\d\d|\d{4})(?:\s+total)?", re.IGNORECASE)
_QUARTER = re.compile(r"(?:q|quarter )\s*([1-4])", re.IGNORECASE)
_MONTHS = ("apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "jan", "feb", "mar")
_APRIL, _OF_YEAR = 4, 12


def first_year(text: str | None) -> int | None:
    """Return the calendar year in which a financial year begins (2012 of 2012-13), None for other text."""
    found = _YEAR.fullmatch(trimmed(text) or "")
    if found is None:
        return None
    begins, ends = int(found[1]), int(found[2][-2:])
    return begins if ends == (begins + 1) % 100 else None


def month_of(text: str | None, part: str | None, *, last: bool) -> str | None:
    """Return the first or last month, 2012-04, of a financial year or of a month or quarter in it.

    `part` is the name of a month, Q1 to Q4 counted from April, or None for the whole year. Text that
    is none of these comes back as it stands, for the cleaner of dates to refuse.
    """
    year, span = first_year(text), _span(part)
    if year is None or span is None:
        return " ".join(each for each in (text, part) if each) or None
    at = _APRIL - 1 + span[last]
    return f"{year + at // _OF_YEAR}-{at % _OF_YEAR + 1:02d}"


def _span(part: str | None) -> tuple[int, int] | None:
    said = (trimmed(part) or "").casefold()
    if not said:
        return 0, _OF_YEAR - 1
    if quarter := _QUARTER.fullmatch(said):
        return 3 * int(quarter[1]) - 3, 3 * int(quarter[1]) - 1
    named = [at for at, each in enumerate(_MONTHS) if said[:3] == each]
    return (named[0], named[0]) if named and said.isalpha() else None


def months(years: pa.ChunkedArray, parts: pa.ChunkedArray | None, *, last: bool) -> pa.ChunkedArray:
    """Return columns of financial years and their parts as months, each distinct pair worked out once."""
    beside = [None] * len(years) if parts is None else parts.to_pylist()
    pairs = list(zip(years.to_pylist(), beside, strict=True))
    known = {each: month_of(*each, last=last) for each in set(pairs)}
    return pa.chunked_array([pa.array([known[each] for each in pairs], pa.string())])
