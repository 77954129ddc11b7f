"""`python -m proofs.landmark`: do the landmark's intervals hold the truth, level by level?

Not a claim with a verdict, so not among the others: each level of earlier suspicion has a rate ratio of
its own. The truth is counted in clean worlds of the same size, among people who were residents through
both windows; the trials are dirty extracts, loaded as any is.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from proofs.coverage import append
from proofs.estimands import LOWS, SUSPECT, VICTIM, WINDOW_YEARS, stayed
from proofs.trial import TO, opened
from vru.answers import question
from vru.demo.days import YEARS
from vru.demo.simulate import Simulation, simulate
from vru.demo.truth import clean_tables
from vru.demo.worlds import world_named
from vru.measures.rates import proportion
from vru.periods import parse_month
from vru.selection import Selection

LEVELS = ("0", "1", "2", "3 to 4", "5 or more")
LEAST = (0, 1, 2, 3, 5)
COLUMNS = ["world", "offences", "seed", "level", "value", "low", "high"]
NULL = 1.0

Counts = NDArray[np.float64]


def tally(made: Simulation) -> Counts:
    """Return people, and their occasions as victim in the two years after, of one clean simulation.

    Shape (2, levels, windows, sexes, age bands): by occasions as suspect in the two years before the
    window, of those who were residents through both.
    """
    _, rows = clean_tables(made)
    first = np.datetime64(f"{made.days.first.year}-{made.days.first.month:02}")
    months = (rows["day"].to_numpy().astype("datetime64[M]") - first).astype(int)
    rows = rows.assign(window=months // (12 * WINDOW_YEARS)).drop_duplicates(["person", "role", "day"])
    who, number = rows["person"].to_numpy(), YEARS // WINDOW_YEARS
    found = np.zeros((2, len(LEVELS), number - 1, 2, len(LOWS)))
    for window in range(1, number):
        begins = first + 12 * WINDOW_YEARS * window
        day = begins.astype("datetime64[D]")
        here = stayed(made, day) & stayed(made, (begins - 12 * WINDOW_YEARS).astype("datetime64[D]"))
        before, after = (
            np.bincount(who[(rows["role"] == role) & (rows["window"] == at)], minlength=len(here))
            for role, at in ((SUSPECT, window - 1), (VICTIM, window))
        )
        age = made.people.age(np.arange(len(here)), np.full(len(here), day))
        band = np.searchsorted(LOWS, age, side="right") - 1
        kept = np.flatnonzero(here & (band >= 0))
        level = np.searchsorted(LEAST, before[kept], side="right") - 1
        at = (level, np.full(len(kept), window - 1), made.people.sex(kept), band[kept])
        np.add.at(found[0], at, 1)
        np.add.at(found[1], at, after[kept])
    return found


def ratios(counts: Counts) -> Counts:
    """Return each level's rate of later occasions over that without a record, pooled over all strata."""
    people, events = counts.reshape(2, len(LEVELS), -1)
    share = people / np.maximum(people + people[0], 1)
    found, expected = (events * (1 - share)).sum(1), (events[0] * share).sum(1)
    return np.divide(found, expected, out=np.full(len(LEVELS), np.nan), where=expected > 0)


def clean(world: str, offences: int, seed: int) -> Counts:
    """Return the counts of one clean simulation."""
    return tally(simulate(world_named(world), seed=seed, to=parse_month(TO), offences=offences))


def attempt(world: str, offences: int, seed: int, stores: Path | None = None) -> list[dict[str, Any]]:
    """Return a row a level: its ratio and limits on one dirty extract, None where it has none."""
    with opened(world, offences, seed, stores) as store:
        whole = Selection.default(store.capabilities)
        answer = question("overlaps.landmark").ask(store, whole).answer()
    told = {each.name: each for each in answer.estimates}
    given = {"world": world, "offences": offences, "seed": seed}
    return [
        given | {"level": level} | {name: getattr(told.get(level), name, None) for name in COLUMNS[4:]}
        for level in LEVELS[1:]
    ]


def summary(trials: pd.DataFrame, truth: Counts) -> str:
    """Return a table: each level's truth, the mean of its ratios, and how often its interval holds it."""
    lines = [
        "| earlier occasions | truth | mean ratio | coverage | interval without 1 |",
        "|---|---|---|---|---|",
    ]
    for level, true in zip(LEVELS[1:], truth[1:], strict=True):
        rows = trials[(trials["level"] == level) & trials["low"].notna()]
        if rows.empty:
            continue
        inside = ((rows["low"] <= true) & (true <= rows["high"])).sum()
        without = ((rows["low"] > NULL) | (rows["high"] < NULL)).sum()
        share, low, high = (100 * float(each[0]) for each in proportion([inside], [len(rows)])[:3])
        mean = float(np.exp(np.log(rows["value"].astype(float)).mean()))
        lines.append(
            f"| {level} | {true:.2f} | {mean:.2f} | {share:.1f} % ({low:.0f}–{high:.0f}) of {len(rows)} | "
            f"{100 * without / len(rows):.1f} % |"
        )
    return "\n".join(lines)


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m proofs.landmark", description=__doc__)
    parser.add_argument("--world", default="study")
    parser.add_argument("--seeds", default="1-100", help="first-last")
    parser.add_argument("--clean", type=int, default=40, help="clean simulations that make the truth")
    parser.add_argument("--offences", type=int, default=20_000)
    parser.add_argument("--stores", type=Path, help="keep the loaded stores here, to try again sooner")
    parser.add_argument("--results", type=Path, help="append every trial to this file")
    given = parser.parse_args()
    first, last = (int(each) for each in given.seeds.split("-"))
    counted = np.sum([clean(given.world, given.offences, 100_001 + at) for at in range(given.clean)], axis=0)
    print(f"World {given.world}, {given.offences:,} offences: truth of {given.clean} clean ones", flush=True)
    made: list[dict[str, Any]] = []
    for seed in range(first, last + 1):
        rows = attempt(given.world, given.offences, seed, given.stores)
        made += rows
        if given.results:
            append(rows, COLUMNS, given.results)
    print(summary(pd.DataFrame(made), ratios(counted)))


if __name__ == "__main__":
    main()
