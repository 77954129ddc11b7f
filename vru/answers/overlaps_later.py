"""Overlaps in time: hurt in the months after, by offending in the months before."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru import findings
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts, rows_of
from vru.answers.overlaps_records import recorded
from vru.answers.overlaps_records import times as times_in
from vru.answers.overlaps_residents import EDGES, residents_of
from vru.answers.overlaps_strata import forest
from vru.answers.overlaps_windows import aged, coded, elsewhere, ignored, needs, people_of, windows
from vru.answers.overlaps_words import number, span, times, widened
from vru.answers.people import VIOLENCE, Violence, by_day, violence_of
from vru.answers.sampled import sample
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
            f"dispersion {found.alpha:.1f}, estimated.{widened(sample(store))} That one comes first does not "
            "make it the cause: only age and sex are allowed for, and whom the police already know may be "
            "recorded more readily."
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
    people, seen = _around(store, violence, spans, edges)
    cells = landmark.spread(people, residents[1:].reshape(len(spans) - 1, -1))
    if not landmark.compared(cells):
        raise Empty("enough", _too_few(cells))
    return landmark.rate_ratios(cells, seen, weight=sample(store).weight)


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


def _around(
    store: Store, violence: str, spans: tuple[Period, ...], edges: tuple[int, ...]
) -> tuple[NDArray[np.int64], Seen]:
    """Return how many people there are by later occasions, level, landmark and stratum, and the sample.

    The strata of `landmark.spread`: the last two are none of them, and unknown.
    """
    people, strata, last = people_of(store), aged(spans, edges), sample(store).last
    shape = (len(LEVELS), len(spans) - 1, strata.outside + 2)
    found = np.zeros(np.prod(shape), np.int64)
    seen: list[tuple[NDArray[np.integer], ...]] = [(np.zeros(0, np.int32),) * 4]
    for part in times_in(recorded(store, "roles", violence), spans):
        row, window, level, events = landmark.around(*part, windows=len(spans))
        place = overlap.within(strata, window, coded(people, part.person, strata)[row])
        cell = ((events * shape[0] + level) * shape[1] + window - 1) * shape[2] + place
        more = np.bincount(cell, minlength=len(found))
        more[: len(found)] += found
        found = more  # longer, where a part is the first to have somebody with so many
        if part.person[0] <= last:
            one = (place < strata.outside) & (part.person[row] <= last)
            whole = (window[one] - 1) * strata.outside + place[one]
            seen.append((part.person[row[one]], level[one], whole, events[one]))
    found = np.append(found, np.zeros(-len(found) % np.prod(shape), np.int64))
    return found.reshape(-1, *shape), Seen(*(np.concatenate(each) for each in zip(*seen, strict=True)))


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
