"""Which ready mapping reads a file of daily weather: told by its first line, never by its name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from vru.errors import InputError
from vru.ingest.mapping import ColumnRule, FileRule, Mapping, read_mapping
from vru.ingest.read_source import first_line

_LEGACY_FIELDS = 14  # year, day of the month, twelve months
_ROW_OF_NOAA = re.compile(r"[A-Z]{2}[A-Z0-9]{9},\d{8},[A-Z0-9]{4},-?\d+(,[^,]*){4}")
_HEADINGS = (
    ("contract", {"day", "mean_c"}),
    ("contract", {"day", "max_c"}),
    ("meteostat", {"date", "tavg"}),
    ("ghcn_daily", {"station", "date", "tmax", "tmax_attributes"}),
    ("ghcn_daily", {"station", "date", "tavg", "tavg_attributes"}),
    ("ghcn_daily_long", {"id", "date", "element", "data_value", "q_flag"}),
)
_REMEDY = (
    "It reads Met Office HadCET, Meteostat and NOAA GHCN-Daily files, and the contract's own. For another, "
    "name a mapping of kind weather: --mapping daily_fahrenheit for °F, or your own (docs/mappings.md)."
)


def weather_mapping(files: Iterable[Path | str], station: str | None = None) -> Mapping:
    """Return the ready mapping of files of daily weather, which must all be of one form.

    `station` names the station of files that do not. Raises InputError where the first line of a
    file is of no form known, or of another than the first file's.
    """
    paths = [Path(each) for each in files]
    names = {path: _form(path) for path in paths}
    if len(set(names.values())) != 1:
        raise InputError(
            paths[-1].name if paths else "the load",
            "the weather files are of different forms" if paths else "no weather file was given",
            "Load each form by itself: vru load --weather FILE.",
        )
    mapping = read_mapping(names[paths[0]])
    rules = tuple(each for each in mapping.files if each.kind == "weather")
    if len(rules) == 1:
        # one rule reads every file of the form, whatever it is called
        rules = (replace(rules[0], match="*"),)
    if station is None:
        return replace(mapping, files=rules)
    # the same bytes under another station's name are another station's
    digest = hashlib.sha256(f"{mapping.hash} {station}".encode()).hexdigest()
    return replace(mapping, files=tuple(_at(each, station) for each in rules), hash=digest)


def _at(rule: FileRule, station: str) -> FileRule:
    return replace(rule, columns={**rule.columns, "station": ColumnRule("station", None, station, {}, None)})


def _form(path: Path) -> str:
    first = first_line(path)
    words = first.split()
    if len(words) == _LEGACY_FIELDS and all(each.lstrip("-").isdigit() for each in words):
        return "hadcet_legacy"
    if [each.casefold() for each in words] == ["date", "value"]:
        return "hadcet"
    if _ROW_OF_NOAA.fullmatch(first.strip()):
        return "ghcn_daily_long_bare"
    headings = {each.strip(' "\r\n').casefold() for each in first.split(",")}
    for name, needed in _HEADINGS:
        if needed <= headings:
            return name
    raise InputError(path.name, "its first line is of no form of daily weather known", _REMEDY, row=1)
