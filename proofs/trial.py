"""One trial: a small dirty extract is made, loaded as any extract is, and asked what its claims come to."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from proofs.claims import STORE, WORLD, claims, fingerprint, version
from proofs.estimands import Tally, tally
from vru import demo
from vru.answers import question
from vru.answers.answer import Answer
from vru.demo.simulate import simulate
from vru.demo.worlds import world_named
from vru.ingest import load
from vru.periods import parse_month
from vru.selection import Selection
from vru.store import Store, current_version, open_store

TO = "2026-03"
KEY = b"a key for proofs on made-up people only"
FILES = ("offences", "involvements", "population", "weather")


def attempt(
    world: str, offences: int, seed: int, names: Iterable[str], stores: Path | None = None
) -> list[dict[str, Any]]:
    """Return a row a claim: its first estimate with limits, and its verdict, on one dirty extract.

    With `stores` the loaded store stays in that folder, and is not made again next time.
    """
    with opened(world, offences, seed, stores) as store:
        whole = Selection.default(store.capabilities)
        given = {"world": world, "offences": offences, "seed": seed}
        return [given | _row(name, question(name).ask(store, whole).answer()) for name in names]


@contextlib.contextmanager
def opened(world: str, offences: int, seed: int, stores: Path | None = None) -> Iterator[Store]:
    """Make a small dirty extract, load it, and open its store; `stores` as in `attempt`."""
    with tempfile.TemporaryDirectory(prefix="proof") as spare:
        made = f"{fingerprint(*WORLD, *STORE, 'proofs/trial.py')}-{world}-{offences}-{seed}"
        folder = (stores or Path(spare)) / made
        if current_version(folder) is None:
            _made(world, offences, seed, Path(spare) / "files", folder)
        with open_store(folder) as store:
            yield store


def _made(world: str, offences: int, seed: int, files: Path, folder: Path) -> None:
    demo.write(files, seed=seed, to=TO, world=world, offences=offences)
    load([files / f"{each}.csv" for each in FILES], "contract", folder, key=KEY, synthetic=True)


def _row(name: str, answer: Answer) -> dict[str, Any]:
    first = answer.estimates[0] if answer.estimates and not answer.empty else None
    return {
        "claim": name,
        "code": version(claims()[name]),
        "value": first.value if first else None,
        "low": first.low if first else None,
        "high": first.high if first else None,
        "verdict": answer.verdict.value if answer.verdict else "none",
    }


def clean(world: str, offences: int, seed: int) -> Tally:
    """Return the counts of one clean simulation."""
    return tally(simulate(world_named(world), seed=seed, to=parse_month(TO), offences=offences))
