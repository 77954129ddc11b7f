"""Parquet files: typed columns become the text the cleaners read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from vru.errors import InputError
from vru.ingest.read_source import Cells, Plan

_BROKEN = (pa.ArrowException, OSError, UnicodeDecodeError)
_REMEDY = "Copy or export it again."
_LARGEST_WHOLE = 2.0**53


def read_parquet(path: Path, choose: Callable[[list[str]], Plan]) -> Cells:
    """Return the columns as text: dates ISO, whole numbers without .0, Booleans true or false.

    A timestamp with a zone becomes British clock time, because a crime's hour is the clock's.
    Rows are numbered from 2, as if the headings stood in row 1. Raises InputError for a file
    that is cut short or corrupt, and for a column that holds lists or structures.
    """
    try:
        # the file is opened by us: on an error Arrow would leave it open
        with path.open("rb") as file:
            parquet = pq.ParquetFile(file)
            header = parquet.schema_arrow.names
            plan = choose(header)
            names = [header[at] for at in plan.positions]
            table = parquet.read(columns=names)
            columns = {at: as_text(path.name, header[at], table.column(header[at])) for at in plan.positions}
    except _BROKEN as problem:
        raise InputError(path.name, "the Parquet file is cut short or corrupt", _REMEDY) from problem
    return Cells(plan, columns, np.arange(table.num_rows, dtype=np.int32) + 2, "parquet")


def first_rows(path: Path, rows: int) -> list[list[str]]:
    """Return the headings and the first rows as text, for a look at an unknown file."""
    try:
        with path.open("rb") as file:
            batch = next(pq.ParquetFile(file).iter_batches(batch_size=rows), None)
        table = pa.table({}) if batch is None else pa.Table.from_batches([batch])
        columns = [as_text(path.name, each, table.column(each)).to_pylist() for each in table.column_names]
    except _BROKEN as problem:
        raise InputError(path.name, "the Parquet file is cut short or corrupt", _REMEDY) from problem
    return [table.column_names, *([cell or "" for cell in row] for row in zip(*columns, strict=True))]


def as_text(file: str, heading: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a typed column as strings; ArrowInvalid where its bytes are not what its type says."""
    column.validate(full=True)
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    kind = column.type
    if pa.types.is_nested(kind):
        remedy = "Export one value in each cell, or drop the column in the mapping."
        raise InputError(file, "the column holds lists or structures", remedy, column=heading)
    if pa.types.is_floating(kind):
        return _numbers(column.cast(pa.float64()))
    if pa.types.is_decimal(kind):
        text = column.cast(pa.string())
        return pc.replace_substring_regex(text, r"^(-?\d+)\.0+$", r"\1")
    if pa.types.is_timestamp(kind):
        if kind.tz is not None:
            column = pc.local_timestamp(column.cast(pa.timestamp(kind.unit, "Europe/London")))
        return column.cast(pa.timestamp("s"), safe=False).cast(pa.string())
    if pa.types.is_date(kind):
        return column.cast(pa.date32()).cast(pa.string())
    return column.cast(pa.string())


def _numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    whole = pc.and_(pc.equal(column, pc.floor(column)), pc.less(pc.abs(column), _LARGEST_WHOLE))
    whole = pc.fill_null(whole, False)
    integers = pc.if_else(whole, column, None).cast(pa.int64()).cast(pa.string())
    # a NaN is what pandas writes for a missing number
    rest = pc.if_else(pc.is_nan(column), None, column).cast(pa.string())
    return pc.if_else(whole, integers, rest)
