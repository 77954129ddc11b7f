"""Overlaps by part: the ratio of each sex, age and window, and the picture of ratios one under the other."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import drawing
from vru.answers.making import Empty
from vru.answers.overlaps_windows import Met
from vru.answers.overlaps_words import Wording, people
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.measures import overlap
from vru.measures.overlap import Ratio, Tables

LEAST = 20  # people with both records in a part that is drawn: with fewer the interval fills the picture
FEWEST = 5  # people with both records, and others with the outcome: with fewer no ratio is made
COUNTS = ["both", "exposed", "cases", "residents"]
LOG = "; equal distances are equal ratios"


def by_part(found: Met, tables: Tables, wider: float) -> pd.DataFrame:
    """Return the pooled ratio of everybody, each sex, age and window: people as whole numbers.

    `wider` is what the variance of each part is multiplied by.
    """
    cells = [each.reshape(found.shape) for each in tables]
    parts = [("Everybody", "all", np.ones(found.shape, bool))]
    for number, name in enumerate(("Female", "Male")):
        parts.append((name, "sex", _only(found.shape, 1, number)))
    for number, name in enumerate(_ages(found.edges)):
        parts.append((name, "age", _only(found.shape, 2, number)))
    for number, span in enumerate(found.spans):
        parts.append((f"{span.first:%b %Y} to {span.last:%b %Y}", "window", _only(found.shape, 0, number)))
    rows = []
    for label, part, keep in parts:
        inside = Tables(*(each[keep] for each in cells))
        if sum(each.sum() for each in inside):
            rows.append(row_of(label, part, inside, wider))
    return pd.DataFrame(rows)


def enough(tables: Tables, ratio: Ratio, words: Wording) -> None:
    """Raise Empty where a pooled ratio has too few people to rest on, on either side."""
    if not (tables.both + tables.exposed).sum():
        raise Empty(
            "nothing",
            f"These windows hold no {words.exposed} of known age and sex: choose a longer period or fewer "
            "filters.",
        )
    both, others = (round(float(each.sum())) for each in (tables.both, tables.cases))
    if both < FEWEST:
        raise Empty(
            "enough",
            f"{people(both)} {'is' if both == 1 else 'are'} {words.both} in these windows, too few for a "
            "ratio: choose a longer period.",
        )
    if others < FEWEST:
        raise Empty(
            "enough",
            f"{people(others)} {findings.were(others)} {words.outcome} without being {words.exposed}: too "
            "few to compare with. Choose a longer period.",
        )
    if not np.isfinite(ratio.low):
        raise Empty(
            "enough",
            f"Nobody else of the age and sex of {words.exposed} was {words.outcome}: there is none to "
            "compare with. Choose a longer period or fewer filters.",
        )


def row_of(label: str, part: str, tables: Tables, wider: float) -> dict[str, object]:
    """Return a row of the table: the ratio pooled over `tables`, and whole people."""
    a, b, c, d = (each.sum() for each in tables)
    ratio = overlap.risk_ratio(tables, effect=wider)
    counts = (round(float(each)) for each in (a, a + b, a + c, a + b + c + d))
    named = {"label": label, "part": part, "ratio": ratio.value, "low": ratio.low, "high": ratio.high}
    return named | dict(zip(COUNTS, counts, strict=True))


def _only(shape: tuple[int, ...], axis: int, number: int) -> np.ndarray:
    keep = np.zeros(shape, bool)
    keep[(slice(None),) * axis + (number,)] = True
    return keep


def _ages(edges: tuple[int, ...]) -> list[str]:
    last = len(edges) - 2
    return [
        f"Aged {low} and over" if place == last else f"Aged {low} to {high - 1}"
        for place, (low, high) in enumerate(pairwise(edges))
    ]


def shown(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that a picture draws: those with an interval, and enough people or the claim's own."""
    own = table["part"].isin(("all", "answered"))
    return table[np.isfinite(table["low"].to_numpy(float)) & ((table["both"] >= LEAST) | own)]


def forest(table: pd.DataFrame, unit: str, alt: str, *, margin: float | None = None) -> Chart:
    """Return ratios with their intervals, one under the other, on an axis of doublings.

    `table` has the columns label, ratio, low and high; NaN is not drawn. 1 is marked, and
    the `margin` of a claim.
    """
    dots = Series(
        unit,
        tuple(table["label"]),
        drawing.values(table["ratio"]),
        low=drawing.values(table["low"]),
        high=drawing.values(table["high"]),
    )
    marks = [Mark("As often", x=1.0)]
    if margin is not None:
        marks.append(Mark(f"Margin {margin:g}", x=margin))
    return Chart(
        "dots",
        alt=alt,
        series=(dots,),
        x=Axis(f"{unit}{LOG}", log=True),
        y=Axis("", "category"),
        marks=tuple(marks),
        height=120 + 30 * len(table),
    )
