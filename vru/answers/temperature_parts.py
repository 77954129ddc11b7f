"""Temperature's answers: what they share in words, numbers and pictures."""

from __future__ import annotations

import pandas as pd

from vru import findings, reference
from vru.answers import making
from vru.answers.answer import Estimate
from vru.answers.making import Parts
from vru.answers.temperature_days import WARMTH, Fitted, Temperature, station_names
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.selection import Selection
from vru.store import Store

CODE = "temperature"
UNIT = "% per °C"


def margin() -> float:
    """Return the percent a degree that the claim must clear, fixed beforehand."""
    return next(float(each["margin"]) for each in reference.claims() if each["code"] == CODE)


def limits(low: float, high: float) -> str:
    """Return an interval as findings write it."""
    return f"{findings.decimal(low, 2)} to {findings.decimal(high, 2)}"


def sides(found: Fitted) -> tuple[int, int]:
    """Return how many models lie wholly above the margin, and how many wholly below."""
    line = margin()
    return sum(each.low > line for each in found.variants), sum(each.high < line for each in found.variants)


def verdict_said(found: Fitted, verdict: str) -> str:
    """Return on which side of the margin the models lie, as a sentence."""
    many, (above, below) = len(found.variants), sides(found)
    if verdict == "cannot tell":
        return (
            f"That it is {margin()} % or more cannot be told: of {many} models tried, {above} lie wholly "
            f"above, {below} wholly below."
        )
    side = "above" if verdict == "holds" else "below"
    return f"Under all {many} models tried the whole interval lies {side} {margin()} % per degree."


def rule_estimates(found: Fitted) -> tuple[Estimate, ...]:
    """Return the numbers the verdict's sentence speaks of."""
    many, (above, below) = len(found.variants), sides(found)
    numbers = {"models": many, "models_above": above, "models_below": below}
    counted = (
        Estimate(name, value, None, None, "models", many, "count", None) for name, value in numbers.items()
    )
    return (*counted, Estimate("margin", margin(), None, None, UNIT, many, "fixed beforehand", None))


def forest(table: pd.DataFrame, alt: str) -> Chart:
    """Return a dot and its interval a row of the table (model, value, low, high), against the margin."""
    numbers = {each: tuple(float(value) for value in table[each]) for each in ("value", "low", "high")}
    rows = Series("effect", tuple(table["model"]), numbers["value"], low=numbers["low"], high=numbers["high"])
    marks = (Mark("no effect", x=0.0), Mark(f"margin {margin()}", x=margin()))
    return Chart("dots", alt=alt, series=(rows,), x=Axis("% per °C"), y=Axis(kind="category"), marks=marks)


def captions(store: Store, selection: Selection, found: Fitted, options: Temperature) -> Parts:
    """Return what was counted, how, and what is missing."""
    no_reading = found.whole - len(found.days.day)
    said = [
        f"{findings.count(no_reading)} of {findings.count(found.whole)} days have no reading.",
        f"{findings.count(found.left_months)} months are not whole." if found.left_months else "",
        f"{findings.count(found.no_day)} offences have no day." if found.no_day else "",
        making.left_out(store, selection),
    ]
    return {
        "definition": (
            f"{making.definition(selection)} Temperature is the {WARMTH[options.warmth].lower()}, °C, at "
            f"{station_names(found)}{_averaged(found)}, taken for every district. Taken out: season, "
            "weekday, bank holidays and days with a name, lockdown months, and a smooth trend. “Goes "
            "with” is no cause."
        ),
        "counted": (
            f"{findings.count(found.effect.offences)} offences on {findings.count(found.effect.days)} days."
        ),
        "missing": " ".join(each for each in said if each),
    }


def _averaged(found: Fitted) -> str:
    many = len(found.stations) > 1
    return ", averaged once each one’s usual distance from the others is taken off" if many else ""
