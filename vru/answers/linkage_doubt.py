"""Linkage under doubt: one-offs and overlaps with more persons falsely split and merged, and put right."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import comparing, drawing, linkage_merges, overlaps_doubt, question, repeat_doubt
from vru.answers.answer import Answer, Estimate
from vru.answers.doubting import Error, wrong
from vru.answers.linkage_dates import plain
from vru.answers.linkage_months import judged
from vru.answers.making import Empty, Parts, rows_of
from vru.answers.overlaps_windows import Windows, chosen, effect, met, windows
from vru.answers.people import by_day, violence_of
from vru.answers.repeat_common import Repeats
from vru.answers.repeat_doubt import Share
from vru.answers.sampled import sample
from vru.answers.sharing import once
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.measures import doubt
from vru.periods import month_name
from vru.selection import Selection
from vru.store import Store

MEASURES = {
    "one_off": ("repeat.one_off", "One-offs", "%"),
    "roles": ("overlaps.offender_victim", "Offenders also victims", "times"),
    "relations": ("overlaps.intimate_partner", "Partner and general violence", "times"),
}
SAID = {
    "one_off": "{now} % of first-time suspects are one-offs; with up to {most} of persons wrong, or put "
    "right, {low} to {high} %.",
    "roles": "Offenders are victims {now} times as often as residents like them; with as many wrong, or put "
    "right, {low} to {high} times.",
    "relations": "Partner and general violence meet {now} times as often; with as many wrong, or put right, "
    "{low} to {high} times.",
}
FOUND = "As found"


class Row(NamedTuple):
    """A measure's value with limits in its unit, if persons were wrong in the way the label names."""

    measure: str
    label: str
    value: float
    low: float
    high: float


def table_of(store: Store) -> Parts:
    """Return the parts of the table: as found, with more errors, with fewer, and at the estimated rates."""
    errors = estimated(store)
    rows, lacks = _rows(store, errors)
    if not rows:
        raise Empty("cannot", lacks[0])
    wide = _wide(rows)
    return {
        "finding": _say(wide, errors),
        "chart": _chart(rows),
        "table": wide,
        "estimates": _estimates(rows, errors),
        "subtitle": "How far one-offs and overlaps move if persons were falsely split or merged",
        "definition": (
            "One-offs: first-time suspects not recorded again within 36 months. Overlaps: how many times as "
            "often as residents of the same age and sex. Another 5, 10 or 20 % of persons are falsely split "
            "(each record to the old or the new pseudonym by the toss of a coin) or merged (with somebody of "
            "the same sex and age), and everything is counted again; put right is one step the other way "
            "(simulation and extrapolation). At the estimated rates: the split of the date above with its "
            "own day, and the merges estimated above. A split hides repeats, but also makes newcomers of "
            "people with a past, so one-offs may move either way. All of the whole extract, whatever the "
            f"filters say.{sample(store).said}"
        ),
        "counted": "Each measure's own page says what it rests on.",
        "missing": " ".join([*lacks, "Errors that are no random draw of people move the figures otherwise."]),
    }


@once
def estimated(store: Store) -> tuple[tuple[str, Error], ...]:
    """Return what is estimated on this page and to be put right, with its words; nothing within chance."""
    made = []
    try:
        dates = judged(store, 12)
        surest = dates[dates["low"] > 0].sort_values("low", ascending=False)
        for row in rows_of(surest.head(1)):
            day = (row.date - pd.Timestamp(0).date()).days
            made.append((f"split of {month_name(row.date)}", Error("split", row.lost / 100, day)))
    except Empty:
        pass
    try:
        found = linkage_merges.signs(store)
        if found.merged.low > 0:
            made.append(("merges", Error("merged", found.share(found.merged.value) / 100)))
    except Empty:
        pass
    return tuple(made)


@once
def _rows(store: Store, errors: tuple[tuple[str, Error], ...]) -> tuple[list[Row], list[str]]:
    """Return all rows, and why measures are missing."""
    rows: list[Row] = []
    lacks = []
    for measure, (name, label, _) in MEASURES.items():
        found = question(name).ask(store, Selection.default(store.capabilities)).answer()
        if found.empty:
            lacks.append(f"{label}: {found.finding}")
        else:
            rows += _of(store, measure, found, errors)
    return rows, lacks


