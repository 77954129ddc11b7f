"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
StoreFolder = Annotated[
    Path | None, typer.Option("--store", help="Folder of the store; VRU_STORE or data/store if left out.")
]
