"""Ways from a trend to the control chart of the same series; there is none where that page has not got it."""

from __future__ import annotations

from vru.answers.answer import Tool
from vru.selection import Selection

PAGE = "control"
OF_MEASURE = {"count": "offences", "rate": "rate", "harm": "harm"}
"""The series of the control chart (see `control_options.SERIES`) that is a measure's trend."""
OF_FLAG = {"knife": "knife", "domestic": "domestic"}
"""The series that is the trend of a flag's `yes`, by the flag a trend is split by; numbers only."""
WORDS = {"knife": "knife-enabled", "domestic": "that are domestic"}


def of_measure(measure: str, label: str = "See it as a control chart") -> tuple[Tool, ...]:
    """Return the way to the chart of a measure under the same filters."""
    return (_tool(label, OF_MEASURE[measure]),)


def of_split(selection: Selection, split: str, measure: str) -> tuple[Tool, ...]:
    """Return the ways from a trend by parts: to all parts together, and to a part that is a series."""
    together = of_measure(measure, "See all parts together as a control chart")
    if split not in OF_FLAG or measure != "count" or getattr(selection, split) not in (None, "yes"):
        return together
    return (*together, _tool(f"See those {WORDS[split]} as a control chart", OF_FLAG[split]))


def to(series: str, label: str = "See it as a control chart") -> tuple[Tool, ...]:
    """Return the way to the chart of a series, by its code in `control_options.SERIES`."""
    return (_tool(label, series),)


def _tool(label: str, series: str) -> Tool:
    return Tool(label, PAGE, () if series == "offences" else (("cs", series),))
