"""Cleaners of points: eastings and northings, grid references with letters, any coordinate system.

Whole columns at once (numpy), since nearly every point is a value of its own. A point is
repaired only where exactly one reading of it lies in the force; it is then marked so.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vru import grids
from vru.ingest import clean

# Kent and Medway in two boxes of EPSG:27700 metres (west, south, east, north): the county's
# southern edge lies 12 km further north in its western half, and one box would take in Sussex.
FORCE = ((542_000, 127_000, 576_000, 180_000), (576_000, 115_000, 641_000, 180_000))
# the grid squares of the force by their letters' first easting and northing
SQUARES = ((500_000, 100_000), (600_000, 100_000), (500_000, 200_000), (600_000, 200_000))
GRID_EAST, GRID_NORTH = 700_000, 1_300_000  # the National Grid ends here
_PLAIN = r"^-?[0-9]{1,9}(\.[0-9]{1,9})?$"
_LETTERS = re.compile(r"([HNOST])([A-HJ-Z])([0-9]{2,10})")
_ALPHABET = "ABCDEFGHJKLMNOPQRSTUVWXYZ"  # no I


class Points(NamedTuple):
    """Points in metres of the store's grid; arrays have shape (n,).

    `easting` and `northing` are NaN where there is no usable point; `quality` is exact,
    snapped, repaired, outside or None. `steps` counts what was done, by code of vru.terms.STEPS.
    `turned` says that most points would have a place only if north stood first.
    """

    easting: np.ndarray
    northing: np.ndarray
    quality: np.ndarray
    steps: dict[str, int]
    turned: bool = False


def in_force(easting: np.ndarray, northing: np.ndarray) -> np.ndarray:
    """Return which points (metres) lie in one of the force's boxes."""
    inside = np.zeros(np.shape(easting), bool)
    for west, south, east, north in FORCE:
        inside |= (easting >= west) & (easting < east) & (northing >= south) & (northing < north)
    return inside


def numbers(column: pa.ChunkedArray | pa.Array) -> np.ndarray:
    """Return a text column as floats, NaN where it holds no number."""
    column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    plain = pc.match_substring_regex(column, _PLAIN)
    found = pc.cast(pc.if_else(plain, column, pa.scalar(None, pa.string())), pa.float64())
    found = found.to_numpy(zero_copy_only=False).copy()
    odd = np.flatnonzero(pc.fill_null(pc.invert(plain), False).to_numpy(zero_copy_only=False))
    for at in odd:
        value = clean.number(column[int(at)].as_py()).value
        found[at] = np.nan if value is None else value
    return found


def grid_points(easting: pa.Array, northing: pa.Array, *, snapped: bool = False) -> Points:
    """Return points from an easting and a northing column, or from grid references in the first.

    Swapped pairs, pairs that lost last digits and pairs that lost their letters' hundreds of
    kilometres are repaired where exactly one reading lies in the force. Points outside the
    force are kept and marked; 0,0 and half a point are unknown.
    """
    east, north = numbers(easting), numbers(northing)
    # half a letter reference is no number: those rows are read as references instead
    lettered = _read_letters(easting, east, north)
    steps = {"half_a_point": int((np.isnan(east) ^ np.isnan(north)).sum())}
    usable = ~(np.isnan(east) | np.isnan(north))
    nowhere = usable & ((east <= 1) | (north <= 1))
    steps["point_nowhere"] = int(nowhere.sum())
    usable &= ~nowhere
    repaired = np.zeros(usable.shape, bool)
    suspect = np.flatnonzero(usable & ~in_force(east, north))
    for at in suspect:
        point = repair(float(east[at]), float(north[at]))
        if point:
            (east[at], north[at]), repaired[at] = point, True
    return _finished(east, north, usable, repaired, lettered | snapped, steps)


