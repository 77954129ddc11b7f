"""How good are hotspots: how much of what follows falls where each way of flagging says it will."""

from __future__ import annotations

from typing import Any

import pandas as pd

from vru import findings
from vru.answers.answer import Estimate
from vru.answers.drawing import values
from vru.answers.hotspots_ground import BLOCK, Ground, captions, ground
from vru.answers.hotspots_judged import (
    AHEAD,
    BANDWIDTH,
    BEST,
    METHODS,
    PLAIN,
    SHARES,
    Judged,
    Judgement,
    judged,
    methods_of,
)
from vru.answers.making import Parts, asks, rows_of
from vru.charts.chart import Axis, Chart, Series
from vru.measures import places
from vru.selection import Selection
from vru.store import Store

METHOD = "later offences in flagged land over all; ratio of sums over blocks of land"


@asks("hotspots.quality", "How well do hotspots foretell what follows?", Judged, by_day=True, small=True)
def quality(store: Store, selection: Selection, options: Judged) -> Parts:
    """Hit rates on the period that follows, by method and area flagged."""
    found = ground(store, selection, options.grain)
    got = judged(store, selection, options)
    at = {row.method: row for row in rows_of(got.table[got.table["flagged"] == float(options.flag)])}
    table = got.table.assign(method=got.table["method"].map(METHODS))
    return {
        "finding": _say(found, got, at, options),
        "chart": _curves(found, got),
        "table": table,
        "estimates": _estimates(got, at),
        "subtitle": (
            f"Share of offences of {_next(got.ahead)} in the {found.noun} flagged from the "
            f"{_months(got.trained)} before"
            + (f"; {got.periods} such periods together" if got.periods > 1 else "")
        ),
        **captions(store, selection, found, _definition(found, got)),
    }


def _say(found: Ground, got: Judgement, at: dict[str, Any], options: Judged) -> str:
    plain, of = at[PLAIN], f"{_whose(got.ahead)} offences"
    better = {name: gain for name, gain in got.gains.items() if gain.low > 0}
    if not better:
        return (
            f"No method clearly beats plain counts: their {options.flag} % of {found.noun} held "
            f"{findings.decimal(plain.value)} % of the next {of} ({_limits(plain)}). {_beside(got)}"
        )
    best = max(better, key=lambda each: better[each].value)
    row, gain = at[best], better[best]
    less, low, high = (findings.decimal(100 * each) for each in (gain.value, gain.low, gain.high))
    return (
        f"{METHODS[best].split(' (')[0]} foretold best: its {options.flag} % of {found.noun} held "
        f"{findings.decimal(row.value)} % of the next {of} ({_limits(row)}). Plain counts held "
        f"{findings.decimal(plain.value)} %, which is {less} points less ({low} to {high})."
    )


def _whose(ahead: int) -> str:
    return "month’s" if ahead == 1 else f"{AHEAD[str(ahead)]}’"


def _beside(got: Judgement) -> str:
    """Say how the others did against plain counts, the best first."""
    told = sorted(got.gains.items(), key=lambda each: -each[1].value)
    parts = [f"{METHODS[name].split(' (')[0].lower()} {_gained(gain)}" for name, gain in told]
    return f"Against them, in points: {'; '.join(parts)}."


def _gained(gain: places.Pooled) -> str:
    worse = ", clearly worse" if gain.high < 0 else ""
    size, low, high = (findings.signed(100 * each, 1) for each in (gain.value, gain.low, gain.high))
    return f"{size} ({low} to {high}{worse})"


def _limits(row: Any) -> str:
    return f"95 % interval {findings.decimal(row.low)} to {findings.decimal(row.high)} %"


def _next(ahead: int) -> str:
    return "the next month" if ahead == 1 else f"the next {AHEAD[str(ahead)]}"


def _months(number: int) -> str:
    return "month" if number == 1 else f"{number} months"


def _curves(found: Ground, got: Judgement) -> Chart:
    lines = [_line(got.table[got.table["method"] == name], name) for name in (*methods_of(found), BEST)]
    chance = tuple(100 * each for each in SHARES)
    return Chart(
        "line",
        alt=f"Offences caught by land flagged, for {len(lines) - 1} methods and had one known.",
        series=(*lines, Series("By chance", chance, chance, role="reference")),
        x=Axis(f"% of {found.noun} flagged", "percent", from_zero=True),
        y=Axis("% of later offences in them", "percent", from_zero=True),
        height=420,
    )


def _line(rows: pd.DataFrame, name: str) -> Series:
    # the methods' intervals overlap: a ribbon round one of them is enough to see their width
    banded = name == PLAIN
    return Series(
        METHODS[name].split(" (")[0],
        tuple(rows["flagged"].tolist()),
        values(rows["value"]),
        low=values(rows["low"]) if banded else (),
        high=values(rows["high"]) if banded else (),
        role="reference" if name == BEST else "main",
    )


def _estimates(got: Judgement, at: dict[str, Any]) -> tuple[Estimate, ...]:
    unit = "% of later offences"
    made = [
        Estimate(f"hit_{row.method}", row.value, row.low, row.high, unit, got.later, METHOD)
        for row in at.values()
    ]
    confidence = 1 - 0.05 / max(len(got.gains), 1)
    for name, gain in got.gains.items():
        size, low, high = (100 * each for each in gain[:3])
        way = "paired by block of land; ratio of sums"
        made.append(
            Estimate(f"{name}_less_counts", size, low, high, "points", got.later, way, round(confidence, 4))
        )
    flag = at[PLAIN].flagged
    made.append(Estimate("flagged", flag, None, None, "% of the land", got.blocks, "by definition", None))
    made.append(Estimate("ahead", got.ahead, None, None, "months", got.periods, "by definition", None))
    return tuple(made)


def _definition(found: Ground, got: Judgement) -> str:
    said = (
        "Every method sees only what came before the period it is judged on. Plain counts: offences of the "
        f"{_months(got.trained)} before. Neighbourhoods: Getis and Ord’s Gi* of the same counts. Simple "
        "model: Poisson regression on the same counts, those of all months before, and the neighbours’, "
        "learnt from the period before. Areas with the same score share the last places. PAI is the share "
        "of offences caught over the share of land flagged, PEI the share caught over the most that could "
        f"have been. Intervals rest on {got.blocks} blocks of land of {BLOCK // 1_000} km; three "
        "comparisons with plain counts share the 5 %."
    )
    if found.unit == "cell":
        return said + (
            f" Smoothed density: the same points under a Gaussian kernel of {BANDWIDTH:.0f} m (standard "
            "deviation) without edge correction: near the coast it is too low."
        )
    return (
        said + " Smoothed density needs exact points and is left out; a share of areas is no share of land."
    )
