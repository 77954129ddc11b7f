"""Who did what to whom: a suspect and a victim for every crime, and further crimes between them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru.demo.crimes import DRIVING, FAMILY, GENERAL, PARTNER, ROBBERY, SECOND_VICTIM, SEXUAL, VWI, roots
from vru.demo.days import Days
from vru.demo.people import OLDEST, People, draw, kin, per_head
from vru.demo.places import Places
from vru.demo.worlds import World

LOCAL = 0.85  # suspects who live in the district of the crime
AGE = np.arange(OLDEST + 1)
TO_PARENT, TO_CHILD, SIBLING, OTHER_FAMILY = range(4)


def young(mean: float, first: int = 9, narrow: float = 5.0) -> np.ndarray:
    """Return an age mix that rises fast after `first` and falls slowly (gamma), around `mean` years."""
    years = np.maximum(AGE - first, 0.0)
    return years ** (narrow - 1) * np.exp(-years * narrow / (mean - first))


def broad(mean: float, spread: float, first: int) -> np.ndarray:
    """Return a bell-shaped age mix that begins at `first`."""
    return np.where(first <= AGE, np.exp(-0.5 * ((AGE - mean) / spread) ** 2), 0.0)


def mixed(first: np.ndarray, second: np.ndarray, share: np.ndarray | float) -> np.ndarray:
    """Return the mix in which `share` comes from the second, one row a year where `share` is an array."""
    one, two = first / first.sum(), second / second.sum()
    part = np.asarray(share, dtype=float)
    return (1 - part)[..., None] * one + part[..., None] * two


def along(days: Days, pair: tuple[float, float]) -> np.ndarray:
    """Return a planted straight line by population year."""
    position = np.bincount(days.year, days.along) / np.bincount(days.year)
    return pair[0] + (pair[1] - pair[0]) * position


def suspect_rates(days: Days, world: World, residents: np.ndarray) -> dict[str, np.ndarray]:
    """Return the suspects' rates per resident by kind of relation, from the world's planted trends."""
    years = int(days.year.max()) + 1
    residents, female = residents[:years], along(days, world.female)
    mix = {
        "general": mixed(young(20.5, 9, 9.0), broad(40, 16, 12), along(days, world.older_suspects)),
        "partner": broad(32, 10.5, 16) + 0.4 * broad(45, 14, 16),
        "to_parent": young(18.5, 9, 5.0),
        "family": broad(40, 12, 18),
    }
    return {
        name: per_head(density, female, residents, flat=world.flat_bands) for name, density in mix.items()
    }


def victim_rates(days: Days, world: World, residents: np.ndarray) -> dict[str, np.ndarray]:
    """Return the victims' rates per resident by kind of crime; constant over the years."""
    residents = residents[: int(days.year.max()) + 1]
    mix = {
        "general": (mixed(young(20.0, 3), broad(37, 15, 0), 0.66), 0.37),
        "robbery": (mixed(young(18.5, 8), broad(36, 15, 12), 0.45), 0.26),
        "sexual": (mixed(young(17.0, 3), broad(29, 11, 10), 0.45), 0.87),
    }
    return {
        name: per_head(density, female, residents, flat=world.flat_bands)
        for name, (density, female) in mix.items()
    }


def cast(
    crimes: pd.DataFrame, days: Days, places: Places, people: People, world: World, rng: np.random.Generator
) -> pd.DataFrame:
    """Add to each crime `suspect`, `victim`, `link` (family), and the crimes that come of them.

    Added rows are second victims of one assault and counter-allegations; `incident` is
    the row both belong to.
    """
    crimes = crimes.assign(incident=np.arange(len(crimes)), mutual=False)
    crimes["link"] = _family_links(crimes, days, world, rng)
    crimes["suspect"] = _suspects(crimes, days, places, people, world, rng)
    crimes["victim"] = _victims(crimes, days, people, world, rng)
    second = _second_victims(crimes, days, people, world, rng)
    mutual = _counter_allegations(crimes, people, days, world, rng)
    crimes = pd.concat([crimes, second, mutual], ignore_index=True)
    return crimes.sort_values(["day", "minute", "incident"], kind="stable", ignore_index=True)


def _family_links(crimes, days, world, rng) -> np.ndarray:
    share = (world.child_to_parent[0] + np.diff(world.child_to_parent) * days.along)[crimes["day"]]
    chance = rng.random(len(crimes))
    rest = (chance - share) / (1 - share)
    other = np.select([rest < 0.35, rest < 0.65], [TO_CHILD, SIBLING], OTHER_FAMILY)
    link = np.where(chance < share, TO_PARENT, other)
    # a crime that an earlier one set off is between the same two people
    return link[roots(crimes["repeat_of"])]


def _suspects(crimes, days, places, people, world, rng) -> np.ndarray:
    rates = suspect_rates(days, world, people.residents())
    year, relation = days.year[crimes["day"]], crimes["relation"].to_numpy()
    home = _homes(crimes, places, world, rng)
    suspect = np.full(len(crimes), -1)
    to_parent = (crimes["link"] == TO_PARENT).to_numpy()
    groups = (
        (relation == GENERAL, people.general, rates["general"]),
        (relation == PARTNER, people.couple, rates["partner"]),
        ((relation == FAMILY) & to_parent, people.family, rates["to_parent"]),
        ((relation == FAMILY) & ~to_parent, people.family, rates["family"]),
    )
    for rows, weights, rate in groups:
        suspect[rows] = draw(people, weights, rate, year[rows], home[rows], rng)
    return suspect[roots(crimes["repeat_of"])]


