"""Landmarks: how often are people hurt in the months after a day, by how often they offended before it?

The two spans do not touch: whatever counts both over the same years lets the future decide
who is compared. Everybody without a record is there too, as a number of residents, so that
the data are cells and not a row a resident.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

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

    level: NDArray[np.integer]
    stratum: NDArray[np.integer]
    events: NDArray[np.integer]
    people: Floats


class Seen(NamedTuple):
    """Those of the cells' people whose persons are known: shape (rows,), one row a person and day."""

    person: NDArray[np.integer]
    level: NDArray[np.integer]
    stratum: NDArray[np.integer]
    events: NDArray[np.integer]


class Around(NamedTuple):
    """Who was recorded round which day: shape (rows,), `level` by what came before, `events` what came after.

    `row` is where somebody stands in the windows the rows are made of, `window` the one that begins
    with the day.
    """

    row: NDArray[np.int64]
    window: NDArray[np.integer]
    level: NDArray[np.uint8]
    events: NDArray[np.integer]


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


class _Sums(NamedTuple):
    """People and later occasions of each level and stratum, shape (levels, strata), and of each number.

    `number` are the different numbers of later occasions, `holders` the people with each. All
    that the regression asks of cells is a sum of these.
    """

    people: Floats
    events: Floats
    number: Floats
    holders: Floats


class _Fit(NamedTuple):
    """Coefficients, what the cells say of them, and the likelihood, at one dispersion."""

    params: Floats
    information: Floats
    likelihood: float


def level_of(times: ArrayLike) -> NDArray[np.uint8]:
    """Return the level (0 to 4) of numbers of earlier occasions, of any shape."""
    level = np.searchsorted(LOWEST, np.arange(LOWEST[-1] + 1), side="right") - 1
    return level.astype(np.uint8)[np.minimum(times, LOWEST[-1])]


def around(
    person: NDArray[np.integer],
    window: NDArray[np.integer],
    before: NDArray[np.integer],
    after: NDArray[np.integer],
    windows: int,
) -> Around:
    """Return who had records before or after a day that a window but the first begins with.

    `before` is how often somebody was recorded in a window for what comes before the next,
    `after` for what comes after its own first day: all of shape (people in windows,), in the
    order of person and window.
    """
    follows = np.zeros(len(person) + 1, bool)  # the window before is in the row before
    follows[1:-1] = (person[1:] == person[:-1]) & (window[1:] == window[:-1] + 1)
    earlier = np.zeros(len(person), before.dtype)
    earlier[1:] = before[:-1] * follows[1:-1]
    begun = np.flatnonzero((window > 0) & ((earlier > 0) | (after > 0)))
    ended = np.flatnonzero((before > 0) & (window < windows - 1) & ~follows[1:])
    return Around(
        np.concatenate([begun, ended]),
        np.concatenate([window[begun], window[ended] + np.int16(1)]),
        level_of(np.concatenate([earlier[begun], before[ended]])),
        np.concatenate([after[begun], np.zeros(len(ended), after.dtype)]),
    )


def spread(people: NDArray[np.integer], residents: Floats) -> Cells:
    """Return cells of numbers of people by events, level, day and stratum, with residents who had no record.

    `people` has shape (numbers of events, levels, days, strata + 2): the last two are people
    outside all strata, and of unknown age or sex, who count as those known with the same
    records do. `residents` has shape (days, strata). A cell's stratum is one at one day: where
    violence rises and falls, the months before a day and those after do so together, and pooled
    days would take that for a tie.
    """
    days, strata = residents.shape
    alike = np.minimum(np.arange(len(people)), 2)
    everybody, certain = (
        np.stack([people[alike == each, ..., :end].sum(axis=(0, 3)) for each in range(3)])
        for end in (strata + 2, strata + 1)
    )
    scale = np.divide(everybody, certain, out=np.ones(certain.shape), where=certain > 0)
    known = people[..., :strata] * scale[alike][..., None]
    known[0, 0] += np.maximum(residents - known.sum(axis=(0, 1)), 0)
    known = np.moveaxis(known.reshape(*known.shape[:2], days * strata), 0, 2)
    there = known > 0
    there[0, :, 0] = True
    level, stratum, events = np.nonzero(there)
    return Cells(level, stratum, events, known[there])


