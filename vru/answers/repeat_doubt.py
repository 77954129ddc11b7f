"""One-offs under doubt: with persons falsely split or merged, more and fewer of them, and with keys lost."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vru.answers.doubting import Error, Judgement, judge, wrong
from vru.answers.people import by_day, violence_of
from vru.answers.repeat_common import Repeats, Span, days_of, repeat_for, span
from vru.answers.repeat_records import Occasions, chosen_occasions, occasions
from vru.answers.sampled import sample
from vru.answers.sharing import once
from vru.measures import doubt, survival
from vru.selection import Selection
from vru.store import Store

SEED = 20260402  # of the people drawn to be split or merged: the same at every look
DRAWS = 20  # of occasions lost to a blank key: their mean moves by a few hundredths of a point


class Share(NamedTuple):
    """The share not recorded again, in per cent, with its limits, and the people it rests on."""

    value: float
    low: float
    high: float
    people: int


class Doubted(NamedTuple):
    """The share if `share` (0 to 1) of persons were falsely `how`: as many more, or (`without`) put right."""

    how: str
    share: float
    without: bool
    found: Share

    @property
    def words(self) -> str:
        """How it is named: 10 % of persons falsely split put right."""
        return wrong(self.how, self.share) + " put right" * self.without


def verdict_of(plain: Judgement, doubts: tuple[Doubted, ...], margin: float) -> Judgement:
    """Return the verdict under doubt about who is one person: "cannot tell" where it flips.

    What holds has to hold with more errors and with fewer. Of what does not, only the latter
    is asked: with enough people split any share of one-offs would be above any margin.
    """
    more, fewer = (
        [judge(each.found.low, each.found.high, margin) for each in doubts if each.without is put_right]
        for put_right in (False, True)
    )
    return plain if doubt.of_persons(plain, more, fewer) == plain else "cannot tell"


@once
def doubted(store: Store, selection: Selection, options: Repeats, now: Share) -> tuple[Doubted, ...]:
    """Return the share with 5, 10 and 20 % of persons falsely split or merged, more and fewer of them.

    Who is a first-timer and who comes again is worked out anew on the changed pseudonyms.
    Merged are people of the same sex and decade of birth, as far as known. `now` is the share
    as recorded; a variant where nobody enters is left out.
    """
    made = []
    for each in _drawn(store, violence_of(store, options)):
        then = _again(store, selection, options, each)
        if then is not None:
            made += [
                Doubted(each.how, each.share, False, then),
                Doubted(each.how, each.share, True, _put_right(now, then, each.how)),
            ]
    return tuple(made)


def widened(store: Store, selection: Selection, options: Repeats, found: Share) -> Share:
    """Return a share whose limits, which are about chance, take in what blank keys hide (see `hidden`)."""
    moved = hidden(store, selection, options)
    return found._replace(low=max(found.low + min(moved, 0), 0), high=min(found.high + max(moved, 0), 100))


@once
def hidden(store: Store, selection: Selection, options: Repeats) -> float:
    """Return by how many points the share would change had nobody whose age is known a blank key.

    Below 0 where blank keys hide repeats. As large a share of occasions is taken away once more,
    at random, and what that moves is taken back (simulation, extrapolation): so people of
    blank key are taken to come again as others do.
    """
    share = _blank(store, violence_of(store, options))
    if not 0 < share < 1:
        return 0.0
    rows, now = _rows(store, selection, options), _everybody(store, selection, options)
    moved = [
        _lost(store, options, rows, doubt.lost(len(rows.day), share, SEED + each)) for each in range(DRAWS)
    ]
    entered, again = (now + sample(store).weight * np.array(moved)).sum(axis=0)
    return float(100 * again / max(entered, 1) - 100 * now[1] / max(now[0], 1))


@once
def _blank(store: Store, violence: str) -> float:
    """Return the share (0 to 1) of suspects of known age without a key."""
    keys = store.ask("repeat_keys", violence=violence, side="suspect").iloc[0]
    return float(keys["blank"] / max(keys["blank"] + keys["keyed"], 1))


def _lost(store: Store, options: Repeats, rows: _Rows, lost: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return how many fewer enter and come again without the lost occasions: shape (2,), mostly below 0."""
    days, window = span(store, options), _window(options)
    hit = np.zeros(int(rows.person.max()) + 1, bool)
    hit[rows.person[lost]] = True
    touched = hit[rows.person]
    before, after = (rows.of(np.flatnonzero(each)) for each in (touched, touched & ~lost))
    return _entered(after, days, window) - _entered(before, days, window)


