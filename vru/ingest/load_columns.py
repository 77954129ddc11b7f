"""Cleaning a file's columns: each distinct value once, and back to the rows by its number.

A `Cleaning` is one file on its way: it gathers what cleaning did (steps) and which rows
cannot stay (refusals), and gives back typed columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vru.errors import shape_of
from vru.ingest.clean import MARKS, Cleaned, text
from vru.ingest.clean_dates import day, time_of_day
from vru.ingest.mapping import ColumnRule, MappingOptions
from vru.ingest.read_source import Source

_MOMENT = r"^(?P<day>.*?)(?:[ T]+(?P<time>[0-9]{1,2}:[0-9]{2}.*|[0-9]{4}))?$"
_REGULAR_MOMENT = r"^[0-9/.-]{10}[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?$"
QUARANTINE = pa.schema(
    {
        "row": pa.int32(),
        "column_name": pa.string(),
        "reason": pa.string(),
        "shape": pa.string(),
        "value": pa.string(),
    }
)

Cleaner = Callable[[str | None], Cleaned]


class Moments(NamedTuple):
    """Days (datetime64[D], NaT unknown), whether only the month is known, and minutes (-1 unknown)."""

    days: np.ndarray
    month_only: np.ndarray
    minutes: np.ndarray


class Coded(NamedTuple):
    """A column as numbers of its distinct values; `at` is -1 where the row has none."""

    values: list[str]
    at: np.ndarray


class Cleaning:
    """One file being cleaned; the first problem of a row is the one that counts."""

    def __init__(self, source: Source, options: MappingOptions) -> None:
        self.source, self.options = source, options
        self.rows = source.table.num_rows
        self.row = source.table["row"].combine_chunks().to_numpy()
        self.steps: Counter[tuple[str, str]] = Counter()
        self.kept = np.ones(self.rows, bool)
        self._problems: list[pa.Table] = []

    def column(
        self, rule: ColumnRule | None, cleaner: Cleaner, kind: pa.DataType, among: np.ndarray | None = None
    ) -> pa.Array:
        """Return a column cleaned, null where it is unknown or the mapping has no rule for it.

        With `among`, of shape (rows,), it is looked at in those rows only, and null in the others.
        """
        if cleaner is text and (plain := self._plain(rule)) is not None:
            return plain
        coded = self.coded(rule)
        if rule is None or coded is None:
            return pa.nulls(self.rows, kind)
        if among is not None:
            coded = encoded(taken(pa.array(coded.values, pa.string()), np.where(among, coded.at, -1)))
        cleaned = self._cleaned(rule, coded, cleaner)
        return taken(pa.array([each.value for each in cleaned], kind), coded.at)

    def _plain(self, rule: ColumnRule | None) -> pa.Array | None:
        """Return what `clean.text` makes of a column of plain ASCII, a hundred times faster; else None.

        References are nearly all distinct, so that cleaning each value once saves nothing.
        """
        if rule is None or rule.codes or rule.source not in self.source.table.column_names:
            return None
        column = self.source.table[rule.source].combine_chunks()
        if pc.any(pc.match_substring_regex(column, "[^ -~]|  ")).as_py():
            return None
        column = pc.utf8_trim_whitespace(column)
        marks = pc.is_in(pc.ascii_lower(column), value_set=pa.array(sorted(MARKS)))
        return pc.if_else(marks, pa.scalar(None, pa.string()), column)

    def numbers(self, rule: ColumnRule | None, cleaner: Cleaner, width: int) -> list[np.ndarray]:
        """Return `width` float columns from a cleaner whose value is a tuple of numbers; NaN unknown."""
        coded = self.coded(rule)
        if rule is None or coded is None:
            return [np.full(self.rows, np.nan) for _ in range(width)]
        cleaned = self._cleaned(rule, coded, cleaner)
        nothing = (np.nan,) * width
        table = np.array([nothing, *(each.value or nothing for each in cleaned)], float)
        return [table[:, at][coded.at + 1] for at in range(width)]

    def moments(self, rule: ColumnRule | None, *, needed: bool = True) -> Moments:
        """Return days with their minutes; an unreadable day refuses the row where it is `needed`."""
        blank = np.full(self.rows, "NaT", "datetime64[D]")
        minutes = np.full(self.rows, -1, np.int32)
        if rule is None or (whole := self.text(rule)) is None:
            return Moments(blank, np.zeros(self.rows, bool), minutes)
        said = whole
        if pc.any(pc.match_substring(whole, ":")).as_py():
            said, times = divided(whole)
            minutes = self._minutes(rule, times)
        coded = encoded(said)
        cleaned = self._cleaned(rule, coded, self._day_cleaner(rule, needed), shapes=whole)
        days = np.array(
            ["NaT", *(each.value.day if each.value else "NaT" for each in cleaned)], "datetime64[D]"
        )
        only = np.array([False, *(bool(each.value and each.value.month_only) for each in cleaned)])
        serial = [
            -1,
            *(each.value.minute if each.value and each.value.minute is not None else -1 for each in cleaned),
        ]
        at = coded.at + 1
        return Moments(days[at], only[at], np.where(minutes < 0, np.array(serial, np.int32)[at], minutes))

    def _minutes(self, rule: ColumnRule, times: pa.Array) -> np.ndarray:
        coded = encoded(pc.if_else(pc.equal(times, ""), pa.scalar(None, pa.string()), times))
        cleaned = self._cleaned(rule, coded, time_of_day)
        table = np.array([-1, *(-1 if each.value is None else each.value for each in cleaned)], np.int32)
        minutes = table[coded.at + 1]
        # a system that writes 00:00 behind every day knows no times
        return np.full(self.rows, -1, np.int32) if not (minutes > 0).any() else minutes

    def _day_cleaner(self, rule: ColumnRule, needed: bool) -> Cleaner:
        form = rule.format if rule.format in ("dmy", "mdy", "ymd") else None
        options = self.options

        def cleaner(value: str | None) -> Cleaned:
            found = day(
                value,
                form or options.date_order,
                pivot=options.two_digit_year_pivot,
                serials=options.excel_serials or rule.format == "serial",
                month=rule.format in ("month", "twelve_months"),
            )
            return found if needed or not found.reason else Cleaned(None, "bad_date")

        return cleaner

    def text(self, rule: ColumnRule | None) -> pa.Array | None:
        """Return a column as text with the mapping's codes applied; None where there is no column."""
        if rule and not rule.codes and rule.source in self.source.table.column_names:
            return combined(self.source.table[rule.source])
        coded = self.coded(rule)
        return None if coded is None else taken(pa.array(coded.values, pa.string()), coded.at)

    def coded(self, rule: ColumnRule | None) -> Coded | None:
        """Return a column's distinct values after the mapping's codes; "" of the mapping is unknown."""
        if rule is None:
            return None
        if rule.source is None:
            return Coded([rule.constant or ""], np.full(self.rows, 0 if rule.constant else -1))
        if rule.source not in self.source.table.column_names:
            return None
        coded = encoded(self.source.table[rule.source])
        if not rule.codes:
            return coded
        return Coded(
            [rule.codes.get(" ".join(each.split()).casefold(), each) for each in coded.values], coded.at
        )

    def _cleaned(
        self, rule: ColumnRule, coded: Coded, cleaner: Cleaner, shapes: pa.Array | None = None
    ) -> list[Cleaned]:
        cleaned = [cleaner(each) for each in coded.values]
        stepped = [at for at, each in enumerate(cleaned) if each.step]
        if stepped:
            counts = np.bincount(coded.at[coded.at >= 0], minlength=len(cleaned))
            for at in stepped:
                self.steps[rule.target, cleaned[at].step or ""] += int(counts[at])
        for reason in sorted({each.reason for each in cleaned if each.reason}):
            bad = np.array([False, *(each.reason == reason for each in cleaned)])[coded.at + 1]
            texts = shapes if shapes is not None else taken(pa.array(coded.values, pa.string()), coded.at)
            self.refuse(bad, reason, rule, texts=texts)
        return cleaned

    def refuse(
        self,
        bad: np.ndarray,
        reason: str,
        rule: ColumnRule | None,
        *,
        texts: pa.Array | None = None,
        days: np.ndarray | None = None,
    ) -> None:
        """Put rows into quarantine: with their shape if `texts` is given, as a value only parsed `days`."""
        rows = np.flatnonzero(bad & self.kept)
        if not rows.size:
            return
        self.kept[rows] = False
        shapes = (
            [None] * rows.size if texts is None else [shape_of(texts[int(at)].as_py() or "") for at in rows]
        )
        values = [None] * rows.size if days is None else [str(each) for each in days[rows]]
        name = None if rule is None else (rule.source or rule.target)
        columns = [self.row[rows], [name] * rows.size, [reason] * rows.size, shapes, values]
        self._problems.append(pa.table(columns, schema=QUARANTINE))

    def problems(self) -> pa.Table:
        """Return all rows refused so far, the reader's among them."""
        refused = self.source.refused
        columns: Sequence[Sequence[Any]] = (
            [each.row for each in refused],
            [each.column for each in refused],
            [each.reason for each in refused],
            [each.shape for each in refused],
            [None] * len(refused),
        )
        return pa.concat_tables([pa.table(list(columns), schema=QUARANTINE), *self._problems])

    def add(self, problems: pa.Table) -> None:
        """Add rows that were refused elsewhere; they are out of the tables already."""
        self._problems.append(problems)

    def stay(self, columns: dict[str, pa.Array]) -> pa.Table:
        """Return the rows that stay, as a table of `columns` with the row's number."""
        table = pa.table({"row": pa.array(self.row, pa.int32()), **columns})
        return table if self.kept.all() else table.filter(pa.array(self.kept))


