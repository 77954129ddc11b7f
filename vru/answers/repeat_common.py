"""Repeats: who was first recorded when, and how long until again, for suspects and victims alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from vru.answers.answer import option
from vru.answers.making import Empty
from vru.answers.people import Violence, by_day, require, violence_of
from vru.answers.repeat_records import careers, chosen_careers
from vru.answers.sharing import once
from vru.measures import survival
from vru.periods import add_months
from vru.selection import Selection
from vru.store import Store

MONTH = 30.4375
"""Days in a month, on average: windows and washout are counted in days."""
FEWEST = 20
"""People who must still be followed, not yet recorded again, for a share or a line to be given."""


@dataclass(frozen=True)
class Repeats(Violence):
    """What makes a first occasion a first one, and how long is waited for the second."""

    washout: str = option(
        "3",
        label="First occasions count from",
        short="wo",
        choices={
            "1": "1 year into the extract",
            "2": "2 years into the extract",
            "3": "3 years into the extract",
            "5": "5 years into the extract",
        },
        about="Earlier, people with a history before the extract would pass for newcomers; later, fewer "
        "people are left.",
    )
    window: str = option(
        "36",
        label="Recorded again within",
        short="rw",
        choices={"12": "12 months", "24": "24 months", "36": "36 months"},
        about="Only people who can be followed so long are counted, so that newcomers count neither way.",
    )

    @property
    def plain(self) -> Repeats:
        """These options without what a subclass adds: who enters depends on nothing else, and is shared."""
        return Repeats(self.violence, self.washout, self.window)


class Firsts(NamedTuple):
    """People first recorded after the washout and long enough before the extract's end.

    They are `who` of everybody's `careers`; `time` days followed, `event` whether they ended in a
    second occasion: shape (people,). `newcomers` were first recorded too late to be followed for
    the whole window. `naive` is the share (0 to 1) of all `everybody` of the extract who have one
    row only.
    """

    careers: pd.DataFrame
    who: NDArray[np.int64]
    time: NDArray[np.float64]
    event: NDArray[np.bool_]
    newcomers: int
    naive: float
    everybody: int

    @property
    def people(self) -> int:
        """How many they are."""
        return len(self.who)

    @property
    def table(self) -> pd.DataFrame:
        """Their careers, a row each: made when asked for, since of millions it takes a while."""
        return self.careers.iloc[self.who]


class Span(NamedTuple):
    """The days that matter: people enter from `entry` to `latest`, and are seen until `end`."""

    entry: np.datetime64
    latest: np.datetime64
    end: np.datetime64


@once
def repeat_for(
    store: Store, selection: Selection, options: Repeats, side: Literal["suspect", "victim"]
) -> Firsts:
    """Return the first occasions that the filters choose, after the washout, followed to the extract's end.

    Only those first recorded a whole window before that end: how many are recorded again
    changes over the years, so newcomers, followed for a while, would pull the curve's begin
    towards themselves and not its end. Raises Empty where the store lacks persons or days, is
    shorter than washout and window, or nobody is chosen.
    """
    require(store, "has_persons", "has_day", "has_suspects" if side == "suspect" else "has_victims")
    days = span(store, options)
    violence = violence_of(store, options)
    people = careers(store, violence, side)
    naive = float((people["rows"] == 1).mean()) if len(people) else np.nan
    day = people["day"].to_numpy("datetime64[D]")
    chosen = chosen_careers(store, by_day(selection), violence, side)
    chosen = chosen & (day >= days.entry) & (day <= days.end)
    who = np.flatnonzero(chosen & (day <= days.latest))
    if not len(who):
        raise Empty("nothing", _nobody(side))
    again = people["again"].to_numpy("datetime64[D]")[who]
    newcomers = int(chosen.sum()) - len(who)
    return Firsts(people, who, *_followed(day[who], again, days.end), newcomers, naive, len(people))


def span(store: Store, options: Repeats) -> Span:
    """Return when people may enter; Empty for an extract without days, or too short for them to."""
    known, end = store.capabilities, store.capabilities.extract_to
    if known.committed_months is None or end is None:
        raise Empty("cannot", "This extract has no days to follow people over: fill `committed_from`.")
    # offences reported decades later are dated before the extract begins: they start no washout
    begins = max(each[0] for each in (known.committed_months, known.recorded_months) if each)
    entry = np.datetime64(add_months(begins, 12 * int(options.washout)))
    latest = np.datetime64(end) - np.timedelta64(round(int(options.window) * MONTH), "D")
    if entry > latest:
        raise Empty(
            "enough",
            "The extract is shorter than the years before first occasions count and the months to be "
            "recorded again together: choose fewer of either, or load a longer extract.",
        )
    return Span(entry, latest, np.datetime64(end))


def _nobody(side: str) -> str:
    return (
        f"Nobody was first recorded as a {side} in this period under these filters, late enough in the "
        "extract for a first occasion to count and early enough to be followed: choose a longer period, a "
        "shorter washout or window, or fewer filters."
    )


def share_again(firsts: Firsts, months: int) -> survival.Points:
    """Return the curve at a number of months; Empty where too few are followed as long."""
    found = survival.at(survival.kaplan_meier(firsts.time, firsts.event), days_of([months]))
    if found.at_risk[0] < FEWEST or not np.isfinite(found.low[0]):
        raise Empty("enough", _too_few(firsts, int(found.at_risk[0]), months))
    return found


def _too_few(firsts: Firsts, risk: int, months: int) -> str:
    people, again = firsts.people, firsts.people - risk
    if risk >= FEWEST:
        return (
            f"None of {people} people first recorded was recorded again within {months} months: without one "
            "repeat no interval can be given. Choose a longer period or fewer filters."
        )
    if again >= FEWEST:
        return (
            f"{again} of {people} people first recorded were recorded again within {months} months: the "
            f"{risk} who were not are too few for an interval. Choose a longer period or fewer filters."
        )
    return (
        f"Only {risk} of {people} people first recorded are followed for {months} months without "
        "a second occasion: choose a longer period, a shorter window or fewer filters."
    )


def days_of(months: ArrayLike) -> NDArray[np.int64]:
    """Return months as days."""
    return np.rint(np.asarray(months, float) * MONTH).astype(np.int64)


def followed(curve: survival.Curve, months: ArrayLike) -> NDArray[np.int64]:
    """Return how many people are followed to each month or beyond, not yet recorded again."""
    return survival.at(curve, days_of(months)).at_risk


def limits(curve: survival.Curve, months: ArrayLike) -> tuple[Any, Any, Any]:
    """Return the share recorded again by each month with its limits, in per cent; NaN where not known.

    No share where fewer than FEWEST are followed as long.
    """
    found = survival.at(curve, days_of(months))
    enough = found.at_risk >= FEWEST
    again = (found.survival, found.high, found.low)  # the limits change places
    share, low, high = (np.where(enough, 100 * (1 - each), np.nan) for each in again)
    return share, low, high


def _followed(
    day: NDArray[np.datetime64], again: NDArray[np.datetime64], end: np.datetime64
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    event = ~np.isnat(again) & (again <= end)
    return (np.where(event, again, end) - day).astype("timedelta64[D]").astype(float), event
