"""The log of a load: what became of a file's rows, kept in the version it made."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pyarrow as pa

from vru.ingest.load_columns import QUARANTINE, Cleaning
from vru.ingest.load_report import FileReport
from vru.ingest.read_source import Source

if TYPE_CHECKING:
    from vru.ingest.load import Run

KEPT_LOG = pa.schema([("load_id", pa.int16()), ("file", pa.string()), *QUARANTINE])


def log(run: Run, source: Source, file: Cleaning, counted: FileReport) -> None:
    """Write what became of a file into the new version: refused rows, cleaning steps, the load itself."""
    run.report.files.append(counted)
    problems = file.problems()
    tagged = {"load_id": [run.load_id] * problems.num_rows, "file": [source.name] * problems.num_rows}
    columns = {name: problems[name] for name in QUARANTINE.names}
    run.builder.insert("quarantine", pa.table({**tagged, **columns}, schema=KEPT_LOG))
    steps = [(column, step, rows) for (column, step), rows in sorted(file.steps.items()) if rows]
    if source.blank:
        steps.append(("row", "blank_row", source.blank))
    run.builder.insert(
        "load_step",
        pa.table(
            {
                "load_id": [run.load_id] * len(steps),
                "file": [source.name] * len(steps),
                "column_name": [each[0] for each in steps],
                "step": [each[1] for each in steps],
                "rows": [each[2] for each in steps],
            }
        ),
    )
    run.builder.insert("load", _load_row(run, source, counted))


def _load_row(run: Run, source: Source, counted: FileReport) -> pa.Table:
    row = {
        "load_id": run.load_id,
        "loaded_at": dt.datetime.now(dt.UTC).replace(tzinfo=None),
        "file": source.name,
        "kind": counted.kind,
        "sha256": source.sha256,
        "mapping": run.mapping.name,
        "mapping_hash": run.mapping.hash,
        "rows_read": counted.read,
        "rows_loaded": counted.loaded,
        "rows_quarantined": counted.quarantined,
        "rows_duplicate": counted.duplicates,
        "offences_changed": counted.changed,
        "offences_withdrawn": 0,
        "replaces_from": run.replaces.first if run.replaces else None,
        "replaces_to": run.replaces.last if run.replaces else None,
    }
    return pa.Table.from_pylist([row])