def rate_ratios(
    cells: Cells, seen: Seen | None = None, confidence: float = 0.95, *, weight: float = 1.0
) -> Levels:
    """Return each level's rate of later occasions against that of people without a record.

    Negative binomial regression (NB2, log link) of later occasions on level and stratum,
    cells weighted by their people; the dispersion is estimated by maximum likelihood, not
    set; the numbers are those of statsmodels' NegativeBinomial. Strata without a later
    occasion, or without anybody to compare with, say nothing about ratios and are left out
    of the model; so are levels without a later occasion, or all of whose strata have none
    among those without a record. Limits are the model's own; with `seen` they are robust
    ones, clustered on person, since one dispersion does not fit all levels and people are
    there on several days; where only a part of people drawn at random is seen, each stands for
    `weight` of them. Raises MeasureError where the first level has fewer than
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
    sums = _sums(kept, len(levels))
    alpha, fit = _fit(sums)
    covariance = np.linalg.inv(fit.information)
    if seen is not None:
        meat = _alone(kept, sums, fit, alpha)
        meat += weight * _together(_seen_within(seen, levels, strata), sums, fit, alpha)
        covariance = covariance @ meat @ covariance
    errors = np.sqrt(np.diag(covariance))
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


def _sum(values: Floats, places: NDArray[np.integer], size: int = len(LEVELS)) -> Floats:
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
    """Return the cells of levels and strata that the model looks at, both numbered from 0."""
    keep = np.isin(cells.level, levels) & np.isin(cells.stratum, strata) & (cells.people > 0)
    level, stratum = np.searchsorted(levels, cells.level[keep]), np.searchsorted(strata, cells.stratum[keep])
    return Cells(level, stratum, cells.events[keep], cells.people[keep])


def _seen_within(seen: Seen, levels: NDArray[np.int64], strata: NDArray[np.int64]) -> Seen:
    """Return those who are there on several days, by person, levels and strata numbered from 0."""
    place, at = np.full(len(LEVELS), -1), np.full(int(seen.stratum.max(initial=-1)) + 1, -1)
    place[levels] = np.arange(len(levels))
    known = strata[strata < len(at)]
    at[known] = np.arange(len(known))
    level, stratum = place[seen.level], at[seen.stratum]
    keep = np.flatnonzero((level >= 0) & (stratum >= 0))
    keep = keep[np.argsort(seen.person[keep], kind="stable")]
    again = np.zeros(len(keep) + 1, bool)
    again[1:-1] = seen.person[keep][1:] == seen.person[keep][:-1]
    keep = keep[again[1:] | again[:-1]]
    return Seen(seen.person[keep], level[keep], stratum[keep], seen.events[keep])


def _sums(cells: Cells, levels: int) -> _Sums:
    shape = (levels, int(cells.stratum.max()) + 1)
    cell = cells.level * shape[1] + cells.stratum
    people, events = (
        _sum(each, cell, shape[0] * shape[1]).reshape(shape)
        for each in (cells.people, cells.people * cells.events)
    )
    number, of = np.unique(cells.events, return_inverse=True)
    return _Sums(people, events, number.astype(float), _sum(cells.people, of, len(number)))


def _fit(sums: _Sums) -> tuple[float, _Fit]:
    """Fit the regression at the dispersion whose likelihood is the highest."""
    from scipy.optimize import minimize_scalar

    start: Floats | None = None

    def fitted(log_alpha: float) -> _Fit:
        nonlocal start
        fit = _at(sums, float(np.exp(log_alpha)), start)
        start = fit.params
        return fit

    best = minimize_scalar(
        lambda each: -fitted(each).likelihood, bounds=(-7, 4), method="bounded", options={"xatol": 1e-3}
    )
    return float(np.exp(best.x)), fitted(best.x)


def _line(params: Floats, sums: _Sums) -> Floats:
    """The logarithm of each level's and stratum's rate: a coefficient a level but the first, then strata."""
    levels = len(sums.people)
    return np.concatenate([[0.0], params[: levels - 1]])[:, None] + params[levels - 1 :]


def _crossed(weight: Floats) -> Floats:
    """The design's products with itself: `weight` of each level and stratum, each in two of its columns."""
    above = weight[1:]
    return np.block([[np.diag(above.sum(axis=1)), above], [above.T, np.diag(weight.sum(axis=0))]])


