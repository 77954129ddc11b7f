"""What only a browser shows: links, Back, zoom, downloads, themes, narrow screens, new versions."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import struct
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, WebSocket, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.conftest import DISTRICTS, SERVE, drawn, headline, offences, start, stop
from tests.stores import make_store
from vru.ui import menu

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGES = ("", *(page.stem for page in menu.PAGES[1:]))
ASHFORD = f"/trends?d={DISTRICTS[0]}"


def test_a_fresh_server_opens_a_deep_link_with_its_filters(folder, visit):
    process, address = start(folder, *SERVE)
    try:
        page = visit(address + ASHFORD)

        assert page.locator(".vru-title h1").inner_text() == "Trends"
        assert "Ashford" in page.locator(".vru-selected").inner_text()
        assert page.locator(".st-key-vru_filters").count() == 1
    finally:
        stop(process)


def test_a_page_run_without_its_entrypoint_hands_over_to_it(folder, visit):
    options = ("--server.port={port}", "--server.address=127.0.0.1")
    process, address = start(folder, "-m", "streamlit", "run", "app.py", *options)
    try:
        page = visit(address + ASHFORD)

        assert page.locator(".vru-title h1").inner_text() == "Trends"
        assert "Ashford" in page.locator(".vru-selected").inner_text()
    finally:
        stop(process)


def test_a_filter_is_in_the_address_and_a_copied_link_shows_the_same(address, visit):
    page = visit(f"{address}/trends")
    before = page.locator(".vru-selected").inner_text()
    choose_last_year(page)
    found = headline(page)

    copied = visit(page.url)

    assert "p=" in page.url
    assert headline(copied) == found
    assert copied.locator(".vru-selected").inner_text() == page.locator(".vru-selected").inner_text()
    assert page.locator(".vru-selected").inner_text() != before


def choose_last_year(page: Page) -> None:
    year = page.get_by_role("radio", name="12 months").or_(page.get_by_role("button", name="12 months")).first
    year.click()
    try:
        page.wait_for_url("**p=*", timeout=10_000)
    except PlaywrightTimeout:
        # a click that meets a filter bar still being drawn anew is lost
        year.click()
        page.wait_for_url("**p=*")
    drawn(page)


def test_back_restores_the_filters_and_links_carry_them(address, visit):
    page = visit(f"{address}/trends")
    everything = page.locator(".vru-selected").inner_text()
    choose_last_year(page)
    chosen = page.locator(".vru-selected").inner_text()

    page.get_by_role("link", name="Overview").click()
    expect(page.locator(".vru-title h1")).to_have_text("Overview")
    assert page.locator(".vru-selected").inner_text() == chosen
    page.go_back()
    expect(page.locator(".vru-title h1")).to_have_text("Trends")
    expect(page.locator(".vru-selected")).to_have_text(chosen)
    page.go_back()
    expect(page.locator(".vru-selected")).to_have_text(everything)


def test_a_zoom_survives_a_filter_change(address, visit):
    page = visit(f"{address}/trends")
    plot = page.locator(".vru-plot").first
    box = plot.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 150)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 160, steps=5)
    page.mouse.up()
    zoomed = plot.evaluate("each => each.layout.xaxis.range")
    page.evaluate("document.querySelector('.vru-plot').vruSame = true")

    page.locator(".st-key-f_flag button").first.click()
    page.locator(".st-key-f_domestic").get_by_text("Yes").click()
    page.wait_for_url("**dv=yes*")
    drawn(page)

    assert zoomed != ["2019-04", "2026-03"]
    assert plot.evaluate("each => each.layout.xaxis.range") == zoomed
    assert plot.evaluate("each => each.vruSame") is True


# at each frame from a click on: the headline and which figure stands or is to stand beneath it
FRAMES = """
async (name) => {
  const plot = document.querySelector(".vru-plot"), before = plot.dataset.drawn, seen = [];
  [...document.querySelectorAll("label, button")].find((each) => each.innerText.trim() === name).click();
  while (plot.dataset.drawn === before) {
    seen.push([document.querySelector(".vru-headline h2").innerText, plot.dataset.wanted]);
    await new Promise((next) => requestAnimationFrame(next));
    if (seen.length > 3000) throw new Error("nothing changed");
  }
  seen.push([document.querySelector(".vru-headline h2").innerText, plot.dataset.wanted]);
  return seen;
}
"""


def test_finding_and_picture_change_together_and_again_when_known(address, visit):
    page = visit(f"{address}/offenders")
    said = known_views(page)

    back = page.evaluate(FRAMES, "Male")
    drawn(page)

    assert said["Male"] != said["Female"]
    assert headline(page) == said["Male"]
    # no finding ever stood over a figure that was not its own
    assert len(set(map(tuple, back))) == len({figure for _, figure in back}) == 2
    fresh = visit(page.url)
    assert page.get_by_role("heading", level=2).all_inner_texts() == (
        fresh.get_by_role("heading", level=2).all_inner_texts()
    )
    stamps = "[...document.querySelectorAll('.vru-plot')].map(each => each.dataset.drawn)"
    assert page.evaluate(stamps) == fresh.evaluate(stamps)


def chosen_sex(page: Page, sex: str) -> str:
    page.get_by_role("radio", name=sex, exact=True).or_(
        page.get_by_role("button", name=sex, exact=True)
    ).first.click()
    page.wait_for_url(f"**s={sex.lower()}*")
    drawn(page)
    return headline(page)


def known_views(page: Page) -> dict[str, str]:
    """Choose both sexes once, so that the next choice is sent ahead; return the finding of each."""
    page.get_by_role("button", name="People").first.click()
    return {sex: chosen_sex(page, sex) for sex in ("Male", "Female")}


def test_what_is_known_comes_by_a_line_of_its_own_and_once(address, visit):
    page = visit(f"{address}/offenders")
    came = []

    def opened(line: WebSocket) -> None:
        if "/line/" in line.url:
            line.on("framereceived", lambda text: came.append(json.loads(text)))

    page.on("websocket", opened)
    page.reload()
    drawn(page)
    known_views(page)

    for sex in ("Male", "Female", "Male"):
        page.evaluate(FRAMES, sex)
        drawn(page)

    whole = [(card["key"], card["stamp"]) for each in came for card in each["cards"]]
    assert len(whole) == len(set(whole)) > 3
    assert came[-1]["cards"] == []
    assert set(came[-1]["stamps"].items()) <= set(whole)


@pytest.mark.parametrize("broken", ["refused", "silent"])
def test_without_that_line_the_charts_change_all_the_same(address, visit, broken):
    page = visit(f"{address}/offenders")
    # a proxy that forbids it, and one that swallows what is sent
    page.route_web_socket("**/line/*", lambda line: line.close() if broken == "refused" else None)
    page.reload()
    drawn(page)
    said = known_views(page)

    page.evaluate(FRAMES, "Male")
    drawn(page)

    assert headline(page) == said["Male"] != said["Female"]


def test_downloads_carry_finding_marking_and_table(address, visit):
    page = visit(f"{address}/trends")
    finding = headline(page)

    png, svg, table, book = (saved(page, name) for name in ("PNG", "SVG", "CSV", "XLSX"))

    width, height = struct.unpack(">II", png[16:24])
    assert (width, height) == (2400, 1350)
    drawing = svg.decode()
    assert 'width="1200"' in drawing
    assert drawing.count(">OFFICIAL-SENSITIVE<") == 2
    assert "SYNTHETIC" in drawing
    assert finding.split()[0] in drawing
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    assert ["# Finding: " + finding] in rows
    assert len([row for row in rows if row and not row[0].startswith("#")]) > 36
    sheets = openpyxl.load_workbook(io.BytesIO(book))
    assert sheets.sheetnames == ["Table", "About"]
    assert finding in [row[1] for row in sheets["About"].values]


def saved(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.locator(".vru-tools").first.get_by_text(name, exact=True).click()
    assert re.match(r"trends[-_.]rolling_2019-04_to_2026-03_.*SYNTHETIC", waiting.value.suggested_filename)
    with open(waiting.value.path(), "rb") as file:  # noqa: PTH123
        return file.read()


def test_the_sentence_and_the_picture_go_to_the_clipboard(address, visit):
    page = visit(f"{address}/trends")
    tools = page.locator(".vru-tools").first

    tools.get_by_text("Copy sentence").click()
    expect(tools.get_by_role("status")).to_have_text("Sentence copied")
    said = page.evaluate("navigator.clipboard.readText()")
    tools.get_by_text("Copy picture").click()
    expect(tools.get_by_role("status")).to_have_text("Picture copied")
    kinds = page.evaluate("navigator.clipboard.read().then(all => all.flatMap(each => each.types))")

    assert headline(page).rstrip(".") in said
    assert "OFFICIAL-SENSITIVE" in said
    assert kinds == ["image/png"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "scheme", "other"), [(1440, "light", "dark"), (390, "dark", "light")])
def test_pages_fit_can_be_read_in_both_themes_and_have_tables(address, visit, name, width, scheme, other):
    page = visit(f"{address}/{name}", width, scheme)

    assert page.get_by_text("OFFICIAL-SENSITIVE", exact=True).count() == 2
    assert page.locator(".vru-synthetic").is_visible()
    assert page.locator(".stException").count() == 0
    assert page.locator("[data-testid=stAlertContentError]").count() == 0
    assert page.locator('.vru-plot:not([hidden]):not([role="img"][aria-label])').count() == 0
    assert page.locator(".vru-headline").count() == 1
    assert stepwise(levels(page))
    shown_well(page, width, scheme)

    page.emulate_media(color_scheme=other)
    page.wait_for_function(f"{GROUND} === '{GROUNDS[other]}'")
    shown_well(page, width, other)
    if width == 1440:
        a_table_is_one_click_away(page)


GROUND = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 29)"}


def shown_well(page: Page, width: int, scheme: str) -> None:
    """Nothing is wider than the screen or too faint on the theme's ground."""
    assert page.evaluate(GROUND) == GROUNDS[scheme]
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= width
    patience = time.monotonic() + 15
    # after a change of theme charts are drawn anew, one after the other
    while (failing := faint(page)) and time.monotonic() < patience:
        page.wait_for_timeout(100)
    assert failing == []


