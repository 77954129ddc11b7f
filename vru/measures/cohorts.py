"""Cohorts: events by age and year as a surface on which a generation's path is a diagonal.

Whoever is two years older two years later belongs to the same birth cohort; so with ages and
years in blocks of the same width a cohort is a diagonal of the surface.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from vru.errors import MeasureError

LEAST_DF = 10  # fewer say nothing about a variance
ROUNDS = 500  # of scaling: the fit creeps along the line it does not identify


class Swing(NamedTuple):
    """How much cells swing by themselves: variance over mean, at least 1, with `df` degrees of freedom."""

    phi: float
    df: float


def lexis(events: ArrayLike, lived: ArrayLike, *, width: int, first_age: int) -> pd.DataFrame:
    """Return events and person-years in square blocks of ages and years, with their birth cohort.

    Parameters
    ----------
    events, lived : array, shape (years, ages)
        Events, and person-years lived, in single years of time (in order) and single years
        of age from `first_age` on. A NaN in `lived` is a population not known.
    width : int
        Years and ages a block has; both must divide by it.

    Returns
    -------
    DataFrame with columns period, age, born, events, lived; one row a block
        `period` is the number of the block's first year, `age` its first age, and `born` the
        number of the year in which the middle of the cohort was born, all in years since the
        first year. `born` is equal along a diagonal; its people were born in the `width`
        years before and after it.

    Raises
    ------
    MeasureError
        Shapes differ, do not divide by the width, or a number is negative.

    References
    ----------
    Lexis W (1875); Carstensen B (2007). Age-period-cohort models for the Lexis diagram.
    Statistics in Medicine 26, 3018-3045.
    """
    counts, people = np.asarray(events, float), np.asarray(lived, float)
    if counts.ndim != 2 or counts.shape != people.shape or any(each % width for each in counts.shape):
        raise MeasureError(f"{counts.shape} events, {people.shape} person-years: not in blocks of {width}.")
    if (counts < 0).any() or (people < 0).any():
        raise MeasureError("Events and person-years are 0 or above.")
    years, ages = (each // width for each in counts.shape)
    shape = (years, width, ages, width)
    period = np.repeat(np.arange(years) * width, ages)
    age = np.tile(first_age + np.arange(ages) * width, years)
    return pd.DataFrame(
        {
            "period": period,
            "age": age,
            "born": period - age,
            "events": counts.reshape(shape).sum((1, 3)).ravel(),
            "lived": people.reshape(shape).sum((1, 3)).ravel(),
        }
    )


def peaks(surface: pd.DataFrame) -> pd.DataFrame:
    """Return the row of the highest rate of each period, of a surface as `lexis` returns it.

    Periods without a known rate are left out; of equal rates the youngest is the peak.
    """
    known = surface[surface["lived"] > 0]
    rate = known["events"] / known["lived"]
    return known.loc[rate.groupby(known["period"]).idxmax()].reset_index(drop=True)


def swing(surface: pd.DataFrame) -> Swing:
    """Return the over-dispersion that age, period and cohort together leave in a surface.

    `surface` is as `lexis` returns it, in blocks of one width. Cells without a population are
    left out; with too few cells phi is 1 and `df` infinite.

    Notes
    -----
    Pearson's chi-squared of the Poisson model with age, period and cohort effects over its
    degrees of freedom. Its effects are not identified, its fit and so its residuals are.
    Fitted by iterative proportional scaling of the three margins.

    References
    ----------
    Clayton D, Schifflers E (1987). Models for temporal variation in cancer rates II.
    Statistics in Medicine 6, 469-481.
    """
    known = surface[surface["lived"] > 0]
    margins = [pd.factorize(known[each])[0] for each in ("age", "period", "born")]
    events = known["events"].to_numpy(float)
    fitted = known["lived"].to_numpy(float)
    for _ in range(ROUNDS):
        for margin in margins:
            found, wanted = np.bincount(margin, fitted), np.bincount(margin, events)
            fitted = fitted * np.divide(wanted, found, out=np.zeros_like(found), where=found > 0)[margin]
    there = fitted > 0
    # a line through age, period and cohort is one line: three parameters fewer than effects
    parameters = sum(len(np.unique(each[there])) for each in margins) - 3
    df = float(there.sum() - parameters)
    if df < LEAST_DF:
        return Swing(1.0, np.inf)
    squares = (events[there] - fitted[there]) ** 2 / fitted[there]
    return Swing(max(1.0, float(squares.sum() / df)), df)
