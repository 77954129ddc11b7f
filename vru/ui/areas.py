"""The filter on areas: of which level, which of them, and how to take a small one off again."""

from __future__ import annotations

import re

import streamlit as st

from vru.areas import LEVELS, SMALL, known_areas, levels, square_of
from vru.capabilities import Capabilities
from vru.ui import state

CHIPS = 3
"""Small areas that have a button of their own in the bar; the list has all."""
BELOW = (
    "Search by name or code. Trends, control charts and hotspots are narrowed to these areas; other "
    "pages say that they are not."
)
REFUSED = "vru_square"
NO_POINT = "“{text}” is not two numbers of metres: east and north, such as 575125 167875."


def choose(has: Capabilities) -> None:
    """Draw the filter on areas: their level, and a list of them to search in."""
    if not (has.districts or has.small_areas):
        return
    chosen = state.selection()
    names = dict(zip(chosen.areas, chosen.area_labels(), strict=True)) | _names(chosen.level, has)

    def apply(codes: list[str]) -> None:
        st.session_state["selection"] = chosen.within(chosen.level, codes, has)

    with st.popover(state.said("Area", chosen.area_labels(), "areas"), key="f_area"):
        st.segmented_control(
            "Areas are",
            levels(has),
            format_func=LEVELS.__getitem__,
            **state.bind("f_level", chosen.level, lambda level: _level(level, has)),
        )
        st.multiselect(
            LEVELS[chosen.level],
            sorted(names, key=names.__getitem__),
            format_func=names.__getitem__,
            placeholder="All" if names else "None chosen: click squares on the map",
            help=BELOW if chosen.level in SMALL else None,
            **state.bind("f_areas", list(chosen.areas), apply),
        )
        if chosen.level == "cell":
            _square(has)


def _names(level: str, has: Capabilities) -> dict[str, str]:
    """Return the areas on offer: names alone, or, where names may be alike, with codes to search by."""
    names = known_areas(level, has)
    if level in SMALL:
        return {code: f"{name} ({code})" if name != code else code for code, name in names.items()}
    return {code: names[code] for code in has.districts} if level == "district" else names


def _square(has: Capabilities) -> None:
    """Draw the field that adds a square without a click: by the place of a point in it."""
    st.text_input(
        "Add a square by a point in it: metres east and north",
        placeholder="As the map's table has them, such as 575125 167875",
        **state.bind("f_square", "", lambda text: _add_square(text, has)),
    )
    if why := st.session_state.get(REFUSED):
        st.error(why, icon=":material/error:")


def _add_square(text: str, has: Capabilities) -> None:
    found = re.fullmatch(r"\s*(\d{1,7})[\s,]+(\d{1,7})\s*", text)
    st.session_state[REFUSED] = "" if found or not text.strip() else NO_POINT.format(text=text.strip())
    if found:
        now, code = state.selection(), square_of(int(found[1]), int(found[2]))
        st.session_state["selection"] = now.within("cell", {*now.areas, code}, has)


def _level(level: str | None, has: Capabilities) -> None:
    if level:
        st.session_state["selection"] = state.selection().within(level, (), has)


def chips(has: Capabilities) -> None:
    """Draw a button for each of the first small areas chosen: it takes the area off."""
    chosen = state.selection()
    if not chosen.small:
        return
    for place, (code, name) in enumerate(zip(chosen.areas[:CHIPS], chosen.area_labels(), strict=False)):
        rest = [each for each in chosen.areas if each != code]
        st.button(
            name, icon=":material/close:", key=f"f_off_{place}", type="tertiary",
            help=f"Take {name} off the filter", on_click=_take_off, args=(rest, has),
        )  # fmt: skip


def _take_off(rest: list[str], has: Capabilities) -> None:
    now = state.selection()
    st.session_state["selection"] = now.within(now.level, rest, has)
