"""The trust card on screen: a line for each check, with its state in words, and the way to its page."""

from __future__ import annotations

import html

import streamlit as st

from vru.answers.answer import Answer
from vru.answers.making import rows_of
from vru.ui import claims, tables

COLUMNS = ["check", "status", "says"]
SIGNS = {"in order": ("In order", "✓"), "mind this": ("Mind this", "!"), "not known": ("Not known", "?")}


def shows(answer: Answer) -> bool:
    """Return whether an answer's rows are checks."""
    return list(answer.table.columns) == COLUMNS


def rows(answer: Answer) -> None:
    """Draw each check as a line that ends in a link to its page."""
    pages = dict(answer.links)
    with st.container(key="vru_checks"):
        for row in rows_of(answer.table):
            with st.container():
                sign = tables.badge(row.status, *SIGNS[row.status])
                said = f"<p><b>{html.escape(row.check)}.</b> {tables.worded(row.says)}</p>"
                st.html(f'<div class="vru-check">{sign}{said}</div>')
                claims.link(pages[row.check], claims.title(pages[row.check]))
