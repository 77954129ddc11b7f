"""What the schema's files say about a table or column, written into the store as its comment."""

from __future__ import annotations

import re
from collections.abc import Iterable

import duckdb

from vru.store.sql import QUERIES

_TABLE = re.compile(r"((?:^-- [^\n]*\n)+)create table (\w+) \(\n(.*?)^\);", re.M | re.S)
_COLUMN = re.compile(r"^    (\w+) [^\n]*?-- (.+)$", re.M)


def write(connection: duckdb.DuckDBPyConnection, files: Iterable[str]) -> None:
    """Comment the tables and columns that queries/schema/<file>.sql creates, in its own words."""
    for file in files:
        for said, table, body in _TABLE.findall((QUERIES / "schema" / f"{file}.sql").read_text("utf-8")):
            _comment(connection, f"table {table}", " ".join(re.findall(r"^-- (.*)$", said, re.M)))
            for column, words in _COLUMN.findall(body):
                _comment(connection, f'column {table}."{column}"', words)


def _comment(connection: duckdb.DuckDBPyConnection, what: str, words: str) -> None:
    # COMMENT takes no bound parameter; both parts come from our own files
    quoted = words.replace("'", "''")
    connection.execute(f"comment on {what} is '{quoted}'")
