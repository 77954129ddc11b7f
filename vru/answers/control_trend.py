"""Rise or fall over the whole period, whatever its shape: Mann-Kendall and Sen's slope."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import drawing, events, robust
from vru.answers.answer import Estimate, Verdict
from vru.answers.control_monthly import FACTOR, Monthly, is_rare, touching
from vru.answers.control_words import p_words
from vru.answers.making import Empty, Parts
from vru.charts.chart import Axis, Chart, Series
from vru.errors import MeasureError
from vru.measures import change, spc
from vru.measures.mann_kendall import MonotoneTrend, seasonal_mann_kendall
from vru.periods import Period, add_months
from vru.recording_events import Event
from vru.store import Store

LEVEL = 0.05
YEAR = 12


def monotone(store: Store, found: Monthly) -> Parts:
    """Return the parts of the trend over the shown period. Raises Empty for fewer than four years."""
    if is_rare(found):
        raise Empty("enough", f"Months hold too few {found.noun} for a slope; the exact test above speaks.")
    table = _table(found)
    try:
        tested = seasonal_mann_kendall(table["value"].where(table["whole"]), table["month"].iloc[0].month)
    except MeasureError:
        raise Empty(
            "enough",
            f"A trend over months of the same name needs four years, and {found.shown} has fewer.",
        ) from None
    about, known = found.captions(store), touching(store, found)
    unit, (verdict, why, lies) = _unit(found), _judged(store, found, table, tested, known)
    return about | {
        "finding": found.doubt or f"{_finding(found, tested, verdict)}{why}",
        "verdict": Verdict("change", "cannot tell" if found.doubt else verdict),
        "chart": Chart(
            "line",
            alt=f"Line of {found.noun}, {found.shown}, with its slope.",
            series=_lines(found, table, tested),
            x=Axis("Month", "month"),
            y=Axis(unit, "percent" if found.kind == "share" else "number", from_zero=True),
            marks=events.marks(known, found.shown),
        ),
        "table": table.drop(columns="whole"),
        "estimates": (*_estimates(tested, unit), *robust.estimates(lies)),
        "subtitle": f"{unit[:1].upper()}{unit[1:]}, {found.shown}",
        "definition": f"{about['definition']} {_definition(tested)}",
    }


def _table(found: Monthly) -> pd.DataFrame:
    inside = slice(max(found.place(found.shown.first), 0), found.place(found.shown.last) + 1)
    size = np.where(found.size[inside] > 0, found.size[inside], np.nan)
    factor = FACTOR[found.kind] * (spc.TYPICAL if found.kind == "count" else 1.0)
    return pd.DataFrame(
        {
            "month": found.months[inside],
            "counted": found.counted[inside],
            "value": factor * found.value[inside] / size,
            "state": found.calendar.state[inside],
            "whole": found.usable[inside],
        }
    )


def _unit(found: Monthly) -> str:
    return f"{found.unit}, typical month" if found.kind == "count" else found.unit


def _verdict(tested: MonotoneTrend) -> change.ChangeWord:
    if not tested.p_carried < LEVEL:
        return "no clear change"
    return "higher" if tested.score > 0 else "lower"


def _judged(
    store: Store, found: Monthly, table: pd.DataFrame, tested: MonotoneTrend, known: list[Event]
) -> tuple[change.ChangeWord, str, robust.Across | None]:
    """Return the verdict, its reason, and the series that recording hardly moves, first year to last.

    A slope across a change in recording is no rise or fall unless one of those shows it too and
    none contradicts it: the same rule as for two years that are compared.
    """
    verdict, shown = _verdict(tested), found.shown
    first = Period(shown.first, add_months(shown.first, YEAR - 1))
    last = Period(add_months(shown.last, 1 - YEAR), shown.last)
    lies = robust.across(store, found.selection, last, first, known)
    if lies is None or verdict == "no clear change":
        return verdict, "", None
    begins, ends = _line(table, tested)[[0, -1]]
    percent = 100 * (ends / begins - 1) if begins > 0 else np.nan
    verdict, why = robust.weighed(percent, verdict, lies)
    return verdict, f" {findings.sentence(why)}", lies


def _line(table: pd.DataFrame, tested: MonotoneTrend) -> np.ndarray:
    """Return the slope's line through the middle of the months that are whole."""
    rise = tested.slope * np.arange(len(table)) / YEAR
    return np.median((table["value"] - rise)[table["whole"].to_numpy(bool)]) + rise


def _finding(found: Monthly, tested: MonotoneTrend, verdict: change.ChangeWord) -> str:
    """Return how much more or less each year, and the word for it."""
    numbers = [abs(each) for each in (tested.slope, tested.low, tested.high) if each]
    smallest = min(numbers, default=1.0)
    digits = 0 if smallest >= 5 else 1 if smallest >= 0.5 else 2
    slope, low, high = (findings.signed(each, digits) for each in (tested.slope, tested.low, tested.high))
    what = {"count": " a month", "rate": "", "share": " points"}[found.kind]
    word = {"higher": "a rise", "lower": "a fall", "cannot tell": "whether more happened cannot be told"}.get(
        verdict, verdict
    )
    return (
        f"{findings.sentence(found.noun)[:-1]} changed by {slope}{what} each year "
        f"(95 % interval {low} to {high}) in {found.shown}: {word}."
    )


def _estimates(tested: MonotoneTrend, unit: str) -> tuple[Estimate, ...]:
    return (
        Estimate("slope", tested.slope, tested.low, tested.high, f"{unit}, a year", tested.n, tested.method),
        Estimate("tau", tested.tau, None, None, "Kendall's tau-b", tested.n, tested.method, None),
        Estimate("p", tested.p_carried, None, None, "probability", tested.n, "Hirsch and Slack", None),
    )


def _definition(tested: MonotoneTrend) -> str:
    return (
        "Every month is put on the same length and compared with those of its own name in later years "
        f"(seasonal Mann-Kendall, p {p_words(tested.p_carried)}, allowing for swings that carry on from "
        "month to month: Hirsch and Slack); the slope is the median of all such differences a year (Sen). It "
        "says that the later years lie above or below the earlier ones, not that they got there in a line."
    )


def _lines(found: Monthly, table: pd.DataFrame, tested: MonotoneTrend) -> tuple[Series, ...]:
    line = drawing.line(table, findings.sentence(found.noun)[:-1])
    slope = Series("Slope", line.x, drawing.values(_line(table, tested)), role="reference")
    return (line, slope)
