"""Linkage: does one person keep one pseudonym, and what would wrong ones do to the findings?"""

from __future__ import annotations

from vru.answers import linkage_dates, linkage_doubt, linkage_merges, linkage_search
from vru.answers.answer import Ask, Options, Question
from vru.answers.linkage_months import Sides
from vru.answers.making import Parts, asks, nothing
from vru.selection import Selection
from vru.store import Store

OPTIONS = Sides


@asks("linkage.dates", "Did people keep their pseudonym when systems changed?", Sides, nothing)
def dates(store: Store, selection: Selection, options: Sides) -> Parts:
    """People seen on both sides of each date named or found, and how many were split."""
    return linkage_dates.at_dates(store, int(options.side))


@asks("linkage.search", "Is there a change of system that nobody named?", Sides, nothing)
def search(store: Store, selection: Selection, options: Sides) -> Parts:
    """Every month tested as if systems had changed in it."""
    return linkage_search.by_month(store, int(options.side))


@asks("linkage.merges", "How many pseudonyms hold two people?", sees=nothing)
def merges(store: Store, selection: Selection, options: Options) -> Parts:
    """Records of one pseudonym that contradict one another, and how many persons that may have merged."""
    return linkage_merges.contradictions(store)


@asks("linkage.doubt", "What would wrong pseudonyms do to one-offs and overlaps?", sees=nothing)
def under_doubt(store: Store, selection: Selection, options: Options) -> Parts:
    """One-offs and both overlaps as found, with more errors, and with those estimated put right."""
    return linkage_doubt.table_of(store)


QUESTIONS: tuple[Question, ...] = (dates, search, merges, under_doubt)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
