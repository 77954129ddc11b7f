"""Age mix: from how wide a range of ages do people come, and is the range growing?

The index is Simpson's: the chance that two different people, picked at random, are of different
age bands. Its unbiased form does not depend on how many people there are, as Shannon's does.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import sparse, stats

from vru.errors import MeasureError

DRAWS = 400  # bootstrap samples; their spread is known to about 4 %
LEAST_YEARS = 4  # fewer leave no room to see how far years stray from a line
NONE = 1e-12  # of an index between 0 and 1: what is less apart is the same, but for rounding

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Slope(NamedTuple):
    """A straight line's change per step, in the unit of its values, with its interval.

    `phi` is how much more than their own variance the values stray from the line, at least 1;
    the interval has widened by its root and uses t with `df` degrees of freedom.
    """

    slope: float
    low: float
    high: float
    se: float
    phi: float
    df: int
    method: str
    confidence: float

    @property
    def value(self) -> float:
        """The change per step."""
        return self.slope


def simpson(counts: ArrayLike, weights: ArrayLike | float = 1.0) -> Floats:
    """Return the unbiased Simpson index of counts of shape (..., bands): 1 - sum n(n-1) / N(N-1).

    `weights` (broadcast to the same shape) count a person of a band as that many, to ask what
    the mix would be among other residents; pairs of one person with itself stay out. NaN where
    fewer than two people are left. Raises MeasureError for a negative count or weight.

    Source: Simpson (1949), as vegan's simpson.unb.
    """
    known = np.asarray(counts, float)
    each = np.broadcast_to(np.asarray(weights, float), known.shape)
    if (known < 0).any() or (each < 0).any():
        raise MeasureError("Counts and weights of an age mix cannot be negative.")
    counted = each * known
    same = (counted * (counted - each)).sum(-1)
    pairs = counted.sum(-1) ** 2 - (each * counted).sum(-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where((known.sum(-1) > 1) & (pairs > 0), 1 - same / pairs, np.nan)


def resampled(profiles: pd.DataFrame, years: int, bands: int, *, draws: int = DRAWS, seed: int = 1) -> Floats:
    """Return counts of shape (draws, years, bands) as if other people had been recorded.

    `profiles` has the columns profile, year, band (positions) and persons: people with the
    same years and bands share a profile. A person is drawn with all of their years: each
    weighs a Poisson(1) number; people with a single year are drawn by the cell, as their sum
    is Poisson too (Poisson bootstrap: Hanley & MacGibbon 2006).
    """
    rng = np.random.default_rng(seed)
    cells = profiles["year"].to_numpy(int) * bands + profiles["band"].to_numpy(int)
    persons = profiles["persons"].to_numpy(int)
    _, rows, lengths = np.unique(profiles["profile"].to_numpy(), return_inverse=True, return_counts=True)
    alone = lengths[rows] == 1
    once = np.bincount(cells[alone], weights=persons[alone], minlength=years * bands)
    made = rng.poisson(once, (draws, years * bands)).astype(float)
    made += _of_several(cells[~alone], rows[~alone], persons[~alone], years * bands, draws, rng)
    return made.reshape(draws, years, bands)


def enlarged(drawn: ArrayLike, part: ArrayLike, whole: ArrayLike, weight: float) -> Floats:
    """Return bootstrap counts of everybody from those of a random part of them, at least 0.

    `drawn` (draws, years, bands) are drawn from people who number `part` (years, bands), each of
    whom stands for `weight` of the `whole` (years, bands): sums over so many times as many people
    vary so many times as much, around counts that are known.
    """
    if weight == 1:
        return np.asarray(drawn, float)
    off = np.asarray(drawn, float) - np.asarray(part, float)
    return np.maximum(np.asarray(whole, float) + np.sqrt(weight) * off, 0)


def _of_several(
    cells: Ints, rows: Ints, persons: Ints, size: int, draws: int, rng: np.random.Generator
) -> Floats:
    """Counts of the people with several cells, each of whom is drawn as one."""
    _, first, at = np.unique(rows, return_index=True, return_inverse=True)
    weights = _poisson(persons[first], draws, rng)
    design = sparse.csr_matrix((np.ones(len(at), np.float32), (cells, at)), (size, len(first)))
    return np.asarray(design @ weights, float).T


def _poisson(means: Ints, draws: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Poisson numbers of shape (means, draws): nearly all means are 1, and those come from a table."""
    made = np.empty((len(means), draws), np.float32)
    one = means == 1
    made[one] = _poisson_of_one()[rng.integers(0, 65536, (int(one.sum()), draws), np.uint16)]
    made[~one] = rng.poisson(means[~one, None], (int((~one).sum()), draws))
    return made


@cache
def _poisson_of_one() -> NDArray[np.float32]:
    """65,536 quantiles: Poisson(1) to the fifth digit, drawn in a tenth of the time."""
    chances = np.exp(-1) / np.cumprod([1.0, *range(1, 20)])
    return np.searchsorted(np.cumsum(chances), (np.arange(65536) + 0.5) / 65536).astype(np.float32)


