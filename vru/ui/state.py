"""The view a visitor has: selection and options, mirrored to the URL in short codes.

`sync_in` adopts the URL (first visit, Back, pasted link), widgets change the state, `sync_out`
writes the URL. The order is the entrypoint's business: in, filters, out, menu, page.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from types import ModuleType
from typing import Any, NamedTuple

import streamlit as st

from vru.answers.answer import Options, accepted
from vru.capabilities import Capabilities
from vru.errors import SelectionError
from vru.selection import CODES, Selection
from vru.store import Store

Query = dict[str, list[str]]


ENTERED = "vru_entered"
"""Set while the entrypoint runs a page: without it the page was started by itself."""


class View(NamedTuple):
    """What a page needs to know."""

    store: Store
    selection: Selection
    options: Options


def current(module: ModuleType) -> View:
    """Return store, selection and the options of an answers module, for the page that is being run.

    A page that Streamlit runs without its entrypoint hands over to it.
    """
    if not st.session_state.get(ENTERED):
        # Streamlit runs files of pages/ by themselves only until some session has had a menu
        from streamlit.runtime.pages_manager import PagesManager

        PagesManager.uses_pages_directory = False
        st.rerun()
    return View(st.session_state["vru_store"], st.session_state["selection"], options(module.OPTIONS))


def options(declared: type[Options]) -> Options:
    """Return the options of a page as chosen; what is not a choice falls back to its default."""
    chosen = st.session_state.get("options", {})
    kept = {}
    for each in fields(declared):
        if (code := each.metadata["short"]) in chosen:
            with suppress(SelectionError):
                kept[each.name] = accepted(each, chosen[code])
    return declared(**kept)


def declared(answers: str) -> type[Options]:
    """Return the Options class of an answers module named by its stem."""
    return module(answers).OPTIONS


def module(answers: str) -> Any:
    """Return an answers module by its stem."""
    return importlib.import_module(f"vru.answers.{answers}")


def sync_in(page: str, capabilities: Capabilities) -> None:
    """Adopt the URL unless it is the one we wrote; the first run of a session always adopts it."""
    state, have = st.session_state, _have()
    moved = state.get("_page") != page
    state["_page"] = page
    known = "_url" in state
    if not known or (have != state["_url"] and not (moved and not have)):
        state["selection"] = Selection.from_query(
            {code: values for code, values in have.items() if code in CODES}, capabilities
        )
        state["options"] = {code: values[0] for code, values in have.items() if code not in CODES and values}
    state["_url"] = have


def sync_out(declared: type[Options], capabilities: Capabilities) -> None:
    """Write selection and options to the URL in one step, so that it is one entry for Back."""
    want = to_query(declared, capabilities)
    if want != _have():
        st.query_params.from_dict(want)
    st.session_state["_url"] = want


def to_query(declared: type[Options], capabilities: Capabilities) -> Query:
    """Return the view as short URL codes, defaults left out."""
    said = st.session_state["selection"].to_query(capabilities)
    chosen: Any = options(declared)
    for each in fields(declared):
        value = getattr(chosen, each.name)
        if value != each.default:
            said[each.metadata["short"]] = [value]
    return said


def link_query(capabilities: Capabilities) -> Query:
    """Return the filters as a link to another page carries them."""
    return st.session_state["selection"].to_query(capabilities)


def _have() -> Query:
    return {code: st.query_params.get_all(code) for code in st.query_params}


def selection() -> Selection:
    """Return the selection of this visitor."""
    return st.session_state["selection"]


def bind(key: str, value: Any, apply: Callable[[Any], None]) -> dict[str, Any]:
    """Make a widget show `value` and hand what the visitor chooses to `apply`."""
    st.session_state[key] = value

    def changed() -> None:
        apply(st.session_state[key])

    return {"key": key, "on_change": changed}


def said(what: str, names: list[str], many: str) -> str:
    """Return what a filter's button says: all, the one chosen, or how many."""
    if not names:
        return f"{what}: all"
    return f"{what}: {names[0]}" if len(names) == 1 else f"{what}: {len(names)} {many}"
