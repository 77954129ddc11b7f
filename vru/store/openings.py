"""Who opened a list of people, when, for what reason: one line of JSON each, only ever added to.

The file lies beside the store's versions (`access.jsonl`), or where the setting `access_log` says.
No load, upgrade or pruning touches it; the program has no way to shorten it.
"""

from __future__ import annotations

import datetime as dt
import getpass
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import Timeout

from vru import ledger
from vru.errors import StoreError
from vru.settings import settings

GUARDED = frozenset({"prolific_people"})
"""Queries whose rows are people: no page, export or command can ask them without an Opening."""
LEAST_REASON = 15
"""Letters a reason has at least, in two words or more."""
LEAST_NAME = 2
FILE = "access.jsonl"


@dataclass(frozen=True)
class Opening:
    """Why somebody wants to see people: their name as they give it, the reason, and what is selected.

    `children` is whether people under 18, or of unknown age, are asked for too. Raises
    StoreError where name or reason are too short to mean anything.
    """

    name: str
    reason: str
    selection: str
    children: bool = False

    def __post_init__(self) -> None:
        for each in ("name", "reason"):
            object.__setattr__(self, each, " ".join(getattr(self, each).split()))
        if len(self.name) < LEAST_NAME:
            raise StoreError("Nobody is named.\nGive your name: it is kept with the reason.")
        if len(self.reason) < LEAST_REASON or " " not in self.reason:
            raise StoreError(
                "The reason is too short.\n"
                f"Say in {LEAST_REASON} letters or more what the list is needed for."
            )


def path_of(folder: Path) -> Path:
    """Return the file that openings of the store in `folder` are written to."""
    return settings().access_log or folder / FILE


def record(folder: Path, version: str, query: str, opening: Opening, rows: int) -> None:
    """Write an opening to the log, on the disk when this returns.

    Raises StoreError where that fails: what it would have recorded may then not be shown.
    """
    said = {
        "time": f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
        "list": query,
        "store_version": version,
        "account": _account(),
        **asdict(opening),
        "rows": rows,
    }
    file = path_of(folder)
    try:
        ledger.add(file, said)
    except (OSError, Timeout) as problem:
        raise StoreError(
            f"{file}: the opening cannot be written down ({type(problem).__name__}), so nothing is shown.\n"
            "Ask whoever runs the dashboard for the right to write there, or for room on the disk."
        ) from problem


def read(folder: Path) -> list[dict[str, Any]]:
    """Return all openings of the store in `folder`, oldest first; a damaged line as {"damaged": its number}.

    Raises StoreError where there is a log that cannot be read.
    """
    try:
        return ledger.read(path_of(folder))
    except OSError as problem:
        raise StoreError(f"{path_of(folder)}: the log cannot be read: {problem.strerror}.") from problem


def _account() -> str:
    """The account this program runs under: on a shared machine not the reader's own."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "not known"
