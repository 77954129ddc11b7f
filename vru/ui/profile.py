"""An area's profile on screen: a tile a measure, each with its interval against that of all areas."""

from __future__ import annotations

import html
from typing import Any

import pandas as pd
import streamlit as st

from vru import findings
from vru.answers.answer import Answer
from vru.answers.making import rows_of
from vru.charts import small
from vru.charts.chart import Chart
from vru.ui import claims, performance, tables
from vru.ui.menu import PAGES

COLUMNS = {"measure", "value", "average", "against", "noun", "why"}
SIGNS = {
    "above": ("Above all areas", "▲"), "below": ("Below all areas", "▼"),
    "not clearly different": ("Not clearly different", "≈"), **tables.SIGNS,
}  # fmt: skip


def shows(answer: Answer) -> bool:
    """Return whether an answer is a profile."""
    return set(answer.table.columns) >= COLUMNS


def rows(answer: Answer) -> None:
    """Draw the tiles, the address of the profile, and the links to pages that say more of the area."""
    made = zip(rows_of(answer.table), answer.pictures, strict=True)
    tiles = "".join(_tile(row, drawn) for row, drawn in made)
    st.html(f'<div class="vru-tiles">{tiles}</div>{_permalink(answer)}')
    known = {each.stem for each in PAGES}
    for label, page in answer.links:
        if page in known:
            claims.link(page, label)


def _permalink(answer: Answer) -> str:
    """Return the link a council gets: it opens the same areas with the same filters."""
    if not answer.selection.areas:
        return ""
    where = performance.address(answer, answer.selection.areas)
    return f'<p class="vru-subtitle"><a href="{where}" target="_self">Link to this profile</a></p>'


def _tile(row: Any, drawn: Chart | None) -> str:
    value = _value(row)
    sign = ""
    if row.against in SIGNS:
        sign = tables.badge(row.against, *SIGNS[row.against])
    why = _small(tables.worded(findings.sentence(row.why))) if row.why else ""
    picture = small.picture(drawn) if drawn else ""
    limits = _limits(row)
    of = _small(f" of {findings.count(row.of)} {html.escape(row.noun)}") if _parted(row) else ""
    head = f'<h3>{html.escape(row.measure)}</h3><p class="vru-value">{value}{limits}{of}</p>'
    return f'<div class="vru-tile">{head}{sign}{picture}{why}</div>'


def _limits(row: Any) -> str:
    if row.low is None or pd.isna(row.low):
        return ""
    return _small(f" ({_number(row.low, row)} to {_number(row.high, row)})")


def _small(text: str) -> str:
    return f'<span class="vru-limits">{text}</span>'


def _parted(row: Any) -> bool:
    return bool(row.of) and row.unit == "%" and not row.measure.startswith("Change")


def _value(row: Any) -> str:
    if row.value is None or pd.isna(row.value):
        return "not given" if row.low is not None and not pd.isna(row.low) else "–"
    return _number(row.value, row) + ("\u00a0%" if row.unit == "%" else "")


def _number(value: float, row: Any) -> str:
    if row.measure.startswith("Change"):
        return findings.signed(value)
    return findings.count(value) if row.unit == "offences" else findings.decimal(value)
