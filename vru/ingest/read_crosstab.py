"""Sheets with areas side by side: rows of merged headings become one, and what a block says once is repeated.

The NHS publishes admissions so: areas over FAEs and FCEs, the financial year in the first row of each
block, the month in the first row of its age groups, a total beneath each block.
"""

from __future__ import annotations

import string

from vru.errors import InputError
from vru.ingest.clean import trimmed
from vru.ingest.financial import first_year
from vru.ingest.mapping import FileRule

BETWEEN = " › "
"""What stands between the headings of one column: "South East › FAEs"."""
EPISODES = {"fae": "admission", "faes": "admission", "fce": "consultant", "fces": "consultant"}
"""What the NHS counts in a column: finished admission episodes, finished consultant episodes."""
_LOOKED_AT = 40  # rows from the top in which a header that has moved is looked for

Rows = list[list[str]]


def flattened(rows: Rows, rule: FileRule, file: str, sheet: str) -> Rows:
    """Return the sheet with one row of headings, such as South East › FAEs, and its blanks filled down.

    Raises InputError, with sheet and cell, where the headings do not stand where the mapping says.
    """
    at = rule.header_row - 1
    keys = _keys(rule)
    _check_keys(rows, rule, keys, file, sheet)
    header = _joined(rows, rule, file, sheet)
    places = {name: header.index(name) for name in keys if name in header}
    body = _filled(rows[rule.header_row :], places, rule)
    return [*rows[:at], header, *body]


def _keys(rule: FileRule) -> tuple[str, ...]:
    """Return the headings of the columns that are no counts: year, month and age group."""
    return tuple(dict.fromkeys(part for each in rule.columns.values() for part in each.parts))


def _check_keys(rows: Rows, rule: FileRule, keys: tuple[str, ...], file: str, sheet: str) -> None:
    def stands(row: list[str]) -> bool:
        return {each.casefold() for each in keys} <= {each.strip().casefold() for each in row}

    at = rule.header_row - 1
    if at < len(rows) and stands(rows[at]):
        return
    there = [number for number, row in enumerate(rows[:_LOOKED_AT], start=1) if stands(row)]
    wanted = " and ".join(f'"{each}"' for each in keys)
    raise InputError(
        file,
        f'sheet "{sheet}", cell A{rule.header_row}: the headings {wanted} are not in this row',
        f"They stand in row {there[0]}: set header_row = {there[0]} for this sheet in the mapping."
        if there
        else "Set header_row for this sheet in the mapping to the row in which they stand.",
    )


def _joined(rows: Rows, rule: FileRule, file: str, sheet: str) -> list[str]:
    """Return one heading a column: its area, its sex if the sheet has one, and what is counted."""
    at = rule.header_row - 1
    counted = [each.strip() for each in rows[at]]
    first = next((place for place, each in enumerate(counted) if each.casefold() in EPISODES), None)
    if first is None:
        raise InputError(
            file,
            f'sheet "{sheet}", row {at + 1}: no column is headed FAEs or FCEs',
            "Set header_row for this sheet in the mapping to the row of FAEs and FCEs.",
        )
    above = [_over(row, first) for row in rows[at - len(rule.rows_above) : at]]
    header = list(counted)
    for place, each in enumerate(counted):
        if each.casefold() not in EPISODES:
            continue
        names = [row[place] for row in above]
        if "" in names:
            raise InputError(
                file,
                f'sheet "{sheet}", cell {cell(place, at - len(names) + names.index(""))}: '
                f"the {rule.rows_above[names.index('')]} of the column below is not there",
                "Compare header_row and rows_above of this sheet in the mapping with the workbook.",
            )
        header[place] = BETWEEN.join([*names, each])
    return header


def _over(row: list[str], first: int) -> list[str]:
    """Return a row of merged headings with each of them over all its columns."""
    over, found = "", []
    for place, each in enumerate(row):
        over = (trimmed(each) or over) if place >= first else ""
        found.append(over)
    return found


def cell(column: int, row: int) -> str:
    """Return the name of a cell, such as AB5, from its place counted from 0."""
    letters, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = string.ascii_uppercase[letter] + letters
    return f"{letters}{row + 1}"


def _filled(body: Rows, places: dict[str, int], rule: FileRule) -> Rows:
    """Return the rows with year and month in each; a total gets its block's year, a note nothing.

    The label of a total is not trusted: a real one names the year before.
    """
    year, month = (places[each] for each in rule.columns["period_from"].parts)
    now, of_year = "", ""
    found = []
    for row in body:
        kept = list(row)
        label = kept[year].strip()
        if "total" in label.casefold() and now:
            kept[year], kept[month] = now, ""
        elif label and first_year(label) is None:
            kept = [""] * len(kept)
        else:
            now, of_year = (label, "") if label else (now, of_year)
            of_year = kept[month].strip() or of_year
            # a line without anything in it stays blank, and is counted as that
            if any(each.strip() for each in kept):
                kept[year], kept[month] = now, of_year
        found.append(kept)
    return found
