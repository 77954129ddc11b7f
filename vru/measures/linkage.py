"""Linkage: do people keep their pseudonym at a date, and which of all months lost them unawares?

People seen before and after a day, out of those seen before and those seen after, are two
catches of one population: their number tells its size (Lincoln, Petersen). Where some come back
under another pseudonym the population seems larger by as much, so the share split at a day is
one less the size the days around have, divided by the size it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vru.errors import MeasureError

Numbers = NDArray[np.float64]

LEAST_PLACEBO = 1  # windows' lengths of other months: with fewer their own swing cannot be seen
LEAST_FITTED = 3  # windows' lengths of other months before numbers recorded are allowed for
LEAST_SPREAD = 0.7
"""Of the Poisson error: it takes the people before, after and of both sides as strangers to one another,
though they are the same ones; person by person the error is 0.7 times as large or more."""
MIDDLE = 0.6745  # of a standard error: half of all normal values stray less
DRAWS = 2000  # simulated stretches of months without any change
SEED = 20261124  # of these draws: the same limits at every look


class Split(NamedTuple):
    """The share of people seen on both sides of a day who came back under another pseudonym.

    Each of shape (months,), 0 to 1, below 0 where more came back than expected; NaN where the
    windows on either side do not fit in. `low` and `high` are limits for a day named
    beforehand, `all_low` and `all_high` for all months looked at together. `spread` is how
    many times as far as the Poisson error other months stray (1 where there are too few).
    """

    value: Numbers
    low: Numbers
    high: Numbers
    all_low: Numbers
    all_high: Numbers
    spread: Numbers


class Limits(NamedTuple):
    """How many standard errors chance lets a day named beforehand stray, and the farthest of all months."""

    one: float
    all: float


def split(
    before: ArrayLike, later: ArrayLike, again: ArrayLike, *, side: int, known: Sequence[int] = ()
) -> Split:
    """Return what share of people was given another pseudonym at each month's begin.

    Parameters
    ----------
    before, later, again : array, shape (months,)
        Persons of the `side` months before a month, of as many from it on, and of both; one a
        month without gaps.
    side : int
        Months on either side of the day.
    known : sequence of int
        Places of months at which people are known to have been split: none of them, nor the
        months around that show some of it, says how far months stray by themselves.

    Notes
    -----
    again / (before x later) is compared with the geometric mean of the same `side` months
    earlier and later, whose windows lie wholly on one side of the day: a trend cancels, a split
    shows in full. Months at least twice `side` away know nothing of a split at this one; they
    are its placebo dates. Their own contrasts say (1) how far the share follows the numbers
    recorded (a slope between -1 and 0, as people who come again at once do not depend on how
    many others are recorded) and (2) how far they stray, in Poisson errors of the people who
    came again, by the middle one, which another split among them hardly moves: farther, as
    people recorded together come and stay away together and policing changes, or less, as the
    same people make all three numbers. Limits come from simulated stretches of as many months,
    correlated as overlapping windows are, put through the same steps; so they allow for the
    placebo dates' small number, and those for all months for the many looks. They are two-sided
    95 % for one day; for all months a lower limit above 0 happens in 5 % of extracts in which
    nothing was split. Raises MeasureError for arrays of different length.

    References
    ----------
    Seber GAF (1982). The Estimation of Animal Abundance, chapter 3 (two catches).
    Westfall PH, Young SS (1993). Resampling-Based Multiple Testing (the farthest of many).
    """
    gap, error, moved = _contrasts(before, later, again, side)
    judged = np.flatnonzero(np.isfinite(gap))
    made = np.full((6, len(gap)), np.nan)
    if not len(judged):
        return Split(*made)
    value, spread = _against_placebo(judged, gap[judged], error[judged], moved[judged], side, known)
    limits = limits_of(int(judged[-1] - judged[0]) + 1, side)
    wide = error[judged] * spread
    for row, change in enumerate((0.0, limits.one, -limits.one, limits.all, -limits.all)):
        made[row, judged] = -np.expm1(value + change * wide)
    made[5, judged] = spread
    return Split(*made)


def _contrasts(
    before: ArrayLike, later: ArrayLike, again: ArrayLike, side: int
) -> tuple[Numbers, Numbers, Numbers]:
    """Return, on the log scale, each month's share against the neighbours', its error, and the numbers'."""
    sizes = [np.asarray(each, float) for each in (before, later, again)]
    if len({each.shape for each in sizes}) > 1:
        raise MeasureError("One number of people before, later and again is needed for each month.")
    first, second, both = sizes
    with np.errstate(divide="ignore", invalid="ignore"):
        pairs, came, noise = np.log(first * second), np.log(both), 1 / both
        made = (_against(came - pairs, side), np.sqrt(_around(noise, side)), _against(pairs, side))
    unknown = ~np.isfinite(made[0]) | ~np.isfinite(made[1])
    return tuple(np.where(unknown, np.nan, each) for each in made)  # type: ignore[return-value]


