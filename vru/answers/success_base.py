"""The baseline year of success measures and districts: as chosen, as decided, else to September 2019."""

from __future__ import annotations

from vru import decisions
from vru.decisions import Recorded
from vru.store import Store

DECIDED = "decided"
"""The choice that leaves the baseline year to the decisions on record."""
DEFAULT = "2019-09"
"""The last month of the baseline year where nothing is decided: before the first units' work."""


def month_of(store: Store, chosen: str) -> str:
    """Return the last month of the baseline year, as 2019-09."""
    held = _held(store, chosen)
    return f"{held.decision.month:%Y-%m}" if held else DEFAULT if chosen == DECIDED else chosen


def words(store: Store, chosen: str) -> str:
    """Return the decision that set the baseline year, as a sentence after others; '' for none."""
    held = _held(store, chosen)
    return f" Decided: {held.words}." if held else ""


def _held(store: Store, chosen: str) -> Recorded | None:
    found = decisions.of(store.folder, "baseline", decisions.EVERY, "") if chosen == DECIDED else ()
    return max(found, key=lambda each: each.number, default=None)
