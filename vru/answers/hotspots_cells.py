"""Squares of 250 m: where the points lie, whatever areas are called."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import findings, grids
from vru.answers import hotspots_land as land
from vru.answers import hotspots_map as drawing
from vru.answers import hotspots_scale, making
from vru.answers.answer import Estimate
from vru.answers.hotspots_options import Mapped, window_parameters, window_said
from vru.answers.making import Empty, Parts
from vru.answers.sharing import once
from vru.areas import CELL, levels, square_name, square_of
from vru.charts.chart import Chart, Land, Series
from vru.measures import rates
from vru.selection import Selection
from vru.store import Store

DRAWN = ("exact", "repaired")
SHOWN = 10_000
"""At most so many squares are drawn, those with most first; the table has all."""


class Squares(NamedTuple):
    """Squares with easting, northing (middles), offences, harm, value, low, high, most first.

    `no_point`, `outside`, `snapped` and `at_sea` count offences that no square holds.
    """

    table: pd.DataFrame
    total: int
    no_point: int
    outside: int
    snapped: int
    at_sea: int
    unweighted: int


@once
def _asked(store: Store, selection: Selection, window: str) -> pd.DataFrame:
    if window != "all" and not store.capabilities.has_hour:
        raise Empty("cannot", "This extract has no time of day: map a time to `committed_from`.")
    asked = window_parameters(selection, window)
    return store.ask("hotspots_cells", size=CELL, **asked, **selection.parameters())


def squares(store: Store, selection: Selection, options: Mapped) -> Squares:
    """Return the squares of a selection; raises Empty where nothing matches or no point can be used."""
    if not store.capabilities.has_coordinates:
        raise Empty("cannot", "This extract has no points: map columns to `easting` and `northing`.")
    if options.measure == "rate":
        raise Empty(
            "cannot", "Nobody knows how many live in a square: choose districts for rates, or a count."
        )
    rows = _asked(store, selection, options.window)
    total = int(rows["offences"].sum())
    if not total:
        raise Empty("nothing", "No offence matches these filters.")
    by = rows.assign(quality=rows["quality"].fillna("none")).groupby("quality")["offences"].sum()
    found = rows[rows["quality"].isin(DRAWN)]
    found = found.groupby(["easting", "northing"], as_index=False)[["offences", "harm", "unweighted"]].sum()
    if found.empty and by.get("snapped", 0):
        raise Empty(
            "cannot",
            "The points of this extract are snapped to streets: below small areas they say nothing. "
            "Choose small areas.",
        )
    cells = tuple((int(x), int(y)) for x, y in zip(found["easting"], found["northing"], strict=True))
    dry = land.on_land(store, cells, CELL) if cells else np.array([], bool)
    table = _valued(found[dry], options, selection.period.months / 12)
    no_point, outside, snapped = (int(by.get(each, 0)) for each in ("none", "outside", "snapped"))
    at_sea, unweighted = int(found.loc[~dry, "offences"].sum()), int(rows["unweighted"].sum())
    return Squares(table, total, no_point, outside, snapped, at_sea, unweighted)


def _valued(found: pd.DataFrame, options: Mapped, years: float) -> pd.DataFrame:
    if found.empty:
        raise Empty("enough", "No selected offence has a usable point.")
    if options.measure == "harm":
        table = found.assign(value=found["harm"] / years, low=np.nan, high=np.nan)
    else:
        limits = rates.poisson_limits(found["offences"].to_numpy())
        table = found.assign(
            value=found["offences"] / years, low=limits.low / years, high=limits.high / years
        )
    table["name"] = [
        square_name(square_of(x, y)) for x, y in zip(table["easting"], table["northing"], strict=True)
    ]
    return table.sort_values(["value", "easting"], ascending=[False, True], ignore_index=True)


@once
def edges(store: Store, measure: str) -> tuple[float, ...]:
    """Return the edges of classes that hold for every filter."""
    whole = Selection.default(store.capabilities)
    return hotspots_scale.edges(squares(store, whole, Mapped(level="cell", measure=measure)).table["value"])


def grid(store: Store, selection: Selection, options: Mapped) -> Parts:
    """Return the parts of the map of squares."""
    found = squares(store, selection, options)
    fixed = options.scale == "fixed"
    begin = edges(store, options.measure) if fixed else hotspots_scale.edges(found.table["value"])
    top = making.rows_of(found.table)[0]
    noun, when = findings.noun_of(selection), findings.period(selection.period)
    columns = ["easting", "northing", "offences", "value"]
    columns += ["harm"] if options.measure == "harm" else ["low", "high"]
    return {
        "finding": (
            f"The square with the most {noun} in {when} had {findings.count(top.offences)} of "
            f"{findings.count(found.total)}."
        ),
        "chart": chart(store, selection, options, found.table, begin),
        "table": found.table[columns],
        "estimates": (
            Estimate("most", float(top.offences), None, None, "offences", found.total, "count", None),
            Estimate("selected", float(found.total), None, None, "offences", found.total, "count", None),
        ),
        "subtitle": f"{drawing.unit(options)} in squares of {CELL} m, {selection.period}",
        **captions(store, selection, options, found),
    }


def captions(store: Store, selection: Selection, options: Mapped, found: Squares) -> Parts:
    """Return definition, counted and missing of a map of squares."""
    held = int(found.table["offences"].sum())
    said = [
        making.definition(selection),
        window_said(options.window),
        f"Squares of {CELL} m by {CELL} m of {grids.name(store.grid)}; the middle is given in metres.",
        land.source_said(store, "district"),
    ]
    return {
        "definition": " ".join(each for each in said if each),
        "counted": f"{findings.count(held)} offences in {findings.count(len(found.table))} squares.",
        "missing": " ".join([*lost(store, options, found), making.left_out(store, selection)]),
    }


def lost(store: Store, options: Mapped, found: Squares) -> list[str]:
    """Return which offences no square holds, and why."""
    words = {
        "have no usable point": found.no_point,
        "have a point outside the force": found.outside,
        "have a point that was moved to a street, too coarse for squares": found.snapped,
        "have a point in the sea or beyond every district": found.at_sea,
    }
    said = [
        f"{findings.count(number)} of {findings.count(found.total)} offences "
        f"({findings.share(number, found.total)}) {why}."
        for why, number in words.items()
        if number
    ]
    if len(found.table) > SHOWN:
        said.append(f"The {findings.count(SHOWN)} squares with the most are drawn, the table has all.")
    if not len(land.shapes(store, "district").table):
        said.append(f"No borders are drawn: {land.command('cell')} loads them.")
    if options.measure == "harm" and found.unweighted:
        said.append(f"{findings.count(found.unweighted)} have no severity weight.")
    return said


def chart(
    store: Store, selection: Selection, options: Mapped, table: pd.DataFrame, begin: tuple[float, ...]
) -> Chart:
    """Return the squares that are drawn, with what each says when it is pointed at."""
    drawn = table.head(SHOWN)
    middles = tuple(f"{x},{y}" for x, y in zip(drawn["easting"], drawn["northing"], strict=True))
    notes = tuple(drawing.said(row, options) for row in making.rows_of(drawn))
    one = Series(f"Squares of {CELL} m", middles, tuple(drawn["value"].astype(float)), notes=notes)
    others = rest(store, selection, options, set(middles))
    alt = f"A map of {len(table)} squares of {CELL} m shaded by {drawing.UNITS[options.measure]}."
    classes = hotspots_scale.classes(begin)
    return Chart(
        "cells",
        alt=alt,
        series=(one, *others),
        land=replace(
            floor(store, options, table, classes, begin, drawing.UNITS[options.measure]),
            pick="cell" in levels(store.capabilities),
        ),
    )


def rest(store: Store, selection: Selection, options: Mapped, shown: set[str]) -> tuple[Series, ...]:
    """Return the squares that a filter on squares leaves out: drawn clear, so that they can be chosen."""
    if not (selection.small and selection.level == "cell"):
        return ()
    whole = squares(store, selection.of_all_areas(), options).table.head(SHOWN)
    left = [
        (middle, name)
        for x, y, name in zip(whole["easting"], whole["northing"], whole["name"], strict=True)
        if (middle := f"{x},{y}") not in shown
    ]
    notes = tuple(f"<b>{name}</b><br>not in the filter" for _, name in left)
    middles = tuple(middle for middle, _ in left)
    said = Series("not in the filter", middles, (0.0,) * len(left), role="context", notes=notes)
    return (said,) if left else ()


def floor(
    store: Store,
    options: Mapped,
    table: pd.DataFrame,
    classes: tuple[tuple[str, str], ...],
    begin: tuple[float, ...],
    unit: str,
) -> Land:
    """Return what squares lie on: borders and names in metres."""
    bordered = len(land.shapes(store, "district").table) > 0
    box = land.frame(store, "district", options.place) if bordered else _extent(table)
    return Land(
        edition=store.version,
        level="cell",
        frame=land.in_degrees(store, box),
        metres=box,
        classes=classes,
        edges=begin,
        unit=unit,
        within="district" if bordered else "",
        names_metres=tuple(each[:3] for each in land.names(store, "cell", options.place)) if bordered else (),
        cell=CELL,
    )


def _extent(table: pd.DataFrame) -> tuple[float, float, float, float]:
    east, north = table["easting"], table["northing"]
    return (
        float(east.min() - CELL),
        float(north.min() - CELL),
        float(east.max() + CELL),
        float(north.max() + CELL),
    )
