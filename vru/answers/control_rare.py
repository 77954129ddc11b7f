"""Rare events: the days between them on a chart."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from vru import decisions, findings
from vru.answers import drawing
from vru.answers.answer import Estimate
from vru.answers.control_monthly import Monthly
from vru.answers.control_parts import Decided
from vru.answers.making import Empty, Parts
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.errors import MeasureError
from vru.measures import spc
from vru.periods import Period, add_months, month_name
from vru.store import Store

RECENT = 24
"""Months within which an unusual gap leads the finding."""
DAY = 1.0
"""The shortest gap that a t chart can judge: a lower limit below it flags nothing."""
LONGER, SHORTER = "special cause: improvement", "special cause: concern"


class Days(NamedTuple):
    """The days of a series' events up to `until`, one an event, and how many have no day."""

    events: list[dt.date]
    until: dt.date
    without: int


def between(store: Store, found: Monthly, said: Decided, kind: Literal["g", "t"]) -> Parts:
    """Return the parts of the chart of days between events. Raises Empty where there are too few."""
    days = _days(store, found)
    table = _table(days, sorted(decisions.months(said.rebased)), kind)
    if table["mean"].isna().all():
        raise Empty("enough", f"Days between {found.noun} need thirteen events, and {found.shown} has fewer.")
    about = found.captions(store)
    without = f" {findings.count(days.without)} have no day and are left out." if days.without else ""
    return about | {
        "finding": _finding(table, found.noun),
        "chart": _picture(table, found, said),
        "table": table.drop(columns="whole"),
        "estimates": _estimates(table, kind),
        "subtitle": f"Days between {found.noun}, {found.shown}",
        "missing": about["missing"] + without,
        "definition": f"{about['definition']} {_definition(kind)}{said.words}",
    }


def _days(store: Store, found: Monthly) -> Days:
    """Return the events of the shown period, up to the end of its last whole month."""
    if found.days is None:
        raise Empty("cannot", f"Of {found.noun} only the months are known: choose the chart “As counted”.")
    inside = slice(max(found.place(found.shown.first), 0), None)
    whole = np.flatnonzero(found.usable[inside])
    if not whole.size:
        raise Empty("enough", f"No month of {found.shown} is whole.")
    end = add_months(found.months[inside][whole[-1]], 1)
    rows = found.days(store, Period(found.shown.first, add_months(end, -1)))
    known = rows[rows["day"].notna()]
    events = [
        day.date()
        for day, times in zip(known["day"], known["number"], strict=True)
        for _ in range(int(times))
    ]
    without = int(rows.loc[rows["day"].isna(), "number"].sum())
    return Days(events, end - dt.timedelta(days=1), without)


def _table(days: Days, rebased: list[dt.date], kind: Literal["g", "t"]) -> pd.DataFrame:
    """Return a row a gap, and a last one for the days since the last event; lines of each base."""
    edges = [dt.date.min, *rebased, dt.date.max]
    rows: list[dict[str, Any]] = []
    for base, (first, end) in enumerate(itertools.pairwise(edges), start=1):
        before = [each for each in days.events if each < first][-1:]
        events = before + [each for each in days.events if first <= each < end]
        last = end == dt.date.max or not any(each >= end for each in days.events)
        rows += _rows(events, days.until if last else None, base, kind)
        if last:
            break
    return pd.DataFrame(
        rows, columns=["day", "days", "mean", "lower_limit", "upper_limit", "cause", "base", "whole"]
    )


def _rows(
    events: list[dt.date], until: dt.date | None, base: int, kind: Literal["g", "t"]
) -> list[dict[str, Any]]:
    gaps = [(b - a).days for a, b in itertools.pairwise(events)]
    made = [(end, gap, True) for end, gap in zip(events[1:], gaps, strict=True)]
    if until and events:
        made.append((until, (until - events[-1]).days, False))
    try:
        found = spc.gaps(events, until or events[-1], kind=kind)
        lines = (found.mean, found.lower, found.upper)
    except MeasureError:
        lines = (np.nan,) * 3
    names = ("mean", "lower_limit", "upper_limit")
    return [
        {"day": day, "days": gap, "cause": _cause(gap, whole, lines, kind), "base": base, "whole": whole}
        | dict(zip(names, lines, strict=True))
        for day, gap, whole in made
    ]