def _homes(crimes, places, world, rng) -> np.ndarray:
    residents = places.districts["residents_2020"].to_numpy()
    anywhere = rng.choice(residents.size, len(crimes), p=residents / residents.sum())
    stays = rng.random(len(crimes)) < (0.0 if world.flat_bands else LOCAL)
    general = (crimes["relation"] == GENERAL).to_numpy()
    return np.where(general & ~stays, anywhere, crimes["district"].to_numpy())


def _victims(crimes, days, people, world, rng) -> np.ndarray:
    suspect, relation = crimes["suspect"].to_numpy(), crimes["relation"].to_numpy()
    victim = np.full(len(crimes), -1)
    partner = relation == PARTNER
    victim[partner] = people.partner[suspect[partner]]
    family = relation == FAMILY
    age = people.age(suspect[family], days.date[crimes["day"].to_numpy()[family]])
    victim[family] = _relatives(people, suspect[family], crimes["link"].to_numpy()[family], age)
    general = np.flatnonzero(relation == GENERAL)
    victim[general] = _strangers(crimes.iloc[general], days, people, world, rng)
    # nobody is their own victim: the next neighbour is
    own = victim == suspect
    victim[own] = np.where(victim[own] > 0, victim[own] - 1, 1)
    return victim


def _relatives(people: People, suspect: np.ndarray, link: np.ndarray, age: np.ndarray) -> np.ndarray:
    spread = suspect * 7919 % 15
    younger = np.select(
        [link == TO_PARENT, link == TO_CHILD, link == SIBLING],
        [-22 - spread, 22 + spread, spread % 11 - 5],
        spread * 2 - 14,
    )
    # who is too young for a child of that age hurts a sibling instead
    younger = np.where(younger > age - 2, spread % 5, younger)
    return kin(people, suspect, younger, 17)


def _strangers(crimes, days, people, world, rng) -> np.ndarray:
    """Victims of general crimes; a planted share lies a generation from the suspect, the rest at random."""
    rates = victim_rates(days, world, people.residents())
    year, district = days.year[crimes["day"]], crimes["district"].to_numpy()
    kind = crimes["kind"].to_numpy()
    which = np.select([kind == ROBBERY, kind == SEXUAL], [1, 2], 0)
    tables = [rates["general"], rates["robbery"], rates["sexual"]]
    share = (world.generations[0] + np.diff(world.generations) * days.along)[crimes["day"]]
    apart = (rng.random(len(crimes)) < share) & (which == 0)
    suspect = crimes["suspect"].to_numpy()
    victim = np.full(len(crimes), -1)
    todo = np.arange(len(crimes))
    for _ in range(25):
        for number, table in enumerate(tables):
            rows = todo[which[todo] == number]
            victim[rows] = draw(people, people.victim, table, year[rows], district[rows], rng)
        gap = np.abs(people.cohort(victim[todo]) - people.cohort(suspect[todo]))
        todo = todo[apart[todo] & (gap < 20)]
    return victim


def _second_victims(crimes, days, people, world, rng) -> pd.DataFrame:
    eligible = (crimes["kind"] == VWI) & (crimes["relation"] == GENERAL)
    wanted = SECOND_VICTIM / max(eligible.sum(), 1) * (crimes["kind"] == VWI).sum()
    second = crimes[eligible & (rng.random(len(crimes)) < wanted)].copy()
    if len(second):
        second["victim"] = _strangers(second, days, people, world, rng)
    return second.assign(repeat_of=-1)


def _counter_allegations(crimes, people, days, world, rng) -> pd.DataFrame:
    old_enough = people.age(crimes["victim"].to_numpy(), days.date[crimes["day"]]) >= 10
    chosen = (crimes["kind"] == VWI) & old_enough & (rng.random(len(crimes)) < world.mutual)
    other = crimes[chosen].copy()
    swap = {TO_PARENT: TO_CHILD, TO_CHILD: TO_PARENT}
    link = other["link"].replace(swap)
    crimes.loc[chosen, "mutual"] = True
    return other.assign(
        suspect=other["victim"], victim=other["suspect"], link=link, mutual=True, repeat_of=-1
    )


def co_suspects(crimes, days, places, people, world, rng) -> pd.DataFrame:
    """Return further suspects of general crimes: crime (row) and person."""
    eligible = (crimes["relation"] == GENERAL) & ~crimes["kind"].isin([DRIVING, SEXUAL]) & ~crimes["mutual"]
    rows = np.flatnonzero(eligible & (rng.random(len(crimes)) < world.second_suspect))
    part = crimes.iloc[rows]
    rate = suspect_rates(days, world, people.residents())["general"]
    home = _homes(part, places, world, rng)
    person = draw(people, people.general, rate, days.year[part["day"]], home, rng)
    keep = (person != part["suspect"].to_numpy()) & (person != part["victim"].to_numpy())
    return pd.DataFrame({"crime": rows[keep], "person": person[keep]})
