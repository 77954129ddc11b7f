"""Overlaps in words: who is exposed, what the outcome is, and how ratios and people are written."""

from __future__ import annotations

from typing import NamedTuple

from vru import findings
from vru.answers.sampled import Sample
from vru.measures.overlap import Ratio
from vru.periods import Period, month_name

METHOD = (
    "Mantel–Haenszel over window × sex × age; Greenland–Robins limits, widened for people in several "
    "windows and for those met in one offence"
)


class Wording(NamedTuple):
    """How a kind of overlap is said: who is exposed, what the outcome is, and the claim's code."""

    code: str
    exposed: str
    outcome: str
    both: str
    definition: str


WORDS = {
    "roles": Wording(
        "offender_victim_overlap",
        "recorded suspects",
        "recorded as victims",
        "recorded as both",
        "“Offender” means recorded suspect: named as having done it, not convicted.",
    ),
    "relations": Wording(
        "intimate_partner_overlap",
        "suspects of partner violence",
        "suspects of general violence",
        "suspects of both",
        "Partner violence is against a partner or former partner, general violence against an acquaintance "
        "or stranger; family violence and unknown relationships are neither.",
    ),
}


def widened(looked: Sample) -> str:
    """Return by whom limits are widened, as a sentence after others; nothing where by everybody."""
    if looked.whole:
        return ""
    return f" How far limits are widened was told by {findings.count(looked.last)} people drawn at random."


def number(value: float) -> str:
    """Return a ratio: two decimals below 2, one above."""
    return findings.decimal(value, 2 if value < 2 else 1)


def times(ratio: Ratio, name: str = "") -> str:
    """Return how many times as often, with its interval: 5.1 times (95 % interval 5.0 to 5.2)."""
    return f"{number(ratio.value)} times{name} ({limits(ratio)})"


def limits(ratio: Ratio) -> str:
    """Return the interval of a ratio as a sentence says it."""
    return f"95 % interval {number(ratio.low)} to {number(ratio.high)}"


def people(how_many: float) -> str:
    """Return a number of people as a sentence says it: 1 person, 12 people."""
    return f"{findings.count(how_many)} {'person' if how_many == 1 else 'people'}"


def span(spans: tuple[Period, ...]) -> str:
    """Return the months that windows cover: April 2010 to March 2026."""
    return f"{month_name(spans[0].first)} to {month_name(spans[-1].last)}"
