"""`vru demo`: write a synthetic extract and take it the way every extract takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from vru import demo, ingest, store
from vru.demo.outlines import boundaries
from vru.errors import StoreError
from vru.settings import settings

WRITING_SHARE = 0.4  # of the time: writing the files; the rest is loading them


def build_demo(
    folder: Path,
    where: Path | None,
    seed: int,
    to: str,
    world: str,
    offences: int | None,
    report: Callable[[str, float], None],
) -> ingest.LoadReport:
    """Write the extract into `folder` and build a new demo store from it at `where`.

    Raises StoreError where a real extract lives: demo data is never mixed into one.
    """
    where = where or settings().store
    refuse_real_store(where)

    def writing(label: str, fraction: float) -> None:
        report(label, WRITING_SHARE * fraction)

    def loading(label: str, fraction: float) -> None:
        report(label, WRITING_SHARE + (1 - WRITING_SHARE) * fraction)

    demo.write(folder, seed=seed, to=to, world=world, offences=offences, progress=writing)
    files = sorted(folder.glob("*.csv"))
    return ingest.load(
        files,
        "contract",
        store=where,
        progress=loading,
        synthetic=True,
        fresh=True,
        outlines=boundaries(),
    )


def refuse_real_store(where: Path) -> None:
    """Raise StoreError where `where` holds a store that is not synthetic."""
    if store.current_version(where) is None:
        return
    with store.open_store(where) as opened:
        if not opened.synthetic:
            raise StoreError(
                f"{where} holds a real extract; demo data is never mixed into it.\n"
                "Name another folder: vru demo --store data/demo-store"
            )
