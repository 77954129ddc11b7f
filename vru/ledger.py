"""Ledgers: files beside the store that are only ever added to, one line of JSON after another."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from filelock import FileLock

WAIT = 5
"""Seconds to wait for somebody else's line."""


def add(file: Path, said: Mapping[str, Any]) -> None:
    """Write a line to the end of a ledger, on the disk when this returns.

    Raises OSError or filelock.Timeout where that fails: nothing that rests on it may then happen.
    """
    with FileLock(file.with_name(f"{file.name}.lock"), timeout=WAIT):
        _append(file, (json.dumps(said, ensure_ascii=False) + "\n").encode())


def read(file: Path) -> list[dict[str, Any]]:
    """Return all lines, oldest first; a damaged one as {"damaged": its number}.

    No file is an empty ledger. Raises OSError where there is one that cannot be read.
    """
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
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


def sync_folder(folder: Path) -> None:
    """Put the folder's entries on the disk, where the system can (Windows cannot, and need not)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
