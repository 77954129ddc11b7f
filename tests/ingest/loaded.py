"""Loads files into a store of their own and asks it: for tests that go from file to store."""

import duckdb

from vru.ingest import load

KEY = "0123456789abcdef0123456789abcdef"


def loaded(folder, monkeypatch, mapping, *files):
    """Load the files with the mapping; return the report and a connection to the store's file."""
    monkeypatch.setenv("VRU_KEY", KEY)
    report = load(list(files), mapping, store=folder / "store")
    (store,) = (folder / "store").glob("vru-*.duckdb")
    return report.to_dict()["files"], duckdb.connect(str(store), read_only=True)


def rows(connection, query):
    """Return the rows of a query."""
    return connection.sql(query).fetchall()
