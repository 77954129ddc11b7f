"""Micro-clusters: places of a street or two where incidents crowd, and when in the week they do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vru import findings, grids
from vru.answers import drawing, making
from vru.answers.answer import Estimate, Options, option
from vru.answers.hotspots_near import Points, points
from vru.answers.labels import label
from vru.answers.making import Empty, Parts, asks
from vru.answers.sharing import once
from vru.charts.chart import Chart
from vru.errors import MeasureError
from vru.measures import places
from vru.periods import Period, add_months
from vru.selection import Selection
from vru.store import Store

MOST = 15_000
"""Incidents that are clustered, the latest."""
WIDEST = 250
"""Metres within which half of a micro-cluster's incidents lie."""
SPAN = 3
"""Hours of a part of the day."""
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PARTS = tuple(f"{each:02d}–{each + SPAN:02d}" for each in range(0, 24, SPAN))
METHOD = "HDBSCAN, smallest clusters of its tree"


@dataclass(frozen=True)
class Crowded(Options):
    """How many incidents make a micro-cluster."""

    least: str = option(
        "20",
        label="A micro-cluster has",
        short="hl",
        choices={each: f"{each} incidents or more" for each in ("10", "20", "50")},
    )


@asks("hotspots.clusters", "Which corners are the micro-hotspots?", Crowded, by_day=True, small=True)
def crowded(store: Store, selection: Selection, options: Crowded) -> Parts:
    """Micro-clusters of the latest twelve months, and the hours of the week of the incidents in them."""
    found, got = _clustered(store, selection, int(options.least))
    if not got.points.size:
        raise Empty(
            "enough",
            f"Nowhere do {options.least} incidents crowd within a street or two: choose fewer a cluster, or "
            "fewer filters.",
        )
    table, inside = _table(found.table, got), int(got.points.sum())
    share = 100 * inside / len(found.table)
    return {
        "finding": (
            f"{_clusters(len(table))} of {options.least} incidents or more {_hold(len(table))} "
            f"{findings.decimal(share)} % of incidents, {found.shown}. The largest has "
            f"{findings.count(got.points[0])}, {_mostly(table['mostly'].iloc[0])}."
        ),
        "chart": _week(found.table[got.label >= 0]),
        "table": table,
        "estimates": _estimates(table, found, inside, share, int(options.least)),
        "subtitle": f"When incidents in micro-clusters began, {found.shown}",
        "definition": f"{making.definition(selection)} {_definition(store, options)}",
        "counted": (
            f"{findings.count(inside)} of {findings.count(len(found.table))} incidents with day and exact "
            f"point, {found.shown}, lie in {_clusters(len(table)).lower()}."
        ),
        "missing": _missing(found, got) + f" {making.left_out(store, selection)}",
    }


@once
def _clustered(store: Store, selection: Selection, least: int) -> tuple[Points, places.Clusters]:
    last = points(store, selection, 1).table["day"].iloc[-1].date().replace(day=1)
    year = selection.with_period(Period(max(add_months(last, -11), selection.period.first), last))
    found = points(store, year, MOST)
    try:
        return found, places.clusters(
            found.table["easting"], found.table["northing"], least=least, widest=WIDEST
        )
    except MeasureError as few:
        raise Empty("enough", f"Not enough to say: {few} Choose a longer period or fewer filters.") from few


def _table(rows: pd.DataFrame, got: places.Clusters) -> pd.DataFrame:
    made = []
    for place in range(len(got.points)):
        of = rows[got.label == place]
        made.append(
            {
                "cluster": place + 1,
                "district": label("district", _common(of["district"])),
                "code": _common(of["code"]),
                "east": int(got.x[place]),
                "north": int(got.y[place]),
                "incidents": int(got.points[place]),
                "half_within_m": round(float(got.radius[place])),
                "mostly": _peak(of),
            }
        )
    return pd.DataFrame(made)


def _common(codes: pd.Series) -> str:
    held = codes.dropna().mode()
    return str(held.iloc[0]) if len(held) else "unknown"


def _peak(rows: pd.DataFrame) -> str:
    """Return the part of the week in which most began, with its number; nothing where no time is known."""
    known = rows.dropna(subset=["weekday", "hour"])
    if known.empty:
        return "time not known"
    counts = _counts(known)
    day, part = np.unravel_index(counts.argmax(), counts.shape)
    return f"{DAYS[day]} {PARTS[part]} ({counts.max():.0f} of {len(known)})"


def _counts(known: pd.DataFrame) -> np.ndarray:
    """Return incidents by day of the week and part of the day, shape (7, 8)."""
    counts = np.zeros((len(DAYS), len(PARTS)))
    place = (known["weekday"].to_numpy(int) - 1, known["hour"].to_numpy(int) // SPAN)
    np.add.at(counts, place, 1)
    return counts


def _clusters(number: int) -> str:
    return f"{findings.count(number)} micro-cluster{'' if number == 1 else 's'}"


def _hold(number: int) -> str:
    return "holds" if number == 1 else "hold"


def _mostly(peak: str) -> str:
    return peak if peak == "time not known" else f"most often on {peak}"


def _week(rows: pd.DataFrame) -> Chart:
    known = rows.dropna(subset=["weekday", "hour"])
    alt = "Shades of how many incidents in micro-clusters began in each part of each day of the week."
    if known.empty:
        return Chart("none", alt=alt)
    counts = _counts(known)
    return drawing.heat(pd.DataFrame(100 * counts / counts.sum(), DAYS, PARTS), "% of incidents", alt)


def _estimates(
    table: pd.DataFrame, found: Points, inside: int, share: float, least: int
) -> tuple[Estimate, ...]:
    plain = {
        "clusters": (len(table), "clusters"),
        "in_clusters": (inside, "incidents"),
        "share": (share, "% of incidents"),
        "largest": (int(table["incidents"].iloc[0]), "incidents"),
        "least": (least, "incidents"),
    }
    return tuple(
        Estimate(name, value, None, None, unit, len(found.table), METHOD, None)
        for name, (value, unit) in plain.items()
    )


def _definition(store: Store, options: Crowded) -> str:
    return (
        "An incident is one or more offences recorded together; the first gives place and time. A "
        f"micro-cluster is a knot of {options.least} incidents or more, much denser than what surrounds it "
        f"(HDBSCAN), half of which lie within {WIDEST} m of its middle. It describes what was: part of any "
        f"knot is chance. Easting and northing are metres of {grids.name(store.grid)}; a place so small may "
        "be one address: for the analysts’ room."
    )


def _missing(found: Points, got: places.Clusters) -> str:
    said = []
    untimed = int(found.table.loc[got.label >= 0, "hour"].isna().sum())
    inside = int(got.points.sum())
    if untimed:
        said.append(
            f"{findings.count(untimed)} of the {findings.count(inside)} began at no known time, or at 00:00 "
            "exactly, often a default: they are not in the picture."
        )
    lost = found.incidents - found.placed
    if lost:
        said.append(
            f"{findings.count(lost)} of {findings.count(found.incidents)} incidents of these months have no "
            "day or no exact point in the force."
        )
    if len(found.table) < found.placed:
        said.append(f"The latest {findings.count(len(found.table))} are looked at.")
    return " ".join(said)
