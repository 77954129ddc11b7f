"""The people as the record knows them: one row a person in a crime in a role, with key and age."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru.demo.crimes import DRIVING, GENERAL, HOMICIDE, PARTNER, ROBBERY, SEXUAL, THREATS, VWI
from vru.demo.people import People
from vru.demo.roles import OTHER_FAMILY, SIBLING, TO_CHILD, TO_PARENT

# share of crimes with a named suspect: general by kind, domestic always high
NAMED = {VWI: 0.70, HOMICIDE: 0.96, ROBBERY: 0.40, SEXUAL: 0.72, THREATS: 0.80, DRIVING: 0.95}
NAMED_DOMESTIC = 0.95
DESCRIBED = 0.25  # of the crimes without a named suspect, those with a description of one
WITNESSES = 0.12
MIGRATION, SPLIT = "2016-10-01", 0.10  # new system; share of people who got a second key in it
AGE_MISSING = {"suspect": 0.05, "victim": 0.02, "witness": 0.25}
RELATIONSHIP_MISSING = (0.20, 0.05)  # general, domestic
_PRIME = 9_999_991
ROLES = ("victim", "suspect", "witness")


def involve(
    crimes: pd.DataFrame, extra: pd.DataFrame, people: People, rng: np.random.Generator
) -> pd.DataFrame:
    """Return one row per crime (row number), person and role; person −1 where only described.

    Columns: crime, person, role (index of ROLES), key, age (−1 unknown), female, relationship,
    ethnicity. Ages and keys are as recorded, before any dirt.
    """
    named = _named(crimes, rng)
    described = ~named & (rng.random(len(crimes)) < DESCRIBED)
    witness = np.flatnonzero(rng.random(len(crimes)) < WITNESSES)
    seen = rng.permutation(crimes["victim"].to_numpy())[: witness.size]
    rows = np.arange(len(crimes))
    parts = [
        pd.DataFrame({"crime": rows, "person": crimes["victim"], "role": 0}),
        pd.DataFrame({"crime": rows[named], "person": crimes["suspect"].to_numpy()[named], "role": 1}),
        pd.DataFrame({"crime": rows[described], "person": -1, "role": 1}),
        extra[named[extra["crime"]]].assign(role=1),
        pd.DataFrame({"crime": witness, "person": seen, "role": 2}),
    ]
    table = pd.concat(parts, ignore_index=True).drop_duplicates(["crime", "person", "role"])
    table = table.sort_values(["crime", "role"], kind="stable", ignore_index=True)
    return _describe(table, crimes, people, rng)


def _named(crimes, rng) -> np.ndarray:
    chance = crimes["kind"].map(NAMED).to_numpy(dtype=float)
    chance = np.where(crimes["relation"] == GENERAL, chance, NAMED_DOMESTIC)
    return (rng.random(len(crimes)) < chance) | crimes["mutual"].to_numpy()


def _describe(table, crimes, people, rng) -> pd.DataFrame:
    crime, person, role = (table[each].to_numpy() for each in ("crime", "person", "role"))
    known = np.maximum(person, 0)
    committed = crimes["committed"].to_numpy()[crime]
    age = people.age(known, committed)
    missing = np.array([AGE_MISSING[ROLES[each]] for each in range(3)])[role]
    missing = np.where(person < 0, 0.75, missing)
    guess = rng.integers(16, 45, len(table))
    age = np.where(person < 0, guess, age)
    female = np.where(person < 0, rng.random(len(table)) < 0.2, people.sex(known) == 0)
    table = table.assign(
        key=keys(person, crimes["recorded"].to_numpy()[crime]),
        age=np.where(rng.random(len(table)) < missing, -1, age),
        female=female,
        relationship=_relationship(crimes.iloc[crime], role, rng),
        ethnicity=_ethnicity(known, rng),
    )
    # a witness was drawn from everybody, born or not
    born = people.age(known, committed) >= 6
    return table[(role != ROLES.index("witness")) | born].reset_index(drop=True)


def split(person: np.ndarray) -> np.ndarray:
    """Return whether the migration gave each person a second key."""
    return (person * 40_503 % 65_536) / 65_536 < SPLIT


def keys(person: np.ndarray, recorded: np.ndarray) -> np.ndarray:
    """Return the nominal reference each person has on the day of recording; -1 for nobody.

    Multiplying modulo a prime gives each person one number and hides their order.
    """
    second = split(person) & (recorded >= np.datetime64(MIGRATION))
    number = (person.astype(np.int64) + np.where(second, 4_900_000, 0)) * 7_368_787 % _PRIME
    return np.where(person < 0, -1, number)


def _relationship(crimes, role, rng) -> np.ndarray:
    """What the suspect is to the victim, on the suspect's row; '' elsewhere or where nobody wrote it."""
    size = len(crimes)
    relation, link = crimes["relation"].to_numpy(), crimes["link"].to_numpy()
    # a couple parts on a day of its own; what comes after is by the former partner
    couple = np.maximum(crimes["suspect"].to_numpy(), crimes["victim"].to_numpy())
    parted = crimes["day"].to_numpy() > couple * 7_919 % 9_000
    known = rng.random(size) < np.where(crimes["kind"] == ROBBERY, 0.08, 0.55)
    family = np.select(
        [link == TO_PARENT, link == TO_CHILD, link == SIBLING, link == OTHER_FAMILY],
        ["child", "parent", "sibling", "other_family"],
        "",
    )
    general = np.where(known, "acquaintance", "stranger")
    partner = np.where(parted, "ex_partner", "partner")
    words = np.where(relation == GENERAL, general, np.where(relation == PARTNER, partner, family))
    missing = np.where(relation == GENERAL, *RELATIONSHIP_MISSING)
    silent = (role != 1) | (rng.random(size) < missing)
    return np.where(silent, "", words)


def _ethnicity(person, rng) -> np.ndarray:
    names = np.array(["White", "Black", "Asian", "Mixed", "Other"])
    fraction = (person * 1_103_515_245 % 2**31) / 2**31
    own = names[np.searchsorted([0.88, 0.92, 0.96, 0.985], fraction)]
    return np.where(rng.random(person.size) < 0.12, "Not stated", own)
