"""The people's pages against the same pages in ordinary Dash: from a filter change to all charts drawn.

As `benchmarks/page_speed.py` measures the trends page, taking turns in Chromium: a click on Male or
Female, which changes every chart of these pages. Once with answers already worked out, so that
the difference is what each does with them; and the first clicks, where both work them out.

    python -m benchmarks.people_speed
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.page_speed import DASH, FLAGS, OURS, drawn, make_store, start
from tests.conftest import browser_path

CHARTS = {"offenders": 8, "repeat": 5, "overlaps": 10, "careers": 5}
"""How many charts each page draws; all change with the sex chosen."""
VIEWS = ("Male", "Female")
ROUNDS = 5
TARGET = 1.0


def main() -> None:
    """Measure each page and print medians and ratios."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        make_store(Path(folder))
        ours, address = start("/_stcore/health", "-c", OURS, "{port}", str(Path(folder, "python.log")))
        browser = driver.chromium.launch(executable_path=browser_path(), args=FLAGS)
        print(f"filter change to all charts drawn, medians of {2 * ROUNDS}, taking turns", flush=True)
        try:
            for page, charts in CHARTS.items():
                _report(browser, address, page, charts)
        finally:
            ours.terminate()


def _report(browser: Browser, ours: str, page: str, charts: int) -> None:
    dash, address = start("/", "-c", DASH, "{port}", page, str(charts))
    try:
        first, *times = drawn(browser, (f"{ours}/{page}", address), VIEWS, charts, ROUNDS)
    finally:
        dash.terminate()
    (one, other), (early, late) = (map(statistics.median, each) for each in (times, first))
    verdict = "kept" if one <= TARGET * other else "MISSED"
    print(
        f"{page:10} {charts:2} charts   ours {one:5.0f} ms   Dash {other:5.0f} ms   "
        f"ratio {one / other:.2f}   target {TARGET:g}: {verdict}   "
        f"(first time {early:5.0f} and {late:5.0f} ms, ratio {early / late:.2f})",
        flush=True,
    )


if __name__ == "__main__":
    main()
