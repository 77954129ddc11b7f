"""The series a control chart is made of: any monthly series the dashboard has, as numbers out of sizes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import control_hospital, control_knife, control_people, tracks, trend_parts
from vru.answers.control_monthly import Monthly
from vru.answers.control_options import SERIES, Series, seen
from vru.answers.making import Empty, Parts
from vru.answers.sharing import once
from vru.answers.tracks import Tracks
from vru.areas import MANY
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

SOURCES: dict[str, Callable[[Store, Selection, str], Monthly]] = {
    "victims": control_people.victims,
    "killed": control_people.killed,
    "people": control_people.people_of,
    "defined": control_knife.defined,
    "admitted": control_hospital.admitted,
    "attended": control_hospital.attended,
}
"""What makes the months of a series that is not one of offences, by its source."""


@once
def monthly(store: Store, selection: Selection, code: str) -> Monthly:
    """Return one of SERIES under a selection.

    Raises Empty where the extract has not got what it needs, nothing matches, or a series of people
    or hospitals is asked for below the district.
    """
    series, wanted = SERIES[code], seen(code, selection)
    if series.source in SOURCES:
        if selection.small:
            raise Empty(
                "cannot",
                f"“{series.label}” is counted for districts and larger areas only: take the "
                f"{MANY[selection.level]} off the filter.",
            )
        return SOURCES[series.source](store, wanted, series.part)
    return _offences(store, wanted, series)


def _offences(store: Store, selection: Selection, series: Series) -> Monthly:
    _check(store, series)
    chosen = replace(selection, **dict(series.narrowed))
    asked = tracks.ask(store, chosen, series.measure, series.split)
    value, size, counted = _share(asked) if series.kind == "share" else _plain(asked)
    return Monthly(
        calendar=asked.calendar,
        value=value,
        size=size,
        usable=asked.calendar.whole & np.isfinite(value) & (size > 0),
        counted=counted,
        shown=asked.shown,
        selection=chosen,
        noun=_noun(series, asked),
        unit=_unit(series, asked),
        captions=partial(_captions, chosen, asked, selection != chosen),
        days=partial(_days, chosen),
        kind=series.kind,
        measure=asked.measure,
        scale=asked.parts[0].scale if series.kind == "count" else 1.0,
        doubt=asked.doubt,
        split=series.split,
    )


def _captions(chosen: Selection, asked: Tracks, narrowed: bool, store: Store) -> Parts:
    said = trend_parts.captions(store, chosen, asked, None)
    return said | ({"selected": chosen.sentence()} if narrowed else {})


def _days(chosen: Selection, store: Store, span: Period) -> pd.DataFrame:
    rows = store.ask("control_days", **chosen.with_period(span).parameters())
    return rows.rename(columns={"offences": "number"})


def _check(store: Store, series: Series) -> None:
    has = store.capabilities
    for each in series.needs:
        if not (each in has.groups or getattr(has, each, False)):
            raise Empty(
                "cannot", f"{series.label} cannot be had from this extract: load one with {series.load}."
            )


def _plain(asked: Tracks) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    track = asked.parts[0]
    size = asked.calendar.days if track.exposure is None else track.exposure
    return track.value.astype(float), np.asarray(size, float), track.offences


def _share(asked: Tracks) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return those with the flag, those of whom it is known, and the first again."""
    none = np.zeros(len(asked.calendar.months))
    known = {each.part: each.offences.astype(float) for each in asked.parts}
    yes = known.get("yes", none)
    return yes, yes + known.get("no", none), yes


def _noun(series: Series, asked: Tracks) -> str:
    noun = findings.noun_of(asked.words)
    return {
        "Share knife-enabled": f"the knife-enabled share of {noun}",
        "Share domestic": f"the domestic share of {noun}",
        "Rate per 1,000 residents": f"{noun} per 1,000 residents",
        "Harm, weighted by seriousness": f"harm from {noun}",
        "Offences with a victim under 25": f"{noun} with a victim under 25",
    }.get(series.label, noun)


def _unit(series: Series, asked: Tracks) -> str:
    if series.kind == "share":
        return f"% of those with a known {series.split} flag"
    return {"rate": "per 1,000 residents a year", "harm": "harm score"}.get(asked.measure, "offences")
