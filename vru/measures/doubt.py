"""Doubt: would the verdict stand if pseudonyms were wrong, or if recording alone had improved?

Duplicate nominals and moves between systems give one person two pseudonyms: that makes repeats
look like one-offs and shrinks overlaps. Two people under one pseudonym do the opposite. How
often either happened is not in the data, so each claim is computed again with known shares of
people falsely split and falsely merged; a verdict that flips is no verdict.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vru.errors import MeasureError

SHARES = (0.05, 0.10, 0.20)  # of persons; METHODS names these three

SPARSE = 20  # pseudonyms above this many times the rows are sorted, not looked up in a table

Ids = NDArray[np.int64]


class Accuracy(NamedTuple):
    """The share of reported offences that were recorded: `before` until `begins`, `after` from `ends` on.

    Between the two days it rises evenly. Proportions above 0 and up to 1.
    """

    before: float
    after: float
    begins: dt.date
    ends: dt.date


def split(person: ArrayLike, share: float, seed: int, *, after: ArrayLike | None = None) -> Ids:
    """Return pseudonyms as if a share of the persons had each been given two.

    `person` has shape (rows,), integers, one row per occasion. round(share x persons) of
    them are drawn. Without `after` each of their rows falls to the old or the new pseudonym
    by the toss of a coin (duplicates); with it (shape (rows,), true from a system's date on)
    their later rows are the new one's (a move between systems). A person with a single
    occasion cannot be seen to be split. Raises MeasureError for a share outside 0 to 1.
    """
    known, rows = _persons(person)
    rng = np.random.default_rng(seed)
    drawn = _first(rng.permutation(len(known)), share)
    second = rng.random(len(rows)) < 0.5 if after is None else _aligned(after, rows).astype(bool)
    return _split(known, rows, drawn, second)


def merge(person: ArrayLike, share: float, seed: int, strata: ArrayLike | None = None) -> Ids:
    """Return pseudonyms as if a share of the persons had been taken for somebody else.

    `person` has shape (rows,), integers, one row per occasion. round(share x persons) of them
    are drawn and joined in twos, so half as many pseudonyms disappear. `strata` (shape
    (rows,), integers; a person's first row counts) keeps twos within a stratum, as people who
    are mistaken for each other tend to be alike; who has no partner left stays alone. Two
    rows of one day are then one occasion, and are to be counted once. Raises MeasureError for
    a share outside 0 to 1.
    """
    known, rows = _persons(person)
    drawn = _first(np.random.default_rng(seed).permutation(len(known)), share)
    return _merged(known, rows, drawn, _of_first(rows, strata, len(known)))


def lost(rows: int, share: float, seed: int) -> NDArray[np.bool_]:
    """Return which of `rows` occasions would be lost if a share (0 to 1) of their keys were blank too.

    Each falls by itself, whoever's it is. Raises MeasureError for a share outside 0 to 1.
    """
    if not 0 <= share <= 1:
        raise MeasureError(f"A share of keys lies between 0 and 1, not {share}.")
    return np.random.default_rng(seed).random(rows) < share


def wrong(person: ArrayLike, seed: int, strata: ArrayLike | None = None) -> Iterator[tuple[str, float, Ids]]:
    """Return "split" and "merged", a share of `SHARES`, and pseudonyms (shape (rows,)) so changed.

    Parameters and pseudonyms as of `split` and `merge`, which draw the same for each share.
    """
    known, rows = _persons(person)
    rng = np.random.default_rng(seed)
    order, second = rng.permutation(len(known)), rng.random(len(rows)) < 0.5
    alike = _of_first(rows, strata, len(known))
    for share in SHARES:
        drawn = _first(order, share)
        yield "split", share, _split(known, rows, drawn, second)
        yield "merged", share, _merged(known, rows, drawn, alike)


def touched(person: ArrayLike, changed: ArrayLike) -> NDArray[np.bool_]:
    """Return which rows are of somebody who has another pseudonym now, or shares one: shape (rows,).

    `person` and `changed` (what `split` or `merge` made of it) have shape (rows,), integers
    from 0. Whatever is counted person by person has to be counted again in these rows only.
    """
    old, new = np.asarray(person, np.int64), np.asarray(changed, np.int64)
    moved = old != new
    # the highest pseudonym may have been merged into another, or be a new one
    known = np.zeros(int(max(old.max(initial=0), new.max(initial=0))) + 1, bool)
    known[new[moved]] = known[old[moved]] = True
    return known[old]


def under_doubt(verdict: str, variants: Iterable[str]) -> str:
    """Return the verdict if every variant agrees with it, else "cannot tell"."""
    return verdict if all(each == verdict for each in variants) else "cannot tell"


def undone(seen: ArrayLike, again: ArrayLike, how: str) -> NDArray[np.float64]:
    """Return what would be seen if a share of persons had been falsely `how` and that were put right.

    `seen` and `again` have one shape: numbers that take two records of one person, such as
    people with both records, as they are and once more as many persons are `how` ("split" or
    "merged"). A split loses a share of them, so the truth is as much higher by the same
    factor; a merge adds chance meetings, whose number hardly depends on those already there,
    so the truth is lower by the same number: below 0 where more such merges than there can
    be are supposed. Where nothing is left to divide by, what is seen stays. Raises
    MeasureError for another `how`.

    References
    ----------
    Cook JR, Stefanski LA (1994). Simulation-extrapolation estimation in parametric measurement
    error models. Journal of the American Statistical Association 89, 1314-1328; with a
    straight line, one step beyond no error.
    """
    now, then = np.asarray(seen, float), np.asarray(again, float)
    if how == "merged":
        return 2 * now - then
    if how != "split":
        raise MeasureError(f"Persons are falsely split or merged, not {how!r}.")
    return now * np.divide(now, then, out=np.ones(now.shape), where=then > 0)


def of_persons(verdict: str, again: Iterable[str], without: Iterable[str]) -> str:
    """Return a verdict under doubt about who is one person, else "cannot tell".

    `again` are the verdicts with more persons falsely split and merged, `without` those with
    as much error taken back (`undone`). What holds has to hold in all of them. Of any other
    verdict only the latter are asked: false merges make repeats and overlaps out of nothing,
    so with enough of them every claim about these would hold, and a low number that stands
    although some may have been made is not in doubt for it.
    """
    threats = [*without, *(again if verdict == "holds" else ())]
    return under_doubt(verdict, threats)


def recorded_share(months: Sequence[dt.date], accuracy: Accuracy) -> NDArray[np.float64]:
    """Return the share of reported offences recorded in each month: shape (months,), 0 to 1.

    `months` are first days. Raises MeasureError where an accuracy is not above 0 and up to 1,
    or its days run backwards.
    """
    if not (0 < accuracy.before <= 1 and 0 < accuracy.after <= 1 and accuracy.begins < accuracy.ends):
        raise MeasureError(f"An accuracy lies above 0 and up to 1, its days in order; not {accuracy}.")
    at = [(each - accuracy.begins).days for each in months]
    ends = (accuracy.ends - accuracy.begins).days
    return np.interp(at, (0, ends), (accuracy.before, accuracy.after))


def as_if_recorded(numbers: ArrayLike, months: Sequence[dt.date], accuracy: Accuracy) -> NDArray[np.float64]:
    """Return a monthly series as if recording had always been as good as it became.

    `numbers` has shape (months,), in the unit given; each is divided by its month's accuracy
    and multiplied by the last one. What is left of a rise is not explained by recording.
    Raises MeasureError as `recorded_share` does.
    """
    return np.asarray(numbers, float) * accuracy.after / recorded_share(months, accuracy)


def _persons(person: ArrayLike) -> tuple[Ids, Ids]:
    given = np.asarray(person, np.int64).reshape(-1)
    if not len(given) or given.min() < 0 or given.max() > SPARSE * len(given):
        known, rows = np.unique(given, return_inverse=True)
        return known, rows.reshape(-1)
    there = np.zeros(int(given.max()) + 1, bool)  # surrogates are dense: this needs no sorting
    there[given] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[given]


def _first(order: Ids, share: float) -> Ids:
    if not 0 <= share <= 1:
        raise MeasureError(f"A share of persons lies between 0 and 1, not {share}.")
    return order[: round(share * len(order))]


def _split(known: Ids, rows: Ids, drawn: Ids, second: NDArray[np.bool_]) -> Ids:
    twice = np.zeros(len(known), bool)
    twice[drawn] = True
    new = int(known.max(initial=0)) + 1 + rows
    return np.where(twice[rows] & second, new, known[rows])


def _merged(known: Ids, rows: Ids, drawn: Ids, alike: Ids) -> Ids:
    group = alike[drawn]
    order = np.argsort(group, kind="stable")
    drawn, group = drawn[order], group[order]
    place = np.arange(len(group)) - np.searchsorted(group, group)
    second = np.flatnonzero(place % 2 == 1)
    joined = known.copy()
    joined[drawn[second]] = known[drawn[second - 1]]
    return joined[rows]


def _aligned(given: ArrayLike, rows: Ids) -> NDArray[np.generic]:
    values = np.asarray(given)
    if values.shape != rows.shape:
        raise MeasureError(f"{values.shape} values for {rows.shape} occasions: one each is needed.")
    return values


def _of_first(rows: Ids, given: ArrayLike | None, persons: int) -> Ids:
    """Return what is given of each person's first row: 0 of all where nothing is."""
    if given is None:
        return np.zeros(persons, np.int64)
    values = _aligned(given, rows)
    found = np.empty(persons, np.int64)
    found[rows[::-1]] = values[::-1]
    return found
