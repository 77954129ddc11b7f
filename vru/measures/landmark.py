"""Landmarks: how often are people hurt in the months after a day, by how often they offended before it?

The two spans do not touch: whatever counts both over the same years lets the future decide
who is compared. Everybody without a record is there too, as a number of residents, so that
the data are cells and not a row a resident.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from vru.errors import MeasureError

LEVELS = ("0", "1", "2", "3 to 4", "5 or more")
LOWEST = (0, 1, 2, 3, 5)
"""The fewest earlier occasions of each level; the first is the one compared with."""
LEAST_PEOPLE = 20
"""A level with fewer people in it gets no ratio of its own."""
LEAST_EVENTS = 5
"""Later occasions of those without a record: with fewer there is nothing to compare with."""
ROUNDS, CLOSE = 100, 1e-8  # of the fit, and the change of a coefficient that ends it

Floats = NDArray[np.float64]


class Cells(NamedTuple):
    """People by level, stratum and later occasions: shape (cells,); `people` need not be whole."""

    level: NDArray[np.int64]
    stratum: NDArray[np.int64]
    events: NDArray[np.int64]
    people: Floats


class Seen(NamedTuple):
    """Those of the cells' people whose persons are known: shape (rows,), one row a person and day."""

    person: NDArray[np.int64]
    level: NDArray[np.int64]
    stratum: NDArray[np.int64]
    events: NDArray[np.int64]


class Levels(NamedTuple):
    """What the model says of each level: shape (levels,), rate ratios against the first.

    `people` are in the level, `events` their later occasions, `expected` those of people of
    the same strata without a record. The first level's ratio is 1 and has no limits; NaN
    where a level has too few people. `alpha` is the negative binomial dispersion.
    """

    ratio: Floats
    low: Floats
    high: Floats
    people: Floats
    events: Floats
    expected: Floats
    alpha: float


class _Fit(NamedTuple):
    """Coefficients with their covariance at one dispersion, and the likelihood there."""

    params: Floats
    covariance: Floats
    likelihood: float


def level_of(times: ArrayLike) -> NDArray[np.int64]:
    """Return the level (0 to 4) of numbers of earlier occasions, of any shape."""
    return np.searchsorted(LOWEST, np.asarray(times), side="right") - 1


def rate_ratios(cells: Cells, seen: Seen | None = None, confidence: float = 0.95) -> Levels:
    """Return each level's rate of later occasions against that of people without a record.

    Negative binomial regression (NB2, log link) of later occasions on level and stratum,
    cells weighted by their people; the dispersion is estimated by maximum likelihood, not
    set; the numbers are those of statsmodels' NegativeBinomial. Strata without a later
    occasion, or without anybody to compare with, say nothing about ratios and are left out
    of the model; so are levels without a later occasion, or all of whose strata have none
    among those without a record. Limits are the model's own; with `seen` they are robust
    ones, clustered on person, since one dispersion does not fit all levels and people are
    there on several days. Raises MeasureError where the first level has fewer than
    LEAST_EVENTS later occasions, or no other level has a ratio.

    References
    ----------
    Liang K-Y, Zeger SL (1986). Longitudinal data analysis using generalized linear models.
    Biometrika 73, 13-22.
    """
    from scipy.special import ndtri

    people, events = _totals(cells)
    levels, strata = _telling(cells)
    if events[0] < LEAST_EVENTS or len(levels) < 2:
        raise MeasureError("A landmark needs later occasions of people without a record, and of others.")
    kept = _cells_within(cells, levels, strata)
    alpha, fit = _fit(kept, levels)
    errors = (
        np.sqrt(np.diag(fit.covariance))
        if seen is None
        else _clustered(kept, _seen_within(seen, levels, strata), levels, fit, alpha)
    )
    ratio, low, high = (np.full(len(LEVELS), np.nan) for _ in range(3))
    ratio[0] = 1.0
    z = float(ndtri(0.5 + confidence / 2))
    for place, level in enumerate(levels[1:]):
        found, error = fit.params[place], errors[place]
        ratio[level] = np.exp(found)
        low[level], high[level] = np.exp(found - z * error), np.exp(found + z * error)
    return Levels(ratio, low, high, people, events, _expected(cells), alpha)


def _totals(cells: Cells) -> tuple[Floats, Floats]:
    return _sum(cells.people, cells.level), _sum(cells.people * cells.events, cells.level)


def _sum(values: Floats, places: NDArray[np.int64], size: int = len(LEVELS)) -> Floats:
    return np.bincount(places, values, size).astype(float)


def _expected(cells: Cells) -> Floats:
    """What each level would have at the rates of its strata's people without a record."""
    strata = int(cells.stratum.max()) + 1
    none = cells.level == 0
    seen = _sum((cells.people * cells.events)[none], cells.stratum[none], strata)
    there = _sum(cells.people[none], cells.stratum[none], strata)
    rate = np.divide(seen, there, out=np.zeros(strata), where=there > 0)
    return _sum(cells.people * rate[cells.stratum], cells.level)


def compared(cells: Cells) -> bool:
    """Return whether the cells have what `rate_ratios` needs."""
    return bool(_totals(cells)[1][0] >= LEAST_EVENTS and len(_telling(cells)[0]) > 1)


