"""The curve of temperature: how the effect bends, and the days it was fitted to."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from vru.measures.temperature.design import Days, Floats, knots, spline
from vru.measures.temperature.models import BENDS, Models

_Z = 1.959963984540054
LEAST_AT = 5  # days of a whole degree without which it has no point


class Bend(NamedTuple):
    """The curve of temperature: % more or fewer offences than at `reference` °C, at each of `celsius`.

    `straight` is the line of the effect a degree. `points` has a row a whole degree: celsius,
    percent (mean partial residual of its days, season and week taken out) and days.
    """

    celsius: Floats
    percent: Floats
    low: Floats
    high: Floats
    straight: Floats
    reference: float
    points: pd.DataFrame


def bend(models: Models, log_rate: float) -> Bend:
    """Return the curve with its interval, each degree's mean partial residual, and the line of `log_rate`."""
    days, found = models.days, models.slope("curve")
    at, reference = knots(days.celsius, BENDS), float(np.median(days.celsius))
    first, last = np.quantile(days.celsius, (0.002, 0.998))
    celsius = np.linspace(first, last, 41)
    apart = spline(celsius, at) - spline(np.array([reference]), at)
    spread = found.covariance[:BENDS, :BENDS]
    line, se = apart @ found.fit.coef[:BENDS], np.sqrt(np.einsum("ij,jk,ik->i", apart, spread, apart))
    percent, low, high = (100 * np.expm1(line + side * _Z * se) for side in (0, -1, 1))
    level = 100 * np.expm1(log_rate * (celsius - reference))
    curve = (spline(days.celsius, at) - spline(np.array([reference]), at)) @ found.fit.coef[:BENDS]
    # what the calendar expects on the day, at the reference temperature
    points = _points(days, found.fit.mean / np.exp(curve))
    return Bend(celsius, percent, low, high, level, reference, points)


def _points(days: Days, expected: Floats) -> pd.DataFrame:
    """Return, for each whole degree, how far its days lie from what the calendar alone says."""
    sums = pd.DataFrame(
        {"celsius": np.round(days.celsius), "offences": days.offences, "expected": expected, "days": 1}
    ).groupby("celsius", as_index=False).sum()  # fmt: skip
    sums = sums[sums["days"] >= LEAST_AT]
    return sums.assign(percent=100 * (sums["offences"] / sums["expected"] - 1))[
        ["celsius", "percent", "days"]
    ]
