"""The parts of a split: their trends side by side, and which of them changed."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import comparing, district_gaps, drawing, events, interventions, month_states, tracks
from vru.answers.answer import Estimate
from vru.answers.making import Parts, definition, left_out
from vru.answers.tracks import Calendar, Track, Tracks
from vru.answers.trend_options import UNITS, Split
from vru.charts.chart import Mark
from vru.measures import change, series
from vru.periods import Period, add_months, month_name
from vru.selection import Selection
from vru.store import Store

Swings = dict[str, change.Dispersion | None]
Columns = dict[str, Any]
"""The columns of a table as arrays of one length: a page makes dozens, and a DataFrame each would be slow."""
COMPARED = 24  # months a verdict rests on at least, shown or not
FEW = 4  # more lines than this get a small picture each


class Latest(NamedTuple):
    """The last whole year, or what there is: each part's number in it, most first.

    `calendar` has the months that are whole in every part that is ranked.
    """

    span: Period
    numbers: dict[str, float]
    calendar: Calendar

    @property
    def when(self) -> str:
        """The year as a sentence says what was counted in it: its whole months only."""
        return _when(self.calendar, self.span)


def rolled(asked: Tracks, track: Track, judged: comparing.Swing, window: int = 12) -> Columns:
    """Return the shown months: their offences, the sum or rate over `window` months, whether it is whole."""
    calendar, shown = track.calendar, track.calendar.places(asked.shown)
    summed = series.rolling(track.value, calendar.state, window=window)
    lived, whole = None, ~summed.hollow
    if track.exposure is not None:
        lived = series.rolling(track.exposure, calendar.state, window=window).total[shown]
        whole &= ~(series.rolling(~track.firm, calendar.state, window=window).total > 0)
    made: Columns = {
        "month": calendar.months[shown],
        "offences": track.offences[shown],
        "state": calendar.state[shown],
    }
    if asked.measure == "harm":
        made["harm"] = track.value[shown]
    made |= comparing.limits(track, summed.total[shown], lived, judged, single=window == 1)
    made["whole"] = whole[shown] & np.isfinite(made["value"])
    return made


def captions(store: Store, selection: Selection, asked: Tracks, found: change.Change | None) -> Parts:
    """Return definition, counted and missing, as every trend says them."""
    hollow = [f"{month_name(month)} ({state})" for month, state in _shown(asked) if state in series.NOT_WHOLE]
    said = [definition(selection)]
    if "anti_social_behaviour" in store.capabilities.groups and not selection.groups:
        said.append("Incidents of anti-social behaviour, which are no crimes, are counted with them.")
    if asked.measure == "harm":
        said.append("Harm is the sum of ONS Crime Severity Score weights (2016 edition).")
    if asked.note:
        said.append(asked.note)
    if found is not None and found.phi == found.phi:
        said.append(
            f"Limits and verdict allow for the series' own swing (over-dispersion φ {found.phi:.1f}, "
            f"{found.df:.0f} degrees of freedom)." + comparing.lockdown_note(asked.calendar)
        )
    total = sum(each.total(asked.shown) for each in asked.parts)
    counted = f"{findings.quantity(asked.words, 'count', total)} in {asked.shown}."
    missing = left_out(store, selection)
    if asked.measure == "harm":
        missing += f" {findings.count(asked.unweighted)} of {findings.count(total)} have no severity weight."
    odd = _unusual(asked)
    if odd:
        missing += f" Unusual, but counted as whole: {', '.join(map(month_name, odd[:6]))}"
        missing += f" and {len(odd) - 6} more." if len(odd) > 6 else "."
    if hollow:
        missing += f" Drawn hollow and in no verdict: {', '.join(hollow[:6])}"
        missing += f" and {len(hollow) - 6} more." if len(hollow) > 6 else "."
    missing += _lost(store, selection, asked) + _decided(store, asked)
    return {"definition": " ".join(said), "counted": counted, "missing": missing}


def _decided(store: Store, asked: Tracks) -> str:
    """Return which shown months analysts count as whole or leave out, against what the data look like."""
    found = [
        each.words
        for kind in ("whole", "exclude")
        for each in month_states.of(store, kind)
        if each.decision.month and asked.shown.first <= each.decision.month <= asked.shown.last
    ]
    return f" Decided: {'; '.join(found)}." if found else ""


def _lost(store: Store, selection: Selection, asked: Tracks) -> str:
    """Return in which districts months look incomplete, and what becomes of them; '' where in none."""
    before = add_months(asked.shown.last, 1 - COMPARED)
    gaps = district_gaps.listed(store, selection, Period(min(asked.shown.first, before), asked.shown.last))
    if not gaps:
        return ""
    if any((each.calendar.whole != asked.calendar.whole).any() for each in asked.parts):
        return f" A district looks incomplete, and is in no verdict and no ranking then: {gaps}."
    if selection.areas:
        return f" What is selected looks incomplete then, and is in no verdict: {gaps}."
    return f" In these totals, though a district looks incomplete: {gaps}."


def _unusual(asked: Tracks) -> list[dt.date]:
    return [month for month, state in _shown(asked) if state == "unusual"]


def _shown(asked: Tracks) -> Iterator[tuple[dt.date, str]]:
    calendar = asked.calendar
    inside = calendar.places(asked.shown)
    return zip(calendar.months[inside], calendar.state[inside], strict=True)


def unusual_marks(asked: Tracks) -> tuple[Mark, ...]:
    """Return a mark for each unusual month of the shown period, of the first few by name."""
    return drawing.unusual(_unusual(asked))


def latest_swings(store: Store, selection: Selection, measure: str, by: str) -> Swings:
    """Return how much each part swings by itself in the months before its last whole year."""
    asked = tracks.ask(store, selection, measure, by)
    found = comparing.periods(asked.calendar, asked.shown, "year_before")
    if found is None or found[1] is None:
        return {track.label: None for track in asked.parts}
    return comparing.swings(store, selection, measure, by, found[0], found[1])


def split_by_part(store: Store, selection: Selection, options: Split) -> Parts:
    """Return the parts of trends.split: rolling twelve months of each part, or months where too few."""
    by = "district" if options.split == "none" else options.split
    asked = tracks.ask(store, selection, options.measure, by)
    swings = latest_swings(store, selection, options.measure, by)
    tables = {track.label: rolled(asked, track, swings[track.label]) for track in asked.parts}
    yearly = any(np.isfinite(table["value"]).any() for table in tables.values())
    if not yearly:
        tables = {track.label: rolled(asked, track, None, window=1) for track in asked.parts}
    many, latest = len(tables) > FEW, _latest(asked)
    unit, said = UNITS[options.measure], captions(store, selection, asked, None)
    said = with_swings(said, asked, swings) if yearly else monthly_captions(said)
    lines = [drawing.line(table, name, panel=name if many else None) for name, table in tables.items()]
    marks = events.marks(events.touching(store, selection, split=by, measure=options.measure), asked.shown)
    bands = _bands(store, selection, asked, by if many else "none", options.programmes)
    said, marks = interventions.with_note(said, bands), (*marks, *bands)
    if many:
        said = said | {"definition": said["definition"] + events.listed(marks)}
    return {
        "finding": asked.doubt or _explain_split(selection, asked, by, latest),
        "chart": drawing.over_time(
            lines,
            unit if options.measure == "rate" else f"{unit}, {'twelve months' if yearly else 'a month'}",
            f"Lines of {unit} for {len(lines)} {tracks.SPLITS[by].lower()}, {asked.shown}.",
            marks=marks,
            panels=many,
        ),
        "table": _together(tables),
        "estimates": _estimates_split(asked, latest),
        "subtitle": f"{tracks.MEASURES[options.measure]} by {tracks.SPLITS[by].lower()}, {asked.shown}",
        **with_aside(said, asked, latest.span),
    }


def _bands(store: Store, selection: Selection, asked: Tracks, by: str, how: str) -> tuple[Mark, ...]:
    """Return the bands of programmes: where each picture is a district, of that district."""
    if by not in ("district", "csp"):
        return interventions.drawn(store, selection, asked.shown, how)
    return interventions.drawn_by_panel(
        store, asked.shown, how, {each.part: each.label for each in asked.parts}
    )


def _together(tables: dict[str, Columns]) -> pd.DataFrame:
    columns = ("month", "offences", "state", "value", "low", "high", "whole")
    parts = np.repeat(list(tables), [len(table["month"]) for table in tables.values()])
    joined = {name: np.concatenate([table[name] for table in tables.values()]) for name in columns}
    return pd.DataFrame({"part": parts, **joined})


def monthly_captions(said: Parts) -> Parts:
    """Return the captions with what the limits of single months mean."""
    words = " The limits of a month are exact Poisson ones: they allow for chance alone."
    return said | {"definition": said["definition"] + words}


def with_swings(said: Parts, asked: Tracks, swings: Swings) -> Parts:
    """Return captions that say how much the parts swing by themselves, where that is known."""
    known = [each.phi for each in swings.values() if each is not None]
    if known:
        least, most = f"{min(known):.1f}", f"{max(known):.1f}"
        size = least if least == most else f"{least} to {most}"
        words = f" Limits allow for each part's own swing (over-dispersion φ {size})."
        words += comparing.lockdown_note(asked.calendar)
    else:
        words = " Intervals are not drawn: there are too few months to know the parts' own swing from."
    return said | {"definition": said["definition"] + words}


def with_aside(said: Parts, asked: Tracks, span: Period) -> Parts:
    """Return the captions with the offences that are in no part that can be ranked or judged."""
    aside = [
        f"{findings.count(number)} {track.label.lower()}"
        for track in asked.parts
        if track.part in tracks.ASIDE and (number := track.total(span, asked.calendar))
    ]
    if not aside:
        return said
    words = f" Neither ranked nor judged in {_when(asked.calendar, span)}: {', '.join(aside)}."
    return said | {"missing": said["missing"] + words}


def _latest(asked: Tracks) -> Latest:
    """Return the last whole year in the shown period, or that period, and each known part's number in it.

    Months that are not whole in every part are left out, for a part that was loaded late would
    look small; so is a part that lacks more than half of them.
    """
    found = comparing.periods(asked.calendar, asked.shown, "year_before")
    span = asked.shown if found is None else found[0]
    usual = asked.calendar.whole_in(span)
    ranked = [
        each
        for each in asked.parts
        if each.part not in tracks.ASIDE and 2 * each.calendar.whole_in(span) >= usual
    ]
    whole = np.all([asked.calendar.whole, *(each.calendar.whole for each in ranked)], axis=0)
    calendar = asked.calendar._replace(whole=whole)
    numbers = {each.label: each.amount(span, calendar) for each in ranked}
    known = {name: value for name, value in numbers.items() if not math.isnan(value)}
    return Latest(span, dict(sorted(known.items(), key=lambda each: -each[1])), calendar)


def _when(calendar: Calendar, span: Period) -> str:
    whole = calendar.whole_in(span)
    if whole == span.months:
        return findings.period(span)
    return f"the {whole} whole month{'' if whole == 1 else 's'} of {findings.period(span)}"


def _explain_split(selection: Selection, asked: Tracks, by: str, latest: Latest) -> str:
    span, numbers, calendar = latest
    if not calendar.whole_in(span):
        return f"No month of {findings.period(span)} is whole: no part can be said to have the most."
    if not numbers:
        return f"No part of the split has a number for {latest.when}."
    names, values = list(numbers), list(numbers.values())
    noun = findings.noun_of(asked.words)
    if asked.measure == "rate":
        most = f"{findings.decimal(values[0])} {noun} per 1,000 residents"
        least = f"{findings.decimal(values[-1])} in {names[-1]}"
        return f"{names[0]} had the highest rate, {most}, in {latest.when}" + (
            f"; the lowest was {least}." if len(names) > 1 else "."
        )
    whole = sum(values)
    if asked.measure == "harm":
        noun = f"of the harm from {noun}"
    of = f"{findings.count(values[0])} of {findings.count(whole)} ({findings.share(values[0], whole)})"
    where = f"{noun} in {latest.when} with a known {_one(by)}"
    return f"{names[0]} had the most, {of} {where}."


def _one(by: str) -> str:
    return {"csp": "partnership", "group": "group", "district": "district"}.get(by, f"{by} flag")


def _estimates_split(asked: Tracks, latest: Latest) -> tuple[Estimate, ...]:
    span, numbers, calendar = latest
    when = latest.when
    method = f"sum over {when}" if asked.measure != "rate" else f"rate over {when}"
    offences = {track.label: track.total(span, calendar) for track in asked.parts}
    months = calendar.whole_in(span)
    made = [Estimate("whole_months", months, None, None, "months", span.months, "count", None)]
    made += [
        Estimate(name, value, None, None, UNITS[asked.measure], offences[name], method, None)
        for name, value in numbers.items()
    ]
    if asked.measure != "rate":
        whole = sum(numbers.values())
        known = sum(offences[name] for name in numbers)
        made.append(Estimate("all known parts", whole, None, None, UNITS[asked.measure], known, method, None))
        if whole:
            top = next(iter(numbers.values()))
            made.append(
                Estimate("share of the first", 100 * top / whole, None, None, "percent", known, method, None)
            )
    return tuple(made)
