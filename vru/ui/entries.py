"""What may be entered into an option beside its choices: read, looked up, and named where it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from vru.answers.answer import Found, accepted
from vru.errors import SelectionError
from vru.ui import state

LISTED = 12
"""What a search found is listed up to so many."""


def draw(each: Any, now: str, apply: Callable[[str], None]) -> None:
    """Draw the field of an option of which more than its choices may be entered.

    What is wrong in it is said beneath; where it may mean several things, these are listed to pick from.
    """
    short = each.metadata["short"]
    text, why = _refused().get(short, (now, ""))
    text, found = _found().get(short, (text, []))
    st.text_input(
        each.metadata["entry"], **state.bind(f"e_{short}", text, lambda said: _take(each, said, apply))
    )
    if why:
        st.error(why, icon=":material/error:")
    if found:
        _list(short, found, apply)


def forget(short: str) -> None:
    """Forget what was entered into an option: something else was chosen."""
    _refused().pop(short, None)
    _found().pop(short, None)


def _take(each: Any, text: str, apply: Callable[[str], None]) -> None:
    short, finds = each.metadata["short"], each.metadata["finds"]
    forget(short)
    if finds and not text.strip():
        return
    try:
        found = finds(st.session_state["vru_store"], text) if finds else []
        meant = found if len(found) == 1 else [one for one in found if one.exact]
        if len(meant) == 1:
            apply(meant[0].value)
        elif found:
            _found()[short] = text, found
        else:
            apply(accepted(each, text))
    except SelectionError as problem:
        _refused()[short] = text, str(problem)


def _list(short: str, found: list[Found], apply: Callable[[str], None]) -> None:
    labels = {one.value: one.label for one in found[:LISTED]}

    def take(value: str | None) -> None:
        if value:
            forget(short)
            apply(value)

    st.radio(
        f"{len(found)} match; choose one:", list(labels), format_func=labels.__getitem__, index=None,
        **state.bind(f"m_{short}", None, take),
    )  # fmt: skip
    if len(found) > LISTED:
        st.caption(f"And {len(found) - LISTED} more: write more of the name.")


def _refused() -> dict[str, tuple[str, str]]:
    """Return what was entered last into each option and could not be read, with the reason."""
    return st.session_state.setdefault("vru_refused", {})


def _found() -> dict[str, tuple[str, list[Found]]]:
    """Return what was entered last into each option and may mean several things, with these."""
    return st.session_state.setdefault("vru_found", {})
