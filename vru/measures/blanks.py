"""Blanks: between what could a figure lie, had every blank been filled in the worst way there is?

Bounds, not intervals: nothing is assumed of why a value is missing (Manski 1989, Anatomy of the
selection problem). They are wide where blanks are many, and say so.
"""

from __future__ import annotations

from typing import NamedTuple

from vru.errors import MeasureError


class Bounds(NamedTuple):
    """The least and the most a figure could be."""

    low: float
    high: float


def share(part: float, whole: float, blank: float) -> Bounds:
    """Return a part as a share of `whole` rows, `blank` of them not known to be in it (0 to 1).

    Raises MeasureError where a count is negative, or part and blanks exceed the whole.
    """
    _checked(part, whole, blank)
    if part + blank > whole or not whole:
        raise MeasureError("A part and its blanks make up a whole at most, and the whole is above 0.")
    return Bounds(part / whole, (part + blank) / whole)


def once_only(once: float, people: float, blank: float) -> Bounds:
    """Return the share (0 to 1) of `people` with one occasion, had `blank` occasions of nobody a person.

    At the least each is another of those people's second, at the most a newcomer's only one.
    Raises MeasureError where a count is negative, or more have one occasion than there are.
    """
    _checked(once, people, blank)
    if once > people or not people:
        raise MeasureError("At most all people have one occasion, and there is somebody.")
    return Bounds(max(once - blank, 0.0) / people, (once + blank) / (people + blank))


def overlap(both: float, one: float, other: float, blank_one: float, blank_other: float) -> Bounds:
    """Return by which factors a relative risk could change, had unknown people records of either kind.

    `both` people have records of both kinds, `one` and `other` of one only; `blank_one` and
    `blank_other` records of each kind are of nobody known. At the least each is a person of
    its own; at the most each is one of those with the other kind only, as far as there are.
    The risk is taken as both over (all with one × all with the other). Raises MeasureError
    where a count is negative, or nobody has both.
    """
    _checked(both, one, other, blank_one, blank_other)
    if not both:
        raise MeasureError("A ratio of people with both records needs somebody with both.")
    now = both / ((both + one) * (both + other))
    fewest = both / ((both + one + blank_one) * (both + other + blank_other))
    met_one, met_other = min(blank_one, other), min(blank_other, one)
    every = both + met_one + met_other
    most = every / ((both + one + met_one) * (both + other + met_other))
    return Bounds(fewest / now, max(most / now, 1.0))


def either(both: float, one: float, other: float, blank: float) -> Bounds:
    """Return by which factors a relative risk could change, had `blank` records of either kind one of them.

    As `overlap`, each blank record being of the one kind or the other: the split that moves
    the risk most.
    """
    splits = _splits(both + one, both + other, blank)
    found = [overlap(both, one, other, part, blank - part) for part in splits]
    return Bounds(min(each.low for each in found), max(each.high for each in found))


def _splits(one: float, other: float, blank: float) -> tuple[float, ...]:
    """Return how blanks could be split: all one way, all the other, or so that both kinds are as many."""
    even = min(max((blank + other - one) / 2, 0.0), blank)
    return 0.0, even, blank


def _checked(*counts: float) -> None:
    if not all(each >= 0 for each in counts):
        raise MeasureError("A count cannot be missing or below 0.")
