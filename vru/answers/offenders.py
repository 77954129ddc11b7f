"""Offenders: from how wide a range of ages they come, whom they hurt, and how many are female."""

from __future__ import annotations

from vru.answers import (
    offenders_apart,
    offenders_blanks,
    offenders_diversity,
    offenders_pyramid,
    offenders_rates,
    offenders_women,
)
from vru.answers.answer import Ask, Options, Question
from vru.answers.making import Parts, asks
from vru.answers.offenders_data import Offenders
from vru.selection import Selection
from vru.store import Store

OPTIONS = Offenders


@asks("offenders.age_diversity", "Do offenders come from a wider range of ages than before?", by_day=True)
def age_diversity(store: Store, selection: Selection, options: Options) -> Parts:
    """The chance that two suspects are of different age groups, by year."""
    return offenders_diversity.diversity(store, selection)


@asks("offenders.age_gap", "Do more of them hurt people of another generation?", by_day=True)
def age_gap(store: Store, selection: Selection, options: Options) -> Parts:
    """Victim and suspect 20 years apart or more, against chance pairing."""
    return offenders_apart.gap(store, selection)


@asks("offenders.female_share", "Is a growing share of them female?", by_day=True)
def female_share(store: Store, selection: Selection, options: Options) -> Parts:
    """The female share of suspects by year, and both sexes' rates."""
    return offenders_women.share(store, selection)


@asks("offenders.age_heat", "Which ages hurt which ages more than chance would have it?", by_day=True)
def age_heat(store: Store, selection: Selection, options: Options) -> Parts:
    """Observed over expected by the age groups of suspect and victim."""
    return offenders_apart.heat(store, selection)


@asks("offenders.pyramid", "How old are they now, and how old were they?", Offenders, by_day=True)
def pyramid(store: Store, selection: Selection, options: Offenders) -> Parts:
    """Suspects by age and sex, the latest year against an earlier one."""
    return offenders_pyramid.pyramid(store, selection, options)


@asks("offenders.age_rates", "At which ages are there more suspects per resident than before?", by_day=True)
def age_rates(store: Store, selection: Selection, options: Options) -> Parts:
    """Suspects per 1,000 residents of each age group, by year."""
    return offenders_rates.age_rates(store, selection)


@asks("offenders.unknown", "Could blanks in age and sex make these trends?", by_day=True)
def unknown(store: Store, selection: Selection, options: Options) -> Parts:
    """The share of unknown ages and sexes by year, with bounds."""
    return offenders_blanks.unknown(store, selection)


@asks("offenders.ethnicity", "What ethnicity is recorded, and for how many is it missing?", by_day=True)
def ethnicity(store: Store, selection: Selection, options: Options) -> Parts:
    """Counts by recorded ethnicity; never a rate."""
    return offenders_blanks.ethnicity(store, selection)


QUESTIONS: tuple[Question, ...] = (
    age_diversity,
    pyramid,
    age_rates,
    age_gap,
    age_heat,
    female_share,
    unknown,
    ethnicity,
)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
