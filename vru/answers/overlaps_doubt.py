"""Overlaps under doubt: the ratio with more persons falsely split or merged, and with fewer."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from vru.answers import doubting
from vru.answers.doubting import Error, Judgement, wrong
from vru.answers.overlaps_residents import days
from vru.answers.overlaps_windows import Met, chosen, met
from vru.answers.sharing import once
from vru.measures import doubt, overlap
from vru.measures.overlap import Ratio, Rows, Tables
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

SEED = 20260401  # of the people drawn to be split or merged: the same at every look


class Doubted(NamedTuple):
    """A ratio if `share` (0 to 1) of persons were falsely `how`: as many more of them, or as many fewer.

    `without` says that it is the ratio with so many taken back: what would be seen if they
    were put right. Its value is 0, without limits, where so many merges alone would have made
    more people with both records than there are.
    """

    how: str
    share: float
    without: bool
    ratio: Ratio
    verdict: Judgement

    @property
    def impossible(self) -> bool:
        """Whether so much error cannot be in these records."""
        return self.without and self.ratio.value == 0

    @property
    def words(self) -> str:
        """Who is in doubt: 10 % of persons falsely merged."""
        return wrong(self.how, self.share)

    @property
    def name(self) -> str:
        """How its ratio is named among the estimates."""
        return f"{self.words}, put right" if self.without else f"another {self.words}"


def judge(ratio: Ratio, margin: float) -> Judgement:
    """Return what a ratio says of a claim; one of 0, which has no limits, is below any margin."""
    return "does not hold" if ratio.value == 0 else doubting.judge(ratio.low, ratio.high, margin)


def doubted(
    store: Store,
    kind: str,
    violence: str,
    spans: tuple[Period, ...],
    selection: Selection,
    *,
    margin: float,
    wider: float,
) -> list[Doubted]:
    """Return the ratio with 5, 10 and 20 % of persons falsely split or merged, more and fewer of them.

    Merged are people of the same sex born within ten years: those are mistaken for one
    another. `wider` is what the ratio's variance is multiplied by.
    """
    found, made = met(store, kind, violence, spans), []
    now = chosen(found, selection)
    for (how, share), tables in counted_again(store, kind, violence, spans).items():
        then = chosen(found._replace(tables=tables), selection)
        more = overlap.risk_ratio(then, effect=wider)
        made.append(Doubted(how, share, False, more, judge(more, margin)))
        fewer = _put_right(now, then, how, wider)
        made.append(Doubted(how, share, True, fewer, judge(fewer, margin)))
    return made


def _put_right(now: Tables, then: Tables, how: str, wider: float) -> Ratio:
    """Return the ratio with as much error taken back as `then` has more than `now`."""
    if how == "split":  # of all strata alike: a stratum's few people would make the factor too large
        seen = now.both.sum()
        both = now.both * (float(doubt.undone(seen, then.both.sum(), how)) / seen if seen else 1.0)
    else:
        both = doubt.undone(now.both, then.both, how)
    exposed, cases = (
        2 * (now.both + one) - (then.both + other)
        for one, other in ((now.exposed, then.exposed), (now.cases, then.cases))
    )
    back = Tables(both, exposed - both, cases - both, 2 * now.neither - then.neither)
    change = both.sum() / max(now.both.sum(), 1.0)
    if change <= 0:
        return Ratio(0.0, float("nan"), float("nan"))
    # a known number taken off, or a factor put on, leaves the error of the people who were counted
    return overlap.risk_ratio(back, effect=wider * max(change, 1 / change))


@once
def counted_again(
    store: Store, kind: str, violence: str, spans: tuple[Period, ...]
) -> dict[tuple[str, float], Tables]:
    """Return the tables with shares of persons falsely split and merged, by how and share."""
    found = met(store, kind, violence, spans)
    return {
        (how, share): _again(found, changed)
        for how, share, changed in doubt.wrong(found.rows.person, SEED, _alike(found))
    }


def put_right(
    store: Store,
    kind: str,
    violence: str,
    spans: tuple[Period, ...],
    selection: Selection,
    error: Error,
    *,
    wider: float,
) -> Ratio:
    """Return the ratio with an error taken back that was estimated.

    Of a window that holds the day of a split its records' own days are not at hand: each
    falls after it with the part of the window that lies after it, as two records of one person
    do on average.
    """
    found = met(store, kind, violence, spans)
    rows = found.rows
    if error.how == "split":
        after = None if error.day is None else _after(found, error.day, spans)
        person = doubt.split(rows.person, error.share, SEED, after=after)
    else:
        person = doubt.merge(rows.person, error.share, SEED, _alike(found))
    then = found._replace(tables=_again(found, person))
    return _put_right(chosen(found, selection), chosen(then, selection), error.how, wider)


def _after(found: Met, day: int, spans: tuple[Period, ...]) -> np.ndarray:
    """Return which records lie after a day: shape (rows,)."""
    ends = np.append(found.starts[1:], days(spans[-1].end))
    part = np.clip((ends - day) / (ends - found.starts), 0, 1)
    return np.random.default_rng(SEED).random(len(found.rows.window)) < part[found.rows.window]


def _alike(found: Met) -> np.ndarray:
    """Return a number that people of the same sex born within ten years share: shape (rows,)."""
    born = np.nan_to_num(found.people.born, nan=0.0)
    alike = (found.people.sex.astype(np.int32) + 1) * 1000 + np.floor(born / 3652.5).astype(np.int32) + 500
    return alike[found.rows.person]


def _again(found: Met, person: np.ndarray) -> Tables:
    """Count again who has another pseudonym, or shares one; a new one has the old one's birth and sex.

    Only people looked at are drawn to be split or merged; each stands for as many as in all.
    """
    old, some = found.rows.person, doubt.touched(found.rows.person, person)
    before, after = old[some], person[some]
    new = after > old.max(initial=0)
    numbers = np.zeros(1 + int(max(before.max(initial=0), after.max(initial=0))), np.int32)
    numbers[before] = numbers[after] = 1
    np.cumsum(numbers, out=numbers)
    who = np.zeros(numbers[-1], np.int64)
    numbers -= 1
    who[numbers[before]] = before
    who[numbers[after[new]]] = before[new]
    people = found.people.of(who)
    window, outcome = found.rows.window[some], found.rows.outcome[some]
    then, now = (
        overlap.count(overlap.place(Rows(numbers[each], window, outcome), people, found.starts, found.edges))
        for each in (before, after)
    )
    counts = overlap.moved(found.counts, then, now, found.looked.weight)
    return overlap.spread(counts, found.residents)[0]
