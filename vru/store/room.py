"""Room on the disk: refused early where it is too little, and said plainly where it runs out."""

from __future__ import annotations

import contextlib
import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb

from vru.errors import StoreError
from vru.store import versions

LEAST = 64 * 2**20
"""A build needs at least this many bytes, and otherwise twice the present version (it spills)."""


def prepare(folder: Path) -> None:
    """Make the store's folder, readable to its owner only. Raises StoreError where that fails."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise StoreError(
            f"{folder}: the store's folder cannot be made: {problem.strerror}.\n"
            "Name another folder in VRU_STORE, or ask for the right to write there."
        ) from problem


def check(folder: Path) -> None:
    """Refuse to begin a build that cannot end: StoreError with what is free and what is needed."""
    current = versions.current_version(folder)
    file = None if current is None else versions.path_of(folder, current)
    needed = max(LEAST, 2 * file.stat().st_size if file is not None and file.is_file() else 0)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise _full(folder, f"{free / 2**20:,.0f} MB are free and about {needed / 2**20:,.0f} MB are needed")


@contextlib.contextmanager
def guarded(folder: Path) -> Iterator[None]:
    """Turn a full disk, or another failure of the database, into a StoreError."""
    try:
        yield
    except (duckdb.Error, OSError) as problem:
        # a full disk comes as an IO error, a failed commit, a fatal or an out-of-memory error
        if is_full(problem):
            raise _full(folder, "the disk is full") from problem
        if isinstance(problem, duckdb.OutOfMemoryException):
            raise StoreError(
                f"{folder}: building needs more memory than this installation allows; the present "
                "version is untouched.\nRaise memory_limit in vru.toml."
            ) from problem
        if isinstance(problem, duckdb.IOException | duckdb.FatalException | OSError):
            raise StoreError(
                f"{folder}: the new version could not be written ({type(problem).__name__}); the present "
                "version is untouched.\nCheck the disk and the right to write there, then start again."
            ) from problem
        raise


def is_full(problem: BaseException) -> bool:
    """Return whether an error says that a disk, or the room given for spilling, is full."""
    if isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return True
    words = ("no space left", "disk full", "not enough space", "file too large", "max_temp_directory_size")
    return any(each in str(problem).casefold() for each in words)


def _full(folder: Path, said: str) -> StoreError:
    return StoreError(
        f"{folder}: {said}; the present version is untouched.\n"
        "Free some room (`vru prune` deletes old versions) and start again."
    )
