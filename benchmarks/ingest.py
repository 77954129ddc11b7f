"""Loading the demo extract with all cleaning, against a bare pandas read of the same files into DuckDB.

The bare way reads every column as text and writes it down: no dates, no codes, no quarantine,
no pseudonyms, no duplicates, no reconciliation. Target: at most three times its time at full
size. The other sizes show whether the time per row stays the same, as it should.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd

from benchmarks.ratio import interleaved, report
from vru import demo, ingest
from vru.demo.simulate import FULL_SIZE

OURS, BARE = "vru load", "pandas read, DuckDB write"
SIZES = (0.1, 0.3, 1.0, 3.0)  # of the full demo
TARGETS = {1.0: {BARE: 3.0}}
LONGEST = 180.0  # seconds a load may be expected to take; a larger size is named and left out


class Measured(NamedTuple):
    """Median seconds of both ways; processor time is of all threads, steadier on a busy machine."""

    rows: int
    ours: float
    bare: float
    ours_processor: float
    bare_processor: float

    def __str__(self) -> str:
        def way(name: str, seconds: float, processor: float) -> str:
            return f"{name} {1e6 * seconds / self.rows:6.2f} ({1e6 * processor / self.rows:6.2f})"

        return (
            f"{self.rows:11,} rows {self.ours:8.2f} s   µs a row (of processor): "
            f"{way('ours', self.ours, self.ours_processor)} {way('bare', self.bare, self.bare_processor)}"
            f"   ours / bare {self.ours / self.bare:.2f} ({self.ours_processor / self.bare_processor:.2f})"
        )


def main(sizes: Iterable[float] = SIZES, rounds: int = 3) -> None:
    """Print for each size the ratio to the bare way and the time per row read."""
    lines, per_row = [], 0.0
    for size in sizes:
        with tempfile.TemporaryDirectory() as spare:
            files = Path(spare) / "files"
            demo.write(files, seed=1, offences=round(size * FULL_SIZE))
            sources = sorted(files.glob("*.csv"))
            rows = sum(_lines(each) for each in sources)
            if per_row * rows > LONGEST:
                lines.append(
                    f"  {size:5g} x {rows:11,} rows left out: a load would take over {LONGEST:.0f} s"
                )
                continue
            found = _measured(sources, Path(spare), rows, rounds)
            report(
                f"Ingest of {size:g} x the demo",
                {OURS: found.ours, BARE: found.bare},
                OURS,
                TARGETS.get(size, {}),
            )
        per_row = found.ours / rows
        lines.append(f"  {size:5g} x {found}")
    print("\nIngest by size of the extract", *lines, sep="\n")


def _measured(sources: list[Path], folder: Path, rows: int, rounds: int) -> Measured:
    store, processor = folder / "store", dict[str, list[float]]()

    def ours() -> None:
        shutil.rmtree(store, ignore_errors=True)
        ingest.load(sources, "contract", store=store, synthetic=True, fresh=True)

    def noted(name: str, way: Callable[[], None]) -> Callable[[], None]:
        def timed() -> None:
            start = time.process_time()
            way()
            processor.setdefault(name, []).append(time.process_time() - start)

        return timed

    ways = {OURS: noted(OURS, ours), BARE: noted(BARE, lambda: _bare(sources, folder / "bare.duckdb"))}
    seconds = interleaved(ways, rounds)
    spent = {name: statistics.median(each[1:]) for name, each in processor.items()}
    return Measured(rows, seconds[OURS], seconds[BARE], spent[OURS], spent[BARE])


def _bare(sources: list[Path], target: Path) -> None:
    target.unlink(missing_ok=True)
    with duckdb.connect(str(target)) as connection:
        for source in sources:
            frame = pd.read_csv(source, dtype=str, encoding="utf-8-sig", on_bad_lines="skip")
            connection.register("frame", frame)
            connection.execute(f'create table "{source.stem}" as select * from frame')


def _lines(source: Path) -> int:
    """Return the rows of a file below its header, as good as: a cell may hold a line break."""
    with source.open("rb") as opened:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: opened.read(1 << 20), b"")) - 1


if __name__ == "__main__":
    main()
