"""The vocabulary: what each word on a page means, and the sentences of the load log."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).resolve().parents[1] / "data" / "reference" / "terms.csv"


class Term(NamedTuple):
    """A word the pages use: its name in code, its label and unit on screen, its definition and source."""

    name: str
    label: str
    unit: str
    definition: str
    source: str


def _read() -> dict[str, Term]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {row["name"]: Term(**{each: row[each] for each in Term._fields}) for row in rows}


TERMS: dict[str, Term] = _read()


def label(name: str) -> str:
    """Return the label of a term; a name without a term is written out as words."""
    if name in TERMS:
        return TERMS[name].label
    return name.replace("_", " ").capitalize()


def glossary() -> str:
    """Return the vocabulary as the Markdown of docs/glossary.md, in alphabetical order of the labels."""
    entries = sorted(TERMS.values(), key=lambda term: term.label.casefold())
    body = "\n".join(_entry(term) for term in entries)
    return f"# Glossary\n\nMade from `data/reference/terms.csv`; change it there.\n\n{body}"


def _entry(term: Term) -> str:
    unit = f" Unit: {term.unit}." if term.unit else ""
    return f"**{term.label}**: {term.definition}{unit} *({term.source})*\n"


# ---- REASONS: why a row is in quarantine (vru.ingest owns this section) ----
REASONS: dict[str, str] = {
    "wrong_number_of_fields": "The row has more or fewer fields than the header.",
    "no_offence_id": "The person's row has no offence reference, so nothing can be joined to it.",
    "no_offence": "The person's offence is in none of the files of this load or the store.",
    "offence_differs": "Rows of one file describe the same offence differently, first in this column.",
    "row_differs": "Rows of one file say different things of the same period, place or programme.",
    "no_date": "The offence has neither a date committed nor a date recorded.",
    "unknown_age": "The age group is not known: without one the row would stand for all ages.",
    "bad_date": "The date does not exist, or not in the order the mapping gives.",
    "two_digit_year": "The year has two digits: two_digit_year_pivot in the mapping would say the century.",
    "excel_serial": "The date is a spreadsheet's serial number: excel_serials in the mapping would allow it.",
    "future_date": "The date lies after the day of the extract.",
    "before_birth": "The offence lies before the person's date of birth.",
    "code_became_date": "A spreadsheet has turned the offence code into a date: export it as text.",
    "bad_number": "The cell should hold a number and does not.",
    "value_missing": "A value that the table cannot do without is missing.",
    "other_element": "The row holds a reading that the mapping does not ask for, such as snow or wind.",
}

# ---- STEPS: what cleaning changed or made unknown, and counted (vru.ingest owns this section) ----
STEPS: dict[str, str] = {
    "blank_row": "A wholly blank row was left out.",
    "without_id": "A record without a reference is known by its content.",
    "unknown_spelling": "A word that is in no table of spellings was made unknown.",
    "unknown_role": "A role that is in no table was read as other.",
    "unknown_status": "A status that is in no table was read as crime.",
    "not_a_crime": "A cancelled, transferred or no-crime record was kept and is counted nowhere.",
    "age_out_of_range": "An age that cannot be right was made unknown.",
    "age_unreadable": "Text in place of an age was made unknown.",
    "suspect_under_10": "A suspect below the age of criminal responsibility: the age was made unknown.",
    "victim_aged_0": "A victim of age 0 was kept: right for babies, but also a common default.",
    "age_from_birth_date": "The age was worked out from the birth date, which was not kept.",
    "placeholder_birth_date": "A birth date that systems fill in by default was made unknown.",
    "placeholder_person": "A placeholder or non-person key was read as person unknown.",
    "unknown_code": "A code that is in no table was kept, in the group of unknown offences.",
    "code_outside_validity": "The code was not in force on that day; its group was taken all the same.",
    "unknown_group": "An offence group that is in no table was read as unknown.",
    "group_missing": "Neither code nor group is known: the offence is in the group of unknown offences.",
    "flag_before_valid": "A flag dated before it was set nationally was made unknown.",
    "unknown_district": "A district that is in no table was kept as the source names it.",
    "bad_lsoa": "Text that is no small-area code was made unknown.",
    "bad_weight": "A severity weight that is no number was made unknown.",
    "bad_date": "A date that is not needed could not be read and was made unknown.",
    "bad_time": "A time of day could not be read and was made unknown; the day stays.",
    "ends_before_start": "The time committed ended before it began: the end was made unknown.",
    "recorded_before_committed": "The record is dated before the offence; both dates were kept.",
    "midnight": "The time is 00:00 exactly, which is often a default; it was kept and marked.",
    "first_of_month": "The day is the first of a month, which is often a default; it was kept and marked.",
    "half_a_point": "One coordinate of two is missing: the point was made unknown.",
    "point_nowhere": "Coordinates 0,0 stand for no place: the point was made unknown.",
    "off_the_grid": "The point lies outside Great Britain, or the land of the grid: it was made unknown.",
    "point_repaired": "Swapped or shortened coordinates had one reading in the force, which was taken.",
    "point_outside": "The point lies outside the force; it was kept and is not on the map.",
    "failed_quality": "A reading that failed its publisher's checks was made unknown.",
    "wild_temperature": "A temperature below −30 or above 45 °C was made unknown.",
    "suppressed_count": "A suppressed count was kept as the range it may have.",
}
