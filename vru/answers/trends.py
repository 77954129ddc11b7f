"""Trends: is it rising or falling, or only swinging as it always has?"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from vru import findings
from vru.answers import comparing, control_links, drawing, events, interventions, robust, tracks
from vru.answers.answer import Ask, Estimate, Options, Question, Verdict
from vru.answers.making import Parts, asks, rows_of
from vru.answers.recording_doubt import improved
from vru.answers.tracks import Tracks
from vru.answers.trend_change import change_by_part
from vru.answers.trend_options import UNITS, Compared, Measured, Split, Trends
from vru.answers.trend_parts import (
    captions,
    latest_swings,
    monthly_captions,
    rolled,
    split_by_part,
    unusual_marks,
)
from vru.measures import change, series
from vru.periods import Period, month_name
from vru.recording_events import Event
from vru.selection import Selection
from vru.store import Store

OPTIONS = Trends


@asks("trends.rolling", "Is it rising or falling over twelve months?", Compared, small=True)
def rolling(store: Store, selection: Selection, options: Compared) -> Parts:
    """Rolling twelve months with their interval, and the verdict on the change."""
    return headline(store, selection, options)


def headline(store: Store, selection: Selection, options: Compared) -> Parts:
    """Return the parts of a headline trend; the overview shows the same."""
    measure = options.measure
    asked = tracks.ask(store, selection, measure)
    known = events.touching(store, selection, measure=measure)
    judged = _judged(store, selection, asked, options.compare, known)
    swing = latest_swings(store, selection, measure, "none")[asked.parts[0].label]
    table = pd.DataFrame(rolled(asked, asked.parts[0], swing))
    bands = interventions.drawn(store, selection, asked.shown, options.programmes)
    said = captions(store, selection, asked, judged.change if judged else None)
    return {
        "finding": asked.doubt or _explain_rolling(selection, asked, table, judged),
        "verdict": _verdict(asked, judged),
        "chart": drawing.over_time(
            [drawing.line(table, findings.sentence(findings.noun_of(asked.words))[:-1])],
            f"{UNITS[measure]}, twelve months" if measure != "rate" else UNITS[measure],
            f"Line of rolling twelve-month {UNITS[measure]}, {asked.shown}.",
            marks=(*events.marks(known, asked.shown), *bands),
        ),
        "table": table,
        "estimates": _estimates_rolling(asked, table, judged, swing),
        "tools": control_links.of_measure(measure),
        "subtitle": f"{tracks.MEASURES[measure]}, rolling twelve months, {asked.shown}",
        **interventions.with_note(said, bands),
        "empty": None if table["value"].notna().any() else "enough",
    }


def _verdict(asked: Tracks, judged: Judged | None) -> Verdict:
    if judged is None or judged.change is None or asked.doubt:
        return Verdict("change", "cannot tell")
    return Verdict("change", judged.change.verdict)


class Judged(NamedTuple):
    """What a headline is about: two periods, the change between them, and what lies in between."""

    now: Period
    base: Period | None = None
    change: change.Change | None = None
    lies: robust.Across | None = None


def _judged(
    store: Store, selection: Selection, asked: Tracks, compare: str, known: list[Event]
) -> Judged | None:
    track = asked.parts[0]
    found = comparing.periods(asked.calendar, asked.shown, compare)
    if found is None:
        return None
    now, base = found
    if base is None:
        return Judged(now)
    swing = comparing.swings(store, selection, asked.measure, "none", now, base)[track.label]
    lies = robust.across(store, selection, now, base, known)
    return Judged(now, base, robust.judge(track, now, base, swing, lies), lies)


def _explain_rolling(selection: Selection, asked: Tracks, table: pd.DataFrame, judged: Judged | None) -> str:
    if judged is None:
        months = _whole_months(asked)
        inside = int(table["offences"].sum())
        return (
            f"{findings.quantity(asked.words, 'count', inside)} {findings.were(inside)} {selection.basis} in "
            f"{asked.shown}; a trend over twelve months needs twelve whole months, and the "
            f"extract has {months} up to then."
        )
    now, base, found, _ = judged
    value = asked.parts[0].amount(now)
    compared = None
    if base is not None and found is not None:
        compared = findings.comparison(found, comparing.than(now, base), counted=asked.measure == "count")
    amount = findings.quantity(asked.words, asked.measure, value)
    how_many = 1 if asked.measure == "harm" else value
    return findings.rolling(asked.words, amount, how_many, now, compared, _gaps(asked, now))


def _gaps(asked: Tracks, span: Period) -> int:
    return span.months - asked.calendar.whole_in(span)


def _whole_months(asked: Tracks) -> int:
    return int(asked.calendar.whole.sum())


def _estimates_rolling(
    asked: Tracks, table: pd.DataFrame, judged: Judged | None, swing: change.Dispersion | None
) -> tuple[Estimate, ...]:
    months = _whole_months(asked)
    if judged is None:
        total = float(table["offences"].sum())
        return (
            Estimate(
                "selected_total", total, None, None, "offences", int(total), f"sum over {asked.shown}", None
            ),
            Estimate("whole_months", months, None, None, "months", months, "count", None),
        )
    now, base, found, lies = judged
    value = asked.parts[0].amount(now)
    row = table[table["month"] == now.last]
    same = now.months == 12 and len(row) == 1
    low, high = (float(row["low"].iloc[0]), float(row["high"].iloc[0])) if same else (float("nan"),) * 2
    first = Estimate(
        "now",
        value,
        comparing.finite(low),
        comparing.finite(high),
        UNITS[asked.measure],
        asked.parts[0].total(now),
        comparing.limits_method(swing),
    )
    gaps = Estimate("months_not_whole", _gaps(asked, now), None, None, "months", now.months, "count", None)
    compared = comparing.estimates(asked, found, now, base) if found and base else ()
    return (first, gaps, *compared, *robust.estimates(lies))


@asks("trends.monthly", "What happened month by month?", Measured, small=True)
def monthly(store: Store, selection: Selection, options: Measured) -> Parts:
    """Monthly numbers with their exact limits; months that are not whole are hollow."""
    asked = tracks.ask(store, selection, options.measure)
    table = pd.DataFrame(rolled(asked, asked.parts[0], None, window=1))
    known = events.touching(store, selection, measure=options.measure)
    unit = UNITS[options.measure] if options.measure == "rate" else f"{UNITS[options.measure]} a month"
    bands = interventions.drawn(store, selection, asked.shown, options.programmes)
    said = monthly_captions(captions(store, selection, asked, None))
    return {
        "finding": asked.doubt or _explain_monthly(selection, asked, table),
        "chart": drawing.over_time(
            [drawing.line(table, findings.sentence(findings.noun_of(asked.words))[:-1])],
            unit,
            f"Line of monthly {UNITS[options.measure]}, {asked.shown}.",
            marks=(*events.marks(known, asked.shown), *bands, *unusual_marks(asked)),
        ),
        "table": table,
        "estimates": _estimates_monthly(asked, table),
        "tools": control_links.of_measure(options.measure),
        "subtitle": f"{tracks.MEASURES[options.measure]}, each month, {asked.shown}",
        **interventions.with_note(said, bands),
    }


def _explain_monthly(selection: Selection, asked: Tracks, table: pd.DataFrame) -> str:
    usable = table[~table["state"].isin(series.NOT_WHOLE) & table["value"].notna()]
    if usable.empty:
        return f"No month in {asked.shown} is whole: none of them can be judged."
    latest, low, high = (
        usable.iloc[-1],
        usable.iloc[int(usable["value"].argmin())],
        usable.iloc[int(usable["value"].argmax())],
    )
    amount = findings.quantity(asked.words, asked.measure, latest["value"])
    limits = f"95 % limits {_written(asked, latest['low'])} to {_written(asked, latest['high'])}"
    verb = findings.were(1 if asked.measure == "harm" else latest["value"])
    said = f"{amount} {verb} {selection.basis} in {month_name(latest['month'])} ({limits})"
    if len(usable) == 1:
        return f"{said}, the only whole month."
    return (
        f"{said}; whole months ranged from {_written(asked, low['value'])} ({month_name(low['month'])}) "
        f"to {_written(asked, high['value'])} ({month_name(high['month'])})."
    )


def _written(asked: Tracks, value: float) -> str:
    return findings.decimal(value) if asked.measure == "rate" else findings.count(value)


def _estimates_monthly(asked: Tracks, table: pd.DataFrame) -> tuple[Estimate, ...]:
    return tuple(
        Estimate(
            f"month {row.month:%Y-%m}",
            comparing.finite(row.value),
            comparing.finite(row.low),
            comparing.finite(row.high),
            UNITS[asked.measure],
            row.offences,
            "exact Poisson limits",
        )
        for row in rows_of(table.tail(1))
    )


@asks("trends.split", "Where, or in which kind, does it happen most?", Split, small=True)
def split(store: Store, selection: Selection, options: Split) -> Parts:
    """Rolling twelve months of each part of the split."""
    by = "district" if options.split == "none" else options.split
    links = control_links.of_split(selection, by, options.measure)
    return {**split_by_part(store, selection, options), "tools": links}


@asks("trends.change", "Which parts changed?", Trends, small=True)
def changed(store: Store, selection: Selection, options: Trends) -> Parts:
    """The change of each part of the split, with intervals that allow for looking many times."""
    return change_by_part(store, selection, options)


@asks("trends.recording", "How much of the rise could better recording explain?", small=True)
def recording(store: Store, selection: Selection, options: Options) -> Parts:
    """The change since the first year under what inspections found about recording."""
    return improved(store, selection)


QUESTIONS: tuple[Question, ...] = (rolling, monthly, split, changed, recording)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    whole = getattr(options, "split", "district") == "none"
    return tuple(
        each.ask(store, selection, options)
        for each in QUESTIONS
        if not (whole and issubclass(each.options, Split))
    )
