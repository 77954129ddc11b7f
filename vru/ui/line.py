"""A line of our own to each visitor's browser: what a filter alters in the charts comes first and at once.

Streamlit hands its messages to the browser in one queue and draws the page anew before it passes
on what a component was sent. Charts need not wait for that. Where the line is not open (a proxy
that forbids it, a test without a browser), the same goes by Streamlit's queue.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import threading
import time
from contextlib import suppress
from typing import Any
from weakref import WeakValueDictionary

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

KEPT = 200
"""How many cards' pictures the browser keeps, so that a view seen before is not sent again."""
WAITING = 16
"""Messages a browser may be behind before its line is given up."""
HANDED_OVER = 0.001
"""Seconds that sending takes, the interpreter's switches included."""

Card = dict[str, Any]


class Line:
    """The line to one visitor: open while his browser holds it, known by a token nobody can guess."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(18)
        self._lock = threading.Lock()
        self._end: tuple[asyncio.AbstractEventLoop, asyncio.Queue[str | None]] | None = None
        self._known: set[tuple[str, str]] = set()
        _LINES[self.token] = self

    def send(self, cards: dict[str, Card]) -> bool:
        """Send cards' payloads by key; return whether the line is open (else nothing is sent)."""
        with self._lock:
            if self._end is None:
                return False
            loop, waiting = self._end
            if waiting.qsize() >= WAITING:
                self._shut()
                return False
            text = json.dumps(self._new(cards), separators=(",", ":"))
            loop.call_soon_threadsafe(waiting.put_nowait, text)
        # the thread that sends gets the interpreter now, not when this one has drawn half the page
        time.sleep(HANDED_OVER)
        return True

    def _new(self, cards: dict[str, Card]) -> dict[str, Any]:
        """Return what the browser has not got yet whole, the rest by its stamp."""
        stamps = {key: card["stamp"] for key, card in cards.items()}
        fresh = not self._known or len(self._known) + len(cards) > KEPT
        if fresh:
            self._known = set()
        new = [card for key, card in cards.items() if (key, stamps[key]) not in self._known]
        self._known |= set(stamps.items())
        return {"fresh": fresh, "cards": new, "stamps": stamps}

    def drop(self) -> None:
        """Give the line up: what is sent goes by Streamlit until the browser opens it again."""
        with self._lock:
            self._shut()

    def _shut(self) -> None:
        if self._end:
            loop, waiting = self._end
            loop.call_soon_threadsafe(waiting.put_nowait, None)
            self._end = None

    async def hold(self, socket: WebSocket) -> None:
        """Serve the line until either end hangs up."""
        await socket.accept()
        waiting: asyncio.Queue[str | None] = asyncio.Queue()
        with self._lock:
            self._shut()
            self._end, self._known = (asyncio.get_running_loop(), waiting), set()
        sending = asyncio.create_task(_pass_on(waiting, socket))
        try:
            while True:
                await socket.receive_text()
        except WebSocketDisconnect:
            pass
        finally:
            with self._lock:
                if self._end and self._end[1] is waiting:
                    self._end = None
            sending.cancel()


async def _pass_on(waiting: asyncio.Queue[str | None], socket: WebSocket) -> None:
    with suppress(WebSocketDisconnect):
        while (text := await waiting.get()) is not None:
            await socket.send_text(text)
        await socket.close()


async def _answer(socket: WebSocket) -> None:
    if line := _LINES.get(socket.path_params["token"]):
        await line.hold(socket)
    else:
        await socket.close()


# a line is there as long as the visitor's session, which holds it
_LINES: WeakValueDictionary[str, Line] = WeakValueDictionary()
ROUTE = WebSocketRoute("/line/{token}", _answer)
