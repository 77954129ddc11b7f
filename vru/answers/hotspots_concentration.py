"""Concentration: how much of the violence lies in how few places, and whether they are the same next year."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import drawing
from vru.answers.answer import Estimate
from vru.answers.hotspots_ground import Grain, Ground, captions, ground
from vru.answers.making import Empty, Parts, asks, rows_of
from vru.answers.sharing import once
from vru.charts.chart import Chart
from vru.measures import concentration, places, rates
from vru.periods import Period, month_name
from vru.selection import Selection
from vru.store import Store

TOPS = (0.01, 0.02, 0.05)
HEADLINE = 0.05
LOTS = 100
"""Draws of a year's line of chance."""
METHOD = "Lorenz curve read from its top; Wilson, the places as they are"


@asks("hotspots.concentration", "How much of it lies in how few places?", Grain, by_day=True, small=True)
def concentrated(store: Store, selection: Selection, options: Grain) -> Parts:
    """The share of each year's offences in the top 1, 2 and 5 % of places, against chance."""
    found = ground(store, selection, options.grain)
    table = _by_year(store, selection, options.grain)
    last = table[(table["year"] == table["year"].iloc[-1]) & (table["top"] == 100 * HEADLINE)].iloc[0]
    top, of = f"{100 * HEADLINE:.0f}", findings.noun_of(selection)
    said = (
        f"In the {last['year']} the top {top} % of {found.noun} held {findings.decimal(last['value'])} % of "
        f"{of} (95 % interval {findings.decimal(last['low'])} to {findings.decimal(last['high'])} %). "
        f"Chance alone would give {findings.decimal(last['by_chance'])} %."
    )
    return {
        "finding": said,
        "chart": _shares(table),
        "table": table.drop(columns=["month", "whole"]),
        "estimates": tuple(
            Estimate(
                f"top_{row.top:.0f}, {row.year}", row.value, row.low, row.high, "%", row.offences, METHOD
            )
            for row in rows_of(table)
        ),
        "subtitle": f"Share of a year’s offences in the {found.noun} with most, {found.shown}",
        **captions(store, selection, found, _definition()),
    }


@asks("hotspots.stability", "Are a year’s top places the next year’s?", Grain, by_day=True, small=True)
def stable(store: Store, selection: Selection, options: Grain) -> Parts:
    """The share of each year's top 5 % of places that are in the next year's top 5 %."""
    found = ground(store, selection, options.grain)
    if len(found.years()) < 2:
        raise Empty(
            "enough", "Two whole years are needed to compare one with the next: choose a longer period."
        )
    table, wanted = _stayed(found), int(places.flagged(HEADLINE, len(found.at)))
    last, top = table.iloc[-1], f"{100 * HEADLINE:.0f}"
    return {
        "finding": (
            f"Of the top {top} % of {found.noun} in the {last['year']}, {findings.decimal(last['value'])} % "
            f"were so again the year after (95 % interval {findings.decimal(last['low'])} to "
            f"{findings.decimal(last['high'])} %). By chance it would be "
            f"{findings.decimal(last['by_chance'])} %."
        ),
        "chart": _kept(table, found),
        "table": table.drop(columns=["month", "whole"]),
        "estimates": (
            *(
                Estimate(row.year, row.value, row.low, row.high, "% of the top", wanted, "Wilson")
                for row in rows_of(table)
            ),
            Estimate("top", 100 * HEADLINE, None, None, "% of places", wanted, "by definition", None),
        ),
        "subtitle": f"Share of a year’s top {wanted} {found.noun} that are so in the next year",
        **captions(
            store,
            selection,
            found,
            "Places that tie for the last ranks share them. By chance: the next year’s top drawn at random.",
        ),
    }


@once
def _by_year(store: Store, selection: Selection, at: str) -> pd.DataFrame:
    found = ground(store, selection, at)
    spans = found.years() or [slice(0, len(found.months))]
    made = [row for span in spans for row in _tops(found, span)]
    if not made:
        raise Empty("enough", "No year of the period has an offence in a known place: choose a longer one.")
    return pd.DataFrame(made)


def _tops(found: Ground, span: slice) -> list[dict]:
    counts = found.counts[span].sum(axis=0)
    total = int(counts.sum())
    if not total:
        return []
    held, number = np.unique(counts, return_counts=True)
    shares = concentration.top_share(concentration.lorenz(held, number), TOPS)
    limits = rates.proportion(shares * total, np.full(len(TOPS), total))
    chance, _, _ = places.top_by_chance(total, len(counts), TOPS, draws=LOTS)
    named = {
        "month": found.months[span.stop - 1],
        "year": _year(found, span),
        "offences": total,
        "whole": True,
    }
    return [
        named
        | {"top": 100 * top, "value": 100 * value, "low": 100 * a, "high": 100 * b, "by_chance": 100 * c}
        for top, value, a, b, c in zip(TOPS, shares, limits.low, limits.high, chance, strict=True)
    ]


def _year(found: Ground, span: slice) -> str:
    months = found.months[span]
    if len(months) != 12:
        return f"period {Period(months[0], months[-1])}"
    return f"year to {month_name(months[-1])}"


def _stayed(found: Ground) -> pd.DataFrame:
    wanted = int(places.flagged(HEADLINE, len(found.at)))
    spans = found.years()
    shares = [
        places.stayed(found.counts[one].sum(axis=0), found.counts[other].sum(axis=0), wanted)
        for one, other in pairwise(spans)
    ]
    limits = rates.proportion(np.array(shares) * wanted, np.full(len(shares), wanted))
    return pd.DataFrame(
        {
            "month": [found.months[span.stop - 1] for span in spans[1:]],
            "year": [_year(found, span) for span in spans[:-1]],
            "value": 100 * limits.value,
            "low": 100 * limits.low,
            "high": 100 * limits.high,
            "by_chance": 100 * wanted / len(found.at),
            "whole": True,
        }
    )


def _shares(table: pd.DataFrame) -> Chart:
    lines = []
    for top in TOPS[::-1]:
        rows = table[table["top"] == 100 * top]
        lines.append(drawing.line(rows, f"Top {100 * top:.0f} %"))
    chance = table[table["top"] == 100 * HEADLINE][["month", "by_chance", "whole"]]
    name = f"Top {100 * HEADLINE:.0f} % by chance"
    lines.append(drawing.line(chance.rename(columns={"by_chance": "value"}), name, role="reference"))
    alt = (
        f"Lines of the share of offences in the top 1, 2 and 5 % of places, {table['year'].nunique()} years."
    )
    return drawing.over_time(lines, "% of the year’s offences", alt)


def _kept(table: pd.DataFrame, found: Ground) -> Chart:
    chance = table[["month", "by_chance", "whole"]].rename(columns={"by_chance": "value"})
    lines = [drawing.line(table, "In the top again"), drawing.line(chance, "By chance", role="reference")]
    alt = (
        f"A line of how many of the top {found.noun} were so in the year after, {len(table)} pairs of years."
    )
    return drawing.over_time(lines, "% of the top", alt)


def _definition() -> str:
    return (
        "Places without an offence that year are counted too. By chance: the same number of offences fall on "
        "the places at random, each with the same risk, and the highest are picked afterwards: with few "
        "offences a place this alone looks like concentration. The interval is for the places as they are, "
        "and does not allow for their having been picked as the highest. Squares and small areas do not have "
        "the same number of people, so not all that is above chance is about the place."
    )
