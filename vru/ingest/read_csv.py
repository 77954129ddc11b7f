"""Delimited text: strict decoding, strict structure, rows numbered as a spreadsheet numbers them."""

from __future__ import annotations

import codecs
import csv
import io
import mmap
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from vru.errors import InputError, shape_of
from vru.ingest.mapping import FileRule, MappingOptions
from vru.ingest.mapping_schema import DELIMITERS
from vru.ingest.read_source import Cells, Plan, Refused

_CHUNK = 1 << 22
_MOST_HEADER = 1 << 20
# a cell of more lines than this is a quote that somebody forgot to close
_MOST_LINES = 100
_SPACES = re.compile(rb"[ \t]+")
_SIDES = re.compile(rb"^ | (?=\r?$)", re.MULTILINE)
_END_OF_RECORD = re.compile(rb'"|\r\n|\r|\n')
_AGAIN = "Export the file again, as CSV UTF-8."


def read_csv(
    path: Path, rule: FileRule, options: MappingOptions, choose: Callable[[list[str]], Plan]
) -> Cells:
    """Return the cells of a delimited text file; `choose` says which columns its header calls for.

    Rows with too many or too few cells are refused one by one. Raises InputError where the
    file as a whole cannot be trusted: undecodable, without rows, a quote never closed, or no
    row that fits the header.
    """
    with path.open("rb") as file:
        # closed by nobody but the last reference: an error on its way up still holds slices of it
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    content, encoding = _decoded(path.name, data, options.encoding)
    if options.delimiter == "spaces":
        content = memoryview(_SIDES.sub(b"", _SPACES.sub(b" ", bytes(content))))
    header, body = _header(path.name, content, rule, options)
    plan = choose(header)
    text = _Text(path.name, content[body:], DELIMITERS[options.delimiter], rule.header_row)
    columns, rows, refused = text.read(len(header), plan.positions)
    return Cells(plan, columns, rows, encoding, refused)


def _decoded(file: str, data: mmap.mmap, encoding: str) -> tuple[memoryview, str]:
    """Return the file as UTF-8 without its mark, and the encoding it had."""
    head = data[:4]
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or encoding == "utf-16":
        content, encoding = _recoded(file, data, "utf-16"), "utf-16"
    elif head[:3] == codecs.BOM_UTF8:
        content, encoding = _utf8(file, data, 3, strict=True), "utf-8-sig"
    elif encoding == "cp1252":
        content = _recoded(file, data, "cp1252")
    else:
        try:
            content, encoding = _utf8(file, data, 0, strict=encoding == "utf-8"), "utf-8"
        except UnicodeDecodeError:
            content, encoding = _recoded(file, data, "cp1252"), "cp1252"
    at = _find(content, b"\0")
    if at >= 0:
        remedy = f"It is no text file, or was written over while it was copied. {_AGAIN}"
        raise InputError(file, "a NUL byte stands in the text", remedy, row=_line(content, at))
    return content, encoding


def _utf8(file: str, data: mmap.mmap, start: int, *, strict: bool) -> memoryview:
    decoder, at = codecs.getincrementaldecoder("utf-8")(), start
    try:
        for at in range(start, len(data), _CHUNK):
            decoder.decode(data[at : at + _CHUNK], final=at + _CHUNK >= len(data))
    except UnicodeDecodeError as problem:
        if not strict:
            raise
        row = _line(memoryview(data), at + problem.start)
        raise InputError(file, "a byte is not UTF-8, as the file or mapping says", _AGAIN, row=row) from None
    return memoryview(data)[start:]


def _recoded(file: str, data: mmap.mmap, encoding: str) -> memoryview:
    try:
        return memoryview(data[:].decode(encoding).encode())
    except UnicodeDecodeError as problem:
        row = _line(memoryview(data), problem.start)
        name = {"cp1252": "UTF-8 nor Windows-1252", "utf-16": "UTF-8 nor UTF-16"}[encoding]
        raise InputError(file, f"a byte is neither {name}", _AGAIN, row=row) from None


def _find(content: memoryview, byte: bytes) -> int:
    at = 0
    while at < len(content):
        found = bytes(content[at : at + _CHUNK]).find(byte)
        if found >= 0:
            return at + found
        at += _CHUNK
    return -1


def _line(content: memoryview, at: int) -> int:
    return 1 + bytes(content[:at]).count(b"\n")


def _header(file: str, content: memoryview, rule: FileRule, options: MappingOptions) -> tuple[list[str], int]:
    """Return the cells of the header row and where the rows after it begin."""
    if rule.headings:
        return list(rule.headings), 0
    head = bytes(content[:_MOST_HEADER])
    start = end = 0
    for _ in range(rule.header_row):
        start, end = end, _record_end(head, end)
    record = head[start:end].decode("utf-8", errors="ignore").rstrip("\r\n")
    if not record.strip():
        problem = "the header row is empty" if start < len(head) else "the file ends before its header row"
        remedy = "Set header_row in the mapping to the row that holds the headings."
        raise InputError(file, problem, remedy, row=rule.header_row)
    if end == _MOST_HEADER or record.count('"') % 2:
        remedy = "Close it, or set header_row in the mapping to the row that holds the headings."
        raise InputError(file, "a quote in the header is never closed", remedy, row=rule.header_row)
    header = next(csv.reader([record], delimiter=DELIMITERS[options.delimiter]))
    _check_delimiter(file, record, header, options.delimiter, rule.header_row)
    return header, end


