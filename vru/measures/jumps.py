"""Jumps: at which months does the level of a monthly series change at once, and by how much at a named day?

A new rule, system or policy moves a recorded series from one month to the next; seasons,
trends and chance do not. Around each month a line with a season is fitted to two years on
either side, with a step in it; what the step needs to stand out allows for how many months
were looked at.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from vru.errors import MeasureError

SIDE = 24  # months on either side; more would take a bend of the trend for a step
LEAST_SIDE = 12  # usable months on a side, a whole season
LEAST_MEAN = 20.0  # offences a month; below, logarithms of counts are not near normal
APART = 12  # months: two jumps nearer than this are one
LAGS = 6  # months over which swings may carry on
SERIES, SEED = 2_000, 20_020_401  # of noise alone, from which the limit is taken
NOISE = 0.99  # of them stay below it: real series carry on from month to month more than a fit can see
WAVES = 2  # sines of the season; twelve months of their own would leave too little to judge by

Floats = NDArray[np.float64]


class Steps(NamedTuple):
    """The change of level at each month, as a factor; arrays of shape (months,), NaN where not judged.

    `low` and `high` are limits for one month looked at; `surprise` is the step over its
    error, `limit` what that must reach to be `found`, the months at which the level jumps.
    `carried` is by how much swings that carry on widened the errors.
    """

    factor: Floats
    low: Floats
    high: Floats
    surprise: Floats
    limit: float
    found: tuple[int, ...]
    looks: int
    carried: float
    method: str = "step in a log-linear trend with season, two years on either side"
    confidence: float = 0.95


class Shift(NamedTuple):
    """The change of level from one month to another as a factor, with its limits."""

    factor: float
    low: float
    high: float
    months: int
    method: str = "step or ramp in a log-linear trend with season, two years on either side"
    confidence: float = 0.95


def scan(values: ArrayLike, usable: ArrayLike, *, confidence: float = 0.95) -> Steps:
    """Return the step at every month of a series, and the months at which it stands out.

    Parameters
    ----------
    values : array of float, shape (months,)
        Offences a day of each month, without gaps.
    usable : array of bool, shape (months,)
        False for months that say nothing (incomplete, a lockdown): they are in no fit.
    confidence : float
        Of the limits of one month looked at. What is found does not depend on it: a series
        without any jump has one found in at most one case of twenty.

    Raises MeasureError where the arrays differ in length, no month has a year on either side,
    or a usable month has no offence (see `enough`).

    Notes
    -----
    The limit is that of the largest of all steps in series of noise alone with the same
    months: neighbouring months share most of their window, which Bonferroni's would not
    know. Errors are widened where residuals carry on from month to month (Newey and West's
    weights, median over the windows, less what the fit itself does to neighbours).
    """
    logs, fit = _logs(values, usable)
    windows = _windows(fit)
    if not windows:
        raise MeasureError(f"No month has {LEAST_SIDE} usable months on either side.")
    at = np.array(list(windows))
    fits = [_apply(_solved(window), logs[window.part]) for window in windows.values()]
    step, error, carries = (np.array(each) for each in zip(*fits, strict=True))
    carried = max(1.0, float(np.median(carries)))
    error = error * np.sqrt(carried)
    freedom = np.array([_solved(each).freedom for each in windows.values()])
    limit = _limit(fit.tobytes())
    needed = stats.t.isf(stats.norm.sf(limit), freedom)
    found = _peaks(_placed(np.abs(step / error) - needed, at, fit.size))
    one = stats.t.isf((1 - confidence) / 2, freedom) * error
    shown = (np.exp(step), np.exp(step - one), np.exp(step + one), step / error)
    factor, low, high, surprise = (_placed(each, at, fit.size) for each in shown)
    return Steps(factor, low, high, surprise, limit, found, at.size, carried, confidence=confidence)


def between(
    values: ArrayLike,
    usable: ArrayLike,
    first: int,
    last: int,
    *,
    carried: float = 1.0,
    confidence: float = 0.95,
) -> Shift | None:
    """Return the change of level at month `first`, or from there to month `last` evenly.

    `values` and `usable` as in `scan`; `carried` is that of a scan of the same series. None
    where a side has fewer than a year of usable months.
    """
    logs, fit = _logs(values, usable)
    window = _window(fit, first, last)
    if window is None:
        return None
    solved = _solved(window)
    step, error, _ = _apply(solved, logs[window.part])
    one = float(stats.t.isf((1 - confidence) / 2, solved.freedom)) * error * np.sqrt(carried)
    factor, low, high = (float(np.exp(each)) for each in (step, step - one, step + one))
    return Shift(factor, low, high, int(window.part.size), confidence=confidence)


def enough(offences: ArrayLike, usable: ArrayLike) -> bool:
    """Return whether a series has enough offences in every usable month to be looked at."""
    counts = np.asarray(offences, float)[np.asarray(usable, bool)]
    return bool(counts.size and counts.mean() >= LEAST_MEAN and counts.min() > 0)


def _logs(values: ArrayLike, usable: ArrayLike) -> tuple[Floats, NDArray[np.bool_]]:
    numbers, fit = np.asarray(values, float), np.asarray(usable, bool)
    if numbers.shape != fit.shape:
        raise MeasureError(f"{fit.size} marks for {numbers.size} months: one each is needed.")
    if (numbers[fit] <= 0).any() or not np.isfinite(numbers[fit]).all():
        raise MeasureError("A usable month needs at least one offence.")
    logs = np.zeros(numbers.size)
    logs[fit] = np.log(numbers[fit])
    return logs, fit


class _Window(NamedTuple):
    """The usable months round a change, and where in them it begins and ends."""

    part: NDArray[np.int64]
    first: int
    last: int


class _Solved(NamedTuple):
    """What a fit to a window needs, whatever its values: see `_solve`."""

    step: Floats
    left: Floats
    variance: float
    freedom: float
    at: NDArray[np.int64]
    neighbours: Floats


def _window(fit: NDArray[np.bool_], first: int, last: int) -> _Window | None:
    """Return the window of a change from month `first` to `last`, None where a side has too few months."""
    last = max(first, last)
    low, high = max(0, first - SIDE), min(fit.size, last + SIDE)
    part = np.flatnonzero(fit[low:high]) + low
    return (
        _Window(part, first, last) if min((part < first).sum(), (part >= last).sum()) >= LEAST_SIDE else None
    )


def _windows(fit: NDArray[np.bool_]) -> dict[int, _Window]:
    found = {at: _window(fit, at, at) for at in range(fit.size)}
    return {at: each for at, each in found.items() if each is not None}


def _solved(window: _Window) -> _Solved:
    # the waves of a season span the same whatever month they start in: only distances matter
    part, first, last = (
        window.part - window.part[0],
        window.first - window.part[0],
        window.last - window.part[0],
    )
    return _solve(tuple(part.tolist()), int(first), int(last))


@lru_cache(maxsize=512)
def _solve(part: tuple[int, ...], first: int, last: int) -> _Solved:
    """Return the weights that give the step, the projection on residuals, and what it does to neighbours."""
    at = np.array(part)
    turns = 2 * np.pi * np.outer(at, np.arange(1, WAVES + 1)) / 12
    step = (at >= first).astype(float) if last == first else np.clip((at - first) / (last - first), 0, 1)
    design = np.column_stack([step, np.ones(at.size), at / 12, np.sin(turns), np.cos(turns)])
    inverse = np.linalg.inv(design.T @ design)
    solved = inverse @ design.T
    left = np.eye(at.size) - design @ solved
    apart = at[None, :] - at[:, None]
    sums = np.array([left[apart == lag].sum() for lag in range(1, LAGS + 1)])
    freedom = float(at.size - design.shape[1])
    return _Solved(solved[0], left, float(inverse[0, 0]), freedom, at, sums / freedom)


def _apply(solved: _Solved, logs: Floats) -> tuple[float, float, float]:
    """Return the step, its error, and how much residuals carry on, of a window's logarithms."""
    residuals = solved.left @ logs
    power = float(residuals @ residuals)
    error = float(np.sqrt(solved.variance * power / solved.freedom))
    full = np.zeros(solved.at[-1] + 1)
    full[solved.at] = residuals
    lagged = np.array([(full[lag:] * full[:-lag]).sum() for lag in range(1, LAGS + 1)])
    # a fit makes neighbours' residuals differ in sign: without it what carries on would be lost
    beyond = lagged / power - solved.neighbours if power > 0 else np.zeros(LAGS)
    weights = 1 - np.arange(1, LAGS + 1) / (LAGS + 1)
    return float(solved.step @ logs), error, 1 + 2 * float(weights @ beyond)


