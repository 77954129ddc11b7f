"""Drafts a mapping from a file's headings and a sample of its values, for an analyst to finish.

What is certain is written as a line, what is a guess carries a comment, and what looks
personal is dropped. The draft passes the check of mappings where the file has the columns
that no load can do without; where it has not, the draft says so at the top.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from vru import reference
from vru.errors import InputError
from vru.ingest import mapping_schema as schema
from vru.ingest.guess_headings import SIDES, SYNONYMS, words
from vru.ingest.guess_table import Look, look
from vru.ingest.read_personal import by_heading, by_values

_CODE = re.compile(r"\d{1,3}[A-Z]?|\d{1,3}/\d{1,2}", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}(?:\d{2})?)(?:[ T].*)?|\d{4}-\d\d-\d\d(?:[ T].*)?")
_MONTH = re.compile(r"(?:19|20)\d\d-\d\d")
_TIME = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_TESTS = {
    "ho_code": _CODE, "age": _NUMBER, "easting": _NUMBER, "northing": _NUMBER, "longitude": _NUMBER,
    "latitude": _NUMBER,
}  # fmt: skip
_DATES = ("committed_from", "committed_to", "recorded_on", "birth_date")
_SPELLED = ("role", "sex", "status", "domestic", "knife", "relationship")


def guess(path: Path | str) -> str:
    """Return the draft of a mapping for the file, as TOML.

    Raises InputError where the file cannot be read or no headings can be made out.
    """
    path = Path(path)
    seen = look(path)
    found = _targets(seen)
    if "ho_code" in found:
        # the code says it better than a title would
        found.pop("offence_group", None)
    sides = {} if "role" in found else _sides(seen, found)
    kind = _kind(found, sides)
    if kind is None:
        remedy = "Write the mapping by hand: data/mappings/contract.toml names every contract column."
        raise InputError(path.name, "no heading resembles a column of crimes or persons", remedy)
    return "\n".join([*_top(path, seen, found, kind), *_blocks(seen, found, kind, sides), ""])


def _targets(seen: Look) -> dict[str, str]:
    """Return a column for each contract column that has one: by heading, the values agreeing."""
    found: dict[str, str] = {}
    for rank in range(max(len(each) for each in SYNONYMS.values())):
        for target, synonyms in SYNONYMS.items():
            if target in found or rank >= len(synonyms):
                continue
            for heading, values in seen.columns.items():
                if (
                    heading not in found.values()
                    and words(heading) == synonyms[rank]
                    and _fits(target, values)
                ):
                    found[target] = heading
                    break
    return found


def _fits(target: str, values: list[str]) -> bool:
    """Return whether the values are what the contract column holds; nothing speaks against no values."""
    test = _TESTS.get(target)
    if target in _DATES:
        return _share(values, _DAY) + _share(values, _MONTH) > 0.6
    if target.endswith("_time"):
        return _share(values, _TIME) > 0.6
    return test is None or _share(values, test) > 0.6


def _share(values: list[str], pattern: re.Pattern[str]) -> float:
    return sum(pattern.fullmatch(each) is not None for each in values) / len(values) if values else 1.0


def _sides(seen: Look, found: dict[str, str]) -> dict[str, dict[str, str]]:
    """Return the person columns of each role where a file has roles side by side.

    A file with person columns and no role at all lists one role; which is for the analyst to say.
    """
    sides: dict[str, dict[str, str]] = {}
    for heading in seen.columns:
        first, _, rest = words(heading).partition(" ")
        for target in schema.PERSON_COLUMNS:
            if first in SIDES and rest in SYNONYMS.get(target, ()):
                sides.setdefault(SIDES[first], {}).setdefault(target, heading)
    alone = {each: found[each] for each in schema.PERSON_COLUMNS if each in found}
    return sides or ({"victim": alone} if alone else {})


def _kind(found: dict[str, str], sides: dict[str, dict[str, str]]) -> str | None:
    """Return the kind of file: with a date it holds offences, with a role or roles persons."""
    if any(each in found for each in ("committed_from", "recorded_on")):
        return "wide" if "role" in found or sides else "offences"
    if "offence_id" in found and "role" in found:
        return "involvements"
    return "offences" if "ho_code" in found or "offence_group" in found else None


def _top(path: Path, seen: Look, found: dict[str, str], kind: str) -> list[str]:
    lines = [
        f"# Drafted from the headings and {seen.rows} rows of {path.name}. Read every line: lines",
        "# marked CHECK are guesses, and headings at the end have found no place.",
    ]
    gaps = [group for group in schema.NEEDS[kind] if not any(each in found for each in group)]
    for group in gaps:
        if "offence_group" in group:
            lines.append("# DECIDE: no column found for the kind of crime; all rows are of group unknown.")
            continue
        lines.append(f"# DECIDE: no column found for {' or '.join(group)}; no row loads without it.")
    lines += ["", f"name = {_quoted(path.stem)}", f"title = {_quoted(path.stem)}", "", "[options]"]
    order, two_digits, sure = _date_order(seen, found)
    check = "" if sure else "   # CHECK: no day above 12 in the sample settles it"
    lines.append(f'date_order = "{order}"{check}')
    if two_digits:
        lines.append("two_digit_year_pivot = 69   # CHECK: 69 is 2069, 70 is 1970")
    lines.append(f'coordinates = "{"wgs84" if "longitude" in found else "osgb"}"')
    if seen.delimiter != "comma":
        lines.append(f'delimiter = "{seen.delimiter}"')
    lines += ["", "[[file]]", f"match = {_quoted(path.stem + '*')}", f'kind = "{kind}"']
    if seen.sheet:
        lines.append(f"sheet = {_quoted(seen.sheet)}")
    if seen.header_row > 1:
        lines.append(f"header_row = {seen.header_row}")
    return lines


def _date_order(seen: Look, found: dict[str, str]) -> tuple[str, bool, bool]:
    """Return the order of day and month, whether years have two digits, and whether that is sure."""
    dates = [_DAY.fullmatch(v) for t in _DATES if t in found for v in seen.columns[found[t]]]
    numbers = [(int(each[1]), int(each[2]), each[3]) for each in dates if each and each[1]]
    first, second = any(a > 12 for a, _, _ in numbers), any(b > 12 for _, b, _ in numbers)
    order = "mdy" if second and not first else "dmy"
    return order, any(len(year) == 2 for _, _, year in numbers), first != second or not numbers


def _blocks(seen: Look, found: dict[str, str], kind: str, sides: dict[str, dict[str, str]]) -> list[str]:
    used = {*found.values(), *(each for side in sides.values() for each in side.values())}
    dropped = {
        each: why
        for each, values in seen.columns.items()
        if each not in used and (why := by_heading(each) or by_values(values))
    }
    lines = ["# DECIDE: dropped because they look personal; a dropped column never reaches the disk"]
    lines += ["drop = [", *(f"    {_quoted(each)},   # {why}" for each, why in dropped.items()), "]"]
    own = schema.COLUMNS[kind]
    lines += ["", f"[file.{schema.BLOCKS[kind]}]"]
    lines += [_line(each, seen, found) for each in own if each in found]
    if kind in ("offences", "wide") and not {"ho_code", "offence_group"} & set(found):
        lines.append('offence_group = { constant = "unknown" }')
    if kind == "wide":
        lines += _people(seen, found, sides)
    left = [each for each in seen.columns if each not in used and each not in dropped]
    if left:
        lines += ["", "# No contract column resembles these; they are not read:"]
        lines += [f"#   {each}" for each in left]
    return lines


def _people(seen: Look, found: dict[str, str], sides: dict[str, dict[str, str]]) -> list[str]:
    if "role" in found:
        own = [_line(each, seen, found) for each in schema.PERSON_COLUMNS if each in found]
        return ["", "[[file.involvement]]", *own]
    lines = []
    for role, columns in sides.items():
        check = "" if len(sides) > 1 else "   # DECIDE: whose age and sex are these?"
        lines += ["", "[[file.involvement]]", f'role = {{ constant = "{role}" }}{check}']
        lines += [_line(each, seen, columns) for each in schema.PERSON_COLUMNS if each in columns]
    return lines


def _line(target: str, seen: Look, found: dict[str, str]) -> str:
    heading = found[target]
    values = seen.columns[heading]
    rule = _quoted(heading)
    time = found.get(f"{target}_time")
    if time:
        rule = f"{{ column = {rule}, time = {_quoted(time)} }}"
    elif target in _DATES and values and _share(values, _MONTH) > 0.6:
        rule = f'{{ column = {rule}, format = "month" }}'
    elif target in _SPELLED:
        rule += _codes_comment(target, values)
    elif target == "offence_group":
        rule += "   # CHECK: add codes that turn these values into groups"
    elif target == "birth_date":
        rule += "   # the age is worked out in memory, the date never stored"
    return f"{target} = {rule}"


def _codes_comment(target: str, values: list[str]) -> str:
    """Return a comment with the codes that the usual spellings do not explain."""
    known = reference.spellings("flag" if target in ("domestic", "knife") else target)
    strange = [each for each, _ in Counter(values).most_common(12) if each.casefold() not in known]
    # codes are short; anything longer may be somebody's name in the wrong column
    shown = [_quoted(each) for each in strange if len(each) <= 8 and each.isascii()]
    return f"   # CHECK: add codes for {', '.join(shown)}" if shown else ""


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
