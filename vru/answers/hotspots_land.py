"""What maps lie on: outlines, names, the frame, which areas lie in which district."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import outlines, reference
from vru.answers.hotspots_options import FORCE
from vru.answers.hotspots_search import known, sought, spots
from vru.answers.sharing import once
from vru.selection import Selection
from vru.store import Store

AIR = 0.03
"""Share of the land's width left free round it."""
NEAR = 5_000.0
"""Metres round a place that is looked at."""
CLOSE = 2_000.0
"""Metres round a small area that are looked at, at least."""

ORDER = ("csp", "district", "beat", "ward", "lsoa", "cell")
"""Levels from the largest areas to the smallest."""
Metres = tuple[float, float, float, float]


class Shapes(NamedTuple):
    """Outlines of a level: `table` has code, name, easting, northing, source and schematic, in the order of
    `polygons` (metres)."""

    table: pd.DataFrame
    polygons: np.ndarray


@once
def shapes(store: Store, level: str) -> Shapes:
    """Return the outlines a store holds of a level; none where none are loaded."""
    rows = store.ask("area_outlines", at=level)
    return Shapes(rows.drop(columns="outline"), outlines.shapes_of(rows) if len(rows) else np.array([]))


def frame(store: Store, level: str, place: str) -> Metres:
    """Return west, south, east and north (metres) of a place, a district, or all that is drawn."""
    if place == FORCE:
        whole = shapes(store, "district")
        return _around(whole if len(whole.table) else shapes(store, level), None)
    districts = shapes(store, "district")
    if place in set(districts.table["code"]):
        return _around(districts, place)
    if area := _sought(store, place):
        return _close(area.bounds)
    towns = spots(store)
    spot = towns[towns["name"] == place]
    if spot.empty:  # a district without an outline, or a small area of another store
        return frame(store, level, FORCE)
    east, north = float(spot["easting"].iloc[0]), float(spot["northing"].iloc[0])
    return east - 1.6 * NEAR, north - NEAR, east + 1.6 * NEAR, north + NEAR


class Area(NamedTuple):
    """A small area that is searched: its name, where that stands, and its bounds (metres)."""

    name: str
    easting: float
    northing: float
    bounds: Metres


def _sought(store: Store, place: str) -> Area | None:
    """Return the small area a place names, where the store has an outline of it."""
    import shapely

    wanted = sought(place)
    if not wanted or not known(store, wanted):
        return None
    drawn = shapes(store, wanted.level)
    at = int(np.flatnonzero(drawn.table["code"] == wanted.code)[0])
    row = drawn.table.iloc[at]
    west, south, east, north = map(float, shapely.bounds(drawn.polygons[at]))
    return Area(wanted.name, float(row["easting"]), float(row["northing"]), (west, south, east, north))


def unknown(store: Store, place: str) -> str:
    """Return that a store has not got the small area a link names, as a sentence; '' where it has."""
    wanted = sought(place)
    if not wanted or known(store, wanted):
        return ""
    return f"The place looked for, {wanted}, is not in this store: the whole force is shown."


def _close(bounds: Metres) -> Metres:
    west, south, east, north = bounds
    tall = max((north - south) / 2, (east - west) / 3.2) + CLOSE
    middle, height = (west + east) / 2, (south + north) / 2
    return middle - 1.6 * tall, height - tall, middle + 1.6 * tall, height + tall


def _around(drawn: Shapes, code: str | None) -> Metres:
    import shapely

    chosen = drawn.polygons if code is None else drawn.polygons[(drawn.table["code"] == code).to_numpy()]
    west, south, east, north = shapely.total_bounds(chosen)
    air = AIR * (east - west)
    return west - air, south - air, east + air, north + air


def in_degrees(store: Store, metres: Metres) -> tuple[float, float, float, float]:
    """Return a frame in degrees: the smallest that holds its corners."""
    west, south, east, north = metres
    longitude, latitude = outlines.rounded_degrees(
        [west, west, east, east], [south, north, south, north], store.grid
    )
    return float(min(longitude)), float(min(latitude)), float(max(longitude)), float(max(latitude))


