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
from vru.runs import runs

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

    born: NDArray[np.floating]
    sex: NDArray[np.int8]

    def of(self, which: slice | NDArray) -> People:
        """Return some of them, numbered from 0."""
        return People(self.born[which], self.sex[which])


class Rows(NamedTuple):
    """Somebody in a role in a window: shape (rows,). `outcome` is False for the exposure's role."""

    person: NDArray[np.integer]
    window: NDArray[np.integer]
    outcome: NDArray[np.bool_]

    def of(self, which: slice | NDArray) -> Rows:
        """Return some of them."""
        return Rows(self.person[which], self.window[which], self.outcome[which])


class Times(NamedTuple):
    """How often people were recorded in a window: shape (people in windows,), by person and window.

    `exposed` counts the exposure's records, `cases` the outcome's; one of them is above 0.
    """

    person: NDArray[np.integer]
    window: NDArray[np.integer]
    exposed: NDArray[np.int32]
    cases: NDArray[np.int32]


class Ages(NamedTuple):
    """The strata that people are in as windows begin, by their birth and sex: see `ages`.

    `stratum` has shape (windows, codes): sex × age from 0, then `outside` all ages, then unknown.
    Codes are those of `codes`, which finds a birth by its quarter of a day, from `first` on, in `rank`
    and adds the sex.
    """

    stratum: NDArray[np.int16]
    outside: int
    first: int
    rank: NDArray[np.integer]


class Placed(NamedTuple):
    """Who had which records in which window: shape (people in windows,), one each, in order of person.

    `state` is 1 for the exposure's record, 2 for the outcome's, 3 for both; `stratum` the place
    in tables of `shape` (windows, sexes, ages), where the person is `inside` one; `known` says
    that age and sex are.
    """

    person: NDArray[np.integer]
    window: NDArray[np.integer]
    state: NDArray[np.uint8]
    stratum: NDArray[np.int32]
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


def times(rows: Rows) -> Times:
    """Return how often everybody was recorded in each window, from rows in the order of person and window."""
    begins, lengths = runs(rows.person, rows.window)
    so_far = np.zeros(len(rows.outcome) + 1, np.int32)  # three times faster than a sum of each run
    np.cumsum(rows.outcome, out=so_far[1:])
    cases = np.diff(so_far[begins], append=so_far[-1:])
    return Times(rows.person[begins], rows.window[begins], lengths.astype(np.int32) - cases, cases)


def ages(starts: ArrayLike, edges: ArrayLike) -> Ages:
    """Return the strata of windows that begin on `starts` (whole days since 1970).

    `edges` are the first ages of the strata and the age after the last, in whole years: of
    365.25 days, so somebody has reached one at a quarter of a day.
    """
    first, bounds = np.asarray(starts, float), np.asarray(edges, float)
    reached = (4 * (first[:, None] - DAYS_A_YEAR * bounds)).astype(np.int64)
    marks = np.unique(reached)
    # marks not before a birth, by its rank: one who was born later than all has reached none
    band = (np.searchsorted(marks, reached)[..., None] >= np.arange(len(marks) + 1)).sum(axis=1) - 1
    bands, ranks = len(bounds) - 1, len(marks) + 1
    stratum = np.full((len(first), ranks, 3), 2 * bands + 1, np.int16)
    for sex in (0, 1):
        stratum[..., 1 + sex] = np.where((band < 0) | (band == bands), 2 * bands, sex * bands + band)
    passed = np.zeros(marks[-1] - marks[0] + 2, np.uint8 if 3 * ranks < 256 else np.uint16)
    passed[marks - marks[0] + 1] = 3
    rank = np.cumsum(passed, dtype=passed.dtype)
    return Ages(stratum.reshape(len(first), -1), 2 * bands, int(marks[0]), rank)


def codes(people: People, known: Ages) -> NDArray[np.integer]:
    """Return a code by which everybody's stratum is found in each window: shape (persons,).

    Of unknown sex is who is of unknown birth too: in no stratum either way.
    """
    since = 4 * people.born
    np.ceil(since, out=since)
    since -= known.first
    np.fmin(np.fmax(since, 0, out=since), len(known.rank) - 1, out=since)  # an unknown one is 0
    sex = (people.sex + np.int8(1)) * (people.born == people.born)
    return known.rank[since.astype(np.int32)] + sex.astype(known.rank.dtype)


def within(known: Ages, window: NDArray[np.integer], code: NDArray[np.integer]) -> NDArray[np.int16]:
    """Return the strata of people, by `code`, as windows begin: shape (rows,), as in `known.stratum`."""
    # one place in one row of numbers: half the time of a place in a table
    return known.stratum.reshape(-1)[window * np.int32(known.stratum.shape[1]) + code]


