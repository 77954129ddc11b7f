"""The power few: how many occasions people have, and how much of the violence comes from how few."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru import findings
from vru.answers.answer import Estimate, option
from vru.answers.making import Empty, Parts, asks, rows_of
from vru.answers.people import VIOLENCE, Violence, by_day, flags_said, require, violence_of, years
from vru.answers.sharing import once
from vru.charts.chart import Axis, Chart, Series
from vru.measures import concentration
from vru.measures.harm import harm as weighed
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

Side = Literal["suspect", "victim"]
TOPS = (0.01, 0.05, 0.1)
HEADLINE = 1
"""Which of TOPS the finding speaks of."""
DRAWN = 0.5
"""The share of people the curves are drawn for: those with most."""
FEWEST = 100
"""People without whom the top 1 % would be less than one person."""
METHOD = "Lorenz curve; bootstrap over persons"
CHANCE = "zero-truncated Poisson with the same mean"
WHAT = {"count": "occasions", "harm": "harm"}


@dataclass(frozen=True)
class Power(Violence):
    """Whether occasions are counted, or weighed by the seriousness of their offences."""

    measure: str = option(
        "count",
        label="Concentration of",
        short="m",
        choices={"count": "Occasions", "harm": "Harm, weighted by seriousness"},
    )


class Shares(NamedTuple):
    """How concentrated: Gini (0 to 1) and the shares of TOPS, each found, low, high and by chance.

    `rows` has shape (1 + tops, 4), Gini first; `curve` and `chance` are Lorenz curves.
    """

    rows: NDArray[np.float64]
    curve: concentration.Lorenz
    chance: concentration.Lorenz
    people: int
    occasions: int
    offences: int
    unweighted: int
    span: Period


@asks("repeat.concentration", "How much of the violence comes from how few?", Power, by_day=True)
def among_suspects(store: Store, selection: Selection, options: Power) -> Parts:
    """The share of occasions, or of their harm, that the most prolific suspects have."""
    return concentrated(store, selection, options, "suspect")


def concentrated(store: Store, selection: Selection, options: Power, side: Side) -> Parts:
    """Return the parts of how much of the chosen occasions, or their harm, comes from how few."""
    found = shares(store, selection, violence_of(store, options), side, options.measure)
    what, table = WHAT[options.measure], _shares_table(found)
    said = _explain(found, side, what)
    return {
        "finding": said,
        "chart": _lorenz(found, side, what, said),
        "table": table,
        "estimates": _estimates(table, found, what),
        "subtitle": f"Share of {what} by share of {side}s, most first, {findings.period(found.span)}",
        "definition": _definition(store, options, side),
        "counted": (
            f"{findings.count(found.people)} {side}s with {findings.count(found.occasions)} occasions in "
            f"{findings.period(found.span)}: the whole years of the selected period."
        ),
        "missing": _missing(found, options.measure) + flags_said(store, selection),
    }


@once
def shares(store: Store, selection: Selection, violence: str, side: Side, measure: str) -> Shares:
    """Return the concentration among the people of the selected period's whole years.

    Raises Empty where the store lacks persons, days or weights, a year does not fit, or too
    few people have a second occasion.
    """
    require(store, "has_persons", "has_day", f"has_{side}s")
    if measure == "harm" and not store.capabilities.has_severity:
        raise Empty("cannot", "This extract has no severity weights: fill `ho_code` or `severity_weight`.")
    window = whole_years(store, selection)
    asked = {"violence": violence, "side": side, **window.parameters()}
    people = store.ask("repeat_people", **asked)
    held = people["people"].to_numpy()
    number, occasions = int(held.sum()), int((held * people["occasions"]).sum())
    _enough(number, occasions, side)
    value = (_weights(people) if measure == "harm" else people["occasions"]).to_numpy(float)
    curve = concentration.lorenz(value, held)
    chance = _by_chance(store, asked, occasions / number, measure)
    rows = _with_limits(curve, chance, value, held)
    offences, unweighted = int(people["offences"].sum()), int(people["unweighted"].sum())
    return Shares(rows, curve, chance, number, occasions, offences, unweighted, window.period)


def whole_years(store: Store, selection: Selection) -> Selection:
    """Return the selection by date committed, cut to its whole years; Empty where not one fits."""
    spans = years(store, selection)
    asked = by_day(selection)
    return replace(asked, period=Period(spans[0].period.first, spans[-1].period.last))


def _enough(number: int, occasions: int, side: Side) -> None:
    if not number:
        raise Empty(
            "nothing",
            f"No {side} has an occasion in this period under these filters: choose a longer period, fewer "
            "filters, or any offence loaded as an occasion.",
        )
    if number < FEWEST:
        raise Empty(
            "enough",
            f"Only {findings.count(number)} {side}{'s have' if number > 1 else ' has'} an occasion: of fewer "
            f"than {FEWEST} people the top 1 % is nobody. Choose a longer period or fewer filters.",
        )
    if occasions == number:
        raise Empty(
            "enough",
            f"None of {findings.count(number)} {side}s has a second occasion in this period, so nobody has "
            "more than others: choose a longer period or fewer filters.",
        )


def _weights(people: pd.DataFrame) -> pd.Series:
    offences, unweighted = int(people["offences"].sum()), int(people["unweighted"].sum())
    missing = weighed([], weights=0, squares=0, unweighted=unweighted, offences=offences)
    if not missing.may_headline:
        raise Empty(
            "enough",
            f"{findings.count(unweighted)} of {findings.count(offences)} offences "
            f"({100 * missing.unweighted_share:.1f} %) have no severity weight: no share of the harm is "
            "given while more than 1 % lack one. Choose occasions, or offences that all have a weight.",
        )
    if not people["harm"].any():
        raise Empty("cannot", "Every severity weight here is 0: fill `ho_code` or `severity_weight`.")
    return people["harm"]


def _by_chance(store: Store, asked: dict, mean: float, measure: str) -> concentration.Lorenz:
    if measure == "count":
        return concentration.lorenz(*concentration.by_chance(mean))
    kinds = store.ask("repeat_occasion_harm", **asked)
    return concentration.lorenz(concentration.sums_by_chance(mean, kinds["harm"], kinds["occasions"]))


def _with_limits(curve, chance, value, held) -> NDArray[np.float64]:
    low, high = np.percentile(concentration.bootstrap(value, held, TOPS), [2.5, 97.5], axis=0)
    found, expected = (
        np.array([concentration.gini(each), *concentration.top_share(each, TOPS)]) for each in (curve, chance)
    )
    return np.column_stack([found, low, high, expected])


def _shares_table(found: Shares) -> pd.DataFrame:
    size = np.array([1.0, *(100 for _ in TOPS)])[:, None]
    value, low, high, chance = (found.rows * size).T
    labels = ["Gini coefficient, 0 to 1", *(f"Top {100 * each:.0f} %" for each in TOPS)]
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


def _lorenz(found: Shares, side: Side, what: str, alt: str) -> Chart:
    """Return the Lorenz curves read from the top: the share of the people with most on the left."""
    # all curves meet at 100 %: only before can they be told apart
    shown = np.unique(np.concatenate([[0, *TOPS], np.linspace(0, DRAWN, 101)]))
    x = tuple(float(each) for each in 100 * shown)
    found_at, chance_at = (
        tuple(float(each) for each in 100 * concentration.top_share(curve, shown))
        for curve in (found.curve, found.chance)
    )
    series = (
        Series("Recorded", x, found_at),
        Series("By chance", x, chance_at, role="reference"),
        Series("All alike", x, x, role="reference"),
    )
    return Chart(
        "line",
        alt=alt,
        series=series,
        x=Axis(f"% of {side}s, those with most first", "percent", from_zero=True),
        y=Axis(f"% of {what}", "percent", from_zero=True),
    )


def _estimates(table: pd.DataFrame, found: Shares, what: str) -> tuple[Estimate, ...]:
    names = ["gini", *(f"top_{100 * each:.0f}" for each in TOPS)]
    made = []
    for name, row in zip(names, rows_of(table), strict=True):
        unit = "0 to 1" if name == "gini" else f"% of {what}"
        made.append(Estimate(name, row.value, row.low, row.high, unit, found.people, METHOD))
        made.append(
            Estimate(f"{name}_by_chance", row.by_chance, None, None, unit, found.people, CHANCE, None)
        )
    top = Estimate(
        "top", 100 * TOPS[HEADLINE], None, None, "% of people", found.people, "by definition", None
    )
    made.sort(key=lambda each: not each.name.startswith(f"top_{100 * TOPS[HEADLINE]:.0f}"))
    return (*made, top)


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


def _missing(found: Shares, measure: str) -> str:
    said = "Offences whose person is unknown belong to nobody here; one person under two pseudonyms counts "
    said += "as two, which makes the spread look more even than it is."
    if measure == "harm":
        said += (
            f" {findings.count(found.unweighted)} of {findings.count(found.offences)} offences have no "
            "severity weight and count as nothing."
        )
    return said
