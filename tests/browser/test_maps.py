"""Maps in a browser: drawn offline, hovered, moved, clicked; pictures of them; outlines asked for once."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from pathlib import Path

import numpy as np
import pytest
import shapely
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import ROOT, SERVE, drawn, start, stop
from tests.stores import make_store
from vru import outlines
from vru.demo.outlines import boundaries
from vru.demo.places import places

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MAP = ".st-key-card_a_hotspots_map"
AREA = f"{MAP} path.choroplethlocation"
GRAVESHAM = "E07000109"
DRAWN = f"document.querySelectorAll('{AREA}').length > 12"


@pytest.fixture(scope="module")
def mapped(tmp_path_factory):
    """The address of a server whose store has the demo's outlines and some offences in each small area."""
    made, folder = places(), tmp_path_factory.mktemp("maps") / "store"
    codes = made.districts["code"].to_numpy()
    rows = [
        {
            "recorded_on": dt.date(2024 + n % 2, 1 + n % 12, 1 + n % 28),
            "committed_from": f"{2024 + n % 2}-{1 + n % 12:02d}-{1 + n % 28:02d}T{n % 24:02d}:30",
            "district": codes[area.district], "lsoa": area.code, "ward": area.ward,
            "easting": area.easting, "northing": area.northing, "location_quality": "exact",
        }
        for n, area in enumerate(made.areas.itertuples())
        for _ in range(1 + n % 3)
    ]  # fmt: skip
    lived = [
        {"year": year, "area": str(code), "age_low": 0, "age_high": 120, "residents": 100_000}
        for year in range(2023, 2027)
        for code in codes
        if code != GRAVESHAM
    ]
    tables = {"boundary": boundaries().to_dict("records")}
    make_store(folder, rows, population=lived, tables=tables).close()
    process, address = start(folder, *SERVE)
    yield address
    stop(process)


def outlines_asked(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url) if "/geo/" in each.url else None)
    return asked


def middle_of(page: Page, name: str) -> tuple[float, float]:
    """Where on the page a district's name stands."""
    # a name of two words breaks into lines: the first one will do
    box = page.locator(f"{MAP} .scattergeo text", has_text=name).first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


# where a map looks: the middle and size of a globe's part, or the edges of a flat one
LOOKS = """(plot) => {
  const { geo, xaxis, yaxis } = plot._fullLayout;
  return geo ? [geo.center.lon, geo.center.lat, geo.projection.scale] : [...xaxis.range, ...yaxis.range];
}"""


# where on the page the middle one of the squares in sight lies
SQUARE = """(card) => {
  const plot = document.querySelector(card + " .vru-plot"), { xaxis, yaxis } = plot._fullLayout;
  const { z, x0, y0, dx, dy } = plot._fullData.find((each) => each.type === "heatmap");
  const { left, top } = plot.getBoundingClientRect();
  const sees = ({ range }, at) => at > range[0] && at < range[1];
  const found = z.flatMap((row, j) => row.map((shade, i) => shade !== null && [x0 + i * dx, y0 + j * dy]))
    .filter((at) => at && sees(xaxis, at[0]) && sees(yaxis, at[1]));
  const [x, y] = found[Math.floor(found.length / 2)];
  return [left + xaxis._offset + xaxis.c2p(x), top + yaxis._offset + yaxis.c2p(y)];
}"""


def moved_and_zoomed(page: Page, plot: Locator) -> None:
    """Drag a map by a tenth, then press its button to zoom in: both change where it looks."""
    plot.scroll_into_view_if_needed()
    begins = plot.evaluate(LOOKS)
    box = plot.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.4, steps=5)
    page.mouse.up()
    dragged = plot.evaluate(LOOKS)
    assert dragged != begins
    plot.locator(".modebar-btn[data-title='Zoom in']").first.click()
    assert plot.evaluate(LOOKS) != dragged


@pytest.mark.parametrize("at", ["district", "lsoa", "ward"])
def test_a_map_is_drawn_hovered_and_moved_without_leaving_the_host(mapped, visit, at):
    page = visit(f"{mapped}/hotspots?at={at}")
    page.wait_for_function(DRAWN)
    drawn(page)
    asked = outlines_asked(page)
    plot = page.locator(f"{MAP} .vru-plot")
    box = plot.bounding_box()

    page.mouse.move(box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.5)
    expect(page.locator(f"{MAP} .hovertext").first).to_contain_text("offence")
    moved_and_zoomed(page, plot)

    # `visit` fails at its end if any request left the host; the outlines are here already
    assert asked == []


