"""Overlaps' residents: how many there were in each window for two records to meet among."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru.answers.making import Empty
from vru.answers.sharing import once
from vru.measures import overlap
from vru.periods import Period
from vru.store import Store

EPOCH = dt.date(1970, 1, 1)
OLDEST = 121  # the age after the last
EDGES = {
    "roles": (10, 14, 18, 25, 35, 45, 55, 65, OLDEST),
    "relations": (16, 18, 25, 35, 45, 55, 65, OLDEST),
}
"""First ages of the strata; partners are counted from 16, as the national definition does."""


def days(day: dt.date) -> int:
    """Return a day as days since 1970."""
    return (day - EPOCH).days


@once
def residents_of(
    store: Store, spans: tuple[Period, ...], wanted: tuple[int, ...]
) -> tuple[NDArray[np.float64], tuple[int, ...]]:
    """Return the residents two records can meet among, by window × sex × age, and the strata's first ages.

    Strata keep those of the `wanted` first ages that the population's own bands have. Birth
    years are followed through the window where residents are given by single years of age;
    else the number is that of its first day. Raises Empty where no window has residents.
    """
    years, lows, counts = _by_year(store)
    edges = tuple(each for each in wanted if each == OLDEST or each in lows)
    if len(edges) < 2 or edges[0] > wanted[0] + 8:
        raise Empty(
            "cannot", "Residents are given in bands of ages too wide: load them by single years of age."
        )
    _within(years, spans)
    single = bool((np.diff(lows) == 1).all())
    later = spans[0].months // 12 if single else 0
    found = np.zeros((len(spans), 2, len(edges) - 1))
    for window, span in enumerate(spans):
        begin, end = _at(years, counts, days(span.first)), _at(years, counts, days(span.end))
        grown = begin.copy()
        if later:  # birth years, not ages; the last ages hold several birth years and stay as they are
            grown[:, : -1 - later] = end[:, later:-1]
        for band, (low, high) in enumerate(pairwise(edges)):
            inside = (lows >= low) & (lows < high)
            found[window, :, band] = overlap.at_risk(begin[:, inside].T, grown[:, inside].T)
    return found, edges


@once
def _by_year(store: Store) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    """Return mid-years as days, the bands' first ages, and residents by mid-year × sex × band."""
    table = store.ask("overlaps_residents")
    if table.empty:
        raise Empty(
            "cannot", "This extract comes without residents by age and sex: load a population by both."
        )
    wide = table.pivot_table(index="year", columns=["sex", "age_low"], values="residents", aggfunc="sum")
    lows = np.array(sorted(table["age_low"].unique()), np.int64)
    columns = pd.MultiIndex.from_product([(0, 1), lows])
    wide = wide.reindex(columns=columns).dropna()
    mid = np.array([days(dt.date(int(year), 6, 30)) for year in wide.index], float)
    return mid, lows, wide.to_numpy(float).reshape(len(mid), 2, len(lows))


def _within(years: NDArray[np.float64], spans: tuple[Period, ...]) -> None:
    """Raise Empty where a window begins before the residents do, or 24 months after the last."""
    first, last = days(spans[0].first), days(spans[-1].first)
    if not len(years):
        raise Empty(
            "cannot",
            "No year has residents of both sexes at all the ages loaded: load them by sex and single year of "
            "age.",
        )
    if first < years[0] or last > years[-1] + 731:
        known = " to ".join(str((EPOCH + dt.timedelta(int(each))).year) for each in years[[0, -1]])
        raise Empty(
            "cannot",
            f"Residents are loaded for {known}: load those of all windows, or choose a shorter period.",
        )


def _at(years: NDArray[np.float64], counts: NDArray[np.float64], day: int) -> NDArray[np.float64]:
    """Return residents on a day, on the straight line between mid-years; the last one carried on."""
    if len(years) < 2:
        return counts[0]
    place = int(np.clip(np.searchsorted(years, day) - 1, 0, len(years) - 2))
    share = min(max((day - years[place]) / (years[place + 1] - years[place]), 0.0), 1.0)
    return counts[place] * (1 - share) + counts[place + 1] * share
