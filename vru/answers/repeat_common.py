"""Repeats: who was first recorded when, and how long until again, for suspects and victims alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru.answers.answer import option
from vru.answers.making import Empty
from vru.answers.people import Violence, by_day, require, violence_of
from vru.answers.sharing import once
from vru.measures import survival
from vru.periods import add_months
from vru.selection import Selection
from vru.store import Store

MONTH = 30.4375
"""Days in a month, on average: windows and washout are counted in days."""
FEWEST = 20
"""People who must be at risk at the end of the window for its share to be given."""


@dataclass(frozen=True)
class Repeats(Violence):
    """What makes a first occasion a first one, and how long is waited for the second."""

    washout: str = option(
        "3",
        label="Years without an occasion before",
        short="wo",
        choices={"1": "1 year", "2": "2 years", "3": "3 years", "5": "5 years"},
    )
    window: str = option(
        "36",
        label="Recorded again within",
        short="rw",
        choices={"12": "12 months", "24": "24 months", "36": "36 months"},
    )


class Firsts(NamedTuple):
    """People first recorded after the washout: `table` a row each; `time` days, `event` shape (people,).

    `naive` is the share (0 to 1) of all people of the extract who have one row only.
    """

    table: pd.DataFrame
    time: NDArray[np.float64]
    event: NDArray[np.bool_]
    naive: float
    everybody: int


@once
def repeat_for(
    store: Store, selection: Selection, options: Repeats, side: Literal["suspect", "victim"]
) -> Firsts:
    """Return the first occasions that the filters choose, after the washout, followed to the extract's end.

    Raises Empty where the store lacks persons or days, is shorter than the washout, or
    nobody is chosen.
    """
    require(store, "has_persons", "has_day", "has_suspects" if side == "suspect" else "has_victims")
    violence, known, end = violence_of(store, options), store.capabilities, store.capabilities.extract_to
    if known.committed_months is None or end is None:
        raise Empty("cannot", "This extract has no days to follow people over: fill `committed_from`.")
    # offences reported decades later are dated before the extract begins: they start no washout
    begins = max(each[0] for each in (known.committed_months, known.recorded_months) if each)
    entry = np.datetime64(add_months(begins, 12 * int(options.washout)))
    if entry > np.datetime64(end):
        raise Empty(
            "enough",
            "The extract is shorter than the years without an occasion that make a first one: choose fewer "
            "years, or load a longer extract.",
        )
    people = store.ask("repeat_first", violence=violence, side=side, **by_day(selection).parameters())
    naive = float((people["rows"] == 1).mean()) if len(people) else np.nan
    day = people["day"].to_numpy("datetime64[D]")
    firsts = people[people["chosen"].to_numpy(bool) & (day >= entry) & (day <= np.datetime64(end))]
    if firsts.empty:
        raise Empty(
            "nothing",
            f"Nobody was first recorded as a {side} in this period under these filters, after the years "
            "without an occasion that make it a first one: choose a later period or fewer filters.",
        )
    return Firsts(firsts, *_followed(firsts, np.datetime64(end)), naive, len(people))


def share_again(firsts: Firsts, months: int) -> survival.Points:
    """Return the curve at a number of months; Empty where too few are followed as long."""
    found = survival.at(survival.kaplan_meier(firsts.time, firsts.event), [round(months * MONTH)])
    if found.at_risk[0] < FEWEST or not np.isfinite(found.low[0]):
        raise Empty(
            "enough",
            f"Only {found.at_risk[0]} people are followed for {months} months without a second occasion: "
            "choose a longer or earlier period, a shorter window or fewer filters.",
        )
    return found


def _followed(firsts: pd.DataFrame, end: np.datetime64) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    day, again = (firsts[each].to_numpy("datetime64[D]") for each in ("day", "again"))
    event = ~np.isnat(again) & (again <= end)
    return (np.where(event, again, end) - day).astype("timedelta64[D]").astype(float), event
