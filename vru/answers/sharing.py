"""Sharing: what several Answers of one page ask of the same store is asked once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from vru.store import Store

Result = TypeVar("Result")
KEPT = 32  # a page asks four or five different things; more would only hold memory


def once(function: Callable[..., Result]) -> Callable[..., Result]:
    """Let a function of a store and hashable arguments keep its last results, as long as the store lives.

    A store is one version and never changes, so nothing kept can be out of date. The
    result is shared: nobody may change it. What raises is not kept.
    """
    kept: WeakKeyDictionary[Store, dict[Hashable, Result]] = WeakKeyDictionary()

    @wraps(function)
    def shared(store: Store, *arguments: Hashable) -> Result:
        known = kept.setdefault(store, {})
        if arguments not in known:
            made = function(store, *arguments)
            if len(known) >= KEPT:
                known.clear()
            known[arguments] = made
            return made
        return known[arguments]

    return shared
