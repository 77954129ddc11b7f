"""Trials by the hundred: resumable, at low priority, every result written down as soon as it is there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pandas as pd

from proofs import trial
from proofs.claims import WORLD, claims, fingerprint, version
from proofs.estimands import Tally, add, estimands
from vru.settings import ROOT

RESULTS = ROOT / "proofs" / "results"
SEEDS = range(1, 201)  # fixed before anybody looked
CLEAN_SEEDS = range(100_001, 100_151)  # of the truth: none of them is tried
GROUPS = 10  # of clean simulations, to say how exactly the truth is known
POLITE = 10  # how far the trials step back behind whoever works on this machine
COLUMNS = ["world", "offences", "seed", "claim", "code", "value", "low", "high", "verdict"]
TRUTH = ["world", "offences", "code", "persons", "claim", "truth", "error"]


def run(
    worlds: Iterable[str],
    *,
    offences: int,
    seeds: Iterable[int] = SEEDS,
    names: Iterable[str] | None = None,
    workers: int = 2,
    folder: Path = RESULTS,
    clean: Iterable[int] = CLEAN_SEEDS,
    stores: Path | None = None,
) -> Iterator[str]:
    """Try every claim on every seed of every world that lacks a result of the present code.

    `names` are Answers, all claims' if None. Yields a line as each trial ends. Results are
    appended to `folder`; what is there already is not tried again. Loaded stores stay in
    `stores` (about 6 MB each) where it is given: trying changed claims again is then quick.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = list(names or claims())
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_step_back) as pool:
        for world in worlds:
            yield from _truth(pool, world, offences, list(clean), folder / "truth.csv")
            todo = _missing(folder / "trials.csv", world, offences, seeds, wanted)
            jobs = {
                pool.submit(trial.attempt, world, offences, seed, lacking, stores): seed
                for seed, lacking in todo.items()
            }
            for done in as_completed(jobs):
                yield _noted(done, jobs[done], world, folder / "trials.csv")


def _step_back() -> None:
    if hasattr(os, "nice"):  # Windows has none
        os.nice(max(0, POLITE - os.nice(0)))


def _noted(done: Future, seed: int, world: str, file: Path) -> str:
    append(done.result(), COLUMNS, file)
    return f"{world} seed {seed}: {', '.join(row['verdict'] for row in done.result())}"


def append(rows: list[dict[str, Any]], columns: list[str], file: Path) -> None:
    """Write rows at the end of a CSV file, with a header if it is new."""
    pd.DataFrame(rows, columns=columns).to_csv(file, mode="a", header=not file.exists(), index=False)


def present(file: Path, columns: list[str]) -> pd.DataFrame:
    """Return the results in a file that are of the present code; the last one where there are several."""
    if not file.exists():
        return pd.DataFrame(columns=columns)
    # pandas would take a world called "null" for a blank, and a fingerprint like 0822188e6213 for a number
    found = pd.read_csv(file, keep_default_na=False, na_values=[""], dtype={"code": str})
    world = fingerprint(*WORLD)
    now = found["claim"].map({name: version(each) for name, each in claims().items()})
    kept = found[found["code"] == (now if columns is COLUMNS else world)]
    key = [each for each in ("world", "offences", "seed", "claim") if each in columns]
    return kept.drop_duplicates(key, keep="last")


def _missing(
    file: Path, world: str, offences: int, seeds: Iterable[int], wanted: list[str]
) -> dict[int, list[str]]:
    have = present(file, COLUMNS)
    have = have[(have["world"] == world) & (have["offences"] == offences)]
    known = set(zip(have["seed"], have["claim"], strict=True))
    lacking = {seed: [name for name in wanted if (seed, name) not in known] for seed in seeds}
    return {seed: names for seed, names in lacking.items() if names}


def _truth(
    pool: ProcessPoolExecutor, world: str, offences: int, seeds: list[int], file: Path
) -> Iterator[str]:
    """Count clean simulations of a world of this size, unless it was done."""
    have = present(file, TRUTH)
    have = have[(have["world"] == world) & (have["offences"] == offences)]
    if set(claims()) <= set(have["claim"]):
        return
    groups: list[Tally | None] = [None] * min(GROUPS, len(seeds))
    jobs = {pool.submit(trial.clean, world, offences, seed): at for at, seed in enumerate(seeds)}
    for number, done in enumerate(as_completed(jobs), 1):
        at, counted = jobs.pop(done) % len(groups), done.result()
        known = groups[at]
        groups[at] = counted if known is None else add(known, counted)
        if number % 25 == 0:
            yield f"{world}: {number} of {len(seeds)} clean simulations counted"
    append(_known([each for each in groups if each is not None], world, offences), TRUTH, file)


def _known(groups: list[Tally], world: str, offences: int) -> list[dict[str, Any]]:
    whole = groups[0]
    for each in groups[1:]:
        whole = add(whole, each)
    parts = pd.DataFrame([estimands(each) for each in groups])
    code, persons = fingerprint(*WORLD), int(whole.persons[0])
    given = {"world": world, "offences": offences, "code": code, "persons": persons}
    # groups are as good as independent, so their spread says how far the whole may be off
    error = parts.std(ddof=1) / len(groups) ** 0.5
    return [
        given | {"claim": name, "truth": value, "error": float(error[name])}
        for name, value in estimands(whole).items()
    ]
