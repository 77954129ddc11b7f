"""Takes a first look at a file nobody has described: delimiter, sheet, header row, a sample."""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from vru.errors import InputError
from vru.ingest.mapping_schema import DELIMITERS
from vru.ingest.read import detect_format
from vru.ingest.read_parquet import first_rows as parquet_rows
from vru.ingest.read_xlsx import first_rows as workbook_rows

_HEAD = 1 << 20
ROWS = 2_000
_MOST_TITLES = 30


class Look(NamedTuple):
    """What a first look shows: the filled values of each column, by heading, in the file's order."""

    columns: dict[str, list[str]]
    rows: int
    header_row: int
    delimiter: str
    sheet: str | None


def look(path: Path) -> Look:
    """Return a first look at a CSV, XLSX or Parquet file; InputError where there is nothing to see."""
    kind = detect_format(path)
    delimiter, sheet = "comma", None
    if kind == "workbook":
        sheet, rows = workbook_rows(path, ROWS)
    elif kind == "parquet":
        rows = parquet_rows(path, ROWS)
    else:
        delimiter, rows = _text_rows(path)
    at = _header_at(rows)
    if at is None:
        remedy = "Write the mapping by hand: data/mappings/contract.toml shows how."
        raise InputError(path.name, "no row looks like headings with rows below it", remedy)
    header, body = [each.strip() for each in rows[at]], rows[at + 1 :]
    columns = {
        name: [row[at].strip() for row in body if at < len(row) and row[at].strip()]
        for at, name in enumerate(header)
        if name
    }
    return Look(columns, len(body), at + 1, delimiter, sheet)


def _text_rows(path: Path) -> tuple[str, list[list[str]]]:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for encoding in ("utf-16",) if head[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            # the last character may be cut in two by the size of the sample
            text = head.decode(encoding) if len(head) < _HEAD else head.rpartition(b"\n")[0].decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise InputError(path.name, "the text is neither UTF-8 nor Windows-1252", "Save it as CSV UTF-8.")
    best = max(DELIMITERS, key=lambda name: text[:20_000].count(DELIMITERS[name]))
    try:
        rows = list(islice(csv.reader(text.splitlines(keepends=True), delimiter=DELIMITERS[best]), ROWS))
    except csv.Error as problem:
        raise InputError(path.name, "a quote is opened and never closed", "Export it again.") from problem
    return best, rows


def _header_at(rows: list[list[str]]) -> int | None:
    """Return the position of the first row that is as wide as the table and all words."""
    if len(rows) < 2:
        return None
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows[:_MOST_TITLES]]
    for at, row in enumerate(rows[:_MOST_TITLES]):
        cells = [cell.strip() for cell in row if cell.strip()]
        wordy = sum(any(letter.isalpha() for letter in cell) for cell in cells)
        if cells and filled[at] >= 0.6 * max(filled) and wordy >= 0.8 * len(cells):
            return at
    return None
