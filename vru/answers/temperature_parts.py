"""Temperature's answers: what they share in words, numbers and pictures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru import findings, reference
from vru.answers import making
from vru.answers.answer import Estimate
from vru.answers.making import Parts
from vru.answers.temperature_days import IN, OUT, WARMTH, Fitted, Temperature
from vru.answers.temperature_stations import assumed_of, said_of
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.measures import temperature
from vru.selection import Selection
from vru.store import Store

CODE = "temperature"
UNIT = "% per °C"
MODELS_SAID = (
    "Poisson’s errors allow for spells of 14 days, quasi-Poisson’s are stretched by over-dispersion. The "
    "spline’s slope is that between the 10th and the 90th percentile. Months, or a trend of four bends a "
    "year, stand in place of the season’s waves. A day’s normal is the mean of its time of year. "
    "Case-crossover compares the same weekday, month and year. First days of a month and 00:00 are often "
    "defaults. The verdict needs all of these; public places and elsewhere only contradict it."
)


def margin() -> float:
    """Return the percent a degree that the claim must clear, fixed beforehand."""
    return next(float(each["margin"]) for each in reference.claims() if each["code"] == CODE)


def limits(low: float, high: float) -> str:
    """Return an interval as findings write it."""
    return f"{findings.decimal(low, 2)} to {findings.decimal(high, 2)}"


def sides(found: Fitted) -> tuple[int, int]:
    """Return how many models lie wholly above the margin, and how many wholly below."""
    line, whole = margin(), temperature.deciding(found.variants)
    return sum(each.low > line for each in whole), sum(each.high < line for each in whole)


def verdict_said(found: Fitted, verdict: str) -> str:
    """Return on which side of the margin the models lie, as a sentence."""
    many, (above, below) = len(temperature.deciding(found.variants)), sides(found)
    if verdict == "cannot tell" and many in (above, below):
        other = " and ".join(
            temperature.VARIANTS[each.code].lower() for each in temperature.against(found.variants, margin())
        )
        return (
            f"That it is {margin()} % or more cannot be told: all {many} models lie wholly "
            f"{'above' if above else 'below'}, {other} wholly on the other side."
        )
    if verdict == "cannot tell":
        return (
            f"That it is {margin()} % or more cannot be told: of {many} models tried, {above} lie wholly "
            f"above, {below} wholly below."
        )
    side = "above" if verdict == "holds" else "below"
    return f"Under all {many} models tried the whole interval lies {side} {margin()} % per degree."


def rule_estimates(found: Fitted) -> tuple[Estimate, ...]:
    """Return the numbers the verdict's sentence speaks of."""
    many, (above, below) = len(temperature.deciding(found.variants)), sides(found)
    numbers = {"models": many, "models_above": above, "models_below": below}
    counted = (
        Estimate(name, value, None, None, "models", many, "count", None) for name, value in numbers.items()
    )
    return (*counted, Estimate("margin", margin(), None, None, UNIT, many, "fixed beforehand", None))


def every_model(found: Fitted) -> pd.DataFrame:
    """Return the effect under every model, and whether lockdowns and artefacts are in."""
    names = temperature.VARIANTS | {"chosen": f"As chosen above: {temperature.MODELS[found.chosen]}"}
    return pd.DataFrame(
        {
            "model": names[each.code],
            "lockdowns": IN if each.lockdowns else OUT,
            "artefacts": IN if each.artefacts else OUT,
            "value": each.percent,
            "low": each.low,
            "high": each.high,
            "days": each.n,
        }
        for each in found.variants
    )


def forest(table: pd.DataFrame, alt: str) -> Chart:
    """Return a dot and its interval a row of the table (model, value, low, high), against the margin."""
    marks = (Mark("no effect", x=0.0), Mark(f"margin {margin()}", x=margin()))
    return dots(table.rename(columns={"model": "label"}), alt, UNIT, marks)


def dots(
    table: pd.DataFrame, alt: str, title: str, marks: tuple[Mark, ...] = (Mark("no difference", x=0.0),)
) -> Chart:
    """Return a dot and its interval a row of the table (label, value, low, high), under an axis title."""
    value, low, high = (tuple(table[each].astype(float)) for each in ("value", "low", "high"))
    rows = Series("effect", tuple(table["label"]), value, low=low, high=high)
    return Chart("dots", alt=alt, series=(rows,), x=Axis(title), y=Axis(kind="category"), marks=marks)


def captions(
    store: Store, selection: Selection, found: Fitted, options: Temperature, where: str = ""
) -> Parts:
    """Return what was counted, how, and what is missing; `where` is said in place of the stations."""
    no_reading = found.whole - len(found.days.day)
    said = [
        f"{findings.count(no_reading)} of {findings.count(found.whole)} days have no reading.",
        _not_whole(found.left_months),
        f"{findings.count(found.no_day)} offences have no day." if found.no_day else "",
        _by_choice(found),
        "" if found.picked or where else assumed_of(found.stations),
        making.left_out(store, selection),
    ]
    return {
        "definition": (
            f"{making.definition(selection)} Temperature is the {WARMTH[options.warmth].lower()}, °C, at "
            f"{where or said_of(found.stations, picked=found.picked)}. Taken out: season, "
            "weekday, England’s bank holidays and days with a name, lockdown months, and a smooth trend. "
            "“Goes with” is no cause."
        ),
        "counted": (
            f"{findings.count(found.effect.offences)} offences on {findings.count(found.effect.days)} days."
        ),
        "missing": " ".join(each for each in said if each),
    }


def _not_whole(months: int) -> str:
    return {0: "", 1: "1 month is not whole."}.get(months, f"{findings.count(months)} months are not whole.")


def _by_choice(found: Fitted) -> str:
    """Return what the options leave out of the days, and of the offences on the others."""
    days, used = found.days, found.models.days
    if len(used.day) == len(days.day):
        return ""
    on_them = days.offences[np.isin(days.day, used.day)].sum() - used.offences.sum()
    timed = f", and {findings.count(on_them)} offences at 00:00 on the others" if on_them else ""
    return f"{findings.count(len(days.day) - len(used.day))} days are left out by the options{timed}."
