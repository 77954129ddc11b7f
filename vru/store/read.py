"""Reading a store: one version, opened read-only and locked down."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import duckdb
import pandas as pd
from numpy.typing import NDArray

from vru import grids
from vru.areas import SMALL
from vru.capabilities import Capabilities
from vru.errors import StoreError
from vru.selection import PARAMETERS
from vru.settings import settings
from vru.store import openings, room, sql, versions
from vru.store.spill import spill_folder

Shape = TypeVar("Shape")


class Store:
    """One version of a store, read-only; it stays readable while newer versions are published.

    `version` names it (and is part of every cache key), `synthetic` says that it is made-up
    data, `capabilities` what it can answer, `meta` is its meta table. May be asked by
    several threads at once.
    """

    def __init__(self, folder: Path, version: str) -> None:
        self.folder, self.version = folder, version
        self._connection = _connected(folder, version)
        self._lock = threading.Lock()
        try:
            self.meta = _meta(self._connection, folder)
        except BaseException:
            self._connection.close()
            raise
        self.synthetic = self.meta["synthetic"] == "true"
        known = Capabilities.from_json(self.meta["capabilities"])
        # what is not on offer cannot be asked for by a crafted address either
        self.capabilities = replace(known, small_areas={}, has_squares=False) if self.board else known

    def ask(self, name: str, **parameters: Any) -> pd.DataFrame:
        """Return what queries/<name>.sql selects, its `$parameters` bound by name.

        Exactly the parameters that the file names must be given, but a Selection's
        `parameters()` may be passed whole. Columns are as `sql.frame` says. Raises
        StoreError for a wrong name or parameter, for a query whose rows are people (see
        `disclose`), for a filter below the district in a store for a board, or where the
        version cannot be read.
        """
        return self._allowed(name, parameters, sql.frame)

    def ask_arrays(self, name: str, **parameters: Any) -> dict[str, NDArray[Any]]:
        """Return what queries/<name>.sql selects as arrays by column, for millions of rows: see `sql.arrays`.

        Parameters and errors as of `ask`.
        """
        return self._allowed(name, parameters, sql.arrays)

    def disclose(self, name: str, opening: openings.Opening, **parameters: Any) -> pd.DataFrame:
        """Return what a query whose rows are people selects, once the opening is in the access log.

        Rows without a `pseudonym` are not people and not counted there. Raises StoreError
        as `ask` does, where the log cannot be written, and always in a store for a board.
        """
        if self.board:
            raise StoreError("This store was published for a board: it lists no people.")
        found = self._asked(name, parameters, sql.frame)
        openings.record(self.folder, self.version, name, opening, int(found["pseudonym"].notna().sum()))
        return found

    @property
    def grid(self) -> str:
        """The coordinate system of its points and outlines, in metres."""
        return self.meta.get("grid", grids.BRITISH)

    @property
    def board(self) -> bool:
        """Whether the version was published for a board."""
        return self.meta.get("audience") == "board"

    def _allowed(
        self, name: str, parameters: dict[str, Any], shape: Callable[[duckdb.DuckDBPyConnection], Shape]
    ) -> Shape:
        if name in openings.GUARDED:
            raise StoreError(f"The query {name} lists people.\nIt is opened on its page, with a reason.")
        return self._asked(name, parameters, shape)

    def _asked(
        self, name: str, parameters: dict[str, Any], shape: Callable[[duckdb.DuckDBPyConnection], Shape]
    ) -> Shape:
        if self.board and parameters.get("level") in SMALL and parameters.get("areas") is not None:
            raise StoreError("This store was published for a board: it is not filtered below the district.")
        # a cursor is a connection of its own, so that threads do not fetch each other's rows
        with self._lock:
            cursor = self._connection.cursor()
        try:
            return shape(sql.run(cursor, name, parameters, ignorable=PARAMETERS))
        except duckdb.OutOfMemoryException as problem:
            raise StoreError(
                f"The query {name} needs more memory than this installation allows.\n"
                "Choose a shorter period, or raise memory_limit in vru.toml."
            ) from problem
        except (duckdb.IOException, duckdb.FatalException, duckdb.InternalException) as problem:
            if room.is_full(problem):
                raise StoreError(f"{self.folder}: no room is left on the disk for this query.") from problem
            raise _damaged(self.folder, self.version) from problem
        except duckdb.CatalogException as problem:
            raise StoreError(
                f"The query {name} needs what this version of the store has not got: an earlier program "
                "made it.\nMake it anew: `vru demo`, or load the extract into a new folder."
            ) from problem
        except duckdb.Error as problem:
            # DuckDB's own words may hold values of rows; they stay in the cause, for a developer
            raise StoreError(f"The query {name} failed: {type(problem).__name__}.") from problem
        finally:
            cursor.close()

    def close(self) -> None:
        """Close the version; asking it afterwards is an error."""
        self._connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(folder: Path | None = None) -> Store:
    """Return the current version of the store in `folder` (default: the installation's), read-only.

    Raises StoreError where there is no store, its file is unreadable or damaged, or it was
    made by a newer program.
    """
    folder = settings().store if folder is None else Path(folder)
    version = versions.current_version(folder)
    if version is None:
        raise StoreError(
            f"{folder}: there is no store here.\nMake one with synthetic data by `vru demo`, or load an "
            "extract by `vru load FILE... --mapping M.toml`. VRU_STORE names another folder."
        )
    return Store(folder, version)


def _connected(folder: Path, version: str) -> duckdb.DuckDBPyConnection:
    file = versions.path_of(folder, version)
    if not file.is_file():
        raise StoreError(f"{folder}: version {version} is missing.\n{_others(folder, version)}")
    config: dict[str, Any] = {
        "enable_external_access": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": settings().memory_limit,
        "temp_directory": str(spill_folder(folder)),
        "lock_configuration": True,
        # queries that return millions of rows "as they lie" are not sorted once more
        "preserve_insertion_order": True,
    }
    try:
        return duckdb.connect(file, read_only=True, config=config)
    except duckdb.Error as problem:
        raise _damaged(folder, version) from problem


def _meta(connection: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, str]:
    version = Path(connection.execute("pragma database_list").fetchall()[0][2]).stem.removeprefix("vru-")
    try:
        meta = dict(connection.table("meta").fetchall())
        schema = int(meta["schema"])
    except (duckdb.Error, KeyError, ValueError) as problem:
        raise _damaged(folder, version) from problem
    if schema > versions.SCHEMA:
        raise StoreError(
            f"{folder}: version {version} was made by a newer program (schema {schema}, this one "
            f"reads up to {versions.SCHEMA}).\nUpdate this program, or name another folder in VRU_STORE."
        )
    if schema < versions.SCHEMA:
        raise StoreError(
            f"{folder}: version {version} was made by an earlier program (schema {schema}, this one "
            f"reads {versions.SCHEMA}).\nBring it up to date by `vru upgrade`: nothing needs loading again."
        )
    return meta


def _damaged(folder: Path, version: str) -> StoreError:
    return StoreError(f"{folder}: version {version} is damaged or no store.\n{_others(folder, version)}")


def _others(folder: Path, version: str) -> str:
    """Say which versions could be used instead, and how."""
    others = [each for each in versions.versions(folder) if each != version]
    if not others:
        return "No earlier version is left: load the extract again."
    return f"Earlier versions: {', '.join(others)}. To use one, write its name into the file `current`."
