"""Matches the headings of a file to the columns a mapping names."""

from __future__ import annotations

import difflib
import fnmatch
import re

from vru.errors import InputError
from vru.ingest import mapping_schema as schema
from vru.ingest.mapping import FileRule
from vru.ingest.read_crosstab import BETWEEN
from vru.ingest.read_source import Plan

YEAR_AND_MONTHS = ("year", *(str(month) for month in range(1, 13)))
_AGE = re.compile(r"(\d{1,3})\s*(\+|and over)?", re.IGNORECASE)


def age_columns(names: list[str]) -> dict[str, tuple[int, int]]:
    """Return the columns named after an age, with the ages they hold: 42 → (42, 42), 90+ → (90, 120)."""
    ages = {}
    for name in names:
        if found := _AGE.fullmatch(name.strip()):
            low = int(found[1])
            ages[name] = (low, 120 if found[2] else low)
    return ages


def plan(file: str, header: list[str], rule: FileRule) -> Plan:
    """Return which columns of the file to read.

    A heading matches exactly after trimming, else without regard to case. Raises InputError
    for a heading that is there twice, a mapped column that is not there, or a file in which
    none of the columns a row cannot do without is there.
    """
    header = [each.strip() for each in header]
    wanted, missing = {}, []
    for part, optional in _parts(rule, header).items():
        at = _find(file, header, part, rule)
        if at is not None:
            wanted[part] = at
        elif optional:
            missing.append(part)
        else:
            raise _no_column(file, header, part, rule)
    _check_needs(file, header, rule, set(wanted))
    taken = set(wanted.values())
    undecided = {
        each: at
        for at, each in enumerate(header)
        if each and at not in taken and not is_dropped(each, rule.drop)
    }
    return Plan(wanted, undecided, tuple(missing))


def is_dropped(heading: str, drop: tuple[str, ...]) -> bool:
    """Return whether the mapping drops the column; its `drop` may use * as a wildcard."""
    folded = heading.strip().casefold()
    # the plain comparison first: a heading may itself hold [ ] or *
    return any(folded == each.casefold() or fnmatch.fnmatchcase(folded, each.casefold()) for each in drop)


def _parts(rule: FileRule, header: list[str]) -> dict[str, bool]:
    parts: dict[str, bool] = {}
    for each in rule.rules():
        for part in each.parts:
            parts[part] = parts.get(part, True) and each.optional
    if rule.ages_in_columns:
        parts |= {name: False for name in age_columns(header)}
    if rule.months_in_columns:
        parts |= dict.fromkeys(YEAR_AND_MONTHS, False)
    if rule.element:
        parts[rule.element] = False
    if rule.rows_above:
        parts |= {each: False for each in header if BETWEEN in each}
    return parts


def _find(file: str, header: list[str], part: str, rule: FileRule) -> int | None:
    for fold in (str, str.casefold):
        found = [at for at, each in enumerate(header) if fold(each) == fold(part)]
        if len(found) > 1:
            raise InputError(
                file,
                f"{len(found)} columns have this heading",
                "Nobody can tell which one is meant. Rename or remove the others and export again.",
                row=rule.header_row,
                column=part,
            )
        if found:
            return found[0]
    return None


def _no_column(file: str, header: list[str], part: str, rule: FileRule) -> InputError:
    names = [each for each in header if each]
    by_fold = {each.casefold(): each for each in names}
    near = [by_fold[each] for each in difflib.get_close_matches(part.casefold(), by_fold, n=3, cutoff=0.5)]
    # headings are shown only where they look like headings: a wrong header row may hold a person
    headings = f"The nearest are {', '.join(near)}." if near else f"The row has {len(names)} headings."
    return InputError(
        file,
        "the mapping needs this column and the file has no such heading",
        f"{headings} Correct the column in the mapping, or header_row if the headings stand in another row.",
        row=rule.header_row,
        column=part,
    )


def _check_needs(file: str, header: list[str], rule: FileRule, there: set[str]) -> None:
    for group in schema.NEEDS[rule.kind]:
        rules = [rule.columns[each] for each in group if each in rule.columns]
        if rules and not any(each.constant is not None or set(each.parts) <= there for each in rules):
            raise _no_column(file, header, rules[0].parts[0], rule)