def _of(store: Store, measure: str, found: Answer, errors: tuple[tuple[str, Error], ...]) -> list[Row]:
    first, selection = found.estimates[0], by_day(found.selection)
    value, low, high = (np.nan if each is None else each for each in (first.value, first.low, first.high))
    made = [Row(measure, FOUND, value, low, high)]
    if measure == "one_off":
        now, options = Share(value, low, high, first.n), Repeats()
        doubts = repeat_doubt.doubted(store, selection, options, now)
        made += [Row(measure, _label(each), *each.found[:3]) for each in doubts]
        for words, error in errors:
            back = repeat_doubt.put_right(store, selection, options, now, error)
            made += [Row(measure, f"Put right: {words}", *back[:3])] if back else []
        return made
    violence = violence_of(store, Windows())
    spans = windows(store, selection, 24)
    kept = met(store, measure, violence, spans)
    wider = effect(kept, chosen(kept, selection))
    ratios = overlaps_doubt.doubted(store, measure, violence, spans, selection, margin=1.0, wider=wider)
    made += [Row(measure, _label(each), *each.ratio) for each in ratios]
    for words, error in errors:
        ratio = overlaps_doubt.put_right(store, measure, violence, spans, selection, error, wider=wider)
        made.append(Row(measure, f"Put right: {words}", *ratio))
    return made


def _label(each: repeat_doubt.Doubted | overlaps_doubt.Doubted) -> str:
    said = wrong(each.how, each.share)
    return f"{said}, put right" if each.without else f"Another {said}"


def _wide(rows: list[Row]) -> pd.DataFrame:
    labels = list(dict.fromkeys(each.label for each in rows))
    rank = {label: (label != FOUND, not label.startswith("Put right"), label.endswith("put right"))
            for label in labels}  # fmt: skip
    table = pd.DataFrame({"label": sorted(labels, key=lambda each: rank[each])})
    for measure in MEASURES:
        by_label = {each.label: each for each in rows if each.measure == measure}
        if by_label:
            for column in ("value", "low", "high"):
                table[f"{measure}_{column}"] = [
                    getattr(by_label[each], column) if each in by_label else np.nan for each in table["label"]
                ]
    return table


def _chart(rows: list[Row]) -> Chart:
    """Return each measure in per cent of what it is as found, one under the other."""
    found = {each.measure: each.value for each in rows if each.label == FOUND}
    shown = [each for each in rows if not each.label.endswith("put right") and each.label != FOUND]
    shown.sort(key=lambda each: ("merged" in each.label) + 2 * each.label.startswith("Put right"))
    series = []
    for measure in found:
        mine = [each for each in shown if each.measure == measure]
        percent = [100 * each.value / found[measure] for each in mine]
        name = MEASURES[measure][1]
        series.append(Series(name, tuple(each.label for each in mine), drawing.values(percent)))
    names = {label for one in series for label in one.x}
    return Chart(
        "dots",
        alt="One-offs and overlaps with shares of persons falsely split or merged, in % of what is found.",
        series=tuple(series),
        x=Axis("% of what is found; dashed: as found", "percent"),
        y=Axis("", "category"),
        marks=(Mark("", x=100.0),),
        height=140 + 40 * len(names),
    )


def _say(wide: pd.DataFrame, errors: tuple[tuple[str, Error], ...]) -> str:
    said = []
    for measure, words in SAID.items():
        if f"{measure}_value" in wide:
            values = wide[f"{measure}_value"]
            now, low, high = (findings.decimal(each) for each in (values[0], values.min(), values.max()))
            said.append(words.format(now=now, low=low, high=high, most=f"{100 * max(doubt.SHARES):.0f} %"))
    if not errors:
        return " ".join([*said, "No error is estimated that would have to be put right."])
    rows = wide[wide["label"].str.startswith("Put right")]
    return " ".join([*said, *(_righted(row, wide) for _, row in rows.iterrows())])


def _righted(row: pd.Series, wide: pd.DataFrame) -> str:
    parts = [
        f"{MEASURES[measure][1].lower()} {findings.decimal(row[name])}{' %' if measure == 'one_off' else ''}"
        for measure in MEASURES
        if (name := f"{measure}_value") in wide and np.isfinite(row[name])
    ]
    return f"With the {row['label'].removeprefix('Put right: ')} put right: {', '.join(parts)}."


def _estimates(rows: list[Row], errors: tuple[tuple[str, Error], ...]) -> tuple[Estimate, ...]:
    return (
        *(_estimate(each) for each in rows),
        *(plain(f"persons wrong: {words}", 100 * error.share, "%") for words, error in errors),
        plain("most persons wrong", 100 * max(doubt.SHARES), "%"),
    )


def _estimate(each: Row) -> Estimate:
    _, label, unit = MEASURES[each.measure]
    value, low, high = (comparing.finite(number) for number in each[2:])
    return Estimate(f"{label}, {each.label}", value, low, high, unit, 0, "simulation and extrapolation")
