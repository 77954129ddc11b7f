"""Upgrading: the same rows in the tables this program reads, when an earlier one built the store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from vru.ingest import load_boundaries
from vru.ingest.load_finish import judge
from vru.store import SCHEMA, build, current_version


def upgrade(folder: Path, schematic: Callable[[], pd.DataFrame] | None = None) -> str | None:
    """Rebuild an older program's store as a new version; None where there is none or it is up to date.

    Needs neither the extract nor the key: pseudonyms stay what they are. `schematic` makes the
    outlines (rows of `boundary`) that a synthetic store without any is given. Raises StoreError
    as a load does; the store is then as it was.
    """
    if current_version(folder) is None:
        return None
    with build(folder) as builder:
        if int(builder.previous_meta["schema"]) >= SCHEMA:
            return None
        synthetic = builder.previous_meta.get("synthetic") == "true"
        if schematic and synthetic and builder.ask("boundary_known").empty:
            load_boundaries.put(builder, schematic())
        judge(builder)
        return builder.publish({})
