"""Building a store: a new version beside the old one, published whole or not at all.

The contract with whoever loads data:

    with build(folder) as builder:
        builder.has_previous, builder.previous_meta     what there was
        builder.register("raw", arrow_table)            then builder.run(...) reads it
        builder.run("stage_offences", load_id=7)        queries/ingest/stage_offences.sql
        builder.finish()                                merges and builds all final tables
        builder.insert("month_quality", rows)           judged from cube_month
        version = builder.publish({"key_id": "..."})

Staging (queries/schema/04_staging.sql), all of it by offence_id and pseudonym, no surrogates:

* `staged_offence`: one row for each offence this load knows. The newest load wins wholly; the
  same content_hash as before keeps the earlier load_id (no change).
* `staged_involvement`: the people. The rows of an offence replace all it had; an offence
  without rows here keeps its own. A row whose offence is in neither staging nor the previous
  version is refused by `finish` (StoreError): quarantine it first.
* `staged_withdrawn`: offences the replaced period no longer has: status becomes 'withdrawn'.

Before staging, the previous version is attached read-only as `previous` (previous.offence,
previous.involvement, previous.person, previous.load, ...), and the context and log tables
(weather, population, admission, attendance, comparator, intervention, activity, load, load_step,
quarantine) already hold its rows: a load adds to them or replaces rows of its own keys.
`finish` fills offence, involvement, person, pair and cube_month; `month_quality` starts empty
in every build. Leaving the block without `publish` throws the build away.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from vru.capabilities import Capabilities
from vru.errors import StoreError
from vru.settings import settings
from vru.store import finish, room, sql, versions

Progress = Callable[[str], None]


class Builder:
    """A version being built. See the module's docstring for what to put where."""

    def __init__(self, folder: Path, progress: Progress | None = None, *, fresh: bool = False) -> None:
        self.folder, self.version = folder, versions.new_version(folder)
        self.published: str | None = None
        self.finished = False
        self._progress = progress or (lambda _: None)
        self._draft = folder / f"building-{self.version}.duckdb"
        self._spill = folder / f"building-{self.version}-spill"
        self._connection = duckdb.connect(
            self._draft,
            config={
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "memory_limit": settings().memory_limit,
                "temp_directory": str(self._spill),
            },
        )
        previous = None if fresh else versions.current_version(folder)
        self.has_previous = previous is not None
        self.previous_meta: dict[str, str] = {}
        if previous is not None:
            self.previous_meta = finish.attach(self._connection, folder, previous)
        finish.open_schema(self._connection, self.has_previous)

    def register(self, name: str, table: pa.Table) -> None:
        """Let queries read an Arrow table under `name`, without a copy."""
        self._connection.register(name, table)

    def unregister(self, name: str) -> None:
        """Forget a registered table."""
        self._connection.unregister(name)

    def insert(self, table: str, rows: pa.Table) -> None:
        """Append rows to a table of the build by column name; columns not given are NULL."""
        target = self._connection.table(table)
        unknown = set(rows.column_names) - set(target.columns)
        if unknown:
            raise StoreError(f"The table {table} has no column {', '.join(sorted(unknown))}.")
        given = [
            rows[name] if name in rows.column_names else pa.nulls(rows.num_rows) for name in target.columns
        ]
        with room.guarded(self.folder):
            self._connection.from_arrow(pa.table(given, names=target.columns)).insert_into(table)

    def run(self, name: str, **parameters: Any) -> None:
        """Run queries/ingest/<name>.sql (one statement or several), its `$parameters` bound by name."""
        with room.guarded(self.folder):
            sql.run(self._connection, f"ingest/{name}", parameters)

    def ask(self, name: str, **parameters: Any) -> pd.DataFrame:
        """Return what queries/ingest/<name>.sql selects, as Store.ask does."""
        with room.guarded(self.folder):
            return sql.frame(sql.run(self._connection, f"ingest/{name}", parameters))

    def finish(self) -> None:
        """Merge the staged rows with the previous version and build every final table."""
        if self.finished:
            return
        with room.guarded(self.folder):
            finish.merge(self._connection, self.has_previous, self._progress)
        self.finished = True

    def publish(self, meta: dict[str, str]) -> str:
        """Finish the version, make it the current one and return its name.

        `meta` adds to what the previous version's meta table said, and overrules it.
        """
        self.finish()
        with room.guarded(self.folder):
            capabilities = finish.capabilities(self._connection)
            self._write_meta(meta, capabilities)
            self._progress("writing the version")
            # closing would checkpoint too, but swallow a full disk and leave rows in a .wal beside
            self._connection.execute("force checkpoint")
            self._connection.close()
            versions.move_in(self._draft, self.folder, self.version)
            versions.point_to(self.folder, self.version)
        self.published = self.version
        versions.prune(self.folder, settings().keep_versions)
        return self.version

    def _write_meta(self, meta: dict[str, str], capabilities: Capabilities) -> None:
        said = {"force": settings().force, "synthetic": "false", **self.previous_meta, **meta}
        said |= {
            "schema": str(versions.SCHEMA),
            "version": self.version,
            "built_at": f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
            "capabilities": capabilities.to_json(),
        }
        keys = sorted(said)
        self.insert("meta", pa.table({"key": keys, "value": [str(said[each]) for each in keys]}))

    def close(self) -> None:
        """Let go of the build; what was not published is deleted."""
        self._connection.close()
        versions.remove_leftovers(self.folder)


@contextlib.contextmanager
def build(
    folder: Path | None = None, progress: Progress | None = None, *, fresh: bool = False
) -> Iterator[Builder]:
    """Open a new version for writing; `progress` is told each step in a few words.

    `fresh` begins with nothing instead of what the present version holds.

    Only one process may build at a time. Raises StoreError where another one does, where
    the previous version cannot be read, or where there is no room.
    """
    folder = settings().store if folder is None else Path(folder)
    room.prepare(folder)
    with versions.writer(folder):
        versions.remove_leftovers(folder)
        room.check(folder)
        builder = None
        try:
            with room.guarded(folder):
                builder = Builder(folder, progress, fresh=fresh)
            yield builder
        finally:
            if builder is not None:
                builder.close()
            else:
                versions.remove_leftovers(folder)