def system_points(
    x: pa.Array, y: pa.Array, *, of: str = grids.DEGREES, grid: str = grids.BRITISH, snapped: bool = False
) -> Points:
    """Return points of any coordinate system (east first) in metres of a grid, as near as the two allow.

    What lies beyond the land that either system is made for is unknown. Off the National Grid there
    is no force to be outside of.
    """
    first, second = numbers(x), numbers(y)
    steps = {"half_a_point": int((np.isnan(first) ^ np.isnan(second)).sum())}
    usable = ~(np.isnan(first) | np.isnan(second))
    nowhere = usable & ((np.abs(first) < 1e-6) & (np.abs(second) < 1e-6))
    usable &= ~nowhere
    steps["point_nowhere"] = int(nowhere.sum())
    on = _on_land(first, second, usable, of, grid)
    turned = on.sum() < usable.sum() / 2 < _on_land(second, first, usable, of, grid).sum()
    steps["off_the_grid"] = int((usable & ~on).sum())
    east, north = np.full(first.shape, np.nan), np.full(first.shape, np.nan)
    east[on], north[on] = grids.moved(first[on], second[on], of, grid)
    nothing = np.zeros(on.shape, bool)
    made = _finished(east, north, on, nothing, nothing | snapped, steps, british=grid == grids.BRITISH)
    return made._replace(turned=bool(turned))


def _on_land(x: np.ndarray, y: np.ndarray, usable: np.ndarray, of: str, grid: str) -> np.ndarray:
    """Return which of the usable points lie where both systems may be used."""
    longitude, latitude = grids.moved(x[usable], y[usable], of, grids.DEGREES)
    on = usable.copy()
    on[usable] = grids.within(longitude, latitude, grid) & grids.within(longitude, latitude, of)
    return on


def _finished(east, north, usable, repaired, snapped, steps, *, british=True) -> Points:
    on = (east > 0) & (east < GRID_EAST) & (north > 0) & (north < GRID_NORTH)
    off = usable & ~on & british
    steps["off_the_grid"] = steps.get("off_the_grid", 0) + int(off.sum())
    usable = usable & ~off
    inside = in_force(east, north) | (not british)
    quality = np.full(usable.shape, None, object)
    quality[usable] = "exact"
    quality[usable & snapped] = "snapped"
    quality[usable & repaired] = "repaired"
    quality[usable & ~inside] = "outside"
    steps |= {
        "point_repaired": int((usable & repaired).sum()),
        "point_outside": int((usable & ~inside).sum()),
    }
    east = np.where(usable, np.floor(east), np.nan)
    north = np.where(usable, np.floor(north), np.nan)
    return Points(east, north, quality, {name: count for name, count in steps.items() if count})


def repair(easting: float, northing: float) -> tuple[float, float] | None:
    """Return the one reading of a pair that lies in the force, None where there is none or several."""
    longer = _lengthened(easting), _lengthened(northing)
    pairs = [(northing, easting), longer, longer[::-1]]
    # letters are lost from both numbers of a reference, or from none
    if max(easting, northing) < 100_000:
        pairs += [(easting + east, northing + north) for east, north in SQUARES]
    inside = {each for each in pairs if in_force(np.array(each[0]), np.array(each[1]))}
    return inside.pop() if len(inside) == 1 else None


def _lengthened(metres: float) -> float:
    digits = len(str(int(abs(metres))))
    return float(int(metres) * 10 ** (6 - digits)) if 3 <= digits < 6 else metres


def _read_letters(column: pa.Array, east: np.ndarray, north: np.ndarray) -> np.ndarray:
    """Fill points of grid references such as TQ 123 456, and say which are coarser than a metre."""
    coarse = np.zeros(east.shape, bool)
    lettered = pc.fill_null(pc.match_substring_regex(column, "^ *[A-Za-z]"), False)
    for at in np.flatnonzero(lettered.to_numpy(zero_copy_only=False)):
        read = grid_reference(column[int(at)].as_py())
        if read:
            east[at], north[at], metres = read
            coarse[at] = metres > 1
    return coarse


def grid_reference(value: str) -> tuple[float, float, int] | None:
    """Return easting, northing and size in metres of the square a reference names, at its centre.

    `TQ 123 456` is a square of 100 m. None for anything that is no reference of the National Grid.
    """
    match = _LETTERS.fullmatch("".join(value.upper().split()))
    if not match or len(match[3]) % 2:
        return None
    first, second = _ALPHABET.index(match[1]), _ALPHABET.index(match[2])
    east = ((first - 2) % 5) * 5 + second % 5
    north = 19 - (first // 5) * 5 - second // 5
    half = len(match[3]) // 2
    metres = 10 ** (5 - half)
    centre = metres // 2
    return (
        float(east * 100_000 + int(match[3][:half]) * metres + centre),
        float(north * 100_000 + int(match[3][half:]) * metres + centre),
        metres,
    )
