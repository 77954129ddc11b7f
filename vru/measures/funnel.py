"""Funnel: which areas' rates lie outside what chance and the areas' usual differences let expect."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from vru.errors import MeasureError

WINSORISED = 0.10
"""Share of the areas at either end whose distance is pulled in before their usual spread is measured."""
LEVELS = (0.95, 0.998)
PLACES = ("far below", "below", "inside", "above", "far above")


class Funnel(NamedTuple):
    """Areas against the rate of all of them together; arrays of shape (n,), rates per 1,000 person-years.

    `target` is that rate, `z` each area's distance from it in Poisson standard errors, `place` a word
    of PLACES: outside the 95 % limits, or far outside: the 99.8 % ones. `raw` is the over-dispersion
    as measured, `phi` the one used: at least 1.
    """

    rate: np.ndarray
    target: float
    z: np.ndarray
    place: np.ndarray
    raw: float
    phi: float
    method: str
    unit: str = "per 1,000 residents a year"


def funnel(events: ArrayLike, person_years: ArrayLike) -> Funnel:
    """Return where areas lie in a funnel with multiplicative over-dispersion.

    Parameters
    ----------
    events : array of shape (n,), n >= 3
        Offences of each area, 0 or more.
    person_years : array of shape (n,)
        Residents times years, above 0, in the order of `events`.

    Raises
    ------
    MeasureError
        Shapes differ, there are fewer than three areas, no event at all, or a number that cannot be.

    Notes
    -----
    A distance z is winsorised by clipping it at its 10 % and 90 % quantiles (linear between the
    order statistics); the mean of its squares is phi. Pulling the ends in makes phi about a third
    too small where areas differ by a normal law: 95 (99.8) % limits then hold 90 (98) % of them.

    References
    ----------
    Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. Statistics in
    Medicine 24, 1185-1202.
    """
    counts, people = np.asarray(events, float), np.asarray(person_years, float)
    if counts.shape != people.shape or counts.ndim != 1 or counts.size < 3:
        raise MeasureError(f"A funnel needs three areas or more: {counts.shape} counts, {people.shape}.")
    if not ((counts >= 0) & (people > 0) & np.isfinite(counts) & np.isfinite(people)).all():
        raise MeasureError("A funnel needs counts of 0 or more and person-years above 0.")
    if not counts.sum() > 0:
        raise MeasureError("A funnel needs at least one event.")
    target = counts.sum() / people.sum()
    expected = target * people
    z = (counts - expected) / np.sqrt(expected)
    pulled = np.clip(z, *np.quantile(z, [WINSORISED, 1 - WINSORISED]))
    raw = float(np.mean(pulled**2))
    phi = max(1.0, raw)
    steps = [stats.norm.isf((1 - level) / 2) * np.sqrt(phi) for level in LEVELS]
    edges = np.array([-steps[1], -steps[0], steps[0], steps[1]])
    place = np.array(PLACES, object)[np.searchsorted(edges, z)]
    method = f"funnel with multiplicative over-dispersion {phi:.1f}, winsorised at 10 %"
    return Funnel(1_000 * counts / people, 1_000 * target, z, place, raw, phi, method)


def limits(target: float, person_years: ArrayLike, phi: float, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the lower and upper limit of a rate per 1,000 for areas of such person-years, shape (n,).

    `level` is the share of areas they should hold, as a fraction; the lower one is at least 0.
    Raises MeasureError where a number cannot be.
    """
    people = np.asarray(person_years, float)
    if not (target > 0 and phi >= 1 and 0 < level < 1 and (people > 0).all()):
        raise MeasureError("Limits need a target and person-years above 0, phi of at least 1, a fraction.")
    expected = target / 1_000 * people
    reach = stats.norm.isf((1 - level) / 2) * np.sqrt(phi * expected)
    low, high = (1_000 * each / people for each in (expected - reach, expected + reach))
    return np.maximum(low, 0.0), high
