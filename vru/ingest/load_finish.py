"""The end of a load: what is withdrawn, whether anything is new, and the version's own facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from vru.ingest.load_synthetic import is_synthetic
from vru.ingest.pseudonymise import Key
from vru.measures import completeness
from vru.store import Builder

if TYPE_CHECKING:
    from vru.ingest.load import Run


def finish(run: Run, key: Key | None) -> None:
    """Publish a version if the load brought anything new; else leave the store as it is."""
    builder = run.builder
    if not run.opened:
        return
    if builder.has_previous:
        _withdraw(run)
        builder.run("keep_roles")
    if not _anything_new(run):
        return
    judge(builder)
    meta = {"synthetic": "true" if is_synthetic(run) else "false", "source": run.mapping.options.source}
    if key:
        meta["key_id"] = key.id
    if run.grid:
        meta["grid"] = run.grid
    builder.publish(meta)


def _withdraw(run: Run) -> None:
    if not run.replaces:
        return
    run.builder.run("withdraw", first=run.replaces.first, end=run.replaces.end)
    gone = int(run.builder.ask("withdrawn")["offences"][0])
    # the load's first file of offences stands for the extract
    first = next(each for each in run.report.files if each.kind in ("offences", "wide"))
    first.withdrawn = gone
    run.builder.run("note_withdrawn", file=first.file, kind=first.kind, offences=gone)


def _anything_new(run: Run) -> bool:
    if any(each.loaded or each.withdrawn for each in run.report.files) or run.renewed:
        return True
    return run.builder.has_previous and bool(run.builder.ask("people_changed")["offences"][0])


def judge(builder: Builder) -> None:
    """Build the version's tables and judge which of its months may carry a conclusion."""
    builder.finish()
    counts, ended = builder.ask("month_counts"), builder.ask("extract_end").iloc[0]
    if counts.empty:
        return
    last, lag = pd.Timestamp(ended["extract_to"]).date(), ended["lag_days"]
    for basis, months in counts.groupby("basis"):
        # a crime committed is known once it is recorded; recording itself has no lag
        late = float(lag) if basis == "committed" and pd.notna(lag) else None
        judged = completeness.judge(months.drop(columns="basis"), extract_to=last, lag_days=late)
        rows = [{"basis": str(basis), **each} for each in judged.to_dict("records")]
        if rows:
            builder.insert("month_quality", pa.Table.from_pylist(rows))
