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
    "no_offence_id": "The row has no offence reference, so nothing can be joined to it.",
    "no_offence": "The person's offence is in none of the files of this load or the store.",
    "offence_differs": "Rows of one file describe the same offence differently.",
    "no_date": "The offence has neither a date committed nor a date recorded.",
    "bad_date": "The date cannot be read in the order the mapping gives.",
    "future_date": "The date lies after the day of the extract.",
    "before_birth": "The offence lies before the person's date of birth.",
}

# ---- STEPS: what cleaning changed or made unknown, and counted (vru.ingest owns this section) ----
STEPS: dict[str, str] = {
    "age_out_of_range": "An age that cannot be right was made unknown.",
    "placeholder_person": "A blank or placeholder person key was read as person unknown.",
    "unknown_code": "A code that is in no table was kept, in the group of unknown offences.",
}
