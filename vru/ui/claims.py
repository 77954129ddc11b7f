"""Conclusions and measures on screen: a row each, with verdict, size, small pictures and the way on."""

from __future__ import annotations

import html
from collections.abc import Iterable

import pandas as pd
import streamlit as st

from vru.answers.answer import Answer
from vru.charts import small
from vru.charts.chart import Chart
from vru.ui import state, tables
from vru.ui.menu import PAGES

COLUMNS = {"verdict", "size", "test"}
LEAD = 12
"""Letters that may lead a line, before a colon."""
HERE = "#"
"""What a link to another card of the same page begins with."""


def shows(answer: Answer) -> bool:
    """Return whether an answer's rows are conclusions or measures, named by their first column."""
    return set(answer.table.columns) >= COLUMNS


def rows(answer: Answer) -> None:
    """Draw each conclusion with its measures' sizes and pictures, and a link to what tests it."""
    pages = dict(answer.links)
    pictures = pd.Series(answer.pictures, index=answer.table.index, dtype=object)
    # the frame's name is what the style sheet goes by: one that looked for part of a class in each
    # row's would have the browser work out anew all that stands below whatever changes its class
    with st.container(key="vru_claims"):
        for claim, measures in answer.table.groupby(answer.table.columns[0], sort=False):
            with st.container():
                st.html(_row(measures, [pictures[at] for at in measures.index]))
                page = pages.get(str(claim), "")
                if page.startswith(HERE):
                    st.html(_jump(page.removeprefix(HERE)))
                elif page:
                    link(page, f"See it tested: {title(page)}")


def _row(measures: pd.DataFrame, pictures: list[Chart | None]) -> str:
    """A conclusion as HTML: what decides about it stands under the last of its measures."""
    first = measures.iloc[0]
    verdict = str(first["verdict"])
    texts = [f"<p>{tables.worded(size)}</p>" for size in measures["size"]]
    texts[-1] += "".join(f'<p class="vru-test">{_led(line)}</p>' for line in first["test"].split("\n"))
    sizes = "".join(
        f'<div class="vru-measure"><div>{text}</div>{small.picture(drawn) if drawn else ""}</div>'
        for text, drawn in zip(texts, pictures, strict=True)
    )
    sign = tables.badge(verdict, *tables.SIGNS[verdict])
    return f'<div class="vru-claim">{sign}<div><h3>{html.escape(str(first.iloc[0]))}</h3>{sizes}</div></div>'


def _led(line: str) -> str:
    """Return a line with what leads it in bold: "Not known: …"; a line without such a lead as it is."""
    lead, colon, rest = line.partition(": ")
    if not colon or len(lead) > LEAD:
        return tables.worded(line)
    return f"<b>{html.escape(lead)}:</b> {tables.worded(rest)}"


def _jump(answer: str) -> str:
    return f'<p class="vru-jump"><a href="#{anchor(answer)}">See the figures below</a></p>'


def anchor(answer: str) -> str:
    """Return the anchor of an answer's card, by the answer's name."""
    return "a_" + answer.replace(".", "_")


def title(page: str) -> str:
    """Return the title of a page, by its stem."""
    return next(each.title for each in PAGES if each.stem == page)


def link(page: str, label: str, options: Iterable[tuple[str, str]] = ()) -> None:
    """Draw a link to a page that keeps the filters; `options` are the page's own, by URL code."""
    st.page_link(
        f"pages/{page}.py",
        label=label,
        icon=":material/arrow_forward:",
        query_params=state.link_query(st.session_state["vru_store"].capabilities) | dict(options),
    )
