"""Findings: results in plain sentences with their uncertainty, and how numbers are written in them."""

from __future__ import annotations

import math
import re

from vru.measures.change import Change
from vru.periods import Period, month_name
from vru.selection import Selection

_SINGULAR = {
    "offences": "offence",
    "homicides": "homicide",
    "robberies": "robbery",
    "burglaries": "burglary",
    "thefts": "theft",
    "shootings": "shooting",
    "incidents": "incident",
}
MANY_GROUPS = 3  # naming more kinds than this would fill the sentence


def count(value: float) -> str:
    """Return a whole number as people write it: 18,432."""
    return f"{value:,.0f}".replace("-", "−")


def decimal(value: float, digits: int = 1) -> str:
    """Return a number with decimals, thousands separated and a true minus: −1,234.5."""
    text = f"{value:,.{digits}f}"
    return (text if text.strip("-0.") else text.lstrip("-")).replace("-", "−")


def signed(value: float, digits: int | None = None) -> str:
    """Return a change with its sign, +1, −5 or 0; without `digits` one decimal below 1 in size."""
    if not math.isfinite(value):
        return "unlimited"
    if digits is None:
        digits = digits_of(value)
    text = f"{value:+.{digits}f}"
    return "0" if float(text) == 0 else text.replace("-", "−")


def digits_of(*values: float) -> int:
    """Return the decimals a change and its limits are all written with: 1 where one is below 1."""
    return int(any(0.05 <= abs(each) < 0.95 for each in values))


def share(part: float, whole: float) -> str:
    """Return a part of a whole in percent, 23 %; below half a percent "under 1 %"."""
    if not whole:
        return "0 %"
    size = 100 * part / whole
    return "under 1 %" if 0 < size < 0.5 else f"{size:.0f} %"


def noun_of(selection: Selection, how_many: float | None = None) -> str:
    """Return what the selected offences are called after a number; singular for exactly one."""
    text = selection.noun()
    if len(selection.groups) > MANY_GROUPS:
        text = f"offences of {len(selection.groups)} groups"
    text = re.sub(r"\brecorded offences\b", "offences", text)
    if how_many != 1:
        return text
    first = min((each for each in _SINGULAR if each in text), key=text.index, default=None)
    return text if first is None else text.replace(first, _SINGULAR[first], 1)


def period(span: Period) -> str:
    """Return a period as it reads after "in": the year to March 2026, March 2026, or from-to."""
    return f"the year to {month_name(span.last)}" if span.months == 12 else str(span)


def were(how_many: float) -> str:
    """Return was for one, were for any other number."""
    return "was" if how_many == 1 else "were"


def lower(label: str) -> str:
    """Return a label as it reads within a sentence: its first letter small."""
    return label[:1].lower() + label[1:]


def comparison(change: Change, than: str, *, counted: bool = True) -> str:
    """Return how a change reads, with its interval and verdict: 2 % fewer than …: no clear change.

    `than` names the period compared with. `counted` says fewer and more, else lower and higher.
    """
    more, fewer = ("more", "fewer") if counted else ("higher", "lower")
    digits = digits_of(change.percent, change.low, change.high)
    if math.isnan(change.percent) or math.isinf(change.percent):
        size = f"against {count(change.base)} in {than}"
    elif abs(change.percent) < 0.05:
        size = f"the same as in {than}"
    else:
        amount = signed(abs(change.percent), digits).lstrip("+")
        size = f"{amount} % {more if change.percent > 0 else fewer} than in {than}"
    if not math.isnan(change.low):
        limits = f"{signed(change.low, digits)} to {signed(change.high, digits)}"
        size += f" ({100 * change.confidence:.3g} % interval {limits})"
    why = f", because {change.reason}" if change.reason else ""
    stands = f"; {change.despite}" if change.despite else ""
    return f"{size}: {change.verdict}{why}{stands}"


def rolling(
    selection: Selection, amount: str, how_many: float, now: Period, compared: str | None, gaps: int = 0
) -> str:
    """Return the headline of a trend: what happened in a period, and how it compares.

    `amount` is the number with its noun as `quantity` writes it, `compared` a `comparison`
    or None where there is nothing before the period, `gaps` how many of its months are not whole.
    """
    said = f"{amount} {were(how_many)} {selection.basis} in {period(now)}"
    if gaps:
        said += f", {gaps} of whose {now.months} months {'is' if gaps == 1 else 'are'} not whole"
    if compared is None:
        return f"{said}; there is no comparable period before it."
    if gaps:
        return f"{said}; leaving {'it' if gaps == 1 else 'them'} out, {compared}."
    return f"{said}, {compared}."


def quantity(selection: Selection, measure: str, value: float) -> str:
    """Return an amount of offences, rate or harm with its noun, as the start of a sentence."""
    if measure == "rate":
        return f"{decimal(value)} {noun_of(selection)} per 1,000 residents"
    if measure == "harm":
        return f"A harm score of {count(value)} from {noun_of(selection)}"
    return f"{count(value)} {noun_of(selection, value)}"


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; the point of a number ends none."""
    return re.split(r"(?<=[.?!]) (?=[A-Z0-9“`+−])", text)


def sentence(text: str) -> str:
    """Return text with a capital first letter and one full stop."""
    return text[:1].upper() + text[1:].rstrip(".") + "."
