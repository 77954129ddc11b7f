"""Who opened a list of people, when, for what reason: one line of JSON each, only ever added to.

The file lies beside the store's versions (`access.jsonl`), or where the setting `access_log` says.
No load, upgrade or pruning touches it; the program has no way to shorten it.
"""

from __future__ import annotations

import datetime as dt
import getpass
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from vru.errors import StoreError
from vru.settings import settings
from vru.store.versions import sync_folder

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
        with FileLock(file.with_name(f"{file.name}.lock"), timeout=5):
            _append(file, (json.dumps(said, ensure_ascii=False) + "\n").encode())
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
        lines = path_of(folder).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    except OSError as problem:
        raise StoreError(f"{path_of(folder)}: the log cannot be read: {problem.strerror}.") from problem
    return [_parsed(number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _parsed(number: int, line: str) -> dict[str, Any]:
    try:
        return dict(json.loads(line))
    except (ValueError, TypeError):
        return {"damaged": number}


def _append(file: Path, line: bytes) -> None:
    fresh = not file.exists()
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
    try:
        # a line that a full disk cut off may not swallow the next one
        size = os.fstat(handle).st_size
        if size and os.lseek(handle, size - 1, os.SEEK_SET) >= 0 and os.read(handle, 1) != b"\n":
            line = b"\n" + line
        if os.write(handle, line) != len(line):
            raise OSError("the line was cut off")
        os.fsync(handle)
    finally:
        os.close(handle)
    if fresh:
        sync_folder(file.parent)


def _account() -> str:
    """The account this program runs under: on a shared machine not the reader's own."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "not known"
