"""Risen: which places have a larger share of the violence than they used to, and which a smaller one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import drawing
from vru.answers.answer import Estimate, Options
from vru.answers.hotspots_ground import Ground, captions, ground
from vru.answers.labels import label
from vru.answers.making import Empty, Parts, asks, rows_of
from vru.answers.sharing import once
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.measures import places
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

LATER = 3
"""Years that are held against all before them."""
SURE = 0.05
DRAWN = 12
"""Places in the picture, those that changed most clearly."""


@asks("hotspots.risen", "Which places have risen against the rest?", Options, by_day=True, small=True)
def against_the_rest(store: Store, selection: Selection, options: Options) -> Parts:
    """Small areas whose share of the selected offences is not what it was."""
    found = ground(store, selection, "lsoa")
    table, phi = changed(store, selection)
    up, down = (table["sure"] & side for side in (table["ratio"] > 1, table["ratio"] < 1))
    first, last = _spans(found)
    return {
        "finding": _say(int(up.sum()), int(down.sum()), len(table), found, findings.noun_of(selection)),
        "chart": _chart(table, found),
        "table": table,
        "estimates": _estimates(int(up.sum()), int(down.sum()), len(table), phi),
        "subtitle": f"Offences of {last} over those of {first}, times the ratio of all {found.noun}",
        **captions(store, selection, found, _definition(phi)),
    }


def _say(up: int, down: int, areas: int, found: Ground, noun: str) -> str:
    of = f"{findings.count(areas)} {found.noun}"
    if not up and not down:
        return f"Not one of {of} clearly has a larger or a smaller share of {noun} than before."
    more = (
        f"{findings.count(up) if up else 'None'} of {of} clearly {'have' if up > 1 else 'has'} a larger share"
    )
    less = f"{findings.count(down) if down else 'None'} {'have' if down > 1 else 'has'} a smaller one"
    return f"{more} of {noun} than before. {less}."


def _estimates(up: int, down: int, areas: int, phi: float) -> tuple[Estimate, ...]:
    way = "conditional test; false-discovery rate 5 %"
    return (
        Estimate("risen", up, None, None, "areas", areas, way, None),
        Estimate("fallen", down, None, None, "areas", areas, way, None),
        Estimate("areas", areas, None, None, "areas", areas, "count", None),
        Estimate("over_dispersion", phi, None, None, "times chance", areas, "median area", None),
    )


@once
def changed(store: Store, selection: Selection) -> tuple[pd.DataFrame, float]:
    """Return a row an area, clearest rise first, and how much areas stray beyond chance.

    Columns: code (none for squares), district, east, north (metres), before and after (offences), ratio, low,
    high, false_discovery and sure. Raises Empty where the period is too short.
    """
    found = ground(store, selection, "lsoa")
    cut = _cut(found)
    before, after = found.counts[:cut].sum(axis=0), found.counts[cut:].sum(axis=0)
    if not before.sum() or not after.sum():
        raise Empty("enough", "One of the two periods has no offence in a known place: choose a longer one.")
    got = places.risen(before, after)
    table = pd.DataFrame(
        {
            "code": found.codes or np.full(len(found.at), ""),
            "district": [label("district", each) for each in found.districts],
            "east": found.at[:, 0].astype(int),
            "north": found.at[:, 1].astype(int),
            "before": before.astype(int),
            "after": after.astype(int),
            "ratio": got.ratio,
            "low": got.low,
            "high": got.high,
            "false_discovery": got.q,
            "sure": got.q <= SURE,
        }
    )
    rank = np.where(table["ratio"] >= 1, 1 - got.q, got.q - 1)
    return table.iloc[np.lexsort([-got.low, -rank])].reset_index(drop=True), got.phi


def _cut(found: Ground) -> int:
    """Return the month the later years begin with; half of the period where it is short."""
    months = len(found.months)
    if months < 24:
        raise Empty("enough", "A change takes two whole years to see: choose a longer period.")
    return months - 12 * LATER if months >= 24 * LATER else months // 2


def _spans(found: Ground) -> tuple[Period, Period]:
    cut = _cut(found)
    return Period(found.months[0], found.months[cut - 1]), Period(found.months[cut], found.months[-1])


def _chart(table: pd.DataFrame, found: Ground) -> Chart:
    known = table[np.isfinite(table["high"]) & (table["low"] > 0)]
    clear = known[known["sure"]]
    shown = (clear if len(clear) else known).head(DRAWN)
    names = [_name(row) for row in rows_of(shown)]
    dots = Series(
        "Change",
        tuple(names),
        drawing.values(shown["ratio"]),
        low=drawing.values(shown["low"]),
        high=drawing.values(shown["high"]),
        hollow=tuple(not each for each in shown["sure"]),
    )
    return Chart(
        "dots",
        alt=f"A dot and its interval for each of {len(shown)} {found.noun}, against no change.",
        series=(dots,),
        x=Axis("Times the change of all", "number", log=True),
        y=Axis("", "category"),
        marks=(Mark("As all", x=1.0),),
        height=120 + 34 * len(shown),
    )


def _name(row) -> str:
    return f"{row.district}, {row.code or f'{row.east} {row.north}'}"


def _definition(phi: float) -> str:
    return (
        "A place that was quiet and no longer is need not be among those with most: here each is held "
        f"against its own past. The last {LATER} years are compared with all before them (the later half, "
        "where the period is shorter), over the same ratio of all places together. Areas stray from the "
        f"common change with {findings.decimal(phi)} times the variance of chance alone: the limits allow "
        "for it. Clearly: at a false-discovery rate of 5 % over all places; the others are drawn hollow. At "
        f"most {DRAWN} places are drawn, those that changed most clearly; one without any offence before, or "
        "since, has no two limits and is in the table only."
    )
