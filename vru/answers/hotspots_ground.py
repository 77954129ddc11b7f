"""The ground of hotspots: squares of 250 m or small areas, with their offences month by month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import findings, grids
from vru.answers import making
from vru.answers.answer import Options, option
from vru.answers.hotspots_land import shapes
from vru.answers.making import Empty
from vru.answers.sharing import once
from vru.answers.validity import known_months
from vru.areas import CELL
from vru.measures import places, series
from vru.periods import Period, add_months
from vru.selection import Selection
from vru.store import Store

BLOCK = 5_000
"""Width in metres of the land whose squares or areas share their luck."""
UNITS = {"cell": f"Squares of {CELL} m", "lsoa": "Small areas (LSOA)"}
NEAREST = 8
"""Small areas held to be neighbours where no outlines say which touch."""
MOSTLY = 0.9
"""Share of the small areas that need an outline for outlines to say who touches whom."""
LOAD_POINTS = "fill `easting` and `northing`, or `longitude` and `latitude`"


@dataclass(frozen=True)
class Grain(Options):
    """Whether squares or small areas are looked at."""

    grain: str = option(
        "cell",
        label="Hotspots of",
        short="hg",
        choices=UNITS,
        about="Points that were moved to a street are used for small areas only, whatever is chosen.",
    )


class Ground(NamedTuple):
    """Squares or small areas and their offences.

    `counts` has shape (months, areas), the months whole at their end; `at` are metres (areas, 2),
    `codes` the small areas' codes, none for squares, `districts` where each mostly lies. `total`
    counts the selected offences of these months, `lost` those of them in no square or area.
    """

    unit: str
    months: list[dt.date]
    counts: np.ndarray
    at: np.ndarray
    codes: tuple[str, ...]
    districts: tuple[str, ...]
    total: int
    lost: int

    @property
    def shown(self) -> Period:
        """The months that are counted."""
        return Period(self.months[0], self.months[-1])

    @property
    def noun(self) -> str:
        """What the areas are called in a sentence."""
        return "squares" if self.unit == "cell" else "small areas"

    @property
    def blocks(self) -> np.ndarray:
        """The number of the block of land each area is in, shape (areas,)."""
        place = np.floor_divide(self.at, BLOCK).astype(np.int64)
        return place[:, 0] * 100_000 + place[:, 1]

    def years(self) -> list[slice]:
        """Return the twelve-month spans that fit, oldest first, the last one ending with the last month."""
        number = len(self.months) // 12
        end = len(self.months)
        return [slice(end - 12 * each, end - 12 * (each - 1)) for each in range(number, 0, -1)]


def unit_of(store: Store, at: str) -> str:
    """Return what is looked at: what was asked for, where the extract has it, else the other.

    Squares need exact points. Raises Empty where the extract has neither.
    """
    there = {
        "cell": lambda: bool(len(_lands(store, "cell", "district", None))),
        "lsoa": lambda: store.capabilities.has_lsoa,
    }
    for unit in sorted(there, key=lambda each: each != at):
        if there[unit]():
            return unit
    raise Empty(
        "cannot",
        f"This extract has no exact point and no small area: {LOAD_POINTS}, or `lsoa` for small areas.",
    )


@once
def ground(store: Store, selection: Selection, at: str) -> Ground:
    """Return the ground of a selection; raises Empty where nothing matches or nothing can be placed."""
    unit = unit_of(store, at)
    months = _months(store, selection)
    land = _lands(store, unit, selection.level, selection.areas or None)
    if len(land) < 2:
        raise Empty("enough", "Places are compared with one another: choose more areas or fewer filters.")
    span = selection.with_period(Period(months[0], months[-1]))
    rows = store.ask("hotspots_months", at=unit, size=CELL, **span.parameters())
    if rows.empty:
        raise Empty("nothing", f"No offence matches these filters in {span.period}.")
    placed, month, place = _placed(rows, land, unit, months)
    counts = np.zeros((len(months), len(land)))
    np.add.at(counts, (month, place), placed["offences"].to_numpy(float))
    total = int(rows["offences"].sum())
    if not counts.sum():
        raise Empty(
            "cannot", f"Not one of {findings.count(total)} offences lies in a known place: {LOAD_POINTS}."
        )
    codes = tuple(land["code"]) if unit == "lsoa" else ()
    at_metres, districts = land[["east", "north"]].to_numpy(float), tuple(land["district"].fillna("unknown"))
    return Ground(unit, months, counts, at_metres, codes, districts, total, total - int(counts.sum()))


def _months(store: Store, selection: Selection) -> list[dt.date]:
    """Return the months on offer in the period, without those at its end that are still filling."""
    first, last = known_months(store, selection, "none")[0]
    if selection.period.first > last or selection.period.last < first:
        raise Empty("nothing", f"The extract holds {Period(first, last)} only: choose a period within it.")
    first, last = max(first, selection.period.first), min(last, selection.period.last)
    states = store.ask("month_states", basis=selection.basis)
    open_ = set(states.loc[states["state"].isin(series.NOT_WHOLE), "month"].astype("datetime64[s]").dt.date)
    while last in open_ and last > first:
        last = add_months(last, -1)
    return series.months_of(Period(first, last))


@once
def _lands(store: Store, unit: str, level: str, areas: tuple[str, ...] | None) -> pd.DataFrame:
    """Return the squares or areas any offence of the extract was in: without them, none would have none."""
    chosen = list(areas) if areas else None
    land = store.ask("hotspots_ground", at=unit, size=CELL, level=level, areas=chosen)
    return land.dropna(subset=["east", "north"]).reset_index(drop=True)


def _placed(
    rows: pd.DataFrame, land: pd.DataFrame, unit: str, months: list[dt.date]
) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    keys = ["code"] if unit == "lsoa" else ["east", "north"]
    known = rows.dropna(subset=keys)
    found = known.assign(**{each: known[each].astype(land[each].dtype) for each in keys})
    found = found.merge(land[keys].assign(place=np.arange(len(land))), on=keys, how="inner")
    month = found["month"].to_numpy().astype("datetime64[M]") - np.datetime64(months[0], "M")
    return found, month.astype(np.int64), found["place"].to_numpy(np.int64)


@once
def neighbours(store: Store, selection: Selection, at: str) -> places.Weights:
    """Return who is whose neighbour: squares and outlines that touch; without outlines the eight nearest.

    An area that touches none, such as an island, has its nearest.
    """
    found = ground(store, selection, at)
    if found.unit == "cell":
        return places.beside(found.at // CELL)
    outlined = _outlined(store, found)
    if outlined is None:
        return places.nearest(found.at, NEAREST)
    return places.linked(places.touching(outlined), found.at)


def _outlined(store: Store, found: Ground) -> np.ndarray | None:
    """Return the outlines of small areas, empty ones where one is lacking; None where most are."""
    import shapely

    drawn = shapes(store, "lsoa")
    known = dict(zip(drawn.table["code"], drawn.polygons, strict=True))
    if sum(code in known for code in found.codes) < MOSTLY * len(found.codes):
        return None
    return np.array([known.get(code, shapely.Polygon()) for code in found.codes], dtype=object)


def neighbours_said(store: Store, found: Ground) -> str:
    """Return which places are held to be neighbours, as a sentence."""
    if found.unit == "cell":
        return "Neighbours are the squares that share a side or a corner."
    if _outlined(store, found) is None:
        return f"Neighbours are the {NEAREST} nearest: no outlines are loaded that would say which touch."
    return "Neighbours are the areas whose outlines touch; where none does, the nearest."


def captions(store: Store, selection: Selection, found: Ground, said: str = "") -> making.Parts:
    """Return definition, counted and missing of an Answer about squares or small areas."""
    held = int(found.counts.sum())
    place = (
        f"{UNITS[found.unit]}: those in which any offence of the extract lies. All distances are metres of "
        f"{grids.name(store.grid)}."
        if found.unit == "cell"
        else "Small areas in which any offence of the extract lies."
    )
    lost = (
        f"{findings.count(found.lost)} of {findings.count(found.total)} offences "
        f"({findings.share(found.lost, found.total)}) lie in none of them: without "
        + ("an exact point in the force." if found.unit == "cell" else "a known small area.")
        if found.lost
        else ""
    )
    return {
        "definition": f"{making.definition(selection)} {place} {said}".strip(),
        "counted": (
            f"{findings.count(held)} offences in {findings.count(len(found.at))} {found.noun}, {found.shown}."
        ),
        "missing": f"{lost} {making.left_out(store, selection)}".strip(),
    }
