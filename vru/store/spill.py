"""Where a reader's large queries spill to: a private folder of this process, emptied of dead ones'."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from filelock import FileLock, Timeout

_HELD: list[FileLock] = []


@cache
def spill_folder(folder: Path) -> Path:
    """Return this process's private spill folder for the store in `folder`.

    It lies in the store's own folder, which is already guarded as personal data, or where
    that is not writable among the system's temporary files. Folders of processes that died
    are deleted first: their rows are nobody's any more.
    """
    try:
        home = folder / "spill"
        home.mkdir(mode=0o700, exist_ok=True)
        mine = Path(tempfile.mkdtemp(dir=home))
    except OSError:
        home = Path(tempfile.mkdtemp(prefix="vru-spill-"))
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        mine = Path(tempfile.mkdtemp(dir=home))
    lock = FileLock(home / f"{mine.name}.lock")
    lock.acquire()
    _HELD.append(lock)
    _remove_dead(home, mine)
    atexit.register(_remove, mine, lock)
    return mine


def _remove_dead(home: Path, mine: Path) -> None:
    for lock_file in home.glob("*.lock"):
        if lock_file.stem == mine.name:
            continue
        lock = FileLock(lock_file)
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            continue
        _remove(home / lock_file.stem, lock)


def _remove(folder: Path, lock: FileLock) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    lock.release()
    Path(lock.lock_file).unlink(missing_ok=True)
