"""Careers: how generations' offending moves with age, and who is recorded together with whom."""

from __future__ import annotations

from vru.answers import cohort_parts, pair_parts, together_parts
from vru.answers.answer import Ask, Options, Question
from vru.answers.making import Parts, asks
from vru.answers.people import Violence
from vru.selection import Selection
from vru.store import Store

OPTIONS = Violence


@asks(
    "careers.cohorts",
    "At what age do people offend, and does it move with the generations?",
    Violence,
    by_day=True,
)
def cohorts(store: Store, selection: Selection, options: Violence) -> Parts:
    """Suspects per 1,000 residents by age and period; a birth cohort is a diagonal."""
    return cohort_parts.by_period(store, selection, options)


@asks("careers.by_age", "Do later generations offend less at the same age?", Violence, by_day=True)
def by_age(store: Store, selection: Selection, options: Violence) -> Parts:
    """Each birth cohort's rate as it grows older."""
    return cohort_parts.by_cohort(store, selection, options)


@asks(
    "careers.co_offending", "How often are several people suspected together, and at what age?", by_day=True
)
def co_offending(store: Store, selection: Selection, options: Options) -> Parts:
    """The share of offences with two suspects or more, and of suspects by age band."""
    return together_parts.shares(store, selection)


@asks("careers.degree", "With how many others is a person suspected?", by_day=True)
def degree(store: Store, selection: Selection, options: Options) -> Parts:
    """People by the number of different others they are suspected with."""
    return together_parts.degrees(store, selection)


@asks(
    "careers.same_pair",
    "Does the same suspect hurt the same victim again within a year?",
    Violence,
    by_day=True,
)
def same_pair(store: Store, selection: Selection, options: Violence) -> Parts:
    """The share of pairs recorded again in the same direction, and turned round."""
    return pair_parts.pairs(store, selection, options)


QUESTIONS: tuple[Question, ...] = (cohorts, by_age, co_offending, degree, same_pair)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
