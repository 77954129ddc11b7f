"""Survival: time to a second occasion, with people whose follow-up ends counted as long as they were seen."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vru.errors import MeasureError

DENSE = 20  # whole times up to this many times the people are counted, later ones sorted

Floats = NDArray[np.float64]


class Curve(NamedTuple):
    """A Kaplan–Meier curve: shape (distinct times,), times ascending, in the unit given.

    `survival` holds from its time on. `low` and `high` are pointwise log-log limits, NaN where
    the curve is 1 or 0 and no interval exists. `at_risk` is counted just before the time.
    """

    time: Floats
    at_risk: Floats
    events: Floats
    survival: Floats
    low: Floats
    high: Floats


class Points(NamedTuple):
    """The curve at asked times: shape (times,); `at_risk` people are followed to the time or beyond.

    NaN after the last follow-up, where nothing is known.
    """

    survival: Floats
    low: Floats
    high: Floats
    at_risk: NDArray[np.int64]


class LogRank(NamedTuple):
    """The log-rank test: chi-square, its degrees of freedom, p; events observed and expected by group."""

    chi2: float
    freedom: int
    p: float
    observed: Floats
    expected: Floats


def kaplan_meier(time: ArrayLike, event: ArrayLike, confidence: float = 0.95) -> Curve:
    """Return the Kaplan–Meier curve of times (shape (people,)) that end in an event or are cut off.

    Who is cut off at a time is still at risk of an event at it. Greenwood's variance with the
    log(−log) transformation (Kalbfleisch and Prentice 1980), as R's
    `survfit(conf.type = "log-log")`. MeasureError where nobody or a negative time is given.
    """
    from scipy.stats import norm

    times, ended = _checked(time, event)
    at, left, events = _by_time(times, ended)
    risk = len(times) - np.concatenate([[0], np.cumsum(left)[:-1]]).astype(float)
    survival = np.cumprod(1 - events / risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(np.cumsum(events / (risk * (risk - events)))) / np.abs(np.log(survival))
        reach = norm.ppf((1 + confidence) / 2) * error
        low, high = survival ** np.exp(reach), survival ** np.exp(-reach)
    known = (survival > 0) & (survival < 1)
    return Curve(at, risk, events, survival, np.where(known, low, np.nan), np.where(known, high, np.nan))


def of_counts(people: int, again: int, confidence: float = 0.95) -> tuple[float, float, float]:
    """Return survival and its limits where `again` of `people` had the event and nobody was cut off before.

    What `kaplan_meier` gives at a time up to which everybody else was followed: the product of
    the steps telescopes to the plain proportion, and Greenwood's sum to 1/still - 1/people.
    Limits are NaN where nobody or everybody had the event. MeasureError without people.
    """
    from scipy.stats import norm

    if not 0 <= again <= people or not people:
        raise MeasureError(f"Of {people} people {again} cannot have had an event.")
    still = people - again
    if still in (0, people):
        return still / people, float("nan"), float("nan")
    survival = still / people
    reach = norm.ppf((1 + confidence) / 2) * np.sqrt(1 / still - 1 / people) / -np.log(survival)
    return survival, float(survival ** np.exp(reach)), float(survival ** np.exp(-reach))


def at(curve: Curve, times: ArrayLike) -> Points:
    """Return the curve at `times` (shape (times,)): the risk table's rows and the limits there."""
    asked = np.asarray(times, float)
    before = np.searchsorted(curve.time, asked, side="right")
    known = asked <= curve.time[-1]
    values = [np.concatenate([[first], each])[before] for first, each in _starting(curve)]
    reached = np.searchsorted(curve.time, asked, side="left")
    risk = np.concatenate([curve.at_risk, [0]])[reached].astype(np.int64)
    survival, low, high = (np.where(known, each, np.nan) for each in values)
    return Points(survival, low, high, risk)


def log_rank(time: ArrayLike, event: ArrayLike, group: ArrayLike) -> LogRank:
    """Return the log-rank test that groups (integers 0, 1, … of shape (people,)) share one curve.

    Mantel's chi-square with the hypergeometric covariance, as R's `survdiff`. MeasureError
    where fewer than two groups have people or nobody has an event.
    """
    from scipy.stats import chi2

    times, ended = _checked(time, event)
    _, groups = np.unique(np.asarray(group), return_inverse=True)
    number = int(groups.max()) + 1
    if number < 2 or not ended.any():
        raise MeasureError("A log-rank test needs two groups and an event.")
    risk, events = _by_group(times, ended, groups, number)
    all_risk, all_events = risk.sum(axis=1), events.sum(axis=1)
    share = risk / all_risk[:, None]
    expected = (share * all_events[:, None]).sum(axis=0)
    spread = all_events * (all_risk - all_events) / np.maximum(all_risk - 1, 1)
    covariance = np.diag((share * spread[:, None]).sum(axis=0)) - (share * spread[:, None]).T @ share
    off = (events.sum(axis=0) - expected)[:-1]
    statistic = float(off @ np.linalg.pinv(covariance[:-1, :-1]) @ off)
    p = float(chi2.sf(statistic, number - 1))
    return LogRank(statistic, number - 1, p, events.sum(axis=0), expected)


def _starting(curve: Curve) -> tuple[tuple[float, Floats], ...]:
    return (1.0, curve.survival), (np.nan, curve.low), (np.nan, curve.high)


def _by_group(times: Floats, ended: Floats, groups: NDArray[np.int64], number: int) -> tuple[Floats, Floats]:
    """Return people at risk and events by event time and group: shape (event times, groups)."""
    moments = np.unique(times[ended > 0])
    risk, events = (np.zeros((len(moments), number)) for _ in range(2))
    for each in range(number):
        own = np.sort(times[groups == each])
        risk[:, each] = len(own) - np.searchsorted(own, moments, side="left")
        at_moment = np.searchsorted(moments, times[(groups == each) & (ended > 0)])
        events[:, each] = np.bincount(at_moment, minlength=len(moments))
    return risk, events


def _by_time(times: Floats, ended: Floats) -> tuple[Floats, NDArray[np.int64], Floats]:
    """Return the distinct times, how many people's follow-up ends at each, and how many in an event."""
    whole = times.astype(np.int64)
    if whole.max() > DENSE * len(times) or (whole != times).any():
        at, place = np.unique(times, return_inverse=True)
        return at, np.bincount(place), np.bincount(place, ended).astype(float)
    # days are small whole numbers: counting them needs no sorting
    left, events = np.bincount(whole), np.bincount(whole, ended).astype(float)
    some = np.flatnonzero(left)
    return some.astype(float), left[some], events[some]


def _checked(time: ArrayLike, event: ArrayLike) -> tuple[Floats, Floats]:
    times, ended = np.asarray(time, float), np.asarray(event, float)
    if not times.size or times.shape != ended.shape:
        raise MeasureError("Survival needs people, each with a time and whether it ended in an event.")
    if not (np.isfinite(times).all() and times.min() >= 0):
        raise MeasureError("Times to an event cannot be negative or unknown.")
    return times, ended
