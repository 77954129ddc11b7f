"""Made-up small areas round real towns: codes that no register has, points inside the force."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vru.reference import table

RESIDENTS_PER_AREA = 1_690  # about 1,100 small areas in the force, as in the census
_GOLDEN_ANGLE = np.pi * (3 - 5**0.5)
_SEA = {"n": (0, 1), "e": (1, 0), "s": (0, -1), "w": (-1, 0), "se": (0.7071, -0.7071)}


@dataclass(frozen=True)
class Places:
    """The 13 districts and their small areas; an area's row number is its index everywhere."""

    districts: pd.DataFrame  # code, name, old_name, residents_2020, growth_per_year, violence_per_head
    areas: pd.DataFrame  # code, ward, beat, town, district (index), easting, northing, home, crime, night


def places() -> Places:
    """Return the districts and small areas of the demo: the same at every call and every seed."""
    districts = table("demo_districts").astype(
        {"residents_2020": int, "growth_per_year": float, "violence_per_head": float}
    )
    numbers = {"easting": int, "northing": int, "homes": float, "night": float}
    towns = table("demo_towns").astype(numbers)
    index = {code: i for i, code in enumerate(districts["code"])}
    parts = []
    for number, town in enumerate(towns.itertuples()):
        district = index[town.district]
        residents = districts["residents_2020"][district] * town.homes
        areas = _town(town, round(residents / RESIDENTS_PER_AREA))
        parts.append(areas.assign(district=district, town=number))
    areas = pd.concat(parts, ignore_index=True)
    return Places(districts, _codes(areas))


def _town(town, count: int) -> pd.DataFrame:
    # a sunflower spiral spreads homes evenly; what would lie in the sea is mirrored inland
    turn = np.arange(count)
    radius = 430 * np.sqrt(turn)
    east, north = radius * np.cos(turn * _GOLDEN_ANGLE), radius * np.sin(turn * _GOLDEN_ANGLE)
    if town.sea:
        x, y = _SEA[town.sea]
        out = np.maximum(east * x + north * y - 350, 0)
        east, north = east - 2 * out * x, north - 2 * out * y
    poor = np.exp(0.55 * np.sin(turn * 2.399 + len(town.town)))
    return pd.DataFrame(
        {
            "easting": (town.easting + east).round().astype(int),
            "northing": (town.northing + north).round().astype(int),
            "home": 1.0,
            "crime": poor * np.where(turn == 0, 3.0, 1.0),
            "night": np.where(turn == 0, town.night * town.homes, 0.0),
        }
    )


def _codes(areas: pd.DataFrame) -> pd.DataFrame:
    number = np.arange(len(areas))
    ward = areas["town"] * 100 + _turn(areas) // 6
    return areas.assign(
        code=[f"X01{each + 1:06d}" for each in number],
        ward=[f"X05{each + 1:06d}" for each in ward],
        beat=[f"B{each + 1:03d}" for each in areas["town"]],
    )


def _turn(areas: pd.DataFrame) -> pd.Series:
    """Return each area's place on a walk round its town's middle: six in a row are a ward in one piece."""
    middle = areas.groupby("town")[["easting", "northing"]].transform("mean")
    east, north = (areas[axis] - middle[axis] for axis in ("easting", "northing"))
    angle = pd.Series(np.arctan2(north, east), index=areas.index)
    return angle.groupby(areas["town"]).rank(method="first").astype(int) - 1
