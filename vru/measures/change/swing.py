"""The ordinary swing: how much a series varies from month to month by itself.

Season and trend are taken out by a Poisson regression of the months before the judged period;
what is left, against what independent events would leave, is the over-dispersion.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru.measures.change.months import Months, at_month, from_table
from vru.periods import Period

BASELINE = 48  # months before the judged period that say how much the series swings by itself
LEAST_MONTHS = 24  # fewer cannot tell a season from a swing
LAGS = 6  # months over which swings may carry on


class Dispersion(NamedTuple):
    """How much a series swings by itself: variance over mean, at least 1, with `df` degrees of freedom.

    `raw` is the estimate before it is held at 1, `months` how many months it rests on.
    """

    phi: float
    raw: float
    df: float
    months: int


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
    months = series if isinstance(series, Months) else from_table(series)
    first, last, start = at_month(now.first), at_month(now.last), at_month(base.first)
    usual = months.whole & ~np.isin(months.at, [at_month(each) for each in without])
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
