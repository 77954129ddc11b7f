"""Excel workbooks, through calamine, with a guard against what unpacks to more than it should."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from vru.errors import InputError
from vru.ingest import read_crosstab
from vru.ingest.mapping import FileRule
from vru.ingest.read_source import Cells, Plan

# A workbook holds at most 1,048,576 rows a sheet; full of crimes it unpacks to well below this.
MOST_BYTES = 1 << 30
MOST_RATIO = 200
MOST_ENTRIES = 2_000
MOST_CELLS = 60_000_000
# a colon cannot stand in the name of a sheet
LARGEST = ":largest:"
_REMEDY = "Open it in Excel and save the sheet as CSV UTF-8."


def read_xlsx(path: Path, rule: FileRule, choose: Callable[[list[str]], Plan]) -> Cells:
    """Return the cells of one sheet as text: whole numbers without .0, dates and times as ISO.

    The sheet is the rule's, or the only one with cells. Raises InputError for anything but
    an ordinary workbook, for one that unpacks too large, and for a sheet that is not there.
    """
    sheet, rows = _rows(path, rule.sheet)
    if rule.rows_above:
        texts = [[_text(cell) or "" for cell in row] for row in rows]
        rows = read_crosstab.flattened(texts, rule, path.name, sheet)
    if len(rows) < rule.header_row or not any(_text(each) for each in rows[rule.header_row - 1]):
        remedy = "Set header_row in the mapping to the row that holds the headings."
        raise InputError(path.name, "the header row is empty", remedy, row=rule.header_row)
    header = [_text(each) or "" for each in rows[rule.header_row - 1]]
    plan = choose(header)
    body = rows[rule.header_row :]
    columns = {
        at: pa.chunked_array([pa.array([_text(row[at]) for row in body], pa.string())])
        for at in plan.positions
    }
    numbers = np.arange(len(body), dtype=np.int32) + rule.header_row + 1
    return Cells(plan, columns, numbers, "xlsx")


def guard(path: Path) -> None:
    """Refuse, before anything is unpacked, what is no workbook or unpacks to too much."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError) as damage:
        raise InputError(path.name, "the workbook is damaged or cut short", "Export it again.") from damage
    if "xl/workbook.xml" not in {each.filename for each in entries}:
        problem = "this is no Excel workbook, whatever its name says"
        raise InputError(path.name, problem, "Save it as XLSX or CSV UTF-8.")
    if any(each.flag_bits & 1 for each in entries):
        raise InputError(path.name, "the workbook is encrypted", "Save it without a password.")
    unpacked, packed = (
        sum(getattr(each, name) for each in entries) for name in ("file_size", "compress_size")
    )
    # small workbooks of empty rows pack very well, and harm nobody
    if unpacked > MOST_BYTES or (unpacked > 1 << 26 and unpacked > MOST_RATIO * packed):
        problem = f"the workbook would unpack from {packed:,} to {unpacked:,} bytes"
        raise InputError(path.name, problem, f"That is no ordinary workbook. {_REMEDY}")
    if len(entries) > MOST_ENTRIES:
        raise InputError(path.name, f"the workbook has {len(entries):,} parts", _REMEDY)


def first_rows(path: Path, rows: int) -> tuple[str, list[list[str]]]:
    """Return the name of the largest sheet and its first rows as text, for a look at an unknown file."""
    sheet, found = _rows(path, LARGEST)
    return sheet, [[_text(cell) or "" for cell in row] for row in found[:rows]]


def sheet_names(path: Path) -> list[str]:
    """Return the names of a workbook's sheets, in its order."""
    guard(path)
    import python_calamine as calamine

    try:
        with calamine.CalamineWorkbook.from_path(path) as book:
            return list(book.sheet_names)
    except calamine.CalamineError as problem:
        raise InputError(path.name, "the workbook is damaged", _REMEDY) from problem


def _rows(path: Path, wanted: str | None) -> tuple[str, list[list[Any]]]:
    guard(path)
    # imported here: few loads meet a workbook
    import python_calamine as calamine

    try:
        with calamine.CalamineWorkbook.from_path(path) as book:
            name = _sheet(path, book, wanted)
            sheet = book.get_sheet_by_name(name)
            last_row, last_column = sheet.end or (0, 0)
            if (last_row + 1) * (last_column + 1) > MOST_CELLS:
                problem = f"the sheet has {last_row + 1:,} rows of {last_column + 1:,} cells"
                raise InputError(path.name, problem, _REMEDY)
            return name, sheet.to_python(skip_empty_area=False)
    except calamine.CalamineError as problem:
        # calamine's own words may hold a value
        raise InputError(path.name, "the workbook is damaged", _REMEDY) from problem


def _sheet(path: Path, book: Any, wanted: str | None) -> str:
    names = book.sheet_names
    if wanted == LARGEST:
        return max(names, key=lambda each: book.get_sheet_by_name(each).height)
    if wanted is None:
        filled = [each for each in names if book.get_sheet_by_name(each).height]
        if len(filled) == 1:
            return filled[0]
        if not filled:
            raise InputError(path.name, "no sheet has any cell", "Export the workbook again.")
        problem = "several sheets have cells and the mapping names none"
    else:
        found = [each for each in names if each.strip().casefold() == wanted.strip().casefold()]
        if found:
            return found[0]
        problem = f'the workbook has no sheet "{wanted}"'
    remedy = f"Set sheet in the mapping; the workbook has {', '.join(names)}."
    raise InputError(path.name, problem, remedy)


def _text(cell: Any) -> str | None:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    if isinstance(cell, dt.timedelta):
        return str(cell)
    return None if cell is None else str(cell)
