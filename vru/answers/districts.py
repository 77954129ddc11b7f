"""Districts: which district changed, which stands out, and what is known of each?"""

from __future__ import annotations

from vru.answers import (
    districts_deprivation,
    districts_funnel,
    districts_performance,
    districts_profile,
    districts_programmes,
    districts_trend,
)
from vru.answers.answer import Ask, Options, Question
from vru.answers.districts_options import Districts, Level, Performance, Shown
from vru.answers.making import Parts, asks
from vru.selection import Selection
from vru.store import Store

OPTIONS = Districts


@asks("districts.performance", "How does each district's latest year compare?", Performance)
def performance(store: Store, selection: Selection, options: Performance) -> Parts:
    """Every district: this year, the year before, the baseline, the difference, the rate and its rank."""
    return districts_performance.performance(store, selection, options)


@asks("districts.funnel", "Which districts stand out, given their size?", Level)
def funnel(store: Store, selection: Selection, options: Level) -> Parts:
    """Rates over residents between limits, with the most similar districts marked."""
    return districts_funnel.shape(store, selection, options)


@asks("districts.profile", "What is known of one district?", Level)
def profile(store: Store, selection: Selection, options: Level) -> Parts:
    """The district or partnership of the area filter on one screen, each measure against all areas."""
    return districts_profile.profile(store, selection, options)


@asks("districts.trend", "How has it gone there?", Shown)
def trend(store: Store, selection: Selection, options: Shown) -> Parts:
    """Its rolling twelve months against those of all, with programmes and changes in recording."""
    return districts_trend.trend(store, selection, options)


@asks("districts.deprivation", "Is there more violence where people are most deprived?")
def deprivation(store: Store, selection: Selection, options: Options) -> Parts:
    """The rate by deprivation tenth, and the slope index of inequality."""
    return districts_deprivation.gradient(store, selection, options)


@asks("districts.programmes", "Which programmes run where?")
def programmes(store: Store, selection: Selection, options: Options) -> Parts:
    """Taskforces, patrols and funded projects with their areas and dates."""
    return districts_programmes.listed(store, selection, options)


QUESTIONS: tuple[Question, ...] = (performance, funnel, profile, trend, deprivation, programmes)
OF_ONE = (profile, trend)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions: those of one area first where one is chosen."""
    one = selection.areas and not selection.small
    every = (*OF_ONE, *(each for each in QUESTIONS if each not in OF_ONE)) if one else QUESTIONS
    return tuple(each.ask(store, selection, options) for each in every)
