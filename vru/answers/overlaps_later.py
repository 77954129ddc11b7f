"""Overlaps in time: hurt in the months after, by offending in the months before."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru import findings
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts, rows_of
from vru.answers.overlaps_records import Times
from vru.answers.overlaps_records import times as times_in
from vru.answers.overlaps_strata import forest
from vru.answers.overlaps_windows import (
    EDGES,
    days,
    elsewhere,
    ignored,
    needs,
    people_of,
    residents_of,
    windows,
)
from vru.answers.overlaps_words import number, span, times
from vru.answers.people import VIOLENCE, Violence, by_day, violence_of
from vru.answers.sharing import once
from vru.charts.chart import Chart
from vru.measures import landmark, overlap
from vru.measures.landmark import LEVELS, Cells, Levels, Seen
from vru.measures.overlap import Ratio
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

MONTHS = 24
MODEL = "negative binomial on level, and on age and sex at each day; limits clustered on person"


def strata(store: Store, person: NDArray[np.int64], day: NDArray[np.float64], edges: tuple[int, ...]):
    """Return the stratum (sex × age band) of people on a day each: -1 unknown, -2 outside the bands."""
    people, bands = people_of(store), len(edges) - 1
    age = np.floor((day - people.born[person]) / overlap.DAYS_A_YEAR)
    band = np.searchsorted(np.asarray(edges, float), age, side="right") - 1
    inside = (band >= 0) & (band < bands)
    known = (people.sex[person] >= 0) & np.isfinite(age)
    return np.where(known, np.where(inside, people.sex[person] * bands + band, -2), -1)


def later(store: Store, selection: Selection, options: Violence) -> Parts:
    """Return the parts of the landmark comparison."""
    needs(store, "roles")
    asked, violence = by_day(selection), violence_of(store, options)
    spans = windows(store, asked, MONTHS)
    if len(spans) < 2:
        raise Empty(
            "enough", "Two years before and two years after a day need four years: choose a longer period."
        )
    away = elsewhere(store, violence, spans)
    found = fitted(store, violence, spans)
    table = pd.DataFrame(
        {
            "earlier": LEVELS,
            "ratio": found.ratio,
            "low": found.low,
            "high": found.high,
            "people": np.round(found.people).astype(int),
            "later": np.round(found.events).astype(int),
            "expected": found.expected,
        }
    )
    return {
        "finding": _say_later(table),
        "chart": _forest(table),
        "table": table,
        "estimates": tuple(_estimates(table, found)),
        "subtitle": (
            f"Victim occasions in the {MONTHS} months after a day, by suspect occasions in the {MONTHS} "
            f"before, {span(spans)}"
        ),
        "definition": (
            f"{VIOLENCE[violence]}. Rate of occasions as victim in the {MONTHS} months after each of "
            f"{len(spans) - 1} "
            f"days, by occasions as suspect in the {MONTHS} months before it; residents of the same age "
            "and sex without "
            f"an occasion as suspect are 1. {MODEL[0].upper()}{MODEL[1:]}; "
            f"dispersion {found.alpha:.1f}, estimated."
        ),
        "counted": (
            f"Added over the days (somebody may be at several): {findings.count(found.people[1:].sum())} "
            f"people recorded before, {findings.count(found.people[0])} residents not."
        ),
        "missing": " ".join(
            each
            for each in (
                "People of unknown age or sex are spread as those known are. Who moved away or was in "
                "custody is "
                "not known and counts as not hurt.",
                away,
                ignored(asked, strata=False),
            )
            if each
        ),
    }


@once
def fitted(store: Store, violence: str, spans: tuple[Period, ...]) -> Levels:
    """Return the rate ratios by level over all landmarks; Empty where nobody was hurt or recorded."""
    residents, edges = residents_of(store, spans, EDGES["roles"])
    cells, seen = _cells(store, violence, spans, residents, edges)
    if not landmark.compared(cells):
        raise Empty("enough", _too_few(cells))
    return landmark.rate_ratios(cells, seen)


def _too_few(cells: Cells) -> str:
    """Why no ratio can be given, in a sentence."""
    people, hurt = (
        np.bincount(cells.level, each, len(LEVELS)) for each in (cells.people, cells.people * cells.events)
    )
    if people[1:].max() < landmark.LEAST_PEOPLE:
        return "Too few people are on record as suspects before a day: choose a longer period."
    if hurt[0] < landmark.LEAST_EVENTS:
        return "Too few others were hurt after a day to compare suspects with: choose a longer period."
    if hurt[1:].sum():
        return (
            "No age and sex has both suspects and others who were hurt after a day: there is none to compare "
            "with. Choose a longer period."
        )
    return (
        f"None of {findings.count(people[1:].sum())} people recorded as suspects is known to have been a "
        "victim in the two years after, where others like them were: choose a longer period."
    )


def _cells(
    store, violence, spans, residents: NDArray[np.float64], edges: tuple[int, ...]
) -> tuple[Cells, Seen]:
    """Return people by level, stratum and later occasions, and who of them is known, over the landmarks.

    A stratum is a sex and age band at one landmark: where violence rises and falls, the two
    years before a day and the two after do so together, and pooled days would take that for a
    tie. People of unknown age or sex count as those known with the same records do.
    """
    width = 2 * (len(edges) - 1)
    tables: list[pd.DataFrame] = []
    people: list[pd.DataFrame] = []
    for at in range(1, len(spans)):
        frame = _people_at(times_in(store, "roles", violence, spans), at, days(spans[at].first), store, edges)
        counted = frame.groupby(["level", "events", "stratum"]).size().reset_index(name="people")
        first = (at - 1) * width
        for rows, kept in (
            (_spread(counted, residents[at].reshape(width)), tables),
            (frame[frame["stratum"] >= 0], people),
        ):
            kept.append(rows.assign(stratum=rows["stratum"] + first))
    by = ["level", "stratum", "events"]
    summed: pd.DataFrame = pd.concat(tables).groupby(by)["people"].sum().reset_index()
    cells = Cells(*(summed[each].to_numpy() for each in Cells._fields))
    told = pd.concat(people)
    return cells, Seen(*(told[each].to_numpy(np.int64) for each in Seen._fields))


def _people_at(known: Times, at: int, day: int, store: Store, edges: tuple[int, ...]) -> pd.DataFrame:
    """Return person, level, stratum and later occasions of all with a record round a landmark."""
    size = max(int(known.person.max(initial=0)) + 1, 1)
    before, after = _times_of(known, at - 1, False, size), _times_of(known, at, True, size)
    who = np.flatnonzero((before > 0) | (after > 0))
    place = strata(store, who, np.full(len(who), day, float), edges)
    return pd.DataFrame(
        {"person": who, "level": landmark.level_of(before[who]), "stratum": place, "events": after[who]}
    )


def _times_of(known: Times, window: int, outcome: bool, size: int) -> NDArray[np.int64]:
    """Return how often everybody has a record in a window: shape (size,)."""
    found, rows = np.zeros(size, np.int64), (known.window == window) & (known.outcome == outcome)
    found[known.person[rows]] = known.times[rows]
    return found


def _spread(seen: pd.DataFrame, residents: NDArray[np.float64]) -> pd.DataFrame:
    by = [seen["level"], seen["events"].clip(upper=2)]
    everybody = seen["people"].groupby(by).transform("sum")
    certain = seen["people"].where(seen["stratum"] != -1, 0).groupby(by).transform("sum")
    scale = np.divide(everybody, certain, out=np.ones(len(seen)), where=certain.to_numpy() > 0)
    inside = seen.assign(people=seen["people"] * scale)[seen["stratum"] >= 0]
    there = inside.groupby("stratum")["people"].sum().reindex(range(len(residents)), fill_value=0.0)
    none = pd.DataFrame({"level": 0, "events": 0, "stratum": there.index})
    return pd.concat([inside, none.assign(people=np.maximum(residents - there.to_numpy(), 0))])


def _say_later(table: pd.DataFrame) -> str:
    drawn = table[np.isfinite(table["low"])]
    most = drawn.iloc[-1]
    said = [
        (
            most,
            f"After {_occasions(most.earlier)} as a suspect people were hurt ",
            " as often as residents like them",
        )
    ]
    if len(drawn) > 1:
        said.append((drawn.iloc[0], f"After {_occasions(drawn.iloc[0].earlier)} it is ", ""))
    return " ".join(
        f"{begins}{times(Ratio(row.ratio, row.low, row.high), ends)}." for row, begins, ends in said
    )


def _occasions(level: str) -> str:
    return f"{level} occasion{'' if level == '1' else 's'}"


def _forest(table: pd.DataFrame) -> Chart:
    known = table[table["ratio"].notna()]
    alt = (
        "Rate of being a victim in the two years after, by occasions as suspect in the two before: "
        + "; ".join(f"{row.earlier}: {number(row.ratio)}" for row in rows_of(known))
    )
    labelled = known.assign(label=[_occasions(each).capitalize() for each in known["earlier"]])
    return forest(labelled, "Rate ratio", f"{alt}.")


def _estimates(table: pd.DataFrame, found: Levels):
    for row in rows_of(table):
        if np.isfinite(row.low):
            yield Estimate(row.earlier, row.ratio, row.low, row.high, "rate ratio", row.people, MODEL)
    yield Estimate("dispersion", found.alpha, None, None, "alpha", len(table), "maximum likelihood", None)
