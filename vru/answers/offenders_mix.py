"""Age mix in numbers: diversity by year, its change, what ageing explains of it, and its verdict."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vru.answers import offenders_doubt, offenders_gaps
from vru.answers.making import Empty
from vru.answers.offenders_counts import Suspects, profiles, suspects
from vru.answers.offenders_data import FILL_AGE, KNOWN_AGE, LEAST, enough, keyless, margins
from vru.answers.offenders_doubt import Judged
from vru.answers.offenders_recorded import recorded
from vru.answers.offenders_residents import residents
from vru.answers.sharing import once
from vru.measures import age_mix
from vru.selection import Selection
from vru.store import Store

CODE = "age_diversity"
METHOD = f"unbiased Simpson; bootstrap over persons, {age_mix.DRAWS} draws"
SLOPE_METHOD = f"{METHOD}; line over years, t, widened by how far years stray"

ONE_BAND = (
    "In every year all suspects of known age are in one age group: without a spread of ages no change can be "
    "told. Where the source gives everybody one range of ages, load exact ages; else widen the filters."
)
SAME_PEOPLE = (
    "The same people make up every year, so nothing shows how the change might have come out otherwise: "
    "widen the filters."
)
Floats = NDArray[np.float64]


class Mix(NamedTuple):
    """The age mix of every year: `simpson`, `low`, `high` (years,), and its change a decade.

    `change` is None where it cannot be followed, which `lacking` says in a sentence. `aged` (and
    its change) is the same among the first year's residents, None without residents. `also` is
    the trend of pairs of another generation, or why this extract cannot say.
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
    lacking: str


class Sampled(NamedTuple):
    """Bootstrap draws of an index (draws, years), and the whole years a line goes through."""

    drawn: Floats
    used: NDArray[np.bool_]

    def slope(self, values: Floats) -> age_mix.Slope | None:
        """Return the change a decade of values (years,), with the draws' covariance; None without one."""
        used = self.used & np.isfinite(values)
        covariance = None if self.lacking(used) else self._covariance(used)
        if covariance is None:
            return None
        return age_mix.slope(np.flatnonzero(used) / 10, values[used], covariance, method=SLOPE_METHOD)

    def lacking(self, used: NDArray[np.bool_]) -> str:
        """Return why no change can be followed over the years used, in a sentence; '' where it can."""
        if used.sum() < LEAST:
            return (
                f"A change a decade needs at least {LEAST} whole years with two suspects of known age; the "
                f"period has {used.sum()}."
            )
        covariance = self._covariance(used)
        if covariance is None:
            return "A year has so few suspects of known age that chance may leave it none: widen the filters."
        if age_mix.moves(np.flatnonzero(used), covariance):
            return ""
        return SAME_PEOPLE if (np.ptp(self.drawn[:, used], axis=0) > age_mix.NONE).any() else ONE_BAND

    def _covariance(self, used: NDArray[np.bool_]) -> Floats | None:
        kept = self.drawn[:, used]
        kept = kept[np.isfinite(kept).all(1)]
        return None if len(kept) < age_mix.DRAWS / 2 else np.cov(kept.T)


@once
def mix(store: Store, selection: Selection) -> Mix:
    """Return the age mix. Raises Empty where ages are not known well enough to have one."""
    found = suspects(store, selection)
    counts = found.by_band(selection.sex)
    enough(counts.sum(), found.by_year(selection.sex).sum(), KNOWN_AGE, FILL_AGE)
    index = age_mix.simpson(counts)
    if not np.isfinite(index).any():
        raise Empty("enough", "A mix of ages needs two suspects of known age in a year: widen the filters.")
    resampled = _resampled(store, selection, counts)
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
        "" if change else sampled.lacking(sampled.used),
    )


def _resampled(store: Store, selection: Selection, counts: Floats) -> Floats:
    """Counts as if other people had been recorded: shape (draws, years, bands)."""
    alike, size = profiles(store, selection), counts.shape
    cells = alike["year"].to_numpy() * size[1] + alike["band"].to_numpy()
    part = np.bincount(cells, alike["persons"], counts.size).reshape(size)
    weight = recorded(store, selection).drawn.weight
    return age_mix.enlarged(age_mix.resampled(alike, *size), part, counts, weight)


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
    return found.change or found.lacking


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
