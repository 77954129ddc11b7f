"""Marks of default values: dates on the first of a month, times at midnight, repaired grid references."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import drawing, events
from vru.answers.answer import Estimate, Options
from vru.answers.making import Empty, Parts, asks, basis_only
from vru.measures import rates
from vru.selection import Selection
from vru.store import Store

WHOLE_STORE = "Counts are of the whole store, whatever the filters say."


@asks("quality.flags", "How often do default dates, times and places show?", sees=basis_only)
def flags(store: Store, selection: Selection, options: Options) -> Parts:
    """Shares by year of offences at midnight, on the first of a month, with a doubtful grid reference."""
    if not store.capabilities.has_day:
        raise Empty("cannot", "This extract gives months only, so default days and times cannot show.")
    rows = store.ask("quality_flags", basis=selection.basis).dropna(subset=["year"]).astype({"year": int})
    if rows.empty:
        raise Empty("cannot", f"No offence has a date {selection.basis}, so years cannot be told apart.")
    shares = pd.DataFrame({"year": rows["year"], "offences": rows["offences"]})
    for name, whole in {
        "midnight": "timed",
        "first_of_month": "offences",
        "repaired": "offences",
        "outside": "offences",
    }.items():
        shares[name] = np.where(rows[whole] > 0, 100 * rows[name] / rows[whole].clip(lower=1), np.nan)
    sums = rows.sum()
    wide = shares.set_index("year")[["midnight", "first_of_month", "repaired", "outside"]].T
    wide.index = ["At 00:00", "On the first of a month", "Grid reference repaired", "Outside the force"]
    return {
        "finding": findings.sentence(
            f"{_midnight(sums)} and {findings.share(sums['first_of_month'], sums['offences'])} fall on the "
            "first of a month (chance alone: about 3 %)"
        ),
        "chart": drawing.heat(
            wide,
            "share, %",
            "Share of offences with a mark of a default, by year.",
            events.of_store(store, {events.PERSONS}, list(rows["year"])),
        ),
        "table": shares,
        "estimates": (
            _part("midnight", sums["midnight"], sums["timed"]),
            _part("first_of_month", sums["first_of_month"], sums["offences"]),
            Estimate(
                "first_of_month_by_chance",
                100 * 12 / 365.25,
                None,
                None,
                "percent",
                12,
                "days in a year",
                None,
            ),
        ),
        "definition": f"{WHOLE_STORE} Such offences are kept and flagged.",
        "counted": (
            f"{findings.count(sums['offences'])} offences, {findings.count(sums['timed'])} of them "
            "with a time of day."
        ),
        "missing": _untimed(int(sums["offences"] - sums["timed"])),
        "subtitle": "Marks of default values by year",
    }


def _untimed(number: int) -> str:
    if not number:
        return "Every offence has a time of day."
    return f"{findings.count(number)} offence{' has' if number == 1 else 's have'} no time of day."


def _midnight(sums: pd.Series) -> str:
    if not sums["timed"]:
        return "No offence has a time of day"
    return f"{findings.share(sums['midnight'], sums['timed'])} of timed offences are at 00:00"


def _part(name: str, part: float, whole: float) -> Estimate:
    if not whole:
        return Estimate(name, 0.0, None, None, "percent", 0, "share", None)
    found = rates.proportion(part, whole)
    value, low, high = (100 * float(each[0]) for each in found[:3])
    return Estimate(name, value, low, high, "percent", int(whole), found.method)