def _against(values: Numbers, side: int) -> Numbers:
    found = np.full(values.shape, np.nan)
    if len(values) > 2 * side:
        found[side:-side] = values[side:-side] - (values[: -2 * side] + values[2 * side :]) / 2
    return found


def _around(noise: Numbers, side: int) -> Numbers:
    found = np.full(noise.shape, np.nan)
    if len(noise) > 2 * side:
        found[side:-side] = noise[side:-side] + (noise[: -2 * side] + noise[2 * side :]) / 4
    return found


def _against_placebo(
    at: NDArray[np.int64],
    gap: Numbers,
    error: Numbers,
    moved: Numbers,
    side: int,
    known: Sequence[int],
) -> tuple[Numbers, Numbers]:
    """Return each month's contrast less what the numbers recorded explain, and how far others stray."""
    value, spread = gap.copy(), np.ones(len(gap))
    plain = np.all([np.abs(at - each) >= 2 * side for each in known], axis=0) & np.ones(len(at), bool)
    for row, month in enumerate(at):
        far = plain & (np.abs(at - month) >= 2 * side)
        slope = _slope(gap[far], error[far], moved[far]) if far.sum() >= LEAST_FITTED * side else 0.0
        value[row] -= slope * moved[row]
        if far.sum() >= LEAST_PLACEBO * side:
            strays = (gap[far] - slope * moved[far]) / error[far]
            spread[row] = max(LEAST_SPREAD, float(np.median(np.abs(strays))) / MIDDLE)
    return value, spread


def _slope(gap: Numbers, error: Numbers, moved: Numbers) -> float:
    weight = 1 / error**2
    off = moved - np.average(moved, weights=weight)
    size = float((weight * off**2).sum())
    return float(np.clip((weight * off * gap).sum() / size, -1.0, 0.0)) if size > 0 else 0.0


@lru_cache(maxsize=16)
def limits_of(months: int, side: int) -> Limits:
    """Return how far chance alone lets a contrast stray in standard errors, by simulation.

    Counts of two windows that both begin `lag` months later share the pairs of months that
    fall into the same windows: the part (1 - lag/side)^2. `months` are looked at; the limit for
    one is that of the month in the middle, which has the fewest placebo dates.
    """
    apart = np.abs(np.subtract.outer(np.arange(months + 2 * side), np.arange(months + 2 * side)))
    shared = np.clip(1 - apart / side, 0, None) ** 2 + 1e-9 * np.eye(len(apart))
    rng = np.random.default_rng(SEED)
    drawn = np.linalg.cholesky(shared) @ rng.standard_normal((len(apart), DRAWS))
    gap = (drawn[side:-side] - (drawn[: -2 * side] + drawn[2 * side :]) / 2) / np.sqrt(1.5)
    far = apart[:months, :months] >= 2 * side
    spread = np.ones(gap.shape)
    for month, others in enumerate(far):
        if others.sum() >= LEAST_PLACEBO * side:
            spread[month] = np.median(np.abs(gap[others]), axis=0) / MIDDLE
            spread[month] = np.maximum(LEAST_SPREAD, spread[month])
    gap /= spread
    middle = np.abs(gap[months // 2])
    return Limits(float(np.quantile(middle, 0.95)), float(np.quantile(-gap.min(axis=0), 0.95)))


def found(lowest: ArrayLike, side: int) -> list[int]:
    """Return the places of months that stand out, the clearest first, none within `2 x side` of another.

    `lowest` are the lower limits for all months, shape (months,): those above 0 stand out. At
    a split the months around show some of it too, so they are part of the same find.
    """
    limits, places = np.asarray(lowest, float), []
    left = np.where(limits > 0, limits, np.nan)
    while np.isfinite(left).any():
        place = int(np.nanargmax(left))
        places.append(place)
        left[max(place - 2 * side, 0) : place + 2 * side + 1] = np.nan
    return places
