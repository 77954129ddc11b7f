"""The performance table on screen: a row an area, with what changed in words, and a link to its profile."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from vru import findings
from vru.answers.answer import Answer
from vru.answers.making import rows_of
from vru.ui import state, tables

COLUMNS = {"area", "code", "this_year", "year_before", "verdict", "baseline_verdict", "rank_low"}
HEADS = (
    "Area",
    "Latest year",
    "Year before",
    "Difference",
    "Baseline",
    "On baseline",
    "Rate per 1,000",
    "Rank",
)


def shows(answer: Answer) -> bool:
    """Return whether an answer is a performance table."""
    return set(answer.table.columns) >= COLUMNS


def rows(answer: Answer) -> None:
    """Draw the table; it stacks on a narrow screen and prints as it stands."""
    head = "".join(f'<th scope="col">{each}</th>' for each in HEADS)
    body = "".join(_row(row, answer) for row in rows_of(answer.table))
    table = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    st.html(f'<table class="vru-table vru-performance">{table}</table>{_reasons(answer.table)}')


def _row(row: Any, answer: Answer) -> str:
    cells = (
        _area(row, answer),
        _count(row.this_year),
        _count(row.year_before),
        _change(row.change, row.change_low, row.change_high, row.arrow, row.verdict),
        _count(row.baseline),
        _change(
            row.baseline_change, row.baseline_change_low, row.baseline_change_high, row.baseline_arrow,
            row.baseline_verdict,
        ),
        _limits(row.rate, row.rate_low, row.rate_high),
        _rank(row),
    )  # fmt: skip
    told = zip(HEADS, cells, strict=True)
    kind = "vru-total" if not row.code else "vru-chosen" if row.chosen else ""
    inside = "".join(f'<td data-label="{head}">{cell}</td>' for head, cell in told)
    return f'<tr class="{kind}">{inside}</tr>'


def _area(row: Any, answer: Answer) -> str:
    name = html.escape(row.area)
    if not row.code:
        return name
    return f'<a href="{address(answer, [row.code])}" target="_self">{name}</a>'


def address(answer: Answer, codes: Sequence[str]) -> str:
    """Return the address of the profile of areas, with the filters as they are."""
    query = state.link_query(st.session_state["vru_store"].capabilities)
    level = {"l": [answer.selection.level]} if answer.selection.level != "district" else {}
    kept = {name: each for name, each in query.items() if name not in ("d", "l")}
    wanted = getattr(answer.options, "level", "district")
    level = {"l": ["csp"]} if wanted == "csp" else level
    return html.escape("districts?" + urlencode({**kept, **level, "d": list(codes)}, doseq=True))


def _missing(value: Any) -> bool:
    return value is None or bool(pd.isna(value))


def _count(value: Any) -> str:
    return "–" if _missing(value) else findings.count(value)


def _change(value: Any, low: Any, high: Any, arrow: str, verdict: str) -> str:
    if not verdict or _missing(value):
        return f"{arrow} {verdict}".strip() or "–"
    size = f"{findings.signed(value)} %"
    limits = (
        "" if _missing(low) or _missing(high) else f" ({findings.signed(low)} to {findings.signed(high)})"
    )
    return f'{arrow} {verdict}<br><span class="vru-limits">{tables.worded(size + limits)}</span>'


def _limits(value: Any, low: Any, high: Any) -> str:
    if _missing(value):
        return "–"
    said = findings.decimal(value)
    if _missing(low):
        return said
    return f'{said}<br><span class="vru-limits">{findings.decimal(low)} to {findings.decimal(high)}</span>'


def _rank(row: Any) -> str:
    if _missing(row.rank):
        return "–"
    low, high = int(row.rank_low), int(row.rank_high)
    return str(low) if low == high else f"{low} to {high}"


def _reasons(table: pd.DataFrame) -> str:
    """Return why changes cannot be told, each reason once, as lines beneath the table."""
    said: dict[str, list[str]] = {}
    for verdict, reason, against in (
        ("verdict", "reason", "the year before"),
        ("baseline_verdict", "baseline_reason", "the baseline"),
    ):
        for row in table[table[verdict] == "cannot tell"][["area", reason]].itertuples(index=False):
            said.setdefault(f"against {against}, because {row[1]}", []).append(row[0])
    lines = "".join(
        f"<p>Cannot tell {html.escape(why)}: {html.escape(', '.join(names))}.</p>"
        for why, names in said.items()
    )
    return f'<div class="vru-caption">{lines}</div>' if lines else ""
