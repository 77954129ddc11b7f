"""From staged rows to a finished version: the schema's files, run in order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from vru.capabilities import Capabilities
from vru.errors import StoreError
from vru.store import comments, sql, versions

OPENING = ("01_types", "02_context", "03_log", "04_staging")
MERGING = ("06_merged", "07_kept", "08_withdrawn")
TABLES = ("11_seen_types", "12_offence", "13_involvement", "14_cube", "15_selected", "16_seen")
CARRIED_SINCE = {
    "boundary": "32_carried_boundary",
    "deprivation": "33_carried_deprivation",
    "population_lsoa": "34_carried_population_lsoa",
    "attendance": "35_carried_attendance",
}
"""What only versions with such a table can hand on: an earlier program made none."""
FILLING = {
    "20_fill_offence": "sorting offences",
    "21_fill_involvement": "sorting people's involvements",
    "23_fill_pair": "pairing victims and suspects",
    "24_fill_cube": "counting months",
    "25_fill_occasion": "gathering occasions",
    "26_fill_seen": "noting what each month came to",
    "27_fill_career": "summing up careers",
    "28_fill_relation": "telling whom violence meets",
    "29_fill_person": "summing up people",
}


def attach(connection: duckdb.DuckDBPyConnection, folder: Path, version: str) -> dict[str, str]:
    """Attach a version read-only as `previous` and return its meta table.

    Raises StoreError where it is damaged or of a newer program: building on it would lose it.
    """
    file = str(versions.path_of(folder, version)).replace("'", "''")
    try:
        connection.execute(f"attach '{file}' as previous (read_only)")
        meta = dict(connection.table("previous.meta").fetchall())
        schema = int(meta["schema"])
    except (duckdb.Error, KeyError, ValueError) as problem:
        raise StoreError(
            f"{folder}: the present version {version} cannot be read, so nothing can be added to it.\n"
            "Point `current` to an earlier version, or move the store away and load again."
        ) from problem
    if schema > versions.SCHEMA:
        raise StoreError(
            f"{folder}: version {version} was made by a newer program.\nUpdate this program before loading."
        )
    return meta


def open_schema(connection: duckdb.DuckDBPyConnection, has_previous: bool) -> None:
    """Make the tables a load writes to, filled with what the previous version knows."""
    for each in OPENING:
        sql.run(connection, f"schema/{each}", {})
    if has_previous:
        sql.run(connection, "schema/05_carried_over", {})
        had = {each for (each,) in sql.run(connection, "schema/31_tables_before", {}).fetchall()}
        for table, carried in CARRIED_SINCE.items():
            if table in had:
                sql.run(connection, f"schema/{carried}", {})


def merge(connection: duckdb.DuckDBPyConnection, has_previous: bool, progress: Callable[[str], None]) -> None:
    """Merge staged rows with the previous version's and fill every final table."""
    progress("merging with what is known")
    for each in MERGING:
        if has_previous or each != "07_kept":
            sql.run(connection, f"schema/{each}", {})
    orphans = _value(connection, "schema/09_orphans")
    if orphans:
        raise StoreError(f"{orphans} staged involvements have no offence; they belong into quarantine.")
    for each in TABLES:
        sql.run(connection, f"schema/{each}", {})
    if has_previous:
        kept = _value(connection, "schema/17_seen_before")
        sql.run(connection, f"schema/{'18_seen_carried' if kept else '19_seen_begun'}", {})
    for each, step in FILLING.items():
        progress(step)
        sql.run(connection, f"schema/{each}", {})
    comments.write(connection, (*OPENING[:-1], *TABLES))


def capabilities(connection: duckdb.DuckDBPyConnection) -> Capabilities:
    """Work out what the finished tables can answer."""
    result = sql.run(connection, "schema/30_capabilities", {})
    row = dict(zip([each[0] for each in result.description], result.fetchall()[0], strict=True))
    for name in ("groups", "districts"):
        row[name] = dict(row[name] or [])
    row["small_areas"] = {level: dict(areas) for level, areas in row["small_areas"] or []}
    for name in ("recorded_months", "committed_months"):
        first, last = row[name]
        row[name] = None if first is None else (first, last)
    return Capabilities(**row)


def _value(connection: duckdb.DuckDBPyConnection, name: str) -> Any:
    return sql.run(connection, name, {}).fetchall()[0][0]
