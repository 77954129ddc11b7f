"""Reconciliation: from the records of an extract to a published figure, part by part.

published = records + every known part + unexplained, by construction. What could explain more but
cannot be counted from the extract is a range beside it and is never taken off the unexplained: an
explanation that fits because it was fitted is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vru.errors import MeasureError

KNOWN, AT_MOST, UNKNOWABLE = "known", "at most", "cannot be known"
STATUSES = ("cancelled", "transferred", "no_crime", "withdrawn")
"""Statuses of records that came with the extract and are counted nowhere."""


class Tally(NamedTuple):
    """What an extract holds of one group in one published year; all are offences.

    `records` are of every status with the year by the date chosen, `not_crime` those of them by
    status. `later` are crimes of that year by the date chosen but of another by date recorded,
    `before` crimes recorded in the year that the date chosen puts elsewhere; both 0 by date recorded.
    `late`, `shared` and `unknown` bound what cannot be counted and are None where the extract says
    nothing: crimes that came with a load after the first one to reach past the year, records beyond
    the first of an incident where official figures count incidents, crimes of unknown group.
    """

    records: int
    not_crime: dict[str, int]
    later: int = 0
    before: int = 0
    late: int | None = None
    shared: int | None = None
    unknown: int | None = None

    @property
    def crimes(self) -> int:
        """Its records less those that are no crime."""
        return self.records - sum(self.not_crime.values())


class Part(NamedTuple):
    """A part of a gap: `offences` counted (0 unless `known`), and the range it could be beyond that."""

    name: str
    offences: float
    low: float
    high: float
    known: str


class Line(NamedTuple):
    """A published figure and the way to it from the records of an extract, all in offences."""

    published: float
    records: int
    parts: tuple[Part, ...]

    @property
    def shown(self) -> float:
        """What the pages show: the records less those that are no crime."""
        return self.records + sum(each.offences for each in self.parts if each.name in STATUSES)

    @property
    def gap(self) -> float:
        """Published less records."""
        return self.published - self.records

    @property
    def unexplained(self) -> float:
        """What is left of the gap after the known parts; above 0 where more is published."""
        return self.gap - sum(each.offences for each in self.parts)

    @property
    def possible(self) -> tuple[float, float]:
        """The range of what could explain more but cannot be counted."""
        return sum(each.low for each in self.parts), sum(each.high for each in self.parts)


def line(published: float, tally: Tally | None) -> Line:
    """Return the way from the records of `tally` to a published figure; None: the extract lacks the group.

    Raises MeasureError for a published figure below 0.
    """
    if published < 0:
        raise MeasureError(f"A published figure cannot be {published}: it counts offences.")
    held = tally or Tally(0, {}, late=0, shared=0, unknown=0)
    parts = [_known(name, -held.not_crime.get(name, 0)) for name in STATUSES]
    parts += [_known("later", -held.later), _known("before", held.before)]
    parts.append(_known("not_held", published if tally is None else 0))
    parts += [_range("shared", held.shared, -1), _range("late", held.late, -1)]
    parts.append(_range("unknown", held.unknown, 1))
    return Line(published, held.records, tuple(parts))


def _known(name: str, offences: float) -> Part:
    return Part(name, offences, 0, 0, KNOWN)


def _range(name: str, most: int | None, sign: int) -> Part:
    if most is None:
        return Part(name, 0, 0, 0, UNKNOWABLE)
    return Part(name, 0, min(0, sign * most), max(0, sign * most), AT_MOST)


def total(lines: Sequence[Line]) -> Line:
    """Return the sum of lines of one year, part by part; MeasureError where there are none.

    A part that cannot be known in one of them cannot be known of the sum.
    """
    if not lines:
        raise MeasureError("There is no line to add up.")
    parts = [_sum(each) for each in zip(*(one.parts for one in lines), strict=True)]
    return Line(sum(one.published for one in lines), sum(one.records for one in lines), tuple(parts))


def _sum(parts: Sequence[Part]) -> Part:
    worst = max((each.known for each in parts), key=(KNOWN, AT_MOST, UNKNOWABLE).index)
    low, high = sum(each.low for each in parts), sum(each.high for each in parts)
    return Part(parts[0].name, sum(each.offences for each in parts), low, high, worst)


def strayed(lines: Iterable[Line]) -> float:
    """Return the offences unexplained of all lines, too many of one not taken off too few of another."""
    return sum(abs(one.unexplained) for one in lines)


def reconciles(lines: Sequence[Line], limit: float, small: float) -> bool:
    """Return whether the unexplained of the lines is within `limit` percent of what is published.

    `small` is the difference, in offences, that is allowed however small the figure.
    """
    published = sum(one.published for one in lines)
    return strayed(lines) <= max(limit / 100 * published, small)
