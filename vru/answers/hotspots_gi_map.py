"""Hotspots on the map: each in the colour and with the sign of what became of it over the years."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd

from vru import findings
from vru.answers import drawing, hotspots_cells, hotspots_map
from vru.answers import hotspots_land as land
from vru.answers.hotspots_ground import Ground
from vru.answers.hotspots_options import FORCE, Mapped
from vru.charts.chart import Chart, Land, Series
from vru.selection import Selection
from vru.store import Store

KINDS = {
    "sporadic": ("context", "circle"),
    "persistent": ("c1", "square"),
    "fading": ("c2", "triangle-down"),
    "emerging": ("c4", "triangle-up"),
    "new": ("c3", "star"),
}
"""Colour and sign of what became of a hotspot; where signs meet, what changes lies on top."""
WRITTEN = {"circle": "●", "triangle-down": "▼", "star": "★", "triangle-up": "▲", "square": "■"}
UNIT = "What became of it"


def chart(store: Store, selection: Selection, found: Ground, shown: pd.DataFrame, place: str) -> Chart:
    """Return the hotspots (rows of hotspots_gi.classed) on the map, as bars where no outlines are loaded."""
    if shown.empty:
        return Chart("none", alt=f"No hotspot in {found.shown}.")
    alone = selection.level == "district" and len(selection.areas) == 1 and place == FORCE
    looked = selection.areas[0] if alone else place
    if found.unit == "cell":
        return _squares(store, found, shown, looked)
    drawn = shown[shown["code"].isin(_names(store))]
    return _bars(shown, found) if drawn.empty else _areas(store, selection, found, drawn, looked)


def undrawn(store: Store, found: Ground, shown: pd.DataFrame) -> int:
    """Return how many of the hotspots a map of small areas lacks; 0 where there is no map of them."""
    lost = int((~shown["code"].isin(_names(store))).sum())
    return 0 if found.unit == "cell" or lost == len(shown) else lost


def _names(store: Store) -> dict[str, str]:
    table = land.shapes(store, "lsoa").table
    return dict(zip(table["code"], table["name"], strict=True))


def _signed(ground: Land) -> Land:
    """Return the land with the classes of hotspots and their signs."""
    classes = tuple(
        (f"{WRITTEN[sign]} {name.capitalize()}", colour) for name, (colour, sign) in KINDS.items()
    )
    return replace(
        ground, classes=classes, edges=(), unit=UNIT, signs=tuple(sign for _, sign in KINDS.values())
    )


def _values(shown: pd.DataFrame) -> tuple[float, ...]:
    return tuple(float(tuple(KINDS).index(each)) for each in shown["class"])


def _notes(shown: pd.DataFrame, names: Iterable[str]) -> Iterator[str]:
    rows = shown[["class", "years_hot", "of_years", "offences"]].itertuples(index=False)
    for name, row in zip(names, rows, strict=True):
        yield (
            f"<b>{row[0].capitalize()}</b>, {html.escape(name)}<br>hot in {row[1]} of {row[2]} years<br>"
            f"{findings.count(row[3])} offences in the last"
        )


def _squares(store: Store, found: Ground, shown: pd.DataFrame, place: str) -> Chart:
    middles = tuple(f"{east},{north}" for east, north in zip(shown["east"], shown["north"], strict=True))
    squares = Series("Hotspots", middles, _values(shown), notes=tuple(_notes(shown, shown["district"])))
    every = pd.DataFrame({"easting": found.at[:, 0], "northing": found.at[:, 1]})
    ground = hotspots_cells.floor(store, Mapped(level="cell", place=place), every, (), (), UNIT)
    alt = f"A map of {len(shown)} squares that are hotspots, in colour and sign of what became of them."
    return Chart("cells", alt=alt, series=(squares,), land=_signed(ground))


def _areas(store: Store, selection: Selection, found: Ground, drawn: pd.DataFrame, place: str) -> Chart:
    names = _names(store)
    said = (f"{names[code]}, {whole}" for code, whole in zip(drawn["code"], drawn["district"], strict=True))
    hotspots = Series("Hotspots", tuple(drawn["code"]), _values(drawn), notes=tuple(_notes(drawn, said)))
    ground = hotspots_map.ground(store, selection, Mapped(level="lsoa", place=place), (), UNIT)
    alt = f"A map of {len(drawn)} small areas that are hotspots, in colour and sign of what became of them."
    rest = _others(names, set(drawn["code"]), set(found.codes))
    return Chart("map", alt=alt, series=(hotspots, *rest), land=_signed(ground))


def _others(names: dict[str, str], hot: set[str], looked_at: set[str]) -> tuple[Series, ...]:
    """Return the areas that are no hotspot, drawn clear: they can be pointed at."""
    left = [code for code in names if code not in hot]
    why = {code: "never a hotspot" if code in looked_at else "not in the filter" for code in left}
    notes = tuple(f"<b>{html.escape(names[code])}</b><br>{why[code]}" for code in left)
    return (
        (Series("no hotspot", tuple(left), (0.0,) * len(left), role="context", notes=notes),) if left else ()
    )


def _bars(shown: pd.DataFrame, found: Ground) -> Chart:
    kinds = tuple(reversed(KINDS))
    return drawing.bars(
        [each.capitalize() for each in kinds],
        [int((shown["class"] == each).sum()) for each in kinds],
        "Hotspots",
        found.noun,
        f"Bars of how many {found.noun} are hotspots, by what became of them.",
    )
