"""The rise under doubt: what is left of it when recording that improved is taken out."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from vru import findings, reference
from vru.answers import comparing, drawing, robust, tracks
from vru.answers.answer import Estimate, Verdict
from vru.answers.making import Empty, Parts, definition, left_out, rows_of
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.measures import change, doubt
from vru.periods import Period, month_name
from vru.selection import Selection
from vru.store import Store

INSPECTED = "violence_with_injury"
"""A selection without it is not what the inspection was about."""
HARDLY = "which recording hardly moves"


class Variant(NamedTuple):
    """A way to read the same rise: percent with its limits (NaN where not known) and its verdict."""

    label: str
    percent: float
    low: float
    high: float
    verdict: change.ChangeWord
    now: float
    base: float
    method: str


def improved(store: Store, selection: Selection) -> Parts:
    """Return the parts of the change since the first year, as recorded and as if always recorded as well."""
    _inspected(store, selection)
    asked = tracks.ask(store, selection)
    accuracies = _accuracies()
    now, base = _periods(asked, next(iter(accuracies.values())))
    found = _variants(store, selection, asked, now, base, accuracies)
    plain = found[0]
    telling = robust.Across((), tuple(robust.changes(store, selection, now, base).items())).telling
    unmoved = [_variant(f"{label}, {HARDLY}", each) for label, each in telling]
    table = pd.DataFrame([*found, *unmoved])
    verdict = "cannot tell"
    if robust.agreeing(plain.percent, plain.verdict, telling):
        verdict = doubt.under_doubt(plain.verdict, (each.verdict for each in found[1:]))
    return {
        "finding": _say(selection, plain, found[1:], unmoved, verdict, now, base),
        "verdict": Verdict("change", "cannot tell" if verdict == "cannot tell" else plain.verdict),
        "chart": _chart(table, now, base),
        "table": table,
        "estimates": tuple(_estimate(row) for row in rows_of(table)),
        "subtitle": f"Change from the year to {month_name(base.last)} to the year to {month_name(now.last)}",
        "definition": f"{definition(selection)} {_explained(accuracies)}",
        "counted": f"{findings.count(plain.now)} offences in the year to {month_name(now.last)}, "
        f"{findings.count(plain.base)} in the year to {month_name(base.last)}.",
        "missing": left_out(store, selection),
    }


def _inspected(store: Store, selection: Selection) -> None:
    if not reference.area_names("district").keys() & store.capabilities.districts.keys():
        raise Empty("cannot", "No inspection of this force's crime recording is in the reference tables.")
    if selection.groups and INSPECTED not in selection.groups:
        raise Empty(
            "cannot",
            "The inspection measured how violence is recorded: choose Violence with injury as offence group.",
        )


def _accuracies() -> dict[str, doubt.Accuracy]:
    """The inspection's finding and its two limits, by how a reader writes the share before."""
    first, last = reference.table("recording_accuracy").to_dict("records")[:2]
    days = dt.date.fromisoformat(first["date"]), dt.date.fromisoformat(last["date"])
    return {
        f"{findings.decimal(100 * float(first[each]))} %": doubt.Accuracy(
            float(first[each]), float(last["recorded"]), *days
        )
        for each in ("recorded", "low", "high")
    }


def _periods(asked: tracks.Tracks, accuracy: doubt.Accuracy) -> tuple[Period, Period]:
    found = comparing.periods(asked.calendar, asked.shown, "first_year")
    if found is None or found[1] is None:
        raise Empty("enough", "Two whole years are needed, one before recording improved and one after.")
    now, base = found[0], found[1]
    if base.first >= accuracy.ends or now.last < accuracy.begins:
        raise Empty(
            "enough",
            f"Recording improved from {month_name(accuracy.begins)} to {month_name(accuracy.ends)}, as "
            "inspections found; the selected years do not lie on both sides: choose a longer period.",
        )
    return now, base


def _variants(
    store: Store,
    selection: Selection,
    asked: tracks.Tracks,
    now: Period,
    base: Period,
    accuracies: dict[str, doubt.Accuracy],
) -> list[Variant]:
    track = asked.parts[0]
    swing = comparing.swings(store, selection, "count", "none", now, base)[track.label]
    months = comparing.months_of(track)
    found = [_variant("As recorded", change.judge(months, now, base, swing))]
    for said, accuracy in accuracies.items():
        known = doubt.recorded_share(track.calendar.months, accuracy) / accuracy.after
        exposed = months._replace(exposure=known, exposed=True)
        found.append(_variant(f"If {said} was recorded before", change.judge(exposed, now, base, swing)))
    return found


def _variant(label: str, judged: change.Change) -> Variant:
    limits = judged.percent, judged.low, judged.high
    return Variant(label, *limits, judged.verdict, judged.now, judged.base, judged.method)


def _say(
    selection: Selection,
    plain: Variant,
    inspected: list[Variant],
    unmoved: list[Variant],
    verdict: str,
    now: Period,
    base: Period,
) -> str:
    noun = findings.noun_of(selection)
    said = [
        f"From the year to {month_name(base.last)} to the year to {month_name(now.last)} recorded {noun} "
        f"changed by {_percent(plain)}.",
        f"Had recording always been as good as it became, it would be {_percent(inspected[0])}.",
        *(f"{each.label}: {_percent(each)}." for each in unmoved),
        "How much of it is real cannot be told."
        if verdict == "cannot tell"
        else f"{findings.sentence(verdict)[:-1]} either way.",
    ]
    return " ".join(said)


def _percent(variant: Variant) -> str:
    if not np.isfinite(variant.low):
        return f"{findings.signed(variant.percent)} %"
    limits = f"{findings.signed(variant.low)} to {findings.signed(variant.high)} %"
    return f"{findings.signed(variant.percent)} % (95 % interval {limits})"


def _chart(table: pd.DataFrame, now: Period, base: Period) -> Chart:
    dots = Series(
        "Change",
        tuple(table["label"]),
        drawing.values(table["percent"]),
        low=drawing.values(table["low"]),
        high=drawing.values(table["high"]),
    )
    alt = f"Dots: the change from {base} to {now} as recorded, and with improving recording taken out."
    return Chart(
        "dots",
        alt=alt,
        series=(dots,),
        x=Axis("Change in %", "number"),
        y=Axis("", "category"),
        marks=(Mark("No change", x=0.0),),
        height=120 + 40 * len(table),
    )


def _estimate(row: Any) -> Estimate:
    percent, low, high = (comparing.finite(each) for each in (row.percent, row.low, row.high))
    return Estimate(row.label, percent, low, high, "percent", int(row.now + row.base), row.method)


def _explained(accuracies: dict[str, doubt.Accuracy]) -> str:
    middle, low, high = accuracies
    after = f"{findings.decimal(100 * next(iter(accuracies.values())).after)} %"
    return (
        f"An inspection found {middle} of the violent crime reported from June to November 2016 recorded "
        f"(its own limits {low} to {high}), a second one {after} of all crime reported from April to June "
        "2018. Here the share rises evenly in between and is taken to have been the same in all years "
        "before, which nobody measured. "
        "So these are bounds, not a correction. A rise is only called one if the series that recording "
        "hardly moves and that are long enough (homicides, wounding with intent, admissions) agree: one "
        "of them shows it too, and none has limits that leave it out."
    )
