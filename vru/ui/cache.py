"""What all visitors share: the open store, the answers already worked out, the counts of selections."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from vru import decisions, own_files, recording_events, reference, weather_stations
from vru.answers.answer import Answer, Ask
from vru.answers.sharing import Turns
from vru.errors import StoreError
from vru.selection import Selection
from vru.settings import settings
from vru.store import Store, current_version, open_store

KEPT_ANSWERS = 512
GRACE_SECONDS = 120.0
"""An old version stays open so long after a newer one came: a page may be in the middle of it."""


class Cache:
    """A bounded store of values by key, the least recently used dropped first; safe between threads."""

    def __init__(self, size: int) -> None:
        self._size, self._lock, self._turns = size, threading.Lock(), Turns()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def __contains__(self, key: Hashable) -> bool:
        with self._lock:
            return key in self._kept

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return the value of `key`, made by `make` where it is not kept; whoever asks meanwhile waits."""
        with self._turns.of(key):
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    return self._kept[key]
            made = make()
            with self._lock:
                self._kept[key] = made
                while len(self._kept) > self._size:
                    self._kept.popitem(last=False)
            return made


Opening = tuple[str, tuple[int, ...]]
"""A version of the store, and the time stamps of what analysts edit beside it when it was opened."""


class Stores:
    """The open versions of one folder: always the current one, older ones until nobody needs them.

    What was worked out of a store is kept as long as the store is open. So an edit of an analyst's
    own file opens it anew: it then shows at the next click, without a restart.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self._lock = folder, threading.Lock()
        self._open: dict[Opening, Store] = {}
        self._retired: dict[Opening, float] = {}

    def current(self) -> Store:
        """Return the current version, opened once; older ones are closed after a while.

        Raises StoreError where there is no store.
        """
        with self._lock:
            version = current_version(self.folder)
            if version is None:
                raise StoreError(
                    f"There is no store in {self.folder}.\nLoad an extract with `vru load FILE --mapping M`, "
                    "or make demonstration data with `vru demo`."
                )
            wanted = version, _edited(self.folder)
            if wanted not in self._open:
                opened = open_store(self.folder)
                wanted = opened.version, wanted[1]
                self._open[wanted] = opened
                _OPENINGS[opened] = wanted
            self._retire(wanted)
            return self._open[wanted]

    def _retire(self, wanted: Opening) -> None:
        now = time.monotonic()
        self._retired.pop(wanted, None)
        for each in self._open.keys() - {wanted}:
            self._retired.setdefault(each, now)
        for each, since in list(self._retired.items()):
            if now - since > GRACE_SECONDS:
                self._open.pop(each).close()
                del self._retired[each]


def _edited(folder: Path) -> tuple[int, ...]:
    events = settings().recording_events or folder / recording_events.FILE
    own = own_files.changed(events), own_files.changed(folder / weather_stations.FILE)
    return *own, *decisions.stamp(folder), *map(reference.changed, reference.EDITED)


# the modules of the package live as long as the process, unlike Streamlit's script run
_ANSWERS = Cache(KEPT_ANSWERS)
_COUNTS = Cache(KEPT_ANSWERS)
_TOOK: dict[str, float] = {}
PAYLOADS = Cache(KEPT_ANSWERS)
"""Answers with what the chart component sends to the browser for them (see `component.payload`)."""
_STORES: dict[Path, Stores] = {}
_OPENINGS: WeakKeyDictionary[Store, Opening] = WeakKeyDictionary()


def store() -> Store:
    """Return the installation's current store; a new version is there at the next call."""
    folder = settings().store
    return _STORES.setdefault(folder, Stores(folder)).current()


def answer(ask: Ask) -> Answer:
    """Return the Answer to an Ask, worked out once for all visitors of a store version."""
    return _ANSWERS.get(_key(ask), lambda: _timed(ask))


def _timed(ask: Ask) -> Answer:
    begun = time.perf_counter()
    try:
        return ask.answer()
    finally:
        _TOOK[ask.question.name] = time.perf_counter() - begun


def takes(ask: Ask) -> float:
    """Return the seconds an Answer will take, by the last one to its question; 0 where it is there."""
    return 0.0 if known(ask) else _TOOK.get(ask.question.name, math.inf)


def known(ask: Ask) -> bool:
    """Return whether an Ask's Answer is there already."""
    return _key(ask) in _ANSWERS


def _key(ask: Ask) -> Hashable:
    return (str(ask.store.folder), _OPENINGS.get(ask.store), *ask.key)


def count(store: Store, selection: Selection) -> int:
    """Return how many offences a selection holds."""
    name = "trend_months_cube" if selection.in_cube else "trend_months"

    def make() -> int:
        return int(store.ask(name, split="none", **selection.parameters())["offences"].sum())

    return _COUNTS.get((str(store.folder), store.version, selection), make)