def a_table_is_one_click_away(page: Page) -> None:
    drawings = page.locator(".vru-plot:not([hidden])").count()
    toggles = page.get_by_text("Show as table")

    if drawings:
        # one for each drawing, as soon as a busy browser has them all in place
        expect(toggles.nth(drawings - 1)).to_be_attached()
        toggles.first.click()
        expect(page.locator("[data-testid=stDataFrame]")).to_have_count(1)


def test_the_people_still_followed_stand_below_a_title_of_two_lines(address, visit):
    page = visit(f"{address}/repeat", 390)
    plot = page.locator(".vru-plot", has_text="Still followed")

    # both asked for at once, or the page may move between
    lines, under, above = plot.evaluate("""(plot) => {
      const title = plot.querySelector(".xtitle");
      const rows = [...plot.querySelectorAll(".annotation-text")];
      const row = rows.find((each) => /Still followed/.test(each.textContent));
      const boxes = [title, row].map((each) => each.getBoundingClientRect());
      return [title.querySelectorAll("tspan").length, boxes[0].bottom, boxes[1].top];
    }""")

    # at most the empty part of a letter's box is shared
    assert lines == 2
    assert under <= above + 2


def stepwise(found: list[int]) -> bool:
    """One heading of the first level opens the page, and no later one skips a level."""
    steps = list(itertools.pairwise(found))
    return found[0] == 1 and found.count(1) == 1 and all(low <= high + 1 for high, low in steps)