def spread(values: ArrayLike, drawn: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return percentile limits of `values` (years,) from bootstrap values `drawn` (draws, years).

    The draws are moved to lie around the value: people drawn twice make every drawn mix a
    little narrower than the recorded one. NaN where a value is, and where all draws are alike:
    whom nobody differs from can be drawn again without end and says nothing of others.
    """
    centre, found = np.asarray(values, float), np.asarray(drawn, float)
    off = found - found.mean(0)
    tail = 100 * (1 - confidence) / 2
    low, high = np.percentile(off, [tail, 100 - tail], axis=0)
    told = np.ptp(found, axis=0) > NONE
    return np.where(told, centre + low, np.nan), np.where(told, centre + high, np.nan)


def slope(
    steps: ArrayLike,
    values: ArrayLike,
    covariance: ArrayLike,
    *,
    method: str,
    confidence: float = 0.95,
) -> Slope:
    """Return the least-squares change per step of values (n,) whose sampling (co)variance is known.

    `covariance` has shape (n, n), or (n,) where values are independent. The interval also
    allows for years straying from the line further than sampling explains. Raises MeasureError
    for fewer than 4 values, one that is not finite, or a line that sampling does not move: it
    would look as if it were known exactly.
    """
    at, known = np.asarray(steps, float), np.asarray(values, float)
    given = np.asarray(covariance, float)
    matrix = np.diag(given) if given.ndim == 1 else given
    if len(at) < LEAST_YEARS or not (np.isfinite(known).all() and np.isfinite(matrix).all()):
        raise MeasureError(f"A trend needs at least {LEAST_YEARS} years with a value.")
    if not moves(at, matrix):
        raise MeasureError("A trend that sampling does not move has no interval.")
    weights = _weights(at)
    found = float(weights @ known)
    strays = known - known.mean() - found * (at - at.mean())
    df = len(at) - 2
    variance = np.diag(matrix)
    usual = strays[variance > 0] ** 2 / variance[variance > 0]
    phi = max(1.0, float(usual.sum()) / df)
    se = float(np.sqrt(phi * weights @ matrix @ weights))
    reach = float(stats.t.ppf(0.5 + confidence / 2, df)) * se
    return Slope(found, found - reach, found + reach, se, phi, df, method, confidence)


def moves(steps: ArrayLike, covariance: ArrayLike) -> bool:
    """Return whether sampling moves the line through values at steps (n,) with this covariance (n, n).

    It does not where no value varies, nor where all vary as one: the same people every year.
    """
    weights, matrix = _weights(np.asarray(steps, float)), np.asarray(covariance, float)
    alone = weights**2 @ np.diag(matrix)
    return bool(np.diag(matrix).max() > NONE**2 and weights @ matrix @ weights > NONE * alone)


def _weights(at: Floats) -> Floats:
    """What each value adds to the least-squares change per step."""
    return (at - at.mean()) / ((at - at.mean()) ** 2).sum()


def claim(low: float, high: float, margin: float) -> str:
    """Return holds, does not hold or cannot tell: where an interval lies against a margin.

    An interval of no width is none: it comes from data in which nothing varies.
    """
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        return "cannot tell"
    return "holds" if low > margin else "does not hold" if high < margin else "cannot tell"


def opposed(counts: ArrayLike, blanks: ArrayLike, *, rising: bool = True) -> Floats:
    """Return counts (years, bands) with a change in blanks placed where it opposes a trend the most.

    `blanks` (years,) are people of unknown band. Those above the least share of any year are
    the change; in the earlier half of the years they fill the emptiest bands evenly (the mix
    looks wider), in the later half they join the fullest (narrower); the other way round
    where `rising` is False.
    """
    made, unknown = np.array(counts, float), np.asarray(blanks, float)
    extra = changed(made.sum(-1), unknown)
    for year, more in enumerate(extra):
        if (year < len(made) / 2) == rising:
            made[year] = _level(made[year], more)
        else:
            made[year, made[year].argmax()] += more
    return made


def changed(known: ArrayLike, blanks: ArrayLike) -> Floats:
    """Return how many blanks (years,) lie above the share that the year with the least has."""
    told, unknown = np.asarray(known, float), np.asarray(blanks, float)
    share = np.divide(unknown, told + unknown, out=np.zeros(len(told)), where=told + unknown > 0)
    least = share.min(initial=1.0)
    return np.maximum(unknown - least * (told + unknown), 0)


def _level(counts: Floats, more: float) -> Floats:
    """Fill up the smallest bands to one level, as water would."""
    order = np.sort(counts)
    filled = np.cumsum(order)
    level = (filled + more) / np.arange(1, len(order) + 1)
    fits = np.flatnonzero(level >= order)
    return np.maximum(counts, level[fits[-1]])
