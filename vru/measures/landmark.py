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

Floats = NDArray[np.float64]


class Cells(NamedTuple):
    """People by level, stratum and later occasions: shape (cells,); `people` need not be whole."""

    level: NDArray[np.int64]
    stratum: NDArray[np.int64]
    events: NDArray[np.int64]
    people: Floats


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


def level_of(times: ArrayLike) -> NDArray[np.int64]:
    """Return the level (0 to 4) of numbers of earlier occasions, of any shape."""
    return np.searchsorted(LOWEST, np.asarray(times), side="right") - 1


def rate_ratios(cells: Cells, confidence: float = 0.95) -> Levels:
    """Return each level's rate of later occasions against that of people without a record.

    Negative binomial regression (NB2, log link) of later occasions on level and stratum,
    cells weighted by their people; the dispersion is estimated by maximum likelihood, not
    set. Strata without a later occasion say nothing about ratios and are left out of the
    model. Raises MeasureError without people at the first level, or without later occasions.
    """
    from scipy.special import ndtri

    people, events = _totals(cells)
    if not people[0] or not events.sum():
        raise MeasureError("A landmark needs people without a record, and later occasions to compare.")
    telling = people >= LEAST_PEOPLE
    kept = _telling(cells, telling)
    alpha, fit = _fit(kept, np.flatnonzero(telling))
    ratio, low, high = (np.full(len(LEVELS), np.nan) for _ in range(3))
    ratio[0] = 1.0
    z = float(ndtri(0.5 + confidence / 2))
    for place, level in enumerate(np.flatnonzero(telling)[1:]):
        found, error = fit.params[place], fit.bse[place]
        if events[level]:
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


def _telling(cells: Cells, levels: NDArray[np.bool_]) -> Cells:
    keep = levels[cells.level] & (cells.people > 0)
    hurt = _sum((cells.people * cells.events)[keep], cells.stratum[keep], int(cells.stratum.max()) + 1)
    keep &= hurt[cells.stratum] > 0
    stratum = np.unique(cells.stratum[keep], return_inverse=True)[1]
    return Cells(cells.level[keep], stratum, cells.events[keep], cells.people[keep])


def _fit(cells: Cells, levels: NDArray[np.int64]):
    """Fit by turns over the dispersion: the likelihood of a grid's best neighbourhood, then its middle."""
    from scipy.optimize import minimize_scalar

    design = np.zeros((len(cells.level), len(levels) - 1 + int(cells.stratum.max()) + 1))
    for place, level in enumerate(levels[1:]):
        design[cells.level == level, place] = 1
    design[np.arange(len(design)), len(levels) - 1 + cells.stratum] = 1
    start = None

    def fitted(log_alpha: float):
        nonlocal start
        fit = _at(cells, design, float(np.exp(log_alpha)), start)
        start = fit.params
        return fit

    best = minimize_scalar(
        lambda each: -fitted(each).llf, bounds=(-7, 4), method="bounded", options={"xatol": 1e-3}
    )
    return float(np.exp(best.x)), fitted(best.x)


def _at(cells: Cells, design: Floats, alpha: float, start: Floats | None):
    import statsmodels.api as sm

    family = sm.families.NegativeBinomial(alpha=alpha)
    model = sm.GLM(cells.events, design, family=family, freq_weights=cells.people)
    return model.fit(start_params=start)
