"""Growth from load to load: what each load had counted of a month, and what the newest will come to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import drawing, events, quality_late
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts, rows_of
from vru.charts.chart import Mark, Series
from vru.errors import MeasureError
from vru.measures import late
from vru.periods import Period, add_months, month_name, months_between
from vru.selection import Selection
from vru.store import Store

SHOWN = 24  # months of the picture
YEAR = 12  # newest months of the finding
METHOD = "chain ladder on what loads had counted, limits with Mack's error"


def sees(selection: Selection) -> Hashable:
    """What growth looks at in a selection: its date basis and its kinds of offence."""
    return selection.basis, selection.groups


def grown(store: Store, selection: Selection) -> Parts:
    """Return the parts of how months grew from load to load. Empty with one load, or none that counted."""
    wide = _counts(store, selection)
    table = _table(wide)
    expected = _by_loads(wide)
    if expected is not None:
        table = table.merge(expected, on="month", how="left")
    table = table.merge(_by_dates(store, selection), on="month", how="left")
    shown = table.tail(SHOWN)
    loads = [_day(each) for each in wide.columns]
    noun = findings.noun_of(quality_late.of_kinds(selection))
    return {
        "finding": _say(table, loads, noun),
        "chart": drawing.over_time(
            _lines(shown),
            "offences a month",
            f"Lines of {noun} by month {selection.basis}, now and as the first load counted them.",
            marks=_changes(store, selection.groups, shown),
        ),
        "table": shown,
        "estimates": (
            Estimate("loads", len(loads), None, None, "loads", len(loads), "count", None),
            *_estimates(shown.tail(6)),
        ),
        "subtitle": f"By date {selection.basis}, as counted after each load",
        "selected": f"The whole extract, all areas, by date {selection.basis}; {noun}",
        "definition": (
            "At every load it is kept what each month had come to. First is what the first load that covered "
            "the whole month had counted. What loads brought later, corrected or withdrew is in the growth. "
            + _how(wide, expected is not None)
        ),
        "counted": f"{len(loads)} loads that changed a count, the extracts to {', '.join(loads[-6:])}.",
        "missing": "Loads before this program kept what they counted; a load that changed no month.",
    }


def _changes(store: Store, groups: tuple[str, ...], shown: pd.DataFrame) -> tuple[Mark, ...]:
    span = Period(shown["month"].iloc[0], shown["month"].iloc[-1])
    return events.marks(events.touching(store, Selection(span, groups=groups)), span)


def _counts(store: Store, selection: Selection) -> pd.DataFrame:
    """Return counts by month (index) and the last day of each load's extract (columns), in order."""
    months = store.capabilities.months(selection.basis)
    if months is None:
        raise Empty("cannot", f"No offence has a date {selection.basis}: choose the other date basis.")
    rows = store.ask(
        "quality_seen", basis=selection.basis, groups=list(selection.groups) or None, first=months[0]
    )
    if rows.empty:
        raise Empty("nothing", "No load had counted any offence of these kinds: choose other kinds.")
    rows["month"], rows["seen_to"] = rows["month"].dt.date, rows["seen_to"].dt.date
    # two loads of the same extract: what the later one left
    wide = rows.pivot_table(index="month", columns="seen_to", values="offences", aggfunc="last")
    if wide.shape[1] < 2:
        raise Empty(
            "enough",
            "Only one extract was loaded so far: how a month grows from load to load shows once a later one "
            "is. What each load counts is kept from now on.",
        )
    return wide


def _days(wide: pd.DataFrame) -> list[dt.date]:
    return wide.columns.tolist()  # type: ignore[return-value]


def _table(wide: pd.DataFrame) -> pd.DataFrame:
    """Return month, the load that first covered it, its count then and now, and the growth in per cent."""
    ends = [_covered(each) for each in _days(wide)]
    made = []
    for month, counts in zip(wide.index, wide.to_numpy(float), strict=True):
        at = next((at for at, end in enumerate(ends) if month <= end and np.isfinite(counts[at])), None)
        if at is not None:
            first, now = counts[at], counts[-1]
            # what only the newest load covered cannot have grown yet
            growth = 100 * (now / first - 1) if first and at < len(ends) - 1 else np.nan
            made.append((month, wide.columns[at], int(first), int(now), growth))
    return pd.DataFrame(made, columns=["month", "first_load", "first", "now", "growth"])


