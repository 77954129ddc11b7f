"""Overlap: do people recorded for one thing turn up for another more often than residents like them?

In fixed windows of at most 24 months, each person counts once a window; strata are window ×
sex × age at the window's start, and everybody else is a resident of that stratum. Over longer
windows people accumulate while residents do not, and a ratio sinks below the truth.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vru.errors import MeasureError

Floats = NDArray[np.float64]
DAYS_A_YEAR = 365.25


class Tables(NamedTuple):
    """2 × 2 tables, one a stratum: shape (strata,), people, not necessarily whole.

    `both` are exposed and cases, `exposed` and `cases` only that, `neither` the rest.
    """

    both: Floats
    exposed: Floats
    cases: Floats
    neither: Floats


class Ratio(NamedTuple):
    """A ratio pooled over strata with its limits; NaN where the tables cannot give it."""

    value: float
    low: float
    high: float


class Homogeneity(NamedTuple):
    """A chi-squared test that all strata share one odds ratio; p is NaN with fewer than two strata."""

    statistic: float
    freedom: int
    p: float


class People(NamedTuple):
    """Who somebody is, by surrogate: shape (persons,).

    `born` in days since 1970 (the middle of what the ages allow), NaN unknown; `sex` 0
    female, 1 male, -1 unknown or other.
    """

    born: Floats
    sex: NDArray[np.int8]


class Rows(NamedTuple):
    """Somebody in a role in a window: shape (rows,). `outcome` is False for the exposure's role."""

    person: NDArray[np.int64]
    window: NDArray[np.int64]
    outcome: NDArray[np.bool_]


class Placed(NamedTuple):
    """Who had which records in which window: shape (people in windows,), one each.

    `state` is 1 for the exposure's record, 2 for the outcome's, 3 for both; `stratum` the place
    in tables of `shape` (windows, sexes, ages), where the person is `inside` one; `known` says
    that age and sex are.
    """

    person: NDArray[np.int64]
    window: NDArray[np.int64]
    state: NDArray[np.int64]
    stratum: NDArray[np.int64]
    known: NDArray[np.bool_]
    inside: NDArray[np.bool_]
    shape: tuple[int, int, int]


class Counts(NamedTuple):
    """People by their records (none, exposure's, outcome's, both), whole numbers that can be added up.

    `found` by window and stratum of sex and age, shape (4, windows, strata); `everybody` and
    those of known age and sex, `seen`, by window: shape (4, windows, 1).
    """

    found: NDArray[np.int64]
    everybody: NDArray[np.int64]
    seen: NDArray[np.int64]


def risk_ratio(tables: Tables, confidence: float = 0.95, *, effect: float = 1.0) -> Ratio:
    """Return the Mantel–Haenszel risk ratio with the interval of Greenland and Robins (1985).

    `effect` multiplies the variance: see `design_effect`.
    Strata without anybody are left out. NaN where nobody exposed or nobody else is a case.
    """
    a, b, c, d = _occupied(tables)
    exposed, others = a + b, c + d
    total = exposed + others
    top, bottom = (a * others / total).sum(), (c * exposed / total).sum()
    if not (top > 0 and bottom > 0):
        return _unlimited(0.0 if bottom > 0 else float("nan"))
    spread = ((exposed * others * (a + c) - a * c * total) / total**2).sum() / (top * bottom) * effect
    return _limits(top / bottom, float(np.sqrt(spread)), confidence)


def odds_ratio(tables: Tables, confidence: float = 0.95) -> Ratio:
    """Return the Mantel–Haenszel odds ratio with the interval of Robins, Breslow and Greenland (1986)."""
    a, b, c, d = _occupied(tables)
    total = a + b + c + d
    r, s, p, q = a * d / total, b * c / total, (a + d) / total, (b + c) / total
    top, bottom = r.sum(), s.sum()
    if not (top > 0 and bottom > 0):
        return _unlimited(0.0 if bottom > 0 else float("nan"))
    spread = (p * r).sum() / (2 * top**2) + (q * s).sum() / (2 * bottom**2)
    spread += (p * s + q * r).sum() / (2 * top * bottom)
    return _limits(top / bottom, float(np.sqrt(spread)), confidence)


