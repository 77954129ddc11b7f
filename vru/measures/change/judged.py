"""A change between two periods: its size, its interval, and the word for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import partial
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from vru.errors import MeasureError
from vru.measures.change.months import Months, at_month, from_table
from vru.measures.change.ratio import Ratio, rate_ratio
from vru.measures.change.swing import LEAST_MONTHS, Dispersion, dispersion
from vru.periods import Period, months_between

YEAR = 12
LEAST_EVENTS = 10  # in both periods together
LEAST_SHARE = 0.75  # of a period's months must be comparable
ChangeWord = Literal["higher", "lower", "no clear change", "cannot tell"]


class Change(NamedTuple):
    """The change from `base` to `now`, in percent with its interval, and the verdict.

    `now` and `base` are sums over the `months` of each period that are whole in both, out of
    `asked`. `percent`, `low` and `high` are NaN where they cannot be had. `reason` is a
    clause that says why a verdict is "cannot tell", else None; `despite` one that says what the
    verdict stands against. `phi` is NaN where unknown.
    """

    now: float
    base: float
    percent: float
    low: float
    high: float
    verdict: ChangeWord
    reason: str | None
    months: int
    asked: int
    phi: float
    df: float
    method: str
    confidence: float
    unit: str = "percent"
    despite: str | None = None


class _Pairs(NamedTuple):
    """Sums over the months that are whole in both periods, and how many months these are."""

    now: float
    exposure_now: float
    base: float
    exposure_base: float
    months: int


def compare(
    series: pd.DataFrame | Months,
    now: Period,
    base: Period,
    *,
    scale: float = 1.0,
    confidence: float = 0.95,
    without: Collection[dt.date] = (),
) -> Change:
    """Return the change between two periods of the same calendar months, with its verdict.

    Parameters
    ----------
    series : DataFrame with columns month, value, state and optionally exposure, or Months
        One row a month without gaps, from before `base` where there is data. `value` is a
        count, or a sum of weights. `exposure` is person-years.
    now, base : Period
        Same length, and a multiple of 12 months apart or a year each, so that both have the
        same season.
    scale : float
        Sum of squared weights over sum of weights for a sum of weights, 1 for a count.
    without : collection of date
        Months that say nothing about the ordinary swing (lockdowns): see `dispersion`.

    Returns
    -------
    Change
        A month that is part, incomplete or provisional in either period is left out of both.

    Raises
    ------
    MeasureError
        The periods differ in length or season.
    """
    months = series if isinstance(series, Months) else from_table(series)
    swing = dispersion(months._replace(value=months.value / scale), now, base, without=without)
    return judge(months, now, base, swing, scale=scale, confidence=confidence)


def judge(
    months: Months,
    now: Period,
    base: Period,
    swing: Dispersion | None,
    *,
    scale: float = 1.0,
    confidence: float = 0.95,
) -> Change:
    """Return the change as `compare` does, for a series whose ordinary swing is known already."""
    apart = months_between(base.first, now.first)
    alike = apart % YEAR == 0 or (now.months == YEAR and apart > YEAR)
    if now.months != base.months or not alike:
        raise MeasureError("Two periods are compared over the same calendar months of different years.")
    # whole counts of the same calendar months are compared as they are: a reader divides them too
    compared = months if months.exposed else months._replace(exposure=np.ones(months.at.size))
    pairs = _pairs(compared, now, base)
    said = partial(_judged, pairs, now.months, swing, confidence)
    if pairs.months < LEAST_SHARE * now.months:
        return said("too few months are complete in both periods")
    if (pairs.now + pairs.base) / scale < LEAST_EVENTS:
        return said(f"fewer than {LEAST_EVENTS} offences in both periods together")
    if swing is None:
        return said(f"fewer than {LEAST_MONTHS} complete months to know the ordinary swing from")
    ratio = rate_ratio(
        pairs.now / scale,
        pairs.base / scale,
        exposure_now=pairs.exposure_now,
        exposure_base=pairs.exposure_base,
        phi=swing.phi,
        df=swing.df,
        confidence=confidence,
    )
    return said(None, ratio)


def _pairs(months: Months, now: Period, base: Period) -> _Pairs:
    """Return the sums over the months that are whole in both periods."""
    left = np.arange(at_month(now.first), at_month(now.last) + 1) - months.at[0]
    right = left - months_between(base.first, now.first)
    if now.months == YEAR:
        # of two years that begin in different months the same calendar months belong together
        first = at_month(base.first) - months.at[0]
        right = first + (left - first) % YEAR
    there = (np.minimum(left, right) >= 0) & (np.maximum(left, right) < months.at.size)
    left, right = left[there], right[there]
    both = months.whole[left] & months.whole[right]
    left, right = left[both], right[both]
    value, exposure = months.value, months.exposure
    return _Pairs(
        now=float(value[left].sum()),
        exposure_now=float(exposure[left].sum()),
        base=float(value[right].sum()),
        exposure_base=float(exposure[right].sum()),
        months=int(left.size),
    )


def _judged(
    pairs: _Pairs,
    asked: int,
    swing: Dispersion | None,
    confidence: float,
    reason: str | None,
    ratio: Ratio | None = None,
) -> Change:
    if ratio is None:
        given = pairs.base > 0 and pairs.exposure_now > 0
        plain = pairs.now / pairs.base * pairs.exposure_base / pairs.exposure_now if given else np.nan
        ratio = Ratio(plain, np.nan, np.nan, "no interval", confidence)
    percent, low, high = (100 * (each - 1) for each in ratio[:3])
    return Change(
        now=pairs.now,
        base=pairs.base,
        percent=percent,
        low=low,
        high=high,
        verdict="cannot tell" if reason else verdict(low, high),
        reason=reason,
        months=pairs.months,
        asked=asked,
        phi=swing.phi if swing else np.nan,
        df=swing.df if swing else np.nan,
        method=ratio.method,
        confidence=confidence,
    )


def verdict(low: float, high: float) -> ChangeWord:
    """Return the word for a change whose interval runs from `low` to `high`; 0 is no change."""
    if low > 0:
        return "higher"
    return "lower" if high < 0 else "no clear change"