def _record_end(head: bytes, start: int) -> int:
    quoted = False
    for found in _END_OF_RECORD.finditer(head, start):
        if found[0] == b'"':
            quoted = not quoted
        elif not quoted:
            return found.end()
    return len(head)


def _check_delimiter(file: str, record: str, header: list[str], delimiter: str, row: int) -> None:
    if len(header) > 1:
        return
    for name, sign in DELIMITERS.items():
        # a single heading may be of several words
        if sign != " " and record.count(sign):
            remedy = f'Set delimiter = "{name}" in the [options] of the mapping.'
            raise InputError(file, f"cells are divided by {name}, not by {delimiter}", remedy, row=row)


class _Text:
    """The rows of a text below its header, `header_row` rows from the top."""

    def __init__(self, file: str, content: memoryview, delimiter: str, header_row: int) -> None:
        self.file, self.content, self.delimiter, self.header_row = file, content, delimiter, header_row
        self.quotes = sum(
            bytes(content[at : at + _CHUNK]).count(b'"') for at in range(0, len(content), _CHUNK)
        )
        self.refused: list[Refused] = []

    def read(
        self, width: int, positions: list[int]
    ) -> tuple[dict[int, pa.ChunkedArray], np.ndarray, list[Refused]]:
        """Return the columns at `positions`, the rows they stand in, and the rows refused."""
        # an odd number of quotes is the sign of one that was never closed, or of 5" in a text
        if self.quotes % 2:
            self._refuse_open_quote()
        table = self._parse(width, positions)
        kept = np.arange(table.num_rows + len(self.refused), dtype=np.int32) + self.header_row + 1
        kept = np.setdiff1d(kept, [each.row for each in self.refused], assume_unique=True)
        if self.refused and not table.num_rows:
            remedy = "Check delimiter and header_row in the mapping, or export the file again."
            raise InputError(self.file, "no row has as many cells as the header", remedy, row=self.header_row)
        columns = {at: table.column(str(at)) for at in positions}
        if self.quotes:
            for each in columns.values():
                self._refuse_long_cells(each, kept)
        return columns, kept.astype(np.int32), self.refused

    def _parse(self, width: int, positions: list[int]) -> pa.Table:
        names = [str(at) for at in range(width)]
        if not len(self.content):
            return pa.table({each: pa.array([], pa.string()) for each in names})
        try:
            return pacsv.read_csv(
                pa.BufferReader(pa.py_buffer(self.content)),
                # one thread: only then does a refused row know its number, and it is no slower
                pacsv.ReadOptions(use_threads=False, block_size=_CHUNK, column_names=names),
                pacsv.ParseOptions(
                    delimiter=self.delimiter,
                    newlines_in_values=self.quotes > 0,
                    # a blank line counts in a spreadsheet too
                    ignore_empty_lines=False,
                    invalid_row_handler=self._refuse,
                ),
                pacsv.ConvertOptions(
                    include_columns=[str(at) for at in positions],
                    column_types={each: pa.string() for each in names},
                    strings_can_be_null=True,
                    null_values=[""],
                ),
            )
        except pa.ArrowInvalid as problem:
            self._refuse_open_quote()
            # Arrow's own words may hold a value
            raise InputError(self.file, "the text is not readable as rows", _AGAIN) from problem

    def _refuse(self, row: pacsv.InvalidRow) -> str:
        number = row.number + self.header_row
        if row.text.count("\n") > _MOST_LINES:
            raise _open_quote(self.file, number)
        self.refused.append(Refused(number, None, "wrong_number_of_fields", shape_of(row.text)))
        return "skip"

    def _refuse_open_quote(self) -> None:
        lines = io.TextIOWrapper(io.BytesIO(self.content), encoding="utf-8", newline="")
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        row = self.header_row + 1
        try:
            for _ in reader:
                row += 1
        except csv.Error as problem:
            # strict reading also minds a letter after a closing quote, which is harmless
            if "unexpected end" in str(problem) or "field larger" in str(problem):
                raise _open_quote(self.file, row) from None

    def _refuse_long_cells(self, column: pa.ChunkedArray, rows: np.ndarray) -> None:
        lines = pc.fill_null(pc.count_substring(column, "\n"), 0)
        at = pc.index(pc.greater(lines, _MOST_LINES), True).as_py()
        if at >= 0:
            raise _open_quote(self.file, int(rows[at]))


def _open_quote(file: str, row: int) -> InputError:
    remedy = "Everything after it was read as one cell. Close the quote, or export the file again."
    return InputError(file, "a quote is opened and never closed", remedy, row=row)
