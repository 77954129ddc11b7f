"""Does temperature foretell: weeks held out, with the week's temperatures and by the calendar alone."""

from __future__ import annotations

import datetime as dt

from vru import findings
from vru.answers import temperature_parts as parts
from vru.answers.answer import Estimate
from vru.answers.making import Parts
from vru.answers.sharing import once
from vru.answers.temperature_days import Fitted, Temperature, Warmth, enough, fitted, lockdowns
from vru.charts.chart import Axis, Chart, Series
from vru.charts.fitted import POINTS
from vru.measures import rates, temperature
from vru.periods import add_months
from vru.selection import Selection
from vru.store import Store

COLUMNS = {
    "warm": "with_temperature", "calendar": "calendar_alone", "low80": "low_80", "high80": "high_80",
    "low": "low_95", "high": "high_95",
}  # fmt: skip
"""Headings of tables: the limits are those of 80 and 95 % prediction intervals."""


@once
def foretold(store: Store, selection: Selection, warmth: str) -> temperature.Foretold:
    """Return how well the last weeks of a selection's days are foretold, worked out once.

    Raises Empty where they are too few to learn from and to be foretold.
    """
    found = fitted(store, selection, warmth)
    with enough():
        return temperature.foretold(found.days, lockdowns(), gap(store, found))


def gap(store: Store, found: Fitted) -> int:
    """Return how many days lie between the last one learnt from and the end of what the page shows.

    Days of months that are not whole yet, or that have no reading: known in part, and not learnt from.
    """
    ends, shown = store.capabilities.extract_to, add_months(found.shown.last, 1) - dt.timedelta(days=1)
    last = min(ends, shown) if ends else shown
    return max((last - found.days.day[-1].item()).days, 0)


def predicts(store: Store, selection: Selection, options: Warmth) -> Parts:
    """Return the parts of the Answer on how well weeks are foretold with and without temperature."""
    found, got = fitted(store, selection, options.warmth), foretold(store, selection, options.warmth)
    said = parts.captions(store, selection, found, Temperature(options.warmth))
    return {
        "finding": (
            f"{_skill(got)} {_missed(got)} {held(got)} The temperature was the one observed: a forecast of "
            "it can help less, not more."
        ),
        "chart": _weeks_drawn(got),
        "table": got.weeks.rename(columns=COLUMNS),
        "estimates": (*_skill_estimates(got), *held_estimates(got)),
        "subtitle": "Dots are held-out weeks, each foretold from the years before it",
        **said,
        "definition": f"{said['definition']} {_how(got, gap(store, found))}",
    }


def _skill(got: temperature.Foretold) -> str:
    side, turn = (1, "shrink") if got.skill >= 0 else (-1, "grow")
    low, high = sorted((side * got.low, side * got.high))
    size = (
        f"errors {turn} by {findings.decimal(side * got.skill)} % "
        f"(95 % interval {findings.decimal(low)} to {findings.decimal(high)})"
    )
    if got.low <= 0 <= got.high:
        return f"Knowing the temperature does not make next week’s counts clearly easier to foretell: {size}."
    easier = "easier" if got.skill > 0 else "harder"
    return f"Knowing a week’s temperatures makes its counts {easier} to foretell: {size}."


def _missed(got: temperature.Foretold) -> str:
    # to one decimal a small difference would be none
    digits = 1 if abs(got.missed - got.missed_calendar) >= 0.1 else 2
    return (
        f"A day’s count is missed by {findings.decimal(got.missed, digits)} on average, with the calendar "
        f"alone by {findings.decimal(got.missed_calendar, digits)}."
    )


def held(got: temperature.Foretold) -> str:
    """Return how many held-out days and weeks lay within their intervals, as a sentence."""
    close, wide, weeks = *got.inside, got.inside_weeks[1]
    said = (
        f"Of {findings.count(wide.of)} held-out days {findings.decimal(100 * wide.days / wide.of)} % lay "
        f"within the 95 % interval, {findings.decimal(100 * close.days / close.of)} % within the 80 %; of "
        f"{weeks.of} weeks {weeks.days} lay within theirs"
    )
    narrow = " and ".join(name for name, each in (("days", wide), ("weeks", weeks)) if _narrow(each))
    return f"{said}: for {narrow} it is too narrow." if narrow else f"{said}."


def _narrow(inside: temperature.Inside) -> bool:
    """Return whether too few lay within the limits, by more than chance would have it."""
    return _wilson(inside)[2] < 100 * inside.confidence


def _wilson(inside: temperature.Inside) -> tuple[float, float, float]:
    found = rates.proportion([inside.days], [inside.of])
    return 100 * float(found.value[0]), 100 * float(found.low[0]), 100 * float(found.high[0])


def _how(got: temperature.Foretold, days: int) -> str:
    apart = f", and {findings.count(days)} days before, as the week ahead is" if days else ""
    return (
        f"Each of the last {len(got.weeks)} weeks is foretold from at most five years before it, by models "
        f"learnt anew every 13 weeks from days before them only{apart}; the trend stays at its last level, "
        "and days of lockdown are not held out. Errors are measured as Poisson deviance."
    )


def _skill_estimates(got: temperature.Foretold) -> tuple[Estimate, ...]:
    days = len(got.days)
    return (
        Estimate("skill", got.skill, got.low, got.high, "percent", days, got.method),
        Estimate("missed_by", got.missed, None, None, "offences a day", days, "mean absolute error", None),
        Estimate(
            "missed_by_calendar", got.missed_calendar, None, None, "offences a day", days,
            "mean absolute error", None,
        ),
    )  # fmt: skip


def held_estimates(got: temperature.Foretold) -> tuple[Estimate, ...]:
    """Return the numbers of days and weeks within their intervals."""
    found = [
        Estimate(f"{name}_inside_{100 * each.confidence:.0f}", *_wilson(each), "percent", each.of, "Wilson")
        for name, held in (("days", got.inside), ("weeks", got.inside_weeks))
        for each in held
    ]
    wide = got.inside_weeks[1]
    numbers = {"days": len(got.days), "weeks": wide.of, "weeks_inside": wide.days}
    counted = (
        Estimate(name, value, None, None, name, value, "count", None) for name, value in numbers.items()
    )
    return (*found, *counted, Estimate("interval", 80.0, None, None, "percent", 1, "fixed", None))


def _weeks_drawn(got: temperature.Foretold) -> Chart:
    """Return each week as a dot: what temperature makes expected of it, and what was counted.

    Dots that lie along the rising line were foretold by temperature, dots along the level one were not.
    """
    weeks = got.weeks
    moved, counted = (
        tuple((100 * (weeks[each] / weeks["calendar"] - 1)).round(1)) for each in ("warm", "offences")
    )
    ends = (min(moved), max(moved))
    dots = Series("Week", moved, counted, low=tuple(weeks["days"].astype(float)), panel=POINTS)
    return Chart(
        "fitted",
        alt=(
            f"A dot for each of {len(weeks)} weeks: across, how far its temperatures move what is expected "
            "from what the calendar alone expects; up, how far the count was from that. Along the rising "
            "line temperature foretells, along the level one it does not."
        ),
        series=(
            dots,
            Series("If temperature foretells", ends, ends),
            Series("If it does not", ends, (0.0, 0.0), role="reference"),
        ),
        x=Axis("Foretold by temperature, % against the calendar alone"),
        y=Axis("Counted, % against the calendar alone"),
    )
