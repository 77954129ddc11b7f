"""Overlaps in time: hurt in the months after, by offending in the months before; the most prolific."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru import findings
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts, rows_of
from vru.answers.overlaps_records import Times
from vru.answers.overlaps_records import times as times_in
from vru.answers.overlaps_strata import forest
from vru.answers.overlaps_windows import EDGES, days, ignored, needs, people_of, residents_of, windows
from vru.answers.overlaps_words import number, span, times
from vru.answers.people import VIOLENCE, Violence, by_day, violence_of
from vru.answers.sharing import once
from vru.charts.chart import Axis, Chart, Series
from vru.measures import concentration, landmark, overlap, rates
from vru.measures.landmark import LEVELS, Cells, Levels, Seen
from vru.measures.overlap import Ratio
from vru.periods import Period, month_name
from vru.selection import Selection
from vru.store import Store

MONTHS = 24
MOST = 100  # prolific suspects looked at
TOP = 0.01  # of victims
MODEL = "negative binomial on level, age and sex; limits clustered on person"


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
            f"{findings.count(found.people[1:].sum())} people recorded before, "
            f"{findings.count(found.people[0])} residents not."
        ),
        "missing": " ".join(
            each
            for each in (
                "People of unknown age or sex are spread as those known are. Who moved away or was in "
                "custody is "
                "not known and counts as not hurt.",
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
    people = np.bincount(cells.level, cells.people, len(LEVELS))
    if not (cells.people * cells.events).sum() or people[1:].max() < landmark.LEAST_PEOPLE:
        raise Empty("enough", "Too few people are on record before and after a day: choose a longer period.")
    return landmark.rate_ratios(cells, seen)


def _cells(
    store, violence, spans, residents: NDArray[np.float64], edges: tuple[int, ...]
) -> tuple[Cells, Seen]:
    """Return people by level, stratum and later occasions, and who of them is known, over the landmarks.

    People of unknown age or sex count as those known with the same records do.
    """
    known, width = times_in(store, "roles", violence, spans), 2 * (len(edges) - 1)
    size = max(int(known.person.max(initial=0)) + 1, 1)
    tables, days_of = [], []
    for at in range(1, len(spans)):
        before, after = _times_of(known, at - 1, False, size), _times_of(known, at, True, size)
        who = np.flatnonzero((before > 0) | (after > 0))
        place = strata(store, who, np.full(len(who), days(spans[at].first), float), edges)
        frame = pd.DataFrame(
            {"person": who, "level": landmark.level_of(before[who]), "stratum": place, "events": after[who]}
        )
        counted = frame.groupby(["level", "events", "stratum"]).size().reset_index(name="people")
        tables.append(_spread(counted, residents[at].reshape(width)))
        days_of.append(frame[frame["stratum"] >= 0])
    all_ = pd.concat(tables).groupby(["level", "stratum", "events"], as_index=False)["people"].sum()
    level, stratum, events = (all_[each].to_numpy(np.int64) for each in ("level", "stratum", "events"))
    told = pd.concat(days_of)
    seen = Seen(*(told[each].to_numpy(np.int64) for each in Seen._fields))
    return Cells(level, stratum, events, all_["people"].to_numpy(float)), seen


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
    if drawn.empty:
        return "Nobody recorded as a suspect was a victim in the two years after."
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


def prolific(store: Store, selection: Selection, options: Violence) -> Parts:
    """Return the parts of how many of the 100 most prolific suspects are among the most hurt."""
    needs(store, "roles")
    asked, violence = by_day(selection), violence_of(store, options)
    spans = windows(store, asked, MONTHS)
    share, expected, ties = met_at_the_top(store, violence, spans)
    limits = rates.proportion(np.array([share * MOST]), np.array([MOST]))
    table = pd.DataFrame(
        {
            "label": ["Found", "If the two were independent"],
            "share": [100 * share, 100 * expected],
            "low": [100 * float(limits.low[0]), np.nan],
            "high": [100 * float(limits.high[0]), np.nan],
        }
    )
    said = (
        f"Of the {MOST} most often suspected people, {findings.decimal(100 * share)} % are "
        "among the top 1 % of "
        f"victims (95 % interval {findings.decimal(table['low'][0])} to "
        f"{findings.decimal(table['high'][0])} %). "
        f"If the two had nothing to do with each other it would be {findings.decimal(100 * expected, 2)} %."
    )
    found = Estimate(
        "share", 100 * share, float(table["low"][0]), float(table["high"][0]), "%", MOST, "Wilson"
    )
    return {
        "finding": said,
        "chart": Chart(
            "bars",
            alt=said,
            series=(Series("People", tuple(table["label"]), tuple(table["share"])),),
            x=Axis("", "category"),
            y=Axis("% of the 100 most prolific", "percent", from_zero=True),
            height=240,
        ),
        "table": table,
        "estimates": (
            found,
            Estimate(
                "expected", 100 * expected, None, None, "%", MOST, "residents of the same age and sex", None
            ),
            Estimate("most", MOST, None, None, "people", MOST, "by definition", None),
            Estimate("top", 100 * TOP, None, None, "% of victims", MOST, "by definition", None),
        ),
        "subtitle": "The most prolific suspects among the most hurt: a share, no names",
        "definition": (
            f"{VIOLENCE[violence]}, {month_name(spans[0].first)} to {month_name(spans[-1].last)}, by "
            "number of occasions. "
            "Independent: the share of residents of the same age and sex, in the middle of the period, who "
            "are among "
            "the top 1 % of victims. Both are counted over the same years, so it describes and does not "
            "predict."
        ),
        "counted": (
            f"The top 1 % of victims have at least {ties} occasions; ties at either edge count in part."
        ),
        "missing": ignored(asked, strata=False),
    }


@once
def met_at_the_top(store: Store, violence: str, spans: tuple[Period, ...]) -> tuple[float, float, int]:
    """Return the share of the most prolific in the top of victims, that by chance, and the top's edge."""
    known = times_in(store, "roles", violence, spans)
    size = int(known.person.max(initial=0)) + 1
    suspected, hurt = (
        np.bincount(known.person[rows], known.times[rows], size) for rows in (~known.outcome, known.outcome)
    )
    if (suspected > 0).sum() < MOST or (hurt > 0).sum() < 1 / TOP:
        raise Empty(
            "enough", "Too few people are on record to speak of the most prolific: choose a longer period."
        )
    often, _ = _leading(suspected, MOST)
    most_hurt, least = _leading(hurt, TOP * (hurt > 0).sum())
    share = float((often * most_hurt).sum() / often.sum())
    middle = len(spans) // 2
    residents, edges = residents_of(store, spans, EDGES["roles"])
    people = np.arange(size)
    place = strata(store, people, np.full(size, float(days(spans[middle].first))), edges)
    there = residents[middle].reshape(-1)
    inside = place >= 0
    rate = np.bincount(place[inside], most_hurt[inside], len(there)) / np.maximum(there, 1)
    weight = often[inside].sum()
    chance = float((often[inside] * rate[place[inside]]).sum() / weight) if weight else 0.0
    return share, chance, least


def _leading(times: NDArray[Any], wanted: float) -> tuple[NDArray[np.float64], int]:
    """Return how likely each is among the `wanted` most frequent, and the fewest times of these."""
    values, who, holders = np.unique(times, return_inverse=True, return_counts=True)
    inside, edge = concentration.leading(values, holders, wanted)
    return inside[who], int(edge)
