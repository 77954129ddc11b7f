"""Performance: each district's latest year against the year before and a baseline, as agreements do."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import comparing, districts_data, events, robust, success_base
from vru.answers.answer import Estimate
from vru.answers.districts_data import Area, Areas, Rate, rate
from vru.answers.districts_options import Performance, baseline_year, named
from vru.answers.districts_shares import SMALL
from vru.answers.making import Parts, definition, left_out
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.measures import ranks
from vru.measures.change import Change
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

ARROWS = {"higher": "▲", "lower": "▼", "no clear change": "≈", "cannot tell": "?"}
SEED = 20_261_128
NAMED = 3  # areas a sentence names


class Row(NamedTuple):
    """An area with its judged changes and its rate; a change is None where there is no such period."""

    area: Area
    on_year: Change | None
    on_baseline: Change | None
    rate: Rate

    @property
    def now(self) -> float:
        """Its number in the latest year: in the months that are whole in both years where there are two."""
        return self.rate.offences if self.on_year is None else self.on_year.now


def performance(store: Store, selection: Selection, options: Performance) -> Parts:
    """Return the parts of districts.performance."""
    found = districts_data.areas(store, selection, options.level)
    wanted = baseline_year(store, options.baseline)
    baseline = _reached(found, wanted)
    rows = _rows(store, found, baseline)
    placed = ranked(found)
    listed = _ordered(rows[: len(found.listed)], options.order)
    shown = [*listed, *rows[len(found.listed) :]]
    table = pd.DataFrame([_cells(found, row, placed) for row in shown])
    return {
        "finding": _explain(found, listed),
        "table": table,
        "pictures": tuple(_picture(found, row) for row in shown),
        "estimates": _estimates(listed, rows[len(found.listed) :]),
        "definition": (
            _define(found, wanted, baseline) + success_base.words(store, options.baseline) + _small(shown)
        ),
        "counted": _counted(found),
        "missing": _missing(store, found),
        "subtitle": _subtitle(found, wanted, baseline),
        "selected": found.selection.sentence(),
    }


def _reached(found: Areas, baseline: Period) -> Period | None:
    """Return the baseline year, None where the data does not reach back to it or it is not past."""
    return (
        baseline if found.calendar.months[0] <= baseline.first and baseline.last < found.now.first else None
    )


def _rows(store: Store, found: Areas, baseline: Period | None) -> list[Row]:
    on_year, on_baseline = (_judged(store, found, base) for base in (found.before, baseline))
    every = [*found.listed, *found.totals]
    rates = [rate(each, found.now) for each in every]
    return [Row(*row) for row in zip(every, on_year, on_baseline, rates, strict=True)]


def _judged(store: Store, found: Areas, base: Period | None) -> list[Change | None]:
    """Return each area's and each total's change since a period, None where there is no such period."""
    every = [*found.listed, *found.totals]
    if base is None:
        return [None] * len(every)
    known = events.touching(store, found.selection, split=found.level)
    lies = robust.across(store, found.selection, found.now, base, known)
    sure = [1 - 0.05 / len(found.listed)] * len(found.listed) + [0.95] * len(found.totals)
    return [
        robust.judge(
            each.track._replace(exposure=None), found.now, base, each.swing, lies, confidence=confidence
        )
        for each, confidence in zip(every, sure, strict=True)
    ]


def ranked(found: Areas) -> dict[str, tuple[int, int, int]]:
    """Return each area's place by rate with its interval; nothing where a rate or a swing is not known."""
    rated = [(each, rate(each, found.now)) for each in found.listed]
    if len(rated) < 2 or any(
        math.isnan(one.value) or (each.swing is None and each.track.offences.any()) for each, one in rated
    ):
        return {}
    placed = ranks.ranks(
        [one.offences for _, one in rated],
        [one.person_years for _, one in rated],
        phi=[each.phi for each, _ in rated],
        rng=np.random.default_rng(SEED),
    )
    places = zip(placed.rank, placed.low, placed.high, strict=True)
    return {
        each.track.part: (int(place), int(low), int(high))
        for (each, _), (place, low, high) in zip(rated, places, strict=True)
    }


