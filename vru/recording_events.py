"""Recording events: what changed in how crime is recorded, nationally and by the analyst's own file.

The committed table knows what changed nationally and what inspections found. A force's own
changes (a move between systems, a local policy) are known to its analysts only: they write
them into a CSV of the same columns, `recording_events.csv` beside the store or the file that
`recording_events` of vru.toml names, and no program has to be touched.
"""

from __future__ import annotations

import datetime as dt
import difflib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from vru import own_files, reference
from vru.errors import InputError
from vru.settings import settings

COLUMNS = ("date", "date_to", "area", "label", "touches", "note", "source", "edition", "verified")
NEEDED = ("date", "label", "touches", "source")
NATIONAL, FORCE = "England and Wales", "Kent"
PERSONS, HARM, ALL = "persons", "harm", "all"
"""What an event can touch besides groups and flags: people's keys, severity weights, everything."""
FILE = "recording_events.csv"


class Event(NamedTuple):
    """A change in recording from a day on, or between two days.

    `area` is the code of a district or partnership, else NATIONAL, FORCE or '' (all the
    extract holds). `touches` holds group codes, flags, `persons`, `harm` or `all`. `own` is
    whether the analyst's file says so; `verified` whether the source was read.
    """

    begins: dt.date
    ends: dt.date | None
    area: str
    label: str
    touches: frozenset[str]
    note: str
    source: str
    edition: str
    verified: bool
    own: bool

    def touches_any(self, measures: set[str]) -> bool:
        """Return whether it touches one of the groups, flags or other measures named."""
        return ALL in self.touches or not measures.isdisjoint(self.touches)


def recording_events(store: Path) -> tuple[Event, ...]:
    """Return all events in order of their day, for a store in the folder `store`.

    Raises InputError, naming file, row and column, where the analyst's own file cannot be meant.
    """
    named = settings().recording_events
    own = named or store / FILE
    if named and not named.is_file():
        raise InputError(
            named, "there is no such file", "Correct recording_events in vru.toml, or take the line away."
        )
    written = _own(own, own_files.changed(own)) if own.is_file() else ()
    known = _known(reference.changed("recording_events"))
    return tuple(sorted((*known, *written), key=lambda each: each.begins))


@lru_cache(maxsize=8)
def _known(_changed: int) -> tuple[Event, ...]:
    rows = reference.table("recording_events").to_dict("records")
    return tuple(_event({str(name): cell for name, cell in row.items()}, own=False) for row in rows)


@lru_cache(maxsize=8)
def _own(file: Path, _changed: int) -> tuple[Event, ...]:
    """The events of an analyst's file; `_changed` is its time stamp, so that an edit is read anew."""
    written = own_files.rows(file, _SHAPE)
    for number, cells in written:
        if cells["date_to"] and cells["date_to"] < cells["date"]:
            problem, remedy = "the day is before the event begins", _REMEDIES["date_to"]
            raise InputError(file.name, problem, remedy, row=number, column="date_to")
    return tuple(_event(cells, own=True) for _, cells in written)


_REMEDIES = {
    "date": "Write the first day as 2021-04-01 or 01/04/2021.",
    "date_to": "Write the last day of a change that took a while, or leave the cell empty.",
    "label": "Name in a few words what changed: charts show it.",
    "touches": "Write offence groups, domestic, knife, harm, persons or all, with ; between them.",
    "area": "Name a district or partnership as the pages do, or leave the cell empty for all of the extract.",
    "source": "Say who knows of it, such as a role or a document.",
    "verified": "Write yes or no.",
}


def _day(text: str) -> str:
    if not text:
        return ""
    for written in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, written).date().isoformat()
        except ValueError:
            continue
    raise ValueError("this is no day")


def _measures(text: str) -> str:
    known = [*reference.offence_groups(), *reference.table("flags")["flag"], PERSONS, HARM, ALL]
    touched = [each.strip().casefold() for each in text.split(";") if each.strip()]
    if not touched:
        raise ValueError("no measure is named")
    for each in touched:
        if each not in known:
            nearest = difflib.get_close_matches(each, known, n=1, cutoff=0)[0]
            raise ValueError(f"an unknown measure; the nearest is {nearest}")
    return ";".join(touched)


def _area(text: str) -> str:
    everywhere = ("", NATIONAL.casefold(), settings().force.casefold())
    return "" if text.casefold() in everywhere else own_files.area_code(text)


def _word(text: str) -> str:
    if text.casefold() not in ("", "yes", "no"):
        raise ValueError("neither yes nor no")
    return text.casefold()


_SHAPE = own_files.Shape(
    COLUMNS,
    NEEDED,
    {"date": _day, "date_to": _day, "touches": _measures, "area": _area, "verified": _word},
    _REMEDIES,
)


def _event(row: dict[str, str], *, own: bool) -> Event:
    return Event(
        begins=dt.date.fromisoformat(row["date"]),
        ends=dt.date.fromisoformat(row["date_to"]) if row["date_to"] else None,
        area=row["area"],
        label=row["label"],
        touches=frozenset(row["touches"].split(";")),
        note=row["note"],
        source=row["source"],
        edition=row["edition"],
        verified=row["verified"] == "yes",
        own=own,
    )
