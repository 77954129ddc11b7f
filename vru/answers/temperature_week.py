"""The week ahead: what seven days of given temperatures would bring, with limits that were tried."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import temperature_parts as parts
from vru.answers.answer import Estimate, option
from vru.answers.making import Parts, rows_of
from vru.answers.sharing import once
from vru.answers.temperature_days import WARMTH, Temperature, Warmth, fitted, lockdowns
from vru.answers.temperature_forecast import COLUMNS, foretold, gap, held, held_estimates
from vru.charts.chart import Axis, Chart, Series
from vru.errors import SelectionError
from vru.measures import temperature
from vru.selection import Selection
from vru.store import Store

DAYS = 7
SHIFTS = {"usual": 0.0, "warm3": 3.0, "warm5": 5.0, "cold5": -5.0}  # °C on what is usual
WEATHER = {
    "usual": "Usual for the season",
    "warm3": "3 °C warmer than usual",
    "warm5": "5 °C warmer than usual",
    "cold5": "5 °C cooler than usual",
}
COLDEST, WARMEST = -30.0, 45.0  # °C: no day of England was near either, most of °F are above
NUMBER = re.compile(r"[-−+]?\d+(\.\d+)?")


def read(text: str) -> str:
    """Return seven temperatures as they are kept: 12, 13.5, … in °C.

    Raises SelectionError that names the one that is no number, or no temperature in °C.
    """
    words = [each for each in re.split(r"[\s,;]+", text.strip()) if each]
    if len(words) != DAYS:
        raise SelectionError(
            f"{DAYS} temperatures are needed, one a day; {len(words)} {findings.were(len(words))} entered.\n"
            f"Write them in °C with spaces between, or choose {', '.join(WEATHER)}."
        )
    return ", ".join(_celsius(at, each) for at, each in enumerate(words, start=1))


def _celsius(at: int, word: str) -> str:
    if not NUMBER.fullmatch(word):
        raise SelectionError(f"Number {at} of {DAYS}, “{word}”, is no number.\nWrite it like 12 or 13.5.")
    value = float(word.replace("−", "-"))
    if not COLDEST <= value <= WARMEST:
        looks = f"; as °F it would be {(value - 32) / 1.8:.1f} °C" if value > WARMEST else ""
        raise SelectionError(
            f"Number {at} of {DAYS}, “{word}”, lies outside {findings.count(COLDEST)} to {WARMEST:.0f} °C"
            f"{looks}.\n"
            "Write temperatures in °C."
        )
    return f"{value:g}"


@dataclass(frozen=True)
class TemperatureAhead(Warmth):
    """Which temperature of the day, and what the seven days ahead are taken to have."""

    ahead: str = option(
        "usual",
        label="Week ahead",
        short="wk",
        choices=WEATHER,
        about="The card on the week ahead names its seven days; what is entered here is their temperatures.",
        reads=read,
        entry="Or seven temperatures in °C, day by day, such as 12 13.5 14 15 13 11 10",
    )


@once
def _outlook(store: Store, selection: Selection, warmth: str) -> temperature.Outlook:
    # limits that were not tried are not shown: where weeks cannot be held out, this raises too
    foretold(store, selection, warmth)
    found = fitted(store, selection, warmth)
    return temperature.outlook(found.days, lockdowns(), gap(store, found))


def week(store: Store, selection: Selection, options: TemperatureAhead) -> Parts:
    """Return the parts of the Answer on the seven days after those that the page shows."""
    found, tried = fitted(store, selection, options.warmth), foretold(store, selection, options.warmth)
    outlook = _outlook(store, selection, options.warmth)
    got = temperature.week(outlook, _temperatures(outlook, options.ahead))
    said = parts.captions(store, selection, found, Temperature(options.warmth))
    usual = bool((got.days["celsius"] == got.days["usual"]).all())
    sentences = (_expected(selection, got, usual), _outside(got.days), _checked(tried))
    return {
        "finding": " ".join(each for each in sentences if each),
        "chart": _week_drawn(got.days, usual),
        "table": got.days.rename(columns=COLUMNS),
        "estimates": (*_week_estimates(got), *held_estimates(tried)),
        "subtitle": f"Offences a day by {WARMTH[options.warmth].lower()}, with 95 % prediction intervals",
        **said,
        "definition": f"{said['definition']} {_from_where(got, gap(store, found))}",
    }


def _temperatures(outlook: temperature.Outlook, ahead: str) -> np.ndarray:
    if ahead in SHIFTS:
        return outlook.usual + SHIFTS[ahead]
    return np.array([float(each) for each in ahead.split(", ")])


def _expected(selection: Selection, got: temperature.Week, usual: bool) -> str:
    begins = got.days["day"].iloc[0]
    limits = f"(95 % prediction interval {findings.count(got.low)} to {findings.count(got.high)})"
    many = findings.decimal(got.expected) if got.expected < 10 else findings.count(got.expected)
    said = f"In the week from {_dated(begins)}, {many} "
    said += f"{findings.noun_of(selection)} are expected {limits}"
    if usual:
        return f"{said}, its temperatures as usual."
    side, more = (1, "more") if got.extra >= 0 else (-1, "fewer")
    low, high = sorted((side * got.extra_low, side * got.extra_high))
    return (
        f"{said}, {findings.decimal(side * got.extra)} {more} than with usual temperatures "
        f"({findings.decimal(low)} to {findings.decimal(high)})."
    )


def _outside(days: pd.DataFrame) -> str:
    """Return a warning of temperatures that no day known near that date had; nothing where all are known."""
    strange = days[(days["celsius"] < days["seen_low"]) | (days["celsius"] > days["seen_high"])]
    if strange.empty:
        return ""
    one = rows_of(strange)[0]
    more = f" and {len(strange) - 1} more" if len(strange) > 1 else ""
    return (
        f"{_named(one.day)}’s {findings.decimal(one.celsius)} °C{more} lies outside what was seen within a "
        f"month of that date, {findings.decimal(one.seen_low)} to {findings.decimal(one.seen_high)} °C: "
        "there the effect is assumed, not seen."
    )


def _checked(tried: temperature.Foretold) -> str:
    if tried.low > 0:
        return held(tried)
    return f"{held(tried)} Knowing the temperature has not clearly helped with them: see the question above."


def _from_where(got: temperature.Week, days: int) -> str:
    last = got.days["day"].iloc[0] - pd.Timedelta(1, "D")
    learnt = last - pd.Timedelta(days, "D")
    apart = (
        f"; the {findings.count(days)} days before it are no whole months yet or have no reading, and the "
        f"held-out weeks were foretold as far ahead"
        if days
        else ""
    )
    return (
        f"The week follows {_dated(last)}{apart}. Learnt from the {findings.count(got.learnt)} days of whole "
        f"months with count and temperature in the five years to {_dated(learnt)}. Usual temperatures are "
        "three waves through the year fitted to the same days. The interval holds the swing of days beyond "
        "chance and how well the model is known, but no error of the weather forecast."
    )


def _dated(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _named(day: dt.date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def _week_estimates(got: temperature.Week) -> tuple[Estimate, ...]:
    learnt = got.learnt
    return (
        Estimate("expected", got.expected, got.low, got.high, "offences", learnt, got.method),
        Estimate(
            "than_usual", got.extra, got.extra_low, got.extra_high, "offences", learnt,
            "difference to usual temperatures, Newey–West limits of the effect of a degree",
        ),
        Estimate("at_usual", got.at_usual, None, None, "offences", learnt, got.method, None),
    )  # fmt: skip


def _week_drawn(days: pd.DataFrame, usual: bool) -> Chart:
    names = tuple(
        f"{row.day:%a} {row.day.day} {row.day:%b}, {findings.decimal(row.celsius)}\u00a0°C"
        for row in rows_of(days)
    )
    expected, low, high, normal = (
        tuple(days[each].astype(float)) for each in ("expected", "low", "high", "at_usual")
    )
    plain = Series("At usual temperatures", names, normal, role="reference")
    entered = Series(
        "As entered" if not usual else "At usual temperatures", names, expected, low=low, high=high
    )
    return Chart(
        "dots",
        alt=f"A dot and its prediction interval for each of {len(days)} days, and one at usual temperatures.",
        series=(entered,) if usual else (entered, plain),
        x=Axis("Offences a day"),
        y=Axis(kind="category"),
    )
