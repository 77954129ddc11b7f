"""Completeness: which months and districts are whole, and how much will the newest months still grow?"""

from __future__ import annotations

from vru.answers import quality_growth, quality_late
from vru.answers.answer import Ask, Options, Question
from vru.answers.making import Parts, asks
from vru.answers.quality_districts import districts
from vru.answers.quality_months import months
from vru.selection import Selection
from vru.store import Store

OPTIONS = Options


@asks("completeness.late", "How much will the newest months still grow?", sees=quality_late.sees)
def late(store: Store, selection: Selection, options: Options) -> Parts:
    """What the newest months have by now, and what they are expected to come to."""
    return quality_late.growing(store, selection)


@asks("completeness.growth", "How did months grow from load to load?", sees=quality_growth.sees)
def growth(store: Store, selection: Selection, options: Options) -> Parts:
    """What each load had counted of a month, and what the newest will come to by that."""
    return quality_growth.grown(store, selection)


QUESTIONS: tuple[Question, ...] = (months, districts, late, growth)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
