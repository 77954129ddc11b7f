"""`vru check`: what is in a store, what is missing from it, and what an analyst should look at."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from vru import reference
from vru.periods import add_months
from vru.recording_events import recording_events
from vru.store import Store
from vru.terms import REASONS, STEPS

# each section is one query of queries/check_*.sql, in the order in which they are read
SECTIONS = (
    "files", "rows", "blanks_by_year", "spikes_by_year", "quarantine", "steps", "months", "unknown_codes",
    "persons", "duplicates",
)  # fmt: skip


def check(store: Store) -> dict[str, Any]:
    """Return what explains a store, section by section; lists of rows or a few named facts.

    Values are plain (text, numbers, ISO dates, None), so that the result is JSON. No value
    of a row is in it, and no pseudonym.
    """
    found: dict[str, Any] = {"store": _facts(store)}
    for section in SECTIONS:
        found[section] = _rows(store.ask(f"check_{section}"))
    for row in found["quarantine"]:
        row["meaning"] = REASONS.get(row["reason"], row["reason"])
    for row in found["steps"]:
        row["meaning"] = STEPS.get(row["step"], row["step"])
    found["breaks"] = _breaks(store)
    found["unverified_reference"] = _unverified()
    return found


def _facts(store: Store) -> dict[str, Any]:
    known = store.capabilities
    return {
        "version": store.version,
        "synthetic": store.synthetic,
        "key_id": store.meta.get("key_id"),
        "offences": known.offences,
        "involvements": known.involvements,
        "persons": known.persons,
        "extract_to": _plain(known.extract_to),
        "recorded": _span(known.recorded_months),
        "committed": _span(known.committed_months),
    }


def _span(months: tuple[dt.date, dt.date] | None) -> str | None:
    return f"{months[0]:%Y-%m} to {months[1]:%Y-%m}" if months else None


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): _plain(value) for name, value in row.items()} for row in table.to_dict("records")]


def _plain(value: Any) -> Any:
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, dt.date):  # a Timestamp is one too
        return value.isoformat()[:10]
    return value.item() if isinstance(value, np.generic) else value


def _breaks(store: Store) -> list[dict[str, Any]]:
    """Return the breaks of recording that fall into the store's period."""
    months = store.capabilities.recorded_months or store.capabilities.committed_months
    if months is None:
        return []
    return [
        {
            "date": each.begins.isoformat(),
            "label": each.label,
            "touches": ";".join(sorted(each.touches)),
            "note": each.note,
            "own": "yes" if each.own else "no",
        }
        for each in recording_events(store.folder)
        if months[0] <= each.begins < add_months(months[1], 1)
    ]


def _unverified() -> list[dict[str, Any]]:
    """Return how many rows of each reference table nobody could check against its source."""
    tables = ("offence_codes", "severity_weights", "flags", "recording_events", "district_names")
    counts = {name: int((reference.table(name)["verified"] == "no").sum()) for name in tables}
    return [{"table": name, "rows": rows} for name, rows in counts.items() if rows]