def put_right(store: Store, selection: Selection, options: Repeats, now: Share, error: Error) -> Share | None:
    """Return the share with an error taken back that was estimated; None where nobody enters."""
    known = _sampled(store, violence_of(store, options))
    if error.how == "split":
        later = None if error.day is None else known.day >= error.day
        person = doubt.split(known.person, error.share, SEED, after=later)
    else:
        person = doubt.merge(known.person, error.share, SEED, known.alike)
    rows = np.flatnonzero(doubt.touched(known.person, person))
    then = _again(store, selection, options, _Variant(error.how, error.share, rows, person[rows]))
    return None if then is None else _put_right(now, then, error.how)


class _Rows(NamedTuple):
    """Occasions by person and day, each of shape (occasions,): days since 1970, whether the filters match."""

    person: NDArray[np.integer]
    day: NDArray[np.int32]
    chosen: NDArray[np.bool_]

    def of(self, rows: NDArray[np.int64]) -> _Rows:
        """Return some of the rows."""
        return _Rows(self.person[rows], self.day[rows], self.chosen[rows])


class _Variant(NamedTuple):
    """Which `rows` are of people whose pseudonyms were drawn to be wrong, and what those became."""

    how: str
    share: float
    rows: NDArray[np.int64]
    person: NDArray[np.int64]


@once
def _drawn(store: Store, violence: str) -> tuple[_Variant, ...]:
    """Return for each share the people drawn to be split and to be merged, whatever the filters choose."""
    known, variants = _sampled(store, violence), []
    for how, share, changed in doubt.wrong(known.person, SEED, known.alike):
        rows = np.flatnonzero(doubt.touched(known.person, changed))
        variants.append(_Variant(how, share, rows, changed[rows]))
    return tuple(variants)


def _again(store: Store, selection: Selection, options: Repeats, each: _Variant) -> Share | None:
    """Return the share with the pseudonyms of a variant: only its rows are counted again."""
    rows, days, window = _rows(store, selection, options), span(store, options), _window(options)
    before = rows.of(each.rows)
    after = before._replace(person=each.person)
    more = sample(store).weight * (_entered(after, days, window) - _entered(before, days, window))
    found = _share(_everybody(store, selection, options) + np.rint(more).astype(np.int64))
    return None if found is None else widened(store, selection, options, found)


def _everybody(store: Store, selection: Selection, options: Repeats) -> NDArray[np.int64]:
    """Return how many enter, and how many of them come again within the window: everybody, shape (2,)."""
    firsts = repeat_for(store, selection, options, "suspect")
    return np.array([firsts.people, (firsts.event & (firsts.time <= _window(options))).sum()])


def _sampled(store: Store, violence: str) -> Occasions:
    return occasions(store, violence, "suspect").up_to(sample(store).last)


def _rows(store: Store, selection: Selection, options: Repeats) -> _Rows:
    violence = violence_of(store, options)
    known = _sampled(store, violence)
    chosen = chosen_occasions(store, by_day(selection), violence, "suspect")
    return _Rows(known.person, known.day, chosen[: len(known.day)])


def _window(options: Repeats) -> int:
    return int(days_of(int(options.window)))


def _entered(rows: _Rows, days: Span, window: int) -> NDArray[np.int64]:
    """Return how many enter, and how many of them are recorded again within `window` days: shape (2,)."""
    entry, latest, end = (int(each.astype("datetime64[D]").astype(int)) for each in days)
    order = np.lexsort((rows.day, rows.person))
    person, day, chosen = rows.of(order[rows.day[order] <= end])
    first = np.append(True, person[1:] != person[:-1])[: len(person)]
    kept = first | np.append(True, day[1:] != day[:-1])[: len(day)]  # two of one day are one, after a merge
    person, day, chosen, first = person[kept], day[kept], chosen[kept], first[kept]
    enters = np.flatnonzero(first & chosen & (day >= entry) & (day <= latest))
    after = np.minimum(enters + 1, len(day) - 1)
    again = (person[after] == person[enters]) & (after > enters) & (day[after] - day[enters] <= window)
    return np.array([len(enters), again.sum()])


def _share(counts: NDArray[np.int64]) -> Share | None:
    """Return the share not again of those who enter, None where no interval exists."""
    people, again = (int(each) for each in counts)
    if not people:
        return None
    # who enters is followed for the whole window: the curve there is a plain proportion
    value, low, high = (100 * each for each in survival.of_counts(people, again))
    return Share(value, low, high, people) if np.isfinite([value, low, high]).all() else None


def _put_right(now: Share, then: Share, how: str) -> Share:
    """Return the share with as much error taken back as `then` has more than `now`, as wide as `now`."""
    again = float(np.clip(doubt.undone(100 - now.value, 100 - then.value, how), 0, 100))
    moved = 100 - again - now.value
    low, high = (float(np.clip(each + moved, 0, 100)) for each in (now.low, now.high))
    return Share(100 - again, low, high, now.people)
