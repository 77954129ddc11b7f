"""The entrypoint: store, URL, filter bar, menu, page, in this order."""

from __future__ import annotations

import html
from pathlib import Path

import streamlit as st

from vru.answers.labels import place
from vru.errors import VruError
from vru.export.words import SYNTHETIC
from vru.settings import ROOT, settings
from vru.store import Store
from vru.ui import cache, cards, deciding, filters, guarded, state
from vru.ui.menu import MENU, PAGES, Page

SIDEBAR = 232
"""Width of the menu in pixels; hidden on small screens until asked for."""
PATIENCE = 0.5
"""Seconds that a change of a filter may work out answers before anything of the page is sent."""
SHOWN = "vru_shown"
"""The page this visitor has on the screen."""
CSS = Path(__file__).parent / "page.css"


def run() -> None:
    """Draw the dashboard: everything but the page's own answers."""
    st.set_page_config(
        page_title="Violence reduction",
        page_icon=str(ROOT / "static" / "icon.png"),
        layout="wide",
        initial_sidebar_state=SIDEBAR,
    )
    st.html(CSS)
    pages = {page.stem: _registered(page, page.stem) for page in PAGES}
    # the first page has an address of its own too, so that its link can be copied like any other
    door = _registered(PAGES[0], "start", default=True)
    chosen = st.navigation([door, *pages.values()], position="hidden")
    page = next((each for each in PAGES if each.stem == chosen.url_path), PAGES[0])
    try:
        store = cache.store()
        _frame(store, page, pages)
    except VruError as problem:
        _sorry(problem)
        return
    st.session_state[state.ENTERED] = True
    try:
        chosen.run()
    finally:
        del st.session_state[state.ENTERED]
    st.session_state[SHOWN] = page.stem
    if page.lists_people:
        guarded.offer(store, filters.selection(), state.options(state.declared(page.answers)))
    else:
        guarded.close()
    if page.decides:
        deciding.offer(store, filters.selection(), state.options(state.declared(page.answers)))
    st.html(f'<p class="vru-marking vru-foot">{html.escape(settings().marking)}</p>')


def _registered(page: Page, address: str, *, default: bool = False) -> st.Page:
    path = ROOT / "pages" / f"{page.stem}.py"
    return st.Page(path, title=page.title, icon=page.icon, url_path=address, default=default)


def _frame(store: Store, page: Page, pages: dict[str, st.Page]) -> None:
    has, declared = store.capabilities, state.declared(page.answers)
    st.session_state["vru_store"] = store
    state.sync_in(page.stem, has)
    answers = state.module(page.answers)
    # a page that is on the screen bears half a second; one to come shows at once that it is coming
    patience = PATIENCE if st.session_state.get(SHOWN) == page.stem else 0.0
    cards.ahead(*answers.answers(store, filters.selection(), state.options(declared)), patience=patience)
    _header(store, page)
    if page.filtered:
        filters.bar(store, by_day=page.by_day)
        filters.page_options(declared)
    else:
        st.html(
            '<p class="vru-selected">Filters do not apply on this page; they are kept for the way back.</p>'
        )
    state.sync_out(declared, has)
    _menu(store, pages)


def _header(store: Store, page: Page) -> None:
    marking = html.escape(settings().marking)
    banner = f'<span class="vru-synthetic" role="note">{SYNTHETIC}</span>' if store.synthetic else ""
    where = place(store.capabilities.districts, settings().force)
    until = f" · data to {store.capabilities.extract_to:%d %B %Y}" if store.capabilities.extract_to else ""
    st.html(
        f'<div class="vru-top"><span class="vru-marking">{marking}</span>{banner}</div>'
        f'<div class="vru-title"><h1>{page.title}</h1>'
        f"<span>{html.escape(where)}{until}</span></div>"
    )
    st.set_page_config(page_title=f"{page.title} · Violence reduction · {where}")


def _menu(store: Store, pages: dict[str, st.Page]) -> None:
    query = state.link_query(store.capabilities)
    with st.sidebar:
        st.html('<p class="vru-brand">Violence reduction</p>')
        for section, listed in MENU.items():
            if section:
                st.caption(section)
            for page in listed:
                st.page_link(pages[page.stem], query_params=query)
        st.html(f'<p class="vru-version">Data version<br>{html.escape(store.version)}</p>')


def _sorry(problem: VruError) -> None:
    what, _, remedy = str(problem).partition("\n")
    st.error(f"**{what}**\n\n{remedy}", icon=":material/database_off:")
