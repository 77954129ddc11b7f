"""Single days: which ones move the effect of a degree most, and what it is without them."""

from __future__ import annotations

import pandas as pd

from vru import findings
from vru.answers import temperature_parts as parts
from vru.answers.answer import Estimate
from vru.answers.making import Parts
from vru.answers.sharing import once
from vru.answers.temperature_days import Fitted, Temperature, enough, under
from vru.measures import temperature
from vru.selection import Selection
from vru.store import Store

FEW = 0.5  # of half the interval: days that move the effect further than this carry part of it


@once
def _influence(store: Store, selection: Selection, options: Temperature) -> temperature.Influence:
    found = under(store, selection, options)
    with enough():
        return temperature.influence(found.models, found.chosen)


def moving_days(store: Store, selection: Selection, options: Temperature) -> Parts:
    """Return the parts of the Answer on the days that move the effect most."""
    found, got = under(store, selection, options), _influence(store, selection, options)
    table = got.days.rename(columns={"moves": "moves_the_percent_a_degree_by"})
    return {
        "finding": _say(found, got),
        "table": table,
        "estimates": (
            Estimate(
                "without", got.without.percent, got.without.low, got.without.high, parts.UNIT, got.without.n,
                f"{found.effect.method}; without the {len(table)} days that move it most",
            ),
            Estimate(
                "with", found.effect.percent, found.effect.low, found.effect.high, parts.UNIT,
                found.effect.days, found.effect.method,
            ),
            Estimate("days_left_out", len(table), None, None, "days", found.effect.days, got.method, None),
        ),
        "subtitle": "The days that move the percent a degree most, up or down",
        **parts.captions(store, selection, found, options),
    }  # fmt: skip


def _say(found: Fitted, got: temperature.Influence) -> str:
    one, without = found.effect, got.without
    half = (one.high - one.low) / 2
    few = abs(without.percent - one.percent) <= FEW * half
    return (
        f"Without the {len(got.days)} days that move it most, a degree brings "
        f"{findings.signed(without.percent, 2)} % ({parts.limits(without.low, without.high)}) instead of "
        f"{findings.signed(one.percent, 2)} %: "
        f"{'no handful of days makes the finding' if few else 'these few days carry part of it'}. "
        f"{_most(got.days)}"
    )


def _most(days: pd.DataFrame) -> str:
    first = days.iloc[0]
    return (
        f"Most moves {first['day'].day} {first['day']:%B %Y}: {findings.count(first['offences'])} "
        f"{findings.were(int(first['offences']))} recorded where {findings.decimal(first['expected'])} were "
        f"expected, at {findings.decimal(first['celsius'])} °C."
    )
