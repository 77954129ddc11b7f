"""Two measures in Chromium, each taking turns with what it is compared with; reported are medians.

A filter change to all four charts drawn: our trends page against the same in Dash. Both serve
the same Answers of the same store from the same cache, so that the difference is what each does
with them: Dash with `dcc.Graph` as its manual has it, ours with the component that keeps Plotly
alive. And a first visit to the first chart: our overview against an empty Streamlit app with one
chart, each in a browser that has kept nothing.

Both use the store of VRU_STORE or the installation's; where there is none, a demonstration is
made in a temporary folder.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import browser_path
from vru.settings import settings
from vru.store import current_version

ROOT = Path(__file__).parents[1]
ROUNDS = 9
PERIODS = ("12 months", "All data")
CHARTS = 4
SETTLES = 1_000
"""Milliseconds after which a page that has drawn its charts has nothing more to do."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

OURS = """
import sys, time
from vru import ui
from vru.ui import server
run, log = ui.run, open(sys.argv[2], "w")
def timed():
    begun = time.perf_counter()
    run()
    print(time.perf_counter() - begun, file=log, flush=True)
ui.run = timed
server.warm()
server.serve(port=int(sys.argv[1]))
"""

DASH = """
import sys
from dataclasses import replace
from importlib import import_module
import dash
import plotly.graph_objects as go
from vru import periods
from vru.charts import plotly, theme
from vru.selection import Selection
from vru.ui import cache
port, page, charts = int(sys.argv[1]), import_module(f"vru.answers.{sys.argv[2]}"), int(sys.argv[3])
skip = int(sys.argv[4]) if len(sys.argv) > 4 else 0
store = cache.store()
usual = Selection.default(store.capabilities)
known = periods.presets(*store.capabilities.months(usual.basis))
views = {"12 months": usual.with_period(known["l12"][1]), "All data": usual.with_period(known["all"][1]),
    "Male": replace(usual, sex="male"), "Female": replace(usual, sex="female"),
    "Date recorded": replace(usual, basis="recorded"), "Date committed": replace(usual, basis="committed")}
app = dash.Dash(serve_locally=True)
app.layout = dash.html.Div([
    dash.dcc.RadioItems(list(views), "All data", id="view"),
    *[dash.html.Div([dash.html.H2(id=f"h{n}"), dash.dcc.Graph(id=f"g{n}")]) for n in range(charts)]])
parts = (("h", "children"), ("g", "figure"))
outputs = [dash.Output(f"{part}{n}", name) for n in range(charts) for part, name in parts]
@app.callback(*outputs, dash.Input("view", "value"))
def draw(view):
    asks = page.answers(store, views[view], page.OPTIONS())
    made = []
    for answer in [each for each in map(cache.answer, asks) if each.chart.kind != "none"][skip:][:charts]:
        made += [answer.finding, go.Figure(theme.paint(plotly.figure(answer.chart), "light"))]
    return made
app.run(port=port, debug=False)
"""

ONE_CHART = """
import plotly.graph_objects as go
import streamlit as st
st.plotly_chart(go.Figure(go.Scatter(x=list(range(192)), y=[each % 12 for each in range(192)])))
"""

# notes the time since the visit began at which the first chart has its lines
PAINTED = """
const seek = () => {
  if (document.querySelector(".js-plotly-plot g.trace")) window.painted = performance.now();
  else requestAnimationFrame(seek);
};
seek();
"""

# resolves with the milliseconds from the click to the last chart's new picture
CLICK = """
async ([label, ours, charts, skip]) => {
  // the trends' fifth speaks of fixed years: no period changes it
  const plots = [...document.querySelectorAll(".js-plotly-plot")].slice(skip, skip + charts);
  const before = plots.map((each) => each.dataset.wanted);
  const left = new Set(plots);
  if (!ours) plots.forEach((each) => each.once("plotly_afterplot", () => left.delete(each)));
  const named = [...document.querySelectorAll("label, button")]
    .find((each) => each.innerText.trim() === label);
  const begun = performance.now();
  named.click();
  const done = () => ours
    ? plots.every(({ dataset }, i) => dataset.wanted !== before[i] && dataset.drawn === dataset.wanted)
    : left.size === 0;
  while (!done()) {
    if (performance.now() - begun > 60000) throw new Error("not drawn in a minute");
    await new Promise((next) => requestAnimationFrame(next));
  }
  // what stands at a frame's beginning is on its way to the screen at its end
  await new Promise((next) => setTimeout(next));
  return performance.now() - begun;
}
"""


