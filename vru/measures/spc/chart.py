"""A control chart: every month against limits that the baseline gives, season and days allowed for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from vru.errors import MeasureError
from vru.measures.spc import limits as lines
from vru.measures.spc.rules import LONGEST, RULES, special
from vru.measures.spc.season import MONTHS, Season, season, widening

LEAST_BASE = 12
"""Whole months a base has at least: limits of fewer say little."""
TYPICAL = 365.25 / 12
"""Days of a typical month: what numbers per day are put back on."""
Kind = Literal["count", "rate", "share"]


class Plan(NamedTuple):
    """What is known of the usable months beforehand; arrays of shape (n,).

    `size` is days (count), person-years (rate) or the whole (share); `month` 1 to 12; `base`
    the number of the base a month is in; `fits` whether it makes its base's limits. `scale` is
    that of a sum of weights, 1 for counts.
    """

    size: np.ndarray
    month: np.ndarray
    base: np.ndarray
    fits: np.ndarray
    kind: Kind
    seasonal: bool
    middle: bool
    screen: bool
    scale: float


class Drawn(NamedTuple):
    """What a chart shows; arrays of shape (..., n) for values of that shape."""

    shown: np.ndarray
    mean: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    rule: np.ndarray
    side: np.ndarray
    season: Season


class Control(NamedTuple):
    """A control chart over (n,) months; NaN where a month has no number or no limits.

    `value` is what is drawn: a number at the usual season in a typical month, a rate or a share;
    it is there for months that are not usable too, where they have a number.
    `rule` holds the name of the rule broken ('' for none), `side` 1 above or rising and -1.
    `base` numbers the bases from 0, `fits` says which months made the limits. `taken` is whether
    a season was taken out, `season_p` the F-test's p, `widened` what limits were multiplied by
    for it. `phi` is the over-dispersion of the last
    base's baseline, NaN without one. `plan` and `expected` are what `false_alarms` goes by.
    """

    value: np.ndarray
    mean: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    rule: np.ndarray
    side: np.ndarray
    base: np.ndarray
    fits: np.ndarray
    taken: bool
    season_p: float
    widened: float
    phi: float
    plan: Plan
    expected: np.ndarray
    method: str


def control(
    value: ArrayLike,
    size: ArrayLike,
    month: ArrayLike,
    *,
    usable: ArrayLike,
    fitting: ArrayLike | None = None,
    starts: Sequence[int] = (0,),
    baseline: int | None = 36,
    kind: Kind = "count",
    seasonal: bool = True,
    middle: bool = False,
    screen: bool = True,
    scale: float = 1.0,
) -> Control:
    """Return the control chart of a monthly series.

    Parameters
    ----------
    value, size : (n,) arrays
        Numbers, and what they are out of: days of the month for `count` (an XmR chart), person-
        years for `rate` (u'), the whole for `share` (p').
    month : (n,) array of int
        Calendar months, 1 to 12, one after the other.
    usable : (n,) array of bool
        Months that are drawn and judged; others are as if not there.
    fitting : (n,) array of bool, optional
        Months that may make limits (else all): an analyst can keep an odd month out.
    starts : sequence of int
        Where bases begin, the first at 0: mean, limits and runs begin anew.
    baseline : int or None
        How many months of a base make its limits; None for all of them.
    seasonal : bool
        Whether a season that the baseline shows (F-test on month, p < .05) is taken out. One
        season is learnt from the baselines of all bases; shares have none.

    Raises
    ------
    MeasureError
        No base has 12 usable months.

    Notes
    -----
    A season learnt from n months makes limits wider (`season.widening`), or the chart would flag
    three unchanged years in four; see `false_alarms`.
    """
    number, out_of = np.asarray(value, float), np.asarray(size, float)
    there = np.asarray(usable, bool) & np.isfinite(number) & (out_of > 0)
    base = np.searchsorted(np.asarray(starts), np.arange(number.size), side="right") - 1
    fits = _baselines(base, there if fitting is None else there & np.asarray(fitting, bool), baseline)
    if not fits.any():
        raise MeasureError(f"A control chart needs {LEAST_BASE} whole months of one base.")
    sizes, months, bases, making = (each[there] for each in (out_of, np.asarray(month, int), base, fits))
    looks_for_season = seasonal and kind != "share"
    plan = Plan(sizes, months, bases, making, kind, looks_for_season, middle, screen, scale)
    drawn = draw(number[there], plan)
    phi, expected = _swing(number[there], plan, drawn)
    rule, side = np.full(number.size, "", object), np.zeros(number.size, int)
    rule[there], side[there] = np.array(RULES, object)[drawn.rule], drawn.side
    taken = bool(drawn.season.taken)
    factor = drawn.season.factor[np.asarray(month, int) - 1]
    return Control(
        value=_shown(number, out_of * factor, kind),
        mean=_carried(base, _filled(there, drawn.mean)),
        lower=_carried(base, _filled(there, drawn.lower)),
        upper=_carried(base, _filled(there, drawn.upper)),
        rule=rule,
        side=side,
        base=base,
        fits=fits,
        taken=taken,
        season_p=float(drawn.season.p),
        widened=float(widening(drawn.season.taken, int(plan.fits.sum()))),
        phi=phi,
        plan=plan,
        expected=expected,
        method=_method(kind, taken),
    )


def draw(value: np.ndarray, plan: Plan, *, judged: int | None = None) -> Drawn:
    """Return the chart of usable months `value` (..., n) under a plan: one series or many at once.

    With `judged`, only so many last months of each base are held against the rules.
    """
    known = _season(value, plan)
    expected = plan.size * known.factor[..., plan.month - 1]
    shown = _shown(value, expected, plan.kind)
    mean, lower, upper = (np.full(value.shape, np.nan) for _ in range(3))
    rule, side = np.zeros(value.shape, int), np.zeros(value.shape, int)
    wide = widening(known.taken, int(plan.fits.sum()))[..., None]
    for each in np.unique(plan.base[plan.fits]):
        own = plan.base == each
        fits = plan.fits[own]
        if plan.kind == "count":
            found = lines.xmr(shown[..., own][..., fits], screen=plan.screen, widened=wide)
        else:
            count, size = value[..., own], expected[..., own]
            found = lines.laney(count, size, fits, share=plan.kind == "share", widened=wide)
        mean[..., own], lower[..., own], upper[..., own] = found
        rule[..., own], side[..., own] = _judged(shown[..., own], found, plan.middle, judged)
    return Drawn(shown, mean, lower, upper, rule, side, known)


def _judged(
    shown: np.ndarray, found: lines.Limits, middle: bool, judged: int | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return `special` of one base's months, 0 where they are not to be judged."""
    size = shown.shape[-1]
    if judged is None or size <= judged:
        return special(shown, *found, middle=middle)
    # a run that reaches a judged month began no longer before it than the longest run is
    since = max(size - judged - LONGEST, 0)
    kept = [each if each.shape[-1] == 1 else each[..., since:] for each in found]
    rule, side = np.zeros(shown.shape, int), np.zeros(shown.shape, int)
    rule[..., since:], side[..., since:] = special(shown[..., since:], *kept, middle=middle)
    rule[..., : size - judged] = side[..., : size - judged] = 0
    return rule, side


