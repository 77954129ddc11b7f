"""Funnel lines: the rate of all areas together and the limits around it, over what an area's size is."""

from __future__ import annotations

from typing import Any

import numpy as np

from vru import findings
from vru.charts.chart import Series
from vru.measures import funnel

STEPS = 60
ROLES = ((0.95, "reference"), (0.998, "context"))


def lines(one: funnel.Funnel, residents: np.ndarray, *, years: float = 1.0, digits: int = 1) -> list[Series]:
    """Return the middle line and the limits of a funnel, somewhat beyond the smallest and largest area.

    `residents` are those of each area, over `years` of which the events were counted.
    """
    people = np.linspace(0.75 * residents.min(), 1.08 * residents.max(), STEPS)
    name = f"Rate of all: {findings.decimal(one.target, digits)}"
    made = [_line(name, people, np.full(STEPS, one.target), "main")]
    for level, role in ROLES:
        low, high = funnel.limits(one.target, years * people, one.phi, level)
        made.append(_line(f"{100 * level:g} % limits", people, high, role))
        made.append(_line(f"lower {100 * level:g} % limit", people, low, role))
    return made


def _line(name: str, x: np.ndarray, y: np.ndarray, role: Any) -> Series:
    return Series(name, tuple(x.round().tolist()), tuple(y.tolist()), role=role)


def said(one: funnel.Funnel, noun: str) -> str:
    """Return what the limits hold, as sentences; `noun` is what is compared, in the plural."""
    return (
        f"If {noun} differed by chance alone, 95 (99.8) of 100 would lie between the limits, each looked at "
        "alone. Their usual difference widens these (over-dispersion φ "
        f"{one.phi:.1f}), but the tenth at either end is pulled in before it is measured: where {noun} do "
        "differ, about 90 (98) of 100 lie between."
    )
