"""Coordinate systems: what one is called, where it may be used, and the way from one to another.

A store keeps its points and outlines in one system of metres, its grid: the National Grid of Great
Britain, unless the mapping of its first extract with points names another.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

BRITISH = "EPSG:27700"
DEGREES = "EPSG:4326"
MARGIN = 0.25
"""Degrees by which a point may lie beyond the land a system is made for."""
_BRITAIN = (-9.0, 49.0, 3.0, 62.0)


def fault(code: str, *, metric: bool = False) -> str | None:
    """Return what is wrong with the code of a system, None where nothing is; `metric`: it must be metres."""
    from pyproj.exceptions import CRSError

    try:
        system = _system(code)
    except CRSError:
        return "this coordinate system is not known"
    if system.area_of_use is None:
        return "nobody says where on the earth this coordinate system may be used"
    metres = system.is_projected and all(axis.unit_name == "metre" for axis in system.axis_info)
    return "this coordinate system is not one of metres" if metric and not metres else None


def name(code: str) -> str:
    """Return what a grid is called in a caption."""
    return "the National Grid" if code == BRITISH else f"{_system(code).name} ({code})"


def degrees(easting: Any, northing: Any, grid: str = BRITISH) -> tuple[np.ndarray, np.ndarray]:
    """Return longitude and latitude (WGS84) of points of a grid."""
    return moved(easting, northing, grid, DEGREES)


def moved(x: Any, y: Any, of: str, to: str) -> tuple[np.ndarray, np.ndarray]:
    """Return points of one system in another, east first; infinite where they have no place there."""
    found = _way(of, to).transform(np.asarray(x, float), np.asarray(y, float))
    return found[0], found[1]


def within(longitude: np.ndarray, latitude: np.ndarray, code: str) -> np.ndarray:
    """Return which points (degrees) lie in the land a system is made for, or just beyond it."""
    west, south, east, north = _land(code)
    return (longitude >= west) & (longitude <= east) & (latitude >= south) & (latitude <= north)


@cache
def _land(code: str) -> tuple[float, float, float, float]:
    if code == BRITISH:
        return _BRITAIN
    west, south, east, north = _system(code).area_of_use.bounds
    return west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN


@cache
def _system(code: str) -> Any:
    from pyproj import CRS

    return CRS.from_user_input(code)


@cache
def _way(of: str, to: str) -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(of, to, always_xy=True)
