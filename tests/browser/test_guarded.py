"""The list of the most prolific in a browser: asked for, refused without a reason, shown, logged, closed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.answers import guarded_world
from tests.browser.conftest import SERVE, drawn, start, stop
from vru.store import openings

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ROWS = ".vru-list tbody tr"
REASON = "Case conference of 3 May"


@pytest.fixture
def served(tmp_path):
    """A function that serves a store of the guarded world and returns its folder and address."""
    running = []

    def serve(**meta: str) -> tuple[Path, str]:
        folder = tmp_path / f"store{len(running)}"
        guarded_world.make(folder, **meta).close()
        process, address = start(folder, *SERVE)
        running.append(process)
        return folder, address

    yield serve
    for each in running:
        stop(each)


def ask(page: Page, reason: str, *, children: bool = False) -> None:
    page.get_by_label("Your name").fill("A. Analyst")
    page.get_by_label("What is the list needed for?").fill(reason)
    if children:
        page.get_by_text("Include people under 18").click()
    page.locator(".st-key-g_open button").click()


def test_the_whole_way_from_asking_to_the_log(served, visit):
    folder, address = served()
    page = visit(f"{address}/repeat", width=390)
    page.locator(".st-key-vru_guarded summary").click()

    ask(page, "because")
    expect(page.get_by_text("The reason is too short")).to_be_visible()
    assert page.locator(ROWS).count() == 0
    assert openings.read(folder) == []

    ask(page, REASON)
    expect(page.locator(ROWS)).to_have_count(2)
    drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".vru-list").bounding_box()["height"] <= 0.75 * 900
    assert max(page.locator(ROWS).evaluate_all("rows => rows.map(each => each.offsetHeight)")) < 140
    assert page.locator(".st-key-vru_guarded").get_by_text("CSV").count() == 0

    ask(page, REASON, children=True)
    expect(page.locator(ROWS)).to_have_count(4)
    logged = [(each["reason"], each["rows"], each["children"]) for each in openings.read(folder)]
    assert logged == [(REASON, 2, False), (REASON, 4, True)]

    page.locator(".st-key-g_close button").click()
    expect(page.locator(ROWS)).to_have_count(0)


def test_a_board_store_has_no_such_door(served, visit):
    folder, address = served(audience="board")

    page = visit(f"{address}/repeat")

    assert page.locator(".st-key-vru_guarded").count() == 0
    assert page.get_by_text("pseudonyms: opened with a reason").count() == 0
    assert openings.read(folder) == []
