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


class Part(NamedTuple):
    """With whose pairs errors are worked out: by default with everybody's.

    Suspects numbered beyond `last` are counted only; each of the others stands for `weight` of them
    all. Offences that are keyed (see `apart`) stand for `step` that have several pairs each.
    """

    last: float = np.inf
    weight: float = 1.0
    step: float = 1.0


EVERYBODY = Part()


class _Met(NamedTuple):
    """Pairs by stratum (a group and kind) and ages, and where each row is among them.

    `offences` has shape (groups, kinds, AGES, AGES); `cell` is a position in it flattened, `group`
    one in its first axis, `weight` that of one offence: shape (rows,).
    """

    offences: Floats
    cell: NDArray[np.int64]
    group: NDArray[np.int64]
    weight: Floats


class _Pulls(NamedTuple):
    """What each group's pairs come to, shape (groups,), and each row's influence on it, (rows,)."""

    share: Floats
    expected: Floats
    offences: Floats
    by_excess: Floats
    by_share: Floats


class _Clusters(NamedTuple):
    """Which rows belong together, over the groups: shape (rows,), numbered from 0; -1 = with no other.

    `both` are suspect and offence at once; `nobody` rows without a key, each a suspect of its own;
    `alike` how many offences the row stands for.
    """

    groups: int
    group: NDArray[np.int64]
    suspect: NDArray[np.int64]
    offence: NDArray[np.int64]
    both: NDArray[np.int64]
    nobody: NDArray[np.bool_]
    alike: Floats
    part: Part


def apart(pairs: pd.DataFrame, *least: int) -> list[Apart]:
    """Return how many of one year's pairs are at least so many years apart, against random mixing.

    `pairs` has the columns stratum, suspect_age, victim_age (completed years), suspect and
    offence (any keys, see `by_year`; NULL = each of the row's offences is its own),
    offences (how many alike the row stands for) and weight (of each in its offence; an
    offence's rows sum to 1). The expectation is exact over all pairings of a stratum's
    suspects with its victims; the error follows by linearising it (influence of each row).
    Raises MeasureError without a pair.
    """
    return [each[0] for each in by_group(pairs, np.zeros(len(pairs), np.int64), *least)]


def by_group(pairs: pd.DataFrame, group: ArrayLike, *least: int, part: Part = EVERYBODY) -> list[list[Apart]]:
    """Return, for each `least`, what `apart` says of each group of pairs: positions from 0, shape (rows,).

    A group without a pair has NaN.
    """
    met = _met(pairs, np.asarray(group, np.int64))
    groups = _clusters(pairs, met, part)
    made = []
    for each in (_pulls(met, years) for years in least):
        errors = [np.sqrt(np.diag(_clustered(groups, by))) for by in (each.by_excess, each.by_share)]
        rows = zip(each.share, each.expected, each.share - each.expected, *errors, each.offences, strict=True)
        made.append([Apart(*(float(value) for value in row)) for row in rows])
    return made


def by_year(pairs: pd.DataFrame, least: int, *also: int, part: Part = EVERYBODY) -> list[Yearly]:
    """Return each year's pairs at least so many years apart, with the covariance for the first `least`.

    `pairs` as in `apart`, with a column year; years without a pair are not there. Clustered on
    suspect, over the years too, as the same couple is recorded again with the same gap, and
    on offence (Cameron, Gelbach and Miller 2011: the two added, what is of the same suspect
    and offence taken off once). For `also` it is empty. Raises MeasureError without a pair.
    """
    year, there = pd.factorize(pairs["year"].to_numpy(int), sort=True)
    met = _met(pairs, year)
    found = [_pulls(met, each) for each in (least, *also)]
    spread = _clustered(_clusters(pairs, met, part), found[0].by_excess)
    return [
        Yearly(there, each.share, each.expected, each.share - each.expected, each.offences, covariance)
        for each, covariance in zip(found, [spread] + [np.empty((0, 0))] * len(also), strict=True)
    ]


def _met(pairs: pd.DataFrame, group: NDArray[np.int64]) -> _Met:
    if pairs.empty:
        raise MeasureError("There is no pair whose ages are both known.")
    each, alike = (pairs[name].to_numpy(float) for name in ("weight", "offences"))
    suspect, victim = (pairs[name].to_numpy(int) for name in ("suspect_age", "victim_age"))
    kind, kinds = pd.factorize(pairs["stratum"], use_na_sentinel=False)
    # whom chance pairs with whom: those of one group and kind
    shape = (int(group.max()) + 1, len(kinds), AGES, AGES)
    cell = np.ravel_multi_index((group, kind, suspect, victim), shape)
    offences = np.bincount(cell, each * alike, int(np.prod(shape))).astype(float).reshape(shape)
    return _Met(offences, cell, group, each)


