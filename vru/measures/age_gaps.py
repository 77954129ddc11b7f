"""Age gaps: how far apart in age are victim and suspect, and more than chance pairing explains?

Whom somebody hurts is compared with whom they would have hurt had that year's suspects met
that year's victims at random, within the same kind of relation. Every offence weighs 1.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    suspect and offence and count the ages themselves as sampled.
    """

    share: float
    expected: float
    excess: float
    se: float
    se_share: float
    offences: float


class Pulls(NamedTuple):
    """What makes up the excess of one year's pairs; `excess` and `share` are each row's influence."""

    observed: float
    expected: float
    excess: Floats
    share: Floats
    offences: float


class _Clusters(NamedTuple):
    """Which rows belong together, over the years: shape (rows,), numbered from 0; -1 = with no other.

    `both` are suspect and offence at once; `offences` how many alike the row stands for.
    """

    years: int
    year: NDArray[np.int64]
    suspect: NDArray[np.int64]
    offence: NDArray[np.int64]
    both: NDArray[np.int64]
    offences: Floats


def apart(pairs: pd.DataFrame, least: int) -> Apart:
    """Return how many of one year's pairs are at least `least` years apart, against random mixing.

    `pairs` has the columns stratum, suspect_age, victim_age (completed years), suspect and
    offence (any keys, see `covariance`; NULL = each of the row's offences is its own),
    offences (how many alike the row stands for) and weight (of each in its offence; an
    offence's rows sum to 1). The expectation is exact over all pairings of a stratum's
    suspects with its victims; the error follows by linearising it (influence of each row).
    Raises MeasureError without a pair.
    """
    found, groups = _pulls(pairs, least), _clusters([pairs])
    return Apart(
        found.observed,
        found.expected,
        found.observed - found.expected,
        float(np.sqrt(_clustered(groups, [found.excess])[0, 0])),
        float(np.sqrt(_clustered(groups, [found.share])[0, 0])),
        found.offences,
    )


def covariance(years: Sequence[pd.DataFrame], least: int) -> Floats:
    """Return the sampling covariance (n, n) of the excess of each year's pairs; frames as in `apart`.

    Clustered on suspect, over the years too, as the same couple is recorded again with the
    same gap, and on offence (Cameron, Gelbach and Miller 2011: the two added, what is of the
    same suspect and offence taken off once). Raises MeasureError for a year without a pair.
    """
    return _clustered(_clusters(years), [_pulls(each, least).excess for each in years])


def _pulls(pairs: pd.DataFrame, least: int) -> Pulls:
    if pairs.empty:
        raise MeasureError("There is no pair whose ages are both known.")
    gap, each = _far(least), pairs["weight"].to_numpy(float)
    weight = pairs["offences"].to_numpy(float) * each
    suspect, victim = pairs["suspect_age"].to_numpy(int), pairs["victim_age"].to_numpy(int)
    far, pull, expected = gap[suspect, victim], np.empty(len(pairs)), 0.0
    stratum = pd.factorize(pairs["stratum"], use_na_sentinel=False)[0]
    for one in range(stratum.max() + 1):
        here = stratum == one
        of_suspects, of_victims = (_spread(ages[here], weight[here]) for ages in (suspect, victim))
        by_suspect, by_victim = gap @ of_victims, of_suspects @ gap
        mixed = float(of_suspects @ by_suspect)
        expected += mixed * weight[here].sum()
        pull[here] = far[here] - by_suspect[suspect[here]] - by_victim[victim[here]] + mixed
    total = float(weight.sum())
    share, mixed = float(weight @ far) / total, expected / total
    return Pulls(share, mixed, (pull - (share - mixed)) * each / total, (far - share) * each / total, total)


def _far(least: int) -> Floats:
    ages = np.arange(AGES)
    return (np.abs(np.subtract.outer(ages, ages)) >= least).astype(float)


def _spread(ages: NDArray[np.int64], weight: Floats) -> Floats:
    return np.bincount(ages, weights=weight, minlength=AGES) / weight.sum()


def _clusters(years: Sequence[pd.DataFrame]) -> _Clusters:
    rows = pd.concat([each[["suspect", "offence", "offences"]] for each in years], ignore_index=True)
    year = np.repeat(np.arange(len(years)), [len(each) for each in years])
    suspect, offence = (pd.factorize(rows[each])[0] for each in ("suspect", "offence"))
    # a suspect without a key is a person of its own in each offence
    person = np.where(suspect < 0, suspect.max(initial=-1) + 1 + np.arange(len(rows)), suspect)
    both = np.full(len(rows), -1)
    several = offence >= 0
    both[several] = pd.factorize(offence[several] * (person.max(initial=0) + 1) + person[several])[0]
    return _Clusters(len(years), year, suspect, offence, both, rows["offences"].to_numpy(float))


def _clustered(groups: _Clusters, pulls: Sequence[Floats]) -> Floats:
    """The sums, over clusters, of the products of what each pulls in two years."""
    pull, nobody = np.concatenate(pulls), groups.suspect < 0
    by_suspect = _sums(groups, groups.suspect, pull * groups.offences)
    found = by_suspect.T @ by_suspect
    own = np.bincount(groups.year[nobody], (groups.offences * pull**2)[nobody], groups.years)
    own = own + (_sums(groups, groups.offence, pull) ** 2).sum(axis=0)
    own -= (_sums(groups, groups.both, pull) ** 2).sum(axis=0)
    found += np.diag(own)
    return np.where(np.eye(groups.years) > 0, np.maximum(found, 0), found)


def _sums(groups: _Clusters, cluster: NDArray[np.int64], values: Floats) -> Floats:
    """The sum of values by cluster and year: shape (clusters, years)."""
    kept, size = cluster >= 0, (int(cluster.max(initial=-1)) + 1) * groups.years
    keys = cluster[kept] * groups.years + groups.year[kept]
    # without a row bincount returns whole numbers
    return np.bincount(keys, values[kept], size).astype(float).reshape(-1, groups.years)


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
