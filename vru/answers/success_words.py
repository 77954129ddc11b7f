"""Success words: what counts as a victim of a knife offence, and what the count cannot see."""

from __future__ import annotations

import pandas as pd

from vru import findings
from vru.answers.sharing import once
from vru.answers.success_data import asked_months, counted_codes, in_areas, part, victims
from vru.answers.tracks import Tracks
from vru.measures import series
from vru.periods import Period, month_name
from vru.selection import Selection
from vru.store import Store

MEANS = {
    "gravest": "attempted murder, and wounding or assault with intent to cause serious harm",
    "assaults": "attempted murder, assault with injury and assault with intent to cause serious harm",
    "selected": "attempted murder, assaults, threats to kill, robbery, rape and sexual assault",
}
"""What a kind of OF_KIND is made of, in words."""


@once
def _missing_rows(store: Store, basis: str, kind: str) -> pd.DataFrame:
    months = store.capabilities.months(basis)
    assert months is not None, "tracks have refused a store without months"
    wanted = Selection(Period(*months), basis=basis, knife="yes")
    rows = store.ask("success_missing", **asked_months(store, wanted), codes=counted_codes(kind))
    return rows.assign(date=rows["month"].dt.date)


@once
def missing(store: Store, selection: Selection, kind: str) -> str:
    """Return how many offences and victims the count cannot see in the shown months, as sentences."""
    asked = victims(store, selection, kind)
    rows = in_areas(_missing_rows(store, selection.basis, kind), selection)
    rows = rows[(rows["date"] >= asked.shown.first) & (rows["date"] <= asked.shown.last)]
    offences, unflagged, knife, alone = (
        int(rows[each].sum()) for each in ("offences", "unflagged", "knife", "victimless")
    )
    every, ageless = (part(asked, each).total(asked.shown) for each in ("all", "unknown"))
    said = [
        f"Age not known of {findings.count(ageless)} of {findings.count(every)} victims "
        f"({findings.share(ageless, every)}): counted among all ages only.",
        f"{findings.count(unflagged)} of {findings.count(offences)} such offences "
        f"({findings.share(unflagged, offences)}) have no knife flag, known or not.",
    ]
    if alone:
        said.append(f"{findings.count(alone)} of {findings.count(knife)} knife offences name no victim.")
    return " ".join((*said, hollow_said(asked))).rstrip()


def hollow_said(asked: Tracks) -> str:
    """Return which shown months are not whole, as a sentence; '' for none."""
    hollow = [
        f"{month_name(month)} ({state})"
        for month, state in zip(asked.calendar.months, asked.calendar.state, strict=True)
        if state in series.NOT_WHOLE and asked.shown.first <= month <= asked.shown.last
    ]
    if not hollow:
        return ""
    more = f" and {len(hollow) - 6} more" if len(hollow) > 6 else ""
    return f"Drawn hollow and in no verdict: {', '.join(hollow[:6])}{more}."


def definition(kind: str, selection: Selection, asked: Tracks) -> str:
    """Return what is counted, as captions say it."""
    note = f" {asked.note}" if asked.note else ""
    return (
        f"Victims, not offences: one for each person harmed in an offence of {MEANS[kind]} that carries the "
        f"knife flag, dated by when it was {selection.basis}. Homicides stand apart; carrying is not "
        f"counted. Somebody hurt in two offences counts twice.{note}"
    )
