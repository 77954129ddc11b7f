"""A filter change to the map drawn, in Chromium: our hotspots page against the same map in Dash.

Dash draws the first two charts of the page, the map and the density surface. It is
given what its manual shows: the outlines as GeoJSON inside each figure. Ours sends codes and classes,
and the browser asks for outlines once. Both serve the same Answers from the same cache, and take
turns; reported are medians. Ours works on the rest of the page meanwhile, which Dash has not got.

    python -m benchmarks.maps [FILE.geojson]

The demonstration's small areas have six corners or so. With a file of real ones, these are laid under its
codes in the order of the file: ours loads them as `vru boundaries` does, Dash has them as published.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks import page_speed
from benchmarks.page_speed import FLAGS, PERIODS, ROUNDS, drawn, start
from tests.conftest import browser_path
from vru.ingest import boundaries
from vru.settings import settings
from vru.store import open_store

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
port, level, charts, published = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4:]
store = cache.store()
usual = Selection.default(store.capabilities)
known = periods.presets(*store.capabilities.months(usual.basis))
views = {"12 months": usual.with_period(known["l12"][1]), "All data": usual.with_period(known["all"][1])}
geojson = {
    f"geo/{store.version}/{each}.json": json.loads(outlines.geojson(store.ask("area_outlines", at=each)))
    for each in ("district", level)}
if published and level == "lsoa":
    geojson[f"geo/{store.version}/lsoa.json"] = json.loads(Path(published[0]).read_text(encoding="utf-8"))
offline = {"topojsonURL": "/assets/topo/"}
app = dash.Dash(serve_locally=True, assets_folder=str(ROOT / "static"))
app.layout = dash.html.Div([
    dash.dcc.RadioItems(list(views), "All data", id="view"),
    *[dash.html.Div([dash.html.H2(id=f"h{n}"), dash.dcc.Graph(id=f"g{n}", config=offline)])
      for n in range(charts)]])
parts = (("h", "children"), ("g", "figure"))
outputs = [dash.Output(f"{part}{n}", name) for n in range(charts) for part, name in parts]
borders = json.loads(outlines.lines(store.ask("area_outlines", at="district")))
def lines(codes):
    rings = [each for each in borders["areas"] if codes is None or each[0] in codes]
    return {axis: [at for _, first, last in rings for at in (*borders[axis][first:last], None)]
        for axis in "xy"}
def around(features, codes):
    shapes = [each["geometry"] for each in features if each["id"] in codes]
    parts = [part for each in shapes
        for part in ([each["coordinates"]] if each["type"] == "Polygon" else each["coordinates"])]
    points = [at for part in parts for ring in part for at in (*ring, (None, None))]
    return dict(zip(("lon", "lat"), zip(*points)))
def whole(answer):
    figure = theme.paint(plotly.figure(answer.chart), "light")
    for trace in figure["data"]:
        if "geojson" in trace:
            trace["geojson"] = geojson[trace["geojson"]]
        sent = trace.pop("meta", {})
        if "lines" in sent:
            trace |= lines(sent.get("codes"))
        if "outlines" in sent:
            trace |= around(geojson[sent["outlines"]]["features"], sent["codes"])
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
        published = [_lay(Path(sys.argv[1]), Path(folder))] if len(sys.argv) > 1 else []
        ours = start("/_stcore/health", "-c", OURS, "{port}")
        try:
            for level, target in TARGETS.items():
                dash = start("/", "-c", DASH, "{port}", level, str(CHARTS), *published)
                try:
                    _report(ours[1], dash[1], level, target)
                finally:
                    _stop(dash[0])
        finally:
            _stop(ours[0])


def _lay(file: Path, folder: Path) -> str:
    """Lay outlines under the small areas of a copy of the store; return the file with their codes."""
    laid, kept = folder / "laid", folder / "laid.geojson"
    shutil.copytree(settings().store, laid)
    os.environ["VRU_STORE"] = str(laid)
    with open_store(laid) as store:
        codes = store.ask("area_outlines", at="lsoa")["code"]
    found = json.loads(file.read_text(encoding="utf-8"))
    found["features"] = [
        each | {"id": code, "properties": {"code": code, "name": code}}
        for each, code in zip(found["features"], codes, strict=False)
    ]
    kept.write_text(json.dumps(found), encoding="utf-8")
    boundaries(kept, "lsoa", store=laid)
    return str(kept)


def _stop(process: subprocess.Popen) -> None:
    process.terminate()
    process.wait(10)


def _report(ours: str, dash: str, level: str, target: float) -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path(), args=FLAGS)
        _, *changes = drawn(browser, (f"{ours}/hotspots?at={level}", dash), PERIODS, 1, ROUNDS)
        browser.close()
    one, other = (statistics.median(each) for each in changes)
    print(f"filter change to the map of level {level} drawn, medians of {len(changes[0])}, taking turns")
    print(
        f"ours {one:.0f} ms   Dash {other:.0f} ms   ratio {one / other:.2f}   (target {target})", flush=True
    )


if __name__ == "__main__":
    main()
