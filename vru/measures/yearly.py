"""Yearly: whoever is recorded often in a year counts once, with the age band and sex first known in it.

What has one row a person and day becomes one row a person and year, so that the same counting can
be repeated with other pseudonyms (see `doubt`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from vru.errors import MeasureError

SEXES = ("unknown", "female", "male", "other")
UNKNOWN_SEX = 0
NO_AGE = 255  # as an age, what stands for unknown

Ints = NDArray[np.int64]


class Days(NamedTuple):
    """One row a person and day, sorted by them; arrays of shape (days,).

    `band` is a position among the bands, their number where the age is known but of none of
    them (outside, or a range over two), one more where it is unknown. `sex` is a position in
    SEXES, unknown where the day has two. `born` is the decade of birth, 0 where unknown.
    """

    person: Ints
    day: Ints
    year: Ints
    band: Ints
    sex: Ints
    born: Ints


class People(NamedTuple):
    """One row a person and year, sorted by them; `days` is on how many of its days; shape (people,)."""

    person: Ints
    year: Ints
    band: Ints
    sex: Ints
    days: Ints


def by_day(rows: pd.DataFrame, lows: ArrayLike, highs: ArrayLike, first_year: float) -> Days:
    """Return the days of people from rows of what was recorded of them.

    `rows` has the columns person, day (days from the first), year (position), age_low and
    age_high (255 where unknown) and sex (position in SEXES). A day's age is the range of
    all its rows. `lows` and `highs` are the bands' first and last ages, ascending;
    `first_year` is the calendar year, with its fraction, in which day 0 lies.
    """
    person, day = rows["person"].to_numpy(np.int64), rows["day"].to_numpy(np.int64)
    order = _by_person_and_day(person, day)
    person, day = person[order], day[order]
    starts = _starts(person, day)
    low, high, sex = (rows[each].to_numpy(np.int64)[order] for each in ("age_low", "age_high", "sex"))
    least = _reduced(np.minimum, low, starts)
    most = _reduced(np.maximum, np.where(low == NO_AGE, -1, high), starts)
    one = _reduced(np.minimum, np.where(sex == UNKNOWN_SEX, len(SEXES), sex), starts)
    other = _reduced(np.maximum, sex, starts)
    born = np.floor((first_year + day[starts] / 365.25 - least) / 10)
    return Days(
        person[starts],
        day[starts],
        rows["year"].to_numpy(np.int64)[order][starts],
        _band(least, most, np.asarray(lows), np.asarray(highs)),
        np.where(one == other, one, UNKNOWN_SEX),
        np.where(least == NO_AGE, 0, born).astype(np.int64),
    )


def by_year(days: Days, bands: int, person: ArrayLike | None = None) -> People:
    """Return whom each year has, at the first age band and sex known in it.

    `bands` is their number. `person` (shape (days,)) stands in for the days' own pseudonyms.
    """
    known = days.person if person is None else np.asarray(person, np.int64)
    order = _by_person_and_day(known, days.day)
    known, day, year = known[order], days.day[order], days.year[order]
    starts = _starts(known, year)
    group = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(known))))
    same = np.zeros(len(known), bool)
    same[1:] = (np.diff(known) == 0) & (np.diff(day) == 0)
    return People(
        known[starts],
        year[starts],
        _first(days.band[order], group, len(starts), bands + 1),
        _first(days.sex[order], group, len(starts), UNKNOWN_SEX),
        np.bincount(group[~same], minlength=len(starts)),
    )


def tally(people: People, years: int, bands: int, *, days: bool = False) -> Ints:
    """Return how many people (or days of theirs) there are, shape (years, bands + 2, sexes)."""
    shape = (years, bands + 2, len(SEXES))
    cell = np.ravel_multi_index((people.year, people.band, people.sex), shape)
    weights = people.days if days else None
    return np.bincount(cell, weights, minlength=int(np.prod(shape))).astype(np.int64).reshape(shape)


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
    person, cell = people.person[kept], (people.year * bands + people.band)[kept]
    starts = _starts(person)
    if not len(starts):
        return pd.DataFrame({"profile": [], "year": [], "band": [], "persons": []}, dtype=np.int64)
    # sets of cells are told apart by the sum of a random number for each: two sums of 63 bits do not meet
    marks = np.random.default_rng(0).integers(0, 2**63, int(cell.max()) + 1, np.uint64)
    path = np.add.reduceat(marks[cell], starts)
    _, one, persons = np.unique(path, return_index=True, return_counts=True)
    long = np.diff(np.append(starts, len(cell)))[one]
    at = np.repeat(starts[one] - np.cumsum(long) + long, long) + np.arange(long.sum())
    return pd.DataFrame(
        {
            "profile": np.repeat(np.arange(len(one)), long),
            "year": cell[at] // bands,
            "band": cell[at] % bands,
            "persons": np.repeat(persons, long),
        }
    )


def _by_person_and_day(person: Ints, day: Ints) -> Ints:
    """The order by person, then day: one key sorts in a third of the time that two take."""
    span = int(day.max(initial=0)) + 1
    return np.argsort(person * span + day, kind="stable")


def _starts(*keys: Ints) -> Ints:
    """Where a new combination of the keys begins."""
    new = np.ones(len(keys[0]), bool)
    if len(new):
        new[1:] = np.logical_or.reduce([np.diff(each) != 0 for each in keys])
    return np.flatnonzero(new)


def _reduced(how: np.ufunc, values: Ints, starts: Ints) -> Ints:
    return how.reduceat(values, starts) if len(starts) else values


def _band(low: Ints, high: Ints, lows: Ints, highs: Ints) -> Ints:
    at = np.searchsorted(lows, low, side="right") - 1
    fits = (at >= 0) & (high <= highs[np.maximum(at, 0)])
    return np.where(low == NO_AGE, len(lows) + 1, np.where(fits, at, len(lows)))


def _first(values: Ints, group: Ints, groups: int, unknown: int) -> Ints:
    """The first known value of each group."""
    found = np.full(groups, unknown, np.int64)
    known = np.flatnonzero(values != unknown)[::-1]
    found[group[known]] = values[known]
    return found
