"""From a filter change to all four charts drawn in Chromium: our trends page against the same in Dash.

Both serve the same Answers of the same store from the same cache, so that the difference is
what each does with them: Dash with `dcc.Graph` as its manual has it, ours with the component
that keeps Plotly alive. The two take turns; reported are medians and their ratio.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.conftest import browser_path

ROOT = Path(__file__).parents[1]
ROUNDS = 9
PERIODS = ("12 months", "All data")
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
server.serve(port=int(sys.argv[1]))
"""

DASH = """
import sys
import dash
import plotly.graph_objects as go
from vru import periods
from vru.answers import trends
from vru.charts import plotly, theme
from vru.selection import Selection
from vru.ui import cache
store = cache.store()
usual = Selection.default(store.capabilities)
known = periods.presets(*store.capabilities.months(usual.basis))
app = dash.Dash(serve_locally=True)
labels = [{"label": "12 months", "value": "l12"}, {"label": "All data", "value": "all"}]
app.layout = dash.html.Div([
    dash.dcc.RadioItems(labels, "all", id="period"),
    *[dash.html.Div([dash.html.H2(id=f"h{n}"), dash.dcc.Graph(id=f"g{n}")]) for n in range(4)]])
parts = (("h", "children"), ("g", "figure"))
outputs = [dash.Output(f"{part}{n}", name) for n in range(4) for part, name in parts]
@app.callback(*outputs, dash.Input("period", "value"))
def draw(period):
    selection = usual.with_period(known[period][1])
    made = []
    for ask in trends.answers(store, selection, trends.OPTIONS()):
        answer = cache.answer(ask)
        made += [answer.finding, go.Figure(theme.paint(plotly.figure(answer.chart), "light"))]
    return made
app.run(port=int(sys.argv[1]), debug=False)
"""

# resolves with the milliseconds from the click to the last chart's new picture
CLICK = """
async ([label, ours]) => {
  const plots = [...document.querySelectorAll(".js-plotly-plot")];
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
    if (performance.now() - begun > 20000) throw new Error("not drawn in 20 s");
    await new Promise((next) => requestAnimationFrame(next));
  }
  await new Promise((next) => requestAnimationFrame(next));
  return performance.now() - begun;
}
"""


def main() -> None:
    """Measure both, taking turns, and print medians, ratio and our Python's share."""
    log = ROOT / "benchmarks" / "results" / "page_speed.log"
    log.parent.mkdir(exist_ok=True)
    servers = [_start(OURS, "/_stcore/health", str(log)), _start(DASH, "/")]
    try:
        times = _measure(f"{servers[0][1]}/trends", servers[1][1])
    finally:
        for process, _ in servers:
            process.terminate()
    ours, dash = (statistics.median(each) for each in times)
    python = statistics.median(float(each) * 1_000 for each in log.read_text().split()[-2 * ROUNDS :])
    print(f"filter change to four charts drawn, medians of {len(times[0])}, taking turns")
    print(f"ours {ours:.0f} ms   Dash {dash:.0f} ms   ratio {ours / dash:.2f}   (target 0.95)")
    print(f"our Python {python:.0f} ms of it (target 50)")


def _measure(ours: str, dash: str) -> tuple[list[float], list[float]]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path(), args=FLAGS)
        pages = [
            _open(browser.new_page(viewport={"width": 1440, "height": 900}), url) for url in (ours, dash)
        ]
        times: tuple[list[float], list[float]] = ([], [])
        for turn in range(2 * ROUNDS + 2):
            for which, page in enumerate(pages):
                page.bring_to_front()
                page.wait_for_timeout(300)
                took = page.evaluate(CLICK, [PERIODS[turn % 2], which == 0])
                if turn > 1:  # the first of each fills the caches
                    times[which].append(took)
        browser.close()
    return times


def _open(page: Page, url: str) -> Page:
    page.goto(url)
    page.wait_for_function(
        "document.querySelectorAll('.js-plotly-plot .main-svg').length >= 8", timeout=60_000
    )
    page.wait_for_timeout(2_000)
    return page


def _start(program: str, ready: str, *more: str) -> tuple[subprocess.Popen, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(port), *more],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{ready}", timeout=2).close()
            return process, f"http://127.0.0.1:{port}"
        except OSError:
            time.sleep(0.25)
    process.kill()
    raise SystemExit("a server did not start; is there a store?")


if __name__ == "__main__":
    main()
