"""What the questions about repeats say of themselves: what is counted, and what is not known."""

from __future__ import annotations

from vru import findings
from vru.answers.people import VIOLENCE, violence_of
from vru.answers.repeat_common import Firsts, Repeats
from vru.store import Store

METHOD = "Kaplan–Meier, log-log"
CHANCE = "and the interval, which is about chance, knows nothing of it"


def definition(store: Store, options: Repeats) -> str:
    """Return what counts as an occasion, who enters, and how long everybody is followed."""
    return (
        f"{VIOLENCE[violence_of(store, options)]}, by date committed; all of a day's offences are one "
        "occasion. “Offender” means a recorded suspect, not one convicted. A first occasion is a "
        f"person's first in the extract, {options.washout} or more years after its beginning (washout). Who "
        f"enters was first recorded at least {options.window} months before the extract ends, so that "
        "newcomers, who had no time to be recorded again, count neither way. The filters and the period "
        "choose first occasions only: everybody is followed to the extract's last day, wherever the second "
        "occasion is, because a history cut by an end date or a border would make one-offs of repeats."
    )


def missing(firsts: Firsts, blanks: str = CHANCE) -> str:
    """Return who is missed, and what is not known; `blanks`: what the interval makes of blank keys."""
    return (
        f"{findings.count(firsts.newcomers)} people first recorded too late to be followed as long are left "
        "out. Who moved away, died or was in custody is not known and counts as not recorded again. "
        "Offences without a known suspect, or with one whose key is blank, cannot be anybody's second: "
        f"more people look recorded once, {blanks}."
    )
