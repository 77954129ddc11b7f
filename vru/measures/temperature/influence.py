"""Which days move the effect most, and what it is without them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from vru.measures.temperature.design import Floats
from vru.measures.temperature.models import Models, Slope, Warmth, slope
from vru.measures.temperature.variants import Variant, variant

MOST = 10  # days listed


class Influence(NamedTuple):
    """The ten days that move the percent a degree most, and the effect without them.

    `days` has a row a day, most first: day, celsius, offences, expected (by the model), and moves,
    the percentage points a degree that the day alone adds to the effect.
    """

    days: pd.DataFrame
    without: Variant
    method: str = "DFBETA of temperature, one step from the fitted model; refitted without the ten days"


def influence(models: Models, model: str = "poisson") -> Influence:
    """Return what single days do to the effect of a degree (Belsley, Kuh and Welsch 1980; Pregibon 1981).

    Raises MeasureError where the model without these days cannot be fitted.
    """
    found, days = models.slope(model), models.days
    moves = 100 * (np.exp(found.log_rate) - np.exp(found.log_rate - dfbeta(found)))
    most = np.argsort(-np.abs(moves), kind="stable")[:MOST]
    table = pd.DataFrame(
        {
            "day": days.day[most].astype("datetime64[s]"),
            "celsius": days.celsius[most],
            "offences": days.offences[most],
            "expected": found.fit.mean[most],
            "moves": moves[most],
        }
    )
    kept = np.ones(len(days.day), bool)
    kept[most] = False
    return Influence(table, variant("without", _again(models, found, kept, model), days.where(kept)))


def dfbeta(found: Slope) -> Floats:
    """Return how far each day lifts the effect (log scale), one step from the fit, shape (days,)."""
    weight = found.fit.mean / (1 + found.fit.alpha * found.fit.mean)
    leverage = weight * ((found.matrix @ found.fit.bread) * found.matrix).sum(axis=1)
    return found.pull / (1 - leverage)


def _again(models: Models, found: Slope, kept: np.ndarray, model: str) -> Slope:
    """Return the same model of the days kept: the same terms, save those of a kind of day that is gone."""
    own, rows = len(found.across), found.matrix[kept]
    warm = Warmth(found.names[:own], rows[:, :own], found.across)
    columns = dict(zip(found.names[own:], rows[:, own:].T, strict=True))
    columns = {name: each for name, each in columns.items() if name == "level" or np.ptp(each) > 0}
    return slope(models.days.where(kept), warm, columns, model)
