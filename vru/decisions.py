"""Analysts' decisions: what no statistics can say, recorded with role, date and reason.

They lie beside the store's versions (`decisions.jsonl`), one line each, only ever added to: no
load, upgrade or pruning touches them. One that was wrong is withdrawn by another.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from filelock import Timeout

from vru import ledger
from vru.errors import StoreError
from vru.periods import month_name, parse_month
from vru.selection import Selection

FILE = "decisions.jsonl"
KINDS = {
    "rebase": "Re-base",
    "exclude": "Leave a month out",
    "whole": "Count a month as whole",
    "baseline": "Baseline year",
    "comment": "Comment",
    "withdraw": "Withdraw a decision",
}
"""What can be decided, and how it is called."""
MEANS = {
    "rebase": "mean, limits and runs of the control chart begin anew with this month",
    "exclude": "the month is drawn hollow, and is in no verdict and no limits",
    "whole": "a month that looks incomplete is counted as whole in trends; for every series only",
    "baseline": "the baseline year of success measures and districts ends with this month",
    "comment": "the words are shown at this month",
    "withdraw": "an earlier decision, by its number, holds no more",
}
OF_ALL = ("whole", "baseline", "withdraw")
"""Kinds that are never about a single series."""
EVERY = "all"
"""As a series: the decision is about every series."""
LEAST_REASON = 10
"""Letters a reason has at least, in two words or more."""
LEAST_ROLE = 3


@dataclass(frozen=True)
class Decision:
    """What is decided: kind, series, the filters it is for (see `scope`), month, role and reason.

    `number` is that of the decision a `withdraw` takes back. Raises StoreError for what cannot be
    meant. A role, not a name: who held it is the force's business.
    """

    kind: str
    role: str
    reason: str
    month: dt.date | None = None
    series: str = EVERY
    where: str = ""
    number: int | None = None

    def __post_init__(self) -> None:
        for each in ("role", "reason"):
            object.__setattr__(self, each, " ".join(getattr(self, each).split()))
        if self.kind not in KINDS:
            raise StoreError(f"There is no decision {self.kind!r}.\nDecisions are: {', '.join(KINDS)}.")
        if len(self.role) < LEAST_ROLE:
            raise StoreError("No role is named.\nSay in what role you decide, such as lead analyst.")
        if len(self.reason) < LEAST_REASON or " " not in self.reason:
            raise StoreError(
                f"The reason is too short.\nSay in {LEAST_REASON} letters or more why; charts show it."
            )
        self._check_about()

    def _check_about(self) -> None:
        if self.kind == "withdraw":
            if self.number is None:
                raise StoreError("No decision is named.\nGive the number of the one to withdraw.")
        elif self.month is None or self.month.day != 1:
            raise StoreError("No month is named.\nGive the month it is about, such as 2022-06.")
        if self.kind in OF_ALL and self.series != EVERY:
            raise StoreError(f"{KINDS[self.kind]} is for every series or for none.\nLeave the series out.")


@dataclass(frozen=True)
class Recorded:
    """A decision on record: its number, counted from 1, and the day it was written down (UTC)."""

    number: int
    on: dt.date
    decision: Decision

    @property
    def words(self) -> str:
        """The decision as captions say it."""
        said, month = self.decision, self.decision.month
        when = f" {month_name(month)}" if month else f" no. {said.number}"
        return (
            f"{KINDS[said.kind]}{when} (no. {self.number}; {said.reason.rstrip('.')}; {said.role}, "
            f"{self.on.day} {self.on:%B %Y})"
        )


def record(folder: Path, decision: Decision, *, board: bool) -> Recorded:
    """Write a decision down beside the store in `folder`, on the disk when this returns.

    The one way to write one. Raises StoreError in a board's store, where it cannot be written,
    or where a decision to withdraw is not there.
    """
    if board:
        raise StoreError("This store was published for a board: nothing is decided here.")
    if decision.kind == "withdraw" and decision.number not in {each.number for each in in_force(folder)}:
        raise StoreError(f"There is no decision no. {decision.number} in force.\n`vru decisions` lists them.")
    line = {
        "time": f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
        "kind": decision.kind,
        "series": decision.series,
        "where": decision.where,
        "month": f"{decision.month:%Y-%m}" if decision.month else None,
        "number": decision.number,
        "role": decision.role,
        "reason": decision.reason,
    }
    try:
        ledger.add(folder / FILE, line)
    except (OSError, Timeout) as problem:
        raise StoreError(
            f"{folder / FILE}: the decision cannot be written down ({type(problem).__name__}).\n"
            "Ask whoever runs the dashboard for the right to write there, or for room on the disk."
        ) from problem
    return recorded(folder)[-1]


def recorded(folder: Path) -> tuple[Recorded, ...]:
    """Return every decision ever recorded beside the store in `folder`, oldest first.

    Raises StoreError where the file cannot be read or a line of it cannot be meant: a chart
    without a decision that was made would be another chart.
    """
    return _read(folder / FILE, stamp(folder))


def in_force(folder: Path) -> tuple[Recorded, ...]:
    """Return the decisions that hold: none that was withdrawn, nor a withdrawal itself."""
    every = recorded(folder)
    gone = {each.decision.number for each in every if each.decision.kind == "withdraw"}
    return tuple(each for each in every if each.decision.kind != "withdraw" and each.number not in gone)


def of(folder: Path, kind: str, series: str, where: str) -> tuple[Recorded, ...]:
    """Return the decisions of a kind that are about a series under some filters, by month.

    One about every series counts where its filters are none or the same.
    """
    found = [each for each in in_force(folder) if each.decision.kind == kind and _about(each, series, where)]
    return tuple(sorted(found, key=lambda each: (each.decision.month or dt.date.min, each.number)))


def _about(each: Recorded, series: str, where: str) -> bool:
    said = each.decision
    if said.series == EVERY:
        return said.where in ("", where)
    return said.series == series and said.where == where


def months(found: Iterable[Recorded]) -> frozenset[dt.date]:
    """Return the months that decisions are about."""
    return frozenset(each.decision.month for each in found if each.decision.month)


def scope(selection: Selection) -> str:
    """Return the filters a decision is for: all but the period; '' where nothing is filtered."""
    said: dict[str, Any] = selection.to_dict()
    kept = {name: said[name] for name in said if not name.endswith("_month")}
    if not kept["areas"]:
        kept.pop("level")
    return ";".join(
        f"{name}={','.join(value) if isinstance(value, (list, tuple)) else value}"
        for name, value in sorted(kept.items())
        if value
    )


def digest(folder: Path) -> str:
    """Return a short hash of all decisions, part of every answer's provenance; '' without any."""
    try:
        return _digest(folder / FILE, stamp(folder))
    except OSError as problem:
        raise _unreadable(folder / FILE) from problem


