"""One-offs under doubt: the share with more persons falsely split or merged, and with fewer."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru.answers.people import by_day, violence_of
from vru.answers.repeat_common import Repeats, Span, days_of, span
from vru.answers.sharing import once
from vru.measures import doubt, survival
from vru.selection import Selection
from vru.store import Store

SEED = 20260402  # of the people drawn to be split or merged: the same at every look

Judgement = Literal["holds", "does not hold", "cannot tell"]


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
        return f"{100 * self.share:.0f} % of persons falsely {self.how}{' put right' * self.without}"


def judge(found: Share, margin: float) -> Judgement:
    """Return holds, does not hold or cannot tell: the whole interval above, below, or neither."""
    return "holds" if found.low > margin else "does not hold" if found.high < margin else "cannot tell"


def verdict_of(plain: Judgement, doubts: tuple[Doubted, ...], margin: float) -> Judgement:
    """Return the verdict under doubt about who is one person: "cannot tell" where it flips.

    What holds has to hold with more errors and with fewer. Of what does not, only the latter
    is asked: with enough people split any share of one-offs would be above any margin.
    """
    more, fewer = (
        [judge(each.found, margin) for each in doubts if each.without is put_right]
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
    rows = store.ask(
        "repeat_occasions", violence=violence_of(store, options), **by_day(selection).parameters()
    )
    person, alike = rows["person"].to_numpy(np.int64), rows["alike"].to_numpy(np.int64)
    days, window = span(store, options), int(days_of(int(options.window)))
    made = []
    for share in doubt.SHARES:
        for how, changed in (
            ("split", doubt.split(person, share, SEED)),
            ("merged", doubt.merge(person, share, SEED, alike)),
        ):
            then = _share(changed, rows, days, window)
            if then is not None:
                made += [
                    Doubted(how, share, False, then),
                    Doubted(how, share, True, _put_right(now, then, how)),
                ]
    return tuple(made)


def _share(person: NDArray[np.int64], rows: pd.DataFrame, days: Span, window: int) -> Share | None:
    """Return the share not again within `window` days of those who enter, None where no interval exists."""
    day = rows["day"].to_numpy("datetime64[D]")
    kept = np.flatnonzero(doubt.first_of_day(person, day) & (day <= days.end))
    order = kept[np.lexsort((day[kept], person[kept]))]
    person, day, chosen = person[order], day[order], rows["chosen"].to_numpy(bool)[order]
    first = np.append(True, person[1:] != person[:-1])
    enters = np.flatnonzero(first & chosen & (day >= days.entry) & (day <= days.latest))
    if not enters.size:
        return None
    last = np.append(first[1:], True)[enters]
    after = np.minimum(enters + 1, len(day) - 1)
    time = (np.where(last, days.end, day[after]) - day[enters]).astype("timedelta64[D]").astype(float)
    found = survival.at(survival.kaplan_meier(time, ~last), [window])
    value, low, high = (100 * float(each[0]) for each in (found.survival, found.low, found.high))
    return Share(value, low, high, len(enters)) if np.isfinite([value, low, high]).all() else None


def _put_right(now: Share, then: Share, how: str) -> Share:
    """Return the share with as much error taken back as `then` has more than `now`, as wide as `now`."""
    again = float(np.clip(doubt.undone(100 - now.value, 100 - then.value, how), 0, 100))
    moved = 100 - again - now.value
    low, high = (float(np.clip(each + moved, 0, 100)) for each in (now.low, now.high))
    return Share(100 - again, low, high, now.people)