def homogeneity(tables: Tables) -> Homogeneity:
    """Return the Breslow–Day test of one odds ratio in all strata, with Tarone's (1985) correction.

    Strata without a case, or without anybody exposed, say nothing and are left out.
    """
    from scipy.stats import chi2

    a, b, c, d = _occupied(tables)
    exposed, others, cases = a + b, c + d, a + c
    telling = (exposed > 0) & (others > 0) & (cases > 0) & (b + d > 0)
    odds = odds_ratio(tables).value
    if telling.sum() < 2 or not np.isfinite(odds):
        return Homogeneity(float("nan"), max(int(telling.sum()) - 1, 0), float("nan"))
    a, exposed, others, cases = a[telling], exposed[telling], others[telling], cases[telling]
    expected = _expected(odds, exposed, others, cases)
    parts = 1 / expected + 1 / (exposed - expected) + 1 / (cases - expected)
    spread = 1 / (parts + 1 / (others - cases + expected))
    statistic = ((a - expected) ** 2 / spread).sum() - (a.sum() - expected.sum()) ** 2 / spread.sum()
    freedom = len(a) - 1
    return Homogeneity(float(statistic), freedom, float(chi2.sf(statistic, freedom)))


def _expected(odds: float, exposed: Floats, others: Floats, cases: Floats) -> Floats:
    """Who is both under a common odds ratio, the margins given: the root of a quadratic."""
    if abs(odds - 1) < 1e-9:
        return exposed * cases / (exposed + others)
    b = others - cases + odds * (exposed + cases)
    return (-b + np.sqrt(b**2 + 4 * (1 - odds) * odds * exposed * cases)) / (2 * (1 - odds))


def at_risk(begin: ArrayLike, end: ArrayLike, *, turnover: float = 0.0, years: float = 2.0) -> Floats:
    """Return the number of residents that makes two independent records of a window meet by chance.

    `begin` and `end` are residents of the same birth years at the window's start and end,
    shape (cohorts, ...); the first axis is summed. Somebody here for a share p of the window
    is seen in each role p times as often, and in both p² times: so the number is (Σp)² / Σp²,
    with comers and leavers spread evenly over the window. `turnover` is the share of
    residents a year who leave and are replaced, which figures of residents do not show.
    """
    first, last = np.asarray(begin, float), np.asarray(end, float)
    stay = np.minimum(first, last)
    once = ((first + last) / 2).sum(axis=0)
    twice = (stay * (1 - turnover * years / 3) + np.abs(first - last) / 3).sum(axis=0)
    return np.divide(once**2, twice, out=np.zeros_like(once), where=twice > 0)


def runs(*columns: NDArray) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each run of equal rows begins, and its length: shape (runs,), `columns` (rows,)."""
    new = np.ones(len(columns[0]), bool)
    new[1:] = False
    for each in columns:
        new[1:] |= each[1:] != each[:-1]
    begins = np.flatnonzero(new)
    return begins, np.diff(begins, append=len(new))


def place(rows: Rows, people: People, starts: ArrayLike, edges: ArrayLike) -> Placed:
    """Return who had which records in which window and stratum.

    `starts` are the windows' first days (days since 1970), `edges` the first ages of the
    strata and the age after the last.
    """
    first, bounds = np.asarray(starts, float), np.asarray(edges, float)
    bands = len(bounds) - 1
    person, window, state = _states(rows, len(people.born), len(first))
    age = np.floor((first[window] - people.born[person]) / DAYS_A_YEAR)
    band = np.searchsorted(bounds, age, side="right") - 1
    known = (people.sex[person] >= 0) & np.isfinite(age)
    inside = known & (band >= 0) & (band < bands)
    stratum = (window * 2 + people.sex[person]) * bands + band
    return Placed(person, window, state, stratum, known, inside, (len(first), 2, bands))


def tabulate(placed: Placed, residents: ArrayLike) -> tuple[Tables, float]:
    """Return the tables of window × sex × age at its start, and the share of people of unknown age or sex.

    `residents` has shape (windows, 2, strata). The tables' order is that of `residents`,
    flattened. People of unknown age or sex are spread over the strata of their window as
    those known who have the same records are: leaving them out would lose fewer of those
    with two records, who have two chances to be known. Raises MeasureError where residents
    and strata have different shapes.
    """
    lived = np.asarray(residents, float)
    if lived.shape != placed.shape:
        raise MeasureError(f"Residents have shape {lived.shape}, not windows, sexes and strata.")
    return spread(count(placed), lived)


def count(placed: Placed) -> Counts:
    """Return how many people had which records in each window and stratum."""
    _, window, state, stratum, known, inside, (windows, sexes, bands) = placed
    cells = windows * sexes * bands
    # the first state is that of people without a record, whom nobody counts here
    found = np.bincount(state[inside] * cells + stratum[inside], minlength=4 * cells)
    everybody, seen = (
        np.bincount(state[which] * windows + window[which], minlength=4 * windows).reshape(4, -1, 1)
        for which in (slice(None), known)
    )
    return Counts(found.reshape(4, windows, sexes * bands), everybody, seen)


def moved(counts: Counts, before: Placed, after: Placed) -> Counts:
    """Return counts with some people's records placed anew: `before` as they were counted, `after` as now."""
    return Counts(*(a - b + c for a, b, c in zip(counts, count(before), count(after), strict=True)))


