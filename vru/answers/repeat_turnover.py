"""Turnover: are the most prolific of a year the most prolific of the next?"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import drawing
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts, asks, rows_of
from vru.answers.people import VIOLENCE, Violence, changes, flags_said, require, violence_of, years
from vru.answers.repeat_records import counted_occasions, occasions
from vru.answers.repeat_shares import whole_years
from vru.answers.sharing import once
from vru.charts.chart import Chart, Mark
from vru.measures import concentration, rates
from vru.measures import turnover as turnovers
from vru.periods import Period, add_months
from vru.selection import Selection
from vru.store import Store

MOST = 50
"""People at the top of a year."""
TWICE = 2
"""Occasions the last of them must have: among people with one each, who leads is a matter of the draw."""


class Stayed(NamedTuple):
    """Of the top of a year, the share (0 to 1) in the top of the next, and what chance would give.

    `among_all`: were the next top drawn from everybody recorded in either year; `among_both`:
    were both tops drawn from those recorded in both. `edge` is the occasions of the last one
    in the first year.
    """

    share: float
    among_all: float
    among_both: float
    edge: int
    people: int


@asks(
    "repeat.turnover", "Are the most prolific of a year the most prolific of the next?", Violence, by_day=True
)
def turnover(store: Store, selection: Selection, options: Violence) -> Parts:
    """The share of each year's 50 most prolific who are so again in the next."""
    violence = violence_of(store, options)
    table, skipped = pairs(store, selection, violence)
    said, shown = _explain(table), Period(table["month"].min(), table["month"].max())
    return {
        "finding": said,
        "chart": _chart(table, said, changes(store, selection, shown)),
        "table": table.drop(columns="month"),
        "estimates": _estimates(table),
        "subtitle": f"Share of a year's {MOST} most prolific suspects who are among the next year's {MOST}",
        "definition": (
            f"{VIOLENCE[violence]}, by date committed; all of a day's offences are one occasion. The filters "
            "choose the occasions that are counted. Where several people tie for the last places, each is in "
            "with the same probability: the share is the mean over all ways to break the ties. Two chances "
            "are given: both tops drawn at random from those recorded in both years (dashed), and the "
            "next year's top drawn at random from everybody recorded in either (in the table)."
        ),
        "counted": (
            f"{len(table)} pairs of consecutive years, of the whole years in the selected period; the "
            f"{MOST}th person of a year has at least {table['occasions_of_the_last'].min()} occasions."
        ),
        "missing": _missing(table, skipped) + flags_said(store, selection),
    }


@once
def pairs(store: Store, selection: Selection, violence: str) -> tuple[pd.DataFrame, int]:
    """Return a row a pair of years that can be told, and the number that cannot.

    Raises Empty where the store lacks persons or days, or no pair can be told.
    """
    require(store, "has_persons", "has_day", "has_suspects")
    spans = years(store, selection)
    if len(spans) < 2:
        raise Empty("enough", "Turnover needs two whole years; this period has one: choose a longer one.")
    window = whole_years(store, selection)
    rows, made = _rows(store, window, violence), []
    for place, (now, later) in enumerate(pairwise(spans)):
        found = stayed(rows[rows["year"] == place])
        if found is not None:
            names = {"year": now.label, "next_year": later.label, "whole": now.whole and later.whole}
            names["month"] = later.period.last
            made.append(names | found._asdict())
    if not made:
        raise Empty(
            "enough",
            f"In no two years in a row have {MOST} suspects {TWICE} or more occasions each: choose fewer "
            "filters, or any offence loaded as an occasion.",
        )
    return _table(made), len(spans) - 1 - len(made)


def _rows(store: Store, window: Selection, violence: str) -> pd.DataFrame:
    """Return people by their occasions in a year (0 = the window's first) and the next."""
    known = occasions(store, violence, "suspect")
    chosen = counted_occasions(store, window, violence, "suspect")
    first, years_ = window.period.first, window.period.months // 12
    begins = [np.datetime64(add_months(first, 12 * each), "D").astype(int) for each in range(years_ + 1)]
    year_of = np.repeat(np.arange(years_, dtype=np.int16), np.diff(begins))  # of each day
    found = turnovers.paired(known.person[chosen], year_of[known.day[chosen] - begins[0]], years_)
    return pd.DataFrame(found._asdict())


