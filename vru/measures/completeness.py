"""Completeness: which months of an extract may carry a conclusion, and which may not.

A force upload that stopped half-way looks like a fall in crime. What tells it from a real
fall is that most kinds of recorded crime fall together while a kind that comes from
another system (anti-social behaviour) goes on as before, and that nothing rises.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru.errors import MeasureError

WINDOW = 3  # months on either side that say what a month should have held; more would mix seasons
MIN_EXPECTED = 20.0  # a category with fewer offences a month moves too much by chance alone
MIN_CATEGORIES = 4  # "most categories" needs several; below, a month is at most unusual
FALLEN = 0.95  # a category below this ratio to its expectation has fallen
SHARE_FALLEN = 0.8
TYPICAL_FALL = 0.8  # and the middle category must be below this ratio
CONTROL_HOLDS = (0.85, 1.25)  # outside, the world changed (a lockdown), not the upload
RISE, RISE_Z = 1.15, 3.0  # a kind of crime that truly rose speaks against a broken upload
UNUSUAL_Z, UNUSUAL_CHANGE, UNUSUAL_MONTHS = 4.0, 0.2, 12


class _Grid(NamedTuple):
    """Counts per average day; crimes has shape (months, categories), control (months,) or None."""

    months: list[dt.date]
    days: np.ndarray
    crimes: np.ndarray
    control: np.ndarray | None


def judge(
    counts: pd.DataFrame,
    *,
    extract_to: dt.date,
    control: str | None = "anti_social_behaviour",
    lag_days: float | None = None,
) -> pd.DataFrame:
    """Return the state of every month of an extract, with the reason in words.

    Parameters
    ----------
    counts : DataFrame with columns month (first day), category, offences
        Offences of status crime by month and kind. A month or kind without a row is 0.
    extract_to : date
        The last day the extract covers; a month that reaches beyond it is a part month.
    control : str or None
        The category that does not come from crime recording and so should not fall with
        it. Without it in `counts` no month is called incomplete for falling.
    lag_days : float or None
        Days until nearly all offences of a day are in; None where it is not known.

    Returns
    -------
    DataFrame with columns month, state, reason, one row a month from the first to the last
        `state` is part, incomplete, provisional, unusual or complete (in this order of
        precedence); `reason` is a sentence, None where complete. Empty for empty counts.

    Raises
    ------
    MeasureError
        A count is missing or negative, or a month is not a first day.
    """
    if counts.empty:
        return pd.DataFrame({"month": [], "state": [], "reason": []}, dtype=object)
    grid = _grid(counts, control)
    states = _unusual(grid)
    states |= _provisional(grid, extract_to, lag_days)
    states |= _incomplete(grid)
    states |= _part(grid, extract_to)
    said = [states.get(at, ("complete", None)) for at in range(len(grid.months))]
    return pd.DataFrame(
        {"month": grid.months, "state": [state for state, _ in said], "reason": [why for _, why in said]},
        dtype=object,
    )


def _grid(counts: pd.DataFrame, control: str | None) -> _Grid:
    months = pd.to_datetime(counts["month"])
    offences = counts["offences"].astype(float)
    if not (offences >= 0).all():
        raise MeasureError("A count of offences is missing or negative: completeness needs whole counts.")
    if not (months.dt.day == 1).all():
        raise MeasureError("A month is named by its first day.")
    wide = pd.DataFrame({"month": months, "category": counts["category"].astype(str), "offences": offences})
    wide = wide.pivot_table(index="month", columns="category", values="offences", aggfunc="sum")
    wide = wide.reindex(pd.date_range(wide.index.min(), wide.index.max(), freq="MS")).fillna(0.0)
    days = pd.DatetimeIndex(wide.index).days_in_month.to_numpy(float)
    held = None if control is None or control not in wide else (wide.pop(control) / days).to_numpy()
    crimes = wide.to_numpy() / days[:, None]
    return _Grid([each.date() for each in wide.index], days, crimes, held)


def _expected(values: np.ndarray, usable: np.ndarray, at: int) -> np.ndarray:
    """Return the median of the usable months round `at`, each column for itself."""
    near = np.arange(max(0, at - WINDOW), min(len(values), at + WINDOW + 1))
    near = near[usable[near] & (near != at)]
    return np.median(values[near], axis=0) if near.size else np.full(values.shape[1:], np.nan)


def _at_least(values: np.ndarray, usable: np.ndarray, at: int) -> np.ndarray:
    """Return what the month should have held at least: a month that is low every year has not fallen."""
    near = _expected(values, usable, at)
    years = [each for each in (at - 12, at + 12) if 0 <= each < len(values) and usable[each]]
    return np.minimum(near, values[years].mean(axis=0)) if years else near


def _incomplete(grid: _Grid) -> dict[int, tuple[str, str]]:
    # The worst month is taken out first and the rest judged without it: two broken months
    # in a short extract would otherwise make each other look ordinary.
    usable = np.ones(len(grid.months), bool)
    found: dict[int, tuple[str, str]] = {}
    while True:
        falls = {at: _fall(grid, usable, at) for at in np.flatnonzero(usable).tolist()}
        failing = {at: fall for at, fall in falls.items() if fall is not None}
        if not failing:
            return found
        worst = min(failing, key=lambda at: failing[at][0])
        found[worst] = ("incomplete", failing[worst][1])
        usable[worst] = False


def _fall(grid: _Grid, usable: np.ndarray, at: int) -> tuple[float, str] | None:
    """Return the typical ratio and the reason if the month looks like a broken upload, else None."""
    expected = _at_least(grid.crimes, usable, at)
    if np.nansum(expected) * grid.days[at] >= MIN_EXPECTED and grid.crimes[at].sum() == 0:
        return 0.0, "No recorded crime at all in this month: probably not loaded."
    enough = expected * grid.days[at] >= MIN_EXPECTED
    if grid.control is None or enough.sum() < MIN_CATEGORIES:
        return None
    ratio = grid.crimes[at, enough] / expected[enough]
    held = float(grid.control[at] / _expected(grid.control, usable, at))
    typical, fallen = float(np.median(ratio)), int((ratio < FALLEN).sum())
    surprise = (ratio - 1) * np.sqrt(expected[enough] * grid.days[at])
    together = fallen >= SHARE_FALLEN * ratio.size and typical <= TYPICAL_FALL
    if not together or ((ratio > RISE) & (surprise > RISE_Z)).any():
        return None
    if not CONTROL_HOLDS[0] <= held <= CONTROL_HOLDS[1]:
        return None
    return typical, (
        f"{fallen} of {ratio.size} kinds of crime fell together (half of them by "
        f"{100 * (1 - typical):.0f} % or more) while the control changed by {100 * (held - 1):+.0f} %: "
        "probably an incomplete upload."
    ).replace("-", "−")


def _unusual(grid: _Grid) -> dict[int, tuple[str, str]]:
    total = grid.crimes.sum(axis=1)
    usable = np.ones(len(total), bool)
    if len(total) <= UNUSUAL_MONTHS:
        return {}
    expected = np.array([_expected(total, usable, at) for at in range(len(total))])
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(expected > 0, total / expected, np.nan)
    if np.isnan(ratio).all():
        return {}
    spread = 1.4826 * np.nanmedian(np.abs(ratio - np.nanmedian(ratio)))
    chance = 1 / np.sqrt(np.maximum(expected * grid.days, 1))
    surprise = np.abs(ratio - 1) / np.maximum(spread, chance)
    odd = (surprise > UNUSUAL_Z) & (np.abs(ratio - 1) > UNUSUAL_CHANGE)
    return {
        int(at): (
            "unusual",
            f"{100 * abs(ratio[at] - 1):.0f} % {'below' if ratio[at] < 1 else 'above'} the months around it.",
        )
        for at in np.flatnonzero(odd)
    }


def _provisional(grid: _Grid, extract_to: dt.date, lag_days: float | None) -> dict[int, tuple[str, str]]:
    if not lag_days or not lag_days > 0:
        return {}
    settled = extract_to - dt.timedelta(days=round(lag_days))
    why = f"Offences of this month are still coming in: nearly all are in after {round(lag_days)} days."
    return {at: ("provisional", why) for at in range(len(grid.months)) if _last_day(grid, at) > settled}


def _part(grid: _Grid, extract_to: dt.date) -> dict[int, tuple[str, str]]:
    why = f"The extract ends on {extract_to.day} {extract_to:%B %Y}, before the month does."
    return {at: ("part", why) for at in range(len(grid.months)) if _last_day(grid, at) > extract_to}


def _last_day(grid: _Grid, at: int) -> dt.date:
    return grid.months[at] + dt.timedelta(days=int(grid.days[at]) - 1)
