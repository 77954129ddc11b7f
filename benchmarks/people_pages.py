"""How long the people's pages take to work out their answers, on the store of VRU_STORE or a demo.

Each page's questions are asked in the order in which the page shows them, as the first to ask
pays for what the others share. `first` is on a store just opened; `filter change` the median of
changes to other periods on the same store, whose shared results cannot be used again. Times are
of this machine: they say which answers are slow, not how fast the pages are elsewhere.

    python -m benchmarks.people_pages [folder of a store]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

from benchmarks.queries import demo_store
from vru.periods import Period, add_months
from vru.selection import Selection
from vru.store import Store, open_store

PAGES = ("offenders", "repeat", "overlaps", "careers")
CHANGES = 5
TARGET = 0.3  # seconds of our own work after a filter change

Times = dict[str, float]


def main(folder: Path | None = None) -> None:
    """Print each page's answers, slowest first, and what the page takes as a whole."""
    with tempfile.TemporaryDirectory() as spare:
        if folder is None:
            demo_store(Path(spare), None).close()
            folder = Path(spare) / "store"
        for page in PAGES:
            _report(page, *measured(folder, page))


def measured(folder: Path, page: str) -> tuple[Times, Times]:
    """Return the seconds each answer of a page takes on a store just opened, and after a filter change."""
    with open_store(folder) as warming:
        _asked(warming, page, Selection.default(warming.capabilities))  # imports and the disk's cache
    with open_store(folder) as store:
        whole = Selection.default(store.capabilities)
        first = _asked(store, page, whole)
        changes = [_asked(store, page, _shorter(whole, each)) for each in range(1, CHANGES + 1)]
    return first, {name: statistics.median(each[name] for each in changes) for name in first}


def _asked(store: Store, page: str, selection: Selection) -> Times:
    module, times = import_module(f"vru.answers.{page}"), {}
    for ask in module.answers(store, selection, module.OPTIONS()):
        start = time.perf_counter()
        ask.answer()
        times[ask.question.name] = time.perf_counter() - start
    return times


def _shorter(selection: Selection, months: int) -> Selection:
    period = selection.period
    return selection.with_period(Period(add_months(period.first, months), period.last))


def _report(page: str, first: Times, change: Times) -> None:
    total = sum(change.values())
    kept = "kept" if total <= TARGET else "MISSED"
    print(
        f"\n{page:36} first {1_000 * sum(first.values()):6.0f} ms   filter change {1_000 * total:6.0f} ms",
        end="",
    )
    print(f"   target {1_000 * TARGET:.0f}: {kept}")
    for name in sorted(change, key=lambda each: -change[each]):
        print(
            f"  {name:34} first {1_000 * first[name]:6.0f} ms   filter change {1_000 * change[name]:6.0f} ms"
        )


if __name__ == "__main__":
    main(*[Path(each) for each in sys.argv[1:2]])
