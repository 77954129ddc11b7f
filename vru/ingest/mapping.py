"""A mapping says how a source's columns and codes become our contract; it is data, and checked.

`read_mapping` turns a TOML file into the frozen objects below, or raises a `MappingError`
that names the file, the key (`file[2].offence.recorded_on`) and the nearest known one.
"""

from __future__ import annotations

import codecs
import fnmatch
import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vru import grids
from vru.errors import InputError, MappingError
from vru.ingest import mapping_schema as schema
from vru.ingest.mapping_check import Check, nearest
from vru.settings import ROOT

MAPPINGS = ROOT / "data" / "mappings"


@dataclass(frozen=True)
class ColumnRule:
    """Where one contract column comes from.

    `source` is the name of the column in `Source.table`; None when the value is `constant`
    for every row. `codes` turns source values (keys trimmed and casefolded) into contract
    values, "" meaning unknown; a value that is not in it goes to the cleaner as it stands.
    `format` is one of `mapping_schema.FORMATS`; "whole" and "lsoa_name" are done by the reader,
    "financial_year" too, the others are for the date cleaner. `parts` are the columns of the file behind
    `source`: one, or a date and a time of day, which the reader joins as "date time", or a financial year
    and its month or quarter. An `optional` column may be
    missing from the file and is then null in every row. `flag` is the column of the publisher's
    mark of each value: a value whose mark matches no pattern of `passed` is unknown.
    `element` is what the file's column of that name calls this reading, where each has a row of its own.
    """

    target: str
    source: str | None
    constant: str | None
    codes: dict[str, str]
    format: str | None
    parts: tuple[str, ...] = ()
    optional: bool = False
    flag: str | None = None
    passed: tuple[str, ...] = ()
    element: str | None = None


@dataclass(frozen=True)
class FileRule:
    """How one kind of file is read.

    `columns` are the rules of the kind's own table, by contract column: the offence's for
    "offences" and "wide", the involvement's for "involvements". `involvements` is filled for
    kind "wide" only: one block = a row per crime and person, several = roles side by side.
    `header_row` counts as a spreadsheet does, from 1. `ages_in_columns` (population): the file
    has a column per age, named 0, 1, … 90+, and the reader keeps them all under those names.
    `months_in_columns` (weather): a row is a day of the month in a year, with columns 1 to 12.
    `headings` name the columns of a file without a header row. `element` (weather) is the column that
    says which reading a row holds, where each reading has a row of its own. `rows_above` (admissions):
    areas stand side by side, and what each row above the header says of the columns: area, sex.
    """

    match: str
    kind: str
    sheet: str | None
    header_row: int
    columns: dict[str, ColumnRule]
    involvements: tuple[dict[str, ColumnRule], ...]
    drop: tuple[str, ...]
    ages_in_columns: bool
    headings: tuple[str, ...] = ()
    months_in_columns: bool = False
    element: str | None = None
    rows_above: tuple[str, ...] = ()

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
    crs: str = ""
    grid: str = grids.BRITISH
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


