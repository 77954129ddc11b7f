"""A made-up index of deprivation for the demo's small areas, in the shape of the published one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru.demo.places import Places

EDITION, RESIDENTS_YEAR = 2019, 2015
CENTRE = 3.0
"""How much more crime the middle of a town draws: that is not its residents' deprivation."""


def deprivation_table(places: Places, scale: float) -> pd.DataFrame:
    """Return a row a small area: edition, lsoa, district, decile (1 = most deprived), score, residents.

    `scale` is the size of the demo, 1 for the whole force.

    Where more crime happens areas are more deprived, but for town centres, and only loosely: the
    score strays from it by made-up amounts that are the same at every call.
    """
    areas = places.areas
    drawn = areas["crime"].to_numpy() / np.where(areas["night"].to_numpy() > 0, CENTRE, 1.0)
    strays = np.exp(0.35 * np.sin(np.arange(len(areas)) * 1.7))
    score = 20 * drawn * strays
    place = np.argsort(np.argsort(-score, kind="stable"), kind="stable")
    homes = areas["home"] / areas.groupby("district")["home"].transform("sum")
    people = places.districts["residents_2020"].to_numpy()[areas["district"]] * homes
    return pd.DataFrame(
        {
            "edition": EDITION,
            "lsoa": areas["code"],
            "district": places.districts["code"].to_numpy()[areas["district"]],
            "decile": 1 + 10 * place // len(areas),
            "score": np.char.mod("%.3f", score).astype(object),
            "residents": (scale * people).round().clip(1).astype(int),
            "residents_year": RESIDENTS_YEAR,
        }
    ).astype({"edition": str, "decile": str, "residents": str, "residents_year": str})
