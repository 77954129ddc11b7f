"""The grid of a store: all its points and outlines are metres of one coordinate system."""

from __future__ import annotations

from collections.abc import Iterable

from vru import grids
from vru.capabilities import Capabilities
from vru.errors import InputError
from vru.ingest.mapping import FileRule, Mapping
from vru.store import Builder

POINTS = ("easting", "longitude")


def known(builder: Builder) -> str | None:
    """Return the grid of what the store holds, None where it holds neither points nor outlines."""
    meta = builder.previous_meta
    if "grid" in meta or not meta:
        return meta.get("grid")
    placed = Capabilities.from_json(meta["capabilities"]).has_coordinates or len(
        builder.ask("boundary_known")
    )
    return grids.BRITISH if placed else None


def of(builder: Builder, mapping: Mapping, rules: Iterable[FileRule]) -> str | None:
    """Return the grid of the new version, None where nothing lies on it.

    Raises InputError where a mapping brings points of another grid than the store's.
    """
    options, held = mapping.options, known(builder)
    points = options.coordinates != "none" and any(each in rule.columns for rule in rules for each in POINTS)
    if not points:
        return held
    if held is not None and held != options.grid:
        raise InputError(
            f"the mapping {mapping.name}",
            f"its points are on the grid {options.grid}, those of the store on {held}",
            "Name the store's grid in [options] of the mapping, or load into a store of its own (VRU_STORE).",
        )
    return options.grid
