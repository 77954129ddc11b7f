"""Victims and overlaps: are those who offend also hurt, and the violent at home also violent outside?"""

from __future__ import annotations

from vru.answers import overlaps_claims, overlaps_sets
from vru.answers.answer import Ask, Options, Question
from vru.answers.making import Parts, asks
from vru.answers.overlaps_windows import Windows
from vru.answers.people import Violence
from vru.selection import Selection
from vru.store import Store

OPTIONS = Windows


@asks("overlaps.offender_victim", "Are those who offend also more often hurt?", Windows)
def offender_victim(store: Store, selection: Selection, options: Windows) -> Parts:
    """The risk of being a victim among recorded suspects, against other residents like them."""
    return overlaps_claims.claim(store, selection, options, "roles")


@asks("overlaps.intimate_partner", "Are those violent to a partner also violent to others?", Windows)
def intimate_partner(store: Store, selection: Selection, options: Windows) -> Parts:
    """The risk of general violence among suspects of partner violence, against residents like them."""
    return overlaps_claims.claim(store, selection, options, "relations")


@asks("overlaps.sets", "Who is on record for more than one thing?", Violence)
def sets(store: Store, selection: Selection, options: Violence) -> Parts:
    """People by the combination of general violence, partner violence and being a victim."""
    return overlaps_sets.sets(store, selection, options)


QUESTIONS: tuple[Question, ...] = (offender_victim, intimate_partner, sets)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
