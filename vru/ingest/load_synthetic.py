"""Made-up data stays marked as such, and no extract of real people is mixed into it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vru.errors import StoreError

if TYPE_CHECKING:
    from vru.ingest.load import Run


def is_synthetic(run: Run) -> bool:
    """Return whether the version that a load makes is SYNTHETIC: by this load, or from before."""
    return run.synthetic or _was(run)


def refuse_mixture(run: Run, folder: Path, *, crime: bool) -> None:
    """Raise StoreError where a load that is not synthetic brings crimes into a synthetic store."""
    if crime and _was(run) and not run.synthetic:
        raise StoreError(
            f"{folder} holds SYNTHETIC demonstration data: an extract is never mixed into it.\n"
            "Name another folder, with --store or in VRU_STORE, such as data/our-store."
        )


def _was(run: Run) -> bool:
    return run.builder.previous_meta.get("synthetic") == "true"
