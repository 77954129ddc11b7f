"""Reads one source file: CSV, Excel workbook or Parquet, all into the same columns of text."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vru.errors import InputError
from vru.ingest import financial, read_header
from vru.ingest.mapping import ColumnRule, FileRule, MappingOptions
from vru.ingest.read_crosstab import BETWEEN
from vru.ingest.read_csv import read_csv
from vru.ingest.read_parquet import read_parquet
from vru.ingest.read_personal import refuse_personal
from vru.ingest.read_source import MARK, Cells, Plan, Refused, Source
from vru.ingest.read_xlsx import read_xlsx

__all__ = ["Refused", "Source", "read"]

# the formats that are no cleaning but a spelling: a reference that became a number, and the
# district in the name of a small area (Ashford 001B)
_REWRITES = {"whole": (r"^(-?\d+)\.0+$", r"\1"), "lsoa_name": (r" \d{3}[A-Z]$", "")}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SUFFIXES = {
    "text": (".csv", ".txt", ".tsv", ".tab", ".dat"),
    "workbook": (".xlsx", ".xlsm"),
    "parquet": (".parquet", ".pq"),
}


def read(path: Path | str, rule: FileRule, options: MappingOptions) -> Source:
    """Return the columns that the rule uses, as text, with the row each stands in.

    Values are trimmed and null where blank; wholly blank rows are counted and left out. A row
    that does not fit the header is refused and returned beside the table. Raises InputError
    where the file as a whole cannot be read: the message names the remedy, never a value.
    """
    path = Path(path)
    try:
        kind, digest = detect_format(path), _sha256(path)
        cells = _cells(path, kind, rule, options)
    except PermissionError as problem:
        remedy = "Close it where it is open, or ask for the right to read it."
        raise InputError(path.name, "the file may not be read", remedy) from problem
    if not len(cells.rows) and not cells.refused:
        remedy = "Export it again, or leave it out of the load."
        raise InputError(path.name, "the file has a header and no rows", remedy)
    refuse_personal(path.name, rule, cells)
    table, blank = _table(cells, rule)
    return Source(
        name=path.name,
        table=table,
        sha256=digest,
        encoding=cells.encoding,
        refused=cells.refused,
        unused=tuple(cells.plan.undecided),
        missing=cells.plan.missing,
        blank=blank,
    )


def _cells(path: Path, kind: str, rule: FileRule, options: MappingOptions) -> Cells:
    def choose(header: list[str]) -> Plan:
        return read_header.plan(path.name, header, rule)

    if kind == "workbook":
        return read_xlsx(path, rule, choose)
    if kind == "parquet":
        return read_parquet(path, choose)
    return read_csv(path, rule, options, choose)


def detect_format(path: Path) -> str:
    """Return which reader a file needs, by its first bytes; its name must not say otherwise."""
    if path.is_dir():
        raise InputError(path.name, "this is a directory", "Name the files in it, such as *.csv.")
    if not path.is_file():
        raise InputError(path.name, "there is no such file", "Check the path.")
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise InputError(path.name, "the file is empty", "Export it again.")
    if head == _OLD_OFFICE:
        remedy = "Save it as XLSX without a password, or as CSV UTF-8."
        raise InputError(path.name, "this is an old or encrypted Office file", remedy)
    found = {b"PK\x03\x04": "workbook", b"PAR1": "parquet"}.get(head[:4], "text")
    named = next((each for each, ends in _SUFFIXES.items() if path.suffix.casefold() in ends), None)
    if named is None:
        remedy = "CSV, XLSX and Parquet can be read. Save it as one of them."
        raise InputError(path.name, "this kind of file cannot be read", remedy)
    if found != named:
        problem = f"its name says {named}, but it is no {named} inside"
        remedy = "It is damaged, or was given a wrong name. Export it again."
        raise InputError(path.name, problem, remedy)
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _table(cells: Cells, rule: FileRule) -> tuple[pa.Table, int]:
    trimmed = {at: _trimmed(each) for at, each in cells.columns.items()}
    filled = _any_filled(list(trimmed.values()), len(cells.rows))
    columns = {name: trimmed[at] for name, at in cells.plan.wanted.items()}
    nulls = pa.chunked_array([pa.nulls(len(cells.rows), pa.string())])
    named = {"row": pa.chunked_array([pa.array(cells.rows, pa.int32())])}
    for each in rule.rules():
        if each.source is not None:
            named[each.source] = _column(each, columns, nulls)
            if each.format in _REWRITES:
                named[each.source] = pc.replace_substring_regex(named[each.source], *_REWRITES[each.format])
    if rule.ages_in_columns:
        named |= {name: columns[name] for name in read_header.age_columns(list(columns))}
    if rule.months_in_columns:
        named |= {name: columns[name] for name in read_header.YEAR_AND_MONTHS}
    if rule.element:
        named[rule.element] = columns[rule.element]
    if rule.rows_above:
        named |= {name: columns[name] for name in columns if BETWEEN in name}
    table = pa.table(named)
    blank = int(len(filled) - filled.sum())
    return (table.filter(pa.array(filled)) if blank else table), blank


def _trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    column = pc.utf8_trim_whitespace(column.cast(pa.string()))
    return pc.if_else(pc.equal(column, ""), None, column)


def _any_filled(columns: list[pa.ChunkedArray], rows: int) -> np.ndarray:
    filled = np.zeros(rows, bool)
    for each in columns:
        if filled.all():
            break
        filled |= each.is_valid().to_numpy()
    return filled


def _column(rule: ColumnRule, columns: dict[str, pa.ChunkedArray], nulls: pa.ChunkedArray) -> pa.ChunkedArray:
    first = columns.get(rule.parts[0], nulls)
    if rule.format == "financial_year":
        part = columns.get(rule.parts[1], nulls) if len(rule.parts) > 1 else None
        return financial.months(first, part, last=rule.target.endswith("_to"))
    if len(rule.parts) == 1:
        return first
    if rule.flag:
        # a mark without a value is no value
        marks = pc.fill_null(columns.get(rule.flag, nulls), "")
        return pc.binary_join_element_wise(first, marks, MARK)
    # exports write a midnight beside each date, and a day of 1899 before each time
    day = pc.replace_substring_regex(first, r"[ T].*$", "")
    time = pc.replace_substring_regex(columns.get(rule.parts[1], nulls), r"^.*[ T]", "")
    both = pc.binary_join_element_wise(day, time, " ")
    return pc.if_else(pc.is_null(both), day, both)
