"""Home Office codes of made-up crimes: which code a crime gets on the day it is recorded."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from vru.demo.crimes import DRIVING, HOMICIDE, ROBBERY, SEXUAL, THREATS, VWI
from vru.demo.days import Days, accuracy
from vru.demo.people import People
from vru.demo.worlds import World

# harm with intent, of violence with injury that happened and would be recorded as well as at the end:
# hardly any is left out of the record, so better recording of the rest makes it a smaller share
INTENT = 0.062
INTENT_CODES = ("5A", "5D")
# (code, share of the rest, first day recorded, last day recorded); the old assault codes end in March 2012
OLD, NEW, ALWAYS = ("", "2012-04-01"), ("2012-04-01", ""), ("", "")
VWI_CODES = (
    ("2", 0.004, *ALWAYS),
    ("5B", 0.002, *OLD),
    ("8F", 0.110, *OLD),
    ("8G", 0.794, *OLD),
    ("8H", 0.004, *OLD),
    ("8J", 0.024, *OLD),
    ("8K", 0.002, *OLD),
    ("5E", 0.003, *NEW),
    ("8N", 0.880, *NEW),
    ("8P", 0.027, *NEW),
    ("8S", 0.028, "2017-04-01", ""),
    ("4.7", 0.001, *ALWAYS),
)


def offence_codes(
    crimes: pd.DataFrame, people: People, days: Days, world: World, rng: np.random.Generator
) -> np.ndarray:
    """Return the Home Office code each crime is recorded under, by the table in force that day."""
    code = np.empty(len(crimes), dtype=object)
    kind = crimes["kind"].to_numpy()
    assault = kind == VWI
    code[assault] = _assault_codes(crimes["recorded"].to_numpy()[assault], days, world, rng)
    code[kind == HOMICIDE] = rng.choice(["1", "4.1"], (kind == HOMICIDE).sum(), p=(0.8, 0.2))
    code[kind == ROBBERY] = rng.choice(["34B", "34A"], (kind == ROBBERY).sum(), p=(0.88, 0.12))
    code[kind == THREATS] = "3B"
    code[kind == DRIVING] = rng.choice(["4.4", "4.8"], (kind == DRIVING).sum(), p=(0.75, 0.25))
    sexual = kind == SEXUAL
    code[sexual] = _sexual_codes(crimes[sexual], people, rng)
    return code


def _assault_codes(recorded, days, world, rng) -> np.ndarray:
    code = np.empty(recorded.size, dtype=object)
    borders = np.array(["1900-01-01", "2012-04-01", "2017-04-01", "2200-01-01"], dtype="datetime64[D]")
    for first, last in pairwise(borders):
        inside = (recorded >= first) & (recorded < last)
        valid = [
            (each, share)
            for each, share, begins, ends in VWI_CODES
            if np.datetime64(begins or "1900-01-01") <= first and last <= np.datetime64(ends or "2200-01-01")
        ]
        weights = np.array([share for _, share in valid])
        code[inside] = rng.choice([each for each, _ in valid], inside.sum(), p=weights / weights.sum())
    # a stream of its own, so that this share changes nothing else of the same seed
    intent = rng.spawn(1)[0].random(recorded.size) < intent_share(recorded, days, world)
    return np.where(intent, np.where(recorded < np.datetime64(NEW[0]), *INTENT_CODES), code)


def intent_share(recorded: np.ndarray, days: Days, world: World) -> np.ndarray:
    """Return what share of the violence with injury recorded on each day is harm with intent.

    `recorded` holds days (datetime64). Divided by recording accuracy, so that its number follows
    what happened and not how well the rest is recorded.
    """
    seen = accuracy(days, world)
    at = (recorded.astype("datetime64[D]") - days.date[0]).astype(int)
    return INTENT * seen[-1] / seen[at]


def _sexual_codes(crimes, people, rng) -> np.ndarray:
    female = people.sex(crimes["victim"].to_numpy()) == 0
    age, rape = crimes["victim_age"].to_numpy(), rng.random(len(crimes)) < 0.37
    young_code = rng.choice(["22B", "71"], len(crimes), p=(0.9, 0.1))
    conditions = [
        rape & female & (age >= 16),
        rape & female & (age >= 13),
        rape & female,
        rape & (age >= 16),
        rape & (age >= 13),
        rape,
        (age < 16) & (age >= 13) & (rng.random(len(crimes)) < 0.5),
        female & (age >= 13),
        female,
        age >= 13,
    ]
    return np.select(
        conditions, ["19C", "19D", "19E", "19F", "19G", "19H", young_code, "20A", "20B", "17A"], "17B"
    )
