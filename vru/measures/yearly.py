"""Yearly: whoever is recorded often in a year counts once, with the age band and sex first known in it.

What has one row a person and day becomes one row a person and year, so that the same counting can
be repeated with other pseudonyms (see `doubt`). Most people have one row, in millions of them:
what takes several rows together is worked out for those with several only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from vru.errors import MeasureError
from vru.runs import runs

SEXES = ("unknown", "female", "male", "other")
UNKNOWN_SEX = 0
NO_AGE = 255  # as an age, what stands for unknown

Ints = NDArray[np.integer]


class Days(NamedTuple):
    """One row a person and day, sorted by them; arrays of shape (days,).

    `band` is a position among the bands, their number where the age is known but of none of
    them (outside, or a range over two), one more where it is unknown. `sex` is a position in
    SEXES, unknown where the day has two. `age` is the day's lowest, NO_AGE where unknown.
    `first_year` is the calendar year, with its fraction, in which day 0 lies.
    """

    person: Ints
    day: Ints
    year: Ints
    band: Ints
    sex: Ints
    age: Ints
    first_year: float

    @property
    def born(self) -> NDArray[np.int64]:
        """The decade of birth, 0 where unknown; shape (days,)."""
        born = np.floor((self.first_year + self.day / 365.25 - self.age) / 10)
        return np.where(self.age == NO_AGE, 0, born).astype(np.int64)

    def only(self, kept: NDArray[np.bool_]) -> Days:
        """Return the days that a mask of shape (days,) keeps."""
        return Days(
            self.person[kept],
            self.day[kept],
            self.year[kept],
            self.band[kept],
            self.sex[kept],
            self.age[kept],
            self.first_year,
        )


class People(NamedTuple):
    """One row a person and year, sorted by them; `days` is on how many of its days; shape (people,)."""

    person: Ints
    year: Ints
    band: Ints
    sex: Ints
    days: Ints


class _Runs(NamedTuple):
    """Runs of rows that belong together: where each begins, (runs,), and which have several rows.

    `rows` are the rows of those with several, `begins` where each of these begins among them.
    """

    starts: Ints
    lengths: Ints
    several: Ints
    rows: Ints
    begins: Ints


def by_day(
    rows: Mapping[str, ArrayLike] | pd.DataFrame, lows: ArrayLike, highs: ArrayLike, first_year: float
) -> Days:
    """Return the days of people from rows of what was recorded of them.

    `rows` has the columns person, day (days from the first), year (position), age_low and
    age_high (255 where unknown) and sex (position in SEXES). A day's age is the range of
    all its rows. `lows` and `highs` are the bands' first and last ages, ascending;
    `first_year` as in `Days`. Rows that come sorted by person and day are not sorted again.
    """
    person, day, year = (np.asarray(rows[each]) for each in ("person", "day", "year"))
    low, high, sex = (np.asarray(rows[each]).astype(np.uint8, copy=False)
                      for each in ("age_low", "age_high", "sex"))  # fmt: skip
    order = _by_person_and_day(person, day)
    person, day, year, low, high, sex = (each[order] for each in (person, day, year, low, high, sex))
    begun = _runs(person, day)
    least = _reduced(np.minimum, low, begun)
    most = _reduced(np.maximum, np.where(low == NO_AGE, 0, high), begun)
    one = _reduced(np.minimum, np.where(sex == UNKNOWN_SEX, len(SEXES), sex), begun)
    other = _reduced(np.maximum, sex, begun)
    at = begun.starts
    return Days(
        person[at],
        day[at],
        year[at],
        _band(least, most, np.asarray(lows), np.asarray(highs)),
        np.where(one == other, one, np.uint8(UNKNOWN_SEX)),
        least,
        first_year,
    )


def by_year(days: Days, bands: int, person: ArrayLike | None = None) -> People:
    """Return whom each year has, at the first age band and sex known in it.

    `bands` is their number. `person` (shape (days,)) stands in for the days' own pseudonyms.
    """
    known = days.person if person is None else np.asarray(person)
    order = slice(None) if person is None else _by_person_and_day(known, days.day)
    known, day, year, band, sex = (each[order] for each in (known, *days[1:5]))
    begun = _runs(known, year)
    # a person's day comes twice where two people were merged
    same = np.zeros(len(begun.rows), np.int32)
    same[1:] = (np.diff(known[begun.rows]) == 0) & (np.diff(day[begun.rows]) == 0)
    number = begun.lengths.astype(np.int32)
    if len(begun.several):
        number[begun.several] -= np.add.reduceat(same, begun.begins)
    at = begun.starts
    return People(
        known[at], year[at], _first(band, begun, bands + 1), _first(sex, begun, UNKNOWN_SEX), number
    )  # fmt: skip


def tally(people: People, years: int, bands: int, *, days: bool = False) -> NDArray[np.int64]:
    """Return how many people (or days of theirs) there are, shape (years, bands + 2, sexes)."""
    shape = (years, bands + 2, len(SEXES))
    cell = (people.year.astype(np.int32) * (bands + 2) + people.band) * len(SEXES) + people.sex
    size = int(np.prod(shape))
    found = np.bincount(cell, minlength=size)
    if days:
        more = people.days > 1
        found = found + np.bincount(cell[more], people.days[more] - 1, size).astype(np.int64)
    return found.reshape(shape)


def told(person: ArrayLike, code: ArrayLike) -> tuple[NDArray[np.int64], int]:
    """Return of how many persons only one code was ever told, by code, and how many persons there are.

    `person` and `code` (positions from 0, -1 where it is not told) have shape (rows,).
    """
    who, what = np.asarray(person), np.asarray(code)
    order = _by_person_and_day(who, np.broadcast_to(np.int8(0), who.shape))
    who, what = who[order], what[order]
    starts, _ = runs(who)
    if not len(starts):
        return np.zeros(0, np.int64), 0
    most = np.maximum.reduceat(what, starts)
    least = np.minimum.reduceat(np.where(what < 0, what.max() + 1, what), starts)
    return np.bincount(most[most == least]), len(starts)


def profiles(people: People, bands: int, sex: str | None = None) -> pd.DataFrame:
    """Return people with the same years and bands as one row each of them: see `age_mix.resampled`.

    Only people of a known band, and of the given sex, are looked at. Raises MeasureError for a
    sex that is none.
    """
    if sex is not None and sex not in SEXES:
        raise MeasureError(f"{sex!r} is no sex: it is one of {', '.join(SEXES)}.")
    kept = people.band < bands
    if sex is not None:
        kept &= people.sex == SEXES.index(sex)
    person, cell = people.person[kept], (people.year.astype(np.int64) * bands + people.band)[kept]
    starts, lengths = runs(person)
    if not len(starts):
        return pd.DataFrame({"profile": [], "year": [], "band": [], "persons": []}, dtype=np.int64)
    # sets of cells are told apart by the sum of a random number for each: two sums of 63 bits do not meet
    marks = np.random.default_rng(0).integers(0, 2**63, int(cell.max()) + 1, np.uint64)
    path = np.add.reduceat(marks[cell], starts)
    _, one, persons = np.unique(path, return_index=True, return_counts=True)
    long = lengths[one]
    at = np.repeat(starts[one] - np.cumsum(long) + long, long) + np.arange(long.sum())
    return pd.DataFrame(
        {
            "profile": np.repeat(np.arange(len(one)), long),
            "year": cell[at] // bands,
            "band": cell[at] % bands,
            "persons": np.repeat(persons, long),
        }
    )


def _by_person_and_day(person: Ints, day: Ints) -> Ints | slice:
    """The order by person, then day: one key sorts in a third of the time that two take."""
    same = person[1:] == person[:-1]
    if ((person[1:] > person[:-1]) | (same & (day[1:] >= day[:-1]))).all():
        return slice(None)
    return np.argsort(person.astype(np.int64) * (int(day.max(initial=0)) + 1) + day, kind="stable")


def _runs(*keys: Ints) -> _Runs:
    starts, lengths = runs(*keys)
    several = np.flatnonzero(lengths > 1)
    long = lengths[several]
    ends = np.cumsum(long)
    rows = np.repeat(starts[several] - (ends - long), long) + np.arange(long.sum())
    return _Runs(starts, lengths, several, rows, ends - long)


def _reduced(how: np.ufunc, values: Ints, begun: _Runs) -> Ints:
    found = values[begun.starts]
    if len(begun.several):
        found[begun.several] = how.reduceat(values[begun.rows], begun.begins)
    return found


def _band(low: Ints, high: Ints, lows: Ints, highs: Ints) -> NDArray[np.uint8]:
    ages = np.arange(NO_AGE + 1)
    at = np.searchsorted(lows, ages, side="right") - 1
    # by lowest age: its band, and the highest age that still is of it
    band = np.where(ages == NO_AGE, len(lows) + 1, np.where(at >= 0, at, len(lows))).astype(np.uint8)
    top = np.where(ages == NO_AGE, NO_AGE, np.where(at >= 0, highs[at], -1)).astype(np.int16)
    return np.where(high <= top[low], band[low], np.uint8(len(lows)))


def _first(values: Ints, begun: _Runs, unknown: int) -> Ints:
    """The first known value of each run."""
    found = values[begun.starts]
    inner = values[begun.rows]
    run = np.repeat(begun.several, begun.lengths[begun.several])
    known = np.flatnonzero(inner != unknown)[::-1]
    found[run[known]] = inner[known]
    return found
