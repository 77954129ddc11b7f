"""The list of the most prolific pseudonyms: asked for with a reason, shown in this session only."""

from __future__ import annotations

import html
from typing import Any

import streamlit as st

from vru.answers import prolific
from vru.errors import VruError
from vru.selection import Selection
from vru.store import Opening, Store
from vru.ui import cards, tables

OPENED = "vru_opened"
"""The list of this session with what it was opened for: another view has to be opened anew."""
View = tuple[str, str, Selection, Any]
"""What a list is of: folder and version of the store, selection, options."""
ASKED = (
    "It shows people, each by a pseudonym: counts, harm, months and roles. Who opens it, when, why and "
    "with which filters is written into the access log first; if that fails, nothing is shown. Do not name "
    "anybody in the reason. Opened, it stays until you close it, change a filter or leave the page."
)


def offer(store: Store, selection: Selection, options: Any) -> None:
    """Draw the form that opens the list, and the list once it is open; nothing in a store without one."""
    if not prolific.offered(store):
        return
    view = (str(store.folder), store.version, selection, options)
    with (
        st.container(key="vru_guarded"),
        st.expander(
            "Most prolific pseudonyms: opened with a reason, which is logged", icon=":material/lock:"
        ),
    ):
        st.html(f'<p class="vru-asked">{ASKED}</p>')
        _form(store, view)
        opened = st.session_state.get(OPENED)
        if opened and opened[0] == view:
            _show(opened[1])
        elif opened:
            close()
            st.info("The filters have changed, so the list is closed.")


def close() -> None:
    """Forget the list of this session."""
    st.session_state.pop(OPENED, None)


def _form(store: Store, view: View) -> None:
    with st.form("guarded", border=False):
        st.text_input("Your name", key="g_name", autocomplete="name")
        st.text_area("What is the list needed for?", key="g_reason", height=80)
        st.checkbox("Include people under 18, and those of unknown age", key="g_children")
        st.form_submit_button(
            "Open the list", key="g_open", icon=":material/lock_open:", on_click=_open, args=(store, view)
        )


def _open(store: Store, view: View) -> None:
    """Open the list, or keep why it stays closed; before the page is drawn, so that nothing runs it twice."""
    _, _, selection, options = view
    given = {each: st.session_state[f"g_{each}"] for each in ("name", "reason", "children")}
    found: prolific.Listing | str
    try:
        opening = Opening(selection=prolific.selected(store, selection, options), **given)
        found = prolific.listing(store, selection, options, opening)
    except VruError as problem:
        found = str(problem)
    except Exception:
        found = cards.noted("The list could not be opened")
    st.session_state[OPENED] = (view, found)


def _show(found: prolific.Listing | str) -> None:
    if isinstance(found, str):
        st.error(found, icon=":material/lock:")
        return
    st.html(f'<p class="vru-listed"><b>{html.escape(found.finding)}</b></p>')
    if len(found.table):
        # on a narrow screen it scrolls in a frame of its own, which keys must be able to reach
        frame = 'class="vru-list" role="region" aria-label="Most prolific pseudonyms" tabindex="0"'
        st.html(f"<div {frame}>{tables.rows(found.table)}</div>")
    st.html("".join(f'<p class="vru-asked">{html.escape(each)}</p>' for each in found.notes))
    st.button("Close the list", key="g_close", icon=":material/lock:", on_click=close)
