"""Data quality: what came in, what was refused or changed, and where does the level jump?"""

from __future__ import annotations

from vru.answers import quality_jumps
from vru.answers.answer import Ask, Options, Question
from vru.answers.making import Parts, asks
from vru.answers.quality_flags import flags
from vru.answers.quality_log import cleaning, quarantine, reconciliation
from vru.answers.quality_records import person_records
from vru.selection import Selection
from vru.store import Store

OPTIONS = Options


@asks("quality.jumps", "At which months does the level jump?", sees=quality_jumps.sees)
def jumps(store: Store, selection: Selection, options: Options) -> Parts:
    """Months at which the level changes at once, and what known changes in recording did to it."""
    return quality_jumps.jumping(store, selection)


QUESTIONS: tuple[Question, ...] = (
    reconciliation,
    quarantine,
    jumps,
    person_records,
    cleaning,
    flags,
)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
