"""Tables on screen: the twin of a chart, and tables that are the answer themselves."""

from __future__ import annotations

import html
import re
from typing import Any

import pandas as pd
import streamlit as st

from vru import terms
from vru.answers.answer import Answer
from vru.export.tables import plain

# word, sign: colour is never the only carrier of a judgement
SIGNS = {
    "higher": ("Higher", "▲"),
    "lower": ("Lower", "▼"),
    "no clear change": ("No clear change", "≈"),
    "holds": ("Holds", "✓"),
    "does not hold": ("Does not hold", "✗"),
    "cannot tell": ("Cannot tell", "?"),
    "not measured yet": ("Not measured yet", "…"),
}
FACTS = ["fact", "value"]


def badge(kind: str, word: str, sign: str) -> str:
    """Return a judgement as a badge of sign and word, in HTML."""
    style = kind.replace(" ", "-")
    return f'<span class="vru-badge vru-{style}"><span aria-hidden="true">{sign}</span> {word}</span>'


def twin(answer: Answer) -> None:
    """Draw the table behind a chart, headed in words; it can be sorted and searched."""
    shown = answer.table.rename(columns=terms.label)
    settings = {
        name: setting
        for name, column in zip(shown.columns, answer.table.columns, strict=True)
        if (setting := _column(name, column, answer.table[column])) is not None
    }
    st.dataframe(shown, hide_index=True, column_config=settings, width="stretch")


def _column(name: str, column: str, values: pd.Series) -> Any:
    if (
        pd.api.types.is_datetime64_any_dtype(values)
        or pd.api.types.infer_dtype(values, skipna=True) == "date"
    ):
        return st.column_config.DateColumn(name, format="MMM YYYY" if column == "month" else "D MMM YYYY")
    if pd.api.types.is_float_dtype(values):
        return st.column_config.NumberColumn(name, format="%.4g")
    return None


def text(answer: Answer) -> str:
    """Return a table that is the answer itself as HTML: facts, or rows whose text wraps."""
    if list(answer.table.columns) == FACTS:
        return _facts(answer.table)
    return rows(answer.table)


def _facts(table: pd.DataFrame) -> str:
    items = "".join(
        f"<div><dt>{_text(row.fact)}</dt><dd>{_text(row.value)}</dd></div>" for row in table.itertuples()
    )
    return f'<dl class="vru-facts">{items}</dl>'


def rows(table: pd.DataFrame) -> str:
    """Return a table as HTML whose rows stack on a narrow screen; nobody can download it."""
    head = "".join(f'<th scope="col">{html.escape(terms.label(str(each)))}</th>' for each in table.columns)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td data-label="{html.escape(terms.label(str(name)))}"{_class(each)}>{_text(each)}</td>'
            for name, each in zip(table.columns, row, strict=True)
        )
        + "</tr>"
        for row in table.itertuples(index=False)
    )
    return f'<table class="vru-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _class(value: Any) -> str:
    return ' class="vru-number"' if isinstance(plain(value), int | float) else ""


def worded(text: str) -> str:
    """Return text as HTML: what stands between backticks as code; no line ends between number and %."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text)).replace(" %", "\u00a0%")


def _text(value: Any) -> str:
    value = plain(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,.4g}" if isinstance(value, float) else f"{value:,}"
    return "–" if value is None or value == "" else worded(str(value))
