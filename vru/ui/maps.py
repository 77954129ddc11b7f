"""What a click on a map does: the area joins the filter, and leaves it at a second click."""

from __future__ import annotations

import streamlit as st

from vru.areas import knows


def pick(key: str, level: str) -> None:
    """Filter by the area of `level` clicked in the chart of this key too, or no longer where it was."""
    now, code = st.session_state["selection"], st.session_state[key].get("picked")
    has = st.session_state["vru_store"].capabilities
    if code and knows(level, code, has):
        before = set(now.areas) if now.level == level else set()
        st.session_state["selection"] = now.within(level, before ^ {code}, has)
