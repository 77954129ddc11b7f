"""The folder of a store: its versions, the pointer to the current one, the writer's lock.

current                                the version in use, one line of text
vru-20260401T093000-1a2b3c.duckdb      a version: immutable once it has this name
building-20260401T093000-1a2b3c.duckdb a version being built, or left by a writer that died
writer.lock, writer.txt                held while somebody builds, and since when
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from vru.errors import StoreError
from vru.ledger import sync_folder

T = TypeVar("T")

SCHEMA = 4
"""The schema's number: a store of a higher one was made by a newer program. 2 added occasions; 3
what windows over them would say, as columns, and careers, relations and couples as tables; 4 outlines
of areas, deprivation and residents of small areas, attendances at hospital."""

_STAMP = "%Y%m%dT%H%M%S"
_VERSION = re.compile(r"vru-(\d{8}T\d{6}-[0-9a-f]{6})\.duckdb")


def current_version(folder: Path) -> str | None:
    """Return the version the pointer names, or None where there is no pointer. Cheap: one small read."""
    try:
        return _retried(lambda: (folder / "current").read_text(encoding="ascii")).strip() or None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as problem:
        raise StoreError(f"{folder}: the pointer file `current` cannot be read: {problem}.") from problem


def versions(folder: Path) -> list[str]:
    """Return the versions in the folder, newest first."""
    if not folder.is_dir():
        return []
    found = (_VERSION.fullmatch(each.name) for each in folder.iterdir())
    return sorted((each[1] for each in found if each), reverse=True)


def path_of(folder: Path, version: str) -> Path:
    """Return the file of a version."""
    return folder / f"vru-{version}.duckdb"


def new_version(folder: Path) -> str:
    """Return the name of a version built now: UTC and six random digits, later than all there are."""
    stamp = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    # a clock set back, or a second build within a second, may not make the newest version
    # look old: prune would delete it
    for newest in versions(folder)[:1]:
        stamp = max(stamp, dt.datetime.strptime(newest[:15], _STAMP) + dt.timedelta(seconds=1))
    return f"{stamp:{_STAMP}}-{secrets.token_hex(3)}"


def point_to(folder: Path, version: str) -> None:
    """Move the pointer to `version` in one step: a reader sees the old name or the new one."""
    draft = folder / "current.new"
    with draft.open("w", encoding="ascii") as file:
        file.write(version + "\n")
        file.flush()
        os.fsync(file.fileno())
    _retried(lambda: draft.replace(folder / "current"))
    sync_folder(folder)


def move_in(draft: Path, folder: Path, version: str) -> None:
    """Give a finished build its version's name, its bytes on the disk first."""
    # read-write, since Windows flushes only what it may write
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    _retried(lambda: draft.replace(path_of(folder, version)))
    sync_folder(folder)


def prune(folder: Path, keep: int) -> list[str]:
    """Delete all but the newest `keep` versions, never the current one; return those deleted.

    A version that a reader on Windows has open cannot be deleted and stays until next time.
    """
    current = current_version(folder)
    deleted = []
    for version in versions(folder)[max(keep, 1) :]:
        if version == current:
            continue
        with contextlib.suppress(PermissionError):
            path_of(folder, version).unlink(missing_ok=True)
            deleted.append(version)
    return deleted


def remove_leftovers(folder: Path) -> None:
    """Delete what a writer that died left behind. Only for the holder of the writer's lock."""
    for each in folder.glob("building-*"):
        if each.is_dir():
            shutil.rmtree(each, ignore_errors=True)
        else:
            with contextlib.suppress(PermissionError):
                each.unlink(missing_ok=True)


@contextlib.contextmanager
def writer(folder: Path) -> Iterator[None]:
    """Hold the store's only pen; the system takes it back from a process that dies.

    Raises StoreError where another process builds, saying since when.
    """
    lock = FileLock(folder / "writer.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as problem:
        raise StoreError(
            f"{folder}: another process is building a new version{_since(folder)}.\n"
            "Wait until it has finished and start again; pages go on showing the present version."
        ) from problem
    try:
        started = f"{dt.datetime.now(dt.UTC):%d %B %Y %H:%M} UTC by process {os.getpid()}"
        (folder / "writer.txt").write_text(started, encoding="ascii")
        yield
    finally:
        lock.release()


def _since(folder: Path) -> str:
    # written a moment after the lock is taken: until then there is nothing to say
    with contextlib.suppress(OSError):
        return f", since {(folder / 'writer.txt').read_text(encoding='ascii')}"
    return ""


def _retried(step: Callable[[], T], *, tries: int = 40, pause: float = 0.05) -> T:
    """Return step(), tried again while Windows says that somebody else has the file open."""
    for _ in range(tries - 1):
        try:
            return step()
        except PermissionError:
            time.sleep(pause)
    return step()
