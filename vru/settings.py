"""The settings of an installation: `vru.toml` beside the program, overruled by the environment."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from vru.errors import SettingsError

ROOT = Path(__file__).resolve().parents[1]
"""The project's folder: the one that holds queries/, data/ and pages/."""

_PATHS = ("store", "key_file", "recording_events", "access_log")


@dataclass(frozen=True)
class Settings:
    """What one installation has decided.

    `store` is the folder of the store's versions. `force` names the area on every page,
    `marking` is the protective marking on every export. `key_file` holds the pseudonym key;
    `key` is that key itself, taken from the environment only and never printed.
    `memory_limit` is DuckDB's for one open store, `keep_versions` how many versions stay.
    `recording_events` is the analyst's own file of changes in recording (see
    vru.recording_events); None = recording_events.csv beside the store, if there is one.
    `access_log` is where openings of lists of people are written; None = beside the versions.
    """

    store: Path = ROOT / "data" / "store"
    force: str = "Kent and Medway"
    marking: str = "OFFICIAL-SENSITIVE"
    key_file: Path | None = None
    memory_limit: str = "2GB"
    keep_versions: int = 3
    recording_events: Path | None = None
    access_log: Path | None = None
    key: str | None = field(default=None, repr=False)


def settings(file: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings: defaults, then `vru.toml`, then the environment (VRU_STORE, VRU_MARKING, ...).

    A relative path in the file is relative to the file's folder, one in the environment to
    the working directory. An empty variable counts as not set. Raises SettingsError for a
    file that is no TOML, a key that does not exist or a value that cannot be meant.
    """
    file = ROOT / "vru.toml" if file is None else file
    environment = os.environ if environment is None else environment
    return Settings(**(_from_file(file) | _from_environment(environment)))


def _from_file(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {}
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsError(f"{file.name}: not readable as TOML: {problem}.") from problem
    # a key in a file that is copied from desk to desk is no secret any more
    known = [each.name for each in fields(Settings) if each.name != "key"]
    for name in raw:
        if name not in known:
            raise SettingsError(f'{file.name}: no setting is called "{name}".\n{_remedy(name, known)}')
    return {name: _checked(name, value, file.name, file.parent) for name, value in raw.items()}


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    names = {each.name: f"VRU_{each.name.upper()}" for each in fields(Settings)}
    return {
        name: _checked(name, environment[variable], variable, Path.cwd())
        for name, variable in names.items()
        if environment.get(variable)
    }


def _checked(name: str, value: Any, where: str, folder: Path) -> Any:
    if name == "keep_versions":
        if str(value).isdecimal() and int(value) >= 1:
            return int(value)
        raise SettingsError(f"{where}: {name} must be a whole number of at least 1.")
    if not isinstance(value, str) or not value.strip():
        raise SettingsError(f'{where}: {name} must be text in quotes, such as {name} = "...".')
    return folder / Path(value).expanduser() if name in _PATHS else value.strip()


def _remedy(name: str, known: list[str]) -> str:
    nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if nearest:
        return f'Did you mean "{nearest[0]}"?'
    return f"Settings are: {', '.join(known)}."
