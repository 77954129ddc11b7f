"""Months of the extract: which may carry a conclusion, and why the others may not."""

from __future__ import annotations

import pandas as pd

from vru import findings
from vru.answers import drawing, events, month_states
from vru.answers.answer import Estimate, Options
from vru.answers.making import Empty, Parts, asks, basis_only
from vru.measures import series
from vru.periods import Period, month_name
from vru.selection import Selection
from vru.store import Store

CONTROL = "anti_social_behaviour"
NO_CONTROL = (
    " This extract holds no anti-social behaviour, which comes from another system: without it a month of "
    "lost records cannot be told from a real fall, and is called unusual at most."
)


@asks("completeness.months", "Which months may carry a conclusion?", sees=basis_only)
def months(store: Store, selection: Selection, options: Options) -> Parts:
    """Every month of the extract with its state and the reason."""
    states = month_states.judged(store, selection.basis)
    if states.empty:
        raise Empty("cannot", f"Months were not judged by date {selection.basis} in this store.")
    states["month"] = states["month"].dt.date
    known = store.capabilities.months(selection.basis)
    everything = Selection(Period(*known), selection.basis) if known else None
    counted = _month_counts(store, everything) if everything else {}
    changed = events.marks(events.touching(store, everything), everything.period) if everything else ()
    states["offences"] = [counted.get(each, 0) for each in states["month"]]
    states["whole"] = ~states["state"].isin(series.NOT_WHOLE)
    odd = states[states["state"] != "complete"]
    frame = states.assign(value=states["offences"].astype(float))
    words = {each: int((states["state"] == each).sum()) for each in states["state"].unique()}
    return {
        "finding": _explain_months(states, odd, words),
        "chart": drawing.over_time(
            [drawing.line(frame, "All offences")],
            "offences a month",
            "Offences by month; months not whole are hollow, unusual ones marked.",
            marks=(*changed, *drawing.unusual(states.loc[states["state"] == "unusual", "month"])),
        ),
        "table": states[["month", "state", "reason", "offences"]],
        "estimates": tuple(
            Estimate(f"months {word}", number, None, None, "months", len(states), "count", None)
            for word, number in {"judged": len(states), **words}.items()
        ),
        "definition": (
            "A month is incomplete where most kinds of crime fall together while one that should not fall "
            "with them does not; the latest are provisional by the recording lag. An unusual month lies far "
            "above or below those around it, and is counted as whole."
        ),
        "counted": f"{findings.count(states['offences'].sum())} offences in {len(states)} months.",
        "missing": "Part, incomplete and provisional months are drawn hollow and are in no verdict."
        + ("" if CONTROL in store.capabilities.groups else NO_CONTROL),
        "subtitle": f"Months by date {selection.basis}",
    }


def _month_counts(store: Store, everything: Selection) -> dict:
    rows = store.ask("trend_months_cube", split="none", **everything.parameters())
    return dict(zip(rows["month"].dt.date, rows["offences"], strict=True))


_STATES = {"part": "covered in part"}


def _explain_months(states: pd.DataFrame, odd: pd.DataFrame, words: dict[str, int]) -> str:
    if odd.empty:
        return f"All {len(states)} months are complete."
    said = [
        f"{number} {'is' if number == 1 else 'are'} {_STATES.get(word, word)}"
        for word, number in words.items()
        if word != "complete"
    ]
    latest = odd.iloc[-1]
    which = "" if len(odd) == 1 else f"the last {_STATES.get(latest['state'], latest['state'])}: "
    return (
        f"{words.get('complete', 0)} of {len(states)} months are complete; {', '.join(said)} "
        f"({which}{month_name(latest['month'])})."
    )