def levels(page: Page) -> list[int]:
    """The levels of the page's headings, from the top."""
    return page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(each => +each.tagName[1])")


def faint(page: Page) -> list[str]:
    """Texts with too little contrast to be read by everybody, each with its ratio."""
    found = page.evaluate((Path(__file__).parent / "contrast.js").read_text(encoding="utf-8"))
    assert found["measured"] > 25
    return found["failing"]


def test_from_dark_it_prints_in_light_and_goes_back(address, visit):
    page = visit(f"{address}/trends", scheme="dark")
    words = "getComputedStyle(document.querySelector('.vru-plot .xtick text')).fill"
    page.wait_for_selector(".vru-plot .xtick text", state="attached")
    assert page.evaluate(words) == "rgb(241, 243, 245)"

    page.emulate_media(media="print")
    page.wait_for_function(f"{words} === 'rgb(26, 29, 33)'")

    assert faint(page) == []
    assert page.locator(".st-key-vru_filters").is_hidden()
    assert page.locator(".vru-tools").first.is_hidden()
    assert page.locator(".vru-plot .main-svg").first.bounding_box()["width"] == 980
    page.emulate_media(media="screen")
    page.wait_for_function(f"{words} === 'rgb(241, 243, 245)'")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_keyboard_shows_where_it_is(address, visit, scheme):
    page = visit(f"{address}/trends", scheme=scheme)
    # what marks the focus is whatever looks different from the same element without it
    look = """() => {
      const each = document.activeElement, look = () => {
        const found = getComputedStyle(each);
        const outline = found.outlineStyle === "none" ? 0 : found.outlineWidth;
        return [outline, found.boxShadow, found.borderColor, found.backgroundColor].join();
      };
      each.style.transition = "none";
      const focused = look(), name = each.tagName + " " + (each.innerText || each.title || each.ariaLabel);
      each.blur();
      const plain = look();
      each.focus();
      return [name, focused !== plain];
    }"""
    seen = []
    for _ in range(30):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(look))

    assert len({name for name, _ in seen}) > 15
    assert [name for name, differs in seen if not differs] == []


