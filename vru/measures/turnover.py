"""Turnover: how often people have something in a year, and how often in the next."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vru.runs import runs

Ints = NDArray[np.int64]


class Paired(NamedTuple):
    """People by what they have in a year and in the next: shape (profiles,), ordered by all.

    `people` have `before` in `year` (0 = the first) and `after` in the year that follows; not
    both are 0.
    """

    year: Ints
    before: Ints
    after: Ints
    people: Ints


def paired(person: NDArray[np.integer], year: NDArray[np.integer], years: int) -> Paired:
    """Return the profiles of all pairs of consecutive years, of things of shape (things,).

    Those of a person stand together, in the order of their `year` (0 to years - 1).
    """
    begins, times = runs(person, year)
    who, when = person[begins], year[begins].astype(np.int64)
    follows = np.zeros(len(begins), bool)
    follows[1:] = (who[1:] == who[:-1]) & (when[1:] == when[:-1] + 1)
    after = np.append(np.where(follows[1:], times[1:], 0), 0)[: len(times)]
    size = int(times.max(initial=0)) + 1
    cells = (max(years - 1, 0), size, size)
    begun = when < years - 1
    came = ~follows & (when > 0)  # nothing in the year before
    held = _tallied(cells, when[begun], times[begun], after[begun])
    held += _tallied(cells, when[came] - 1, np.zeros((), np.int64), times[came])
    at, before, after = np.nonzero(held)
    return Paired(at, before, after, held[at, before, after])


def _tallied(cells: tuple[int, int, int], year: Ints, before: Ints, after: Ints) -> Ints:
    _, size, _ = cells
    keys = (year * size + before) * size + after
    return np.bincount(keys, minlength=cells[0] * size * size).reshape(cells)