class Name(NamedTuple):
    """A name on a map, where it stands (metres), and the code of the area that bears it ('' for a place)."""

    name: str
    easting: float
    northing: float
    code: str = ""


def names(store: Store, level: str, place: str) -> list[Name]:
    """Return the names that stand on a map: its areas', or places of its land."""
    area = _sought(store, place)
    own = [Name(area.name, area.easting, area.northing)] if area else []
    if level in ("district", "csp"):
        table = shapes(store, level).table
        columns = (table[each] for each in ("name", "easting", "northing", "code"))
        return [*own, *(Name(*each) for each in zip(*columns, strict=True))]
    towns = spots(store)
    if place == FORCE:
        towns = towns[towns["shown"] == "yes"]
    west, south, east, north = frame(store, level, place)
    found = [
        Name(name, float(x), float(y))
        for name, x, y in zip(towns["name"], towns["easting"], towns["northing"], strict=True)
    ]
    return [
        *own, *(each for each in found if west < each.easting < east and south < each.northing < north)
    ]  # fmt: skip


@once
def _lies_in(store: Store, level: str, whole: str) -> dict[str, str]:
    """Return the district or partnership (`whole`) in whose outline each area's middle lies."""
    import shapely

    small, large = shapes(store, level), shapes(store, whole)
    if not len(small.table) or not len(large.table):
        return {}
    points = shapely.points(small.table["easting"], small.table["northing"])
    inner, outer = shapely.STRtree(large.polygons).query(points, predicate="within")
    codes, wholes = small.table["code"].to_numpy(), large.table["code"].to_numpy()
    return {str(codes[a]): str(wholes[b]) for a, b in zip(inner, outer, strict=True)}


def districts_of(store: Store, level: str) -> dict[str, tuple[str, ...]]:
    """Return the districts each area of a level lies in, or, of a partnership, those it is made of."""
    if level == "csp":
        made: dict[str, tuple[str, ...]] = {}
        for code, csp in reference.csp_of().items():
            made[csp] = (*made.get(csp, ()), code)
        return made
    if level == "district":
        return {}
    return {code: (whole,) for code, whole in _lies_in(store, level, "district").items()}


def inside(store: Store, level: str, selection: Selection) -> set[str] | None:
    """Return the drawn areas that the filter on areas leaves; None where it leaves all."""
    if not selection.areas:
        return None
    if level == selection.level:
        return set(selection.areas)
    if level == "csp" and selection.level == "district":
        return {reference.csp_of().get(each, each) for each in selection.areas}
    if ORDER.index(level) < ORDER.index(selection.level):
        return set()  # only the areas that the selected offences lie in
    around = _lies_in(store, level, selection.level)
    return {code for code, whole in around.items() if whole in selection.areas}


@once
def on_land(store: Store, cells: tuple[tuple[int, int], ...], size: int) -> np.ndarray:
    """Return which square cells (middles) touch a district's outline; all where there are no real ones."""
    import shapely

    land = shapes(store, "district")
    if not len(land.table) or land.table["schematic"].any():
        return np.ones(len(cells), bool)
    at, half = np.array(cells, float).reshape(-1, 2), size / 2
    squares = shapely.box(at[:, 0] - half, at[:, 1] - half, at[:, 0] + half, at[:, 1] + half)
    touching = np.zeros(len(cells), bool)
    touching[shapely.STRtree(squares).query(land.polygons, predicate="intersects")[1]] = True
    return touching


def source_said(store: Store, level: str) -> str:
    """Return whose outlines a map draws, as captions say it."""
    table = shapes(store, level).table
    if table.empty:
        return ""
    if table["schematic"].any():
        return "The outlines are schematic: made up for the demo, no real borders."
    return f"Outlines: {table['source'].iloc[0]}, simplified; an offence lies where its codes say."


def command(level: str) -> str:
    """Return which command loads the outlines of a level."""
    wanted = "district" if level in ("csp", "cell") else level
    return f"`vru boundaries FILE --level {wanted}`"
