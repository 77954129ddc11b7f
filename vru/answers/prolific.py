"""The most prolific pseudonyms: a list for an analyst with a reason, and no Answer.

An Answer goes wherever Answers go: export, report, command line, notebook. This does not. It is
asked with an Opening that the store writes into its access log first, is in no list of questions,
and a store made for a board has none.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from vru import findings, reference
from vru.answers.making import rows_of
from vru.answers.people import VIOLENCE, Violence, by_day, violence_of
from vru.selection import Selection
from vru.store import Opening, Store

MOST = 50
"""People listed at most."""
FEWEST = 2
"""Occasions as a suspect, among those the filters choose, that somebody listed has."""


class Listing(NamedTuple):
    """What is shown: `table` a row a person, `finding` a sentence, `notes` what to know when reading it."""

    finding: str
    table: pd.DataFrame
    notes: tuple[str, ...]


def offered(store: Store) -> bool:
    """Return whether a store has such a list: it knows persons, suspects and days, and is no board's."""
    known = store.capabilities
    return not store.board and known.has_persons and known.has_suspects and known.has_day


def selected(store: Store, selection: Selection, options: Violence) -> str:
    """Return what a list is asked for, in plain words."""
    violence = VIOLENCE[violence_of(store, options)].lower()
    return f"{by_day(selection).sentence()}; an occasion is a day with {violence}"


def listing(store: Store, selection: Selection, options: Violence, opening: Opening) -> Listing:
    """Return the list, its opening written into the access log before.

    Raises StoreError where the log cannot be written, or the store was made for a board.
    """
    violence = violence_of(store, options)
    rows = store.disclose(
        "prolific_people",
        opening,
        violence=violence,
        fewest=FEWEST,
        most=MOST,
        children=opening.children,
        **by_day(selection).parameters(),
    )
    people, withheld = int(rows["people"].iloc[0]), int(rows["withheld"].iloc[0])
    listed = rows[rows["pseudonym"].notna()]
    return Listing(
        _explain(len(listed), people),
        _table(store, listed),
        _notes(store, violence, 0 if opening.children else withheld),
    )


def _explain(listed: int, people: int) -> str:
    if not people:
        return (
            f"Nobody was recorded as a suspect on {FEWEST} or more of the occasions that the filters choose."
        )
    were = findings.were(people)
    return (
        f"{findings.count(people)} {'person' if people == 1 else 'people'} {were} recorded as suspects on "
        f"{FEWEST} or more of the occasions that the filters choose; {findings.count(listed)} of them "
        f"{'is' if listed == 1 else 'are'} listed."
    )


def _table(store: Store, listed: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "pseudonym": listed["pseudonym"],
            "occasions_selected": listed["chosen"].astype(int),
            "occasions_as_suspect": listed["occasions"].astype(int),
            "offences": listed["offences"].astype(int),
            "harm": listed["harm"].round().astype(int) if store.capabilities.has_severity else None,
            "first_month": [f"{each.first_day:%B %Y}" for each in rows_of(listed)],
            "last_month": [f"{each.last_day:%B %Y}" for each in rows_of(listed)],
            "occasions_as_victim": listed["as_victim"].astype(int),
            "age_last_known": [_age(each.age_low, each.age_high) for each in rows_of(listed)],
        }
    ).reset_index(drop=True)


def _age(low: float | None, high: float | None) -> str:
    """Return the age band that holds an age or range of ages; a range that fits in none as it is."""
    if pd.isna(low) or pd.isna(high):
        return "unknown"
    inside = (band for band in reference.age_bands().values() if band.low <= low and high <= band.high)
    return next((band.label for band in inside), f"{low:.0f}–{high:.0f}")


def _notes(store: Store, violence: str, withheld: int) -> tuple[str, ...]:
    said = [
        "“Suspect” means recorded as suspected; most were never convicted. An occasion is a day with "
        f"{VIOLENCE[violence].lower()}, by date committed. The filters choose the occasions that decide "
        "who is listed; all other columns count the whole extract, offences in childhood too.",
        "A pseudonym is shown by its first eight digits. The list has no download and is in no report, "
        "board store or command.",
    ]
    if withheld:
        said.append(
            f"{findings.count(withheld)} of them {'is' if withheld == 1 else 'are'} not listed: under 18 "
            "when last recorded with an age, or never recorded with one."
        )
    if not store.capabilities.has_severity:
        said.append("This extract has no severity weights, so harm is not known.")
    return tuple(said)
