"""A filter change to maps drawn, in Chromium: our hotspots page against the same maps in Dash.

Drawn are the first two charts of the page: the map and the density surface. Dash is
given what its manual shows: the outlines as GeoJSON inside each figure. Ours sends codes and classes,
and the browser asks for outlines once. Both serve the same Answers from the same cache, and take
turns; reported are medians. Ours works on the rest of the page meanwhile, which Dash has not got.
"""

from __future__ import annotations

import statistics
import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks import page_speed
from benchmarks.page_speed import FLAGS, PERIODS, ROUNDS, drawn, start
from tests.conftest import browser_path

CHARTS = 2
TARGETS = {"district": 0.55, "lsoa": 0.25}

OURS = """
import gc
import sys
from vru.ui import server
# the first clicks fill the cache: working out every page's answers takes longer than the measuring
server.warm = lambda: (gc.collect(), gc.freeze())
server.serve(port=int(sys.argv[1]))
"""

DASH = """
import sys
from pathlib import Path
import json
import dash
import plotly.graph_objects as go
from vru import outlines, periods
from vru.answers import hotspots
from vru.charts import plotly, theme
from vru.selection import Selection
from vru.settings import ROOT
from vru.ui import cache
port, level, charts = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
store = cache.store()
usual = Selection.default(store.capabilities)
known = periods.presets(*store.capabilities.months(usual.basis))
views = {"12 months": usual.with_period(known["l12"][1]), "All data": usual.with_period(known["all"][1])}
geojson = {
    f"geo/{store.version}/{each}.json": json.loads(outlines.geojson(store.ask("area_outlines", at=each)))
    for each in ("district", level)}
offline = {"topojsonURL": "/assets/topo/"}
app = dash.Dash(serve_locally=True, assets_folder=str(ROOT / "static"))
app.layout = dash.html.Div([
    dash.dcc.RadioItems(list(views), "All data", id="view"),
    *[dash.html.Div([dash.html.H2(id=f"h{n}"), dash.dcc.Graph(id=f"g{n}", config=offline)])
      for n in range(charts)]])
parts = (("h", "children"), ("g", "figure"))
outputs = [dash.Output(f"{part}{n}", name) for n in range(charts) for part, name in parts]
borders = json.loads(outlines.lines(store.ask("area_outlines", at="district")))
def whole(answer):
    figure = theme.paint(plotly.figure(answer.chart), "light")
    for trace in figure["data"]:
        if "geojson" in trace:
            trace["geojson"] = geojson[trace["geojson"]]
        sent = trace.pop("meta", {})
        if "lines" in sent:
            trace.update(borders)
        if "cells" in sent:
            trace |= dict(zip("xyz", zip(*[each[:3] for each in sent["cells"]])), x0=None)
    return go.Figure({**figure, "layout": {**figure["layout"], "height": 600}})
@app.callback(*outputs, dash.Input("view", "value"))
def draw(view):
    asks = hotspots.answers(store, views[view], hotspots.OPTIONS(level=level))[:charts]
    return [part for each in map(cache.answer, asks) for part in (each.finding, whole(each))]
app.run(port=port, debug=False)
"""


def main() -> None:
    """Measure districts and small areas, and print medians and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        page_speed.make_store(Path(folder))
        ours = start("/_stcore/health", "-c", OURS, "{port}")
        try:
            for level, target in TARGETS.items():
                dash = start("/", "-c", DASH, "{port}", level, str(CHARTS))
                try:
                    _report(ours[1], dash[1], level, target)
                finally:
                    _stop(dash[0])
        finally:
            _stop(ours[0])


def _stop(process: subprocess.Popen) -> None:
    process.terminate()
    process.wait(10)


def _report(ours: str, dash: str, level: str, target: float) -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path(), args=FLAGS)
        _, *changes = drawn(browser, (f"{ours}/hotspots?at={level}", dash), PERIODS, CHARTS, ROUNDS)
        browser.close()
    one, other = (statistics.median(each) for each in changes)
    print(f"filter change to maps of level {level} drawn, medians of {len(changes[0])}, taking turns")
    print(
        f"ours {one:.0f} ms   Dash {other:.0f} ms   ratio {one / other:.2f}   (target {target})", flush=True
    )


if __name__ == "__main__":
    main()
