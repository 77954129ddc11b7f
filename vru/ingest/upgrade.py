"""Upgrading: the same rows in the tables this program reads, when an earlier one built the store."""

from __future__ import annotations

from pathlib import Path

from vru.ingest.load_finish import judge
from vru.store import SCHEMA, build, current_version


def upgrade(folder: Path) -> str | None:
    """Rebuild an older program's store as a new version; None where there is none or it is up to date.

    Needs neither the extract nor the key: pseudonyms stay what they are. Raises StoreError
    as a load does; the store is then as it was.
    """
    if current_version(folder) is None:
        return None
    with build(folder) as builder:
        if int(builder.previous_meta["schema"]) >= SCHEMA:
            return None
        judge(builder)
        return builder.publish({})
