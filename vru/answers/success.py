"""Success measures: are fewer young people hurt, and what can be said of it?"""

from __future__ import annotations

from dataclasses import dataclass

from vru.answers import success_overview
from vru.answers.answer import Ask, Options, Question
from vru.answers.making import Parts, asks
from vru.answers.success_admissions import Admissions, admissions, admissions_request
from vru.answers.success_assaults import knife_ages, knife_assaults
from vru.answers.success_data import Knife
from vru.answers.success_districts import knife_districts
from vru.answers.success_homicide import Gaps, knife_gaps, knife_homicide
from vru.answers.success_monthly import knife_monthly
from vru.answers.success_proxy import admissions_proxy
from vru.selection import Selection
from vru.store import Store


@dataclass(frozen=True)
class OPTIONS(Gaps, Admissions, Knife):
    """All that can be chosen on the page."""


@asks("success.overview", "Are we doing better, how sure are we, what do we not know?", OPTIONS)
def overview(store: Store, selection: Selection, options: OPTIONS) -> Parts:
    """A row for each success measure: verdict, size, how sure that is, what is not known."""
    return success_overview.overview(store, selection, options, {each.name: each for each in QUESTIONS})


QUESTIONS: tuple[Question, ...] = (
    overview,
    admissions,
    knife_assaults,
    knife_monthly,
    knife_ages,
    knife_districts,
    knife_homicide,
    knife_gaps,
    admissions_proxy,
    admissions_request,
)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