def test_every_other_map_is_moved_without_leaving_the_host(mapped, visit):
    page = visit(f"{mapped}/hotspots?at=cell&pl=Margate")

    for name in ("map", "surface", "years"):
        moved_and_zoomed(page, page.locator(f".st-key-card_a_hotspots_{name} .vru-plot"))


def test_a_click_filters_a_district_and_a_second_click_lets_go(mapped, visit):
    page = visit(f"{mapped}/hotspots")
    asked = outlines_asked(page)

    page.mouse.click(*middle_of(page, "Maidstone"))
    page.wait_for_url("**d=E07000110**")
    drawn(page)
    assert "Maidstone" in page.locator(".vru-selected").inner_text()
    expect(page.get_by_role("button", name="Area: Maidstone")).to_be_visible()

    page.mouse.click(*middle_of(page, "Maidstone"))
    page.wait_for_url(re.compile(r"hotspots(\?(?!.*d=).*)?$"))
    drawn(page)
    assert "all areas" in page.locator(".vru-selected").inner_text()
    # a filter change asks for no outline again
    assert asked == []


def test_a_small_area_is_filtered_by_a_click_reopened_by_its_link_and_let_go(mapped, visit):
    page = visit(f"{mapped}/hotspots?at=lsoa")
    page.wait_for_function(DRAWN)
    plot = page.locator(f"{MAP} .vru-plot").bounding_box()
    said = page.locator(".vru-selected")
    here, there = (
        (plot["x"] + plot["width"] * across, plot["y"] + plot["height"] * 0.5) for across in (0.45, 0.3)
    )

    page.mouse.click(*here)
    page.wait_for_url("**l=lsoa&d=**")
    drawn(page)
    one = said.inner_text()
    assert re.search(r"small area \w+", one)

    page.mouse.click(*there)
    page.wait_for_url("**d=*&d=**")
    drawn(page)
    both = said.inner_text()
    assert re.search(r"small areas \w.*, \w", both)

    # the link opens another page of the same view
    linked = visit(page.url.replace("/hotspots", "/trends"))
    assert linked.locator(".vru-selected").inner_text() == both
    assert "d=X" in linked.get_by_role("link", name="Control chart", exact=True).get_attribute("href")

    # the map has not moved: a second click lets go, and so does the button of an area
    page.mouse.click(*there)
    expect(said).to_have_text(one)
    drawn(page)
    page.locator(".st-key-f_off_0 button:visible").press("Enter")
    page.wait_for_url(re.compile(r"hotspots\?(?!.*[?&]d=)"))
    drawn(page)
    assert "all areas" in said.inner_text()


def test_a_square_is_filtered_by_a_click_and_let_go_by_a_second(mapped, visit):
    page = visit(f"{mapped}/hotspots?at=cell&pl=Margate")
    page.wait_for_function(f"document.querySelector('{MAP} .heatmaplayer image') !== null")
    page.locator(f"{MAP} .vru-plot").scroll_into_view_if_needed()
    x, y = page.evaluate(SQUARE, MAP)

    page.mouse.click(x, y)
    page.wait_for_url("**l=cell&d=*_*")
    drawn(page)
    assert re.search(r"square \d{5} \d{5};", page.locator(".vru-selected").inner_text())

    page.mouse.click(x, y)
    page.wait_for_url(re.compile(r"hotspots\?(?!.*[?&]d=)"))
    drawn(page)
    assert "all areas" in page.locator(".vru-selected").inner_text()


def test_squares_are_laid_out_and_say_what_they_hold(mapped, visit):
    page = visit(f"{mapped}/hotspots?at=cell")
    page.wait_for_function(f"document.querySelector('{MAP} .heatmaplayer image') !== null")

    shape = page.evaluate(
        f"(({{ data }}) => [data[0].z.length, data[0].z[0].length, data[1].x.length])"
        f"(document.querySelector('{MAP} .js-plotly-plot'))"
    )

    assert min(shape) > 100


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_map_goes_out_as_a_picture_with_its_areas(mapped, visit, kind):
    page = visit(f"{mapped}/hotspots")
    with page.expect_download() as saving:
        page.locator(f"{MAP} .vru-tools button", has_text=kind.upper()).click()

    content = Path(saving.value.path()).read_bytes()

    assert len(content) > 8_000
    if kind == "svg":
        text = content.decode()
        assert text.count('class="choroplethlocation"') >= 13
        assert "Maidstone" in text


def test_a_phone_has_the_whole_land(mapped, visit):
    page = visit(f"{mapped}/hotspots", width=390)
    page.wait_for_function(DRAWN)
    ends = "(each) => { const { left, right } = each.getBoundingClientRect(); return [left, right]; }"
    found = page.evaluate(f"[...document.querySelectorAll('{AREA}')].flatMap({ends})")
    land = min(found), max(found)

    assert 0 <= land[0] < land[1] <= 390
    assert land[1] - land[0] > 220


