"""Trust: six short lines on what an analyst should know before quoting a figure of this extract."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

import pandas as pd

from vru import findings
from vru.answers import blanks, district_gaps, events, month_states, quality_late, question
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts
from vru.answers.sharing import once
from vru.measures import doubt
from vru.periods import month_name
from vru.selection import Selection
from vru.store import Store

Status = Literal["in order", "mind this", "not known"]
_STATUSES: tuple[Status, ...] = ("in order", "mind this", "not known")


class Line(NamedTuple):
    """One line of the card: what is checked, how it stands, one sentence, the page that shows it."""

    check: str
    status: Status
    says: str
    page: str


def card(store: Store, selection: Selection) -> Parts:
    """Return the parts of the six lines; none of them raises for want of data."""
    lines = _lines(store, selection)
    return {
        "finding": _say(lines),
        "table": pd.DataFrame(
            [(each.check, each.status, each.says) for each in lines], columns=["check", "status", "says"]
        ),
        "estimates": (
            *(_number(word, sum(each.status == word for each in lines), lines) for word in _STATUSES),
            _number("all", len(lines), lines),
        ),
        "definition": (
            "Reconciliation, provisional months, blanks and linkage are of the whole extract, whatever the "
            "filters say; completeness follows the date basis, breaks the whole selection. In order: nothing "
            "there would change how a figure is read. Mind this: say so with the figure."
        ),
        "counted": "Each line's page says what it rests on.",
        "links": tuple((each.check, each.page) for each in lines),
        "subtitle": "Six checks, to be looked at before a figure is quoted",
    }


def _number(name: str, value: int, lines: list[Line]) -> Estimate:
    return Estimate(name, value, None, None, "checks", len(lines), "count", None)


def _say(lines: list[Line]) -> str:
    names = {word: [each.check.lower() for each in lines if each.status == word] for word in _STATUSES}
    fine = len(names["in order"])
    said = f"{fine} of {len(lines)} checks {'is' if fine == 1 else 'are'} in order."
    if names["mind this"]:
        said += f" Mind before quoting a figure: {', '.join(names['mind this'])}."
    if names["not known"]:
        said += f" Not known: {', '.join(names['not known'])}."
    return said


def _lines(store: Store, selection: Selection) -> list[Line]:
    return [
        _reconciles(store),
        _complete(store, selection),
        _provisional(store),
        _blanks(store),
        _breaks(store, selection),
        _linkage(store),
    ]


@once
def _reconciles(store: Store) -> Line:
    found = question("reconciliation.years").ask(store, Selection.default(store.capabilities)).answer()
    judged: dict[str, Status] = {"holds": "in order", "does not hold": "mind this"}
    status = judged.get(found.verdict.value, "not known") if found.verdict else "not known"
    return Line("Reconciles", status, _first(found.finding), "reconciliation")


def _complete(store: Store, selection: Selection) -> Line:
    states = month_states.judged(store, selection.basis)
    whole = states.loc[states["state"] == "complete", "month"]
    if whole.empty:
        return Line("Complete to", "not known", "No month has been judged complete.", "completeness")
    odd = states.loc[states["state"].isin(["incomplete", "unusual"]), "month"].dt.date
    inside = [each for each in odd if selection.period.first <= each < selection.period.end]
    said = f"Complete to {month_name(whole.max())}, by date {selection.basis}"
    gaps = district_gaps.listed(store, selection, selection.period)
    if gaps:
        said += f"; a district looks incomplete: {gaps}."
        return Line("Complete to", "mind this", said, "completeness")
    if not inside:
        return Line("Complete to", "in order", f"{said}; every month shown looks complete.", "completeness")
    those = f"{month_name(inside[0])} looks" if len(inside) == 1 else f"{len(inside)} months look"
    return Line("Complete to", "mind this", f"{said}; {those} incomplete or unusual.", "completeness")


@once
def _provisional(store: Store) -> Line:
    check, page = "Provisional since", "completeness"
    try:
        since = quality_late.provisional_since(store, Selection.default(store.capabilities))
    except Empty as empty:
        return Line(check, "not known", _first(empty.finding), page)
    if since is None:
        return Line(check, "in order", "By date committed no month is expected to grow noticeably.", page)
    return Line(check, "mind this", f"By date committed, months since {month_name(since)} will grow.", page)


def _blanks(store: Store) -> Line:
    worst = blanks.worst(store)
    status: Status = "mind this" if worst.field else "in order"
    return Line("Blanks that matter", status, _first(worst.sentence), "blanks")


def _breaks(store: Store, selection: Selection) -> Line:
    known = events.between(events.touching(store, selection), selection.period, selection.period)
    if not known:
        said = "No known change in recording touches this selection in this period."
        return Line("Breaks in this period", "in order", said, "trends")
    number = f"{len(known)} changes" if len(known) > 1 else "1 change"
    last = f"{'the last: ' if len(known) > 1 else ''}“{known[-1].label}”, {month_name(known[-1].begins)}"
    said = f"{number} in recording {'touch' if len(known) > 1 else 'touches'} this selection; {last}."
    return Line("Breaks in this period", "mind this", said.replace("selection; “", "selection: “"), "trends")


@once
def _linkage(store: Store) -> Line:
    found = question("linkage.dates").ask(store, Selection.default(store.capabilities)).answer()
    if found.empty:
        return Line("Linkage", "not known", _first(found.finding), "linkage")
    low, high = found.estimates[0].low, found.estimates[0].high
    if low is None or high is None:
        return Line("Linkage", "not known", _first(found.finding), "linkage")
    # as many as could turn a verdict are tried from the smallest share on
    unsure = high > 100 * doubt.SHARES[0]
    status: Status = "mind this" if low > 0 else "not known" if unsure else "in order"
    return Line("Linkage", status, _first(found.finding), "linkage")


def _first(text: str) -> str:
    """Return the first sentence: a full stop before a capital ends one."""
    return findings.sentence(
        re.split(r"(?<=[.:]) (?=[A-Z“])", text.replace("`", ""), maxsplit=1)[0].rstrip(":")
    )