def stamp(folder: Path) -> tuple[int, int]:
    """Return size and time of the file, zeros where there is none: what a kept reading is kept under."""
    try:
        known = (folder / FILE).stat()
    except OSError:
        return (0, 0)
    return known.st_size, known.st_mtime_ns


@lru_cache(maxsize=8)
def _digest(file: Path, written: tuple[int, int]) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8] if written[0] else ""


@lru_cache(maxsize=8)
def _read(file: Path, _written: tuple[int, int]) -> tuple[Recorded, ...]:
    try:
        lines = ledger.read(file)
    except OSError as problem:
        raise _unreadable(file) from problem
    return tuple(_parsed(file, number, line) for number, line in enumerate(lines, 1))


def _parsed(file: Path, number: int, line: dict[str, Any]) -> Recorded:
    try:
        day = dt.date.fromisoformat(line["time"][:10])
        about = {each: line[each] for each in ("kind", "role", "reason", "series", "where", "number")}
        month = parse_month(line["month"]) if line["month"] else None
        return Recorded(number, day, Decision(month=month, **about))
    except (KeyError, TypeError, ValueError, StoreError) as problem:
        raise StoreError(
            f"{file}: decision no. {number} cannot be read.\nRestore the file from a copy: no part of it "
            "may be left out, since charts rest on it."
        ) from problem


def _unreadable(file: Path) -> StoreError:
    return StoreError(f"{file}: the decisions cannot be read.\nAsk whoever runs the dashboard for the right.")