def _shown(value: np.ndarray, expected: np.ndarray, kind: Kind) -> np.ndarray:
    out_of = np.where(expected > 0, expected, np.nan)
    return value / out_of * (TYPICAL if kind == "count" else 1.0)


def _season(value: np.ndarray, plan: Plan) -> Season:
    if not plan.seasonal:
        none = np.zeros(value.shape[:-1], bool)
        return Season(np.ones((*value.shape[:-1], MONTHS)), np.full(none.shape, np.nan), none)
    return _learnt(value, plan)


def _learnt(value: np.ndarray, plan: Plan) -> Season:
    """Return the season of the baselines of all bases, each at its own level."""
    ratio = np.empty((*value.shape[:-1], int(plan.fits.sum())))
    base = plan.base[plan.fits]
    perday = (value / plan.size)[..., plan.fits]
    for each in np.unique(base):
        level = perday[..., base == each].mean(axis=-1, keepdims=True)
        ratio[..., base == each] = perday[..., base == each] / np.where(level > 0, level, 1.0)
    return season(ratio, plan.month[plan.fits])


def _baselines(base: np.ndarray, may: np.ndarray, baseline: int | None) -> np.ndarray:
    """Return which months make limits: the first `baseline` of each base that has enough of them."""
    fits = np.zeros(base.size, bool)
    for each in np.unique(base):
        own = np.flatnonzero(may & (base == each))[:baseline]
        if own.size >= LEAST_BASE:
            fits[own] = True
    return fits


def _swing(value: np.ndarray, plan: Plan, drawn: Drawn) -> tuple[float, np.ndarray]:
    """Return the over-dispersion of the last base's baseline, and the number expected in every month.

    What is expected has the season, whether the chart takes it out or not: a chart that leaves it
    in must own up to the alarms that it raises.
    """
    known = _learnt(value, plan)
    part = drawn.mean / (TYPICAL if plan.kind == "count" else 1.0)
    expected = part * plan.size * known.factor[plan.month - 1]
    used = plan.fits & (plan.base == plan.base[plan.fits].max())
    mean = expected[used] / plan.scale
    spread = mean * ((1 - drawn.mean[used]) if plan.kind == "share" else 1.0)
    if not (spread > 0).all():
        return float("nan"), expected
    df = max(1, int(used.sum()) - (MONTHS if known.taken else 1))
    return float((((value[used] / plan.scale - mean) ** 2) / spread).sum() / df), expected


def _filled(there: np.ndarray, values: np.ndarray) -> np.ndarray:
    full = np.full(there.size, np.nan)
    full[there] = values
    return full


def _carried(base: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return lines with the last known value in months without one, within a base."""
    full = values.copy()
    for each in np.unique(base):
        own = np.flatnonzero(base == each)
        known = own[np.isfinite(values[own])]
        if known.size:
            nearest = np.maximum(np.searchsorted(known, own, side="right") - 1, 0)
            full[own] = values[known[nearest]]
    return full


def _method(kind: Kind, taken: bool) -> str:
    made = {
        "count": "XmR, mean and 2.66 mean moving ranges",
        "rate": "u', Laney's limits",
        "share": "p', Laney's limits",
    }[kind]
    return f"{made}; seasonally expected values" if taken else made
