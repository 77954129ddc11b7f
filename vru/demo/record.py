"""The police record of the crimes: place, code, flags, outcome; what a clean extract would hold."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru.demo.codes import offence_codes
from vru.demo.crimes import (
    FAMILY,
    GENERAL,
    HISTORIC,
    HOMICIDE,
    NOT_A_CRIME,
    PARTNER,
    SEXUAL,
    roots,
)
from vru.demo.days import BURN_IN, INCOMPLETE_MONTH, INCOMPLETE_SHARE, Days, levels
from vru.demo.people import People
from vru.demo.places import Places
from vru.demo.worlds import World
from vru.reference import table

APPEARS_IN, APPEARS_FROM = "Ashford", "2021-01-01"
NOISE_IN, NOISE_MONTH, NOISE_CRIMES = "Paddock Wood", "2017-08", 24
NEAR_METRES = 75  # spread of a crime round the one it follows, on each axis
NIGHT_SHARE = 0.55  # general crimes between 21:00 and 04:00 that happen in a town centre
# how likely a knife is, relative within a year; homicide is fixed
KNIFE = {
    "2": 0.5,
    "5A": 0.22,
    "5D": 0.22,
    "34A": 0.22,
    "34B": 0.2,
    "3B": 0.14,
    "8N": 0.009,
    "8G": 0.009,
    "19C": 0.01,
}
KNIFE_HOMICIDE = 0.38
PLACE_TYPES = ("street", "licensed premises", "shop", "park", "transport", "school", "dwelling")
OUTCOMES = {
    "charged or summonsed": 0.17,
    "caution": 0.06,
    "community resolution": 0.07,
    "no suspect identified": 0.22,
    "evidential difficulties: victim does not support": 0.33,
    "evidential difficulties: victim supports": 0.13,
    "not yet assigned": 0.02,
}


def record(
    crimes: pd.DataFrame,
    days: Days,
    places: Places,
    people: People,
    world: World,
    scale: float,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return the crimes recorded within the extract, with everything an offence row says.

    Rows are in order of time recorded; `victim_age` and `suspect_age` are completed years when committed.
    """
    crimes = _place(crimes, days, places, people, world, scale, rng)
    crimes = _dates(crimes, days, people, rng)
    inside = (crimes["recorded"] >= days.date[BURN_IN]) & (crimes["recorded"] <= days.date[-1])
    crimes = crimes[inside & ~_lost(crimes, rng)]
    crimes = crimes.sort_values(["recorded", "committed", "minute"], kind="stable", ignore_index=True)
    crimes["victim_age"] = people.age(crimes["victim"].to_numpy(), crimes["committed"].to_numpy())
    crimes["suspect_age"] = people.age(crimes["suspect"].to_numpy(), crimes["committed"].to_numpy())
    crimes["code"] = offence_codes(crimes, people, days, world, rng)
    crimes["status"] = _statuses(crimes, rng)
    crimes["domestic"] = _domestic(crimes)
    crimes["knife"] = _knives(crimes, scale, rng)
    return _details(crimes, rng)


def _dates(crimes, days, people, rng) -> pd.DataFrame:
    committed = days.date[crimes["day"]]
    recorded = committed + crimes["lag"].to_numpy()
    # a crime of years ago is recorded today: it keeps the day of recording, and moves back
    long_ago = (crimes["kind"] == SEXUAL) & (rng.random(len(crimes)) < HISTORIC)
    victim, suspect = (people.age(crimes[each].to_numpy(), committed) for each in ("victim", "suspect"))
    longest = 365 * np.minimum(victim - 5, suspect - 13)
    long_ago &= longest > 365
    back = np.minimum(365 + rng.exponential(3_600, len(crimes)), longest).astype(int)
    committed = np.where(long_ago, committed - np.where(long_ago, back, 0), committed)
    return crimes.assign(committed=committed, recorded=recorded, historic=long_ago)


def _lost(crimes, rng) -> np.ndarray:
    month = crimes["recorded"].to_numpy().astype("datetime64[M]")
    inside = month == np.datetime64(INCOMPLETE_MONTH)
    return inside & (rng.random(len(crimes)) < INCOMPLETE_SHARE)


