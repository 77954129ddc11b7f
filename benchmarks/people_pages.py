"""How long the people's pages take to work out their answers, on a demo and on a store 28 times as large.

Each page's questions are asked in the order in which the page shows them, as the first to ask
pays for what the others share. `first` is on a store just opened; `filter change` the median of
changes to other periods on the same store, whose shared results cannot be used again. Times are
of this machine: they say which answers are slow, not how fast the pages are elsewhere. How many
times as long the larger store takes is a ratio; a reader waits for Streamlit and Plotly too, which
do not grow.

    python -m benchmarks.people_pages [folder of a store]
"""

from __future__ import annotations

import statistics
import sys
import time
from importlib import import_module
from pathlib import Path

from benchmarks.enlarged import TIMES, both_sizes
from vru.periods import Period, add_months
from vru.selection import Selection
from vru.store import Store, open_store

PAGES = ("offenders", "repeat", "overlaps", "careers")
CHANGES = 5
GROWS = 5.0  # times as long a page may take at 32 million offences
DRAWN = 0.15  # seconds from a click to all drawn where answers are known (benchmarks/people_speed.py)

Times = dict[str, float]


def main(folder: Path | None = None) -> None:
    """Print each page's answers at both sizes, slowest first, and how the pages grow."""
    small, large = (_reported(store) for store in both_sizes(folder))
    print(
        f"\nTime after a filter change at {TIMES} x the rows over time at the demo's size (target {GROWS:g})"
    )
    for page, seconds in large.items():
        grown = seconds / small[page]
        print(f"  {page:34} {grown:5.1f}   with {DRAWN * 1_000:.0f} ms to draw it "
              f"{(seconds + DRAWN) / (small[page] + DRAWN):5.1f}")  # fmt: skip


def _reported(store: Store) -> Times:
    print(f"\n{int(store.ask('people_number').iloc[0]['people']):,} people")
    return {page: _report(page, *measured(store.folder, page)) for page in PAGES}


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


def _report(page: str, first: Times, change: Times) -> float:
    total = sum(change.values())
    print(f"\n{page:36} first {1_000 * sum(first.values()):6.0f} ms   filter change {1_000 * total:6.0f} ms")
    for name in sorted(change, key=lambda each: -change[each]):
        print(
            f"  {name:34} first {1_000 * first[name]:6.0f} ms   filter change {1_000 * change[name]:6.0f} ms"
        )
    return total


if __name__ == "__main__":
    main(*[Path(each) for each in sys.argv[1:2]])
