"""Drawing areas: shades, what an area says when it is pointed at, the land beneath, captions of maps."""

from __future__ import annotations

import html
from dataclasses import replace
from typing import TypeVar

import pandas as pd

from vru import findings, outlines
from vru.answers import hotspots_land as land
from vru.answers import hotspots_scale, making
from vru.answers.hotspots_data import Placed, placed
from vru.answers.hotspots_options import LEVELS, Mapped, Places, window_said
from vru.answers.making import Parts
from vru.answers.sharing import once
from vru.areas import ONE, OUTLINED, levels
from vru.charts.chart import Land, Series
from vru.selection import Selection
from vru.store import Store

UNITS = {
    "count": "offences a year",
    "rate": "offences per 1,000 residents a year",
    "harm": "severity weights a year",
}
AnyMap = TypeVar("AnyMap", bound=Mapped)
LISTED = 6
"""At most so many areas are named in a caption."""


@once
def edges(store: Store, at: str, measure: str) -> tuple[float, ...]:
    """Return the edges of classes that hold for every filter: from all that a store opens with."""
    whole = Selection.default(store.capabilities)
    return hotspots_scale.edges(
        shaded(placed(store, whole, Places(level=at, measure=measure)))["value"].dropna()
    )


def shaded(found: Placed) -> pd.DataFrame:
    """Return the areas that shades are made for: those with an outline, all where nothing is drawn."""
    drawn = found.table[found.table["drawn"]]
    return found.table if drawn.empty else drawn


def class_edges(store: Store, options: Places, values: pd.Series) -> tuple[float, ...]:
    """Return the edges of classes as chosen: those that hold for every filter, or fitted to values."""
    if options.scale == "fixed":
        return edges(store, options.level, options.measure)
    return hotspots_scale.edges(values.dropna())


def unit(options: Places) -> str:
    """Return the unit of the shades as the beginning of a subtitle."""
    return UNITS[options.measure].capitalize()


def captions(store: Store, selection: Selection, options: Places, found: Placed) -> Parts:
    """Return definition, counted and missing of a map."""
    said = [making.definition(selection), window_said(options.window), _shaded(options)]
    if len(land.shapes(store, options.level).table):
        said.append(land.source_said(store, options.level))
    counted = (
        f"{findings.count(found.total)} {findings.noun_of(selection, found.total)} in {selection.period}."
    )
    return {
        "definition": " ".join(each for each in said if each),
        "counted": counted,
        "missing": " ".join([*unplaced(store, options, found), making.left_out(store, selection)]),
    }


def _shaded(options: Places) -> str:
    kind = {
        "count": "Shades are offences a year on average; limits are exact Poisson ones.",
        "rate": "Shades are offences per 1,000 residents a year; limits are exact Poisson ones.",
        "harm": "Shades are Crime Severity Score weights (2016 edition) a year on average.",
    }[options.measure]
    fixed = (
        " They mean the same for every filter."
        if options.scale == "fixed"
        else " They fit this selection only."
    )
    return kind + fixed


def unplaced(store: Store, options: Places, found: Placed) -> list[str]:
    """Return what the map cannot show, and which command would help."""
    one, said = ONE[options.level], []
    if found.nowhere:
        said.append(
            f"{findings.count(found.nowhere)} of {findings.count(found.total)} offences "
            f"({findings.share(found.nowhere, found.total)}) have no known {one}."
        )
    if not len(land.shapes(store, options.level).table):
        said.append(f"Nothing is drawn: no outlines are loaded. {land.command(options.level)} loads them.")
    elif found.undrawn:
        said.append(
            f"{findings.count(found.undrawn)} ({findings.share(found.undrawn, found.total)}) lie in a {one} "
            "that has no outline here: outside the force, or of another census."
        )
    if options.measure == "harm" and found.unweighted:
        said.append(f"{findings.count(found.unweighted)} have no severity weight.")
    lost = found.table.loc[found.table["drawn"] & found.table["value"].isna(), "name"]
    if options.measure == "rate" and len(lost):
        some = ", ".join(lost[:LISTED]) + (f" and {len(lost) - LISTED} more" if len(lost) > LISTED else "")
        said.append(f"Without residents for the whole period, and marked × on the map: {some}.")
    return said


