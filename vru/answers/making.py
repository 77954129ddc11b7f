"""Making an Answer: what every Answer says about its data, and the three ways to have none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any, Literal
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from vru import decisions, findings, reference
from vru.answers import small_areas
from vru.answers.answer import Answer, Options, Question
from vru.answers.labels import of_force
from vru.answers.sharing import once
from vru.areas import ONE
from vru.charts.chart import Chart
from vru.periods import month_name
from vru.selection import Selection
from vru.store import Store

Parts = dict[str, Any]
"""The fields of an Answer that its own function makes; the rest follows from what was asked."""

STATUSES = {  # what becomes of a record that is no crime any more
    "cancelled": "cancelled",
    "transferred": "transferred to another force",
    "no_crime": "recorded in error (no crime)",
    "withdrawn": "withdrawn by a later extract",
}


def basis_only(selection: Selection) -> str:
    """The date basis: all that an Answer about the whole store sees of a selection."""
    return selection.basis


def nothing(selection: Selection) -> None:
    """Nothing: an Answer that is the same whatever the filters say."""


WHOLE: dict[Callable[[Selection], Hashable], str] = {
    nothing: "the whole extract, whatever the filters say",
    basis_only: "the whole extract, by date {basis}, whatever the other filters say",
}
"""How captions say that the filters do not apply, by what an Answer sees of them."""


class Empty(Exception):
    """There is no answer: `nothing` matches, this extract `cannot` say, or not `enough` to say."""

    def __init__(self, kind: Literal["nothing", "cannot", "enough"], finding: str) -> None:
        super().__init__(finding)
        self.kind, self.finding = kind, finding


def asks(
    name: str,
    words: str,
    options: type[Options] = Options,
    sees: Callable[[Selection], Hashable] | None = None,
    *,
    by_day: bool = False,
    small: bool = False,
) -> Callable[[Callable[[Store, Selection, Any], Parts]], Question]:
    """Make a Question of a function that returns an Answer's own parts or raises Empty.

    `sees` names all that the function looks at in a selection, where this is little (its date
    basis, or nothing): what it makes is then kept as long as the store lives. `by_day` is for
    questions about people and places: they count by date committed whatever the filters name,
    where the extract has that date, and the Answer's selection says so. `small` is for questions
    that areas below the district can be asked about; the others are answered for all areas then,
    and the finding says so.
    """

    def question(make: Callable[[Store, Selection, Any], Parts]) -> Question:
        kept = _kept(make, sees) if sees else make
        whole = WHOLE.get(sees, "") if sees else ""

        def compute(store: Store, selection: Selection, chosen: Options) -> Answer:
            dated = by_day and store.capabilities.committed_months
            seen = replace(selection, basis="committed") if dated else selection
            wide = not (small or whole) and seen.small
            seen = seen.of_all_areas() if wide else seen
            try:
                parts = kept(store, seen, chosen)
            except Empty as empty:
                parts = {"finding": empty.finding, "empty": empty.kind}
            if wide:
                parts = parts | {"finding": f"{parts['finding']} {small_areas.ignored(selection)}"}
            if whole:
                parts = {"selected": whole.format(basis=seen.basis)} | parts
            return _answer(name, words, store, seen, chosen, parts)

        return Question(name, words, compute, options)

    return question


def _kept(
    make: Callable[[Store, Selection, Any], Parts], sees: Callable[[Selection], Hashable]
) -> Callable[[Store, Selection, Any], Parts]:
    kept: WeakKeyDictionary[Store, dict[Hashable, Parts]] = WeakKeyDictionary()

    def parts(store: Store, selection: Selection, chosen: Options) -> Parts:
        known, key = kept.setdefault(store, {}), (sees(selection), chosen)
        if key not in known:
            known[key] = make(store, selection, chosen)
        return known[key]

    return parts


def _answer(
    name: str, words: str, store: Store, selection: Selection, chosen: Options, parts: Parts
) -> Answer:
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


def _whose(store: Store) -> str:
    """Return how a source begins: with the force, unless its areas say that it is of another place."""
    force = store.meta.get("force") or "Force"
    return f"{force}: p" if of_force(store.capabilities.districts, force) else "P"


def source(store: Store) -> str:
    """Return where the figures come from: force, files, day of the last load, decisions in force."""
    mark = decisions.digest(store.folder)
    if not mark:
        return _files(store)
    held = len(decisions.in_force(store.folder))
    said = f"{held} decision{'' if held == 1 else 's'} of analysts in force (record {mark})."
    return f"{_files(store)} {said}"


@once
def _files(store: Store) -> str:
    loads = store.ask("loads")
    force = _whose(store)
    if loads.empty:
        said = f"{force}olice extract."
    else:
        day = loads["loaded_at"].max()
        files = loads["file"].nunique()
        said = (
            f"{force}olice extract of {files} file{'s' if files != 1 else ''}, "
            f"last loaded {day.day} {day:%B %Y}."
        )
    return f"SYNTHETIC demonstration data. {said}" if store.synthetic else said


@once
def left_out(store: Store, selection: Selection) -> str:
    """Return how many offences the selection cannot see, and why; each number out of a whole."""
    asked = selection.parameters()
    said = [*_undated(store, selection), *_not_crime(store, selection), *_unknown(store, selection, asked)]
    return " ".join(said) or "Nothing is left out that the filters could have seen."


@once
def _unseen(store: Store, basis: str, level: str, areas: tuple[str, ...]) -> pd.DataFrame:
    begins = store.capabilities.months(basis)
    rows = store.ask(
        "left_out", basis=basis, begins=begins[0] if begins else dt.date.max, level=level,
        areas=list(areas) or None,
    )  # fmt: skip
    return rows.assign(month=rows["month"].astype("datetime64[s]"))


def _chosen(store: Store, selection: Selection) -> pd.DataFrame:
    """Return what no month shows of the selected areas and groups; flags and persons are not asked."""
    level, within = (selection.level, selection.areas) if selection.small else ("", ())
    rows = _unseen(store, selection.basis, level, within)
    areas = () if selection.small else selection.areas
    kept = np.ones(len(rows), bool)
    for column, wanted in ((selection.level, areas), ("offence_group", selection.groups)):
        if wanted:
            kept &= rows[column].isin(wanted).to_numpy(bool)
    return rows[kept]


def _undated(store: Store, selection: Selection) -> list[str]:
    months = store.capabilities.months(selection.basis)
    if months is None:
        return []
    rows = _chosen(store, selection)
    rows = rows[rows["status"] == "crime"]
    undated = int(rows.loc[rows["month"].isna(), "offences"].sum())
    earlier = int(rows["offences"].sum()) - undated
    basis, said = selection.basis, []
    if undated:
        said.append(f"{_offences(undated, f'without a date {basis}')} in no month.")
    if earlier:
        before = f"{basis} before {month_name(months[0])}"
        said.append(f"{_offences(earlier, before)} in no month on offer: recorded much later.")
    return said


def _offences(number: int, which: str) -> str:
    noun, verb = ("offence", "is") if number == 1 else ("offences", "are")
    return f"{findings.count(number)} {noun} {which} {verb}"


def _not_crime(store: Store, selection: Selection) -> list[str]:
    rows, period = _chosen(store, selection), selection.period
    months = rows["month"].to_numpy("datetime64[D]")
    inside = (months >= np.datetime64(period.first)) & (months < np.datetime64(period.end))
    sums = rows[inside & (rows["status"] != "crime").to_numpy(bool)].groupby("status")["offences"].sum()
    parts = [
        f"{findings.count(number)} {STATUSES.get(str(status), str(status))}"
        for status, number in sums.items()
    ]
    return [f"Not counted in this period: {', '.join(parts)}."] if parts else []


def _unknown(store: Store, selection: Selection, asked: dict[str, Any]) -> list[str]:
    filters = {"district": bool(selection.areas), "domestic": selection.domestic, "knife": selection.knife}
    if not any(filters.values()) and not selection.by_person:
        return []
    row = store.ask("left_out_unknown", **asked).iloc[0].to_dict()
    words = {"district": "no known district", "domestic": "no domestic flag", "knife": "no knife flag"}
    if selection.small:
        row["district"] = store.ask("left_out_place", **asked)["place"].iloc[0]
        words["district"] = f"no known {ONE[selection.level]}"
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
