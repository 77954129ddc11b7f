"""Answers as cards: verdict, finding, chart, caption, table, downloads; and what stands for an empty one."""

from __future__ import annotations

import html
import logging
import uuid
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from typing import Any

import streamlit as st

from vru import findings
from vru.answers.answer import Answer, Ask, Verdict
from vru.errors import VruError
from vru.export import tables as files
from vru.export import words
from vru.selection import Selection
from vru.ui import cache, claims, component, filters, performance, profile, tables, trust

log = logging.getLogger("vru.ui")

WAITING = 220
"""Height in pixels of what stands for a card that takes a while to work out."""
EMPTY = {
    "nothing": ("Nothing to show", "∅"),
    "cannot": ("This extract cannot answer this", "?"),
    "enough": ("Not enough to say", "…"),
}


class Telling:
    """What the reader of a page has been told, card by card from the top."""

    def __init__(self) -> None:
        self.said: frozenset[str] = frozenset()
        self._why: dict[str, str] = {}
        self._last = ""

    def again(self, answer: Answer) -> bool:
        """Return whether an answer above has explained the want of this one."""
        return bool(answer.empty) and answer.finding in self._why

    def where(self, answer: Answer) -> str:
        """Return where that is; by its question if another want has been explained since."""
        return "above" if answer.finding == self._last else f"under “{self._why[answer.finding]}”"

    def told(self, answer: Answer) -> None:
        """Note that an answer has been shown."""
        self.said |= words.sentences(answer)
        if answer.empty:
            self._why[answer.finding], self._last = answer.question, answer.finding


def show(*asks: Ask) -> None:
    """Draw each question's answer as a card, the first as the page's headline."""
    so_far = Telling()
    for place, ask in enumerate(asks):
        # something takes the place either way, or what follows would move and be built anew
        with nullcontext(st.empty()) if cache.known(ask) else st.skeleton(height=WAITING):
            answer = _answered(ask)
        if answer is None:
            continue
        if so_far.again(answer):
            _for_the_same_reason(answer, so_far.where(answer))
            continue
        card(answer, headline=place == 0, said=so_far.said)
        so_far.told(answer)


def ahead(*asks: Ask, patience: float = 0.0) -> None:
    """Send the charts of a page before all else of it: those there already, and what follows soon.

    Where the reader has just changed a filter, they stand on the page: they need not wait for the
    bar, the menu and their own frames to be sent anew. Nor need those whose answers take less than
    `patience` seconds together: shown one by one, they would take longer.
    """
    component.send(prepared(*_soon(asks, patience)))


def _soon(asks: Iterable[Ask], patience: float) -> Iterator[Ask]:
    for ask in asks:
        patience -= cache.takes(ask)
        if patience < 0:
            return
        yield ask


def prepared(*asks: Ask) -> dict[str, dict[str, Any]]:
    """Return what the browser needs to draw each card that is all chart, by key, worked out where need be."""
    made, so_far = {}, Telling()
    for place, ask in enumerate(asks):
        try:
            answer = cache.answer(ask)
            if pictured(answer):
                made[key_of(answer.name)] = payload(answer, headline=place == 0, said=so_far.said)
        except Exception:
            # the card itself says so to whoever comes to see it
            log.exception("preparing %s failed", ask.question.name)
            continue
        if not so_far.again(answer):
            so_far.told(answer)
    return made


def payload(answer: Answer, *, headline: bool, said: frozenset[str]) -> dict[str, Any]:
    """Return what the browser needs to draw an answer's card (see `component.payload`)."""
    above = heading(answer, headline=headline) if pictured(answer) else ""
    return component.payload(answer, key_of(answer.name), said, above)


def pictured(answer: Answer) -> bool:
    """Return whether a card is all chart: its heading is drawn with it, so that both change together."""
    listed = claims.shows(answer) or trust.shows(answer)
    return answer.chart.kind != "none" and not answer.empty and not listed


