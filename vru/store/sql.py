"""The SQL files of queries/: found by name, cut into statements, run with bound parameters."""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru.errors import StoreError
from vru.settings import ROOT

QUERIES = ROOT / "queries"


@lru_cache(maxsize=512)
def statements(name: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return each statement of queries/<name>.sql with the names of its parameters.

    Raises StoreError, with the nearest name, where there is no such file.
    """
    file = QUERIES / f"{name}.sql"
    if not file.is_file():
        known = sorted(each.stem for each in file.parent.glob("*.sql"))
        nearest = difflib.get_close_matches(file.stem, known, n=1, cutoff=0)
        raise StoreError(f"There is no query {name}.\nThe nearest is {', '.join(nearest) or 'nothing'}.")
    parsed = duckdb.extract_statements(file.read_text(encoding="utf-8"))
    return tuple((each.query, frozenset(each.named_parameters)) for each in parsed)


def run(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    parameters: dict[str, Any],
    ignorable: frozenset[str] = frozenset(),
) -> duckdb.DuckDBPyConnection:
    """Run all statements of queries/<name>.sql, each with those `parameters` that it names.

    A parameter that is missing, or given and named nowhere, is a StoreError; those in
    `ignorable` may be given and not named. The last statement's result is left to fetch.
    """
    parts = statements(name)
    named = frozenset().union(*(names for _, names in parts))
    missing, unknown = named - parameters.keys(), parameters.keys() - named - ignorable
    if missing or unknown:
        said = [f"needs {', '.join(sorted(missing))}"] if missing else []
        said += [f"does not know {', '.join(sorted(unknown))}"] if unknown else []
        raise StoreError(f"The query {name} {' and '.join(said)}.")
    for query, names in parts:
        # an empty dict would make DuckDB prepare the statement, which COMMENT and others refuse
        connection.execute(query, {each: parameters[each] for each in names} or None)
    return connection


def frame(result: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return a result as a DataFrame of plain columns.

    Integers are int64 (Int64 where some are missing, HUGEINT sums too), codes are strings,
    flags boolean, dates and timestamps datetime64; DuckDB's UHUGEINT (content hashes) has
    no such column, so a query casts it to text.
    """
    kinds = {column[0]: str(column[1]) for column in result.description or []}
    table = result.df()
    for column, kind in kinds.items():
        if kind in ("HUGEINT", "UBIGINT"):
            table[column] = table[column].astype("Float64" if table[column].isna().any() else float)
            table[column] = table[column].astype("Int64" if table[column].isna().any() else "int64")
        elif pd.api.types.is_integer_dtype(table[column].dtype):
            table[column] = table[column].astype("Int64" if table[column].isna().any() else "int64")
        elif isinstance(table[column].dtype, pd.CategoricalDtype):
            table[column] = table[column].astype("str")
    return table


def arrays(result: duckdb.DuckDBPyConnection) -> dict[str, NDArray[Any]]:
    """Return a result's columns as the query types them, each of shape (rows,); none may hold a NULL.

    For millions of rows: small integers stay small, where a DataFrame's are eight bytes wide.
    """
    return {name: np.asarray(each) for name, each in result.fetchnumpy().items()}
