"""The power few in numbers: how much of the violence, or its harm, comes from how few people."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vru import findings
from vru.answers import repeat_records as records
from vru.answers.making import Empty
from vru.answers.people import by_day, require, years
from vru.answers.sharing import once
from vru.measures import concentration
from vru.measures.harm import harm as weighed
from vru.periods import Period
from vru.runs import runs
from vru.selection import Selection
from vru.store import Store

Side = Literal["suspect", "victim"]
TOPS = (0.01, 0.05, 0.1)
FEWEST = 100
"""People without whom the top 1 % would be less than one person."""


class Shares(NamedTuple):
    """How concentrated: Gini (0 to 1) and the shares of TOPS, each found, low, high and by chance.

    `rows` has shape (1 + tops, 4), Gini first; `curve` and `chance` are Lorenz curves. Where harm
    is added up, each of the `unweighted` of the `offences` weighs `missing`, and the heaviest of the
    others `heaviest`.
    """

    rows: NDArray[np.float64]
    curve: concentration.Lorenz
    chance: concentration.Lorenz
    people: int
    occasions: int
    span: Period
    offences: int = 0
    unweighted: int = 0
    heaviest: float = 0.0
    missing: float = 0.0


@once
def shares(
    store: Store, selection: Selection, violence: str, side: Side, measure: str, missing: float = 0.0
) -> Shares:
    """Return the concentration among the people of the selected period's whole years.

    In a sum of harm an offence without a severity weight weighs `missing`.
    Raises Empty where the store lacks persons, days or weights, a year does not fit, or too
    few people have a second occasion.
    """
    require(store, "has_persons", "has_day", f"has_{side}s")
    if measure == "harm" and not store.capabilities.has_severity:
        raise Empty("cannot", "This extract has no severity weights: fill `ho_code` or `severity_weight`.")
    window = whole_years(store, selection)
    held, occasions = people_by_occasions(store, window, violence, side)
    number, every = int(held.sum()), int((held * occasions).sum())
    _enough(number, every, side)
    if measure == "count":
        chance = concentration.lorenz(*concentration.by_chance(every / number))
        return _shares(occasions, held, chance, every, window.period)
    asked = {"violence": violence, "side": side, "missing": missing, **window.parameters()}
    people = store.ask("repeat_people", **asked)
    if not people["heaviest"].fillna(0).any():
        raise Empty("cannot", "No offence here has a severity weight: fill `ho_code` or `severity_weight`.")
    kinds = store.ask("repeat_occasion_harm", **asked)
    chance = concentration.lorenz(
        concentration.sums_by_chance(every / number, kinds["harm"], kinds["occasions"])
    )
    found = _shares(people["harm"].to_numpy(float), people["people"].to_numpy(), chance, every, window.period)
    return found._replace(
        offences=int(people["offences"].sum()),
        unweighted=int(people["unweighted"].sum()),
        heaviest=float(people["heaviest"].max()),
        missing=missing,
    )


def people_by_occasions(
    store: Store, window: Selection, violence: str, side: Side
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return how many people have how many chosen occasions: people and occasions, shape (numbers,)."""
    known = records.occasions(store, violence, side)
    chosen = records.counted_occasions(store, window, violence, side)
    _, times = runs(known.person[chosen])
    held = np.bincount(times)
    occasions = np.flatnonzero(held)
    return held[occasions], occasions


def twice(store: Store, selection: Selection, violence: str, side: Side) -> tuple[Shares, ...]:
    """Return the concentration of harm; twice where more than 1 % of offences have no weight.

    Then once with these at nothing, and once at the highest weight there is, so that the reader
    sees how much hangs on them.
    """
    found = shares(store, selection, violence, side, "harm")
    blank = weighed([], weights=0, squares=0, unweighted=found.unweighted, offences=found.offences)
    if blank.may_headline:
        return (found,)
    return found, shares(store, selection, violence, side, "harm", found.heaviest)


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


def _shares(
    value: NDArray[np.generic],
    held: NDArray[np.int64],
    chance: concentration.Lorenz,
    occasions: int,
    span: Period,
) -> Shares:
    curve = concentration.lorenz(value, held)
    rows = _with_limits(curve, chance, value, held)
    return Shares(rows, curve, chance, int(held.sum()), occasions, span)


def _with_limits(curve, chance, value, held) -> NDArray[np.float64]:
    low, high = np.percentile(concentration.bootstrap(value, held, TOPS), [2.5, 97.5], axis=0)
    found, expected = (
        np.array([concentration.gini(each), *concentration.top_share(each, TOPS)]) for each in (curve, chance)
    )
    return np.column_stack([found, low, high, expected])
