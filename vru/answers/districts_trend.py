"""A district's trend: its rolling twelve months against those of all, with what lies in between."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import (
    comparing,
    control_links,
    districts_data,
    districts_picked,
    drawing,
    events,
    interventions,
    tracks,
    trend_parts,
)
from vru.answers.answer import Estimate
from vru.answers.districts_data import Areas
from vru.answers.districts_options import Shown
from vru.answers.districts_picked import Picked
from vru.answers.districts_shares import SMALL
from vru.answers.making import Empty, Parts, rows_of
from vru.answers.trend_options import UNITS
from vru.periods import month_name
from vru.selection import Selection
from vru.store import Store


def trend(store: Store, selection: Selection, options: Shown) -> Parts:
    """Return the parts of districts.trend."""
    found = districts_data.areas(store, selection, options.level)
    picked = districts_picked.pick(found, selection)
    measure = "count" if found.unrated else "rate"
    asked = tracks.ask(store, picked.selection, measure)
    own = _rolled(store, picked.selection, measure)
    lines = [drawing.line(own, picked.name)]
    table = own
    if measure == "rate" and len(found.listed) > 1:
        every = _rolled(store, found.selection, measure)
        name = f"All {districts_data.MANY[found.level]}"
        lines.append(drawing.line(every, name, role="reference"))
        table = pd.concat([own.assign(part=picked.name), every.assign(part=name)], ignore_index=True)
    bands = interventions.drawn(store, picked.selection, asked.shown, options.programmes)
    marks = events.marks(events.touching(store, picked.selection), asked.shown)
    unit = UNITS[measure] if measure == "rate" else f"{UNITS[measure]}, twelve months"
    said = trend_parts.captions(store, picked.selection, asked, None)
    said["definition"] += districts_picked.unpicked(picked)
    said["counted"] = _counted(said["counted"], own, picked)
    return {
        "finding": _explain(own[[each <= found.now.last for each in own["month"]]], picked, found, measure),
        "chart": drawing.over_time(
            lines, unit, f"Line of rolling twelve months in {picked.name}, {asked.shown}.",
            marks=(*marks, *bands),
        ),
        "table": table.assign(unit=unit),
        "estimates": _estimates(own, measure),
        "subtitle": f"{tracks.MEASURES[measure]}, rolling twelve months, {asked.shown}",
        "selected": picked.selection.sentence(),
        # a link keeps the filters: it would lead elsewhere where they name another area, or none
        "tools": control_links.of_measure(measure) if picked.selection == selection else (),
        **interventions.with_note(said, bands),
    }  # fmt: skip


def _rolled(store: Store, selection: Selection, measure: str) -> pd.DataFrame:
    """Return rolling twelve months; what rests on 1 to 4 offences has no value, and no month its number."""
    asked = tracks.ask(store, selection, measure)
    track = asked.parts[0]
    swing = trend_parts.latest_swings(store, selection, measure, "none")[track.label]
    table = pd.DataFrame(trend_parts.rolled(asked, track, swing))
    if not table["value"].notna().any():
        raise Empty("enough", "A trend of twelve months needs twelve months of data up to the selected ones.")
    counts = trend_parts.rolled(tracks.ask(store, selection, "count"), track._replace(exposure=None), None)
    sums = np.asarray(counts["value"], float)
    few = (sums > 0) & (sums < SMALL)
    table.loc[few, ["value", "low", "high"]] = np.nan
    return table.drop(columns=["offences"]).assign(few=few)


def _counted(said: str, own: pd.DataFrame, picked: Picked) -> str:
    if not own["few"].any():
        return said
    few = f"Years of 1 to {SMALL - 1} offences in {picked.name}"
    return f"{few} are not drawn, so that nobody can be picked out."


def _explain(own: pd.DataFrame, picked: Picked, found: Areas, measure: str) -> str:
    known = own[own["value"].notna()]
    if known.empty:
        return f"{picked.name} had too few offences in any year to draw a trend that picks nobody out."
    points = [(each.value, each.month) for each in rows_of(known)]
    (last, month), least, most = points[-1], min(points), max(points)
    write = findings.decimal if measure == "rate" else findings.count
    unit = findings.noun_of(found.words) + (" per 1,000 residents" if measure == "rate" else "")
    if write(least[0]) == write(most[0]):
        return f"{picked.name} had {write(last)} {unit} in each year shown, the last to {month_name(month)}."
    ends = [f"{write(value)} (year to {month_name(at)})" for value, at in (least, most)]
    return (
        f"{picked.name} ranged from {ends[0]} to {ends[1]} {unit}. The latest year, to "
        f"{month_name(month)}, had {write(last)}."
    )


def _estimates(own: pd.DataFrame, measure: str) -> tuple[Estimate, ...]:
    known = own[own["value"].notna()]
    if known.empty:
        return ()
    last = rows_of(known)[-1]
    low, high = (comparing.finite(each) for each in (last.low, last.high))
    method = "exact Poisson limits, over-dispersion of the area's own months"
    name = f"year to {last.month:%Y-%m}"
    return (Estimate(name, last.value, low, high, UNITS[measure], len(known), method),)
