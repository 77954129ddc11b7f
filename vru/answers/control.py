"""Control chart: is the latest month something new, or the noise this series always makes?"""

from __future__ import annotations

import pandas as pd

from vru.answers import deciding
from vru.answers.answer import Ask, Options, Question
from vru.answers.control_monthly import is_rare, touching
from vru.answers.control_options import Controls
from vru.answers.control_parts import Charted, decided, drawn
from vru.answers.control_rare import between
from vru.answers.control_recent import latest
from vru.answers.control_series import monthly
from vru.answers.control_trend import monotone
from vru.answers.control_words import definition, estimates, finding, picture, rule_words
from vru.answers.making import Empty, Parts, asks
from vru.selection import Selection
from vru.store import Store

OPTIONS = Controls


@asks("control.chart", "Is it something new, or the noise this series always makes?", Controls, small=True)
def chart(store: Store, selection: Selection, options: Controls) -> Parts:
    """The control chart of a series: monthly values, or days between rare events."""
    found = monthly(store, selection, options.series)
    if options.chart in ("g", "t") or (options.chart == "auto" and is_rare(found)):
        said = decided(store, selection, options.series)
        return between(store, found, said, "t" if options.chart == "t" else "g")
    made, about = drawn(store, selection, options), found.captions(store)
    return about | {
        "finding": found.doubt or finding(made),
        "chart": picture(made, touching(store, found)),
        "table": _table(made),
        "estimates": estimates(made),
        "subtitle": f"{made.unit[:1].upper()}{made.unit[1:]}, {made.shown}",
        "definition": f"{about['definition']} {definition(made)}",
    }


def _table(found: Charted) -> pd.DataFrame:
    table = found.table.assign(rule=rule_words(found.table))
    return table.drop(columns=["side", "whole"])


@asks("control.recent", "Are the latest 24 months different from before?", Controls, small=True)
def recent(store: Store, selection: Selection, options: Controls) -> Parts:
    """The exact test of the latest 24 months, for series too rare for a monthly chart."""
    found = monthly(store, selection, options.series)
    if not is_rare(found):
        raise Empty(
            "cannot",
            "This test is for rare events, fewer than two a month: the monthly chart above says more here.",
        )
    return latest(store, found)


@asks("control.trend", "Does it rise or fall over the whole period?", Controls, small=True)
def trend(store: Store, selection: Selection, options: Controls) -> Parts:
    """Mann-Kendall and Sen's slope over months of the same name."""
    found = monthly(store, selection, options.series)
    return monotone(store, found)


@asks("control.decisions", "What have analysts decided, and why?", small=True)
def decisions_made(store: Store, selection: Selection, options: Options) -> Parts:
    """Every decision on record, in force or withdrawn."""
    table = deciding.listed(store)
    return {
        "finding": _on_record(table),
        "table": table,
        "definition": "A decision is written down with role, reason and date, and never deleted; one that "
        "was wrong is withdrawn by another. `vru decide` records one too.",
    }


def _on_record(table: pd.DataFrame) -> str:
    if table.empty:
        return "No decision is on record."
    held = int(table["in_force"].sum())
    return f"{held} of {len(table)} decisions on record {'is' if held == 1 else 'are'} in force."


QUESTIONS: tuple[Question, ...] = (chart, recent, trend, decisions_made)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first; the exact test only where it speaks."""
    try:
        rare = is_rare(monthly(store, selection, getattr(options, "series", "offences")))
    except Empty:
        rare = False
    return tuple(each.ask(store, selection, options) for each in QUESTIONS if rare or each is not recent)
