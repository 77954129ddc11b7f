"""A made-up extract of 16 years, dirty as real ones are, with the truth beside it.

The made-up force's violent-crime extract holds every recorded offence of violence with
injury, homicide, robbery, sexual offences, threats to kill, and death or serious injury by
driving. Other violence without injury, stalking and harassment are not in it: at their
published numbers they would outnumber the rest. Levels come from
`data/reference/demo_levels.csv`, where each figure says whether it was published or made up.
People live and offend as `people.py` says; what is planted is in `worlds.py`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from vru.demo.around import (
    activity_table,
    admissions_table,
    comparators_table,
    interventions_table,
    weather_table,
)
from vru.demo.deprived import deprivation_table
from vru.demo.dirt import LOADED, REFUSED, soil_offences, soil_people
from vru.demo.files import identifiers, offence_text, people_text, write_csv
from vru.demo.hospital import attendances_table
from vru.demo.people import population_table
from vru.demo.published import published_table
from vru.demo.simulate import Progress, Simulation, silent, simulate
from vru.demo.truth import truth_of
from vru.demo.worlds import WORLDS, world_named
from vru.periods import parse_month

__all__ = ["WORLDS", "write"]


def write(
    folder: Path,
    *,
    seed: int = 1,
    to: str = "2026-03",
    world: str = "study",
    offences: int | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Write a synthetic extract into `folder` as files of the contract, and return its truth.

    The files are offences, involvements, weather, population, admissions, attendances, comparators,
    deprivation, interventions and activity, all CSV; truth.json holds what was planted and how often each
    kind of dirt was. `to` is the last month of the 16 years, `offences` a smaller size than
    the full one (about 350,000), `progress` is told a label and the fraction done. The same
    arguments write the same bytes. Raises InputError for an unknown world.
    """
    tell = progress or silent
    folder.mkdir(parents=True, exist_ok=True)
    made = simulate(world_named(world), seed=seed, to=parse_month(to), offences=offences, progress=progress)
    tell("Offences and people as text", 0.6)
    # a generator of its own, so that more or less dirt does not change the world underneath
    rng = np.random.default_rng([seed, 2])
    dirt = _write_records(made, folder, rng)
    tell("Surroundings", 0.85)
    dirt |= _write_surroundings(made, folder, rng)
    tell("Truth", 0.92)
    hospital = _write_attendances(made, folder, seed)
    truth = truth_of(made) | {"hospital": hospital, "dirt": dirt, "reconciles": _reconciles(dirt)}
    (folder / "truth.json").write_text(json.dumps(truth, indent=1), encoding="utf-8")
    tell("Done", 1.0)
    return truth


def _write_records(made: Simulation, folder: Path, rng: np.random.Generator) -> dict[str, Any]:
    text, offences, refused = soil_offences(offence_text(made.crimes, made.places, rng), rng)
    write_csv(text, folder / "offences.csv")
    rows = len(text)
    ids = identifiers(made.crimes["recorded"].to_numpy().astype("datetime64[D]"))
    lost = refused[made.involved["crime"].to_numpy()]
    text, people = soil_people(people_text(made.involved, ids), lost, rng)
    write_csv(text, folder / "involvements.csv", bom=True)
    return {"offences": {"rows": rows, **offences}, "involvements": {"rows": len(text), **people}}


def _reconciles(dirt: dict[str, Any]) -> dict[str, Any]:
    """Return how the rows of the two record files divide when they are loaded."""
    found = {}
    people = dirt["involvements"]
    refused = {
        "offences": {name: dirt["offences"][name] for name in REFUSED if name not in LOADED},
        "involvements": {"no_offence": people["offence_refused"] + people["without_offence"]},
    }
    for file, reasons in refused.items():
        read, twice = dirt[file]["rows"], dirt[file]["identical_duplicates"]
        quarantined = sum(reasons.values())
        found[file] = {
            "read": read,
            "loaded": read - quarantined - twice,
            "quarantined": quarantined,
            "duplicates": twice,
            "reasons": reasons,
        }
    return found


def _write_attendances(made: Simulation, folder: Path, seed: int) -> dict[str, Any]:
    # a generator of its own: hospitals came later, and change nothing of the rest
    table, planted = attendances_table(made, np.random.default_rng([seed, 3]))
    write_csv(table, folder / "attendances.csv")
    return planted


def _write_surroundings(made: Simulation, folder: Path, rng: np.random.Generator) -> dict[str, Any]:
    weather, missing = weather_table(made.days, rng)
    tables = {
        "weather": weather,
        # two years behind, as estimates are; what is later is a projection
        "population": population_table(made.people, made.places, made.days.last.year - 2),
        "admissions": admissions_table(made.days, made.world, made.scale, rng),
        "comparators": pd.concat(
            [comparators_table(made.days, made.people, made.scale, rng), published_table(made)]
        ).astype(str),
        "deprivation": deprivation_table(made.places, made.scale),
        "interventions": interventions_table(),
        "activity": activity_table(made.days, rng),
    }
    for name, table in tables.items():
        write_csv(table, folder / f"{name}.csv")
    return {"weather": {"rows": len(weather), "missing_days": missing}}
