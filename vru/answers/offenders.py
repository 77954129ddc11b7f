"""Offenders: from how wide a range of ages they come, whom they hurt, and how many are female."""

from __future__ import annotations

from vru.answers import offenders_gaps, offenders_mix, offenders_sex
from vru.answers.answer import Ask, Options, Question
from vru.answers.making import Parts, asks
from vru.answers.offenders_data import Offenders
from vru.selection import Selection
from vru.store import Store

OPTIONS = Offenders


@asks("offenders.age_diversity", "Do offenders come from a wider range of ages than before?")
def age_diversity(store: Store, selection: Selection, options: Options) -> Parts:
    """The chance that two suspects are of different age groups, by year."""
    return offenders_mix.diversity(store, selection)


@asks("offenders.age_gap", "Do more of them hurt people of another generation?")
def age_gap(store: Store, selection: Selection, options: Options) -> Parts:
    """Victim and suspect 20 years apart or more, against chance pairing."""
    return offenders_gaps.gap(store, selection)


@asks("offenders.female_share", "Is a growing share of them female?")
def female_share(store: Store, selection: Selection, options: Options) -> Parts:
    """The female share of suspects by year, and both sexes' rates."""
    return offenders_sex.share(store, selection)


@asks("offenders.age_heat", "Which ages hurt which ages more than chance would have it?")
def age_heat(store: Store, selection: Selection, options: Options) -> Parts:
    """Observed over expected by the age groups of suspect and victim."""
    return offenders_gaps.heat(store, selection)


QUESTIONS: tuple[Question, ...] = (age_diversity, age_gap, female_share, age_heat)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
