"""Late recording: how much will the newest months still grow, and how did months grow from load to load?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import drawing, events
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts, rows_of
from vru.answers.people import by_day
from vru.answers.sharing import once
from vru.answers.tracks import named
from vru.errors import MeasureError
from vru.measures import late, series
from vru.periods import Period, add_months, month_name, months_between
from vru.selection import Selection
from vru.store import Store

SHOWN = 24  # months of the picture
SETTLED = 1.0  # per cent: a month that is expected to grow by less is as good as final
METHOD = "chain ladder, log-normal limits with Mack's error"


def sees(selection: Selection) -> Hashable:
    """What late recording looks at in a selection: its kinds of offence and its areas."""
    return selection.groups, selection.level, selection.areas


def of_kinds(selection: Selection) -> Selection:
    """Return a selection without the flags, which nothing that grows is counted by."""
    return replace(selection, domestic=None, knife=None)


def growing(store: Store, selection: Selection) -> Parts:
    """Return the parts of what the newest months are expected to come to, by date committed."""
    table = expectation(store, selection.groups, selection.level, selection.areas)
    shown, words = table.tail(SHOWN), named(store.capabilities, by_day(of_kinds(selection)))
    recorded = shown.assign(value=shown["recorded"].astype(float), whole=True)[["month", "value", "whole"]]
    return {
        "finding": _say(table, words),
        "chart": drawing.over_time(
            [
                drawing.line(shown.assign(value=shown["expected"], whole=shown["settled"]), "Expected"),
                drawing.line(recorded, "Recorded so far", role="reference"),
            ],
            "offences a month",
            f"Lines of offences recorded so far and expected in the end, by month committed, {_span(shown)}.",
            marks=events.marks(events.touching(store, of_kinds(selection)), _span(shown)),
        ),
        "table": shown,
        "estimates": tuple(_estimate(row) for row in rows_of(shown.tail(6))),
        "definition": (
            "By date committed: a month grows as long as offences of it are recorded. Expected is what a "
            f"month comes to within {late.FINAL} months, by how months of the last {late.RECENT // 12} years "
            "grew (chain ladder; Mack 1993), with a 95 % prediction interval that holds the months' own "
            "swing. By date recorded a month grows only where a later extract brings more of it."
        ),
        "counted": (
            f"{findings.count(table['recorded'].sum())} {findings.noun_of(words)} in {len(table)} months."
        ),
        "missing": (
            f"Offences recorded more than {late.FINAL} months after they were committed. A backlog, or a "
            "change in how fast offences are recorded, is not seen in advance."
        ),
        "subtitle": f"Recorded by {month_name(table['month'].iloc[-1])} and expected in the end",
        "selected": _selected(selection),
    }


def _selected(selection: Selection) -> str:
    """What of the filters late recording follows: its own areas and kinds, of the whole extract."""
    followed = Selection(selection.period, "committed", selection.level, selection.areas, selection.groups)
    return f"The whole extract; {followed.sentence().partition('; ')[2]}"


def provisional_since(store: Store, selection: Selection) -> dt.date | None:
    """Return the first of the newest months that is expected to grow noticeably, None where none is.

    Raises Empty where it cannot be said.
    """
    table = expectation(store, selection.groups, selection.level, selection.areas)
    return _since(table)


@once
def expectation(store: Store, groups: tuple[str, ...], level: str, areas: tuple[str, ...]) -> pd.DataFrame:
    """Return month, recorded, expected, low, high, growth (%) and settled, one row a month committed.

    Raises Empty where the extract has one date only, or is too short.
    """
    span = _months(store)
    rows = store.ask(
        "quality_late",
        groups=list(groups) or None,
        level=level,
        areas=list(areas) or None,
        longest=late.FINAL,
    )
    months = series.months_of(span)
    at = (rows["month"].to_numpy().astype("datetime64[M]") - np.datetime64(span.first, "M")).astype(int)
    inside = (at >= 0) & (at < span.months)
    rows, at = rows[inside], at[inside]
    triangle = series.stacked(rows["delay"], at, rows["offences"], (span.months, late.FINAL + 1))
    to_come = np.add.outer(np.arange(span.months), np.arange(late.FINAL + 1)) >= span.months
    try:
        found = late.expected(np.where(to_come, np.nan, triangle))
    except MeasureError:
        raise Empty(
            "enough",
            "Too few months had such offences to say how fast they are recorded: choose more areas or kinds.",
        ) from None
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = np.where(found.recorded > 0, 100 * (found.expected / found.recorded - 1), np.nan)
    table = pd.DataFrame(
        {"month": months, "recorded": found.recorded.astype(int), "expected": found.expected}
    )
    return table.assign(low=found.low, high=found.high, growth=growth, settled=~(growth >= SETTLED))


def _months(store: Store) -> Period:
    """Return the months both of recording and of commission; a last month covered in part is left out."""
    held = store.capabilities
    if held.recorded_months is None or held.committed_months is None:
        missing = "recorded_on" if held.recorded_months is None else "committed_from"
        raise Empty(
            "cannot", f"Late recording needs both dates: load an extract whose mapping fills `{missing}`."
        )
    last, ends = held.recorded_months[1], held.extract_to
    if ends is not None and ends < add_months(last, 1) - dt.timedelta(days=1):
        last = add_months(last, -1)
    span = Period(held.recorded_months[0], last)
    if span.months < late.FINAL + late.LEAST + 1:
        raise Empty(
            "enough",
            "How fast offences are recorded takes more than three years of whole months to see; this extract "
            "has fewer.",
        )
    return span


def _since(table: pd.DataFrame) -> dt.date | None:
    settled = table["settled"].to_numpy(bool)
    open_ = int(settled[::-1].argmax()) if settled.any() else len(settled)
    return table["month"].iloc[len(settled) - open_] if open_ else None


def _say(table: pd.DataFrame, words: Selection) -> str:
    newest, since = rows_of(table)[-1], _since(table)
    noun = findings.noun_of(words)
    if since is None:
        return f"No month is expected to grow by {SETTLED:.0f} % or more: {noun} are recorded at once."
    limits = f"95 % interval {findings.count(newest.low)} to {findings.count(newest.high)}"
    said = (
        f"{month_name(newest.month)} has {findings.count(newest.recorded)} {noun} so far; expected are about "
        f"{findings.count(newest.expected)} ({limits}), {findings.decimal(newest.growth)} % more."
    )
    months = months_between(since, newest.month) + 1
    if months == 1:
        return f"{said} Months before will hardly grow."
    before = rows_of(table)[-2]
    return (
        f"{said} Provisional since {month_name(since)}, from where each month will grow by {SETTLED:.0f} % "
        f"or more; {month_name(before.month)} by {findings.decimal(before.growth)} %."
    )


def _estimate(row: Any) -> Estimate:
    name = f"expected, {row.month:%Y-%m}"
    return Estimate(name, row.expected, row.low, row.high, "offences", int(row.recorded), METHOD)


def _span(table: pd.DataFrame) -> Period:
    return Period(table["month"].iloc[0], table["month"].iloc[-1])
