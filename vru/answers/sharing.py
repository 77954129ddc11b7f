"""Sharing: what several Answers of one page ask of the same store is asked once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from vru.store import Store

Result = TypeVar("Result")
KEPT = 32  # a page asks four or five different things; more would only hold memory
FEW = 4  # of results that hold a row a person


class Turns:
    """Lets one thread at a time work on a key: another that wants the same waits, and finds it done.

    The same thread may take a key again, and other keys while it holds one.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken: dict[Hashable, tuple[threading.RLock, int]] = {}

    @contextmanager
    def of(self, key: Hashable) -> Iterator[None]:
        """Hold `key`; wait where another thread holds it."""
        with self._lock:
            turn, wanted = self._taken.get(key, (threading.RLock(), 0))
            self._taken[key] = (turn, wanted + 1)
        try:
            with turn:
                yield
        finally:
            with self._lock:
                wanted = self._taken[key][1] - 1
                if wanted:
                    self._taken[key] = (turn, wanted)
                else:
                    del self._taken[key]


def once(function: Callable[..., Result]) -> Callable[..., Result]:
    """Let a function of a store and hashable arguments keep its last results, as long as the store lives.

    A store is one version and never changes, so nothing kept can be out of date. The
    result is shared: nobody may change it. What raises is not kept. Threads that ask for the
    same at once wait for one of them.
    """
    return _keeping(function, KEPT)


def lately(function: Callable[..., Result]) -> Callable[..., Result]:
    """Let a function keep its last few results, as `once` does its last many: for those that are large."""
    return _keeping(function, FEW)


def _keeping(function: Callable[..., Result], most: int) -> Callable[..., Result]:
    kept: WeakKeyDictionary[Store, dict[Hashable, Result]] = WeakKeyDictionary()
    turns = Turns()

    @wraps(function)
    def shared(store: Store, *arguments: Hashable) -> Result:
        known: dict[Hashable, Any] = kept.setdefault(store, {})
        with turns.of((id(store), arguments)):
            made = known.get(arguments, turns)
            if made is turns:  # nothing else can be told from a result that is None
                made = function(store, *arguments)
                if len(known) >= most:
                    known.clear()
                known[arguments] = made
            return made

    return shared