def series(drawn: pd.DataFrame, options: Places, selection: Selection, panel: str | None = None) -> Series:
    """Return the areas of a map with what each says when it is pointed at."""
    values = tuple(None if pd.isna(each) else float(each) for each in drawn["value"])
    notes = tuple(said(row, options) for row in making.rows_of(drawn))
    return Series(LEVELS[options.level], tuple(drawn["code"]), values, panel=panel, notes=notes)


def said(row, options: Places) -> str:
    """Return what an area says when it is pointed at: its name, offences, and what is shaded."""
    offences = f"{findings.count(row.offences)} {'offence' if row.offences == 1 else 'offences'}"
    lines = [f"<b>{html.escape(str(row.name))}</b>", offences]
    if pd.isna(row.value):
        lines.append("no figure: residents not known")
    elif options.measure == "harm":
        lines.append(f"{findings.count(row.value)} {UNITS['harm']}")
    else:
        per = "a year" if options.measure == "count" else "per 1,000 residents a year"
        lines.append(f"{findings.decimal(row.value)} {per}")
        lines.append(f"95 % interval {findings.decimal(row.low)} to {findings.decimal(row.high)}")
    return "<br>".join(lines)


def rest(store: Store, at: str, shown: set[str]) -> tuple[Series, ...]:
    """Return the areas the filters leave out: drawn clear, so that they can be pointed at and chosen."""
    table = land.shapes(store, at).table
    left = table[~table["code"].isin(shown)]
    if left.empty:
        return ()
    notes = tuple(f"<b>{html.escape(each)}</b><br>not in the filter" for each in left["name"])
    return (
        Series("not in the filter", tuple(left["code"]), (0.0,) * len(left), role="context", notes=notes),
    )


def ground(
    store: Store,
    selection: Selection,
    options: Mapped,
    begin: tuple[float, ...],
    unit: str,
    numbers: dict[str, str] | None = None,
) -> Land:
    """Return what a map of the chosen level and place lies on."""
    box = land.frame(store, options.level, options.place)
    named = land.names(store, options.level, options.place)
    around = land.shapes(store, "district").table["code"]
    return Land(
        edition=store.version,
        level=options.level,
        frame=land.in_degrees(store, box),
        classes=hotspots_scale.classes(begin) if begin else (),
        edges=begin,
        unit=unit,
        within="district" if options.level in OUTLINED else "",
        around=tuple(around) if options.level in OUTLINED else (),
        chosen=_chosen(store, selection),
        chosen_level=selection.level,
        names=_written(store, named, numbers or {}),
        pick=options.level in levels(store.capabilities),
    )


def _written(
    store: Store, named: list[land.Name], numbers: dict[str, str]
) -> tuple[tuple[str, float, float, str], ...]:
    longitude, latitude = outlines.rounded_degrees(
        [each.easting for each in named], [each.northing for each in named], store.grid
    )
    said = [f"{name}<br>{numbers[code]}" if code in numbers else name for name, *_, code in named]
    return tuple(
        (words, float(x), float(y), each.code)
        for words, each, x, y in zip(said, named, longitude, latitude, strict=True)
    )


def _chosen(store: Store, selection: Selection) -> tuple[str, ...]:
    known = set(land.shapes(store, selection.level).table["code"])
    return tuple(each for each in selection.areas if each in known)


def level_drawn(options: AnyMap) -> AnyMap:
    """Return options whose level has outlines of its own: squares give way to small areas."""
    return replace(options, level="lsoa") if options.level == "cell" else options