def encoded(column: pa.ChunkedArray | pa.Array) -> Coded:
    """Return a text column by its distinct values."""
    coded = combined(column).dictionary_encode()
    return Coded(coded.dictionary.to_pylist(), coded.indices.fill_null(-1).to_numpy(zero_copy_only=False))


def combined(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Return a column in one piece."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if isinstance(column, pa.ChunkedArray):  # pyarrow keeps several chunks where one would be too large
        column = pa.concat_arrays(column.chunks)
    return column


def divided(moments: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return the days and times of texts such as 31/12/2018 23:59; a text without a time is all day."""
    # the pattern that finds its parts anywhere is six times slower, and seldom needed
    regular = pc.match_substring_regex(moments, _REGULAR_MOMENT)
    parts = pc.extract_regex(pc.if_else(regular, pa.scalar(None, pa.string()), moments), _MOMENT)
    days, times = (
        pc.if_else(regular, pc.utf8_slice_codeunits(moments, *ends), pc.struct_field(parts, name))
        for name, ends in (("day", (0, 10)), ("time", (11, 19)))
    )
    return days, times


def taken(values: pa.Array, index: np.ndarray) -> pa.Array:
    """Return `values` by number, null where it is -1."""
    return values.take(pa.array(index, mask=index < 0))


def dates(days: np.ndarray) -> pa.Array:
    """Return days as Arrow dates, NaT as null."""
    return pa.array(days.astype("datetime64[D]"), pa.date32())


def integers(values: np.ndarray, kind: pa.DataType | None = None) -> pa.Array:
    """Return floats as Arrow integers, NaN as null."""
    missing = np.isnan(values)
    return pa.array(np.where(missing, 0, values).astype(np.int64), kind or pa.int32(), mask=missing)
