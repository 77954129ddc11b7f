"""The power few: how many occasions people have, and how much of the violence comes from how few."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vru import findings
from vru.answers.answer import Estimate, option
from vru.answers.making import Parts, asks, rows_of
from vru.answers.people import VIOLENCE, Violence, flags_said, violence_of
from vru.answers.repeat_shares import TOPS, Shares, Side, shares, twice
from vru.charts.chart import Axis, Chart, Series
from vru.measures import concentration
from vru.selection import Selection
from vru.store import Store

HEADLINE = 1
"""Which of TOPS the finding speaks of."""
DRAWN = 0.5
"""The share of people the curves are drawn for: those with most."""
METHOD = "Lorenz curve; bootstrap over persons"
CHANCE = "zero-truncated Poisson with the same mean"
WHAT = {"count": "occasions", "harm": "harm"}


@dataclass(frozen=True)
class Power(Violence):
    """Whether occasions are counted, or weighed by the seriousness of their offences."""

    measure: str = option(
        "count",
        label="Most prolific by",
        short="m",
        choices={"count": "Occasions", "harm": "Harm, weighted by seriousness"},
        about="For how few account for how much: harm adds up the severity weights of the offences.",
    )


@asks("repeat.concentration", "How much of the violence comes from how few?", Power, by_day=True)
def among_suspects(store: Store, selection: Selection, options: Power) -> Parts:
    """The share of occasions, or of their harm, that the most prolific suspects have."""
    return concentrated(store, selection, options, "suspect")


def concentrated(store: Store, selection: Selection, options: Power, side: Side) -> Parts:
    """Return the parts of how much of the chosen occasions, or their harm, comes from how few."""
    violence, what = violence_of(store, options), WHAT[options.measure]
    ways = twice if options.measure == "harm" else _once
    found, *others = ways(store, selection, violence, side)
    table = pd.concat([_shares_table(each, bool(others)) for each in (found, *others)], ignore_index=True)
    said = _explain_twice(found, others[0], side) if others else _explain(found, side, what)
    return {
        "finding": said,
        "chart": _lorenz((found, *others), side, what, said),
        "table": table,
        "estimates": _estimates((found, *others), what),
        "subtitle": f"Share of {what} by share of {side}s, most first, {findings.period(found.span)}",
        "definition": _definition(store, options, side),
        "counted": (
            f"{findings.count(found.people)} {side}s with {findings.count(found.occasions)} occasions in "
            f"{findings.period(found.span)}: the whole years of the selected period."
        ),
        "missing": _missing(found, options.measure, bool(others)) + flags_said(store, selection),
    }


def _once(store: Store, selection: Selection, violence: str, side: Side) -> tuple[Shares, ...]:
    return (shares(store, selection, violence, side, "count"),)


def _way(found: Shares) -> str:
    """What offences without a weight count as."""
    return f"those without weight at {findings.count(found.missing)}"


def _shares_table(found: Shares, several: bool = False) -> pd.DataFrame:
    size = np.array([1.0, *(100 for _ in TOPS)])[:, None]
    value, low, high, chance = (found.rows * size).T
    labels = ["Gini coefficient, 0 to 1", *(f"Top {100 * each:.0f} %" for each in TOPS)]
    labels = [f"{each}, {_way(found)}" if several else each for each in labels]
    people = [found.people, *(round(each * found.people) for each in TOPS)]
    return pd.DataFrame(
        {"label": labels, "value": value, "low": low, "high": high, "by_chance": chance, "people": people}
    )


def _explain(found: Shares, side: Side, what: str) -> str:
    value, low, high, chance = 100 * found.rows[1 + HEADLINE]
    top = f"{100 * TOPS[HEADLINE]:.0f}"
    who = (
        f"The most prolific {top} % of suspects"
        if (side, what) == ("suspect", "occasions")
        else f"The {top} % of {side}s with the most {what}"
    )
    given = "would give" if low > chance or high < chance else "would give about as much,"
    return (
        f"{who} account for {findings.decimal(value)} % of {what} (95 % interval {findings.decimal(low)} to "
        f"{findings.decimal(high)} %); chance alone {given} {findings.decimal(chance)} %."
    )


def _explain_twice(found: Shares, heavy: Shares, side: Side) -> str:
    """Two figures: where more than 1 % of offences have no weight, one would hide what hangs on them."""
    top = f"{100 * TOPS[HEADLINE]:.0f}"
    low, high = (f"{findings.decimal(100 * each.rows[1 + HEADLINE][0])} %" for each in (found, heavy))
    said = [
        f"The {top} % of {side}s with the most harm account for {low} of it, or for {high}, depending on "
        "what unweighted offences count as."
    ]
    for each in (found, heavy):
        _, least, most, chance = (findings.decimal(100 * one) for one in each.rows[1 + HEADLINE])
        said.append(
            f"At {findings.count(each.missing)} each the 95 % interval is {least} to {most} % and chance "
            f"alone gives {chance} %."
        )
    return " ".join(said)


def _lorenz(ways: tuple[Shares, ...], side: Side, what: str, alt: str) -> Chart:
    """Return the Lorenz curves read from the top: the share of the people with most on the left."""
    # all curves meet at 100 %: only before can they be told apart
    shown = np.unique(np.concatenate([[0, *TOPS], np.linspace(0, DRAWN, 101)]))
    x = tuple(float(each) for each in 100 * shown)
    series = [Series("All alike", x, x, role="reference")]
    for found in ways:
        named = f", at {findings.count(found.missing)}" if len(ways) > 1 else ""
        found_at, chance_at = (
            tuple(float(each) for each in 100 * concentration.top_share(curve, shown))
            for curve in (found.curve, found.chance)
        )
        series.append(Series(f"Recorded{named}", x, found_at))
        series.append(Series(f"By chance{named}", x, chance_at, role="reference"))
    return Chart(
        "line",
        alt=alt,
        series=tuple(series),
        x=Axis(f"% of {side}s, those with most first", "percent", from_zero=True),
        y=Axis(f"% of {what}", "percent", from_zero=True),
    )


def _estimates(ways: tuple[Shares, ...], what: str) -> tuple[Estimate, ...]:
    names, made = ["gini", *(f"top_{100 * each:.0f}" for each in TOPS)], []
    for found in ways:
        way = f", {_way(found)}" if len(ways) > 1 else ""
        for name, row in zip(names, rows_of(_shares_table(found)), strict=True):
            unit, n = "0 to 1" if name == "gini" else f"% of {what}", found.people
            made.append(Estimate(f"{name}{way}", row.value, row.low, row.high, unit, n, METHOD))
            chance = f"{name}_by_chance{way}"
            made.append(Estimate(chance, row.by_chance, None, None, unit, n, CHANCE, None))
    made.sort(key=lambda each: not each.name.startswith(f"top_{100 * TOPS[HEADLINE]:.0f}"))
    named = [("top", 100 * TOPS[HEADLINE], "% of people")]
    named += [(f"weight, {_way(each)}", each.missing, "harm score") for each in ways if len(ways) > 1]
    fixed = (Estimate(name, value, None, None, unit, ways[0].people, "by definition", None)
             for name, value, unit in named)  # fmt: skip
    return (*made, *fixed)


def _definition(store: Store, options: Power, side: Side) -> str:
    said = (
        f"{VIOLENCE[violence_of(store, options)]}, by date committed; all of a day's offences are one "
        f"occasion. The filters choose the occasions that are counted, so everybody here has at least one. "
        "By chance: everybody runs the same risk, and who has at least one occasion is seen (Poisson with "
        "the same mean, conditional on one or more); part of every “power few” is this arithmetic. "
        "The curve is a Lorenz curve read from its top, drawn for the half of people with most; who moved "
        "in, grew up or left within the period had less time, and this too concentrates. A longer period "
        "concentrates more, so only periods of one length can be compared."
    )
    if options.measure == "harm":
        said += (
            " Harm is the sum of ONS Crime Severity Score weights (2016 edition); by chance, each occasion's "
            "harm is drawn at random from all of them (simulated)."
        )
    return said


def _missing(found: Shares, measure: str, bounded: bool) -> str:
    said = "Offences whose person is unknown belong to nobody here; one person under two pseudonyms counts "
    said += "as two, which makes the spread look more even than it is."
    if measure != "harm":
        return said
    part = f"{findings.count(found.unweighted)} of {findings.count(found.offences)} offences "
    if not bounded:
        return f"{said} {part}have no severity weight and count as nothing."
    return (
        f"{said} {part}({100 * found.unweighted / found.offences:.1f} %) have no severity weight: more than "
        "1 %, so there is no single figure, but one with each of them at nothing and one with each at the "
        f"highest weight found here, {findings.count(found.heaviest)}."
    )
