"""Hospital data: what do emergency departments see of knife violence that the police do not?"""

from __future__ import annotations

from vru.answers.answer import Ask, Options, Question
from vru.answers.hospital_months import attendances
from vru.answers.hospital_places import places
from vru.answers.hospital_unrecorded import unrecorded
from vru.selection import Selection
from vru.store import Store

OPTIONS = Options
QUESTIONS: tuple[Question, ...] = (unrecorded, attendances, places)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
