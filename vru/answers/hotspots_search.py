"""Searching a place: districts, towns and the small areas a store has outlines of, by name or code."""

from __future__ import annotations

import difflib
import re
from typing import NamedTuple

import pandas as pd

from vru import grids, reference
from vru.answers.answer import Found
from vru.areas import ONE, OUTLINED
from vru.errors import SelectionError
from vru.store import Store

WRITTEN = re.compile(rf"(.+), ({'|'.join(ONE[level] for level in OUTLINED)}) (\S.*)")
KINDS = {ONE[level]: level for level in OUTLINED}


def spots(store: Store) -> pd.DataFrame:
    """Return the towns and villages whose names stand on maps; they are of Great Britain."""
    places = reference.table("places")
    return places if store.grid == grids.BRITISH else places.iloc[:0]


class Sought(NamedTuple):
    """A small area as a link names it; a store may know no such area."""

    name: str
    level: str
    code: str

    def __str__(self) -> str:
        return f"{self.name}, {ONE[self.level]} {self.code}"


def sought(place: str) -> Sought | None:
    """Return the small area that a place names (`Ashford 003, small area E01`); None for another."""
    found = WRITTEN.fullmatch(place)
    return Sought(found[1], KINDS[found[2]], found[3]) if found else None


def known(store: Store, area: Sought) -> bool:
    """Return whether a store has an outline of this code under this name."""
    return store.capabilities.small_areas.get(area.level, {}).get(area.code) == area.name


def place_named(text: str) -> str:
    """Return the name of a place as reference data writes it; SelectionError with the nearest for another.

    A small area stays as it is written: whether a store knows it shows when its map is drawn.
    """
    if sought(text):
        return text
    names = {reference.normalise(each): each for each in reference.table("places")["name"]}
    wanted = reference.normalise(text)
    if wanted not in names:
        nearest = difflib.get_close_matches(wanted, names, n=1, cutoff=0)
        raise SelectionError(
            f"There is no place {text!r} on the map.\nThe nearest name is {names[nearest[0]]}."
        )
    return names[wanted]


def places_like(store: Store, text: str) -> list[Found]:
    """Return the places of a name or code, or of a part of it: those that are exactly that first.

    Raises SelectionError, with the nearest name, where there are none.
    """
    wanted = reference.normalise(text)
    every = _places(store)
    if not wanted:
        return []
    ranked = [(_rank(wanted, names), each) for each, names in every]
    found = [(rank, each) for rank, each in ranked if rank < NONE]
    if not found:
        raise SelectionError(
            f"No district, town, ward or small area here is called “{text.strip()}”.{_nearest(wanted, every)}"
        )
    return [each._replace(exact=rank == EXACT) for rank, each in sorted(found, key=lambda one: one[0])]


def _nearest(wanted: str, every: list[tuple[Found, tuple[str, ...]]]) -> str:
    names = {names[0]: each for each, names in every}
    nearest = difflib.get_close_matches(wanted, names, n=1, cutoff=0)
    return f" The nearest name is {names[nearest[0]].label}." if nearest else ""


EXACT, BEGINS, INSIDE, NONE = range(4)


def _rank(wanted: str, names: tuple[str, ...]) -> int:
    if wanted in names:
        return EXACT
    if any(each.startswith(wanted) for each in names):
        return BEGINS
    return INSIDE if any(wanted in each for each in names) else NONE


def _places(store: Store) -> list[tuple[Found, tuple[str, ...]]]:
    """Return all places with what they answer to, normalised: names, then codes."""
    made = _districts(store)
    made += [
        (Found(name, f"{name}, town or village"), (reference.normalise(name),))
        for name in spots(store)["name"]
    ]
    for level, areas in store.capabilities.small_areas.items():
        made += [
            (Found(written, written), (reference.normalise(name), reference.normalise(code)))
            for code, name in areas.items()
            for written in [str(Sought(name, level, code))]
        ]
    return made


def _districts(store: Store) -> list[tuple[Found, tuple[str, ...]]]:
    """Return the districts of the reference tables with their former names; none in a store of elsewhere."""
    names = reference.area_names("district")
    if not names.keys() & store.capabilities.districts.keys():
        return []
    called: dict[str, list[str]] = {}
    for name, code in reference.district_by_name().items():
        called.setdefault(code, []).append(name)
    return [(Found(code, f"{name}, district"), tuple(called[code])) for code, name in names.items()]
