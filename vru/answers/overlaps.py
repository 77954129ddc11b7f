"""Victims and overlaps: are those who offend also hurt, and the violent at home also violent outside?"""

from __future__ import annotations

from dataclasses import dataclass

from vru.answers import (
    overlaps_claims,
    overlaps_later,
    overlaps_mutual,
    overlaps_pairs,
    overlaps_sets,
    overlaps_top,
)
from vru.answers.answer import Ask, Options, Question
from vru.answers.making import Parts, asks
from vru.answers.overlaps_victims import Again, repeat_victims, victim_concentration
from vru.answers.overlaps_windows import Windows
from vru.answers.people import Violence
from vru.answers.repeat_power import Power
from vru.selection import Selection
from vru.store import Store


@dataclass(frozen=True)
class Page(Windows, Again, Power):
    """The options of the page."""


OPTIONS = Page


@asks("overlaps.offender_victim", "Are those who offend also more often hurt?", Windows, by_day=True)
def offender_victim(store: Store, selection: Selection, options: Windows) -> Parts:
    """The risk of being a victim among recorded suspects, against other residents like them."""
    return overlaps_claims.claim(store, selection, options, "roles")


@asks(
    "overlaps.intimate_partner",
    "Are those violent to a partner also violent to others?",
    Windows,
    by_day=True,
)
def intimate_partner(store: Store, selection: Selection, options: Windows) -> Parts:
    """The risk of general violence among suspects of partner violence, against residents like them."""
    return overlaps_claims.claim(store, selection, options, "relations")


@asks("overlaps.sets", "Who is on record for more than one thing?", Violence, by_day=True)
def sets(store: Store, selection: Selection, options: Violence) -> Parts:
    """People by the combination of general violence, partner violence and being a victim."""
    return overlaps_sets.sets(store, selection, options)


@asks("overlaps.landmark", "Who offended before: how often are they hurt after?", Violence, by_day=True)
def later(store: Store, selection: Selection, options: Violence) -> Parts:
    """Victim occasions in the 24 months after a day, by suspect occasions in the 24 before."""
    return overlaps_later.later(store, selection, options)


@asks("overlaps.mutual", "How much of it is two people accusing each other?", Windows, by_day=True)
def mutual(store: Store, selection: Selection, options: Windows) -> Parts:
    """Counter-allegations, and the overlap without them."""
    return overlaps_mutual.mutual(store, selection, options)


@asks("overlaps.order", "Hurt first, or violent first?", Violence, by_day=True)
def order(store: Store, selection: Selection, options: Violence) -> Parts:
    """Which role came first, of people in both within 730 days."""
    return overlaps_pairs.order(store, selection, options)


@asks("overlaps.prolific", "Are the most prolific also the most hurt?", Violence, by_day=True)
def prolific(store: Store, selection: Selection, options: Violence) -> Parts:
    """The share of the 100 most prolific in the top 1 % of victims, and that share by chance."""
    return overlaps_top.prolific(store, selection, options)


@asks("overlaps.relationship", "What are suspects to their victims?", by_day=True)
def relationship(store: Store, selection: Selection, options: Options) -> Parts:
    """Offences by what the suspect is to the victim, with those where it is not known."""
    return overlaps_pairs.relationship(store, selection)


QUESTIONS: tuple[Question, ...] = (
    offender_victim,
    intimate_partner,
    sets,
    later,
    repeat_victims,
    victim_concentration,
    mutual,
    order,
    prolific,
    relationship,
)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
