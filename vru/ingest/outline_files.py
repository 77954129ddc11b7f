"""Reading a file of outlines: any format and coordinate system, into whole polygons in metres."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from vru import grids
from vru.errors import InputError

BRITAIN = (0.0, 0.0, 700_000.0, 1_300_000.0)  # west, south, east, north of the National Grid, metres
LEAST_WIDTH = 100.0
"""Units: a file of districts or small areas in metres is wider; one in degrees never is."""


@dataclass
class Outlines:
    """Areas of a file in metres of a grid, a row each, and what was done to read them."""

    file: str
    table: Any  # geopandas.GeoDataFrame
    grid: str = grids.BRITISH
    notes: list[str] = field(default_factory=list)

    def refuse(self, problem: str, remedy: str) -> InputError:
        """Return the error that names this file."""
        return InputError(self.file, problem, remedy)


def read(path: Path, crs: str | None = None, grid: str = grids.BRITISH) -> Outlines:
    """Return the outlines of a GeoJSON, shapefile or GeoPackage, repaired and in metres of a grid.

    `crs` is the coordinate system of a file that does not name its own. Raises InputError for a
    file that is none, without areas, without a coordinate system, with degrees called metres,
    with swapped axes, or outside the land of the grid.
    """
    found = Outlines(path.name, _opened(path), grid)
    found.table = _with_shapes(found)
    _name_system(found, crs)
    _refuse_degrees(found)
    found.table = _in_metres(found)
    found.table = _repaired(found)
    return found


def _opened(path: Path) -> Any:
    import geopandas
    from pyogrio.errors import DataSourceError

    if not path.is_file():
        raise InputError(path.name, "there is no such file", "Give the path of a file of outlines.")
    try:
        return geopandas.read_file(path, engine="pyogrio")
    except (DataSourceError, ValueError, RuntimeError) as problem:
        raise InputError(
            path.name,
            "no outlines can be read from it",
            "Give a GeoJSON, a GeoPackage, or a shapefile with its .shx, .dbf and .prj beside it.",
        ) from problem


def _with_shapes(found: Outlines) -> Any:
    table = found.table
    if "geometry" not in table.columns or not len(table):
        raise found.refuse(
            "it has no geometry", "Export the areas with their outlines, not only their table."
        )
    bare = table.geometry.isna() | table.geometry.is_empty
    flat = ~bare & ~table.geometry.geom_type.isin(["Polygon", "MultiPolygon", "GeometryCollection"])
    if bare.all():
        raise found.refuse("no row has an outline", "Export the areas with their outlines.")
    if flat.any():
        raise found.refuse(
            f"{int(flat.sum())} of {len(table)} rows are points or lines, not areas",
            "Give outlines (polygons), such as ONS boundaries; points of centroids cannot be drawn as areas.",
        )
    if bare.any():
        found.notes.append(f"{int(bare.sum())} of {len(table)} rows have no outline and were left out.")
    return table[~bare].reset_index(drop=True)


def _name_system(found: Outlines, crs: str | None) -> None:
    from pyproj.exceptions import CRSError

    if found.table.crs is not None:
        return
    if crs is None:
        raise found.refuse(
            "it does not say in which coordinate system its numbers are",
            "Keep the .prj beside a shapefile, or name the system: --crs EPSG:27700 (British metres).",
        )
    try:
        found.table = found.table.set_crs(crs)
    except CRSError as problem:
        raise InputError(
            "--crs", "this coordinate system is not known", "Write it like EPSG:27700."
        ) from problem
    found.notes.append(f"The file names no coordinate system; {crs} was taken as told.")


def _refuse_degrees(found: Outlines) -> None:
    west, south, east, north = found.table.total_bounds
    small = (
        max(abs(west), abs(south), abs(east), abs(north)) <= 360
        and max(east - west, north - south) < LEAST_WIDTH
    )
    if found.table.crs.is_projected and small:
        raise found.refuse(
            f"its numbers are degrees, but it calls them {found.table.crs.name}, which is metres",
            "Export it again in one coordinate system, or correct its label to EPSG:4326.",
        )
    if found.table.crs.is_geographic and not small:
        raise found.refuse(
            f"its numbers are no degrees, but it calls them {found.table.crs.name}",
            "Export it again; a GeoJSON holds longitude and latitude unless it names another system.",
        )


def _in_metres(found: Outlines) -> Any:
    import shapely

    made = found.table.to_crs(found.grid)
    if _on_land(made.total_bounds, found.grid):
        return made
    turned = found.table.set_geometry(
        shapely.transform(found.table.geometry.to_numpy(), lambda each: each[:, ::-1]), crs=found.table.crs
    ).to_crs(found.grid)
    if _on_land(turned.total_bounds, found.grid):
        raise found.refuse(
            "its axes are swapped: north stands where east should",
            "Export it with longitude (or easting) first, latitude (or northing) second.",
        )
    land = "Great Britain" if found.grid == grids.BRITISH else f"the land of {grids.name(found.grid)}"
    raise found.refuse(
        f"it lies outside {land}",
        "Give boundaries of the force's areas, and check their coordinate system.",
    )


def _on_land(bounds: np.ndarray, grid: str) -> bool:
    if grid != grids.BRITISH:
        return bool(grids.within(*grids.degrees(bounds[::2], bounds[1::2], grid), grid).all())
    west, south, east, north = BRITAIN
    known = np.isfinite(bounds).all()
    return bool(
        known and west <= bounds[0] and south <= bounds[1] and bounds[2] <= east and bounds[3] <= north
    )


def _repaired(found: Outlines) -> Any:
    import shapely

    shapes = shapely.force_2d(found.table.geometry.to_numpy())
    broken = ~shapely.is_valid(shapes)
    if broken.any():
        found.notes.append(
            f"{int(broken.sum())} of {len(shapes)} outlines crossed themselves and were repaired."
        )
    whole = np.array([_polygons(each) for each in shapely.make_valid(shapes)], dtype=object)
    return found.table.set_geometry(whole, crs=found.grid)


def _polygons(shape: Any) -> Any:
    """Return the areas of a repaired shape: a repair may leave lines and points beside them."""
    import shapely

    if shapely.get_type_id(shape) in (3, 6):  # polygon, multipolygon
        return shape
    parts = shapely.get_parts(shape)
    return shapely.union_all([each for each in parts if shapely.get_dimensions(each) == 2])
