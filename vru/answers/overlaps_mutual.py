"""Overlaps without counter-allegations: a fight recorded as two crimes makes both sides both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from vru import findings
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts, rows_of
from vru.answers.overlaps_strata import enough, forest, row_of
from vru.answers.overlaps_windows import (
    Windows,
    answered,
    chosen,
    effect,
    elsewhere,
    ignored,
    met,
    needs,
    windows,
)
from vru.answers.overlaps_words import METHOD, WORDS, times, widened
from vru.answers.people import VIOLENCE, by_day, violence_of
from vru.answers.sharing import once
from vru.measures.overlap import Ratio
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

WITHOUT = "Without counter-allegations"
COUNTER = (
    "A fight is often recorded as two crimes, each side the victim of one. Counter-allegation: the same two "
    "persons in opposite roles within one day, in two offences."
)


@once
def without(store: Store, violence: str, spans: tuple[Period, ...], selection: Selection) -> dict[str, Any]:
    """Return the row (label, ratio, low, high, people) of the overlap without counter-allegations."""
    found = answered(store, violence, spans)
    tables = chosen(found, selection)
    return row_of(WITHOUT, "answered", tables, effect(found, tables))


def ratio_of(row: dict[str, Any]) -> Ratio:
    """Return the ratio of a row."""
    return Ratio(row["ratio"], row["low"], row["high"])


@once
def _facts(store: Store, violence: str, spans: tuple[Period, ...]) -> Any:
    return store.ask("overlaps_mutual", violence=violence, first=spans[0].first, end=spans[-1].end).iloc[0]


def mutual(store: Store, selection: Selection, options: Windows) -> Parts:
    """Return the parts of counter-allegations: how many there are, and the overlap without them."""
    needs(store, "roles")
    asked, violence = by_day(selection), violence_of(store, options)
    spans = windows(store, asked, int(options.window))
    facts = _facts(store, violence, spans)
    if not facts["offences"]:
        raise Empty("nothing", "No offence has a known suspect and a known victim: choose a longer period.")
    found = met(store, "roles", violence, spans)
    tables = chosen(found, asked)
    away = elsewhere(store, violence, spans)
    both = row_of("With counter-allegations", "all", tables, effect(found, tables))
    enough(tables, ratio_of(both), WORDS["roles"])
    table = pd.DataFrame([both, without(store, violence, spans, asked)]).drop(columns="part")
    if not np.isfinite(table["low"].to_numpy(float)).all():
        raise Empty(
            "enough",
            "Without counter-allegations too few people were both suspect and victim for a ratio: choose a "
            "longer period.",
        )
    said = _say(facts, table)
    return {
        "finding": said,
        "chart": forest(table, "Relative risk", said),
        "table": table,
        "estimates": tuple(_estimates(facts, table)),
        "subtitle": (
            "Relative risk of being a victim among recorded suspects, with and without counter-allegations"
        ),
        "definition": f"{VIOLENCE[violence]}. {COUNTER} {METHOD}.{widened(found.looked)}",
        "counted": f"{findings.count(facts['people'])} people in {findings.count(facts['mutual'])} offences "
        "that are one side of a counter-allegation.",
        "missing": " ".join(
            [
                "A side whose person is not known cannot be matched. Leaving both offences out also loses "
                "people who do fight: neither ratio alone is the right one.",
                *(each for each in (away, ignored(asked)) if each),
            ]
        ),
    }


def _say(facts: Any, table: pd.DataFrame) -> str:
    share = findings.decimal(100 * facts["mutual"] / facts["offences"])
    both, single = (Ratio(row.ratio, row.low, row.high) for row in rows_of(table))
    return (
        f"{share} % of {findings.count(facts['offences'])} offences with both sides known are one side of a "
        f"counter-allegation. Without them suspects were victims "
        f"{times(single, ' as often as residents like them')}. With them it is {times(both)}."
    )


def _estimates(facts: Any, table: pd.DataFrame) -> Iterator[Estimate]:
    offences, part = int(facts["offences"]), int(facts["mutual"])
    for row in rows_of(table):
        yield Estimate(row.label, row.ratio, row.low, row.high, "relative risk", row.both, METHOD)
    yield Estimate("mutual", part, None, None, "offences", offences, "count", None)
    yield Estimate("offences", offences, None, None, "offences", offences, "count", None)
    yield Estimate("mutual_share", 100 * part / offences, None, None, "%", offences, "share", None)
