"""Answers as cards: verdict, finding, chart, caption, table, downloads; and what stands for an empty one."""

from __future__ import annotations

import html
import logging
import uuid

import pandas as pd
import streamlit as st

from vru import terms
from vru.answers.answer import Answer, Ask, Verdict
from vru.errors import VruError
from vru.export import tables, words
from vru.ui import cache, component, filters

log = logging.getLogger("vru.ui")

# word, sign: colour is never the only carrier of a judgement
SIGNS = {
    "higher": ("Higher", "▲"),
    "lower": ("Lower", "▼"),
    "no clear change": ("No clear change", "≈"),
    "holds": ("Holds", "✓"),
    "does not hold": ("Does not hold", "✗"),
    "cannot tell": ("Cannot tell", "?"),
}
EMPTY = {
    "nothing": ("No offence matches these filters", "∅"),
    "cannot": ("This extract cannot answer this", "?"),
    "enough": ("Not enough to say", "…"),
}


def show(*asks: Ask) -> None:
    """Draw each question's answer as a card, the first as the page's headline."""
    for place, ask in enumerate(asks):
        answer = _answered(ask)
        if answer is not None:
            card(answer, headline=place == 0)


def _answered(ask: Ask) -> Answer | None:
    try:
        return cache.answer(ask)
    except VruError as problem:
        st.error(str(problem), icon=":material/error:")
    except Exception:
        trouble(f"The answer to “{ask.question.question}” could not be worked out")
    return None


def trouble(what: str) -> None:
    """Log the exception being handled under an id and show the id: no trace reaches the browser."""
    mark = uuid.uuid4().hex[:8]
    log.exception("%s (%s)", what, mark)
    st.error(
        f"{what}. The rest of the page is not affected. Reload it; if this stays, report it with the "
        f"number {mark}, under which the server's log has the details.",
        icon=":material/error:",
    )


def card(answer: Answer, *, headline: bool = False) -> None:
    """Draw one answer."""
    key = "a_" + answer.name.replace(".", "_")
    with st.container(border=True, key=f"card_{key}"):
        st.html(heading(answer, headline=headline))
        if answer.empty:
            _empty(answer, key)
            return
        component.chart(answer, key)
        _downloads(answer, key)
        if answer.chart.kind == "none" or st.toggle("Show as table", key=f"{key}_table"):
            table(answer)


def heading(answer: Answer, *, headline: bool = False) -> str:
    """Return verdict, finding and subtitle as HTML; the finding is the card's heading."""
    size = " vru-headline" if headline else ""
    under = f'<p class="vru-subtitle">{html.escape(answer.subtitle)}</p>' if answer.subtitle else ""
    return (
        f'<div class="vru-heading{size}">{badge(answer)}'
        f'<p class="vru-question">{html.escape(answer.question)}</p>'
        f"<h2>{html.escape(answer.finding)}</h2>{under}</div>"
    )


def badge(answer: Answer) -> str:
    """Return the verdict, or the kind of empty, as a badge of sign and words; nothing for neither."""
    if answer.empty:
        word, sign = EMPTY[answer.empty]
        return _badge("empty", word, sign)
    if isinstance(answer.verdict, Verdict):
        word, sign = SIGNS[answer.verdict.value]
        return _badge(answer.verdict.value.replace(" ", "-"), word, sign)
    return ""


def _badge(kind: str, word: str, sign: str) -> str:
    return f'<span class="vru-badge vru-{kind}"><span aria-hidden="true">{sign}</span> {word}</span>'


def _empty(answer: Answer, key: str) -> None:
    if answer.empty == "nothing":
        st.button(
            "Reset filters",
            key=f"{key}_reset",
            type="primary",
            icon=":material/restart_alt:",
            on_click=filters.reset,
            args=(st.session_state["vru_store"].capabilities,),
        )


def table(answer: Answer) -> None:
    """Draw the table twin of a chart, headed in words."""
    shown = answer.table.rename(columns=terms.label)
    columns = {}
    for name, column in zip(shown.columns, answer.table.columns, strict=True):
        kind = answer.table[column].dtype
        if pd.api.types.is_datetime64_any_dtype(kind) or _dates(answer.table[column]):
            columns[name] = st.column_config.DateColumn(name, format="MMM YYYY" if column == "month" else None)
        elif pd.api.types.is_float_dtype(kind):
            columns[name] = st.column_config.NumberColumn(name, format="%.4g")
    st.dataframe(shown, hide_index=True, column_config=columns, width="stretch")


def _dates(column: pd.Series) -> bool:
    return pd.api.types.infer_dtype(column, skipna=True) == "date"


def _downloads(answer: Answer, key: str) -> None:
    """Buttons the chart's own CSV and XLSX buttons press: the server makes the file when asked."""
    kinds = {"csv": (tables.as_csv, "text/csv"), "xlsx": (tables.as_xlsx, _XLSX)}
    for ending, (make, mime) in kinds.items():
        st.download_button(
            ending.upper(),
            data=lambda make=make: make(answer),  # type: ignore[misc]
            file_name=f"{words.file_name(answer)}.{ending}",
            mime=mime,
            key=f"{key}_{ending}",
            on_click="ignore",
        )


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
