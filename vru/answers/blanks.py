"""Blanks: what is not known, when and where, and what could that do to each figure?"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from vru import findings
from vru.answers import blanks_effects, blanks_fields, drawing, events
from vru.answers.answer import Ask, Estimate, Options, Question
from vru.answers.blanks_fields import FIELDS, Known
from vru.answers.making import Empty, Parts, asks, rows_of
from vru.answers.quality_late import of_kinds
from vru.answers.validity import FLAGS
from vru.charts.chart import Chart
from vru.measures import rates
from vru.selection import Selection
from vru.store import Store

OPTIONS = Options
MATTERS = 0.01  # of the rows that have a field: below, no figure of a page moves by as much as it shows
LEAST = 100  # rows of a year or district: the share of fewer swings by chance
APART = 2.0  # percentage points: a smaller difference moves no figure that is read to a whole per cent
DEFINITION = (
    "Counts are of the selected kinds of offence in the whole extract, whatever the other filters say. A "
    "field is looked at from when it exists: a flag before its first month is not blank."
)


_OF_SUSPECTS = frozenset(blanks_fields.PEOPLE)
USED = frozenset(each.label for each in FIELDS.values() if each.pages)


class Worst(NamedTuple):
    """The blank that matters most: one sentence, the field as pages call it, the share blank (0 to 1).

    `field` is '' and `share` None where no field that a page uses is blank often enough to
    matter, or blanks cannot be counted; the sentence says which.
    """

    sentence: str
    field: str
    share: float | None


def worst(store: Store) -> Worst:
    """Return the blank that matters most in a store, for the kinds of offence that it opens with.

    It is the field that is blank most often among those that came with data and that a page
    uses. Never raises for want of data. Costs two queries, kept as long as the store lives.
    """
    opens = Selection.default(store.capabilities)
    try:
        found = blanks_fields.overall(blanks_fields.counted(store, *blanks_fields.seen(opens)))
    except Empty as empty:
        return Worst(empty.finding, "", None)
    return _worst(found)


def _worst(found: list[Known]) -> Worst:
    used = _of_use(found)
    most = max((each for each in used if each.partly), key=lambda each: each.share, default=None)
    if most is None or most.share < MATTERS:
        absent = sum(each.never for each in used)
        rest = f"; {absent} did not come with this extract" if absent else ""
        return Worst(f"No field that a page uses is blank in 1 % or more{rest}.", "", None)
    field = most.field
    said = f"{_part(most)} of {field.whole} {field.blank}: {field.so}."
    return Worst(said, field.label, most.share)


def _of_use(found: list[Known]) -> list[Known]:
    """Return the fields that a page uses: without suspects no page uses what is known of victims."""
    suspects = any(each.code == "suspect" and not each.never for each in found)
    useless = frozenset() if suspects else _OF_SUSPECTS
    return [
        each
        for each in found
        if each.field.pages and (each.code == "suspect" or not useless.issuperset(each.field.pages))
    ]


def _part(known: Known) -> str:
    return findings.share(known.unknown, known.whole)


@asks("blanks.effects", "What could the blanks do to each figure?")
def effects(store: Store, selection: Selection, options: Options) -> Parts:
    """Each figure with its blanks filled in the worst way there is, and whether its verdict turns."""
    return blanks_effects.moved(store, selection)


@asks("blanks.fields", "What is not known, and has that changed?", sees=blanks_fields.seen)
def fields(store: Store, selection: Selection, options: Options) -> Parts:
    """The share blank of each field in each year, as shades."""
    rows = blanks_fields.counted(store, *blanks_fields.seen(selection))
    found = blanks_fields.overall(rows)
    never = [each.field.label for each in found if each.never]
    table = _shares(rows.dropna(subset=["year"]), "year")
    return {
        "finding": f"{_worst(found).sentence} {_say_change(_clear(table, 'year'))}",
        "chart": _by_year(store, table),
        "table": table,
        "estimates": (
            *_estimates(found),
            _number("fields never known", len(never), "fields"),
            _number("pages' fields never known", sum(each.never for each in _of_use(found)), "fields"),
            _number("least that matters", 100 * MATTERS, "percent blank"),
        ),
        "definition": f"{DEFINITION} Limits are Wilson's at 95 %.",
        "counted": _counted(found),
        "missing": _missing(found, never),
        "subtitle": f"Share blank by field and year {selection.basis}",
        "selected": _selected(selection),
    }


@asks("blanks.districts", "Where is it not known?", sees=blanks_fields.seen)
def districts(store: Store, selection: Selection, options: Options) -> Parts:
    """The share blank of each field in each district, as shades."""
    rows = blanks_fields.counted(store, *blanks_fields.seen(selection))
    found = blanks_fields.overall(rows)
    table = _shares(rows[rows["field"] != "district"], "district")
    outside = table["district"].isin([blanks_fields.ELSEWHERE, blanks_fields.NOWHERE])
    if outside.all():
        raise Empty("cannot", "No offence has a known district: fill `district` in the mapping.")
    return {
        "finding": _say_districts(_clear(table[~outside], "district"), found),
        "chart": _heat(table, "district"),
        "table": table,
        "estimates": (
            *_estimates(found),
            _number("least difference", APART, "points"),
        ),
        "definition": f"{DEFINITION} Limits are wide enough for all districts and fields together.",
        "counted": _counted(found),
        "missing": "A district's share rests on its own rows: few rows, and it swings by chance.",
        "subtitle": "Share blank by field and district",
        "selected": _selected(selection),
    }


def _selected(selection: Selection) -> str:
    return f"The whole extract, all areas, by date {selection.basis}; {of_kinds(selection).noun()}"


def _missing(found: list[Known], never: list[str]) -> str:
    full = [each.field.label for each in found if not each.unknown]
    said = [f"Never known in this extract: {', '.join(never)}."] if never else []
    return " ".join([*said, f"Never blank: {', '.join(full)}." if full else "Every field has a blank."])


def _shares(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return field (label), the column `by`, unknown, whole, share, low and high in per cent."""
    sums = rows.groupby(["field", by], as_index=False, sort=False)[["unknown", "whole"]].sum()
    order = {code: at for at, code in enumerate(FIELDS)}
    sums = sums.sort_values(["field", by], key=lambda each: each.map(order) if each.name == "field" else each)
    found = rates.proportion(sums["unknown"], sums["whole"])
    sums["field"] = [FIELDS[each].label for each in sums["field"]]
    return sums.assign(share=100 * found.value, low=100 * found.low, high=100 * found.high).reset_index(
        drop=True
    )


