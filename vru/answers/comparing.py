"""Comparing: which two periods a verdict is about, and how much the series swings by itself."""

from __future__ import annotations

import datetime as dt
import math
from functools import cache

import numpy as np

from vru import reference
from vru.answers.answer import Estimate
from vru.answers.sharing import once
from vru.answers.tracks import Calendar, Track, Tracks, ask
from vru.measures import change, rates, series
from vru.periods import Period, add_months, month_name, parse_month
from vru.selection import Selection
from vru.store import Store

COMPARISONS = {
    "year_before": "Last 12 months with the 12 before",
    "first_year": "Last 12 months with the first 12 selected",
    "same_period": "Selected period with the same months a year earlier",
}
YEAR = 12
Swing = change.Change | change.Dispersion | None
"""What knows a series' over-dispersion: `phi` and `df`."""


def periods(calendar: Calendar, shown: Period, how: str) -> tuple[Period, Period | None] | None:
    """Return the judged period and the one it is compared with, or None without a whole month.

    The judged period ends with the last month that is whole; the other is None where the
    data does not reach back to it.
    """
    months = calendar.months
    whole = [
        month
        for month, fit in zip(months, calendar.whole, strict=True)
        if fit and shown.first <= month <= shown.last
    ]
    if not whole:
        return None
    last, begins = whole[-1], months[0]
    length = Period(shown.first, last).months if how == "same_period" else YEAR
    now = Period(add_months(last, 1 - length), last)
    base: Period | None = now.shifted(-YEAR * math.ceil(length / YEAR))
    if how == "first_year":
        base = _first_year(now, max(shown.first, begins))
    if now.first < begins:
        return None
    return now, base if base is not None and base.first >= begins else None


def _first_year(now: Period, first: dt.date) -> Period | None:
    wait = (now.first.month - first.month) % YEAR
    base = Period(add_months(first, wait), add_months(first, wait + YEAR - 1))
    return base if base.last < now.first else None


def than(now: Period, base: Period) -> str:
    """Return what the period compared with is called."""
    if now.months == YEAR and base == now.shifted(-YEAR):
        return "the year before"
    return f"the year to {month_name(base.last)}" if base.months == YEAR else str(base)


def judge(
    track: Track,
    now: Period,
    base: Period,
    swing: change.Dispersion | None,
    *,
    confidence: float = 0.95,
) -> change.Change:
    """Return the change of one track between two periods, as if recording had stayed the same."""
    return change.judge(months_of(track), now, base, swing, scale=track.scale, confidence=confidence)


@once
def swings(
    store: Store, selection: Selection, measure: str, split: str, now: Period, base: Period
) -> dict[str, change.Dispersion | None]:
    """Return how much each part of a split swings by itself, by label; harm in effective counts."""
    found = {}
    for track in ask(store, selection, measure, split).parts:
        months = months_of(track)
        months = months._replace(value=months.value / track.scale)
        found[track.label] = change.dispersion(months, now, base, without=lockdown_months())
    return found


@cache
def lockdowns() -> tuple[Period, ...]:
    """Return the runs of months with a national lockdown: no ordinary swing is measured in them."""
    rows = reference.table("lockdowns")[["first_month", "last_month"]].to_numpy()
    return tuple(Period(parse_month(first), parse_month(last)) for first, last in rows)


@cache
def lockdown_months() -> frozenset[dt.date]:
    """Return the first days of all months of a national lockdown."""
    return frozenset(month for span in lockdowns() for month in series.months_of(span))


def lockdown_note(calendar: Calendar) -> str:
    """Return the sentence that says which lockdowns the swing of these months leaves out; else nothing."""
    if lockdown_months().isdisjoint(calendar.months):
        return ""
    spans = ", ".join(str(each) for each in lockdowns())
    return f" Months of a national lockdown ({spans}) are left out where that swing is measured."


def months_of(track: Track) -> change.Months:
    """Return a track as the change of it is judged on."""
    calendar, exposed = track.calendar, track.exposure is not None
    first = calendar.months[0].year * 12 + calendar.months[0].month - 1
    exposure = track.exposure if track.exposure is not None else calendar.days
    fit = calendar.whole & np.isfinite(track.value) & (exposure > 0)
    return change.Months(first + np.arange(len(calendar.months)), track.value, exposure, fit, exposed)


def limits(
    track: Track, totals: np.ndarray, exposure: np.ndarray | None, judged: Swing, *, single: bool = False
) -> dict[str, np.ndarray]:
    """Return value, low and high of sums over the same months; NaN where there is no sum.

    The limits are exact Poisson ones, widened by the over-dispersion of `judged`. Where that
    is not known sums have none: chance alone would be too narrow for them. The count of a
    `single` month has plain exact ones.
    """
    known = judged is not None and not math.isnan(judged.phi)
    there = np.isfinite(totals) & (np.greater(exposure, 0) if exposure is not None else True)
    phi, df = (judged.phi, judged.df) if judged is not None and known else (1.0, None)
    made = {each: np.full(totals.size, np.nan) for each in ("value", "low", "high")}
    if there.any():
        found = rates.poisson_limits(totals[there] / track.scale, phi=phi, df=df if phi > 1 else None)
        factor = track.scale if exposure is None else 1_000 / exposure[there]
        shown = found[:3] if known or single else (found.value,)
        for each, values in zip(made.values(), shown, strict=False):
            each[there] = values * factor
    return made


def limits_method(judged: Swing) -> str:
    """Return how the limits of a sum were made, as an estimate names it."""
    if judged is None or math.isnan(judged.phi):
        return "sum; no limits, since the series' own swing is not known"
    return "exact Poisson limits" + (f", over-dispersion {judged.phi:.1f}" if judged.phi > 1 else "")


def estimates(tracks: Tracks, judged: change.Change, now: Period, base: Period) -> tuple[Estimate, ...]:
    """Return the change and what it rests on as estimates."""
    counted = "harm score" if tracks.measure == "harm" else "offences"
    method = (
        f"{judged.method}; t with {judged.df:.0f} degrees of freedom" if judged.phi > 1 else judged.method
    )
    rows = [
        Estimate("base_total", judged.base, None, None, counted, judged.months, f"sum over {base}", None),
        Estimate("now_total", judged.now, None, None, counted, judged.months, f"sum over {now}", None),
        Estimate(
            "change",
            finite(judged.percent),
            finite(judged.low),
            finite(judged.high),
            "percent",
            round(judged.now + judged.base) if tracks.measure != "harm" else judged.months,
            method,
            judged.confidence,
        ),
        Estimate(
            "comparable_months", judged.months, None, None, "months", judged.asked, "whole in both", None
        ),
    ]
    if not math.isnan(judged.phi):
        rows.append(
            Estimate(
                "over_dispersion",
                judged.phi,
                None,
                None,
                "variance over mean",
                round(judged.df),
                "Pearson chi-squared of the deseasonalised months before, at least 1",
                None,
            )
        )
    return tuple(rows)


def finite(value: float) -> float | None:
    """Return a number, or None where it is missing or unlimited, as JSON needs it."""
    return float(value) if math.isfinite(value) else None