def _covered(seen_to: dt.date) -> dt.date:
    """Return the last month that an extract to this day covers whole."""
    month = seen_to.replace(day=1)
    return month if (seen_to + dt.timedelta(days=1)).day == 1 else add_months(month, -1)


def _by_loads(wide: pd.DataFrame) -> pd.DataFrame | None:
    """Return month, by_loads, its low and high where loads a month apart are enough to say, else None."""
    ends = [_covered(each) for each in _days(wide)]
    steps = {months_between(one, other) for one, other in pairwise(ends)}
    if steps != {1} or len(ends) < late.LEAST_LOADS:
        return None
    months = [each for each in wide.index if each <= ends[-1]]
    counts = np.full((len(months), late.FINAL + 1), np.nan)
    for at, month in enumerate(months):
        for end, count in zip(ends, wide.loc[month].to_numpy(float), strict=True):
            age = months_between(month, end)
            if age >= 0:
                counts[at, min(age, late.FINAL)] = count
    seen = np.isfinite(counts).any(axis=1)
    try:
        found = late.expected_of_loads(counts[seen])
    except MeasureError:
        return None
    kept = [month for month, known in zip(months, seen, strict=True) if known]
    return pd.DataFrame(
        {"month": kept, "by_loads": found.expected, "by_loads_low": found.low, "by_loads_high": found.high}
    )


def _by_dates(store: Store, selection: Selection) -> pd.DataFrame:
    """Return month and by_dates, as late recording expects; no rows by date recorded or where it cannot."""
    nothing = pd.DataFrame({"month": [], "by_dates": []})
    if selection.basis != "committed":
        return nothing
    try:
        found = quality_late.expectation(store, selection.groups, "district", ())
    except Empty:
        return nothing
    return found.rename(columns={"expected": "by_dates"})[["month", "by_dates"]]


def _lines(table: pd.DataFrame) -> list[Series]:
    frame = table.assign(whole=True)
    return [
        drawing.line(frame, "Counted now", y="now"),
        drawing.line(frame, "When first loaded", y="first", role="reference"),
    ]


def _say(table: pd.DataFrame, loads: list[str], noun: str) -> str:
    known = table.dropna(subset=["growth"])
    if known.empty:
        return f"{len(loads)} loads are kept, but no month was covered whole by an earlier one."
    most = rows_of(known.sort_values("growth").tail(1))[0]
    if not (known["growth"].abs() > 0).any():
        return f"In {len(loads)} loads no month's count of {noun} changed once it was covered whole."
    newest = known.tail(YEAR)["growth"]
    low, high = (findings.signed(each) for each in (newest.min(), newest.max()))
    return (
        f"{month_name(most.month)} grew the most: {findings.count(most.first)} {noun} when first loaded, "
        f"{findings.count(most.now)} now ({findings.signed(most.growth)} %). The last {len(newest)} months "
        f"that an earlier load covered changed by {low} to {high} %."
    )


def _how(wide: pd.DataFrame, enough: bool) -> str:
    if enough:
        return (
            "Expected by loads: a month goes on growing as months did from load to load (chain ladder). "
            "Expected by dates: as under late recording."
        )
    return (
        f"What the newest months will come to is not said by loads: that takes {late.LEAST_LOADS} of them, a "
        f"month apart; here are {wide.shape[1]}."
    )


def _estimates(table: pd.DataFrame) -> list[Estimate]:
    made = []
    for row in rows_of(table):
        name = f"{row.month:%Y-%m}"
        made.append(Estimate(f"now, {name}", row.now, None, None, "offences", row.now, "count", None))
        if hasattr(row, "by_loads") and np.isfinite(row.by_loads):
            limits = float(row.by_loads_low), float(row.by_loads_high)
            made.append(Estimate(f"by loads, {name}", row.by_loads, *limits, "offences", row.now, METHOD))
    return made


def _day(day: Any) -> str:
    return f"{day.day} {day:%B %Y}"