def _place(crimes, days, places, people, world, scale, rng) -> pd.DataFrame:
    """Add `area` (row of places.areas), easting, northing and place type."""
    areas = places.areas
    hour = crimes["minute"].to_numpy() // 60
    general = (crimes["relation"] == GENERAL).to_numpy()
    out = general & (rng.random(len(crimes)) < np.where((hour >= 21) | (hour < 4), NIGHT_SHARE, 0.16))
    area = np.empty(len(crimes), dtype=int)
    later = days.date[crimes["day"]] >= np.datetime64(APPEARS_FROM)
    home = _home_areas(crimes["victim"].to_numpy(), people, places)
    for district in range(len(places.districts)):
        here = (crimes["district"] == district).to_numpy()
        area[here & out] = _pick_area(areas, district, "night", np.ones(len(areas)), (here & out).sum(), rng)
        for rows, boost in ((here & ~out & ~later, 1.0), (here & ~out & later, world.hotspot_appears)):
            changed = np.where(np.arange(len(areas)) == appearing(places), boost, 1.0)
            area[rows] = _pick_area(areas, district, "crime", changed, rows.sum(), rng)
    at_home = ~general & (people.district(crimes["victim"].to_numpy()) == crimes["district"].to_numpy())
    area = np.where(at_home, home, area)
    area = _burst(crimes, area, days, places, scale)
    return _points(crimes, area, out, areas, rng)


def _burst(crimes, area, days, places, scale) -> np.ndarray:
    """Move a month's worth of chance into one area: the hotspot that is noise."""
    area_of_it = noisy(places)
    month = days.date[crimes["day"]].astype("datetime64[M]") == np.datetime64(NOISE_MONTH)
    near = (crimes["district"] == places.areas["district"][area_of_it]).to_numpy()
    moved = np.flatnonzero(month & near & (crimes["relation"] == GENERAL).to_numpy())
    area[moved[: max(1, round(NOISE_CRIMES * scale))]] = area_of_it
    return area


def _pick_area(areas, district, column, factor, count, rng) -> np.ndarray:
    rows = np.flatnonzero(areas["district"] == district)
    weights = areas[column].to_numpy()[rows] * factor[rows]
    return rng.choice(rows, count, p=weights / weights.sum())


def appearing(places: Places) -> int:
    """Return the row of the small area that becomes a hotspot: residential, away from the centre."""
    town = places.areas["beat"][(places.areas["district"] == _district(places, APPEARS_IN))].iloc[0]
    return int(np.flatnonzero(places.areas["beat"] == town)[20])


def noisy(places: Places) -> int:
    """Return the row of the small area that looks like a hotspot for one month, by chance."""
    town = np.flatnonzero(table("demo_towns")["town"] == NOISE_IN)[0]
    return int(np.flatnonzero(places.areas["town"] == town)[1])


def _district(places: Places, name: str) -> int:
    return int(np.flatnonzero(places.districts["name"] == name)[0])


def _home_areas(person: np.ndarray, people: People, places: Places) -> np.ndarray:
    # each person has one home for all the years: a fixed number turned into an area of the district
    fraction = (person * 2654435761 % 2**32) / 2**32
    first = np.searchsorted(places.areas["district"], np.arange(len(places.districts) + 1))
    low = first[people.district(person)]
    return low + np.floor(fraction * (first[people.district(person) + 1] - low)).astype(int)


def _points(crimes, area, out, areas, rng) -> pd.DataFrame:
    spread = np.where(out, 170, 190)
    east = areas["easting"].to_numpy()[area] + rng.normal(0, 1, len(crimes)) * spread
    north = areas["northing"].to_numpy()[area] + rng.normal(0, 1, len(crimes)) * spread
    root = roots(_positions(crimes))
    follows = root != np.arange(len(crimes))
    area = np.where(follows, area[root], area)
    east = np.where(follows, east[root] + rng.normal(0, NEAR_METRES, len(crimes)), east)
    north = np.where(follows, north[root] + rng.normal(0, NEAR_METRES, len(crimes)), north)
    place = rng.choice(6, len(crimes), p=(0.58, 0.16, 0.1, 0.07, 0.05, 0.04))
    home = (crimes["relation"] != GENERAL).to_numpy() | (~out & (rng.random(len(crimes)) < 0.3))
    return crimes.assign(
        area=area,
        centre=out,
        easting=east.round().astype(int),
        northing=north.round().astype(int),
        place=np.where(home, 6, place),
    )