def spread(counts: Counts, residents: Floats) -> tuple[Tables, float]:
    """Return counts as `tabulate` does, `residents` of shape (windows, 2, strata)."""
    found, everybody, seen = counts
    whole = found * np.divide(everybody, seen, out=np.ones(seen.shape), where=seen > 0)
    exposed, cases, both = (whole[each].reshape(-1) for each in (1, 2, 3))
    lived = residents.reshape(-1)
    neither = np.maximum(lived - exposed - cases - both, 0)
    unknown = 1 - seen.sum() / everybody.sum() if everybody.sum() else 0.0
    return Tables(both, exposed, cases, np.where(lived > 0, neither, 0)), float(unknown)


def design_effect(placed: Placed, tables: Tables, linked: ArrayLike = ()) -> float:
    """Return the factor of the log risk ratio's variance, since records come together: 1 or more.

    The variance by linearisation, over that with each person and window on its own; `tables`
    as `tabulate` returned them. A person's windows belong together, and so do two persons met
    in an offence: `linked` are their surrogates, shape (couples, 2), each couple once. One
    fight recorded as two offences puts both persons into both roles at once, which is one
    chance and not two (dyadic clustering: Fafchamps and Gubert 2007). Strata that were
    emptied count nothing.
    """
    a, b, c, d = tables
    total = a + b + c + d
    share = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    top, bottom = (a * (c + d) * share).sum(), (c * (a + b) * share).sum()
    if not (top > 0 and bottom > 0):
        return 1.0
    exposed = -a * share / top - c * share / bottom
    moves = np.stack([np.zeros_like(a), exposed, -(a + b) * share / bottom, exposed + (c + d) * share / top])
    pushed = moves[placed.state[placed.inside], placed.stratum[placed.inside]]
    one, other = np.asarray(linked, np.int64).reshape(-1, 2).T
    each = np.bincount(placed.person[placed.inside], pushed, 1 + int(other.max(initial=0)))
    together, alone = (each**2).sum() + 2 * each[one] @ each[other], (pushed**2).sum()
    return float(max(1.0, together / alone)) if alone > 0 else 1.0


def _states(rows: Rows, persons: int, windows: int) -> tuple[NDArray, NDArray, NDArray]:
    records = np.zeros(persons * windows, np.uint8)
    key = rows.person * windows + rows.window
    records[key[~rows.outcome]] = 1
    records[key[rows.outcome]] |= 2
    met = np.flatnonzero(records != 0)  # of flags: many times faster than of numbers
    return met // windows, met % windows, records[met].astype(np.int64)


def pooled(tables: Tables, shape: tuple[int, ...], keep: tuple[int, ...]) -> Tables:
    """Return tables of `shape` (of strata) summed over every axis but `keep`: for counts, not for ratios."""
    drop = tuple(axis for axis in range(len(shape)) if axis not in keep)
    return Tables(*(each.reshape(shape).sum(axis=drop).reshape(-1) for each in tables))


def _occupied(tables: Tables) -> Tables:
    a, b, c, d = (np.atleast_1d(np.asarray(each, float)) for each in tables)
    some = a + b + c + d > 0
    return Tables(a[some], b[some], c[some], d[some])


def _unlimited(value: float) -> Ratio:
    return Ratio(value, float("nan"), float("nan"))


def _limits(value: float, error: float, confidence: float) -> Ratio:
    from scipy.special import ndtri

    z = float(ndtri(0.5 + confidence / 2))
    return Ratio(float(value), float(value * np.exp(-z * error)), float(value * np.exp(z * error)))
