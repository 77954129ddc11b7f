"""Knife definitions: how much knife crime there is depends on what is called one."""

from __future__ import annotations

import math

import pandas as pd

from vru import findings
from vru.answers import control_links, drawing, events, knife_data
from vru.answers.answer import Ask, Estimate, Options, Question
from vru.answers.knife_data import DEFINITIONS, LABELS, Defined, defined
from vru.answers.knife_published import published
from vru.answers.making import Empty, Parts, asks
from vru.charts.chart import Series
from vru.periods import Period, month_name
from vru.selection import Selection
from vru.store import Store

OPTIONS = Options
NOT_ALL = ("homicides", "possession", "selected")
"""Definitions that speak of a part, or of more than knife crime: no measure of how much there is."""
DRAWN = ("flag_selected", "flag_any", "weapon", "assaults", "young", "possession")
"""Definitions that are drawn over the years: the wide pool of codes would flatten them, killings too."""
CHARTED = {"young": "victims_assaults_young"}
"""The series of a definition on the control chart page, where another page has it already."""


@asks("knife.definitions", "How much knife crime is there?")
def definitions(store: Store, selection: Selection, options: Options) -> Parts:
    """Each definition in plain words with what it counts in the latest year, or why it cannot."""
    found = defined(store, selection)
    table = _table(found)
    return {
        "finding": _explain(found),
        "table": table,
        "estimates": _estimates(found),
        "subtitle": f"One extract, {len(DEFINITIONS)} definitions, {findings.period(found.now)}",
        **knife_data.captions(selection, found),
    }


def _table(found: Defined) -> pd.DataFrame:
    rows = []
    for each in DEFINITIONS:
        number = found.total(each.code, found.now)
        rows.append(
            {
                "definition": each.label,
                "in_plain_words": each.words,
                "latest_year": _reason(found, each.code) if math.isnan(number) else findings.count(number),
                "beside": _beside(number, found.total("flag_selected", found.now)),
            }
        )
    return pd.DataFrame(rows)


def _beside(number: float, national: float) -> str:
    """Return a number against the national definition's: a share below it, else how many times."""
    if math.isnan(number) or not national > 0:
        return ""
    if number < national:
        return f"{findings.share(number, national)} of the national figure"
    return f"{findings.decimal(number / national)} times the national figure"


def _reason(found: Defined, code: str) -> str:
    return f"cannot be given: {found.why.get(code, 'the knife flag begins later')}"


def _known(found: Defined) -> dict[str, float]:
    """Return what each definition counts in the latest year, as far as it can be given."""
    numbers = {each.code: found.total(each.code, found.now) for each in DEFINITIONS}
    return {code: each for code, each in numbers.items() if not math.isnan(each)}


def _explain(found: Defined) -> str:
    known = {code: each for code, each in _known(found).items() if code not in NOT_ALL}
    if not known:
        return "No definition of knife crime can be applied to this extract: see what each one lacks."
    least, most = min(known, key=lambda code: known[code]), max(known, key=lambda code: known[code])
    when = findings.period(found.now)
    lacking = f" {len(found.why)} of {len(DEFINITIONS)} definitions cannot be given." if found.why else ""
    if least == most:
        return f"{LABELS[least]}: {findings.count(known[least])} in {when}.{lacking}"
    return (
        f"“Knife crime” in {when} is anything from {findings.count(known[least])} to "
        f"{findings.count(known[most])}, by what is called one. The least: {findings.lower(LABELS[least])}; "
        f"the most: {findings.lower(LABELS[most])}.{lacking}"
    )


def _estimates(found: Defined) -> tuple[Estimate, ...]:
    units = {"young": "people"}
    made = [
        _counted(LABELS[code], each, units.get(code, "offences"), f"count over {found.now}")
        for code, each in _known(found).items()
    ]
    every = _counted("definitions", len(DEFINITIONS), "definitions", "count")
    return (*made, _counted("cannot be given", len(found.why), "definitions", "count"), every)


def _counted(name: str, value: float, unit: str, method: str) -> Estimate:
    return Estimate(name, value, None, None, unit, int(value), method, None)


@asks("knife.years", "Do the definitions tell the same story over the years?")
def years(store: Store, selection: Selection, options: Options) -> Parts:
    """Each definition's number year by year."""
    found = defined(store, selection)
    spans = found.years()
    if not _changes(found, spans):
        raise Empty("enough", "There are not two years in which a definition can be applied.")
    table = _yearly(found, spans)
    known = events.touching(store, knife_data.touched(selection, "flag_any"))
    shown = Period(spans[0].first, found.now.last)
    return {
        "finding": _explain_years(found, spans),
        "chart": drawing.over_time(
            _lines(table),
            "offences (or victims) a year",
            f"Lines of {table['definition'].nunique()} definitions over {len(spans)} years to "
            f"{month_name(found.now.last)}.",
            marks=events.marks(known, shown),
        ),
        "table": table,
        "estimates": _year_estimates(found, spans),
        "subtitle": f"Years of twelve months to {found.now.last:%B}, {shown}",
        "tools": tuple(
            tool
            for code in DRAWN
            if code not in found.why
            for tool in control_links.to(
                CHARTED.get(code, f"defined_{code}"), f"{LABELS[code]}, month by month, as a control chart"
            )
        ),
        **knife_data.captions(selection, found),
    }


def _yearly(found: Defined, spans: list[Period]) -> pd.DataFrame:
    rows = []
    for each in DEFINITIONS:
        if each.code in found.why:
            continue
        for span in spans:
            whole = found.calendar.whole_in(span) == span.months
            number = found.total(each.code, span)
            if not math.isnan(number):
                rows.append((each.label, span.last, number, whole))
    return pd.DataFrame(rows, columns=["definition", "month", "value", "whole"])


def _lines(table: pd.DataFrame) -> list[Series]:
    drawn = [LABELS[code] for code in DRAWN]
    return [
        drawing.line(rows, str(name))
        for name, rows in table.groupby("definition", sort=False)
        if name in drawn
    ]


def _explain_years(found: Defined, spans: list[Period]) -> str:
    changes = _changes(found, spans)
    if not changes:
        return (
            "There are not two years in which a definition can be applied: nothing can be set side by side."
        )
    first, rises = changes[0][1], [100 * (now / then - 1) for _, _, then, now in changes]
    low, high = min(rises), max(rises)
    return (
        f"From the year to {month_name(first.last)} to that to {month_name(found.now.last)} the definitions "
        f"changed by {findings.signed(low, 0)} to {findings.signed(high, 0)} %. That is no verdict: "
        "intervals and changes in recording are on the success measures page."
    )


def _changes(found: Defined, spans: list[Period]) -> list[tuple[str, Period, float, float]]:
    """Return the first and latest number of each drawn definition that has both, above 0."""
    made = []
    for code in DRAWN:
        known = [(span, found.total(code, span)) for span in spans if code not in found.why]
        known = [(span, number) for span, number in known if not math.isnan(number)]
        if len(known) > 1 and known[0][1] > 0:
            made.append((code, known[0][0], known[0][1], known[-1][1]))
    return made


def _year_estimates(found: Defined, spans: list[Period]) -> tuple[Estimate, ...]:
    return tuple(
        Estimate(
            LABELS[code], 100 * (now / then - 1), None, None, "percent", int(now), "ratio of years", None
        )
        for code, _, then, now in _changes(found, spans)
    )


QUESTIONS: tuple[Question, ...] = (definitions, years, published)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
