"""Making an Answer: what every Answer says about its data, and the three ways to have none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import pandas as pd

from vru import findings, reference
from vru.answers.answer import Answer, Options, Question
from vru.answers.sharing import once
from vru.charts.chart import Chart
from vru.periods import month_name
from vru.selection import Selection
from vru.store import Store

Parts = dict[str, Any]
"""The fields of an Answer that its own function makes; the rest follows from what was asked."""

_STATUSES = {
    "cancelled": "cancelled",
    "transferred": "transferred to another force",
    "no_crime": "recorded in error (no crime)",
    "withdrawn": "withdrawn by a later extract",
}


class Empty(Exception):
    """There is no answer: `nothing` matches, this extract `cannot` say, or not `enough` to say."""

    def __init__(self, kind: Literal["nothing", "cannot", "enough"], finding: str) -> None:
        super().__init__(finding)
        self.kind, self.finding = kind, finding


def asks(
    name: str, words: str, options: type[Options] = Options
) -> Callable[[Callable[[Store, Selection, Any], Parts]], Question]:
    """Make a Question of a function that returns an Answer's own parts or raises Empty."""

    def question(make: Callable[[Store, Selection, Any], Parts]) -> Question:
        def compute(store: Store, selection: Selection, chosen: Options) -> Answer:
            try:
                parts = make(store, selection, chosen)
            except Empty as empty:
                parts = {"finding": empty.finding, "empty": empty.kind}
            about: Parts = {
                "chart": Chart("none", alt=parts["finding"]),
                "table": pd.DataFrame(),
                "definition": definition(selection),
                "counted": "",
                "missing": "",
                "source": source(store),
            }
            return Answer(
                name=name,
                question=words,
                selection=selection,
                options=chosen,
                store_version=store.version,
                synthetic=store.synthetic,
                **(about | parts),
            )

        return Question(name, words, compute, options)

    return question


def rows_of(table: pd.DataFrame) -> list[Any]:
    """Return the rows of a table as named tuples."""
    return list(table.itertuples(index=False))


def definition(selection: Selection) -> str:
    """Return what is counted, as captions say it."""
    groups = reference.offence_groups()
    kinds = ", ".join(groups[code].label for code in selection.groups) or "all offence groups"
    return (
        f"One offence is one recorded crime ({kinds}), dated by when it was {selection.basis}. "
        "Cancelled and transferred records are left out."
    )


@once
def source(store: Store) -> str:
    """Return where the figures come from: force, files, day of the last load."""
    loads = store.ask("loads")
    force = store.meta.get("force") or "Force"
    if loads.empty:
        said = f"{force}: police extract."
    else:
        day = loads["loaded_at"].max()
        files = loads["file"].nunique()
        said = (
            f"{force}: police extract of {files} file{'s' if files != 1 else ''}, "
            f"last loaded {day.day} {day:%B %Y}."
        )
    return f"SYNTHETIC demonstration data. {said}" if store.synthetic else said


@once
def left_out(store: Store, selection: Selection) -> str:
    """Return how many offences the selection cannot see, and why; each number out of a whole."""
    asked = selection.parameters()
    said = [*_undated(store, selection), *_not_crime(store, asked), *_unknown(store, selection, asked)]
    return " ".join(said) or "Nothing is left out that the filters could have seen."


def _undated(store: Store, selection: Selection) -> list[str]:
    months = store.capabilities.months(selection.basis)
    if months is None:
        return []
    found = store.ask("left_out_undated", begins=months[0], **selection.parameters()).iloc[0]
    basis, said = selection.basis, []
    if found["offences"]:
        said.append(f"{_offences(found['offences'], f'without a date {basis}')} in no month.")
    if found["earlier"]:
        before = f"{basis} before {month_name(months[0])}"
        said.append(f"{_offences(found['earlier'], before)} in no month on offer: recorded much later.")
    return said


def _offences(number: int, which: str) -> str:
    noun, verb = ("offence", "is") if number == 1 else ("offences", "are")
    return f"{findings.count(number)} {noun} {which} {verb}"


def _not_crime(store: Store, asked: dict[str, Any]) -> list[str]:
    rows = store.ask("left_out_status", **asked)
    parts = [
        f"{findings.count(row.offences)} {_STATUSES.get(row.status, row.status)}" for row in rows_of(rows)
    ]
    return [f"Not counted in this period: {', '.join(parts)}."] if parts else []


def _unknown(store: Store, selection: Selection, asked: dict[str, Any]) -> list[str]:
    row = store.ask("left_out_unknown", **asked).iloc[0]
    filters = {"district": bool(selection.areas), "domestic": selection.domestic, "knife": selection.knife}
    words = {"district": "no known district", "domestic": "no domestic flag", "knife": "no knife flag"}
    said = [
        f"{findings.count(row[name])} of {findings.count(row['offences'])} offences in the period "
        f"({findings.share(row[name], row['offences'])}) have {words[name]} and are in no such filter."
        for name, chosen in filters.items()
        if chosen and chosen != "unknown" and row[name]
    ]
    if selection.by_person:
        who = store.ask("left_out_person", **asked).iloc[0]
        if who["without_person"]:
            said.append(
                f"In {findings.count(who['without_person'])} of {findings.count(who['offences'])} offences "
                "nobody's age, sex or role is known as the filter needs it."
            )
    return said
