"""Age mix in numbers: diversity by year, its change, what ageing explains of it, and its verdict."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vru.answers import offenders_doubt, offenders_gaps
from vru.answers.making import Empty
from vru.answers.offenders_counts import Suspects, profiles, suspects
from vru.answers.offenders_data import LEAST, enough, keyless, margins
from vru.answers.offenders_doubt import Judged
from vru.answers.offenders_residents import residents
from vru.answers.sharing import once
from vru.measures import age_mix
from vru.selection import Selection
from vru.store import Store

CODE = "age_diversity"
METHOD = f"unbiased Simpson; bootstrap over persons, {age_mix.DRAWS} draws"
SLOPE_METHOD = f"{METHOD}; line over years, t, widened by how far years stray"
FILL = "Load an extract whose mapping fills `age` or `birth_date`."

Floats = NDArray[np.float64]


class Mix(NamedTuple):
    """The age mix of every year: `simpson`, `low`, `high` (years,), and its change a decade.

    `change` is None with fewer than four whole years, `aged` (and its change) is the same among
    the first year's residents, None without residents. `also` is the trend of pairs of
    another generation, or why this extract cannot say.
    """

    found: Suspects
    simpson: Floats
    low: Floats
    high: Floats
    occasions: Floats
    change: age_mix.Slope | None
    by_occasion: float | None
    aged: Floats | None
    aged_change: age_mix.Slope | None
    also: age_mix.Slope | str
    judged: Judged


class Sampled(NamedTuple):
    """Bootstrap draws of an index (draws, years), and the whole years a line goes through."""

    drawn: Floats
    used: NDArray[np.bool_]

    def slope(self, values: Floats) -> age_mix.Slope | None:
        """Return the change a decade of values (years,), with the draws' covariance; None for too few."""
        used = self.used & np.isfinite(values)
        if used.sum() < LEAST:
            return None
        kept = self.drawn[:, used]
        kept = kept[np.isfinite(kept).all(1)]
        if len(kept) < age_mix.DRAWS / 2:
            return None
        steps = np.flatnonzero(used) / 10
        return age_mix.slope(steps, values[used], np.cov(kept.T), method=SLOPE_METHOD)


@once
def mix(store: Store, selection: Selection) -> Mix:
    """Return the age mix. Raises Empty where ages are not known well enough to have one."""
    found = suspects(store, selection)
    counts = found.by_band(selection.sex)
    enough(
        counts.sum(),
        found.by_year(selection.sex).sum(),
        "age (exact, or within one of this page's bands)",
        FILL,
    )
    index = age_mix.simpson(counts)
    if not np.isfinite(index).any():
        raise Empty("enough", "A mix of ages needs two suspects of known age in a year: widen the filters.")
    resampled = age_mix.resampled(profiles(store, selection), len(found.years), counts.shape[1])
    sampled = Sampled(age_mix.simpson(resampled), found.whole & np.isfinite(index))
    low, high = age_mix.spread(index, np.nan_to_num(sampled.drawn, nan=0.0))
    occasions = age_mix.simpson(found.by_band(selection.sex, days=True))
    change, also = sampled.slope(index), _also(store, selection)
    return Mix(
        found,
        index,
        np.where(np.isfinite(index), low, np.nan),
        np.where(np.isfinite(index), high, np.nan),
        occasions,
        change,
        _line(sampled.used & np.isfinite(occasions), occasions),
        *_aged(store, selection, counts, resampled, sampled.used),
        also,
        _judged(store, selection, found, sampled, change, also),
    )


def _line(used: NDArray[np.bool_], values: Floats) -> float | None:
    """The change a decade of values whose error is not asked for."""
    if used.sum() < LEAST:
        return None
    return float(np.polyfit(np.flatnonzero(used) / 10, values[used], 1)[0])


def _aged(
    store: Store, selection: Selection, counts: Floats, resampled: Floats, used: NDArray[np.bool_]
) -> tuple[Floats | None, age_mix.Slope | None]:
    """The mix as if residents had kept the ages of the first year that has them."""
    try:
        lived = residents(store, selection).of(selection.sex)
    except Empty:
        return None, None
    known: NDArray[np.bool_] = np.all(np.isfinite(lived) & (lived > 0), axis=1)
    if not known.any():
        return None, None
    fixed = lived[known.argmax()]
    weights = np.divide(fixed, lived, out=np.ones_like(lived), where=known[:, None])
    weights = weights / weights.mean(1, keepdims=True)
    aged = np.where(known, age_mix.simpson(counts, weights), np.nan)
    return aged, Sampled(age_mix.simpson(resampled, weights), used).slope(aged)


def _also(store: Store, selection: Selection) -> age_mix.Slope | str:
    """The second half of the claim, or why this extract cannot say."""
    try:
        found = offenders_gaps.gaps(store, selection)
    except Empty as empty:
        return empty.finding
    return found.change or "pairs of known age reach over fewer than four whole years"


def _judged(
    store: Store,
    selection: Selection,
    found: Suspects,
    sampled: Sampled,
    change: age_mix.Slope | None,
    also: age_mix.Slope | str,
) -> Judged:
    """The verdict of both halves, under doubt about persons and blanks."""
    margin, _ = margins(CODE)
    first = "cannot tell" if change is None else age_mix.claim(change.low, change.high, margin)
    second = "cannot tell" if isinstance(also, str) else offenders_gaps.gaps(store, selection).judged.verdict
    blank = found.by_year(selection.sex) - found.by_band(selection.sex).sum(1)
    placed = age_mix.opposed(found.by_band(selection.sex), blank, rising=first != "does not hold")
    rows = offenders_doubt.tried(
        store,
        selection,
        lambda other: sampled.slope(age_mix.simpson(other.by_band(selection.sex))),
        None if change is None else sampled.slope(age_mix.simpson(placed)),
        margin,
    )
    own = offenders_doubt.judged(first, rows, "unknown ages", keyed=not keyless(store))
    if "does not hold" in (own.verdict, second):
        return own._replace(verdict="does not hold", why="")
    if own.verdict == "cannot tell" or second == "holds":
        return own
    return own._replace(verdict="cannot tell", why=_missing_half(also))


def _missing_half(also: age_mix.Slope | str) -> str:
    return (
        "whether generations mix more is not known"
        if isinstance(also, str)
        else "whether pairs 20 years apart grow beyond chance cannot be told"
    )