def main() -> None:
    """Measure both, taking turns, and print medians, ratios and our Python's share."""
    with tempfile.TemporaryDirectory() as folder:
        make_store(Path(folder))
        app = Path(folder, "one_chart.py")
        app.write_text(ONE_CHART, encoding="utf-8")
        log = Path(folder, "python.log")
        streamlit = ("-m", "streamlit", "run", str(app), "--server.headless=true", "--server.port={port}")
        health = "/_stcore/health"
        servers: list[tuple[subprocess.Popen, str]] = []
        try:
            for ready, *command in (
                (health, "-c", OURS, "{port}", str(log)),
                ("/", "-c", DASH, "{port}", "trends", str(CHARTS)),
                (health, *streamlit),
            ):
                servers.append(start(ready, *command))
            _report(*[address for _, address in servers], log)
        finally:
            for process, _ in servers:
                process.terminate()


def make_store(folder: Path) -> None:
    """Make a small demonstration in `folder` where there is no store."""
    if current_version(settings().store) is None:
        os.environ["VRU_STORE"] = str(folder / "store")
        print("There is no store: a demonstration of 50,000 offences is made.", flush=True)
        demo = [sys.executable, "-m", "vru", "demo", "--offences", "50000"]
        subprocess.run(demo, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _report(ours: str, dash: str, streamlit: str, log: Path) -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path(), args=FLAGS)
        _, *changes = drawn(browser, (f"{ours}/trends", dash), PERIODS, CHARTS, ROUNDS)
        spent = [float(each) * 1_000 for each in log.read_text().split()[-2 * ROUNDS :]]
        paints = _paints(browser, f"{ours}/overview", streamlit)
        browser.close()
    one, other = (statistics.median(each) for each in changes)
    print(f"filter change to four charts drawn, medians of {len(changes[0])}, taking turns")
    print(f"ours {one:.0f} ms   Dash {other:.0f} ms   ratio {one / other:.2f}   (target 0.95)")
    print(f"our Python {statistics.median(spent):.0f} ms of it (target 50)")
    one, other = (statistics.median(each) for each in paints)
    print(f"first visit to first chart, medians of {len(paints[0])}, taking turns")
    print(f"our overview {one:.0f} ms   one chart {other:.0f} ms   ratio {one / other:.2f}   (target 1.2)")


def drawn(
    browser: Browser,
    addresses: tuple[str, str],
    views: tuple[str, str],
    charts: int,
    rounds: int,
    *,
    opens: str = "People",
    skip: int = 0,
) -> tuple[list[list[float]], list[float], list[float]]:
    """Return milliseconds from a click on one of two views to all charts drawn, ours and then Dash.

    The first of the three are those of the first clicks, which fill the caches. Views other than
    PERIODS lie behind the button that `opens` names. Our first `skip` charts do not change.
    """
    pages = [
        _open(browser.new_page(viewport={"width": 1440, "height": 900}), each, charts) for each in addresses
    ]
    if views != PERIODS:
        pages[0].get_by_role("button", name=opens).first.click()
        pages[0].wait_for_timeout(1_000)
    first: list[list[float]] = [[], []]
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(2 * rounds + 2):
        for which, page in enumerate(pages):
            page.bring_to_front()
            page.wait_for_timeout(300)
            took = page.evaluate(CLICK, [views[turn % 2], which == 0, charts, 0 if which else skip])
            (times if turn > 1 else first)[which].append(took)
            # what a page still does is its own time, not that of the other or of its next click
            page.wait_for_timeout(SETTLES)
    for page in pages:
        page.close()
    return first, *times


def _paints(browser: Browser, *addresses: str) -> list[list[float]]:
    times: list[list[float]] = [[] for _ in addresses]
    for turn in range(ROUNDS + 1):
        for which, address in enumerate(addresses):
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            page = context.new_page()
            page.add_init_script(PAINTED)
            page.goto(address)
            took = page.wait_for_function("window.painted", timeout=60_000).json_value()
            context.close()
            if turn:  # the first warms the server
                times[which].append(took)
    return times


def _open(page: Page, url: str, charts: int) -> Page:
    page.goto(url)
    page.wait_for_function(
        f"document.querySelectorAll('.js-plotly-plot .main-svg').length >= {2 * charts}", timeout=60_000
    )
    page.wait_for_timeout(2_000)
    return page


def start(ready: str, *command: str) -> tuple[subprocess.Popen, str]:
    """Return a Python process serving on a free port, and its address once it answers there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, *[each.replace("{port}", str(port)) for each in command]],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(480):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{ready}", timeout=2).close()
            return process, f"http://127.0.0.1:{port}"
        except OSError:
            time.sleep(0.25)
    process.kill()
    raise SystemExit(f"a server did not answer within two minutes: {command[0]} {command[1][:40]}")


if __name__ == "__main__":
    main()
