"""A real server on a free port with a small store, and a browser that notes what it asks for."""

from __future__ import annotations

import datetime as dt
import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.conftest import browser_path
from tests.stores import make_store

ROOT = Path(__file__).parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DISTRICTS = ("E07000105", "E07000106", "E06000035")
expect.set_options(timeout=15_000)


def offences(months: int = 84) -> list[dict]:
    """Offences of the months to March 2026 in three districts, more of them each year."""
    made = []
    for at in range(months):
        year, month = divmod(12 * 2026 + 3 - months + at, 12)
        for n in range(24 + at // 4):
            day = dt.date(year, month + 1, 1 + n % 28)
            group = "robbery" if n % 9 == 0 else "violence_with_injury"
            row = {"recorded_on": day, "committed_on": day, "offence_group": group}
            made.append(row | {"district": DISTRICTS[n % 3], "domestic": n % 4 == 0, "knife": n % 7 == 0})
    return made


def people(number: int) -> list[dict]:
    """A suspect, or two, and a victim for each of so many offences; some of them come back often."""
    made, luck = [], random.Random(1)
    for n in range(1, number + 1):
        relationship = luck.choice(["partner", "acquaintance", "stranger", None])
        for role in ("suspect", "victim", *["suspect"][: n % 5 == 0]):
            who = luck.randrange(80 if luck.random() < 0.2 else 4000)
            # somebody's sex and year of birth follow from who it is
            row = {"offence_id": f"o{n}", "role": role, "person": f"p{who}", "age": 12 + who % 50 + n // 430}
            row["sex"] = "female" if who % 3 == 0 else "male"
            made.append(row | ({"relationship": relationship} if role == "suspect" else {}))
    return made


def residents() -> list[dict]:
    """Five hundred residents of each sex and year of age in each district, every year."""
    return [
        {"year": year, "area": area, "sex": sex, "age_low": age, "age_high": age, "residents": 500}
        for year in range(2018, 2027)
        for area in DISTRICTS
        for sex in ("female", "male")
        for age in range(91)
    ]


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """A folder with a small store: seven years of offences, people who come back, residents."""
    made = tmp_path_factory.mktemp("browser") / "store"
    crimes = offences()
    make_store(made, crimes, people(len(crimes)), residents()).close()
    return made


def start(store: Path, *command: str) -> tuple[subprocess.Popen, str]:
    """Start a server by `command` with {port}, and wait until it answers. Returns process and address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [each.format(port=port) for each in command]
    process = subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, env={**os.environ, "VRU_STORE": str(store)}
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(240):
        assert process.poll() is None, "the server ended before it answered"
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()
            return process, address
        except OSError:
            time.sleep(0.25)
    process.kill()
    raise AssertionError("the server did not answer")


def stop(process: subprocess.Popen) -> None:
    """End a server."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()


SERVE = ("-c", "from vru.ui.server import serve; serve(port={port})")


@pytest.fixture(scope="session")
def address(folder) -> Iterator[str]:
    """The address of a server as `vru serve` starts it."""
    process, found = start(folder, *SERVE)
    yield found
    stop(process)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this machine."""
    path = browser_path()
    assert path, "no browser on this machine, and CI demands one"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def context(chromium) -> Iterator[BrowserContext]:
    """One reader's browser for all tests: scripts that it has kept need not be fetched and read anew."""
    made = chromium.new_context()
    made.grant_permissions(["clipboard-read", "clipboard-write"])
    yield made
    made.close()


@pytest.fixture
def visit(context) -> Iterator[Callable[..., Page]]:
    """Open an address in a page of its own; at the end no request may have left the host."""
    pages: list[Page] = []
    outside: list[str] = []

    def opened(url: str, width: int = 1440, scheme: Literal["light", "dark"] = "light") -> Page:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        pages.append(page)
        for kind in ("request", "websocket"):
            page.on(kind, lambda asked: outside.append(asked.url) if not local(asked.url) else None)
        page.goto(url)
        drawn(page)
        return page

    yield opened
    for each in pages:
        each.close()
    assert outside == []


def local(url: str) -> bool:
    """Whether a request stays on this machine."""
    return url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:"))


def drawn(page: Page) -> None:
    """Wait until the script has run and every chart shows what it was last sent."""
    # the foot is the script's last word: before it, a click may land on a part that is about to be replaced
    page.wait_for_selector(".vru-foot", timeout=30_000)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=30_000)
    page.wait_for_function(
        "!document.querySelector('.stMain :is([data-stale=true], [data-testid=stSkeleton])')"
    )
    # what draws a card arrives by itself, and may come after the script's last word
    page.wait_for_function(
        "document.querySelector('.vru-headline h2')?.innerText.trim()"
        " && [...document.querySelectorAll('.stMain .vru-chart')]"
        ".every(each => each.querySelector('.vru-plot'))"
    )
    page.wait_for_function(
        "[...document.querySelectorAll('.vru-plot')].every(each => each.hidden"
        " || each.dataset.wanted && each.dataset.drawn === each.dataset.wanted)"
    )


def headline(page: Page) -> str:
    """The finding of the page's first card, with plain spaces."""
    parts = page.locator(".vru-headline :is(h2, .vru-more)").all_inner_texts()
    return " ".join(parts).replace("\u00a0", " ")
