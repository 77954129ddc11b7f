"""The density surface: points of the selection smoothed, the bandwidth named."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import hotspots_cells as cells
from vru.answers import hotspots_scale
from vru.answers.answer import Estimate, option
from vru.answers.hotspots_options import Mapped
from vru.answers.making import Parts
from vru.areas import CELL
from vru.charts.chart import Chart, Series
from vru.measures import places
from vru.selection import Selection
from vru.store import Store

UNIT = "offences per km² a year"
REACH = 3
"""Bandwidths round the points in which the surface is worked out: beyond them it is next to nothing."""
LEAST = 0.02
"""Share of the highest density below which a square is left white."""


@dataclass(frozen=True)
class Smoothed(Mapped):
    """Also, how far each point is spread."""

    bandwidth: str = option(
        "500",
        label="Bandwidth",
        short="bw",
        choices={"250": "250 m", "500": "500 m", "1000": "1,000 m"},
        about="The standard deviation of the bell that each point of the density map is spread into.",
    )


def surface(store: Store, selection: Selection, options: Smoothed) -> Parts:
    """Return the parts of the density map; raises Empty where there are no exact points."""
    found = cells.squares(store, selection, Mapped(level="cell", window=options.window))
    table = _spread(found.table, float(options.bandwidth), selection.period.months / 12)
    begin = hotspots_scale.edges(table["value"])
    peak, half = float(table["value"].iloc[0]), _half(found.table, table)
    said = cells.captions(store, selection, options, found)
    return {
        "finding": (
            f"At its densest, {findings.noun_of(selection)} reach {findings.count(peak)} per km² a year in "
            f"{findings.period(selection.period)}; half lie on {_land(half)} km²."
        ),
        "chart": _chart(store, options, table, begin),
        "table": table,
        "estimates": (
            Estimate("densest", peak, None, None, UNIT, found.total, _method(options), None),
            Estimate("half_of_all_on", half, None, None, "km²", found.total, "densest squares first", None),
        ),
        "subtitle": f"{UNIT.capitalize()}, smoothed with a bandwidth of {int(options.bandwidth):,} m",
        **said,
        "definition": f"{said['definition']} {_defined(options)}",
    }


def _land(half: float) -> str:
    return findings.count(half) if half >= 10 else findings.decimal(half, 2)


def _method(options: Smoothed) -> str:
    return f"Gaussian kernel, standard deviation {int(options.bandwidth):,} m, on squares of {CELL} m"


def _defined(options: Smoothed) -> str:
    return (
        f"{_method(options)}. Shades are made anew for each selection. Near the coast and the border "
        "the surface is too low: what lies beyond counts for nothing. It says where, and tests nothing."
    )


def _spread(squares: pd.DataFrame, bandwidth: float, years: float) -> pd.DataFrame:
    """Return the squares whose density is worth a shade, densest first."""
    grid = places.gridded(
        squares["easting"],
        squares["northing"],
        cell=CELL,
        margin=REACH * bandwidth,
        weight=squares["offences"],
    )
    dense = places.density(grid, bandwidth) / years
    row, column = np.nonzero(dense >= LEAST * dense.max())
    table = pd.DataFrame(
        {
            "easting": (grid.west + (column + 0.5) * CELL).astype(int),
            "northing": (grid.south + (row + 0.5) * CELL).astype(int),
            "value": dense[row, column],
        }
    )
    return table.sort_values(
        ["value", "easting", "northing"], ascending=[False, True, True], ignore_index=True
    )


def _half(squares: pd.DataFrame, table: pd.DataFrame) -> float:
    """Return the km² of the densest squares that hold half of the offences with a point."""
    held = table[["easting", "northing"]].merge(squares, how="left", on=["easting", "northing"])["offences"]
    sums = held.fillna(0).cumsum().to_numpy()
    enough = int(np.searchsorted(sums, squares["offences"].sum() / 2)) + 1
    return enough * (CELL / 1_000) ** 2


def _chart(store: Store, options: Smoothed, table: pd.DataFrame, begin: tuple[float, ...]) -> Chart:
    drawn = table.head(cells.SHOWN)
    middles = tuple(f"{x},{y}" for x, y in zip(drawn["easting"], drawn["northing"], strict=True))
    notes = tuple(f"<b>{findings.decimal(each)}</b> {UNIT}" for each in drawn["value"])
    one = Series("Density", middles, tuple(drawn["value"].astype(float)), notes=notes)
    land = cells.floor(store, options, table, hotspots_scale.classes(begin), begin, UNIT)
    return Chart(
        "cells", alt=f"A surface of {UNIT}, {len(table)} squares of {CELL} m.", series=(one,), land=land
    )
