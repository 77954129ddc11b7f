"""Schematic outlines for the made-up small areas: true in their places, made up in their borders."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru import outlines, reference
from vru.demo.places import Places, places

SOURCE = "Schematic: drawn for this demo, no real border"
SHORE = 450
"""Metres of land round a small area whose middle the hand-drawn coast would leave in the sea."""


def boundaries() -> pd.DataFrame:
    """Return rows of `boundary` for the demo's districts, partnerships, wards, beats and small areas.

    Small areas are the land nearer to their middle than to another's; all else is made of them,
    so that borders are shared at every level. The same at every call.
    """
    made = places()
    cells = _cells(made)
    small = outlines.rows("lsoa", made.areas["code"], _names(made), cells, source=SOURCE, schematic=True)
    return pd.concat([*_larger(made, cells), small], ignore_index=True)


def _cells(made: Places) -> np.ndarray:
    import shapely

    middles = shapely.points(made.areas["easting"], made.areas["northing"])
    land = shapely.union_all([_land(), *shapely.buffer(middles, SHORE)])
    cells = shapely.voronoi_polygons(shapely.multipoints(middles), extend_to=land, ordered=True)
    return shapely.intersection(shapely.get_parts(cells), land)


def _land():
    import shapely

    corners = reference.table("demo_outline")[["easting", "northing"]].astype(int)
    return shapely.polygons(corners.to_numpy())


def _names(made: Places) -> list[str]:
    towns = reference.table("demo_towns")["town"]
    within = made.areas.groupby("town").cumcount() + 1
    return [f"{towns[town]} {number:03d}" for town, number in zip(made.areas["town"], within, strict=True)]


def _larger(made: Places, cells: np.ndarray) -> list[pd.DataFrame]:
    """Return the levels made of small areas, simplified no further: their corners are few."""
    districts = made.districts["code"].to_numpy()[made.areas["district"]]
    names = {"district": reference.area_names("district"), "csp": reference.area_names("csp")}
    into = {
        "district": list(districts),
        "csp": [reference.csp_of()[each] for each in districts],
        "ward": list(made.areas["ward"]),
        "beat": list(made.areas["beat"]),
    }
    towns = reference.table("demo_towns")["town"]
    names["beat"] = dict(zip(made.areas["beat"], towns[made.areas["town"]], strict=True))
    names["ward"] = _wards(made, names["beat"])
    drawn = []
    for level, belongs in into.items():
        codes, shapes = outlines.joined(cells, belongs)
        said = [names[level][code] for code in codes]
        drawn.append(outlines.rows(level, codes, said, shapes, source=SOURCE, schematic=True))
    return drawn


def _wards(made: Places, towns: dict[str, str]) -> dict[str, str]:
    wards = made.areas.drop_duplicates("ward")
    number = wards.groupby("beat").cumcount() + 1
    return {
        code: f"{towns[beat]} ward {n}"
        for code, beat, n in zip(wards["ward"], wards["beat"], number, strict=True)
    }
