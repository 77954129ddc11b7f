"""Loading the demo extract with all cleaning, against a bare pandas read of the same files into DuckDB.

The bare way reads every column as text and writes it down: no dates, no codes, no quarantine,
no pseudonyms, no duplicates, no reconciliation. Target: at most three times its time at full
size. The other sizes show whether the time per row stays the same, as it should.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pandas as pd

from benchmarks.ratio import interleaved, report
from vru import demo, ingest
from vru.demo.simulate import FULL_SIZE

OURS, BARE = "vru load", "pandas read, DuckDB write"
SIZES = (0.1, 0.3, 1.0, 3.0)  # of the full demo
TARGETS = {1.0: {BARE: 3.0}}
LONGEST = 180.0  # seconds a load may be expected to take; a larger size is named and left out


def main(sizes: Iterable[float] = SIZES, rounds: int = 3) -> None:
    """Print for each size the ratio to the bare way and the time per row read."""
    lines, per_row = [], 0.0
    for size in sizes:
        with tempfile.TemporaryDirectory() as spare:
            demo.write(Path(spare) / "files", seed=1, offences=round(size * FULL_SIZE))
            rows, ours, bare = _measured(Path(spare), size, rounds, per_row)
        if not ours:
            lines.append(f"  {size:5g} x {rows:11,} rows   left out: a load would take over {LONGEST:.0f} s")
            continue
        per_row = ours / rows
        lines.append(
            f"  {size:5g} x {rows:11,} rows {ours:9.2f} s {1e6 * per_row:8.2f} µs a row"
            f"   bare {1e6 * bare / rows:6.2f} µs a row   ours / bare = {ours / bare:.2f}"
        )
    print("\nIngest by size of the extract", *lines, sep="\n")


def _measured(folder: Path, size: float, rounds: int, per_row: float) -> tuple[int, float, float]:
    """Return rows read and the median seconds of both ways; no seconds where it would take too long."""
    sources, store = sorted((folder / "files").glob("*.csv")), folder / "store"
    rows = sum(_lines(each) for each in sources)
    if per_row * rows > LONGEST:
        return rows, 0.0, 0.0

    def ours() -> None:
        shutil.rmtree(store, ignore_errors=True)
        ingest.load(sources, "contract", store=store, synthetic=True, fresh=True)

    medians = interleaved({OURS: ours, BARE: lambda: _bare(sources, folder / "bare.duckdb")}, rounds)
    report(f"Ingest of {size:g} x the demo extract", medians, OURS, TARGETS.get(size, {}))
    return rows, medians[OURS], medians[BARE]


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
