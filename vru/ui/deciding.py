"""The form that records an analyst's decision: role and reason required, for this series or for every one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from vru import decisions, periods
from vru.answers import deciding
from vru.answers.control_options import SERIES
from vru.decisions import Decision
from vru.errors import VruError
from vru.selection import Selection
from vru.store import Store
from vru.ui import cards

SAID = "vru_decided"
"""What became of the last decision sent: (whether it is recorded, words)."""
ASKED = (
    "A decision changes what charts conclude, so it is written down with your role, your reason and the "
    "date, stands in captions and on the chart, and survives every load. It is never deleted; one that was "
    "wrong is withdrawn by another. Name nobody: charts go to others."
)
HERE, EVERYWHERE = "this series, these filters", "every series"


@dataclass(frozen=True)
class _View:
    """What a decision is about."""

    store: Store
    selection: Selection
    series: str


def offer(store: Store, selection: Selection, options: Any) -> None:
    """Draw the form, folded; nothing in a store that was published for a board."""
    if store.board:
        return
    view = _View(store, selection, options.series)
    said = st.session_state.pop(SAID, None)
    with (
        st.container(key="vru_deciding"),
        st.expander("Record a decision", icon=":material/gavel:", expanded=said is not None),
    ):
        if said:
            (st.success if said[0] else st.error)(said[1])
        st.html(f'<p class="vru-asked">{ASKED}</p>')
        _form(view)


def _form(view: _View) -> None:
    months = view.store.capabilities.months(view.selection.basis)
    assert months is not None, "a store without dates has no selection"
    known = [
        periods.add_months(months[1], -back)
        for back in range(periods.months_between(months[0], months[1]) + 1)
    ]
    with st.form("deciding", border=False):
        st.selectbox("What is decided", list(decisions.KINDS), format_func=_kind, key="d_kind")
        st.selectbox("Month", known, format_func=periods.month_name, key="d_month")
        st.radio("For", [HERE, EVERYWHERE], format_func=lambda each: _for(each, view.series), key="d_for")
        st.number_input("Number of the decision to withdraw", min_value=1, step=1, value=None, key="d_number")
        st.text_input("Your role", key="d_role")
        st.text_area("Reason", key="d_reason", height=80)
        st.form_submit_button(
            "Record it", key="d_send", icon=":material/gavel:", on_click=_record, args=(view,)
        )


def _kind(code: str) -> str:
    return f"{decisions.KINDS[code]}: {decisions.MEANS[code]}"


def _for(choice: str, series: str) -> str:
    return f"{SERIES[series].label}, with these filters" if choice == HERE else "Every series"


def _record(view: _View) -> None:
    """Record what the form says, before the page is drawn, so that it is drawn under the decision."""
    state = st.session_state
    kind, number = state["d_kind"], state["d_number"]
    everywhere = state["d_for"] == EVERYWHERE or kind in decisions.OF_ALL
    series = decisions.EVERY if everywhere else view.series
    try:
        made = deciding.decide(
            view.store,
            view.selection,
            Decision(
                kind,
                role=state["d_role"],
                reason=state["d_reason"],
                month=None if kind == "withdraw" else state["d_month"],
                series=series,
                where=deciding.about(view.selection, series),
                number=int(number) if kind == "withdraw" and number else None,
            ),
        )
        state[SAID] = (True, f"Recorded: {made.words}.")
        state["d_reason"] = ""
    except VruError as problem:
        state[SAID] = (False, str(problem))
    except Exception:
        state[SAID] = (False, cards.noted("The decision could not be recorded"))
