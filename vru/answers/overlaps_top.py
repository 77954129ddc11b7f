"""Overlaps at the top: are the most often suspected among the most often hurt?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru import findings
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts
from vru.answers.overlaps_later import MONTHS
from vru.answers.overlaps_records import recorded
from vru.answers.overlaps_records import times as times_in
from vru.answers.overlaps_residents import EDGES, residents_of
from vru.answers.overlaps_windows import aged, coded, elsewhere, ignored, needs, people_of, windows
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
            "predict. Residents of the middle of the period stand for all who lived there over the years, so "
            "over a long period the expected share is too high rather than too low."
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


class _Held(NamedTuple):
    """People by occasions: how many have been `suspected` and how many `hurt` (by stratum) so often.

    Shapes (times + 1,) and (times + 1, strata + 2), where the last two are none and unknown. `most`
    has a row for each who was suspected most often: times suspected, times hurt, stratum.
    """

    suspected: NDArray[np.int64]
    hurt: NDArray[np.int64]
    most: NDArray[np.int64]


@once
def met_at_the_top(store: Store, violence: str, spans: tuple[Period, ...]) -> tuple[float, float, int]:
    """Return the share of the most prolific in the top of victims, that by chance, and the top's edge."""
    residents, edges = residents_of(store, spans, EDGES["roles"])
    middle = len(spans) // 2
    held = _held(store, violence, spans, spans[middle], edges)
    victims = held.hurt.sum(axis=1)
    if held.suspected[1:].sum() < MOST or victims[1:].sum() < 1 / TOP:
        raise Empty(
            "enough", "Too few people are on record to speak of the most prolific: choose a longer period."
        )
    leading, _ = concentration.leading(np.arange(len(held.suspected)), held.suspected, MOST)
    most_hurt, least = concentration.leading(np.arange(len(victims)), victims, TOP * victims[1:].sum())
    times, hurt, place = held.most.T
    often = leading[times]
    share = float((often * most_hurt[hurt]).sum() / often.sum())
    there = residents[middle].reshape(-1)
    rate = (most_hurt @ held.hurt)[: len(there)] / np.maximum(there, 1)
    inside = place < len(there)
    weight = often[inside].sum()
    chance = float((often[inside] * rate[place[inside]]).sum() / weight) if weight else 0.0
    return share, chance, int(least)


def _held(
    store: Store, violence: str, spans: tuple[Period, ...], middle: Period, edges: tuple[int, ...]
) -> _Held:
    """Return how often people are on record over all windows, in their strata as the middle one begins."""
    people, strata = people_of(store), aged((middle,), edges)
    every, whole = strata.outside + 2, Period(spans[0].first, spans[-1].last)
    suspected, hurt = np.zeros(1, np.int64), np.zeros(every, np.int64)
    most = np.zeros((0, 3), np.int64)
    for part in times_in(recorded(store, "roles", violence), (whole,)):
        place = strata.stratum[0, coded(people, part.person, strata)]
        suspected = _added(suspected, np.bincount(part.exposed))
        hurt = _added(hurt, np.bincount(part.cases * every + place))
        # who has fewer than the last of the most so far will not be among them
        from_top = np.cumsum(suspected[::-1])[::-1]
        leading = np.flatnonzero(part.exposed >= max(1, (from_top >= MOST).sum() - 1))
        found = np.stack([part.exposed[leading], part.cases[leading], place[leading]], axis=1)
        most = np.concatenate([most, found])
    hurt = np.append(hurt, np.zeros(-len(hurt) % every, np.int64))
    return _Held(suspected, hurt.reshape(-1, every), most)


def _added(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the sum of two, the shorter filled with 0."""
    found = np.zeros(max(len(one), len(other)), np.int64)
    for each in (one, other):
        found[: len(each)] += each
    return found
