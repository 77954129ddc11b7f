"""Outlines of areas into the store, with a report of what matches: no offence is changed by them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from vru import grids, outlines, reference
from vru.errors import InputError, StoreError
from vru.ingest import load_grid, outline_files, outline_links, outline_names
from vru.ingest.load_finish import judge
from vru.settings import settings
from vru.store import Builder, build, current_version

LEVELS = tuple(each for each in outlines.LEVELS if each != "csp")
"""Levels a file may hold: partnerships are made of its districts."""


@dataclass
class BoundaryReport:
    """What became of a file of outlines: `areas` drawn, and how far the store's codes are among them.

    `offences` have a code of this level, `drawn` of them one with an outline; `without_outline`
    are codes of offences that have none, `without_offences` counts outlines no offence names.
    """

    level: str
    areas: int
    notes: list[str] = field(default_factory=list)
    offences: int = 0
    drawn: int = 0
    without_outline: list[str] = field(default_factory=list)
    without_offences: int = 0
    store_version: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return asdict(self)


def boundaries(
    file: Path | None,
    level: str,
    *,
    store: Path | None = None,
    lookup: Path | None = None,
    code: str | None = None,
    name: str | None = None,
    crs: str | None = None,
    progress: Callable[[str], None] | None = None,
) -> BoundaryReport:
    """Load outlines of a level into a new version of the store and report what matches.

    `lookup` is a table that leads small areas of 2011 to those of 2021, or small areas to wards;
    wards without a `file` are made of the small areas' outlines. Raises InputError for a file that
    cannot be meant, StoreError where there is no store.
    """
    folder = settings().store if store is None else Path(store)
    _checked(file, level, lookup)
    if current_version(folder) is None:
        raise StoreError(
            f"{folder}: there is no store to draw.\nLoad an extract first: `vru load`, or `vru demo`."
        )
    with build(folder, progress) as builder:
        links = outline_links.read(lookup, level) if lookup else None
        report, rows = _rows(builder, file, level, links, code, name, crs)
        put(builder, rows, links)
        judge(builder)
        _compare(builder, report)
        report.store_version = builder.publish({"grid": load_grid.known(builder) or grids.BRITISH})
    return report


def _checked(file: Path | None, level: str, lookup: Path | None) -> None:
    if level not in LEVELS:
        raise InputError("--level", "it is no level of outlines", f"Choose {', '.join(LEVELS)}.")
    if file is None and (lookup is None or level != "ward"):
        raise InputError(
            "vru boundaries", "no file of outlines was given",
            "Only wards can be made without one: --level ward --lookup FILE joins small areas.",
        )  # fmt: skip


def put(builder: Builder, rows: pd.DataFrame, links: pd.DataFrame | None = None) -> None:
    """Put outlines in the place of those of the same levels, and links in that of the same kind."""
    builder.register("incoming_rows", pa.Table.from_pandas(rows, preserve_index=False))
    builder.run("replace_boundary")
    builder.unregister("incoming_rows")
    if links is not None:
        builder.register("incoming_rows", pa.Table.from_pandas(links, preserve_index=False))
        builder.run("replace_area_link")
        builder.unregister("incoming_rows")


def _rows(
    builder: Builder, file: Path | None, level: str, links: pd.DataFrame | None, code: str | None,
    name: str | None, crs: str | None,
) -> tuple[BoundaryReport, pd.DataFrame]:  # fmt: skip
    if file is None:
        assert links is not None, "checked before"
        return _wards(builder, links)
    found = outline_files.read(file, crs, load_grid.known(builder) or grids.BRITISH)
    made = outline_names.named(found, level, code, name)
    known = builder.ask("boundary_known")
    if level == "district":
        made = outline_names.districts(found, made, _own_districts(builder))
    else:
        real = known[(known["level"] == "district") & ~known["schematic"]]
        made = outline_names.within(found, made, outlines.shapes_of(real) if len(real) else None)
    shapes = outlines.simplified(made["shape"].to_numpy(), level)
    rows = outlines.rows(level, made["code"], made["name"], shapes, source=file.name)
    notes = [*found.notes, *_missing_districts(level, made)]
    both = [rows, _partnerships(rows, file.name)] if level == "district" else [rows]
    return BoundaryReport(level, len(rows), notes), pd.concat(both, ignore_index=True)


def _own_districts(builder: Builder) -> set[str]:
    return {str(each) for each in builder.ask("area_codes", level="district")["code"]}


def _missing_districts(level: str, made: pd.DataFrame) -> list[str]:
    if level != "district":
        return []
    names = reference.area_names("district")
    lost = [name for code, name in names.items() if code not in set(made["code"])]
    known = len(lost) < len(names)
    return [f"Districts of the force that the file lacks: {', '.join(lost)}."] if lost and known else []


def _partnerships(rows: pd.DataFrame, source: str) -> pd.DataFrame:
    """Return the partnerships that known districts make up; Dartford and Gravesham are one."""
    csp = reference.csp_of()
    known = rows[rows["code"].isin(csp)]
    if known.empty:
        return known
    codes, shapes = outlines.joined(outlines.shapes_of(known), [csp[each] for each in known["code"]])
    names = reference.area_names("csp")
    return outlines.rows("csp", codes, [names[each] for each in codes], shapes, source=source)


def _wards(builder: Builder, links: pd.DataFrame) -> tuple[BoundaryReport, pd.DataFrame]:
    known = builder.ask("boundary_known")
    small = known[known["level"] == "lsoa"].merge(links, left_on="code", right_on="from_code")
    if small.empty:
        raise InputError(
            "--lookup", "none of its small areas has an outline in the store",
            "Load the small areas first: vru boundaries FILE --level lsoa.",
        )  # fmt: skip
    codes, shapes = outlines.joined(outlines.shapes_of(small), list(small["to_code"]))
    names = dict(zip(links["to_code"], links["to_name"], strict=True))
    rows = outlines.rows(
        "ward", codes, [names[each] for each in codes], shapes,
        source=f"joined of small areas ({small['source'].iloc[0]})", schematic=bool(small["schematic"].any()),
    )  # fmt: skip
    return BoundaryReport("ward", len(rows)), rows


def _compare(builder: Builder, report: BoundaryReport) -> None:
    counts = builder.ask("area_codes_drawn", level=report.level)
    coded = counts[counts["offences"] > 0]
    report.offences = int(coded["offences"].sum())
    report.drawn = int(coded.loc[coded["drawn"], "offences"].sum())
    lost = coded[~coded["drawn"]].sort_values("offences", ascending=False)
    report.without_outline = [str(each) for each in lost["code"]]
    report.without_offences = len(counts) - len(coded)