def place(rows: Rows, people: People, starts: ArrayLike, edges: ArrayLike) -> Placed:
    """Return who had which records in which window and stratum.

    `starts` are the windows' first days (days since 1970), `edges` the first ages of the
    strata and the age after the last.
    """
    known = ages(starts, edges)
    windows, size = len(known.stratum), known.outside
    person, window, state = _states(rows, len(people.born), windows)
    stratum = within(known, window, codes(people, known)[person])
    whole = window.astype(np.int32) * size + stratum
    return Placed(person, window, state, whole, stratum <= size, stratum < size, (windows, 2, size // 2))


def states(known: Times, code: NDArray[np.integer], shape: tuple[int, ...]) -> NDArray[np.int64]:
    """Return numbers of people by state, window and code: `shape` (4, windows, codes).

    `code` is that of `codes`, shape (people in windows,).
    """
    _, windows, many = shape
    state = (known.exposed > 0) + np.int32(2) * (known.cases > 0)
    cell = (state * np.int32(windows) + known.window) * np.int32(many) + code
    return np.bincount(cell, minlength=4 * windows * many).reshape(shape)


def counted(people: NDArray[np.int64], known: Ages) -> Counts:
    """Return counts from numbers of people by state, window and code: shape (4, windows, codes)."""
    windows, every = len(known.stratum), known.outside + 2
    cell = (np.arange(windows)[:, None] * every + known.stratum).reshape(-1)
    found = np.stack([np.bincount(cell, each.reshape(-1), windows * every) for each in people])
    whole = found.reshape(4, windows, every).astype(np.int64)
    everybody, seen = (whole[..., :end].sum(axis=2, keepdims=True) for end in (every, every - 1))
    return Counts(whole[..., : known.outside], everybody, seen)


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
    found = np.bincount(state[inside] * np.int32(cells) + stratum[inside], minlength=4 * cells)
    each = state * np.int32(windows) + window
    everybody, seen = (
        np.bincount(each[which], minlength=4 * windows).reshape(4, -1, 1) for which in (slice(None), known)
    )
    return Counts(found.reshape(4, windows, sexes * bands), everybody, seen)


def moved(counts: Counts, before: Counts, after: Counts, weight: float = 1.0) -> Counts:
    """Return counts with some people counted anew: `before` as they were, `after` as they are now.

    Each of them stands for `weight` people.
    """
    return Counts(
        *(
            a + np.rint(weight * (c - b)).astype(np.int64)
            for a, b, c in zip(counts, before, after, strict=True)
        )
    )


def spread(counts: Counts, residents: Floats) -> tuple[Tables, float]:
    """Return counts as `tabulate` does, `residents` of shape (windows, 2, strata)."""
    found, everybody, seen = counts
    whole = found * np.divide(everybody, seen, out=np.ones(seen.shape), where=seen > 0)
    exposed, cases, both = (whole[each].reshape(-1) for each in (1, 2, 3))
    lived = residents.reshape(-1)
    neither = np.maximum(lived - exposed - cases - both, 0)
    unknown = 1 - seen.sum() / everybody.sum() if everybody.sum() else 0.0
    return Tables(both, exposed, cases, np.where(lived > 0, neither, 0)), float(unknown)


def design_effect(
    placed: Placed, tables: Tables, linked: ArrayLike = (), *, last: int | None = None
) -> float:
    """Return the factor of the log risk ratio's variance, since records come together: 1 or more.

    The variance by linearisation, over that with each person and window on its own; `tables`
    as `tabulate` returned them. A person's windows belong together, and so do two persons met
    in an offence: `linked` are their surrogates, shape (couples, 2), each couple once. One
    fight recorded as two offences puts both persons into both roles at once, which is one
    chance and not two (dyadic clustering: Fafchamps and Gubert 2007). Strata that were
    emptied count nothing.

    Where only persons up to `last` were drawn, at random, `linked` are the couples of one of
    them at least, and the rest of those placed are whom else they met. A couple then counts
    for each of its two that was drawn.
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
    one, other = np.asarray(linked).reshape(-1, 2).astype(np.int64).T
    person = placed.person[placed.inside]
    each = np.bincount(person, pushed, 1 + int(other.max(initial=0)))
    drawn = slice(None if last is None else last + 1)
    couples = each[one] * each[other] * (2 if last is None else 1 + (other <= last))
    together = (each[drawn] ** 2).sum() + couples.sum()
    alone = (pushed[: np.searchsorted(person, last, side="right") if last is not None else None] ** 2).sum()
    return float(max(1.0, together / alone)) if alone > 0 else 1.0


def _states(rows: Rows, persons: int, windows: int) -> tuple[NDArray, NDArray, NDArray]:
    records = np.zeros(persons * windows, np.uint8)
    key = rows.person.astype(np.int64) * windows + rows.window
    records[key[~rows.outcome]] = 1
    records[key[rows.outcome]] |= 2
    met = np.flatnonzero(records != 0)  # of flags: many times faster than of numbers
    person = met // windows
    window = met - person * windows
    return person.astype(rows.person.dtype), window.astype(rows.window.dtype), records[met]


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
