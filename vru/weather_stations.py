"""Weather stations: which of them stand for which district, as the analyst's own file says.

Without the file every station loaded stands for all districts, averaged. With it, a district
has the stations its rows name (several are averaged); a row without a district is for all
districts that no row names. The file lies beside the store.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from vru import own_files
from vru.errors import InputError

FILE = "weather_stations.csv"
_REMEDIES = {
    "station": "Name a station as the weather loaded does.",
    "district": "Name a district as the pages do, or leave the cell empty for all that no row names.",
}


class Chosen(NamedTuple):
    """The rows of the file: number as a spreadsheet counts, district's code ('' = all others), station."""

    rows: tuple[tuple[int, str, str], ...] = ()

    def known(self, stations: Iterable[str]) -> Chosen:
        """Return the rows with stations written as the store writes them.

        Raises InputError, with row and the nearest name, for a station the store does not hold.
        """
        written = {each.casefold(): each for each in stations}
        return Chosen(tuple((number, of, _found(number, name, written)) for number, of, name in self.rows))

    def of(self, districts: Iterable[str]) -> tuple[str, ...]:
        """Return the stations for these districts together; () where one of them has none: then all."""
        found = [self._of(each) for each in districts]
        return tuple(sorted({name for each in found for name in each})) if all(found) else ()

    def _of(self, district: str) -> list[str]:
        own = [name for _, of, name in self.rows if of == district]
        return own or [name for _, of, name in self.rows if not of]


def weather_stations(store: Path) -> Chosen:
    """Return what the analyst chose for a store in the folder `store`; nothing where there is no file.

    Raises InputError, naming file, row and column, where the file cannot be meant.
    """
    file = store / FILE
    return _chosen(file, own_files.changed(file)) if file.is_file() else Chosen()


@lru_cache(maxsize=8)
def _chosen(file: Path, _changed: int) -> Chosen:
    return Chosen(
        tuple((number, row["district"], row["station"]) for number, row in own_files.rows(file, _SHAPE))
    )


def _district(text: str) -> str:
    return own_files.district_code(text) if text else ""


def _found(number: int, name: str, written: dict[str, str]) -> str:
    if name.casefold() in written:
        return written[name.casefold()]
    nearest = difflib.get_close_matches(name.casefold(), written, n=1, cutoff=0)
    there = f"; the nearest is {written[nearest[0]]}" if nearest else ""
    problem = f"the weather loaded has no such station{there}"
    raise InputError(FILE, problem, _REMEDIES["station"], row=number, column="station")


_SHAPE = own_files.Shape(("district", "station", "note"), ("station",), {"district": _district}, _REMEDIES)
