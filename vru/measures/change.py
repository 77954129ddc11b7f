"""Change: is one period really higher or lower than another, or does the series swing like that by itself?

Recorded offences vary more from month to month than independent events would. A verdict
that ignores it calls half of all unchanged years higher or lower; so the ordinary swing
(over-dispersion, phi) is measured first, on the months before the period that is judged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import partial
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from scipy import special, stats

from vru.errors import MeasureError
from vru.periods import Period, add_months, months_between

BASELINE = 48  # months before the judged period that say how much the series swings by itself
LEAST_MONTHS = 24  # fewer cannot tell a season from a swing
LEAST_EVENTS = 10  # in both periods together
LEAST_SHARE = 0.75  # of a period's months must be comparable
MASKED = ("part", "incomplete", "provisional")
LAGS = 6  # months over which swings may carry on

ChangeWord = Literal["higher", "lower", "no clear change", "cannot tell"]


class Ratio(NamedTuple):
    """A rate ratio, now to base. `ratio` and `high` are infinite where the base is 0."""

    ratio: float
    low: float
    high: float
    method: str
    confidence: float
    unit: str = "ratio"


class Dispersion(NamedTuple):
    """How much a series swings by itself: variance over mean, at least 1, with `df` degrees of freedom.

    `raw` is the estimate before it is held at 1, `months` how many months it rests on.
    """

    phi: float
    raw: float
    df: float
    months: int


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


class Months(NamedTuple):
    """A series as arrays of shape (n,), one a month without gaps.

    `at` counts months since year 0, `value` is a count or a sum of weights, `whole` says
    which months may be judged. `exposure` is person-years where `exposed`, else days.
    """

    at: np.ndarray
    value: np.ndarray
    exposure: np.ndarray
    whole: np.ndarray
    exposed: bool = False


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
        Same length, a multiple of 12 months apart, so that both have the same season.
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
    months = series if isinstance(series, Months) else _months(series)
    swing = _swing(months._replace(value=months.value / scale), now, base, without)
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
    if now.months != base.months or months_between(base.first, now.first) % 12:
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


def dispersion(
    series: pd.DataFrame | Months, now: Period, base: Period, *, without: Collection[dt.date] = ()
) -> Dispersion | None:
    """Return how much a series swings by itself, or None where there are too few months.

    The months before `now` are used, at most `BASELINE` of them; where these are fewer than
    `LEAST_MONTHS`, `now` too, with a level of its own. Season and a straight trend are taken
    out by a Poisson regression; phi is Pearson's chi-squared over the degrees of freedom,
    raised where the residuals carry on from month to month (Newey-West weights over `LAGS`
    months), since what carries on does not average out over a year. Months `without` are
    left out of it: what happened in them (a lockdown) is no ordinary swing.
    """
    return _swing(series if isinstance(series, Months) else _months(series), now, base, without)


def _swing(months: Months, now: Period, base: Period, without: Collection[dt.date] = ()) -> Dispersion | None:
    first, last, start = _at(now.first), _at(now.last), _at(base.first)
    usual = months.whole & ~np.isin(months.at, [_at(each) for each in without])
    used = np.flatnonzero(usual & (months.at < first))[-BASELINE:]
    step = used.size < LEAST_MONTHS
    if step:
        used = np.flatnonzero(usual & (months.at >= start) & (months.at <= last))[-BASELINE:]
    at, values = months.at[used], months.value[used]
    if used.size < LEAST_MONTHS or values.sum() == 0:
        return None
    design = _design(at, first if step else None)
    fitted = _poisson_fit(design, values, months.exposure[used])
    residuals = (values - fitted) / np.sqrt(fitted)
    df = values.size - design.shape[1]
    raw = float((residuals**2).sum() / df)
    phi = raw * max(1.0, _carries_on(residuals, at))
    return Dispersion(max(1.0, phi), raw, float(df), int(values.size))


def rate_ratio(
    now: float,
    base: float,
    *,
    exposure_now: float = 1.0,
    exposure_base: float = 1.0,
    phi: float = 1.0,
    df: float | None = None,
    confidence: float = 0.95,
) -> Ratio:
    """Return the ratio of two rates with the exact conditional (binomial) interval.

    Given their sum, `now` is binomial; Clopper and Pearson's limits for its share become
    limits for the ratio. With `phi` above 1 a count weighs as count / phi events; `df` widens
    the quantile to Student's t. Without any event the ratio is NaN, from 0 to infinity.
    Raises MeasureError for a negative count or an exposure that is not above 0.

    References
    ----------
    Przyborowski J, Wilenski H (1940). Homogeneity of results in testing samples from Poisson
    series. Biometrika 31, 313-323.
    """
    if not (now >= 0 and base >= 0 and exposure_now > 0 and exposure_base > 0):
        raise MeasureError("A ratio needs counts of 0 or above and exposures above 0.")
    if not (0 < confidence < 1 and phi >= 1):
        raise MeasureError("A ratio needs a confidence such as 0.95 and an over-dispersion of at least 1.")
    method = "exact conditional" if phi == 1 else f"exact conditional, over-dispersion {phi:.1f}"
    tail = (1 - confidence) / 2
    if df is not None and phi > 1:
        tail = float(stats.norm.sf(stats.t.isf(tail, df)))
    x, y, scale = now / phi, base / phi, exposure_base / exposure_now
    if x + y == 0:
        return Ratio(np.nan, 0.0, np.inf, method, confidence)
    low = special.betaincinv(x, y + 1, tail) if x > 0 else 0.0
    high = special.betaincinv(x + 1, y, 1 - tail) if y > 0 else 1.0
    ratio = scale * x / y if y > 0 else np.inf
    return Ratio(float(ratio), float(_odds(low) * scale), float(_odds(high) * scale), method, confidence)


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else np.inf


def _months(series: pd.DataFrame) -> Months:
    at = np.array([_at(each) for each in series["month"]], int)
    days = [(add_months(each, 1) - each).days for each in series["month"]]
    exposure = np.asarray(series.get("exposure", days), float)
    value = series["value"].to_numpy(float)
    whole = ~series["state"].isin(MASKED).to_numpy() & np.isfinite(value) & (exposure > 0)
    return Months(at, value, exposure, whole, "exposure" in series)


def _at(month: dt.date) -> int:
    return month.year * 12 + month.month - 1


def _pairs(months: Months, now: Period, base: Period) -> _Pairs:
    """Return the sums over the months that are whole in both periods."""
    left = np.arange(_at(now.first), _at(now.last) + 1) - months.at[0]
    right = left - months_between(base.first, now.first)
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


def _design(at: np.ndarray, step_at: int | None) -> np.ndarray:
    columns = [np.ones(at.size)]
    columns.append((at - at.mean()) / 12 if step_at is None else (at >= step_at).astype(float))
    if at.size >= 36:
        columns += [(at % 12 == month).astype(float) for month in range(1, 12)]
    else:
        turns = [2 * np.pi * order * at / 12 for order in (1, 2)]
        columns += [wave(turn) for turn in turns for wave in (np.sin, np.cos)]
    return np.column_stack(columns)


def _poisson_fit(design: np.ndarray, values: np.ndarray, exposure: np.ndarray) -> np.ndarray:
    """Return the fitted means of a log-linear Poisson regression (iteratively reweighted least squares)."""
    offset, ridge = np.log(exposure), 1e-9 * np.eye(design.shape[1])
    fitted = values + 0.5
    for _ in range(25):
        working = np.log(fitted) - offset + (values - fitted) / fitted
        weighted = design.T * fitted
        # the smallest ridge keeps a calendar month without any offence from going to minus infinity
        beta = np.linalg.solve(weighted @ design + ridge, weighted @ working)
        last, fitted = fitted, np.exp(np.clip(design @ beta, -30, 30) + offset)
        if (np.abs(last - fitted) <= 1e-8 * (1 + fitted)).all():
            break
    return np.maximum(fitted, 1e-9)


def _carries_on(residuals: np.ndarray, at: np.ndarray) -> float:
    """Return the long-run variance of the residuals over their plain variance."""
    full = np.zeros(at[-1] - at[0] + 1)
    full[at - at[0]] = residuals  # a masked month contributes nothing
    power = (full**2).sum()
    if power == 0:
        return 1.0
    lagged = [(full[lag:] * full[:-lag]).sum() / power for lag in range(1, LAGS + 1)]
    return 1 + 2 * sum((1 - lag / (LAGS + 1)) * each for lag, each in enumerate(lagged, start=1))