def _ordered(rows: Iterable[Row], order: str) -> list[Row]:
    """Return rows from A to Z, or by a number, highest first; what has no number comes last."""
    numbers: dict[str, Callable[[Row], float]] = {
        "now": lambda row: row.now,
        "change": lambda row: row.on_year.percent if row.on_year else math.nan,
        "rate": lambda row: row.rate.value,
    }
    by_name = sorted(rows, key=lambda row: row.area.name)
    if order not in numbers:
        return by_name
    values = {row.area.name: numbers[order](row) for row in by_name}
    return sorted(by_name, key=lambda row: (math.isnan(values[row.area.name]), -values[row.area.name]))


def _cells(found: Areas, row: Row, placed: dict[str, tuple[int, int, int]]) -> dict[str, Any]:
    track = row.area.track
    place = placed.get(track.part) if track.part != "all" else None
    return {
        "area": row.area.name,
        "code": "" if track.part == "all" else track.part,
        "chosen": track.part in found.chosen,
        "this_year": row.now,
        "year_before": row.on_year.base if row.on_year else None,
        **_changed(row.on_year, ""),
        "baseline": row.on_baseline.base if row.on_baseline else None,
        **_changed(row.on_baseline, "baseline_"),
        "rate": comparing.finite(row.rate.value),
        "rate_low": comparing.finite(row.rate.low),
        "rate_high": comparing.finite(row.rate.high),
        **dict(zip(("rank", "rank_low", "rank_high"), place or (None,) * 3, strict=True)),
        "over_dispersion": row.area.swing.phi if row.area.swing else None,
    }


def _changed(change: Change | None, before: str) -> dict[str, Any]:
    if change is None:
        said: tuple[Any, ...] = (None, None, None, "", "", "no such year in this extract")
    else:
        numbers = (comparing.finite(each) for each in (change.percent, change.low, change.high))
        said = (*numbers, ARROWS[change.verdict], change.verdict, change.reason or "")
    names = ("change", "change_low", "change_high", "arrow", "verdict", "reason")
    return dict(zip((f"{before}{each}" for each in names), said, strict=True))


def _picture(found: Areas, row: Row) -> Chart | None:
    """Return an area's rate with its interval against that of all, None where there is no rate."""
    if math.isnan(row.rate.value) or not found.totals:
        return None
    average = rate(found.totals[0], found.now).value
    return rate_picture(row.rate, average, row.area.name)


def rate_picture(one: Rate, average: float, name: str) -> Chart | None:
    """Return a rate with its interval as a small picture, against the average where there is one."""
    if math.isnan(one.value):
        return None
    dot = Series(name, (name,), (one.value,), low=(one.low,), high=(one.high,))
    marks = () if math.isnan(average) else (Mark("all", x=average),)
    return Chart(
        "dots",
        alt=f"{name}: {findings.decimal(one.value)} per 1,000 residents against "
        f"{findings.decimal(average)} in all.",
        series=(dot,),
        x=Axis("per 1,000 residents"),
        y=Axis(kind="category"),
        marks=marks,
        height=70,
    )


def _explain(found: Areas, rows: list[Row]) -> str:
    span, many = findings.period(found.now), found.many
    if found.before is None:
        total = sum(row.now for row in rows)
        amount = findings.quantity(found.words, "count", total)
        return f"{amount} in {many} in {span}; there is no year before it to compare with."
    words = {word: [row for row in rows if row.on_year and row.on_year.verdict == word] for word in ARROWS}
    up, down, open_ = (len(words[each]) for each in ("higher", "lower", "cannot tell"))
    said = f"Of {many}, {up or 'none'} rose clearly in {span} against the year before, {down or 'none'} fell."
    if not up and not down:
        said = f"Not one of {many} clearly rose or fell in {span} against the year before."
    for word, rows_of_word in (("Rose", words["higher"]), ("Fell", words["lower"])):
        if rows_of_word:
            said += f" {word}: {_named(rows_of_word)}."
    if open_:
        said += f" Of {open_} nothing can be told{_one_reason(words['cannot tell'])}."
    return said


def _named(rows: list[Row]) -> str:
    listed = [
        f"{row.area.name} {findings.signed(row.on_year.percent)} %" for row in rows[:NAMED] if row.on_year
    ]
    return ", ".join(listed) + (f" and {len(rows) - NAMED} more" if len(rows) > NAMED else "")


