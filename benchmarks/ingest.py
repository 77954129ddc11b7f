"""Loading the demo extract with all cleaning, against a bare pandas read of the same files into DuckDB.

The bare way reads every column as text and writes it down: no dates, no codes, no quarantine,
no pseudonyms, no duplicates, no reconciliation. Target: at most three times its time.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import duckdb
import pandas as pd

from benchmarks.ratio import interleaved, report
from vru import demo, ingest


def main(offences: int | None = None, rounds: int = 3) -> None:
    """Print the ratio for a demo extract of about `offences` (its full size if None)."""
    with tempfile.TemporaryDirectory() as spare:
        files, store = Path(spare) / "files", Path(spare) / "store"
        demo.write(files, seed=1, offences=offences)
        sources = sorted(files.glob("*.csv"))

        def ours() -> None:
            shutil.rmtree(store, ignore_errors=True)
            ingest.load(sources, "contract", store=store, synthetic=True, fresh=True)

        def bare() -> None:
            target = Path(spare) / "bare.duckdb"
            target.unlink(missing_ok=True)
            with duckdb.connect(str(target)) as connection:
                for source in sources:
                    frame = pd.read_csv(source, dtype=str, encoding="utf-8-sig", on_bad_lines="skip")
                    connection.register("frame", frame)
                    connection.execute(f'create table "{source.stem}" as select * from frame')

        medians = interleaved({"vru load": ours, "pandas read, DuckDB write": bare}, rounds)
        report("Ingest of the demo extract", medians, "vru load", {"pandas read, DuckDB write": 3.0})


if __name__ == "__main__":
    main()
