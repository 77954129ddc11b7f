"""One run of a world: clean tables and what was planted in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from vru.demo.crimes import occur
from vru.demo.days import Days, days_to
from vru.demo.involved import involve
from vru.demo.people import People, populate
from vru.demo.places import Places, places
from vru.demo.record import record
from vru.demo.roles import cast, co_suspects
from vru.demo.worlds import World

FULL_SIZE = 350_000  # offences of an extract at full size, about
Progress = Callable[[str, float], None]


def silent(_label: str, _fraction: float) -> None:
    """Be told about progress and say nothing."""


@dataclass(frozen=True)
class Simulation:
    """A clean extract: what a perfect record system would hold, and the people behind it."""

    world: World
    seed: int
    scale: float
    days: Days
    places: Places
    people: People
    crimes: pd.DataFrame  # one row an offence recorded in the extract
    involved: pd.DataFrame  # one row a person in an offence in a role; `crime` is the row above


def simulate(
    world: World, *, seed: int, to: dt.date, offences: int | None = None, progress: Progress | None = None
) -> Simulation:
    """Return a clean extract of 16 years that ends with the month `to`.

    `offences` scales people and offences down (or up) together; None is full size. The same
    arguments give the same tables.
    """
    tell = progress or silent
    scale = 1.0 if offences is None else offences / FULL_SIZE
    rng = np.random.default_rng(seed)
    days, where = days_to(to, rng), places()
    tell("People", 0.02)
    people = populate(days, where, world, scale, rng)
    tell("Crimes", 0.15)
    crimes = occur(days, where, world, scale, rng)
    tell("Suspects and victims", 0.25)
    crimes = cast(crimes, days, where, people, world, rng)
    tell("Records", 0.45)
    crimes = record(crimes, days, where, people, world, scale, rng)
    extra = co_suspects(crimes, days, where, people, world, rng)
    involved = involve(crimes, extra, people, rng)
    return Simulation(world, seed, scale, days, where, people, crimes, involved)
