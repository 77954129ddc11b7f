"""Files of the analyst's own: CSVs edited by hand beside the store, read strictly and never loaded."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from vru import reference
from vru.errors import InputError


class Shape(NamedTuple):
    """What such a file may hold: its columns, those a row must fill, what reads a cell, what to do about it.

    A function of `read` returns the cell as it is kept, or raises ValueError with the problem;
    `remedies` say, by column, what to write instead.
    """

    columns: tuple[str, ...]
    needed: tuple[str, ...]
    read: Mapping[str, Callable[[str], str]]
    remedies: Mapping[str, str]


class Row(NamedTuple):
    """A row as a spreadsheet counts it, and its cells by column, '' for missing."""

    number: int
    cells: dict[str, str]


def rows(file: Path, shape: Shape) -> list[Row]:
    """Return the rows of a file that hold anything.

    Raises InputError, naming file, row, column and remedy, where one cannot be meant.
    """
    lines = list(csv.reader(io.StringIO(_text(file), newline="")))
    header = [cell.strip().casefold() for cell in lines[0]] if lines else []
    _check_header(file, header, shape)
    return [
        Row(number, _checked(file, number, header, cells, shape))
        for number, cells in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]


def changed(file: Path) -> int:
    """Return the time stamp of a file, 0 where there is none: what a kept reading of it is kept under."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def district_code(text: str) -> str:
    """Return the code of a district from any of its names or the code; raises ValueError for none."""
    if reference.normalise(text) not in reference.district_by_name():
        raise ValueError("no such district is known")
    return reference.district_by_name()[reference.normalise(text)]


def area_code(text: str) -> str:
    """Return the code of a district, else of a partnership, from a name or the code; raises ValueError."""
    names = {reference.normalise(name): code for code, name in reference.area_names("csp").items()}
    names |= {code.casefold(): code for code in reference.area_names("csp")} | reference.district_by_name()
    if reference.normalise(text) not in names:
        raise ValueError("no such district or partnership is known")
    return names[reference.normalise(text)]


def _text(file: Path) -> str:
    raw = file.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return raw.decode("cp1252")
        except UnicodeDecodeError as problem:
            raise InputError(file.name, "not readable as text", "Save it as CSV UTF-8.") from problem


def _check_header(file: Path, header: list[str], shape: Shape) -> None:
    listed = f"Columns are: {', '.join(shape.columns)}."
    for name in shape.needed:
        if name not in header:
            raise InputError(file.name, f'there is no column "{name}"', listed, row=1)
    for name in header:
        if name not in shape.columns:
            raise InputError(file.name, "no such column is known", listed, row=1, column=name)
    if len(set(header)) < len(header):
        raise InputError(file.name, "a column is there twice", listed, row=1)


def _checked(file: Path, number: int, header: list[str], cells: list[str], shape: Shape) -> dict[str, str]:
    if len(cells) > len(header):
        raise InputError(
            file.name,
            f"{len(cells)} cells under {len(header)} columns",
            "Put text that holds a comma into quotes.",
            row=number,
        )
    row = dict.fromkeys(shape.columns, "")
    row |= {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
    for name in shape.needed:
        if not row[name]:
            raise InputError(file.name, "the cell is empty", shape.remedies[name], row=number, column=name)
    for name, read in shape.read.items():
        try:
            row[name] = read(row[name])
        except ValueError as problem:
            raise InputError(file.name, str(problem), shape.remedies[name], row=number, column=name) from None
    return row
