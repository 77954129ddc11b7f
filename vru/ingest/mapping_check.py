"""Checks a parsed TOML against the schema of mappings; every error names file, key path and remedy."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any, NoReturn

from vru import grids
from vru.errors import MappingError
from vru.ingest import mapping_schema as schema


def nearest(name: str, known: Iterable[str], listing: str) -> str:
    """Return a remedy: the known name nearest to `name`, or the listing of all."""
    known = list(known)
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f'Did you mean "{close[0]}"?' if close else f"{listing}: {', '.join(known)}."


class Check:
    """Checks a parsed TOML against the schema; every error names the file and the path of the key."""

    def __init__(self, file: str) -> None:
        self.file = file

    def fail(self, path: str, problem: str, remedy: str) -> NoReturn:
        """Raise the MappingError of a key."""
        raise MappingError(f"{self.file}: {path}: {problem}.\n{remedy}")

    def table(self, raw: Any, keys: dict[str, schema.Key], path: str) -> dict[str, Any]:
        """Return `raw` if it is a table with known keys of the right type and all needed ones."""
        if not isinstance(raw, dict):
            self.fail(path, "must be a table", "Write [options], [file.offence] or { column = ... }.")
        prefix = f"{path}." if path else ""
        for name, value in raw.items():
            if name not in keys:
                self.fail(f"{prefix}{name}", "no such key", nearest(name, keys, "Keys here are"))
            self.value(value, keys[name], f"{prefix}{name}")
        for name, key in keys.items():
            if key.needed and name not in raw:
                self.fail(f"{prefix}{name}", "is missing", f"Add {name} to the mapping.")
        return raw

    def value(self, value: Any, key: schema.Key, path: str) -> None:
        """Refuse a value of the wrong type, outside its choices or limits."""
        # a TOML true is a Python int too, and would pass as a number
        if not isinstance(value, key.type) or (key.type is int and isinstance(value, bool)):
            self.fail(path, f"must be {_KIND_OF_VALUE[key.type]}", "Correct the value in the mapping.")
        if key.choices and value not in key.choices:
            self.fail(path, f'"{value}" is not a choice', nearest(str(value), key.choices, "Choices are"))
        if key.limits and isinstance(value, int) and not key.limits[0] <= value <= key.limits[1]:
            low, high = key.limits
            self.fail(path, f"must lie between {low} and {high}", "Correct the number in the mapping.")

    def systems(self, options: dict[str, Any]) -> None:
        """Refuse a coordinate system that nobody knows, and a grid that is not one of metres."""
        for name in ("crs", "grid"):
            problem = grids.fault(options[name], metric=name == "grid") if name in options else None
            if problem:
                example = "EPSG:32618" if name == "grid" else "EPSG:2263"
                self.fail(f"options.{name}", problem, f'Write its EPSG code, such as {name} = "{example}".')

    def texts(self, values: list[Any], path: str) -> tuple[str, ...]:
        """Return a list of texts as a tuple."""
        for at, value in enumerate(values, start=1):
            if not isinstance(value, str):
                self.fail(f"{path}[{at}]", "must be text", 'Write it in quotes, such as ["Surname"].')
        return tuple(values)


_KIND_OF_VALUE = {
    str: "text in quotes",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}
