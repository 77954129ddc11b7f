"""What a load did with every row it read; the command line prints it, the load log keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class FileReport:
    """One file of a load. Rows are source rows; `changed` and `withdrawn` are offences."""

    file: str
    kind: str
    read: int
    loaded: int = 0
    quarantined: int = 0
    duplicates: int = 0
    changed: int = 0
    withdrawn: int = 0

    def reconcile(self) -> None:
        """Raise AssertionError where rows read are not loaded, quarantined or duplicates: our own fault."""
        if self.read != self.loaded + self.quarantined + self.duplicates:
            raise AssertionError(
                f"{self.file}: {self.read} rows read, but {self.loaded} loaded + {self.quarantined} "
                f"quarantined + {self.duplicates} duplicates: a fault of the program. Nothing was stored."
            )


@dataclass
class LoadReport:
    """All files of a load, the version they became, and what the analyst should know.

    `store_version` is the version before where nothing was new, None where there is none.
    """

    files: list[FileReport] = field(default_factory=list)
    store_version: str | None = None
    warnings: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as `vru load --json` prints it."""
        names = ("file", "read", "loaded", "quarantined", "duplicates", "changed")
        return {
            "files": [{name: getattr(each, name) for name in names} for each in self.files],
            "store_version": self.store_version,
        }