def read_mapping(name_or_path: Path | str) -> Mapping:
    """Return the checked mapping of a file, or of a bare name in data/mappings.

    Raises MappingError where there is no such mapping, it is not TOML, or it says what
    cannot be meant.
    """
    path = _find(name_or_path)
    try:
        data = path.read_bytes()
        # what PowerShell 5 writes with > is UTF-16
        utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        raw = tomllib.loads(data.decode("utf-16" if utf_16 else "utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise MappingError(f"{path.name}: not readable as TOML: {problem}.") from problem
    return _mapping(raw, Check(path.name), hashlib.sha256(data).hexdigest())


def _find(name_or_path: Path | str) -> Path:
    path = Path(name_or_path)
    if path.is_file():
        return path
    named = MAPPINGS / f"{path.name}.toml"
    if path.parent == Path() and named.is_file():
        return named
    known = sorted(each.stem for each in MAPPINGS.glob("*.toml"))
    raise MappingError(f'There is no mapping "{name_or_path}".\n{nearest(path.stem, known, "Mappings are")}')


def _mapping(raw: dict[str, Any], check: Check, digest: str) -> Mapping:
    check.table(raw, schema.TOP, "")
    options = dict(check.table(raw.get("options", {}), schema.OPTIONS, "options"))
    if "non_persons" in options:
        options["non_persons"] = check.texts(options["non_persons"], "options.non_persons")
    check.systems(options)
    files = tuple(_file(each, check, f"file[{at}]") for at, each in enumerate(raw["file"], start=1))
    if not files:
        check.fail("file", "the mapping reads no file", "Add a [[file]] with match and kind.")
    return Mapping(raw["name"], raw["title"], MappingOptions(**options), files, digest)


def _file(raw: Any, check: Check, path: str) -> FileRule:
    kind = raw.get("kind") if isinstance(raw, dict) else None
    check.table(raw, schema.file_keys(kind if isinstance(kind, str) else None), path)
    optional, block = raw.get("optional", False), schema.BLOCKS[raw["kind"]]
    columns = _block(raw[block], schema.COLUMNS[raw["kind"]], check, f"{path}.{block}", optional)
    people = tuple(
        _block(each, schema.PERSON_COLUMNS, check, f"{path}.involvement[{at}]", optional)
        for at, each in enumerate(raw.get("involvement", []) if raw["kind"] == "wide" else [], start=1)
    )
    rule = FileRule(
        match=raw["match"],
        kind=raw["kind"],
        sheet=raw.get("sheet"),
        header_row=0 if "headings" in raw else raw.get("header_row", 1),
        columns=columns,
        involvements=people,
        drop=check.texts(raw.get("drop", []), f"{path}.drop"),
        ages_in_columns=raw.get("ages_in_columns", False),
        headings=check.texts(raw.get("headings", []), f"{path}.headings"),
        months_in_columns=raw.get("months_in_columns", False),
        element=raw.get("element"),
        rows_above=check.texts(raw.get("rows_above", []), f"{path}.rows_above"),
    )
    _check_above(rule, check, path)
    _check_needs(rule, check, path)
    return rule


def _check_above(rule: FileRule, check: Check, path: str) -> None:
    for each in rule.rows_above:
        if each not in schema.ABOVE:
            check.fail(
                f"{path}.rows_above", f'"{each}" is not a choice', nearest(each, schema.ABOVE, "They are")
            )
    if rule.rows_above and "area" not in rule.rows_above:
        check.fail(f"{path}.rows_above", "no row names the areas", 'Write rows_above = ["area"].')
    if len(rule.rows_above) >= rule.header_row > 0:
        check.fail(
            f"{path}.header_row", "there are not so many rows above it", "It is the row of FAEs and FCEs."
        )


def _check_needs(rule: FileRule, check: Check, path: str) -> None:
    for group in schema.NEEDS[rule.kind]:
        if group == ("residents",) and rule.ages_in_columns:
            continue
        if group in (("area",), ("count",)) and rule.rows_above:
            continue
        if not any(each in rule.columns for each in group):
            name = f"{path}.{schema.BLOCKS[rule.kind]}"
            check.fail(name, f"{' or '.join(group)} is missing", "Map it: no row can be loaded without it.")
    for at, block in enumerate(rule.involvements, start=1):
        if "role" not in block:
            remedy = 'Map a column of role codes, or write role = { constant = "victim" }.'
            check.fail(f"{path}.involvement[{at}]", "role is missing", remedy)
    for dropped in rule.drop:
        for each in rule.rules():
            if dropped in each.parts:
                remedy = "Take it out of one of the two."
                check.fail(f"{path}.drop", f'"{dropped}" is dropped and mapped to {each.target}', remedy)


def _block(
    raw: Any, known: tuple[str, ...], check: Check, path: str, optional: bool
) -> dict[str, ColumnRule]:
    if not isinstance(raw, dict):
        check.fail(path, "must be a table", f"Write it as [{path.rsplit('[', 1)[0]}].")
    for target in raw:
        if target not in known:
            remedy = nearest(target, known, "Contract columns are")
            check.fail(f"{path}.{target}", "no such contract column", remedy)
    return {
        target: _column(target, each, check, f"{path}.{target}", optional) for target, each in raw.items()
    }


def _column(target: str, raw: Any, check: Check, path: str, optional: bool) -> ColumnRule:
    if isinstance(raw, str):
        raw = {"column": raw}
    check.table(raw, schema.COLUMN, path)
    column, time, part, constant = (raw.get(each) for each in ("column", "time", "part", "constant"))
    if (column is None) == (constant is None):
        check.fail(path, "needs a column or a constant, one of the two", 'Write { column = "Heading" }.')
    form, flag = raw.get("format"), raw.get("flag")
    if part is not None and form != "financial_year":
        check.fail(f"{path}.part", "only a financial year has a part", 'Add format = "financial_year".')
    parts = tuple(each.strip() for each in (column, time, part, flag) if each is not None)
    for each in parts:
        # the reader adds a column of that name: the row as a spreadsheet counts it
        if not each or each.casefold() == "row":
            check.fail(path, "a source column can be neither nameless nor called row", "Rename it at source.")
    codes = _codes(target, raw.get("codes", {}), check, f"{path}.codes")
    if constant is not None:
        _check_value(target, constant, check, f"{path}.constant")
    # the first and the last month of one financial year are two columns
    ends = f", {target}" if form == "financial_year" else ""
    return ColumnRule(
        target,
        " + ".join(parts) + ends or None,
        constant,
        codes,
        form,
        parts,
        raw.get("optional", optional),
        flag,
        check.texts(raw.get("passed", []), f"{path}.passed"),
        raw.get("element"),
    )


def _codes(target: str, raw: dict[str, Any], check: Check, path: str) -> dict[str, str]:
    codes: dict[str, str] = {}
    for code, value in raw.items():
        where, folded = f'{path}."{code}"', code.strip().casefold()
        if not isinstance(value, str):
            check.fail(where, "must be text in quotes", "Correct the value in the mapping.")
        _check_value(target, value, check, where)
        if codes.setdefault(folded, value) != value:
            check.fail(where, "the same code stands for two values", "Upper and lower case are one code.")
    return codes


def _check_value(target: str, value: str, check: Check, path: str) -> None:
    if not schema.is_value(target, value):
        remedy = nearest(value, schema.values(target), "Values are")
        check.fail(path, f'"{value}" is not a value of {target}', f'{remedy} Unknown is written "".')
