"""A mapping says how a source's columns and codes become our contract; it is data, and checked.

`read_mapping` turns a TOML file into the frozen objects below, or raises a `MappingError`
that names the file, the key (`file[2].offence.recorded_on`) and the nearest known one.
"""

from __future__ import annotations

import fnmatch
import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vru.errors import InputError, MappingError
from vru.ingest import mapping_schema as schema
from vru.settings import ROOT

MAPPINGS = ROOT / "data" / "mappings"


@dataclass(frozen=True)
class ColumnRule:
    """Where one contract column comes from.

    `source` is the name of the column in `Source.table`; None when the value is `constant`
    for every row. `codes` turns source values (keys trimmed and casefolded) into contract
    values, "" meaning unknown; a value that is not in it goes to the cleaner as it stands.
    `format` is one of `mapping_schema.FORMATS`; "whole" is done by the reader, the others are
    for the date cleaner. `parts` are the columns of the file behind `source`: one, or a date
    and a time of day, which the reader joins as "date time". An `optional` column may be
    missing from the file and is then null in every row.
    """

    target: str
    source: str | None
    constant: str | None
    codes: dict[str, str]
    format: str | None
    parts: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True)
class FileRule:
    """How one kind of file is read.

    `columns` are the rules of the kind's own table, by contract column: the offence's for
    "offences" and "wide", the involvement's for "involvements". `involvements` is filled for
    kind "wide" only: one block = a row per crime and person, several = roles side by side.
    `header_row` counts as a spreadsheet does, from 1. `ages_in_columns` (population): the file
    has a column per age, named 0, 1, … 90+, and the reader keeps them all under those names.
    """

    match: str
    kind: str
    sheet: str | None
    header_row: int
    columns: dict[str, ColumnRule]
    involvements: tuple[dict[str, ColumnRule], ...]
    drop: tuple[str, ...]
    ages_in_columns: bool

    def rules(self) -> Iterator[ColumnRule]:
        """Yield every column rule of the file, the involvements' after its own."""
        for block in (self.columns, *self.involvements):
            yield from block.values()


@dataclass(frozen=True)
class MappingOptions:
    """What holds for all files of a source; every field has a safe default."""

    date_order: str = "dmy"
    excel_serials: bool = False
    two_digit_year_pivot: int | None = None
    non_persons: tuple[str, ...] = ()
    coordinates: str = "osgb"
    snapped: bool = False
    source: str = ""
    encoding: str = "auto"
    delimiter: str = "comma"


@dataclass(frozen=True)
class Mapping:
    """A checked mapping; `hash` is the SHA-256 of its text and goes into the load log."""

    name: str
    title: str
    options: MappingOptions
    files: tuple[FileRule, ...]
    hash: str

    def rules_for(self, path: Path | str) -> tuple[FileRule, ...]:
        """Return every rule that matches the file's name: a workbook may have one per sheet.

        Raises InputError when none does; the message lists the patterns of the mapping.
        """
        name = Path(path).name
        found = tuple(each for each in self.files if fnmatch.fnmatch(name.casefold(), each.match.casefold()))
        if not found:
            patterns = ", ".join(f'"{each.match}"' for each in self.files)
            raise InputError(
                name,
                f"no rule of the mapping {self.name} matches this file name",
                f"The mapping reads {patterns}. Rename the file, or choose another mapping.",
            )
        return found

    def rule_for(self, path: Path | str) -> FileRule:
        """Return the first rule that matches the file's name; InputError when none does."""
        return self.rules_for(path)[0]