def test_a_step_back_by_a_year_does_not_push_the_page_about(address, visit):
    page = visit(f"{address}/trends")
    tall = page.locator(".st-key-vru_filters").bounding_box()["height"]
    choose_last_year(page)

    assert page.locator(".st-key-vru_filters").bounding_box()["height"] == tall
    page.get_by_role("radio", name="Year before").or_(
        page.get_by_role("button", name="Year before")
    ).first.click()
    expect(page.locator(".vru-selected")).to_contain_text("April 2024 to March 2025")


def test_a_new_version_is_there_at_the_next_interaction(tmp_path, visit):
    make_store(tmp_path / "store", offences(24)).close()
    process, address = start(tmp_path / "store", *SERVE)
    try:
        page = visit(f"{address}/trends")
        before = page.locator(".vru-version").inner_text()
        make_store(tmp_path / "store", offences(48)).close()

        choose_last_year(page)

        assert page.locator(".vru-version").inner_text() != before
    finally:
        stop(process)


def test_scripts_are_kept_by_the_browser_and_fetched_early(address, visit):
    page = visit(f"{address}/trends")
    html = page.request.get(f"{address}/trends")
    script = page.request.get(f"{address}/{re.search('<(.*?)>', html.headers['link']).group(1)}")

    assert "rel=preload" in html.headers["link"]
    plain = page.request.get(script.url, headers={"accept-encoding": "identity"})
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert script.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert len(script.body()) > 4_000_000
    assert script.body() == plain.body()


def test_a_taken_port_is_named():
    import socket
    import subprocess

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        made = subprocess.run(
            [sys.executable, "-c", f"from vru.ui.server import serve; serve(port={port})"],
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip

    assert made.returncode != 0
    assert f"Port {port} on 127.0.0.1 cannot be used" in made.stderr