SQUARES = {"A": [0, 0], "B": [1, 0], "C": [5, 5]}
AROUND = """async ([features, codes]) => {
  const { around } = await import(new URL("app/static/chart.js", location.href).href);
  return around({ features }, codes);
}"""


def ring(x: int, y: int, size: int = 1) -> list[list[int]]:
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]


def sides(drawn: dict[str, list]) -> list[frozenset]:
    points = [None if x is None else (x, y) for x, y in zip(drawn["lon"], drawn["lat"], strict=True)]
    return [frozenset(each) for each in itertools.pairwise(points) if None not in each]


METRES = """async ([lines, codes]) => {
  const { metres } = await import(new URL("app/static/chart.js", location.href).href);
  return metres(lines, codes);
}"""


def test_borders_in_metres_are_those_of_the_areas_asked_for(mapped, visit):
    page = visit(f"{mapped}/methods")
    shapes = np.array([shapely.box(x, y, x + 1, y + 1) for x, y in SQUARES.values()])
    lines = json.loads(outlines.lines(outlines.rows("ward", SQUARES, SQUARES, shapes, source="s")))

    pair, every = (page.evaluate(METRES, [lines, codes]) for codes in (["A", "B"], None))

    # as in degrees: eight sides, one of them shared; nothing of C
    some = sides({"lon": pair["x"], "lat": pair["y"]})
    assert (len(some), len(set(some)), max(x for x in pair["x"] if x is not None)) == (7, 7, 2)
    assert (every["x"], every["y"]) == (lines["x"], lines["y"])


def test_on_a_phone_the_cross_stays_where_its_name_gives_way(mapped, visit):
    page = visit(f"{mapped}/hotspots?m=rate", width=390)
    page.wait_for_function(DRAWN)
    words = page.locator(f"{MAP} .scattergeo text").all_text_contents()

    # Gravesham has no room between Dartford and Medway, and no residents in this store
    assert "Gravesham" not in "".join(words)
    assert words.count("×") == 1
    assert any("Medway" in each for each in words)


def test_borders_that_two_areas_share_are_drawn_once(mapped, visit):
    page = visit(f"{mapped}/methods")
    features = [
        {"id": code, "geometry": {"type": "Polygon", "coordinates": [ring(*at)]}}
        for code, at in SQUARES.items()
    ]
    many = {"type": "MultiPolygon", "coordinates": [[ring(10, 10, 3), ring(11, 11)], [ring(20, 20)]]}
    features.append({"id": "D", "geometry": many})

    pair, lone = (sides(page.evaluate(AROUND, [features, codes])) for codes in (["A", "B"], ["D"]))

    # eight sides, one of them shared; nothing of C, and no line from one area to the next
    assert (len(pair), len(set(pair))) == (7, 7)
    assert max(x for each in pair for x, _ in each) == 2
    assert {sum(abs(a - b) for a, b in zip(*each, strict=True)) for each in pair} == {1}
    # an area in two parts, with a hole: all three rings
    assert (len(lone), len(set(lone))) == (12, 12)


# which charts are drawn anew after a click, in order: the place on the page, and how many frames after it
ORDER = """
async (name) => {
  const plots = [...document.querySelectorAll(".vru-plot")], order = [];
  let frames = 0;
  new MutationObserver((all) => all.forEach(({ target }) => order.push([plots.indexOf(target), frames])))
    .observe(document.querySelector(".stMain"), { subtree: true, attributeFilter: ["data-drawn"] });
  [...document.querySelectorAll("label, button")].find((each) => each.innerText.trim() === name).click();
  const until = performance.now() + 1500;
  while (performance.now() < until) {
    await new Promise((next) => requestAnimationFrame(next));
    frames += 1;
  }
  return order;
}
"""


def test_on_a_long_page_what_is_before_the_eyes_is_drawn_and_shown_first(mapped, visit):
    page = visit(f"{mapped}/methods")
    # few offences make a short page: let fewer cards do for a long one
    script = (ROOT / "static" / "chart.js").read_text(encoding="utf-8")
    shorter = script.replace("const FEW = 10;", "const FEW = 3;")
    page.route("**/chart.js*", lambda route: route.fulfill(body=shorter, content_type="text/javascript"))
    page.goto(f"{mapped}/hotspots")
    drawn(page)
    for name in ("12 months", "All data"):
        page.evaluate(ORDER, name)
        drawn(page)

    order = page.evaluate(ORDER, "12 months")

    assert shorter != script
    assert len({place for place, _ in order}) > 4
    assert order[0][0] == 0
    assert order[0][1] < min(frames for place, frames in order if place > 1)
