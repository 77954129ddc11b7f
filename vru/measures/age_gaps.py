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


class Yearly(NamedTuple):
    """Pairs by year, each of shape (years,) as in `Apart`, and the sampling covariance of `excess`."""

    year: NDArray[np.int64]
    share: Floats
    expected: Floats
    excess: Floats
    offences: Floats
    covariance: Floats


class _Pulls(NamedTuple):
    """What each year's pairs come to, and each row's influence on it: (years,), and `by_*` (rows,)."""

    share: Floats
    expected: Floats
    offences: Floats
    by_excess: Floats
    by_share: Floats


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


def apart(pairs: pd.DataFrame, *least: int) -> list[Apart]:
    """Return how many of one year's pairs are at least so many years apart, against random mixing.

    `pairs` has the columns stratum, suspect_age, victim_age (completed years), suspect and
    offence (any keys, see `by_year`; NULL = each of the row's offences is its own),
    offences (how many alike the row stands for) and weight (of each in its offence; an
    offence's rows sum to 1). The expectation is exact over all pairings of a stratum's
    suspects with its victims; the error follows by linearising it (influence of each row).
    Raises MeasureError without a pair.
    """
    year = np.zeros(len(pairs), np.int64)
    found, groups = _pulls(pairs, year, least), _clusters(pairs, year)
    return [
        Apart(
            float(each.share[0]),
            float(each.expected[0]),
            float(each.share[0] - each.expected[0]),
            float(np.sqrt(_clustered(groups, each.by_excess)[0, 0])),
            float(np.sqrt(_clustered(groups, each.by_share)[0, 0])),
            float(each.offences[0]),
        )
        for each in found
    ]


def by_year(pairs: pd.DataFrame, least: int, *also: int) -> list[Yearly]:
    """Return each year's pairs at least so many years apart, with the covariance for the first `least`.

    `pairs` as in `apart`, with a column year; years without a pair are not there. Clustered on
    suspect, over the years too, as the same couple is recorded again with the same gap, and
    on offence (Cameron, Gelbach and Miller 2011: the two added, what is of the same suspect
    and offence taken off once). For `also` it is empty. Raises MeasureError without a pair.
    """
    there, year = np.unique(pairs["year"].to_numpy(int), return_inverse=True)
    found = _pulls(pairs, year, (least, *also))
    spread = _clustered(_clusters(pairs, year), found[0].by_excess)
    return [
        Yearly(there, each.share, each.expected, each.share - each.expected, each.offences, covariance)
        for each, covariance in zip(found, [spread] + [np.empty((0, 0))] * len(also), strict=True)
    ]


def _pulls(pairs: pd.DataFrame, year: NDArray[np.int64], leasts: Sequence[int]) -> list[_Pulls]:
    if pairs.empty:
        raise MeasureError("There is no pair whose ages are both known.")
    each, alike = (pairs[name].to_numpy(float) for name in ("weight", "offences"))
    suspect, victim = (pairs[name].to_numpy(int) for name in ("suspect_age", "victim_age"))
    kind = pd.factorize(pairs["stratum"], use_na_sentinel=False)[0]
    # whom chance pairs with whom: those of one year and stratum
    _, first, stratum = np.unique(year * (int(kind.max()) + 1) + kind, return_index=True, return_inverse=True)
    weight, cells = each * alike, len(first) * AGES
    whole, of_year = (np.bincount(each, weight).astype(float) for each in (stratum, year))
    of_suspects, of_victims = (
        np.bincount(stratum * AGES + ages, weight, cells).reshape(-1, AGES) / whole[:, None]
        for ages in (suspect, victim)
    )
    made = []
    for gap in map(_far, leasts):
        far, by_suspect, by_victim = gap[suspect, victim], of_victims @ gap, of_suspects @ gap
        mixed = (of_suspects * by_suspect).sum(axis=1)
        share = np.bincount(year, weight * far) / of_year
        expected = np.bincount(year[first], mixed * whole) / of_year
        pull = far - by_suspect[stratum, suspect] - by_victim[stratum, victim] + mixed[stratum]
        part = each / of_year[year]
        by_excess = (pull - (share - expected)[year]) * part
        made.append(_Pulls(share, expected, of_year, by_excess, (far - share[year]) * part))
    return made


def _far(least: int) -> Floats:
    ages = np.arange(AGES)
    return (np.abs(np.subtract.outer(ages, ages)) >= least).astype(float)


def _clusters(pairs: pd.DataFrame, year: NDArray[np.int64]) -> _Clusters:
    suspect, offence = (pd.factorize(pairs[each])[0] for each in ("suspect", "offence"))
    # a suspect without a key is a person of its own in each offence
    person = np.where(suspect < 0, suspect.max(initial=-1) + 1 + np.arange(len(pairs)), suspect)
    both = np.full(len(pairs), -1)
    several = offence >= 0
    both[several] = pd.factorize(offence[several] * (person.max(initial=0) + 1) + person[several])[0]
    alike = pairs["offences"].to_numpy(float)
    return _Clusters(int(year.max(initial=-1)) + 1, year, suspect, offence, both, alike)


def _clustered(groups: _Clusters, pull: Floats) -> Floats:
    """The sums, over clusters, of the products of what each pulls in two years."""
    nobody = groups.suspect < 0
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