def _pulls(met: _Met, least: int) -> _Pulls:
    gap = _far(least)
    whole = met.offences.sum((2, 3))
    of_group = whole.sum(1)
    with np.errstate(invalid="ignore"):
        of_suspects, of_victims = (met.offences.sum(axis) / whole[..., None] for axis in (3, 2))
        by_suspect, by_victim = of_victims @ gap, of_suspects @ gap
        mixed = (of_suspects * by_suspect).sum(2)
        share = (met.offences * gap).sum((1, 2, 3)) / of_group
        expected = np.where(whole > 0, mixed * whole, 0).sum(1) / of_group
    excess = (share - expected)[:, None, None, None]
    pull = gap - by_suspect[..., None] - by_victim[..., None, :] + mixed[..., None, None] - excess
    part = met.weight / of_group[met.group]
    far = gap.reshape(-1)[met.cell % AGES**2]
    by_share = (far - share[met.group]) * part
    return _Pulls(share, expected, of_group, pull.reshape(-1)[met.cell] * part, by_share)


def _far(least: int) -> Floats:
    ages = np.arange(AGES)
    return (np.abs(np.subtract.outer(ages, ages)) >= least).astype(float)


def _clusters(pairs: pd.DataFrame, met: _Met, part: Part) -> _Clusters:
    suspect, keys = pd.factorize(pairs["suspect"])
    offence = pd.factorize(pairs["offence"])[0]
    nobody = suspect < 0
    # a suspect without a key is a person of its own in each offence
    person = np.where(nobody, len(keys) + np.arange(len(pairs)), suspect)
    both = np.full(len(pairs), -1)
    several = offence >= 0
    both[several] = pd.factorize(offence[several] * (len(keys) + len(pairs)) + person[several])[0]
    if np.isfinite(part.last) and len(keys):
        suspect = np.where(np.asarray(keys > part.last)[suspect] | nobody, -1, suspect)
    alike = pairs["offences"].to_numpy(float)
    return _Clusters(len(met.offences), met.group, suspect, offence, both, nobody, alike, part)


def _clustered(groups: _Clusters, pull: Floats) -> Floats:
    """The sums, over clusters, of the products of what each pulls in two groups."""
    whole = pull * groups.alike
    by_suspect = _sums(groups, groups.suspect, whole)
    found = groups.part.weight * (by_suspect.T @ by_suspect)
    # what is alike within one offence belongs together, without a key too
    alone = np.where(groups.offence < 0, groups.alike * pull**2, whole**2)
    own = np.bincount(groups.group[groups.nobody], alone[groups.nobody], groups.groups)
    shared = (_sums(groups, groups.offence, whole) ** 2).sum(axis=0)
    shared -= (_sums(groups, groups.both, whole) ** 2).sum(axis=0)
    found += np.diag(own + groups.part.step * shared)
    return np.where(np.eye(groups.groups) > 0, np.maximum(found, 0), found)


def _sums(groups: _Clusters, cluster: NDArray[np.int64], values: Floats) -> Floats:
    """The sum of values by cluster and group: shape (clusters, groups)."""
    kept, size = cluster >= 0, (int(cluster.max(initial=-1)) + 1) * groups.groups
    keys = cluster[kept] * groups.groups + groups.group[kept]
    # without a row bincount returns whole numbers
    return np.bincount(keys, values[kept], size).astype(float).reshape(-1, groups.groups)


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


def weight_of(pairs: pd.DataFrame) -> float:
    """Return how many offences pairs are of; see `apart`."""
    return float((pairs["offences"] * pairs["weight"]).sum())


def median_gap(pairs: pd.DataFrame) -> float:
    """Return the weighted median of |victim - suspect| in years, NaN without a pair; see `apart`."""
    return float(median_gaps(pairs, np.zeros(len(pairs), np.int64), 1)[0])


def median_gaps(pairs: pd.DataFrame, group: ArrayLike, groups: int) -> Floats:
    """Return the median gap of each group of pairs, shape (groups,): see `median_gap`, `by_group`."""
    gap = (pairs["suspect_age"].astype(int) - pairs["victim_age"].astype(int)).abs().to_numpy(int)
    weight = (pairs["offences"] * pairs["weight"]).to_numpy(float)
    cells = np.bincount(np.asarray(group, np.int64) * AGES + gap, weight, groups * AGES)
    reached = np.cumsum(cells.reshape(groups, AGES), axis=1)
    middle = (reached >= reached[:, -1:] / 2).argmax(axis=1)
    return np.where(reached[:, -1] > 0, middle, np.nan)


def mixing(pairs: pd.DataFrame, edges: ArrayLike) -> tuple[Floats, Floats]:
    """Return observed and expected offences by age band of suspect (rows) and victim (columns).

    `edges` are the bands' first ages, ascending. Expected is random mixing within `stratum`;
    other columns as in `apart`.
    """
    lows = np.asarray(edges)
    size = len(lows)
    stratum, strata = pd.factorize(pairs["stratum"], use_na_sentinel=False)
    suspect, victim = (
        np.searchsorted(lows, pairs[each].to_numpy(int), side="right") - 1
        for each in ("suspect_age", "victim_age")
    )
    weight = (pairs["offences"] * pairs["weight"]).to_numpy(float)
    cells = np.bincount((stratum * size + suspect) * size + victim, weight, len(strata) * size**2)
    here = cells.astype(float).reshape(-1, size, size)
    expected = here.sum(2)[:, :, None] * here.sum(1)[:, None, :] / here.sum((1, 2))[:, None, None]
    return here.sum(0), expected.sum(0)
