"""Rates: counts, rates and proportions with their intervals.

Fractions are 0.95, never 95; rates are per 1,000 person-years. Every result carries the
method, the confidence and the unit it was made with.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special, stats

from vru.errors import MeasureError


class Intervals(NamedTuple):
    """Values with their limits; `value`, `low` and `high` have shape (n,)."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    method: str
    confidence: float
    unit: str


def poisson_limits(
    counts: ArrayLike, *, phi: float = 1.0, df: float | None = None, confidence: float = 0.95
) -> Intervals:
    """Return counts with their exact Poisson limits, widened where the series is over-dispersed.

    Parameters
    ----------
    counts : array, shape (n,)
        Counts from 0 on. With `phi` above 1 they may be sums of weights in effective counts.
    phi : float >= 1
        Over-dispersion of the series: variance over mean. At 1 the limits are Garwood's.
    df : float or None
        Degrees of freedom `phi` was estimated with; None where it is known or 1.

    Notes
    -----
    With phi above 1 a count carries the information of count / phi independent events, so the
    limits are phi times the exact ones of that. The uncertainty of phi enters through Student's
    t, as the confidence at which a normal quantile would be as wide.

    References
    ----------
    Garwood F (1936). Fiducial limits for the Poisson distribution. Biometrika 28, 437-442.
    """
    values = _checked(counts, "a count must be 0 or above", lambda each: each >= 0)
    tail = _tail(confidence, phi, df)
    events = values / phi
    # at 0 events the lower quantile is not defined; the limit is 0
    low = np.where(events > 0, phi * special.gammaincinv(np.maximum(events, 1e-300), tail), 0.0)
    high = phi * special.gammainccinv(events + 1, tail)
    method = "exact Poisson" if phi == 1 else f"exact Poisson, over-dispersion {phi:.1f}"
    return Intervals(values, low, high, method, confidence, "offences")


def byar_limits(counts: ArrayLike, *, confidence: float = 0.95) -> Intervals:
    """Return counts with Byar's approximate limits, accepted from 10 events up.

    The lower limit is clipped at 0, where the formula goes negative (1 event at 99.8 %).
    Breslow NE, Day NE (1987). Statistical methods in cancer research II, IARC, p. 69.
    """
    values = _checked(counts, "a count must be 0 or above", lambda each: each >= 0)
    z = stats.norm.ppf(1 - _tail(confidence))
    safe = np.where(values > 0, values, 1)
    low = values * (1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe))) ** 3
    high = (values + 1) * (1 - 1 / (9 * (values + 1)) + z / (3 * np.sqrt(values + 1))) ** 3
    low = np.where(values > 0, np.maximum(low, 0.0), 0.0)
    return Intervals(values, low, high, "Byar", confidence, "offences")


def rate_per_1000(
    events: ArrayLike,
    person_years: ArrayLike,
    *,
    phi: float = 1.0,
    df: float | None = None,
    confidence: float = 0.95,
) -> Intervals:
    """Return rates per 1,000 person-years with exact Poisson limits.

    `events` and `person_years` have shape (n,) and the same order; `phi` and `df` are as in
    `poisson_limits`. Raises MeasureError where shapes differ, a count is negative or
    missing, or a population is not above 0.
    """
    people = _checked(person_years, "person-years must be above 0", lambda each: each > 0)
    counts = poisson_limits(events, phi=phi, df=df, confidence=confidence)
    if counts.value.shape != people.shape:
        raise MeasureError(f"{counts.value.shape} counts for {people.shape} populations")
    value, low, high = (1_000 * each / people for each in counts[:3])
    return Intervals(value, low, high, counts.method, confidence, "per 1,000 residents a year")


def proportion(events: ArrayLike, of: ArrayLike, *, confidence: float = 0.95) -> Intervals:
    """Return proportions (0 to 1) with Wilson's limits.

    `events` and `of` have shape (n,). Raises MeasureError where `of` is 0 or an event count
    lies outside 0 to `of`. Wilson EB (1927), J Am Stat Assoc 22, 209-212.
    """
    total = _checked(of, "a total must be above 0", lambda each: each > 0)
    part = _checked(
        events, "a part must lie between 0 and its total", lambda each: (each >= 0) & (each <= total)
    )
    share, z = part / total, stats.norm.isf(_tail(confidence))
    centre = (share + z**2 / (2 * total)) / (1 + z**2 / total)
    reach = z * np.sqrt(share * (1 - share) / total + z**2 / (4 * total**2)) / (1 + z**2 / total)
    low, high = np.maximum(centre - reach, 0), np.minimum(centre + reach, 1)
    return Intervals(share, low, high, "Wilson", confidence, "proportion")


def _tail(confidence: float, phi: float = 1.0, df: float | None = None) -> float:
    """Return the probability left in each tail; t-like where `phi` was estimated with `df`."""
    if not 0 < confidence < 1:
        raise MeasureError(f"confidence is a fraction such as 0.95, got {confidence}")
    if not phi >= 1:
        raise MeasureError(f"over-dispersion is at least 1, got {phi}")
    tail = (1 - confidence) / 2
    return tail if df is None else float(stats.norm.sf(stats.t.isf(tail, df)))


def _checked(values: ArrayLike, rule: str, holds) -> np.ndarray:
    array = np.atleast_1d(np.asarray(values, float))
    bad = ~np.asarray(holds(array)) | ~np.isfinite(array)
    if bad.any():
        at = ", ".join(f"{array[each]:g} at position {each}" for each in np.flatnonzero(bad)[:5])
        raise MeasureError(f"{rule}: got {at} ({bad.sum()} of {bad.size})")
    return array