def _one_reason(rows: list[Row]) -> str:
    """Return why, where all of them have one reason."""
    reasons = {row.on_year.reason for row in rows if row.on_year}
    return f": {reasons.pop()}" if len(reasons) == 1 else ""


def _subtitle(found: Areas, wanted: Period, baseline: Period | None) -> str:
    against = f", against {comparing.than(found.now, found.before)}" if found.before else ""
    also = f" and the baseline, {named(baseline)}" if baseline else f"; {named(wanted)} is not in the data"
    return f"{findings.sentence(findings.noun_of(found.words))[:-1]}, {found.now}{against}{also}"


def _define(found: Areas, wanted: Period, baseline: Period | None) -> str:
    said = [
        definition(found.selection),
        "A difference is one of numbers, in percent, over the months that are whole in both years; its "
        "interval allows for the area's own swing from month to month (over-dispersion φ, in the table) and "
        f"is widened for {len(found.listed)} looks at once. Totals are one look each.",
    ]
    if baseline:
        said.append(f"The baseline is {named(baseline)}.")
    else:
        said.append(f"The baseline, {named(wanted)}, is not in the data: choose another.")
    if found.unrated:
        said.append(f"No rates: {found.unrated}")
    else:
        said.append(
            "Rates are per 1,000 residents a year. A rank counts from the highest rate; its interval holds "
            f"95 % of an area's places in {ranks.DRAWS:,} draws of all rates within their own uncertainty."
        )
        said.append(found.note)
    return " ".join(each for each in said if each) + comparing.lockdown_note(found.calendar)


def _small(rows: list[Row]) -> str:
    """Return the warning that goes with numbers by which somebody could be picked out, '' without any."""
    changes = [each for row in rows for each in (row.on_year, row.on_baseline) if each]
    numbers = [row.now for row in rows] + [each.base for each in changes]
    few = sum(0 < each < SMALL for each in numbers)
    if not few:
        return ""
    return (
        f" {few} of the numbers {'is' if few == 1 else 'are'} from 1 to {SMALL - 1}, by which somebody may "
        "be picked out, and given as counted: this table is for the room in which the store may be seen. "
        "The profile of a district, made to be passed on, hides them."
    )


def _counted(found: Areas) -> str:
    total = sum(each.track.total(found.now) for each in found.listed)
    return f"{findings.quantity(found.words, 'count', total)} in {found.many}, {found.now}."


def _missing(store: Store, found: Areas) -> str:
    said = [left_out(store, found.selection)]
    if found.aside:
        said.append(f"{findings.count(found.aside)} in no known area are in no row and no total.")
    lost = [text for each in found.listed if (text := districts_data.months_said(each, found.now))]
    if lost:
        more = f" and {len(lost) - NAMED} more" if len(lost) > NAMED else ""
        said.append(
            f"Months left out of both years, since they look incomplete: {'; '.join(lost[:NAMED])}{more}."
        )
    return " ".join(said)


def _estimates(rows: list[Row], totals: list[Row]) -> tuple[Estimate, ...]:
    made: list[Estimate] = [
        Estimate("areas", len(rows), None, None, "areas", len(rows), "count", None),
        Estimate("offences", sum(row.now for row in rows), None, None, "offences", len(rows), "sum", None),
    ]
    for word in ARROWS:
        number = sum(row.on_year is not None and row.on_year.verdict == word for row in rows)
        made.append(Estimate(f"areas: {word}", number, None, None, "areas", len(rows), "count", None))
    for row in (*rows, *totals):
        if row.on_year is not None:
            made.append(_change_estimate(row.area.name, row.on_year))
        if not math.isnan(row.rate.value):
            made.append(rate_estimate(f"{row.area.name}, rate", row.rate, row.area))
    return tuple(made)


def _change_estimate(name: str, change: Change) -> Estimate:
    numbers = (comparing.finite(each) for each in (change.percent, change.low, change.high))
    value, low, high = numbers
    return Estimate(
        f"{name}, change", value, low, high, "percent", round(change.now + change.base), change.method,
        change.confidence,
    )  # fmt: skip


def rate_estimate(name: str, one: Rate, area: Area) -> Estimate:
    """Return a rate as an estimate."""
    low, high = comparing.finite(one.low), comparing.finite(one.high)
    method = comparing.limits_method(area.swing)
    return Estimate(name, one.value, low, high, "per 1,000 residents a year", one.offences, method)
