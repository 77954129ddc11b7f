"""The classes of a map: which one a value is in, their shades, the scale that names them."""

from __future__ import annotations

import bisect
import html
from collections.abc import Iterable
from typing import Any

from vru.charts import layout, shades
from vru.charts.chart import Chart, Land, Series

TALL = 0.62
"""Height of a map for its width: what the force's land needs."""
RAN_IN = {"color": "@c2", "width": 3.2, "dash": "dot"}
"""The line round districts in which a programme ran."""
BLANK, BLANK_SHADE = "× no figure", "context"
"""Label and colour of the class of areas without a figure; its number is -1, below all others."""


def land_of(chart: Chart) -> Land:
    """Return the land of a map, which every map has."""
    assert chart.land is not None, "a map needs its land"
    return chart.land


def every(one: Series) -> list[tuple[Any, Any, str]]:
    """Return code, value and words of each area of a Series."""
    notes = one.notes or tuple(html.escape(str(each)) for each in one.x)
    return list(zip(one.x, one.y, notes, strict=True))


def known(one: Series) -> list[tuple[Any, Any, str]]:
    """Return code, value and words of the areas that have a figure."""
    return [each for each in every(one) if each[1] is not None]


def class_of(value: float, land: Land) -> int:
    """Return the number of the class a value is in."""
    return bisect.bisect_right(land.edges, value) if land.edges else int(value)


def scale(land: Land, *, shown: bool, blank: bool = False) -> dict[str, Any]:
    """Return colours in steps, one a class, and the scale beside the map that names the classes."""
    classes = ((BLANK, BLANK_SHADE), *land.classes) if blank else land.classes
    many, lowest = len(classes), -1 if blank else 0
    steps = [
        [at / many, f"@{token}"] for place, (_, token) in enumerate(classes) for at in (place, place + 1)
    ]
    bar = {
        "title": {"text": layout.wrap(land.unit, 18), "font": {"size": 12, "color": "@muted"}},
        "tickmode": "array",
        "tickvals": list(range(lowest, lowest + many)),
        "ticktext": [label for label, _ in classes],
        "tickfont": {"color": "@text", "size": 12},
        "outlinecolor": "@axis",
        "outlinewidth": 1,
        "thickness": 14,
        "len": min(0.8, 0.14 * many),
        "y": 0.5,
    }
    ends = {"zmin": lowest - 0.5, "zmax": lowest + many - 0.5, "colorscale": steps, "showscale": shown}
    return ends | ({"colorbar": bar} if shown else {})


def ink(value: float | None, land: Land) -> str:
    """Return the colour of words that stand on an area: readable on its shade in both themes."""
    if value is None:
        return "@text"
    token = land.classes[class_of(value, land)][1]
    return shades.ink(0, [(0, f"@{token}"), (1, f"@{token}")])


def signs(land: Land, classes: Iterable[int]) -> dict[str, Any]:
    """Return the markers of areas in these classes: the sign and the colour of each, edged.

    Later ones lie over earlier ones.
    """
    each = list(classes)
    return {
        "mode": "markers",
        "name": "signs",
        "hoverinfo": "skip",
        "showlegend": False,
        "marker": {
            "symbol": [land.signs[one] for one in each],
            "color": [f"@{land.classes[one][1]}" for one in each],
            "size": 8,
            "line": {"color": "@text", "width": 1},
        },
    }


def beside_signs(land: Land) -> str:
    """Return where a name stands: over its place where signs stand on it, that they can be seen."""
    return "top center" if land.signs else "middle center"
