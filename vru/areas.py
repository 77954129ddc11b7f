"""Areas one can filter by: their levels, what they are called, and which of them a store knows."""

from __future__ import annotations

import re

from vru import reference
from vru.capabilities import Capabilities

OUTLINED = ("ward", "beat", "lsoa")
"""Levels of areas below the district that outlines name: a store offers those it has."""
SMALL = (*OUTLINED, "cell")
"""Levels below the district; squares need no outline, but points."""
CELL = 250
"""Width of a square in metres; the queries' macro `square` has the same."""
LEVELS = {
    "district": "Districts",
    "csp": "Safety partnerships",
    "ward": "Wards",
    "beat": "Beats",
    "lsoa": "Small areas (LSOA)",
    "cell": f"Squares of {CELL} m",
}
ONE = {
    "district": "district",
    "csp": "partnership",
    "ward": "ward",
    "beat": "beat",
    "lsoa": "small area",
    "cell": "square",
}
"""What an area of a level is called in a sentence."""
MANY = {level: f"{one}s" for level, one in ONE.items()}


def levels(capabilities: Capabilities) -> tuple[str, ...]:
    """Return the levels of areas that a store can be filtered by."""
    has = {*capabilities.small_areas, *(["cell"] if capabilities.has_squares else [])}
    return tuple(each for each in LEVELS if each not in SMALL or each in has)


def knows(level: str, code: str, capabilities: Capabilities) -> bool:
    """Return whether a store can be filtered by an area; by any square of its grid, with offences or none."""
    if level == "cell":
        return capabilities.has_squares and square_of(*_metres(code)) == code
    return code in known_areas(level, capabilities)


def square_of(easting: int, northing: int) -> str:
    """Return the code of the square that a point (metres) lies in: its middle, as `575125_167875`."""
    return "_".join(str(metres // CELL * CELL + CELL // 2) for metres in (easting, northing))


def square_name(code: str) -> str:
    """Return what a square is called: the hundreds of metres of its middle, east and north."""
    east, north = _metres(code)
    return f"{east // 100:05d} {north // 100:05d}"


def _metres(code: str) -> tuple[int, int]:
    """Return easting and northing of a square's code; 0 and 0, no square's middle, for others."""
    found = re.fullmatch(r"(\d{1,7})_(\d{1,7})", code)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def known_areas(level: str, capabilities: Capabilities) -> dict[str, str]:
    """Return the names by code of the areas of a level that a store can be filtered by; squares have none."""
    if level in SMALL:
        return capabilities.small_areas.get(level, {})
    own = {code: code for code in capabilities.districts} if level == "district" else {}
    return {**own, **reference.area_names(level)}
