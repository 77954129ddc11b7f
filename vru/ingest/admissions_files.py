"""Which ready mapping reads a file of hospital admissions: told by its sheets or its first line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from vru.errors import InputError
from vru.ingest.mapping import Mapping, read_mapping
from vru.ingest.read_source import at_hand, first_line
from vru.ingest.read_xlsx import sheet_names

_TABULATION = {"year", "month", "monthly_episodes"}
_CONTRACT = {"period_from", "area", "count"}
_REMEDY = (
    "It reads the NHS tabulation of hospital episodes by region (XLSX, or England as CSV) and the contract's "
    "own admissions. For another, name a mapping of kind admissions: --mapping (docs/mappings.md)."
)


def admissions_mapping(files: Iterable[Path | str]) -> Mapping:
    """Return the ready mapping of files of hospital admissions, whatever they are called.

    Raises InputError where a file is of no form known, or of another than the first one's.
    """
    paths = [Path(each) for each in files]
    forms = {_form(each) for each in paths}
    if len(forms) != 1:
        raise InputError(
            paths[-1].name if paths else "the load",
            "the files of admissions are of different forms" if paths else "no file of admissions was given",
            "Load each form by itself: vru load --admissions FILE.",
        )
    mapping = read_mapping(forms.pop())
    rules = [each for each in mapping.files if each.kind == "admissions"]
    # a workbook has sheets and a table has none: the name of the file says nothing else here
    anyhow = tuple(replace(each, match="*.xls[xm]" if each.sheet else _table(mapping)) for each in rules)
    return replace(mapping, files=anyhow)


def _table(mapping: Mapping) -> str:
    return "*" if mapping.name == "contract" else "*.csv"


def _form(path: Path) -> str:
    if path.suffix.casefold() in (".xlsx", ".xlsm"):
        # opened first: a workbook that is not there would be called damaged
        with at_hand(path), path.open("rb"):
            sheets = {each.strip().casefold() for each in sheet_names(path)}
        return "hes_assault" if any(each.startswith("gor-data") for each in sheets) else "contract"
    headings = {each.strip(' "\r\n').casefold() for each in first_line(path).split(",")}
    for name, needed in (("hes_assault", _TABULATION), ("contract", _CONTRACT)):
        if needed <= headings:
            return name
    raise InputError(path.name, "its first line is of no form of hospital admissions known", _REMEDY, row=1)
