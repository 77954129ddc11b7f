"""Age gaps: how far apart in age are victim and suspect, and more than chance pairing explains?

Whom somebody hurts is compared with whom they would have hurt had that year's suspects met
that year's victims at random, within the same kind of relation. Every offence weighs 1.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from vru.errors import MeasureError

AGES = 121

Floats = NDArray[np.float64]


class Apart(NamedTuple):
    """Pairs at least some years apart in one year.

    `share` is observed, `expected` under random mixing within strata, `excess` the difference,
    as proportions of `offences` with both ages known; `se` and `se_share` are clustered on
    offence and count the ages themselves as sampled.
    """

    share: float
    expected: float
    excess: float
    se: float
    se_share: float
    offences: float


def apart(pairs: pd.DataFrame, least: int) -> Apart:
    """Return how many of one year's pairs are at least `least` years apart, against random mixing.

    `pairs` has the columns stratum, suspect_age, victim_age (completed years), offence (any
    key; rows of one key are one cluster, NULL = each of its offences is its own), offences
    (how many alike the row stands for) and weight (of each in its offence; an offence's rows
    sum to 1). The expectation is exact over all pairings of a stratum's suspects with its
    victims; the error follows by linearising it (influence of each offence).
    Raises MeasureError without a pair.
    """
    if pairs.empty:
        raise MeasureError("There is no pair whose ages are both known.")
    gap, weight = _far(least), (pairs["offences"] * pairs["weight"]).to_numpy(float)
    suspect, victim = pairs["suspect_age"].to_numpy(int), pairs["victim_age"].to_numpy(int)
    far, pull, expected = gap[suspect, victim], np.empty(len(pairs)), 0.0
    stratum = pd.factorize(pairs["stratum"], use_na_sentinel=False)[0]
    for each in range(stratum.max() + 1):
        here = stratum == each
        of_suspects, of_victims = (_spread(ages[here], weight[here]) for ages in (suspect, victim))
        by_suspect, by_victim = gap @ of_victims, of_suspects @ gap
        mixed = float(of_suspects @ by_suspect)
        expected += mixed * weight[here].sum()
        pull[here] = far[here] - by_suspect[suspect[here]] - by_victim[victim[here]] + mixed
    total = float(weight.sum())
    share, mixed = float(weight @ far) / total, expected / total
    clusters = _clusters(pairs)
    return Apart(
        share,
        mixed,
        share - mixed,
        _clustered(clusters, pull - (share - mixed)) / total,
        _clustered(clusters, far - share) / total,
        total,
    )


def _far(least: int) -> Floats:
    ages = np.arange(AGES)
    return (np.abs(np.subtract.outer(ages, ages)) >= least).astype(float)


def _spread(ages: NDArray[np.int64], weight: Floats) -> Floats:
    return np.bincount(ages, weights=weight, minlength=AGES) / weight.sum()


def _clusters(pairs: pd.DataFrame) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Which offence each row belongs to (-1: each of its own), how many it stands for, their weight."""
    offence = pd.factorize(pairs["offence"])[0]
    return offence, pairs["offences"].to_numpy(float), pairs["weight"].to_numpy(float)


def _clustered(clusters: tuple[NDArray[np.int64], Floats, Floats], centred: Floats) -> float:
    """The root of the sum, over offences, of the square of what the offence pulls."""
    offence, offences, weight = clusters
    pull, alone = centred * weight, offence < 0
    together = np.bincount(offence[~alone], weights=pull[~alone])
    return float(np.sqrt(offences[alone] @ pull[alone] ** 2 + together @ together))


def against(share: ArrayLike, known: ArrayLike, extra: ArrayLike, *, rising: bool = True) -> Floats:
    """Return shares (years,) with `extra` offences of unknown ages placed so that they oppose a trend.

    `known` offences (years,) make the shares. In the earlier half of the years all the extra
    ones are far apart, in the later half none is; the other way round where `rising` is False.
    """
    parts, told, more = (np.asarray(each, float) for each in (share, known, extra))
    early = np.arange(len(parts)) < len(parts) / 2
    of = told + more
    placed = parts * told + np.where(early == rising, more, 0)
    return np.divide(placed, of, out=np.full(len(parts), np.nan), where=of > 0)


def median_gap(pairs: pd.DataFrame) -> float:
    """Return the weighted median of |victim - suspect| in years, NaN without a pair; see `apart`."""
    if pairs.empty:
        return float("nan")
    gap = (pairs["suspect_age"].astype(int) - pairs["victim_age"].astype(int)).abs().to_numpy()
    weight = (pairs["offences"] * pairs["weight"]).to_numpy(float)
    order = np.argsort(gap, kind="stable")
    reached = np.cumsum(weight[order])
    return float(gap[order][np.searchsorted(reached, reached[-1] / 2)])


def mixing(pairs: pd.DataFrame, edges: ArrayLike) -> tuple[Floats, Floats]:
    """Return observed and expected offences by age band of suspect (rows) and victim (columns).

    `edges` are the bands' first ages, ascending. Expected is random mixing within `stratum`;
    other columns as in `apart`.
    """
    lows = np.asarray(edges)
    size = len(lows)
    observed, expected = np.zeros((size, size)), np.zeros((size, size))
    for _, rows in pairs.groupby("stratum", dropna=False):
        suspect = np.searchsorted(lows, rows["suspect_age"].to_numpy(int), side="right") - 1
        victim = np.searchsorted(lows, rows["victim_age"].to_numpy(int), side="right") - 1
        weight = (rows["offences"] * rows["weight"]).to_numpy(float)
        cells = np.bincount(suspect * size + victim, weights=weight, minlength=size * size)
        here = cells.reshape(size, size)
        observed += here
        expected += np.outer(here.sum(1), here.sum(0)) / here.sum()
    return observed, expected
