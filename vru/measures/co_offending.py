"""Co-offending: shares of units that hang together in clusters."""

from __future__ import annotations

from typing import NamedTuple

from vru.errors import MeasureError


class Clustered(NamedTuple):
    """A share (0 to 1) and the number of independent units that would know it as well.

    `effective` is at most the number of units; intervals for independent units may use it
    in place of that.
    """

    share: float
    effective: float


def clustered(
    units: int, parts: int, clusters: int, *, units_units: float, units_parts: float, parts_parts: float
) -> Clustered:
    """Return a share of units that were drawn in clusters, such as suspects of one incident.

    Parameters
    ----------
    units, parts : int
        All units, and those of them that have the property.
    clusters : int
        How many clusters the units lie in.
    units_units, units_parts, parts_parts : float
        Sums over clusters of units x units, units x parts, and parts x parts.

    Notes
    -----
    The variance is that of a ratio of cluster totals, by linearisation; the effective number
    is the one at which independent units would have it. With all clusters of one unit it is
    the number of units, but for the factor (clusters - 1) / clusters. Raises MeasureError
    without units, or where parts are more than units.

    References
    ----------
    Cochran WG (1977). Sampling Techniques, 3rd edition, section 9A.
    """
    if units < 1 or not 0 <= parts <= units:
        raise MeasureError(f"A share needs units, and no more parts than units; not {parts} of {units}.")
    share = parts / units
    if clusters < 2 or parts in (0, units):
        return Clustered(share, float(clusters))
    squares = parts_parts - 2 * share * units_parts + share**2 * units_units
    variance = clusters / (clusters - 1) * squares / units**2
    if variance <= 0:
        return Clustered(share, float(units))
    return Clustered(share, min(units, share * (1 - share) / variance))
