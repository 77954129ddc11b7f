"""Programmes: which taskforces, patrols and projects run where and when, as a list."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from vru import findings
from vru.answers import interventions
from vru.answers.answer import Estimate, Options
from vru.answers.interventions import Programme
from vru.answers.labels import label
from vru.answers.making import Empty, Parts
from vru.periods import month_name
from vru.selection import Selection
from vru.store import Store

NAMED = 3


def listed(store: Store, selection: Selection, options: Options) -> Parts:
    """Return the parts of districts.programmes."""
    every = interventions.known(store)
    if not every:
        raise Empty(
            "cannot",
            "No programme is loaded: load a file interventions.csv (programme, districts, starts, ends) with "
            "`vru load`.",
        )
    here = list(interventions.touching(store, selection)) if selection.areas else list(every)
    if not here:
        raise Empty("nothing", f"None of {len(every)} programmes is for the chosen areas or the whole force.")
    first, last = selection.period.last, selection.period.end - dt.timedelta(days=1)
    running = [each for each in here if each.runs(first, last)]
    return {
        "finding": _explain(here, running, first),
        "table": _table(here, first, last),
        "estimates": (
            Estimate("programmes", len(here), None, None, "programmes", len(every), "count", None),
            Estimate("running", len(running), None, None, "programmes", len(here), "count", None),
        ),
        "definition": (
            "One row is a programme as its file names it; funding is that of all years loaded. Listed "
            "are those of the chosen areas and of the whole force. That a number changed after a programme "
            "began is no proof that the programme changed it."
        ),
        "counted": f"{len(here)} of {len(every)} programmes known to the store.",
        "missing": _missing(here),
        "subtitle": "Taskforces, patrols and funded projects, with their areas and dates",
    }


def _explain(here: list[Programme], running: list[Programme], month: dt.date) -> str:
    names = ", ".join(each.name for each in running[:NAMED])
    more = f" and {len(running) - NAMED} more" if len(running) > NAMED else ""
    verb = "was" if len(running) == 1 else "were"
    said = f"{len(running) or 'None'} of {len(here)} programmes {verb} running in {month_name(month)}"
    return f"{said}. Running: {names}{more}." if running else f"{said}."


def _table(here: list[Programme], first: dt.date, last: dt.date) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "programme": [each.name for each in here],
            "kind": [": ".join(filter(None, (each.kind, each.theme))) for each in here],
            "where": [
                ", ".join(label("district", code) for code in each.districts) or "Whole force"
                for each in here
            ],
            "dates": [
                interventions.dates(each) + (" (running)" if each.runs(first, last) else "") for each in here
            ],
            "funding": ["" if each.pounds is None else f"£{findings.count(each.pounds)}" for each in here],
            "intended_outcome": [each.outcome for each in here],
        }
    )


def _missing(here: list[Programme]) -> str:
    undated = sum(each.starts is None for each in here)
    unpaid = sum(each.pounds is None for each in here)
    said = [f"{undated} without a first day: on no trend."] if undated else []
    said += [f"{unpaid} without funding."] if unpaid else []
    return " ".join(said) or "Nothing is missing in these rows."
