"""An Answer's table as CSV and as an Excel workbook, both with what it says, its source and its marking."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from vru import terms
from vru.answers.answer import Answer
from vru.export import words

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula, which may run a program."""


def as_csv(answer: Answer) -> bytes:
    """Return the table as UTF-8 CSV with a byte order mark, its caption in leading `#` lines."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for line in about(answer):
        writer.writerow(["# " + " ".join(line)])
    writer.writerow([labelled(each) for each in answer.table.columns])
    for row in answer.table.itertuples(index=False):
        writer.writerow([_inert(plain(each)) for each in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(answer: Answer) -> bytes:
    """Return the table as a workbook: a sheet Table and a sheet About with the caption."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Table")
    sheet.freeze_panes = "A2"
    for at, column in enumerate(answer.table.columns):
        sheet.column_dimensions[chr(65 + at % 26)].width = max(12, len(labelled(column)) + 2)
    sheet.append([_bold(sheet, labelled(each)) for each in answer.table.columns])
    for row in answer.table.itertuples(index=False):
        sheet.append([_cell(sheet, plain(each)) for each in row])
    note = book.create_sheet("About")
    note.column_dimensions["A"].width, note.column_dimensions["B"].width = 16, 110
    for label, text in about(answer):
        note.append([_bold(note, label), _cell(note, text)])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def about(answer: Answer) -> list[tuple[str, str]]:
    """Return what every file says of itself: marking, question, finding, caption."""
    said = [("Marking:", words.marking(answer)), ("Question:", answer.question)]
    return [*said, ("Finding:", answer.finding), *words.caption(answer), ("Marking:", words.marking(answer))]


def labelled(column: Any) -> str:
    """Return a column's heading in words."""
    return terms.label(str(column))


def plain(value: Any) -> Any:
    """Return a table's value as a file holds it: None for missing, dates as dates, Python numbers."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp | dt.datetime):
        return value.date()
    return value.item() if hasattr(value, "item") else value


def _inert(value: Any) -> Any:
    return "'" + value if isinstance(value, str) and value.startswith(FORMULA) else value


def _cell(sheet: WriteOnlyWorksheet, value: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(
        sheet, value if isinstance(value, str | int | float | dt.date | None) else str(value)
    )
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl would write a text that begins with = as a formula
    return cell


def _bold(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = _cell(sheet, text)
    cell.font = Font(bold=True)
    return cell
