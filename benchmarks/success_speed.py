"""The success measures page against the same in ordinary Dash: from a filter change to all charts drawn.

As `benchmarks/page_speed.py` measures the trends page, taking turns in Chromium: a click on Date
committed or Date recorded, which changes every chart of the page but that of hospital admissions.
Once with answers already worked out, and the first clicks, where both work them out. Beside it the
processor's time that a first visit to each district takes in Python, all cards worked out.

    python -m benchmarks.success_speed
"""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.page_speed import DASH, FLAGS, OURS, drawn, make_store, start
from tests.conftest import browser_path
from vru.answers import success
from vru.selection import Selection
from vru.settings import settings
from vru.store import open_store

CHARTS, SKIP = 7, 1
VIEWS = ("Date committed", "Date recorded")
ROUNDS = 9
TARGET, PYTHON = 0.95, 50


def main() -> None:
    """Measure the page and print medians, ratio and our Python's share."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        make_store(Path(folder))
        log = Path(folder, "python.log")
        ours, address = start("/_stcore/health", "-c", OURS, "{port}", str(log))
        dash, other = start("/", "-c", DASH, "{port}", "success", str(CHARTS), str(SKIP))
        browser = driver.chromium.launch(executable_path=browser_path(), args=FLAGS)
        pages = f"{address}/success", other
        try:
            first, *times = drawn(browser, pages, VIEWS, CHARTS, ROUNDS, opens="–", skip=SKIP)
        finally:
            ours.terminate()
            dash.terminate()
        _report(first, times, [float(each) * 1_000 for each in log.read_text().split()[-2 * ROUNDS :]])
        print(f"a first visit to a district: {_first_visits():.0f} ms of processor's time, all cards")


def _report(first: list[list[float]], times: list[list[float]], spent: list[float]) -> None:
    (one, other), (early, late) = (map(statistics.median, each) for each in (times, first))
    verdict = "kept" if one <= TARGET * other else "MISSED"
    print(
        f"success measures, filter change to {CHARTS} charts drawn, medians of {len(times[0])}, taking turns"
    )
    print(f"ours {one:.0f} ms   Dash {other:.0f} ms   ratio {one / other:.2f}   target {TARGET:g}: {verdict}")
    print(f"first time {early:.0f} and {late:.0f} ms, ratio {early / late:.2f}")
    print(f"our Python {statistics.median(spent):.0f} ms of it (target {PYTHON})")


def _first_visits() -> float:
    """Return the median milliseconds of processor's time that a district's answers take, asked first."""
    with open_store(settings().store) as store:
        usual = Selection.default(store.capabilities)
        spent = []
        for area in ((), *((each,) for each in store.capabilities.districts)):
            begun = time.process_time()
            for ask in success.answers(store, replace(usual, areas=area), success.OPTIONS()):
                ask.answer()
            spent.append(1_000 * (time.process_time() - begun))
    return statistics.median(spent[2:])  # the first two fill what all share


if __name__ == "__main__":
    main()