def _for_the_same_reason(answer: Answer, where: str) -> None:
    """Draw an answer that an answer above explains the want of: a line, or ten cards would say one thing."""
    with st.container(border=True, key=f"card_{key_of(answer.name)}"):
        st.html(
            f'<div class="vru-heading">{badge(answer)}<p class="vru-question">{html.escape(answer.question)} '
            f"For the reason given {html.escape(where)}.</p></div>"
        )


def _answered(ask: Ask) -> Answer | None:
    try:
        return cache.answer(ask)
    except VruError as problem:
        st.error(str(problem), icon=":material/error:")
    except Exception:
        trouble(f"The answer to “{ask.question.question}” could not be worked out")
    return None


def trouble(what: str) -> None:
    """Show that something failed, without a trace (see `noted`)."""
    st.error(noted(what), icon=":material/error:")


def noted(what: str) -> str:
    """Log the exception being handled under an id; return what to show: no trace reaches the browser."""
    mark = uuid.uuid4().hex[:8]
    log.exception("%s (%s)", what, mark)
    return (
        f"{what}. The rest of the page is not affected. Reload it; if this stays, report it with the "
        f"number {mark}, under which the server's log has the details."
    )


def card(answer: Answer, *, headline: bool = False, said: frozenset[str] = frozenset()) -> None:
    """Draw one answer; sentences of its caption that were `said` above are not said again."""
    key = key_of(answer.name)
    with st.container(border=True, key=f"card_{key}"):
        if not pictured(answer):
            st.html(heading(answer, headline=headline))
        if answer.empty:
            _empty(answer, key)
            return
        if claims.shows(answer):
            claims.rows(answer)
        elif trust.shows(answer):
            trust.rows(answer)
        elif performance.shows(answer):
            performance.rows(answer)
        elif profile.shows(answer):
            profile.rows(answer)
        elif answer.chart.kind == "none":
            st.html(tables.text(answer))
        component.chart(payload(answer, headline=headline, said=said))
        _downloads(answer, key)
        for tool in answer.tools:
            claims.link(tool.page, tool.label, tool.options)
        drawn = answer.chart.kind != "none" or bool(answer.pictures)
        if drawn and st.toggle("Show as table", key=f"{key}_table"):
            tables.twin(answer)


def key_of(name: str) -> str:
    """Return the fixed key of an answer's elements: its chart lives on as long as the key is the same."""
    return claims.anchor(name)


def heading(answer: Answer, *, headline: bool = False) -> str:
    """Return verdict, finding and subtitle as HTML; the finding's first sentence is the card's heading."""
    size = " vru-headline" if headline else ""
    under = f'<p class="vru-subtitle">{html.escape(answer.subtitle)}</p>' if answer.subtitle else ""
    first, *rest = findings.sentences(answer.finding)
    more = f'<p class="vru-more">{tables.worded(" ".join(rest))}</p>' if rest else ""
    return (
        f'<div class="vru-heading{size}" id="{key_of(answer.name)}">{badge(answer)}'
        f'<p class="vru-question">{html.escape(answer.question)}</p>'
        f"<h2>{tables.worded(first)}</h2>{more}{under}</div>"
    )


def badge(answer: Answer) -> str:
    """Return the verdict, or the kind of empty, as a badge of sign and words; nothing for neither."""
    if answer.empty:
        word, sign = EMPTY[answer.empty]
        return tables.badge("empty", word, sign)
    if isinstance(answer.verdict, Verdict):
        return tables.badge(answer.verdict.value, *tables.SIGNS[answer.verdict.value])
    return ""


def _empty(answer: Answer, key: str) -> None:
    default = Selection.default(st.session_state["vru_store"].capabilities)
    if answer.empty == "nothing" and filters.selection() != default:
        st.button(
            "Reset filters",
            key=f"{key}_reset",
            type="primary",
            icon=":material/restart_alt:",
            on_click=filters.reset,
            args=(st.session_state["vru_store"].capabilities,),
        )


def _downloads(answer: Answer, key: str) -> None:
    """Buttons the chart's own CSV and XLSX buttons press: the server makes the file when asked."""
    kinds = {"csv": (files.as_csv, "text/csv"), "xlsx": (files.as_xlsx, _XLSX)}
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
