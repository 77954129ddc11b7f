"""Rare events: days between them (g and t charts), and an exact test of the latest months."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from scipy import stats

from vru.errors import MeasureError
from vru.measures.spc.limits import xmr

LEAST_GAPS = 12
"""Gaps below which limits say little."""
EXPONENT = 3.6
"""Days between rare events to the power 1 / 3.6 are nearly normal (Nelson 1994)."""
POWER = 0.8
"""A test that would miss a doubling more often than one time in five cannot tell."""


class Gaps(NamedTuple):
    """Days between events; arrays of shape (n,), one a gap, by the event that ends it.

    `ends` are those days; `days` the gaps, NaN where a t chart cannot take one of 0. `mean` is
    the centre line, `high` whether a gap is above the upper limit: the events have become rarer.
    A g chart's lower limit is 0, so that it cannot show that they have become more frequent;
    a t chart's is above, and `low` says which gaps lie below it. `open_days` have passed since
    the last event.
    """

    ends: tuple[dt.date, ...]
    days: np.ndarray
    mean: float
    lower: float
    upper: float
    high: np.ndarray
    low: np.ndarray
    open_days: int
    method: str


def gaps(
    events: Sequence[dt.date], until: dt.date, *, kind: Literal["g", "t"] = "g", baseline: int | None = None
) -> Gaps:
    """Return the g chart (or t chart) of the days between events.

    `events` are days in order, one an event, so that two on a day have a gap of 0. `until` is
    the last day that would have been seen. The first `baseline` gaps make the limits (else
    all). g: mean + 3 sqrt(mean (mean + 1)), the geometric distribution from 0 on. t: gaps above
    0 to the power 1/3.6, XmR without screening, and back.

    Raises MeasureError with fewer than 12 gaps, or events that are not in order.

    References
    ----------
    Benneyan JC (2001). Number-between g-type statistical quality control charts. Health Care
    Management Science 4, 305-318.
    Nelson LS (1994). A control chart for parts-per-million nonconforming items. Journal of
    Quality Technology 26, 239-240.
    """
    days = np.array([(b - a).days for a, b in itertools.pairwise(events)], float)
    if days.size < LEAST_GAPS:
        raise MeasureError(f"Days between events need {LEAST_GAPS + 1} events, got {days.size + 1}.")
    if days.min() < 0:
        raise MeasureError("Events are given in the order of their days.")
    if kind == "t":
        days = np.where(days > 0, days, np.nan)
    mean, lower, upper = (_t_limits if kind == "t" else _g_limits)(days[:baseline])
    known = np.nan_to_num(days, nan=mean)
    method = "g chart" if kind == "g" else "t chart, gaps of 0 days left out"
    since = (until - events[-1]).days
    ends = tuple(events[1:])
    return Gaps(ends, days, mean, lower, upper, known > upper, known < lower, since, method)


def _g_limits(days: np.ndarray) -> tuple[float, float, float]:
    mean = float(days.mean())
    return mean, 0.0, mean + 3 * float(np.sqrt(mean * (mean + 1)))


def _t_limits(days: np.ndarray) -> tuple[float, float, float]:
    known = days[np.isfinite(days)] ** (1 / EXPONENT)
    if known.size < LEAST_GAPS:
        raise MeasureError(f"A t chart needs {LEAST_GAPS} gaps of at least a day.")
    found = xmr(known, screen=False)
    mean, lower, upper = (float(max(each[0], 0.0) ** EXPONENT) for each in found)
    return mean, lower, upper


class Recent(NamedTuple):
    """The latest months against the baseline: counts, expectation, exact two-sided p, power.

    `power` is the chance that the test would find a doubling, `halving` a halving. `verdict` is
    "cannot tell" where nothing was found and a doubling would be missed more often than one
    time in five.
    """

    events: int
    expected: float
    before: int
    p: float
    power: float
    halving: float
    verdict: Literal["higher", "lower", "no clear change", "cannot tell"]
    method: str


def recent(
    events: int, exposure: float, before: int, exposure_before: float, *, level: float = 0.05
) -> Recent:
    """Return the exact conditional test of the latest events against those before.

    Given their sum, the latest are binomial with the share of the exposure; p is twice the
    smaller tail. `exposure` is days (or person-years) of each period, above 0.
    """
    if not (exposure > 0 and exposure_before > 0 and min(events, before) >= 0):
        raise MeasureError("A test needs counts of 0 or above and exposures above 0.")
    share = exposure / (exposure + exposure_before)
    p = float(_p(np.array(events), np.array(before), share))
    rate = before / exposure_before
    power, halving = (_power(rate, times, exposure, exposure_before, share, level) for times in (2.0, 0.5))
    expected = rate * exposure
    if p < level:
        verdict: Literal["higher", "lower", "no clear change", "cannot tell"] = (
            "higher" if events > expected else "lower"
        )
    else:
        verdict = "no clear change" if power >= POWER else "cannot tell"
    return Recent(events, expected, before, p, power, halving, verdict, "exact conditional (binomial) test")


def _p(events: np.ndarray, before: np.ndarray, share: float) -> np.ndarray:
    total = events + before
    low = stats.binom.cdf(events, total, share)
    high = stats.binom.sf(events - 1, total, share)
    return np.minimum(1.0, 2 * np.minimum(low, high))


def _power(
    rate: float, times: float, exposure: float, exposure_before: float, share: float, level: float
) -> float:
    """Return how often the test finds that the rate has become `times` what it was."""
    now, then = rate * exposure * times, rate * exposure_before
    x, y = (np.arange(int(stats.poisson.isf(1e-6, max(each, 1e-9))) + 1) for each in (now, then))
    found = _p(x[:, None], y[None, :], share) < level
    weights = stats.poisson.pmf(x, now)[:, None] * stats.poisson.pmf(y, then)[None, :]
    return float((weights * found).sum())