def _solved(weight: Floats, wanted: Floats) -> Floats:
    """Solve `_crossed(weight)` for sums of `wanted`: strata lie on a diagonal, so only levels are left."""
    above, own = weight[1:], weight.sum(axis=0)
    share = above / own
    left = np.diag(above.sum(axis=1)) - share @ above.T
    level = np.linalg.solve(left, wanted[1:].sum(axis=1) - share @ wanted.sum(axis=0))
    return np.concatenate([level, (wanted.sum(axis=0) - level @ above) / own])


def _scores(events: NDArray[np.integer], mean: Floats, alpha: float) -> Floats:
    return (events - mean) / (1 + alpha * mean)


def _alone(cells: Cells, sums: _Sums, fit: _Fit, alpha: float) -> Floats:
    """The spread of the scores with everybody on each day on their own."""
    mean = np.exp(_line(fit.params, sums))[cells.level, cells.stratum]
    squares = cells.people * _scores(cells.events, mean, alpha) ** 2
    cell = cells.level * sums.people.shape[1] + cells.stratum
    return _crossed(_sum(squares, cell, sums.people.size).reshape(sums.people.shape))


def _together(seen: Seen, sums: _Sums, fit: _Fit, alpha: float) -> Floats:
    """What is to be added where the days of a person go together; `seen` in the order of person."""
    levels, strata = sums.people.shape
    score = _scores(seen.events, np.exp(_line(fit.params, sums))[seen.level, seen.stratum], alpha)
    cell, size = seen.level * strata + seen.stratum, sums.people.size
    pairs, apart = np.zeros(size * size), 1
    while (first := np.flatnonzero(seen.person[apart:] == seen.person[:-apart])).size:
        second = first + apart
        pairs += np.bincount(cell[first] * size + cell[second], score[first] * score[second], size * size)
        apart += 1
    both = (pairs + pairs.reshape(size, size).T.reshape(-1)).reshape(levels, strata, levels, strata)
    cross = both.sum(axis=(1, 2))[1:]
    return np.block([[both.sum(axis=(1, 3))[1:, 1:], cross], [cross.T, both.sum(axis=(0, 2))]])


def _at(sums: _Sums, alpha: float, start: Floats | None) -> _Fit:
    """Fit at a given dispersion, by iteratively reweighted least squares."""
    some = sums.people > 0
    each = np.divide(sums.events, sums.people, out=np.zeros_like(sums.events), where=some)
    mean = (each + sums.events.sum() / sums.people.sum()) / 2
    line, params = (np.log(mean), None) if start is None else (_line(start, sums), start)
    for _ in range(ROUNDS):
        mean = np.exp(line)
        weight = sums.people * mean / (1 + alpha * mean)
        found = _solved(weight, weight * (line + (each - mean) / mean))
        line, before, params = _line(found, sums), params, found
        if before is not None and np.abs(found - before).max() < CLOSE:
            return _Fit(found, _crossed(weight), _likelihood(sums, np.exp(line), alpha))
    raise MeasureError("The landmark's regression does not settle: there are too few people.")


def _likelihood(sums: _Sums, mean: Floats, alpha: float) -> float:
    """The negative binomial log-likelihood, but for what does not depend on mean or dispersion."""
    from scipy.special import gammaln

    size = 1 / alpha
    own = sums.holders @ (gammaln(sums.number + size) - gammaln(size))
    rest = sums.events * np.log(alpha * mean / (1 + alpha * mean)) - sums.people * size * np.log1p(
        alpha * mean
    )
    return float(own + rest.sum())
