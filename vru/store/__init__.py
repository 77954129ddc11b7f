"""The store: immutable versions of one DuckDB file, and the only place that speaks to DuckDB."""

from vru.store import openings
from vru.store.build import Builder, build
from vru.store.openings import Opening
from vru.store.read import Store, open_store
from vru.store.versions import SCHEMA, current_version, prune

__all__ = [
    "SCHEMA",
    "Builder",
    "Opening",
    "Store",
    "build",
    "current_version",
    "open_store",
    "openings",
    "prune",
]
