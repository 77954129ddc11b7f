"""Which area an outline is: its code and name found, matched with what reference tables and store know."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from vru import grids, reference
from vru.ingest.clean_places import in_force
from vru.ingest.outline_files import Outlines

CODES = re.compile(r"(^|_)(code|cd|id)$|^[a-z]+\d{2}cd$", re.I)
NAMES = re.compile(r"(^|_)(name|nm)$|^[a-z]+\d{2}nm$", re.I)
FIRST = {"district": ("lad", "ltla", "la"), "lsoa": ("lsoa",), "ward": ("wd", "ward"), "beat": ("beat",)}
"""How columns of a level begin in published files, for files that name two levels."""
LEAST_INSIDE = 0.25
"""Share of an area's surface that lies in the districts if the area belongs to the force."""
LISTED = 6
"""At most so many areas are named in a message."""


def named(found: Outlines, level: str, code: str | None, name: str | None) -> pd.DataFrame:
    """Return the areas with columns code, name and shape.

    `code` and `name` are columns of the file; else they are told by their headings. Raises
    InputError for a column that is not there, a file without codes, or two rows of one code.
    """
    codes = _column(found, level, CODES, code)
    names = _column(found, level, NAMES, name) or codes
    if codes is None and level == "district":
        codes = names
    if codes is None:
        raise found.refuse(
            "no column looks like codes of areas",
            f"Name it: --code COLUMN. The columns are {', '.join(_columns(found.table))}.",
        )
    texts = {each: found.table[each].astype("string").fillna("").str.strip() for each in {codes, names}}
    made = pd.DataFrame(
        {"code": texts[codes], "name": texts[names], "shape": found.table.geometry.to_numpy()}
    )
    blank = made["code"] == ""
    if blank.any():
        found.notes.append(f"{int(blank.sum())} areas without a code were left out.")
    return _once(found, made[~blank].reset_index(drop=True))


def _columns(table: Any) -> list[str]:
    return [str(each) for each in table.columns if each != "geometry"]


def _column(found: Outlines, level: str, pattern: re.Pattern, asked: str | None) -> str | None:
    columns = _columns(found.table)
    if asked is not None:
        if asked not in columns:
            raise found.refuse(f"it has no column {asked}", f"Its columns are {', '.join(columns)}.")
        return asked
    alike = [each for each in columns if pattern.search(each)]
    own = [each for each in alike if each.casefold().startswith(FIRST[level])]
    return next(iter([*own, *alike]), None)


def _once(found: Outlines, made: pd.DataFrame) -> pd.DataFrame:
    twice = made.loc[made["code"].duplicated(), "code"].unique()
    if twice.size:
        raise found.refuse(
            f"{listed(twice)} stand{'s' if twice.size == 1 else ''} for more than one row",
            "Give one row an area: dissolve its parts before the export.",
        )
    return made


def districts(found: Outlines, made: pd.DataFrame, own: set[str]) -> pd.DataFrame:
    """Return the districts known by reference or to the store (`own`), under the codes of today.

    Codes and names are matched, former names among them. Raises InputError where two outlines
    are one district, none is known, or one lies outside the force.
    """
    known = {**reference.district_by_name(), **{reference.normalise(each): each for each in own}}
    codes = [
        known.get(reference.normalise(code), known.get(reference.normalise(name)))
        for code, name in zip(made["code"], made["name"], strict=True)
    ]
    matched = made.assign(code=pd.Series(codes, dtype=object), given=made["name"])
    _one_name(found, matched)
    unknown = matched["code"].isna()
    if unknown.all():
        raise found.refuse(
            "none of its areas is a known district",
            "Give districts by code (E07000105) or name; data/reference/districts.csv lists them.",
        )
    if unknown.any():
        found.notes.append(
            f"{int(unknown.sum())} areas are no district of the force and were left out: "
            f"{listed(matched.loc[unknown, 'given'])}."
        )
    matched = matched[~unknown].reset_index(drop=True)
    names = reference.area_names("district")
    _on_land(found, matched)
    return matched.assign(
        name=[names.get(code, given) for code, given in zip(matched["code"], matched["given"], strict=True)]
    )


def _one_name(found: Outlines, matched: pd.DataFrame) -> None:
    twice = matched.loc[matched["code"].notna() & matched["code"].duplicated(keep=False), "given"]
    same = matched["given"][matched["given"].map(reference.normalise).duplicated(keep=False)]
    for each in (twice, same):
        if len(each):
            raise found.refuse(
                f"two outlines are one district: {listed(each)}",
                "Leave one of them out, or correct its name and code.",
            )


def _on_land(found: Outlines, matched: pd.DataFrame) -> None:
    import shapely

    inside = shapely.point_on_surface(matched["shape"].to_numpy())
    east, north = shapely.get_x(inside), shapely.get_y(inside)
    away = ~in_force(east, north)
    if not away.any() or not set(matched["code"]) & reference.area_names("district").keys():
        return
    if in_force(north, east).all():
        raise found.refuse(
            "its axes are swapped: north stands where east should",
            "Export it with easting first, northing second.",
        )
    raise found.refuse(
        f"outside the force or in the sea: {listed(matched.loc[away, 'given'])}",
        "Check the file's coordinate system.",
    )


def within(found: Outlines, made: pd.DataFrame, land: np.ndarray | None) -> pd.DataFrame:
    """Return the areas that lie in the districts (`land`, metres), or near the force where there are none.

    An area lies in them with a quarter of its surface: coasts are drawn more or less coarsely. What
    lies elsewhere or in the sea is left out and named. Raises InputError where nothing is left.
    """
    import shapely

    shapes = made["shape"].to_numpy()
    if land is None:
        inside = shapely.point_on_surface(shapes)
        if found.grid != grids.BRITISH:  # the force's part of the map is known in Great Britain only
            return made
        kept, where = in_force(shapely.get_x(inside), shapely.get_y(inside)), "the force's part of the map"
    else:
        shared = shapely.area(shapely.intersection(shapes, shapely.union_all(land)))
        kept, where = shared >= LEAST_INSIDE * shapely.area(shapes), "every district's outline"
    if not kept.any():
        raise found.refuse(
            f"all its areas lie outside {where}", "Check its coordinate system, and that it is of this force."
        )
    if not kept.all():
        away = made.loc[~kept, "name"]
        found.notes.append(f"Left out, outside {where}: {int((~kept).sum())} areas, {listed(away)}.")
    return made[kept].reset_index(drop=True)


def listed(names: Any) -> str:
    """Return the first few names in one line, and how many more there are."""
    said = [str(each) for each in names]
    more = f" and {len(said) - LISTED} more" if len(said) > LISTED else ""
    return ", ".join(said[:LISTED]) + more
