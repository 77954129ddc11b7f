"""Overlaps under doubt: the ratio again with shares of persons falsely split or merged."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from vru.answers.overlaps_windows import Met, chosen, effect, met
from vru.answers.sharing import once
from vru.measures import doubt, overlap
from vru.measures.overlap import People, Ratio, Rows, Tables
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

SEED = 20260401  # of the people drawn to be split or merged: the same at every look

Judgement = Literal["holds", "does not hold", "cannot tell"]


def judge(ratio: Ratio, margin: float) -> Judgement:
    """Return holds, does not hold or cannot tell: the whole interval above, below, or neither."""
    if ratio.low > margin:
        return "holds"
    return "does not hold" if ratio.high < margin else "cannot tell"


def doubted(
    store: Store, kind: str, violence: str, spans: tuple[Period, ...], selection: Selection, margin: float
) -> pd.DataFrame:
    """Return the ratio again with 5, 10 and 20 % of persons falsely split or merged.

    Columns how ('split' or 'merged'), share (0 to 1), value, low, high, verdict. Merged are
    people of the same sex born within ten years: those are mistaken for one another.
    """
    found, rows = met(store, kind, violence, spans), []
    wider = effect(found, chosen(found, selection))
    for (how, share), tables in counted_again(store, kind, violence, spans).items():
        ratio = overlap.risk_ratio(chosen(found._replace(tables=tables), selection), effect=wider)
        rows.append((how, share, *ratio, judge(ratio, margin)))
    return pd.DataFrame(rows, columns=["how", "share", "value", "low", "high", "verdict"])


@once
def counted_again(
    store: Store, kind: str, violence: str, spans: tuple[Period, ...]
) -> dict[tuple[str, float], Tables]:
    """Return the tables with shares of persons falsely split and merged, by how and share."""
    found = met(store, kind, violence, spans)
    old, born = found.rows.person, np.nan_to_num(found.people.born, nan=0.0)
    alike = (found.people.sex.astype(np.int64) + 1) * 1000 + np.floor(born / 3652.5).astype(np.int64) + 500
    again = {}
    for share in doubt.SHARES:
        again["split", share] = _again(found, doubt.split(old, share, SEED))
        again["merged", share] = _again(found, doubt.merge(old, share, SEED, alike[old]))
    return again


def _again(found: Met, person: np.ndarray) -> Tables:
    """Count again with other pseudonyms: a new one is born when, and of the sex that, the old one is."""
    old, size = found.rows.person, int(person.max(initial=0)) + 1
    source = np.zeros(size, np.int64)
    source[person] = old
    source[old[old < size]] = old[old < size]
    people = People(found.people.born[source], found.people.sex[source])
    rows = Rows(person, found.rows.window, found.rows.outcome)
    return overlap.tabulate(rows, people, found.starts, found.edges, found.residents)[0]