def _heat(table: pd.DataFrame, by: str) -> Chart:
    """Return shades of the fields that are blank in part: those never known would hide them."""
    sums = table.groupby("field", sort=False)[["unknown", "whole"]].sum()
    partly = (sums["unknown"] > 0) & (sums["unknown"] < sums["whole"])
    rows = sums.index[partly] if partly.any() else sums.index[sums["unknown"] > 0]
    wide = table.pivot(index="field", columns=by, values="share").reindex(rows)
    last = (blanks_fields.NOWHERE, blanks_fields.ELSEWHERE)
    wide = wide[sorted(wide.columns, key=lambda each: (each in last, each))]
    return drawing.heat(wide, "share blank, %", f"Share blank of {len(wide)} fields by {by}.")


def _by_year(store: Store, table: pd.DataFrame) -> Chart:
    """Return the shades by year, with the changes in recording that touch a field drawn."""
    drawn, years = _heat(table, "year"), [int(each) for each in sorted(set(table["year"]))]
    flags = {each for each in FLAGS if FIELDS[each].label in {one.name for one in drawn.series}}
    return replace(drawn, marks=events.of_store(store, flags | {events.PERSONS}, years))


def _estimates(found: list[Known]) -> tuple[Estimate, ...]:
    partly = sorted((each for each in found if each.partly), key=lambda each: -each.share)
    return tuple(
        Estimate(each.field.label, 100 * each.share, None, None, "percent blank", each.whole, "share", None)
        for each in partly
    )


def _number(name: str, value: float, unit: str) -> Estimate:
    return Estimate(name, value, None, None, unit, 0, "count" if unit == "fields" else "by definition", None)


def _counted(found: list[Known]) -> str:
    words = {"group": "offences", "suspect age": "suspects", "victim age": "victims"}
    parts = [f"{findings.count(each.whole)} {words[each.code]}" for each in found if each.code in words]
    return f"{', '.join(parts)}."


def _clear(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the rows to compare: of fields in use and known in part, with limits wide enough for all."""
    known = table.groupby("field")[["unknown", "whole"]].transform("sum")
    partly = (known["unknown"] > 0) & (known["unknown"] < known["whole"])
    rows = table[partly & table["field"].isin(USED) & (table["whole"] >= LEAST)]
    if rows.empty:
        return rows
    found = rates.proportion(rows["unknown"], rows["whole"], confidence=1 - 0.05 / len(rows))
    return rows.assign(low=100 * found.low, high=100 * found.high)


def _say_change(rows: pd.DataFrame) -> str:
    """Say which field's share blank moved most from one year to another, where it clearly did."""
    least, said = APART, "In no field does the share blank change clearly over the years."
    for label, each in rows.groupby("field", sort=False):
        ordered = rows_of(each.sort_values("share"))
        low, high = ordered[0], ordered[-1]
        if high.low > low.high and high.share - low.share > least:
            least, (first, last) = high.share - low.share, sorted((low, high), key=lambda row: row.year)
            said = (
                f"{label} changed most: {findings.decimal(first.share)} % in {first.year}, "
                f"{findings.decimal(last.share)} % in {last.year}."
            )
    return said


def _say_districts(rows: pd.DataFrame, found: list[Known]) -> str:
    if rows.empty:
        return "No district has enough rows to compare what is blank there with the force."
    force = {each.field.label: 100 * each.share for each in found}
    apart = rows.assign(apart=rows["share"] - rows["field"].map(force))
    apart = apart[(apart["low"] > apart["field"].map(force)) & (apart["apart"] >= APART)]
    if apart.empty:
        return (
            f"In no field has a district clearly more blanks than the force, by {APART:.0f} points or more."
        )
    row = rows_of(apart.sort_values("apart").tail(1))[0]
    return (
        f"{row.district} stands out most: {row.field} is blank in {findings.decimal(row.share)} % there, "
        f"against {findings.decimal(force[row.field])} % in the force."
    )


QUESTIONS: tuple[Question, ...] = (fields, effects, districts)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
