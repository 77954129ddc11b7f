"""Late: how many offences of the newest months are still to be recorded?

An offence is recorded days, months or years after it was committed. How earlier months grew
says what the newest will come to: the chain ladder, as insurers expect claims that are not
reported yet.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from vru.errors import MeasureError

FINAL = 24  # months after which a month counts as final: what comes later is history, not delay
RECENT = 36  # months that say how fast offences are recorded now: practice changes
LEAST = 12  # months seen to grow by a step; fewer say too little about it
LEAST_LOADS = 6  # a month apart: each step was then seen by five months

Floats = NDArray[np.float64]


class Expected(NamedTuple):
    """What each month will come to; arrays of shape (months,), in the order of the triangle.

    `recorded` is what is in by now, `expected` what will be after the triangle's last step,
    `low` and `high` its prediction limits, `error` Mack's standard error. `growth` has shape
    (steps,): the factor from each delay to the next. A month seen to its last step is final:
    its limits are its count.
    """

    recorded: Floats
    expected: Floats
    low: Floats
    high: Floats
    error: Floats
    growth: Floats
    method: str = "chain ladder, log-normal limits with Mack's error"
    confidence: float = 0.95


def expected(
    triangle: ArrayLike, *, recent: int | None = RECENT, least: int = LEAST, confidence: float = 0.95
) -> Expected:
    """Return what each month is expected to come to.

    Parameters
    ----------
    triangle : array of shape (months, delays)
        Offences by month committed, oldest first, and whole months from then to recording, NOT
        added up. NaN where that is still to come: each month has one value fewer than the one
        before, or all of them.
    recent : int or None
        How many of the newest months that made a step say how fast counts grow; None = all.
    least : int
        Months that must have made each step.

    Returns
    -------
    Expected

    Raises
    ------
    MeasureError
        A count is negative, a known one follows an unknown one, or a step was seen too rarely.

    Notes
    -----
    The factor of a step is the sum over those months after it over the sum before it. Mack's
    error holds the swing of the months themselves and that of the factors, without a
    distribution: over-dispersion is in it. What is still to come is taken as log-normal, so
    that no limit lies below what is already recorded. Months whose recording changed make
    the factors wrong: a backlog is not seen.

    References
    ----------
    Mack T (1993). Distribution-free calculation of the standard error of chain ladder reserve
    estimates. ASTIN Bulletin 23, 213-225.
    """
    return _expected(_added_up(triangle), recent, least, confidence)


def expected_of_loads(
    counts: ArrayLike, *, least: int = LEAST_LOADS - 1, confidence: float = 0.95
) -> Expected:
    """Return what each month is expected to come to, by how months grew from one load to the next.

    As `expected`, of counts as each load had them: shape (months, ages), by month and whole
    months from its end to the end of the load's extract, NaN where no load saw it so. Every
    month was seen at least once. What loads saw holds corrections and withdrawals too: a month
    may shrink, and its limits are then normal. A month is taken up where it was last seen.
    """
    seen = np.asarray(counts, float)
    if seen.ndim != 2 or not seen.size or not np.isfinite(seen).any(axis=1).all():
        raise MeasureError("Every month has at least one load that saw it.")
    if (seen[np.isfinite(seen)] < 0).any():
        raise MeasureError("A count of offences cannot be below 0.")
    return _expected(seen, None, least, confidence)


def _expected(cumulative: Floats, recent: int | None, least: int, confidence: float) -> Expected:
    steps = cumulative.shape[1] - 1
    growth, spread, weight = np.ones(steps), np.zeros(steps), np.ones(steps)
    for step in range(steps):
        growth[step], spread[step], weight[step] = _step(cumulative, step, recent, least)
    spread = _last_spread(spread)
    last = steps - np.isfinite(cumulative)[:, ::-1].argmax(axis=1)
    known = cumulative[np.arange(len(last)), last]
    ends, error = known.copy(), np.zeros(len(known))
    for month, (now, at) in enumerate(zip(known, last, strict=True)):
        ends[month], error[month] = _to_the_end(now, at, growth, spread, weight)
    low, high = _limits(known, ends, error, confidence)
    return Expected(known, ends, low, high, error, growth, confidence=confidence)


def _added_up(triangle: ArrayLike) -> Floats:
    counts = np.asarray(triangle, float)
    if counts.ndim != 2 or not counts.size:
        raise MeasureError("A triangle has months as rows and delays as columns, and at least one of each.")
    known = np.isfinite(counts)
    if (counts[known] < 0).any():
        raise MeasureError("A count of offences cannot be below 0.")
    seen = known.sum(axis=1)
    if (seen == 0).any() or (known != (np.arange(counts.shape[1]) < seen[:, None])).any():
        raise MeasureError("Known counts of a month come first, and every month has at least one.")
    return np.cumsum(counts, axis=1)


def _step(cumulative: Floats, step: int, recent: int | None, least: int) -> tuple[float, float, float]:
    """Return the factor of a step, its squared swing (NaN where unknown), and the sum it rests on."""
    made = np.flatnonzero(np.isfinite(cumulative[:, step + 1]) & (cumulative[:, step] > 0))
    made = made if recent is None else made[-recent:]
    if made.size < least:
        raise MeasureError(f"Only {made.size} months with offences were followed for {step + 1} months.")
    before, after = cumulative[made, step], cumulative[made, step + 1]
    factor = after.sum() / before.sum()
    swing = np.nan
    if made.size > 1:
        swing = float((before * (after / before - factor) ** 2).sum() / (made.size - 1))
    return float(factor), swing, float(before.sum())


def _last_spread(spread: Floats) -> Floats:
    """Fill the swing of a last step that one month alone has made, as Mack does."""
    if spread.size and np.isnan(spread[-1]):
        if spread.size < 3 or spread[-3] == 0:
            spread[-1] = spread[-2] if spread.size > 1 else 0.0
        else:
            spread[-1] = min(spread[-2] ** 2 / spread[-3], spread[-3], spread[-2])
    return spread


def _to_the_end(now: float, step: int, growth: Floats, spread: Floats, weight: Floats) -> tuple[float, float]:
    """Return what a month will come to and its standard error, from its last known delay `step` on."""
    value, parts = now, 0.0
    for each in range(step, growth.size):
        if value > 0:
            parts += spread[each] / growth[each] ** 2 * (1 / value + 1 / weight[each])
        value *= growth[each]
    return value, value * float(np.sqrt(parts))


def _limits(known: Floats, ends: Floats, error: Floats, confidence: float) -> tuple[Floats, Floats]:
    z = float(stats.norm.isf((1 - confidence) / 2))
    coming = ends - known
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.sqrt(np.log1p((error / coming) ** 2))
        middle = np.log(coming) - scale**2 / 2
        limits = [known + np.exp(middle + side * z * scale) for side in (-1, 1)]
    low, high = (
        np.where(coming > 0, each, np.maximum(ends + side * z * error, 0))
        for side, each in zip((-1, 1), limits, strict=True)
    )
    return low, high
