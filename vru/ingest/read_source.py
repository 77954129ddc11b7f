"""What every reader hands on: the wanted columns as text, and the rows it had to refuse."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa


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
