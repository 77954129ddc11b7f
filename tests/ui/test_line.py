"""The line to a visitor's browser: whole cards once, then their stamps; given up rather than waited for."""

import asyncio
import gc
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette

from vru.ui.line import KEPT, ROUTE, WAITING, Line

CARD = {"key": "a_one", "stamp": "s1", "figure": "{}"}
LATER = CARD | {"stamp": "s2"}


class Browser:
    """The other end of a line: opens it as a browser would, and keeps what comes."""

    def __init__(self, token: str) -> None:
        self.came, self._says = [], asyncio.Queue()
        scope = {"type": "websocket", "path": f"/line/{token}", "root_path": "", "headers": []}
        scope |= {"query_string": b"", "subprotocols": []}
        self._says.put_nowait({"type": "websocket.connect"})
        self.held = asyncio.create_task(Starlette(routes=[ROUTE])(scope, self._says.get, self._take))

    async def _take(self, message) -> None:
        self.came.append(message)

    async def has(self, number: int) -> list:
        """What came, once there is so much of it."""
        async with asyncio.timeout(10):
            while len(self.came) < number:
                await asyncio.sleep(0.001)
        return [json.loads(each["text"]) for each in self.came[1:] if "text" in each]

    async def leaves(self) -> None:
        self._says.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await self.held


def told(script):
    """Run a conversation in a loop and a thread of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, script()).result()


def test_nothing_goes_by_a_line_that_is_not_open():
    assert not Line().send({"a_one": CARD})


def test_a_card_is_sent_whole_once_and_afterwards_by_its_stamp():
    async def script():
        line = Line()
        browser = Browser(line.token)
        await browser.has(1)
        assert line.send({"a_one": CARD})
        assert line.send({"a_one": LATER})
        assert line.send({"a_one": CARD})
        return await browser.has(4)

    first, second, third = told(script)

    assert first == {"fresh": True, "cards": [CARD], "stamps": {"a_one": "s1"}}
    assert second == {"fresh": False, "cards": [LATER], "stamps": {"a_one": "s2"}}
    assert third == {"fresh": False, "cards": [], "stamps": {"a_one": "s1"}}


def test_a_line_opened_anew_knows_nothing_of_what_the_browser_had_before():
    async def script():
        line = Line()
        for _ in range(2):
            browser = Browser(line.token)
            await browser.has(1)
            line.send({"a_one": CARD})
            (got,) = await browser.has(2)
            await browser.leaves()
        return got, line.send({"a_one": CARD})

    assert told(script) == ({"fresh": True, "cards": [CARD], "stamps": {"a_one": "s1"}}, False)


def test_what_the_browser_keeps_is_bounded_at_both_ends():
    async def script():
        line = Line()
        browser = Browser(line.token)
        await browser.has(1)
        for n in range(KEPT + 1):
            line.send({"a_one": CARD | {"stamp": f"s{n}"}})
            await browser.has(n + 2)
        line.send({"a_one": CARD | {"stamp": "s0"}})
        return await browser.has(KEPT + 3)

    *_, before, full, again = told(script)

    assert not before["fresh"]
    assert full["fresh"]
    assert [each["stamp"] for each in again["cards"]] == ["s0"]


def test_a_browser_that_is_far_behind_loses_its_line():
    class Stuck(Browser):
        async def _take(self, message) -> None:
            await super()._take(message)
            if message["type"] == "websocket.send":
                await asyncio.Event().wait()

    async def script():
        line = Line()
        browser = Stuck(line.token)
        await browser.has(1)
        line.send({"a_one": CARD})
        await browser.has(2)
        sent = []
        for _ in range(WAITING + 2):
            sent.append(line.send({"a_one": CARD}))
            await asyncio.sleep(0)
        return sent

    assert told(script) == [True] * WAITING + [False, False]


def test_a_dropped_line_is_closed_and_nothing_more_goes_by_it():
    async def script():
        line = Line()
        browser = Browser(line.token)
        await browser.has(1)
        line.drop()
        await browser.has(2)
        return browser.came[-1]["type"], line.send({"a_one": CARD})

    assert told(script) == ("websocket.close", False)


@pytest.mark.parametrize("token", ["guessed", "of a visitor who has gone"])
def test_a_token_nobody_has_opens_nothing(token):
    async def script():
        nobody = token
        if token != "guessed":
            gone = Line()
            nobody = gone.token
            del gone
            gc.collect()
        browser = Browser(nobody)
        await browser.has(1)
        return [each["type"] for each in browser.came]

    assert told(script) == ["websocket.close"]


def test_no_two_lines_share_a_token_and_none_is_short():
    tokens = {Line().token for _ in range(100)}

    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 24
