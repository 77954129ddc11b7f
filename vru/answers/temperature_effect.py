"""The effect of a degree in words, numbers and its curve."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru import findings
from vru.answers.answer import Estimate
from vru.answers.temperature_days import WARMTH, Fitted
from vru.answers.temperature_parts import UNIT, limits
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.charts.fitted import POINTS
from vru.measures import temperature
from vru.selection import Selection


def headline(selection: Selection, found: Fitted) -> str:
    """Return the first sentence: the percent a degree with its interval."""
    one = found.effect
    side = 1 if one.percent >= 0 else -1
    low, high = sorted((side * one.low, side * one.high))
    return (
        f"Each degree warmer goes with {findings.decimal(side * one.percent, 2)} % {_more(one.percent)} "
        f"{findings.noun_of(selection)} (95 % interval {limits(low, high)})."
    )


def _more(percent: float) -> str:
    return "more" if percent >= 0 else "fewer"


def size(found: Fitted) -> str:
    """Return what a warmer day brings, and how much of the day-to-day variation that is."""
    one = found.effect
    side = 1 if one.extra >= 0 else -1
    low, high = sorted((side * one.extra_low, side * one.extra_high))
    return (
        f"On a day {temperature.WARMER:.0f} °C warmer there are {findings.decimal(side * one.extra)} "
        f"{_more(one.extra)} ({findings.decimal(low)} to {findings.decimal(high)}), on top of "
        f"{findings.decimal(one.a_day)} a day. Temperature explains {findings.decimal(100 * one.share)} % of "
        "the day-to-day variation that the calendar leaves."
    )


def effect_estimates(found: Fitted) -> tuple[Estimate, ...]:
    """Return the claim's number first, then those of the size."""
    one = found.effect
    return (
        Estimate("per_degree", one.percent, one.low, one.high, UNIT, one.days, one.method),
        Estimate(
            "warmer_day", one.extra, one.extra_low, one.extra_high, "offences", one.days,
            f"the same, for a day {temperature.WARMER:.0f} °C warmer than another with the mean count",
        ),
        Estimate("warmer_by", temperature.WARMER, None, None, "°C", one.days, "fixed", None),
        Estimate("a_day", one.a_day, None, None, "offences a day", one.days, "mean", None),
        Estimate(
            "variation_explained", 100 * one.share, None, None, "percent", one.days,
            "fall in deviance when temperature joins the calendar", None,
        ),
    )  # fmt: skip


def curve(found: Fitted, warmth: str) -> Chart:
    """Return the fitted curve with the mean of the days at each degree."""
    bend, points = found.bend, found.bend.points
    celsius = tuple(float(each) for each in bend.celsius)
    curve, low, high, level = (
        tuple(float(each) for each in part) for part in (bend.percent, bend.low, bend.high, bend.straight)
    )
    dots = Series(
        "Days of that temperature", tuple(points["celsius"]), tuple(points["percent"]),
        low=tuple(points["days"].astype(float)), panel=POINTS,
    )  # fmt: skip
    return Chart(
        "fitted",
        alt=(
            f"Curve of offences by temperature against a day of {bend.reference:.0f} °C, with "
            "the mean of the days at each degree as dots; on average "
            f"{findings.signed(found.effect.percent, 2)} % a degree."
        ),
        series=(
            dots,
            Series("Curve", celsius, curve, low=low, high=high),
            Series("Straight", celsius, level, role="reference"),
        ),
        x=Axis(f"{WARMTH[warmth]}, °C"),
        y=Axis(f"% more or fewer offences than at {bend.reference:.0f} °C"),
        marks=(Mark("no difference", y=0.0),),
    )


def curve_table(found: Fitted) -> pd.DataFrame:
    """Return the curve at each whole degree that has days."""
    points, bend = found.bend.points, found.bend
    at = points["celsius"].to_numpy(float)
    inside = (at >= bend.celsius[0]) & (at <= bend.celsius[-1])
    points, at = points[inside], at[inside]
    parts = {"curve": bend.percent, "low": bend.low, "high": bend.high, "straight_line": bend.straight}
    drawn = {name: np.interp(at, bend.celsius, each) for name, each in parts.items()}
    return pd.DataFrame(
        {
            "celsius": at,
            "days": points["days"].to_numpy(),
            "mean_of_days": points["percent"].to_numpy(),
            **drawn,
        }
    )
