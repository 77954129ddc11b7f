"""Rare events: an exact test of the latest two years against those before."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import drawing
from vru.answers.answer import Estimate, Verdict
from vru.answers.control_monthly import Monthly
from vru.answers.making import Empty, Parts
from vru.charts.chart import Axis, Chart, Series
from vru.measures import rates, spc
from vru.periods import month_name
from vru.store import Store

RECENT = 24
"""Months that are tested against those before."""
YEARS = 12
"""Blocks of twelve months that the picture of the test shows at most."""


def latest(store: Store, found: Monthly) -> Parts:
    """Return the parts of the exact test. Raises Empty without twice the months it is about."""
    inside = slice(max(found.place(found.shown.first), 0), None)
    usable = np.flatnonzero(found.usable[inside])
    if usable.size < 2 * RECENT:
        raise Empty(
            "enough",
            f"Testing the latest two years needs as many whole months before, and {found.shown} has fewer.",
        )
    counted, days = found.counted[inside], found.size[inside]
    now, then = usable[-RECENT:], usable[:-RECENT]
    tested = spc.recent(int(counted[now].sum()), days[now].sum(), int(counted[then].sum()), days[then].sum())
    about = found.captions(store)
    table = _blocks([found.months[inside][each] for each in usable], counted[usable])
    return about | {
        "finding": _tested_words(tested, found.noun),
        "verdict": Verdict("change", tested.verdict),
        "chart": _yearly(table, found),
        "table": table,
        "estimates": _tested_estimates(tested, found.unit),
        "subtitle": f"{findings.sentence(found.noun)[:-1]}, twelve whole months each, with exact limits",
        "definition": f"{about['definition']} The latest {RECENT} whole months against the {then.size} "
        "before, day for day: exact conditional test, two-sided. No change is claimed only where a doubling "
        f"would be found at least {100 * spc.POWER:.0f} % of the time.",
    }


def _tested_words(tested: spc.Recent, noun: str) -> str:
    said = (
        f"{tested.events} {noun} in the latest {RECENT} months, where "
        f"{findings.decimal(tested.expected)} were expected from before: {tested.verdict}."
    )
    if tested.verdict == "cannot tell":
        said += f" Had they doubled, this test would find it {100 * tested.power:.0f} % of the time."
    return said


def _tested_estimates(tested: spc.Recent, unit: str) -> tuple[Estimate, ...]:
    n = tested.events + tested.before
    return (
        Estimate("latest", tested.events, None, None, unit, n, "count", None),
        Estimate("expected", tested.expected, None, None, unit, tested.before, "as often as before", None),
        Estimate("p", tested.p, None, None, "probability", n, tested.method, None),
        Estimate("power_doubling", 100 * tested.power, None, None, "%", n, "exact, Poisson", None),
        Estimate("power_halving", 100 * tested.halving, None, None, "%", n, "exact, Poisson", None),
        Estimate("months", RECENT, None, None, "months", RECENT, "fixed", None),
    )


def _blocks(months: list[dt.date], counted: np.ndarray) -> pd.DataFrame:
    """Return twelve whole months at a time, the last ones last, with exact Poisson limits."""
    blocks = min(len(months) // 12, YEARS)
    rows = []
    for back in range(blocks, 0, -1):
        last = len(months) - 12 * (back - 1)
        number = float(counted[last - 12 : last].sum())
        limits = rates.poisson_limits(np.array([number]))
        name = f"to {months[last - 1]:%b %Y}"
        rows.append((name, int(number), float(limits.low[0]), float(limits.high[0])))
    return pd.DataFrame(rows, columns=["twelve_months", "value", "low", "high"])


def _yearly(table: pd.DataFrame, found: Monthly) -> Chart:
    bars = Series(
        findings.sentence(found.noun)[:-1],
        tuple(table["twelve_months"]),
        drawing.values(table["value"]),
        low=drawing.values(table["low"]),
        high=drawing.values(table["high"]),
    )
    return Chart(
        "bars",
        alt=f"Bars of {found.noun} in twelve whole months each, to {month_name(found.shown.last)}.",
        series=(bars,),
        x=Axis("", "category"),
        y=Axis(found.unit, "number", from_zero=True),
    )