@lru_cache(maxsize=64)
def _limit(usable: bytes) -> float:
    """Return the normal quantile that the largest step of a series of noise alone stays below."""
    fit = np.frombuffer(usable, bool)
    noise = np.random.default_rng(SEED).normal(size=(fit.size, SERIES))
    most = np.zeros(SERIES)
    for window in _windows(fit).values():
        solved, values = _solved(window), noise[window.part]
        error = np.sqrt(solved.variance / solved.freedom) * np.sqrt(((solved.left @ values) ** 2).sum(axis=0))
        surprise = stats.norm.isf(stats.t.sf(np.abs(solved.step @ values) / error, solved.freedom))
        most = np.maximum(most, surprise)
    return float(np.quantile(most, NOISE))


def _placed(values: Floats, at: NDArray[np.int64], size: int) -> Floats:
    placed = np.full(size, np.nan)
    placed[at] = values
    return placed


def _peaks(above: Floats) -> tuple[int, ...]:
    """Return the months that stand out most, none within a year of one that does more."""
    rest, found = np.where(np.isfinite(above), above, -np.inf), []
    while rest.size and rest.max() > 0:
        at = int(rest.argmax())
        found.append(at)
        rest[max(0, at - APART + 1) : at + APART] = -np.inf
    return tuple(sorted(found))