def stayed(rows: pd.DataFrame) -> Stayed | None:
    """Return how many stayed at the top; None where the 50th of either year has fewer than two occasions.

    `rows` hold `people` with `before` occasions in the first year and `after` in the second.
    """
    before, after, people = (rows[each].to_numpy(float) for each in ("before", "after", "people"))
    tops = [_top(each, people) for each in (before, after)]
    if any(edge < TWICE for _, edge in tops):
        return None
    (first, edge), (second, _) = tops
    both = (before > 0) & (after > 0)
    again, came = (people[both] * each[both] for each in (first, second))
    seen = people[both].sum()
    return Stayed(
        float((people * first * second).sum()) / MOST,
        MOST / float(people.sum()),
        float(again.sum() * came.sum() / seen) / MOST if seen else 0.0,
        int(edge),
        int(people.sum()),
    )


def _top(occasions: np.ndarray, people: np.ndarray) -> tuple[np.ndarray, float]:
    """Return who is in the top, 0 to 1 a row, and the occasions of the last one; 0 where too few are."""
    values, place = np.unique(occasions, return_inverse=True)
    held = np.bincount(place, people)
    if held.sum() < MOST:
        return np.zeros_like(occasions), 0.0
    inside, edge = concentration.leading(values, held, MOST)
    return inside[place], edge


def _table(made: list[dict]) -> pd.DataFrame:
    rows = pd.DataFrame(made)
    limits = rates.proportion(rows["share"] * MOST, np.full(len(rows), MOST))
    return pd.DataFrame(
        {
            "month": rows["month"],
            "year": rows["year"],
            "next_year": rows["next_year"],
            "share": 100 * limits.value,
            "low": 100 * limits.low,
            "high": 100 * limits.high,
            "among_recorded_in_both": 100 * rows["among_both"],
            "among_all_recorded": 100 * rows["among_all"],
            "occasions_of_the_last": rows["edge"],
            "people": rows["people"],
            "whole": rows["whole"],
        }
    )


def _explain(table: pd.DataFrame) -> str:
    last = table[table["whole"]].iloc[-1] if table["whole"].any() else table.iloc[-1]
    return (
        f"Of the {MOST} most prolific suspects of the {last['year']}, {findings.decimal(last['share'])} % "
        f"were among the next year's {MOST} (95 % interval {findings.decimal(last['low'])} to "
        f"{findings.decimal(last['high'])} %). Drawn at random from those recorded in both years it would be "
        f"{findings.decimal(last['among_recorded_in_both'])} %, from all recorded "
        f"{findings.decimal(last['among_all_recorded'], 2)} %."
    )


def _chart(table: pd.DataFrame, alt: str, marks: tuple[Mark, ...]) -> Chart:
    frame = table.rename(columns={"share": "value"})
    by_chance = frame[["month", "whole"]].assign(value=table["among_recorded_in_both"])
    lines = (
        drawing.line(frame, "Stayed at the top"),
        drawing.line(by_chance, "By chance, of those in both years", role="reference"),
    )
    return drawing.over_time(lines, f"% of the {MOST}", alt, marks=marks)


def _estimates(table: pd.DataFrame) -> tuple[Estimate, ...]:
    made = [
        Estimate(f"{row.year}", row.share, row.low, row.high, f"% of the {MOST}", MOST, "Wilson")
        for row in rows_of(table)
    ]
    return (*made, Estimate("most", MOST, None, None, "people", MOST, "by definition", None))


def _missing(table: pd.DataFrame, skipped: int) -> str:
    said = (
        "Who was in custody, moved away or died cannot be among the next year's most prolific; who that was "
        "is not known. Part of any fall is regression to the mean: who leads a year does so partly by chance."
    )
    if skipped:
        said += (
            f" {skipped} pair{'s' if skipped > 1 else ''} of years left out: the 50th of one of the two has "
            "fewer than two occasions."
        )
    if not table["whole"].all():
        said += " Drawn hollow: a year with months that are not whole."
    return said
