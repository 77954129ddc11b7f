"""The errors a user may meet: each says what is wrong, where, and what to do about it."""

from __future__ import annotations

import re


class VruError(Exception):
    """Base of every error that is shown to a user as a sentence, without a traceback.

    `exit_code` is what the command line returns for it; each kind has its own, so that a
    scheduled job can tell a bad file from a busy store.
    """

    exit_code = 1


class InputError(VruError):
    """A source file cannot be read as it stands.

    The message names file, row (as a spreadsheet counts it), column, problem and remedy,
    and never the value: a mis-mapped column may hold a name.
    """

    exit_code = 3

    def __init__(
        self,
        file: object,
        problem: str,
        remedy: str,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
    ) -> None:
        where = str(file)
        if row is not None:
            where += f", row {row}"
        if column is not None:
            where += f', column "{column}"'
        looks = "" if value is None else f" (it looks like {shape_of(value)})"
        super().__init__(f"{where}: {problem}{looks}.\n{remedy}")
        self.file, self.row, self.column = str(file), row, column
        self.problem, self.remedy = problem, remedy


class MappingError(VruError):
    """A mapping file has a key or value that cannot be meant; the message names the key."""

    exit_code = 4


class StoreError(VruError):
    """The store is missing, busy, unreadable, from a newer version, or there is no room for it."""

    exit_code = 5


class MeasureError(VruError):
    """A measure was asked something that has no answer; the message says which argument and why."""

    exit_code = 6


class SelectionError(VruError):
    """A filter, option or answer name is not one this store knows; the message offers the nearest."""

    exit_code = 7


class SettingsError(VruError):
    """The settings or a reference file cannot be meant; the message names file and key."""

    exit_code = 8


def shape_of(value: str) -> str:
    """Return `value` with letters as A and digits as 9, so that no name or date leaves the file."""
    return re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "9", value))[:40]
