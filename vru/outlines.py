"""Outlines of areas: the rows of the store's `boundary` table, and what a browser draws of them.

Everything is metres of the store's grid; only `geojson` speaks degrees, since browsers do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from vru import grids

LEVELS = ("district", "csp", "ward", "beat", "lsoa")
"""Levels an outline may have, largest first; partnerships are made of districts."""
TOLERANCE = {"district": 120.0, "csp": 120.0, "ward": 60.0, "beat": 60.0, "lsoa": 30.0}
"""Metres by which a simplified border may stray: less than a pixel of a map of the force."""
NAME_PLACE = 50.0
"""Metres to which the place of an area's name is found."""
DIGITS = 5
"""Decimals of a degree that are sent: about a metre."""


def simplified(shapes: np.ndarray, level: str) -> np.ndarray:
    """Return polygons (metres) with fewer corners; what two of them share stays shared, none vanishes."""
    import shapely

    fewer = shapely.coverage_simplify(shapes, TOLERANCE[level])
    lost = shapely.is_empty(fewer) | ~shapely.is_valid(fewer)
    return np.where(lost, shapes, fewer)


def rows(
    level: str,
    codes: Iterable[str],
    names: Iterable[str],
    shapes: np.ndarray,
    *,
    source: str,
    schematic: bool = False,
) -> pd.DataFrame:
    """Return rows of `boundary` for polygons in metres, in the order given."""
    import shapely

    # the middle of the largest circle inside: a name has the most room there
    inside = shapely.get_point(shapely.maximum_inscribed_circle(shapes, tolerance=NAME_PLACE), 0)
    return pd.DataFrame(
        {
            "level": level,
            "code": list(codes),
            "name": list(names),
            "outline": list(shapely.to_wkb(shapes)),
            "easting": shapely.get_x(inside).round().astype(int),
            "northing": shapely.get_y(inside).round().astype(int),
            "source": source,
            "schematic": schematic,
        }
    )


def joined(shapes: np.ndarray, into: Sequence[str]) -> tuple[list[str], np.ndarray]:
    """Return the areas that polygons make up: their codes, sorted, and a polygon each.

    `into` says for each polygon the area it is part of.
    """
    import shapely

    codes = sorted(set(into))
    belongs = np.asarray(into, dtype=object)
    return codes, np.array([shapely.union_all(shapes[belongs == code]) for code in codes], dtype=object)


def shapes_of(outlines: pd.DataFrame) -> np.ndarray:
    """Return the polygons (metres) of rows of `boundary`."""
    import shapely

    return shapely.from_wkb([bytes(each) for each in outlines["outline"]])


def geojson(outlines: pd.DataFrame, grid: str = grids.BRITISH) -> str:
    """Return rows of `boundary` as GeoJSON in degrees, each feature's id its code, rings clockwise.

    `grid` is the system of their metres. Clockwise is against RFC 7946 and what d3, which draws
    them, takes for the inside.
    """
    import shapely

    def in_degrees(points: np.ndarray) -> np.ndarray:
        return np.column_stack(rounded_degrees(points[:, 0], points[:, 1], grid))

    drawn = shapely.transform(shapes_of(outlines), in_degrees, include_z=False)
    drawn = shapely.orient_polygons(drawn, exterior_cw=True)
    features = [
        f'{{"type":"Feature","id":{json.dumps(code)},"properties":{{}},"geometry":{shape}}}'
        for code, shape in zip(outlines["code"], shapely.to_geojson(drawn), strict=True)
    ]
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'


def lines(outlines: pd.DataFrame) -> str:
    """Return borders of rows of `boundary` as JSON.

    Lists `x` and `y` in whole metres, null between rings; `areas` says of each ring whose it is, where
    in the lists it begins, and where it has ended.
    """
    import shapely

    rings, of = shapely.get_rings(shapes_of(outlines), return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    ends = np.flatnonzero(np.diff(ring)) + 1
    x, y = (np.insert(points[:, at].round(), ends, np.nan) for at in (0, 1))
    whole = [[None if np.isnan(each) else int(each) for each in axis] for axis in (x, y)]
    first = np.r_[0, ends] + np.arange(len(rings))  # a null before each ring but the first
    last = np.r_[ends, len(points)] + np.arange(len(rings))
    codes = outlines["code"].to_numpy()[of]
    areas = [[str(code), int(a), int(b)] for code, a, b in zip(codes, first, last, strict=True)]
    return json.dumps({"x": whole[0], "y": whole[1], "areas": areas}, separators=(",", ":"))


def rounded_degrees(easting: Any, northing: Any, grid: str = grids.BRITISH) -> tuple[np.ndarray, np.ndarray]:
    """Return longitude and latitude (WGS84) of points of a grid, rounded to about a metre."""
    longitude, latitude = grids.degrees(easting, northing, grid)
    return np.round(longitude, DIGITS), np.round(latitude, DIGITS)