def _cause(gap: int, whole: bool, lines: tuple[float, ...], kind: str) -> str:
    """Return what a gap is: one that is still open can be too long already, never too short."""
    _, lower, upper = lines
    if np.isnan(upper) or (kind == "t" and gap == 0 and whole):
        return "not judged"
    if gap > upper:
        return LONGER
    return SHORTER if whole and gap < lower else spc.COMMON


def _finding(table: pd.DataFrame, noun: str) -> str:
    last = table.iloc[-1]
    flagged = table[table["cause"].isin([LONGER, SHORTER])]
    usual = f"about {findings.count(last['mean'])} days is usual"
    if flagged.empty or flagged["day"].iloc[-1] < add_months(last["day"].replace(day=1), 1 - RECENT):
        since = f" since {month_name(flagged['day'].iloc[-1])}" if len(flagged) else ""
        said = f"No gap between {noun} is out of the ordinary{since}: {usual}."
    else:
        row = flagged.iloc[-1]
        size = "long" if row["cause"] == LONGER else "short"
        when = "up to now" if not row["whole"] else f"to {row['day'].day} {row['day']:%B %Y}"
        said = f"An unusually {size} gap between {noun}: {row['days']} days {when}, where {usual}."
    if not last["lower_limit"] > DAY:
        said += " Such a chart can show that they became rarer, not that they became more frequent."
    return said


def _estimates(table: pd.DataFrame, kind: str) -> tuple[Estimate, ...]:
    last, gaps = table.iloc[-1], int(table["whole"].sum())
    method = {"g": "g chart", "t": "t chart, gaps of 0 days left out"}[kind]
    lines = [("mean_gap", "mean"), ("lower_limit", "lower_limit"), ("upper_limit", "upper_limit")]
    made = [
        Estimate(
            name,
            None if np.isnan(last[column]) else float(last[column]),
            None,
            None,
            "days",
            gaps,
            method,
            None,
        )
        for name, column in lines
    ]
    return (*made, Estimate("days_since_last", int(last["days"]), None, None, "days", gaps, "count", None))


def _definition(kind: str) -> str:
    lines = {
        "g": "the mean and an upper limit of mean + 3 √(mean (mean + 1)), since a gap may be 0 days; the "
        "lower limit is 0",
        "t": "those of days to the power 1/3.6 (XmR), turned back; gaps of 0 days cannot be drawn there, and "
        "the lower limit is seldom as long as a day",
    }[kind]
    often = {"g": " By chance alone about 1 gap in 50 lies above its limit.", "t": ""}[kind]
    return (
        f"A point is the days from one to the next, at the later one's day; lines are {lines}. The last, "
        f"hollow one is the days since the last event: it has not ended.{often}"
    )


def _picture(table: pd.DataFrame, found: Monthly, said: Decided) -> Chart:
    line = Series(
        "Days between",
        tuple(table["day"]),
        drawing.values(table["days"]),
        hollow=tuple(not each for each in table["whole"]),
    )
    signs = [
        Series(
            f"{cause.capitalize()}",
            tuple(part["day"]),
            drawing.values(part["days"]),
            panel=panel,
            notes=(word,) * len(part),
        )
        for cause, panel, word in (
            (LONGER, "improvement", "above the upper limit: rarer"),
            (SHORTER, "concern", "below the lower limit: more frequent"),
        )
        if len(part := table[table["cause"] == cause])
    ]
    return Chart(
        "control",
        alt=f"Days between {found.noun}, {found.shown}, with limits.",
        series=(line, *drawing.limits(table, "day"), *signs),
        x=Axis("Day", "month"),
        y=Axis("days since the one before", "number", from_zero=True),
        marks=tuple(Mark(f"Re-based (decision {each.number})", each.decision.month) for each in said.rebased),
    )
