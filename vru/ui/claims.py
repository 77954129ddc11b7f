"""Conclusions on screen: a row each, with verdict, size, small pictures and the way to the page."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from vru.answers.answer import Answer
from vru.charts import small
from vru.charts.chart import Chart
from vru.ui import state, tables
from vru.ui.menu import PAGES

COLUMNS = {"claim", "verdict", "size", "test"}


def shows(answer: Answer) -> bool:
    """Return whether an answer's rows are conclusions."""
    return set(answer.table.columns) >= COLUMNS


def rows(answer: Answer, key: str) -> None:
    """Draw each conclusion with its measures' sizes and pictures, and a link to the page that tests it."""
    pages = dict(answer.links)
    pictures = pd.Series(answer.pictures, index=answer.table.index, dtype=object)
    for place, (claim, measures) in enumerate(answer.table.groupby("claim", sort=False)):
        with st.container(key=f"{key}_claim_{place}"):
            st.html(_row(measures, [pictures[at] for at in measures.index]))
            if page := pages.get(str(claim)):
                link(page, f"See it tested: {title(page)}")


def _row(measures: pd.DataFrame, pictures: list[Chart | None]) -> str:
    """A conclusion as HTML: what decides about it stands under the last of its measures."""
    first = measures.iloc[0]
    verdict = str(first["verdict"])
    texts = [f"<p>{tables.worded(size)}</p>" for size in measures["size"]]
    texts[-1] += f'<p class="vru-test">{html.escape(first["test"])}</p>'
    sizes = "".join(
        f'<div class="vru-measure"><div>{text}</div>{small.picture(drawn) if drawn else ""}</div>'
        for text, drawn in zip(texts, pictures, strict=True)
    )
    sign = tables.badge(verdict, *tables.SIGNS[verdict])
    return f'<div class="vru-claim">{sign}<div><h3>{html.escape(first["claim"])}</h3>{sizes}</div></div>'


def title(page: str) -> str:
    """Return the title of a page, by its stem."""
    return next(each.title for each in PAGES if each.stem == page)


def link(page: str, label: str) -> None:
    """Draw a link to a page that keeps the filters."""
    st.page_link(
        f"pages/{page}.py",
        label=label,
        icon=":material/arrow_forward:",
        query_params=state.link_query(st.session_state["vru_store"].capabilities),
    )
