"""Hotspot quality: how much of a later period falls in the areas that an earlier one flagged."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vru.errors import MeasureError

Floats = NDArray[np.float64]

SPARSE = 50
"""Offences an area up to which strewing them one by one is the quicker way."""


class Hits(NamedTuple):
    """How well areas were flagged, by the share flagged; every field has shape (shares,).

    `areas` is the number flagged, `hit` the share of the later offences in them, `pai` hit over the
    share of areas, `best` the hit of the areas that turned out highest, `pei` hit over best.
    """

    share: Floats
    areas: NDArray[np.int64]
    hit: Floats
    pai: Floats
    best: Floats
    pei: Floats


class Pooled(NamedTuple):
    """A share with its limits, and the number of blocks of land its error rests on."""

    value: float
    low: float
    high: float
    blocks: int


def flagged(share: ArrayLike, areas: int) -> NDArray[np.int64]:
    """Return how many of `areas` are flagged at a share of them (0 to 1): the next whole number up."""
    return np.ceil(np.asarray(share, float) * areas - 1e-9).astype(np.int64)


def top_of(score: ArrayLike, wanted: int) -> Floats:
    """Return how far each area is among the `wanted` highest scores: 1 in, 0 out, ties at the edge shared.

    What is shared is what a draw among the tied would give on average: areas with the same
    count are alike, and none is flagged for its number. MeasureError for more than there are.
    """
    values = np.asarray(score, float)
    if not 0 < wanted <= values.size:
        raise MeasureError(f"{wanted} areas cannot be flagged out of {values.size}")
    edge = np.partition(values, values.size - wanted)[values.size - wanted]
    above, tied = values > edge, values == edge
    return np.where(above, 1.0, np.where(tied, (wanted - above.sum()) / tied.sum(), 0.0))


def hits(score: ArrayLike, later: ArrayLike, shares: ArrayLike) -> Hits:
    """Return how many of the `later` offences (shape (areas,)) fall in the areas highest in `score`.

    `shares` are of the areas (0 to 1), which are taken to be of one size. MeasureError where there
    is no later offence, or the shapes differ. Chainey, Tompson, Uhlig 2008 (PAI); Hunt 2016 (PEI).
    """
    scores, counts, share = np.asarray(score, float), np.asarray(later, float), np.asarray(shares, float)
    if scores.shape != counts.shape or not counts.sum() > 0:
        raise MeasureError("Hotspots are judged by later offences: there is none, or of other areas.")
    wanted = flagged(share, counts.size)
    hit = np.array([(top_of(scores, each) * counts).sum() for each in wanted]) / counts.sum()
    best = np.cumsum(np.sort(counts)[::-1])[wanted - 1] / counts.sum()
    return Hits(share, wanted, hit, hit * counts.size / wanted, best, hit / best)


def pooled(caught: ArrayLike, total: ArrayLike, block: ArrayLike, *, confidence: float = 0.95) -> Pooled:
    """Return the share of `total` that is `caught`, with limits by its spread over blocks of land.

    All of shape (areas,): summed over the periods looked at, so that a period counts by its offences.
    `caught` may be a difference of two methods, which then pairs them area by area. `block` names
    land whose areas share their luck. Limits are those of a ratio of sums (linearised, t with
    blocks - 1 degrees of freedom); NaN with fewer than two blocks. Cochran 1977, ch. 6.
    """
    from scipy import stats

    every, place = np.unique(np.asarray(block), return_inverse=True)
    got, of = (np.bincount(place, np.asarray(each, float)) for each in (caught, total))
    if not of.sum() > 0:
        raise MeasureError("A share needs a total above 0.")
    value, blocks = got.sum() / of.sum(), len(every)
    if blocks < 2:
        return Pooled(float(value), float("nan"), float("nan"), blocks)
    error = np.sqrt(blocks / (blocks - 1) * ((got - value * of) ** 2).sum()) / of.sum()
    reach = stats.t.isf((1 - confidence) / 2, blocks - 1) * error
    return Pooled(float(value), float(value - reach), float(value + reach), blocks)


def foretold(past: ArrayLike, later: ArrayLike, now: ArrayLike) -> Floats:
    """Return what a Poisson regression expects of each area, having learnt from an earlier pair of periods.

    `past` (areas, features) are counts known before the period `later` (areas,) it learns from;
    `now` the same features today, which it is applied to. Features enter as log(1 + x). Raises
    MeasureError where there was no later offence to learn from.
    """
    import warnings

    from statsmodels.genmod import families
    from statsmodels.genmod.generalized_linear_model import GLM

    counts = np.asarray(later, float)
    if not counts.sum() > 0:
        raise MeasureError("A regression needs offences to learn from.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model: Any = GLM(counts, _terms(past), family=families.Poisson()).fit()
    return np.asarray(model.predict(_terms(now)))


def _terms(features: ArrayLike) -> Floats:
    values = np.log1p(np.asarray(features, float))
    return np.column_stack([np.ones(len(values)), values])


def stayed(before: ArrayLike, after: ArrayLike, wanted: int) -> float:
    """Return the share (0 to 1) of the `wanted` highest areas of one year that are so in another."""
    return float((top_of(before, wanted) * top_of(after, wanted)).sum() / wanted)


def top_by_chance(
    offences: int, areas: int, shares: ArrayLike, *, draws: int = 400, seed: int = 1
) -> tuple[Floats, Floats, Floats]:
    """Return the share of offences in the highest `shares` of areas if all areas ran the same risk.

    Mean, and the limits of 95 % of the draws, each of shape (shares,): offences fall on areas at
    random (multinomial), and the highest areas are picked afterwards. Read between whole areas.
    """
    rng = np.random.default_rng(seed)
    wanted = np.asarray(shares, float) * areas
    tops = np.array([_top(_strewn(rng, offences, areas), wanted) for _ in range(draws)]) / offences
    low, high = np.quantile(tops, (0.025, 0.975), axis=0)
    return tops.mean(axis=0), low, high


def _strewn(rng: np.random.Generator, offences: int, areas: int) -> NDArray[np.int64]:
    """Return offences of areas that all run one risk."""
    if offences > SPARSE * areas:
        return rng.multinomial(offences, np.full(areas, 1 / areas))
    # of few offences an area each is sooner strewn by itself than each area filled
    return np.bincount(rng.integers(0, areas, offences), minlength=areas)


def _top(counts: NDArray[np.int64], wanted: Floats) -> Floats:
    """Return the offences in the `wanted` highest areas, which need not be whole."""
    alike = np.bincount(counts)[::-1]  # areas with so many offences, the most first
    many = np.arange(alike.size)[::-1]
    return np.interp(wanted, np.r_[0, np.cumsum(alike)], np.r_[0, np.cumsum(alike * many)])
