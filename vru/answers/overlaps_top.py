"""Overlaps at the top: are the most often suspected among the most often hurt?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru import findings
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts
from vru.answers.overlaps_later import MONTHS, strata
from vru.answers.overlaps_records import times as times_in
from vru.answers.overlaps_windows import EDGES, days, elsewhere, ignored, needs, residents_of, windows
from vru.answers.people import VIOLENCE, Violence, by_day, violence_of
from vru.answers.sharing import once
from vru.charts.chart import Axis, Chart, Series
from vru.measures import concentration, rates
from vru.periods import Period, month_name
from vru.selection import Selection
from vru.store import Store

MOST = 100  # prolific suspects looked at
TOP = 0.01  # of victims


def prolific(store: Store, selection: Selection, options: Violence) -> Parts:
    """Return the parts of how many of the 100 most prolific suspects are among the most hurt."""
    needs(store, "roles")
    asked, violence = by_day(selection), violence_of(store, options)
    spans = windows(store, asked, MONTHS)
    away = elsewhere(store, violence, spans)
    share, expected, ties = met_at_the_top(store, violence, spans)
    limits = rates.proportion(np.array([share * MOST]), np.array([MOST]))
    table = pd.DataFrame(
        {
            "label": ["Found", "If the two were independent"],
            "share": [100 * share, 100 * expected],
            "low": [100 * float(limits.low[0]), np.nan],
            "high": [100 * float(limits.high[0]), np.nan],
        }
    )
    said = (
        f"Of the {MOST} most often suspected people, {findings.decimal(100 * share)} % are "
        "among the top 1 % of "
        f"victims (95 % interval {findings.decimal(table['low'][0])} to "
        f"{findings.decimal(table['high'][0])} %). "
        "If the two had nothing to do with each other, but for age and sex, it would be "
        f"{findings.decimal(100 * expected, 2)} %."
    )
    found = Estimate(
        "share", 100 * share, float(table["low"][0]), float(table["high"][0]), "%", MOST, "Wilson"
    )
    return {
        "finding": said,
        "chart": Chart(
            "bars",
            alt=said,
            series=(Series("People", tuple(table["label"]), tuple(table["share"])),),
            x=Axis("", "category"),
            y=Axis("% of the 100 most prolific", "percent", from_zero=True),
            height=240,
        ),
        "table": table,
        "estimates": (
            found,
            Estimate(
                "expected", 100 * expected, None, None, "%", MOST, "residents of the same age and sex", None
            ),
            Estimate("most", MOST, None, None, "people", MOST, "by definition", None),
            Estimate("top", 100 * TOP, None, None, "% of victims", MOST, "by definition", None),
        ),
        "subtitle": "The most prolific suspects among the most hurt: a share, no names",
        "definition": (
            f"{VIOLENCE[violence]}, {month_name(spans[0].first)} to {month_name(spans[-1].last)}, by "
            "number of occasions. "
            "Independent: the share of residents of the same age and sex, in the middle of the period, who "
            "are among "
            "the top 1 % of victims. Both are counted over the same years, so it describes and does not "
            "predict."
        ),
        "counted": (
            f"The top 1 % of victims have at least {ties} occasions; ties at either edge count in part."
        ),
        "missing": " ".join(
            each
            for each in ("Who is not known by a key is nobody here.", away, ignored(asked, strata=False))
            if each
        ),
    }


@once
def met_at_the_top(store: Store, violence: str, spans: tuple[Period, ...]) -> tuple[float, float, int]:
    """Return the share of the most prolific in the top of victims, that by chance, and the top's edge."""
    known = times_in(store, "roles", violence, spans)
    size = int(known.person.max(initial=0)) + 1
    suspected, hurt = (
        np.bincount(known.person[rows], known.times[rows], size) for rows in (~known.outcome, known.outcome)
    )
    if (suspected > 0).sum() < MOST or (hurt > 0).sum() < 1 / TOP:
        raise Empty(
            "enough", "Too few people are on record to speak of the most prolific: choose a longer period."
        )
    often, _ = _leading(suspected, MOST)
    most_hurt, least = _leading(hurt, TOP * (hurt > 0).sum())
    share = float((often * most_hurt).sum() / often.sum())
    middle = len(spans) // 2
    residents, edges = residents_of(store, spans, EDGES["roles"])
    people = np.arange(size)
    place = strata(store, people, np.full(size, float(days(spans[middle].first))), edges)
    there = residents[middle].reshape(-1)
    inside = place >= 0
    rate = np.bincount(place[inside], most_hurt[inside], len(there)) / np.maximum(there, 1)
    weight = often[inside].sum()
    chance = float((often[inside] * rate[place[inside]]).sum() / weight) if weight else 0.0
    return share, chance, least


def _leading(times: NDArray[Any], wanted: float) -> tuple[NDArray[np.float64], int]:
    """Return how likely each is among the `wanted` most frequent, and the fewest times of these."""
    values, who, holders = np.unique(times, return_inverse=True, return_counts=True)
    inside, edge = concentration.leading(values, holders, wanted)
    return inside[who], int(edge)
