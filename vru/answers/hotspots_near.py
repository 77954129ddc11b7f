"""Near repeat: do offences follow one another close by and soon, more often than by chance?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import making, people
from vru.answers.answer import Estimate, Options
from vru.answers.drawing import values
from vru.answers.hotspots_ground import LOAD_POINTS
from vru.answers.making import Empty, Parts, asks
from vru.answers.sharing import once
from vru.charts.chart import Axis, Chart, Series
from vru.errors import MeasureError
from vru.measures import places
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

METRES = (100, 200, 300, 400)
DAYS = (0, 7, 14, 28)
NEAR, SOON = slice(0, 2), slice(1, 3)
"""The bands the finding speaks of, fixed beforehand: up to 200 m, 1 to 14 days."""
MOST = 12_000
"""Incidents that are paired, the latest: pairs grow with their square."""
LEAST_PAIRS = 20
"""Pairs to expect in those bands, for a ratio to mean anything."""
SURE = 0.05
PERMUTATIONS = 999


class Points(NamedTuple):
    """The latest incidents with day and exact point, and of how many they are."""

    table: pd.DataFrame
    placed: int
    incidents: int

    @property
    def shown(self) -> Period:
        """The months of the incidents."""
        first, last = (
            each.date().replace(day=1) for each in (self.table["day"].min(), self.table["day"].max())
        )
        return Period(first, last)


@once
def points(store: Store, selection: Selection, most: int) -> Points:
    """Return the latest incidents of a selection; raises Empty where none has a day and an exact point."""
    people.require(store, "has_day")
    if not store.capabilities.has_coordinates:
        raise Empty("cannot", f"This extract has no points: {LOAD_POINTS}.")
    rows = store.ask("hotspots_points", most=most, **selection.parameters())
    if rows.empty:
        offences = int(store.ask("hotspots_place_types", **selection.parameters())["offences"].sum())
        if not offences:
            raise Empty("nothing", f"No offence matches these filters in {selection.period}.")
        raise Empty(
            "cannot",
            f"Not one of {findings.count(offences)} offences has an exact point in the force: points moved "
            f"to a street are used for small areas only. For finer places {LOAD_POINTS}.",
        )
    first = rows.iloc[0]
    return Points(rows, int(first["placed"]), int(first["incidents"]))


@asks(
    "hotspots.near_repeat",
    "Do they follow one another close by and soon, more often than by chance?",
    Options,
    by_day=True,
    small=True,
)
def near_repeat(store: Store, selection: Selection, options: Options) -> Parts:
    """Pairs of incidents by distance and days apart, over what shuffled dates would give."""
    found = points(store, selection, MOST)
    got = _paired(store, selection)
    table = _table(got)
    observed, expected, p = got.together(NEAR, SOON)
    if expected < LEAST_PAIRS:
        raise Empty(
            "enough",
            f"Only {findings.decimal(expected)} pairs within {METRES[1]} m and {DAYS[2]} days are to be "
            f"expected; {LEAST_PAIRS} are needed: choose a longer period or fewer filters.",
        )
    return {
        "finding": _say(observed, expected, p),
        "chart": _shades(table),
        "table": table.drop(columns="sure"),
        "estimates": _estimates(got, observed, expected, p),
        "subtitle": (
            "Pairs of incidents by distance and time apart, over what chance gives; brackets: may be chance"
        ),
        "definition": f"{making.definition(selection)} {_definition()}",
        "counted": (
            f"{findings.count(got.pairs)} pairs within {METRES[-1]} m, of {findings.count(got.points)} "
            f"incidents, {found.shown}."
        ),
        "missing": _missing(found) + f" {making.left_out(store, selection)}",
    }


@once
def _paired(store: Store, selection: Selection) -> places.Knox:
    found = points(store, selection, MOST).table
    day = found["day"].to_numpy().astype("datetime64[D]").astype(np.int64)
    try:
        return places.knox(
            found["easting"], found["northing"], day, metres=METRES, days=DAYS, permutations=PERMUTATIONS
        )
    except MeasureError as few:
        raise Empty("enough", f"Not enough to say: {few} Choose a longer period or fewer filters.") from few


def _table(got: places.Knox) -> pd.DataFrame:
    from scipy import stats

    low, high = np.quantile(got.permuted, (0.025, 0.975), axis=0)
    q = stats.false_discovery_control(got.p.ravel()).reshape(got.p.shape)
    cells = [(ring, band) for ring in range(len(METRES)) for band in range(len(DAYS))]
    return pd.DataFrame(
        {
            "distance": [_within(METRES, ring, "m") for ring, _ in cells],
            "apart": [_days(band) for _, band in cells],
            "pairs": [int(got.observed[each]) for each in cells],
            "expected": [float(got.expected[each]) for each in cells],
            "low_by_chance": [float(low[each]) for each in cells],
            "high_by_chance": [float(high[each]) for each in cells],
            "ratio": [_ratio(got.observed[each], got.expected[each]) for each in cells],
            "p": [float(got.p[each]) for each in cells],
            "q": [float(q[each]) for each in cells],
            "sure": [bool(q[each] <= SURE) for each in cells],
        }
    )


def _ratio(observed: float, expected: float) -> float:
    return float(observed / expected) if expected else float("nan")


def _within(edges: tuple[int, ...], place: int, unit: str) -> str:
    return f"Up to {edges[0]} {unit}" if not place else f"{edges[place - 1]}–{edges[place]} {unit}"


def _days(place: int) -> str:
    return "Same day" if not place else f"{DAYS[place - 1] + 1}–{DAYS[place]} days"


def _say(observed: int, expected: float, p: float) -> str:
    ratio = findings.decimal(observed / expected, 2)
    close = f"{METRES[1]} m and 1 to {DAYS[2]} days"
    said = f"{findings.count(observed)} pairs where {findings.count(expected)} were to be expected"
    if p <= SURE:
        more = findings.decimal(100 * (observed / expected - 1), 0)
        return (
            f"Pairs of incidents within {close} of each other are {more} % more than chance would have it. "
            f"There are {said}; as many or more came out in at most {findings.decimal(100 * p, 1)} % of "
            f"{PERMUTATIONS} shuffles of the dates."
        )
    return (
        f"Pairs of incidents within {close} of each other are not clearly more than chance would have it. "
        f"There are {said} ({ratio} times); as many or more came out in {findings.decimal(100 * p, 0)} % of "
        f"{PERMUTATIONS} shuffles of the dates."
    )


def _shades(table: pd.DataFrame) -> Chart:
    rows = []
    for name in dict.fromkeys(table["distance"]):
        of = table[table["distance"] == name]
        unsure = tuple(not each for each in of["sure"])
        rows.append(Series(name, tuple(of["apart"]), values(of["ratio"]), hollow=unsure))
    return Chart(
        "ratios",
        alt=f"Shades of how often incidents are near one another, by {len(METRES)} distances and times.",
        series=tuple(rows),
        x=Axis("Time apart", "category"),
        y=Axis("", "category"),
        height=150 + 44 * len(rows),
    )


def _estimates(got: places.Knox, observed: int, expected: float, p: float) -> tuple[Estimate, ...]:
    way = f"Knox; {PERMUTATIONS} permutations of the dates"
    plain = {
        "ratio": (observed / expected, "times expected"),
        "more": (100 * (observed / expected - 1), "%"),
        "pairs": (observed, "pairs"),
        "expected": (expected, "pairs"),
        "p": (p, "probability"),
        "p_percent": (100 * p, "%"),
        "shuffles": (PERMUTATIONS, "permutations"),
        "within": (METRES[1], "metres"),
        "from_day": (DAYS[0] + 1, "days"),
        "days": (DAYS[2], "days"),
    }
    return tuple(
        Estimate(name, value, None, None, unit, got.pairs, way, None) for name, (value, unit) in plain.items()
    )


def _definition() -> str:
    return (
        "An incident is one or more offences recorded together; the first gives place and day. Pairs are "
        f"counted by distance and time apart, and again after the dates were shuffled {PERMUTATIONS} times "
        "among the incidents: places and days keep their numbers, only what links them is lost. The bands of "
        "the finding were fixed beforehand; the same day is shown apart, since one event may be recorded "
        "twice. What changes in one place and not in others, such as a season by the sea, also shows as more "
        "pairs than expected: more pairs do not show that one incident leads to the next. In brackets: the "
        "false-discovery rate over the cells is above 5 %."
    )


def _missing(found: Points) -> str:
    said = []
    if found.placed < found.incidents:
        lost = found.incidents - found.placed
        said.append(
            f"{findings.count(lost)} of {findings.count(found.incidents)} incidents "
            f"({findings.share(lost, found.incidents)}) have no day or no exact point in the force."
        )
    if len(found.table) < found.placed:
        others = "others" if said else "incidents"
        said.append(
            f"Of {findings.count(found.placed)} {others} the latest {findings.count(len(found.table))} are "
            "paired."
        )
    return " ".join(said)
