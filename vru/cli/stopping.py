"""Ctrl-C, told apart from a fault whatever a library makes of it on the way up."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

STOPPED = 130  # what shells expect of a command that Ctrl-C ended


@contextmanager
def noticing() -> Iterator[threading.Event]:
    """Yield an event that is set as soon as Ctrl-C is pressed.

    The database answers Ctrl-C in the middle of a query with an error of its own, so the
    kind of the exception that arrives does not say that somebody wanted to stop.
    """
    pressed = threading.Event()
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield pressed
        return

    def note(number, frame):
        pressed.set()
        signal.default_int_handler(number, frame)

    signal.signal(signal.SIGINT, note)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)
