"""The filter bar: one for all pages, drawn by the entrypoint; and the sentence of what is selected."""

from __future__ import annotations

import html
from dataclasses import fields, replace
from typing import Any

import streamlit as st

from vru import periods, reference
from vru.answers.answer import Options
from vru.capabilities import Capabilities
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store
from vru.ui import areas, cache, entries, state
from vru.ui.state import selection

ANY = "any"
YEAR = 12
"""Months; a longer period would overlap the same period of the year before."""
SHORT = {"all": "All data", "l12": "12 months", "fytd": "Year to date", "sply": "Year before"}
BASES = {"recorded": "Date recorded", "committed": "Date committed"}
BY_DAY = (
    "This page counts by date committed: a person's history runs in the order things happened, "
    "not in the order they were reported."
)
FLAGS = {ANY: "All", "yes": "Yes", "no": "No", "unknown": "Unknown"}


def bar(store: Store, *, by_day: bool = False) -> None:
    """Draw the bar; each control shows the selection and changes it.

    `by_day` is for pages about people: there the date to count by is no choice.
    """
    has = store.capabilities
    by_day = by_day and has.committed_months is not None
    with st.container(horizontal=True, key="vru_filters", gap="xsmall", vertical_alignment="center"):
        _presets(has)
        _months(has, by_day)
        areas.choose(has)
        _groups(has)
        _flags(has)
        _people(has)
        is_default = selection() == Selection.default(has)
        st.button("Reset", icon=":material/restart_alt:", key="f_reset", type="tertiary",
                  disabled=is_default, on_click=reset, args=(has,))  # fmt: skip
    _sentence(store, replace(selection(), basis="committed") if by_day else selection())


def reset(has: Capabilities) -> None:
    """Go back to the view the store opens with; options of the page stay."""
    st.session_state["selection"] = Selection.default(has)


def _change(**parts: Any) -> None:
    st.session_state["selection"] = replace(selection(), **parts)


def _usable(has: Capabilities) -> Period:
    months = has.months(selection().basis)
    assert months is not None, "a store without dates has no selection"
    return Period(*months)


def _presets(has: Capabilities) -> None:
    chosen = selection().period
    # what is chosen moves with it, so "the year before" is a step back and never the present choice
    known = periods.presets(*_usable(has), chosen if chosen.months <= YEAR else None)
    now = next((code for code, (_, period) in known.items() if period == chosen), None)

    def apply(code: str | None) -> None:
        if code:
            _change(period=known[code][1])

    st.segmented_control(
        "Period",
        list(known),
        format_func=lambda code: _short(code, known[code]),
        label_visibility="collapsed",
        **state.bind("f_preset", now, apply),
    )


def _short(code: str, preset: tuple[str, Period]) -> str:
    return f"Year to {preset[1].last:%b %Y}" if code == "yeq" else SHORT.get(code, preset[0])


def _months(has: Capabilities, by_day: bool) -> None:
    usable, chosen = _usable(has), selection().period
    label = f"{chosen.first:%b %Y} – {chosen.last:%b %Y}"
    with st.popover(label, key="f_months"):
        months = [periods.add_months(usable.first, step) for step in range(usable.months)]
        months = sorted({*months, chosen.first, chosen.last})
        name = periods.month_name
        st.selectbox("From", months, format_func=name, **state.bind("f_first", chosen.first, _from))
        st.selectbox("To (inclusive)", months, format_func=name, **state.bind("f_last", chosen.last, _to))
        if by_day:
            st.caption(BY_DAY)
        else:
            _bases(has)


def _bases(has: Capabilities) -> None:
    st.segmented_control(
        "Count offences by",
        [each for each in BASES if has.months(each)],
        format_func=BASES.__getitem__,
        help="Official totals count by date recorded; hour, place and people by date committed.",
        **state.bind("f_basis", selection().basis, _basis),
    )


def _from(first: Any) -> None:
    _change(period=Period(first, max(first, selection().period.last)))


def _to(last: Any) -> None:
    _change(period=Period(min(last, selection().period.first), last))


def _basis(basis: str | None) -> None:
    if basis:  # a second click on the chosen one clears a segmented control
        _change(basis=basis)


