"""Repeat offending: are those recorded for violence recorded once, or again?"""

from __future__ import annotations

from dataclasses import dataclass

from vru.answers.answer import Ask, Options, Question
from vru.answers.repeat_careers import careers
from vru.answers.repeat_one_off import one_off
from vru.answers.repeat_power import Power, among_suspects
from vru.answers.repeat_survival import Split, again
from vru.answers.repeat_turnover import turnover
from vru.selection import Selection
from vru.store import Store


@dataclass(frozen=True)
class Page(Split, Power):
    """The options of the page."""


OPTIONS = Page
QUESTIONS: tuple[Question, ...] = (one_off, again, among_suspects, careers, turnover)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
