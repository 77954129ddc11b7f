"""What every reader hands on: the wanted columns as text, and the rows it had to refuse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from vru.errors import InputError

MARK = "\x1f"
"""What stands between a value and the publisher's mark of it, where a rule names a column of marks."""


@contextmanager
def at_hand(path: Path) -> Iterator[None]:
    """Raise InputError where what is done within finds no such file, or may not read it."""
    try:
        yield
    except OSError as problem:
        raise InputError(
            path.name, "there is no such file, or it may not be read", "Check the path."
        ) from problem


def first_line(path: Path) -> str:
    """Return a text file's first line, or 4,096 letters of it. Raises InputError as `at_hand` does."""
    with at_hand(path), path.open(encoding="utf-8-sig", errors="replace") as file:
        return file.readline(4_096)


@dataclass(frozen=True)
class Refused:
    """A row that could not be read; it goes to quarantine.

    `row` counts as a spreadsheet does (the first row of the file is 1), `reason` is a code of
    `vru.terms.REASONS`, `shape` the row with letters as A and digits as 9.
    """

    row: int
    column: str | None
    reason: str
    shape: str


@dataclass(frozen=True)
class Source:
    """One file (or one sheet) as read.

    `table` has an int32 column `row` (as a spreadsheet counts) and a string column for each
    distinct `ColumnRule.source` of the rule, under that name: trimmed, null where blank. A
    column that the mapping calls optional and the file has not is there too, all null, and
    named in `missing`. `read` = rows of the table + refused; wholly blank rows are in neither,
    `blank` counts them. `unused` are columns neither mapped nor dropped.
    """

    name: str
    table: pa.Table
    sha256: str
    encoding: str
    refused: list[Refused] = field(default_factory=list)
    unused: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    blank: int = 0

    @property
    def read(self) -> int:
        """Rows read: those of the table and those refused."""
        return self.table.num_rows + len(self.refused)


@dataclass(frozen=True)
class Plan:
    """Which columns of a header are read: `wanted` by name in the mapping, `undecided` by heading.

    Both give the position in the header. Undecided columns are neither mapped nor dropped:
    they are looked at for personal data and then forgotten.
    """

    wanted: dict[str, int]
    undecided: dict[str, int]
    missing: tuple[str, ...]

    @property
    def positions(self) -> list[int]:
        """Positions of every column to read, in the file's order."""
        return sorted({*self.wanted.values(), *self.undecided.values()})


@dataclass(frozen=True)
class Cells:
    """What a file format yields: the plan's columns by position, as text, and their rows."""

    plan: Plan
    columns: dict[int, pa.ChunkedArray]
    rows: np.ndarray
    encoding: str
    refused: list[Refused] = field(default_factory=list)