def _positions(crimes: pd.DataFrame) -> np.ndarray:
    # near_to names rows of the drawn crimes; rows added later share their incident's place
    at = np.full(int(crimes["incident"].max()) + 1, -1)
    first = ~crimes["incident"].duplicated().to_numpy()
    at[crimes["incident"].to_numpy()[first]] = np.flatnonzero(first)
    near = crimes["near_to"].to_numpy()
    same = np.where(first, -1, at[crimes["incident"]])
    return np.where(first & (near >= 0), at[np.maximum(near, 0)], same)


def _statuses(crimes, rng) -> np.ndarray:
    names = ["crime", *NOT_A_CRIME]
    chance = [1 - sum(NOT_A_CRIME.values()), *NOT_A_CRIME.values()]
    status = rng.choice(names, len(crimes), p=chance)
    return np.where(crimes["kind"] == HOMICIDE, "crime", status)


def _domestic(crimes) -> np.ndarray:
    # the national definition: family or intimate partners, both aged 16 or over
    both = (crimes["victim_age"] >= 16) & (crimes["suspect_age"] >= 16)
    return (crimes["relation"].isin([PARTNER, FAMILY]) & both).to_numpy()


def _knives(crimes, scale, rng) -> np.ndarray:
    chance = crimes["code"].map(KNIFE).fillna(0.0).to_numpy(dtype=float, copy=True)
    stamp = pd.DatetimeIndex(crimes["recorded"])
    year = (stamp.year + (stamp.month >= 4)).to_numpy()
    homicide = (crimes["kind"] == HOMICIDE).to_numpy()
    counted = (crimes["status"] == "crime").to_numpy()
    figures = levels("knife")
    for each in np.unique(year):
        rows = (year == each) & counted
        wanted = figures[min(max(each, figures.index[0]), figures.index[-1])] * scale
        wanted -= KNIFE_HOMICIDE * (rows & homicide).sum()
        chance[year == each] *= max(wanted, 0) / max(chance[rows].sum(), 1e-9)
    return rng.random(len(crimes)) < np.where(homicide, KNIFE_HOMICIDE, np.minimum(chance, 0.9))


def _details(crimes, rng) -> pd.DataFrame:
    size = len(crimes)
    general = (crimes["relation"] == GENERAL).to_numpy()
    hour = crimes["minute"].to_numpy() // 60
    drunk = rng.random(size) < np.where((hour >= 20) | (hour < 5), 0.48, 0.16)
    teens = (crimes["suspect_age"] < 25).to_numpy() & general
    outcome = np.array(list(OUTCOMES))
    chance = np.array(list(OUTCOMES.values()))
    return crimes.assign(
        alcohol=drunk,
        gang=teens & (rng.random(size) < np.where(crimes["knife"], 0.16, 0.012)),
        place_type=np.array(PLACE_TYPES)[crimes["place"]],
        public=np.isin(crimes["place"].to_numpy(), (0, 3, 4)),
        ranged=rng.random(size) < np.where(crimes["kind"] == SEXUAL, 0.35, 0.08),
        outcome=outcome[rng.choice(outcome.size, size, p=chance / chance.sum())],
        weapon=_weapons(crimes, rng),
    )


def _weapons(crimes, rng) -> np.ndarray:
    other = rng.choice(
        ["", "hands or feet", "blunt object", "glass or bottle", "other"],
        len(crimes),
        p=(0.55, 0.28, 0.06, 0.06, 0.05),
    )
    return np.where(crimes["knife"], "knife or sharp instrument", other)
