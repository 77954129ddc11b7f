"""Cleaners of one text value: marks for missing, words, flags, coded fields, numbers.

Every cleaner is a pure function of the text. The load applies it to the distinct values of
a column only, so that a cleaner may be plain Python and still be fast. The topics with more
to say have modules of their own: clean_dates, clean_people, clean_codes, clean_places.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from vru import reference

# Official statistics mark cells that hold no figure; people type dashes and dots.
MARKS = frozenset(
    ("", "-", "--", "–", "—", ".", "..", "...", "?", "[x]", "[z]", "[c]", "[u]", "[w]", "[low]", ":")
)
UNKNOWN_WORDS = frozenset(
    (
        "unknown", "not known", "not recorded", "not stated", "not specified", "not available",
        "missing", "n/a", "na", "n/k", "nk", "nan", "null", "none", "#n/a", "(null)", "unk", "u",
    )
)  # fmt: skip

_YES = frozenset(("y", "yes", "true", "t", "1", "1.0", "x", "on"))
_NO = frozenset(("n", "no", "false", "f", "0", "0.0", "off"))
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,2})?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(\D|$))")


class Cleaned(NamedTuple):
    """What a cleaner made of a text.

    `value` is None for unknown. `step` (a code of vru.terms.STEPS) says that cleaning changed
    or lost something worth counting; `reason` (of vru.terms.REASONS) that the row cannot stay.
    """

    value: Any = None
    step: str | None = None
    reason: str | None = None


UNKNOWN = Cleaned()


def trimmed(value: str | None) -> str | None:
    """Return the text without space round it and with single spaces inside; None for a missing mark."""
    if value is None:
        return None
    value = " ".join(value.split())
    return None if value.casefold() in MARKS else value


def text(value: str | None) -> Cleaned:
    """Return free codes such as a weapon or a beat as they stand, trimmed; marks are unknown."""
    return Cleaned(trimmed(value))


def is_unknown(value: str | None) -> bool:
    """Return whether a coded field says that it does not know: blank, a mark or a word for it."""
    found = trimmed(value)
    return found is None or found.casefold() in UNKNOWN_WORDS


def flag(value: str | None) -> Cleaned:
    """Return True or False for the spellings of yes and no; anything else is unknown, and counted."""
    if is_unknown(value):
        return UNKNOWN
    word = (trimmed(value) or "").casefold()
    word = reference.spellings("flag").get(word, word)
    if word in _YES:
        return Cleaned(True)
    return Cleaned(False) if word in _NO else Cleaned(None, "unknown_spelling")


def coded(value: str | None, field: str, known: tuple[str, ...]) -> Cleaned:
    """Return the contract's value of a coded field.

    `known` are the values of the contract; other spellings come from data/reference/spellings.csv.
    A spelling in neither is unknown, and counted.
    """
    if value is None or trimmed(value) is None:
        return UNKNOWN
    word = (trimmed(value) or "").casefold()
    found = reference.spellings(field).get(word)
    if found is None:
        found = word.replace("-", "_").replace(" ", "_")
    if found in known:
        return Cleaned(found)
    silent = not found or word in UNKNOWN_WORDS or found in UNKNOWN_WORDS
    return UNKNOWN if silent else Cleaned(None, "unknown_spelling")


def number(value: str | None) -> Cleaned:
    """Return a number as a float: `1,234`, `£1.16`, `-3.5`; reason `bad_number` for other text."""
    found = trimmed(value)
    if found is None or found.casefold() in UNKNOWN_WORDS:
        return UNKNOWN
    bare = _THOUSANDS.sub("", found.lstrip("£").replace("−", "-").strip()).casefold()
    # [0-9]: a digit of another script would pass \d and then surprise
    if bare.isascii() and _NUMBER.fullmatch(bare):
        return Cleaned(float(bare))
    return Cleaned(None, None, "bad_number")


def whole(value: str | None) -> Cleaned:
    """Return a whole number as an int; reason `bad_number` for a fraction or other text."""
    found = number(value)
    if found.value is None:
        return found
    if abs(found.value) < 2**31 and found.value == int(found.value):
        return Cleaned(int(found.value))
    return Cleaned(None, None, "bad_number")
