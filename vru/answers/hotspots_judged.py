"""Judging hotspots: what each way of flagging catches of the period that follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru.answers.answer import option
from vru.answers.hotspots_ground import BLOCK, CELL, Grain, Ground, ground, neighbours
from vru.answers.making import Empty
from vru.answers.sharing import once
from vru.measures import places
from vru.selection import Selection
from vru.store import Store

SHARES = (0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2)
"""Shares of the areas that are flagged, as the curve shows them."""
BANDWIDTH = 250.0
"""Metres: the standard deviation of the kernel."""
PERIODS = 12
"""Periods that are foretold at most, the latest."""
LEAST_BLOCKS = 8
"""Blocks of land an interval needs."""
PLAIN, SMOOTH, AROUND, MODEL, BEST = "counts", "kde", "gi", "model", "best"
METHODS = {
    PLAIN: "Plain counts",
    SMOOTH: f"Smoothed density ({BANDWIDTH:.0f} m)",
    AROUND: "Neighbourhoods (Gi*)",
    MODEL: "Simple model",
    BEST: "Had one known",
}
AHEAD = {"12": "twelve months", "3": "three months", "1": "month"}


@dataclass(frozen=True)
class Judged(Grain):
    """Which squares or areas, how far ahead, and how many are flagged."""

    ahead: str = option(
        "12",
        label="Foretold",
        short="ha",
        choices={code: f"The next {said}" for code, said in AHEAD.items()},
        about="A period too short for it is foretold less far ahead.",
    )
    flag: str = option(
        "2",
        label="Flagged",
        short="hf",
        choices={each: f"{each} % of the land" for each in ("1", "2", "5", "10")},
    )


class Judgement(NamedTuple):
    """The table of methods by share flagged, and what the best is worth against plain counts.

    `table` has method (code), flagged (%), areas, value, low, high (% of later offences), pai, pei.
    `gains` are the other methods' hits less plain counts', in points, at the share chosen.
    """

    table: pd.DataFrame
    gains: dict[str, places.Pooled]
    ahead: int
    trained: int
    periods: int
    blocks: int
    later: int


@once
def judged(store: Store, selection: Selection, options: Judged) -> Judgement:
    """Return how the methods did; raises Empty where the period is too short, or there is too little land."""
    found = ground(store, selection, options.grain)
    ahead, trained, starts = _spans(len(found.months), int(options.ahead))
    around, methods = neighbours(store, selection, options.grain), methods_of(found)
    caught = {(method, share): np.zeros(len(found.at)) for method in (*methods, BEST) for share in SHARES}
    total = np.zeros(len(found.at))
    for start in starts:
        later = found.counts[start : start + ahead].sum(axis=0)
        total += later
        scores = {name: score(found, around, start, ahead, trained) for name, score in methods.items()}
        for name, score in (scores | {BEST: later}).items():
            for share in SHARES:
                wanted = int(places.flagged(share, len(later)))
                caught[name, share] += places.top_of(score, wanted) * later
    if not total.sum():
        raise Empty("nothing", "No offence follows in the periods foretold: choose a longer period.")
    return _judgement(found, caught, total, options, (ahead, trained, len(starts)))


def _spans(months: int, wanted: int) -> tuple[int, int, list[int]]:
    """Return how far is foretold, from how many months, and where each such period starts.

    Before each lie the months it is flagged from and, for the model, a like period to learn from.
    """
    for ahead in [each for each in (12, 3, 1) if each <= wanted]:
        trained = min(12, months - 2 * ahead)
        starts = [each for each in range(months - ahead, 0, -ahead) if each - ahead - trained >= 0]
        if trained >= min(12, ahead) and starts:
            return ahead, trained, starts[:PERIODS]
    raise Empty("enough", "Hotspots are judged by what follows: three whole months are needed at least.")


Score = Callable[[Ground, places.Weights, int, int, int], np.ndarray]


def methods_of(found: Ground) -> dict[str, Score]:
    """Return the ways to score areas at a start; smoothing needs points, which small areas have not."""
    methods: dict[str, Score] = {PLAIN: _counts, SMOOTH: _smooth, AROUND: _gi, MODEL: _model}
    return {name: each for name, each in methods.items() if name != SMOOTH or found.unit == "cell"}


def _counts(found: Ground, around: places.Weights, start: int, ahead: int, trained: int) -> np.ndarray:
    return found.counts[start - trained : start].sum(axis=0)


def _smooth(found: Ground, around: places.Weights, start: int, ahead: int, trained: int) -> np.ndarray:
    counts, (east, north) = _counts(found, around, start, ahead, trained), found.at.T
    grid = places.gridded(east, north, cell=CELL, margin=4 * BANDWIDTH, weight=counts)
    return places.density(grid, BANDWIDTH)[grid.at(east, north)]


def _gi(found: Ground, around: places.Weights, start: int, ahead: int, trained: int) -> np.ndarray:
    return places.gi_star(_counts(found, around, start, ahead, trained), around)


def _model(found: Ground, around: places.Weights, start: int, ahead: int, trained: int) -> np.ndarray:
    learnt = start - ahead
    target = found.counts[learnt:start].sum(axis=0)
    if not target.sum():
        return _counts(found, around, start, ahead, trained)
    past, now = (_features(found, around, each, trained) for each in (learnt, start))
    return places.foretold(past, target, now)


def _features(found: Ground, around: places.Weights, start: int, trained: int) -> np.ndarray:
    """Return counts of the months before, of all months before (a year's worth), and of the neighbours."""
    last = found.counts[start - trained : start].sum(axis=0)
    long = found.counts[:start].sum(axis=0) * 12 / start
    return np.column_stack([last, long, around @ last - last])


def _judgement(
    found: Ground,
    caught: dict[tuple[str, float], np.ndarray],
    total: np.ndarray,
    options: Judged,
    spans: tuple[int, int, int],
) -> Judgement:
    block, areas = found.blocks, len(found.at)
    pooled = {key: places.pooled(each, total, block) for key, each in caught.items()}
    if pooled[PLAIN, SHARES[0]].blocks < LEAST_BLOCKS:
        raise Empty(
            "enough",
            f"The places lie within {pooled[PLAIN, SHARES[0]].blocks} squares of {BLOCK // 1_000} km; an "
            f"interval needs {LEAST_BLOCKS}: choose more districts.",
        )
    made = []
    for (method, share), one in pooled.items():
        flagged = int(places.flagged(share, areas))
        made.append(
            {"method": method, "flagged": 100 * share, "areas": flagged}
            | {"value": 100 * one.value, "low": 100 * max(one.low, 0), "high": 100 * min(one.high, 1)}
            | {"pai": one.value * areas / flagged, "pei": one.value / pooled[BEST, share].value}
        )
    chosen = float(options.flag) / 100
    others = [each for each in methods_of(found) if each != PLAIN]
    gains = {
        each: places.pooled(
            caught[each, chosen] - caught[PLAIN, chosen], total, block, confidence=1 - 0.05 / len(others)
        )
        for each in others
    }
    return Judgement(pd.DataFrame(made), gains, *spans, pooled[PLAIN, chosen].blocks, int(total.sum()))