def _groups(has: Capabilities) -> None:
    known, chosen = reference.offence_groups(), selection().groups
    labels = {code: known[code].label if code in known else code for code in has.groups}
    with st.popover(
        state.said("Offences", [labels.get(each, each) for each in chosen], "groups"),
        key="f_group",
    ):
        st.multiselect(
            "Offence groups",
            list(labels),
            format_func=lambda code: f"{labels[code]} ({has.groups[code]:,})",
            placeholder="All",
            **state.bind("f_groups", list(chosen), lambda codes: _change(groups=tuple(sorted(codes)))),
        )


def _flags(has: Capabilities) -> None:
    asked = [("domestic", "Domestic", has.has_domestic), ("knife", "Knife-enabled", has.has_knife)]
    if not any(known for *_, known in asked):
        return
    chosen = selection()
    said = [f"{label.lower()}: {getattr(chosen, name)}" for name, label, _ in asked if getattr(chosen, name)]
    with st.popover(", ".join(said).capitalize() or "Flags", key="f_flag"):
        for name, label, known in asked:
            if known:
                _choice(name, label, FLAGS)


def _people(has: Capabilities) -> None:
    roles = {"suspect": has.has_suspects, "victim": has.has_victims}
    if not any(roles.values()):
        return
    with st.popover("People" + (" (filtered)" if selection().by_person else ""), key="f_people"):
        st.caption("Offences in which somebody is all of this at once:")
        _choice(
            "role", "Role", {ANY: "Any"} | {each: each.capitalize() for each, known in roles.items() if known}
        )
        if has.has_sex:
            _choice("sex", "Sex", {ANY: "Any", "female": "Female", "male": "Male"})
        if has.has_age:
            bands = reference.age_bands()
            st.multiselect(
                "Age",
                list(bands),
                format_func=lambda code: bands[code].label,
                placeholder="Any",
                **state.bind(
                    "f_ages", list(selection().ages), lambda codes: _change(ages=tuple(sorted(codes)))
                ),
            )


def _choice(name: str, label: str, choices: dict[str, str]) -> None:
    st.segmented_control(
        label,
        list(choices),
        format_func=choices.__getitem__,
        **state.bind(
            f"f_{name}",
            getattr(selection(), name) or ANY,
            lambda code: _change(**{name: None if code in (None, ANY) else code}),
        ),
    )


def _sentence(store: Store, selected: Selection) -> None:
    """The row of its own that says what is selected: it may not push the page about.

    The buttons of small areas stand in it, as low as its words: a map does not move under a click.
    """
    found = cache.count(store, selected)
    said = html.escape(selected.sentence())
    with st.container(horizontal=True, key="vru_said", gap="xsmall", vertical_alignment="center"):
        st.html(
            '<p class="vru-selected" role="status">'
            f"<b>{found:,} of {store.capabilities.offences:,} offences</b><span> · {said}</span></p>",
            width="content",
        )
        areas.chips(store.capabilities)


def page_options(declared: type[Options]) -> None:
    """Draw a page's own options, each behind its present choice; they are in the URL too."""
    if not fields(declared):
        return
    now = state.options(declared)
    with st.container(horizontal=True, key="vru_options", gap="xsmall"):
        for each in fields(declared):
            _option(each, getattr(now, each.name))


def _option(each: Any, now: str) -> None:
    short, choices = each.metadata["short"], each.metadata["choices"]

    def apply(code: str) -> None:
        entries.forget(short)
        st.session_state["options"] = st.session_state["options"] | {short: code}

    label = each.metadata["label"]
    with st.popover(f"{label}: **{choices.get(now, now)}**", key=f"p_{short}", type="tertiary"):
        entered = "" if now in choices else now
        if each.metadata["finds"]:  # what a search lists would stand below the edge of a phone
            entries.draw(each, entered, apply)
        shown = state.bind(f"o_{short}", now if now in choices else None, apply)
        st.radio(label, list(choices), format_func=choices.__getitem__, index=None, **shown)
        if each.metadata["reads"] and not each.metadata["finds"]:
            entries.draw(each, entered, apply)
        if about := each.metadata["about"]:
            st.caption(about)