def _telling(cells: Cells) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the levels that get a ratio, the first among them, and the strata that say something of it.

    Without later occasions on both sides a level's coefficient runs off to infinity, and a
    stratum without the first level is one with the levels in it.
    """
    shape = (len(LEVELS), int(cells.stratum.max(initial=-1)) + 1)
    cell = np.ravel_multi_index((cells.level, cells.stratum), shape)
    people, hurt = (
        np.bincount(cell, each, shape[0] * shape[1]).reshape(shape)
        for each in (cells.people, cells.people * cells.events)
    )
    strata = (people[0] > 0) & (hurt.sum(0) > 0)
    against = ((people > 0) * hurt[0] * strata).sum(1)
    levels = (people.sum(1) >= LEAST_PEOPLE) & ((hurt * strata).sum(1) > 0) & (against > 0)
    levels[0] = True
    return np.flatnonzero(levels), np.flatnonzero(strata & (hurt[levels].sum(0) > 0))


def _cells_within(cells: Cells, levels: NDArray[np.int64], strata: NDArray[np.int64]) -> Cells:
    """Return the cells of levels and strata that the model looks at, strata numbered from 0."""
    keep = np.isin(cells.level, levels) & np.isin(cells.stratum, strata) & (cells.people > 0)
    place = np.searchsorted(strata, cells.stratum[keep])
    return Cells(cells.level[keep], place, cells.events[keep], cells.people[keep])


def _seen_within(seen: Seen, levels: NDArray[np.int64], strata: NDArray[np.int64]) -> Seen:
    keep = np.isin(seen.level, levels) & np.isin(seen.stratum, strata)
    place = np.searchsorted(strata, seen.stratum[keep])
    return Seen(seen.person[keep], seen.level[keep], place, seen.events[keep])


def _design(table: Cells | Seen, levels: NDArray[np.int64], strata: int) -> sparse.csr_matrix:
    """A column a level but the first, then one a stratum."""
    row, place = np.arange(len(table.level)), np.searchsorted(levels, table.level)
    above = place > 0
    columns = np.concatenate([place[above] - 1, len(levels) - 1 + table.stratum])
    rows = np.concatenate([row[above], row])
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), (len(row), len(levels) - 1 + strata))


def _fit(cells: Cells, levels: NDArray[np.int64]) -> tuple[float, _Fit]:
    """Fit the regression at the dispersion whose likelihood is the highest."""
    from scipy.optimize import minimize_scalar

    design = _design(cells, levels, int(cells.stratum.max()) + 1)
    start: Floats | None = None

    def fitted(log_alpha: float) -> _Fit:
        nonlocal start
        fit = _at(cells, design, float(np.exp(log_alpha)), start)
        start = fit.params
        return fit

    best = minimize_scalar(
        lambda each: -fitted(each).likelihood, bounds=(-7, 4), method="bounded", options={"xatol": 1e-3}
    )
    return float(np.exp(best.x)), fitted(best.x)


def _clustered(cells: Cells, seen: Seen, levels: NDArray[np.int64], fit: _Fit, alpha: float) -> Floats:
    """Return the parameters' standard errors with the scores of a person's days taken together."""
    size = int(cells.stratum.max()) + 1

    def scores(table: Cells | Seen) -> sparse.csr_matrix:
        design = _design(table, levels, size)
        mean = np.exp(design @ fit.params)
        return design.multiply(((table.events - mean) / (1 + alpha * mean))[:, None]).tocsr()

    every, own = scores(cells), scores(seen)
    _, person = np.unique(seen.person, return_inverse=True)
    days = (np.ones(len(person)), (person, np.arange(len(person))))
    together = sparse.csr_matrix(days, (int(person.max(initial=-1)) + 1, len(person))) @ own
    # everybody on their own, but for those known as persons, whose days go together
    spread = every.T @ every.multiply(cells.people[:, None]) - own.T @ own + together.T @ together
    bread = fit.covariance
    return np.sqrt(np.diag(bread @ np.asarray(spread.todense()) @ bread))


def _at(cells: Cells, design: sparse.csr_matrix, alpha: float, start: Floats | None) -> _Fit:
    """Fit at a given dispersion, by iteratively reweighted least squares.

    Nearly all of the design is 0, which a general library would multiply out many times over.
    """
    mean = (cells.events + np.average(cells.events, weights=cells.people)) / 2
    line, params = (np.log(mean), None) if start is None else (design @ start, start)
    for _ in range(ROUNDS):
        mean = np.exp(line)
        weight = cells.people * mean / (1 + alpha * mean)
        information = (design.T @ design.multiply(weight[:, None])).toarray()
        found = np.linalg.solve(information, design.T @ (weight * (line + (cells.events - mean) / mean)))
        line, before, params = design @ found, params, found
        if before is not None and np.abs(found - before).max() < CLOSE:
            return _Fit(found, np.linalg.inv(information), _likelihood(cells, np.exp(line), alpha))
    raise MeasureError("The landmark's regression does not settle: there are too few people.")


def _likelihood(cells: Cells, mean: Floats, alpha: float) -> float:
    """The negative binomial log-likelihood, but for what does not depend on mean or dispersion."""
    from scipy.special import gammaln

    size = 1 / alpha
    each = gammaln(cells.events + size) - gammaln(size) - size * np.log1p(alpha * mean)
    return float(cells.people @ (each + cells.events * np.log(alpha * mean / (1 + alpha * mean))))
