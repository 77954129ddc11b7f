"""What the commands print for people; `--json` prints for programs."""

from __future__ import annotations

import pandas as pd
from rich.console import Console
from rich.table import Table

from vru.answers.answer import Answer
from vru.answers.making import rows_of

CODES_LISTED = 10
"""At most so many codes are named in a message."""
out = Console()
err = Console(stderr=True)


def print_load(loaded: dict) -> None:
    """Print what a load did with every row it read."""
    table = Table("file", "rows read", "loaded", "quarantined", "identical duplicates", "changed")
    for each in loaded["files"]:
        numbers = (each[key] for key in ("read", "loaded", "quarantined", "duplicates", "changed"))
        table.add_row(each["file"], *(f"{number:,}" for number in numbers))
    out.print(table)
    read, loaded_rows, refused, same = (
        sum(each[key] for each in loaded["files"]) for key in ("read", "loaded", "quarantined", "duplicates")
    )
    out.print(
        f"{read:,} rows read = {loaded_rows:,} loaded + {refused:,} quarantined "
        f"+ {same:,} identical duplicates. Store version {loaded['store_version']}."
    )
    if refused:
        out.print("`vru check` says why rows were quarantined.", markup=False)


def print_boundaries(found: dict) -> None:
    """Print what a file of outlines matched, both ways."""
    out.print(
        f"{found['areas']:,} outlines of level {found['level']}. Store version {found['store_version']}."
    )
    for note in found["notes"]:
        out.print(note, markup=False, highlight=False)
    if found["offences"]:
        share = 100 * found["drawn"] / found["offences"]
        out.print(
            f"{found['drawn']:,} of {found['offences']:,} offences with a code of this level can be drawn "
            f"({share:.1f} %)."
        )
    else:
        out.print("No offence of this store names an area of this level.")
    lost = found["without_outline"]
    if lost:
        out.print(
            f"Codes of offences without an outline: {', '.join(lost[:CODES_LISTED])}", end="", markup=False
        )
        out.print(f" and {len(lost) - CODES_LISTED:,} more." if len(lost) > CODES_LISTED else ".")
    if found["without_offences"]:
        out.print(f"{found['without_offences']:,} outlines have no offence.")


def print_check(found: dict) -> None:
    """Print the parts of a check, tables as tables."""
    for section, content in found.items():
        out.print(f"\n[bold]{section.replace('_', ' ')}[/]")
        if isinstance(content, list) and content and isinstance(content[0], dict):
            table = Table(*(str(each).replace("_", " ") for each in content[0]))
            for row in content:
                table.add_row(*("" if each is None else str(each) for each in row.values()))
            out.print(table)
        elif isinstance(content, dict):
            for name, value in content.items():
                out.print(f"  {name.replace('_', ' ')}: {value}", markup=False)
        else:
            out.print(f"  {content if content not in ([], None) else 'none'}", markup=False)


def print_openings(opened: list[dict]) -> None:
    """Print the access log, an opening a line; a line that cannot be read by its number."""
    for each in opened:
        if "damaged" in each:
            out.print(f"Line {each['damaged']} of the log cannot be read.")
            continue
        who = f"{each['name']} (account {each['account']})"
        ages = "under-18s too" if each["children"] else "adults only"
        said = (
            f"{each['time']}  {who}: {each['rows']:,} listed, {ages}; {each['selection']}. {each['reason']}"
        )
        out.print(said, markup=False, highlight=False, soft_wrap=True)
    if not opened:
        out.print("Nobody has opened the list of the most prolific pseudonyms.")


def print_decisions(found: pd.DataFrame) -> None:
    """Print analysts' decisions, one a line."""
    for each in rows_of(found):
        held = "" if each.in_force else " (withdrawn)"
        when = f", {each.month}" if each.month else ""
        about = f"{each.series}, {each.filters}"
        why = f"{each.reason} ({each.role}, {each.decided_on})"
        said = f"{each.number}{held}: {each.decision}{when}; {about}; {why}"
        out.print(said, markup=False, highlight=False, soft_wrap=True)
    if found.empty:
        out.print("No decision is on record.")


def print_answer(found: Answer) -> None:
    """Print an Answer as the page shows it: the finding first, then what it rests on."""
    if found.synthetic:
        out.print("SYNTHETIC data: no figure here is about real people.", style="bold")
    out.print(found.finding, style="bold", markup=False)
    for said in (found.definition, found.counted, found.missing, found.source):
        out.print(said, markup=False, style="dim")
    table = Table(*map(str, found.table.columns))
    for row in found.to_dict()["table"]:
        table.add_row(*("" if each is None else str(each) for each in row.values()))
    out.print(table)
