"""Admissions held against the baseline year: a change that carries hidden and rounded counts, and chance."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from vru import findings
from vru.answers import comparing
from vru.answers.answer import Estimate, Verdict
from vru.answers.making import Empty
from vru.answers.success_admissions_data import Admitted, Series
from vru.measures import admissions, change, rates
from vru.periods import Period, add_months, month_name, parse_month

LEAST = 10  # admissions in both years together, at the most they can be
YEAR = admissions.YEAR
PERCENT = 100


class Held(NamedTuple):
    """The latest year against the baseline year.

    `now` and `base` are the least and most that their counts can be, `limits` those of `now` with
    chance as well. `low` and `high` are the ends of the change in percent over all that the counts can
    be; NaN, with `why`, where it cannot be had.
    """

    latest: Period
    baseline: Period
    now: tuple[float, float]
    base: tuple[float, float]
    limits: tuple[float, float]
    percent: float
    low: float
    high: float
    word: change.ChangeWord
    why: str
    phi: float

    @property
    def verdict(self) -> Verdict:
        """The verdict on the change from the baseline year."""
        return Verdict("change", self.word)


def held(found: Admitted, last_of_base: str) -> Held:
    """Return the latest year whose months are all published and not provisional, against the baseline year.

    Raises Empty where there is no such year.
    """
    series, sums = found.main, found.main.sums()
    ready = np.flatnonzero(np.isfinite(sums.low) & found.firm)
    if not ready.size:
        raise Empty(
            "enough",
            f"No twelve months in a row are published and final in {found.shown}: load more months.",
        )
    end = found.months[int(ready[-1])]
    latest = Period(add_months(end, 1 - YEAR), end)
    baseline = Period(add_months(parse_month(last_of_base), 1 - YEAR), parse_month(last_of_base))
    now = _year(found, sums, latest)
    base = _year(found, sums, baseline)
    swing = _swing(series, found, latest, baseline)
    why = _why(found, latest, baseline, now, base, swing)
    return _judged(latest, baseline, now, base, swing, why)


def _year(found: Admitted, sums: admissions.Ranges, span: Period) -> tuple[float, float]:
    at = found.at(span.last)
    if not 0 <= at < len(found.months):
        return np.nan, np.nan
    return float(sums.low[at]), float(sums.high[at])


def _swing(series: Series, found: Admitted, now: Period, base: Period) -> change.Dispersion | None:
    first = found.months[0].year * YEAR + found.months[0].month - 1
    value = series.months.middle
    whole = np.isfinite(value) & found.firm
    days = np.array([(add_months(each, 1) - each).days for each in found.months], float)
    months = change.Months(first + np.arange(value.size), np.nan_to_num(value), days, whole)
    return change.dispersion(months, now, base, without=comparing.lockdown_months())


def _why(
    found: Admitted,
    latest: Period,
    baseline: Period,
    now: tuple[float, float],
    base: tuple[float, float],
    swing: change.Dispersion | None,
) -> str:
    """Return why no change can be told, as a clause; empty where it can."""
    if baseline.last >= latest.first:
        return "the baseline year is not over before the latest twelve months begin"
    if not np.isfinite(base[0]):
        there = found.shown.first <= baseline.first and baseline.last <= found.shown.last
        said = "months of it are missing" if there else f"the figures run from {found.shown}"
        return f"the baseline year is not whole: {said}"
    if base[1] == 0:
        return "nobody was admitted in the baseline year"
    if now[1] + base[1] < LEAST:
        return f"there are fewer than {LEAST} admissions in both years together"
    if _hidden(found, latest) > YEAR / 2 or _hidden(found, baseline) > YEAR / 2:
        return "most months of a year compared are suppressed"
    return "" if swing else "too few months are published to know the ordinary swing from"


def _hidden(found: Admitted, span: Period) -> int:
    return int(found.main.suppressed[max(found.at(span.first), 0) : found.at(span.last) + 1].sum())


def _judged(
    latest: Period,
    baseline: Period,
    now: tuple[float, float],
    base: tuple[float, float],
    swing: change.Dispersion | None,
    why: str,
) -> Held:
    phi, df = (swing.phi, swing.df) if swing else (1.0, None)
    # where nothing was stretched there is no estimate whose error Student's t would allow for
    ends = rates.poisson_limits(np.array(now), phi=phi, df=df if phi > 1 else None)
    limits = (float(ends.low[0]), float(ends.high[1]))
    if why:
        nothing = (np.nan,) * 3
        return Held(latest, baseline, now, base, limits, *nothing, "cannot tell", why, phi)
    # the counts lie anywhere in their ranges: the interval reaches over all of them
    fewest = change.rate_ratio(now[0], base[1], phi=phi, df=df)
    most = change.rate_ratio(now[1], base[0], phi=phi, df=df)
    low, high = PERCENT * (fewest.low - 1), PERCENT * (most.high - 1)
    percent = PERCENT * (sum(now) / sum(base) - 1)
    return Held(latest, baseline, now, base, limits, percent, low, high, change.verdict(low, high), "", phi)


AGAINST = {
    "higher": "more than in the baseline year",
    "lower": "fewer than in the baseline year",
    "no clear change": "no clear change on the baseline year",
    "cannot tell": "whether fewer than before cannot be told",
}


def between(counts: tuple[float, float]) -> str:
    """Return a count as it is known: 43, or 331 to 379."""
    low, high = (findings.count(each) for each in counts)
    return low if low == high else f"{low} to {high}"


def estimates(found: Held) -> tuple[Estimate, ...]:
    """Return the figures of the latest year, the baseline year and the change between them."""
    rests = round(found.now[1])
    made = [
        Estimate(
            "now",
            sum(found.now) / 2,
            *found.limits,
            "admissions",
            rests,
            f"exact Poisson over all that hidden and rounded counts can be, over-dispersion {found.phi:.1f}",
        ),
        Estimate(
            "now, as counted",
            sum(found.now) / 2,
            *found.now,
            "admissions",
            rests,
            "range of hidden and rounded counts",
            None,
        ),
    ]
    if np.isfinite(found.base[0]):
        made.append(
            Estimate(
                "baseline, as counted",
                sum(found.base) / 2,
                *found.base,
                "admissions",
                round(found.base[1]),
                "range of hidden and rounded counts",
                None,
            )
        )
    if not found.why:
        made.append(
            Estimate(
                "change",
                found.percent,
                found.low,
                comparing.finite(found.high),
                "percent",
                round(found.now[1] + found.base[1]),
                "exact conditional over all that hidden and rounded counts can be",
            )
        )
    return tuple(made)


def explained(found: Held) -> str:
    """Return the sentence that says how the latest year compares, or why that cannot be told."""
    when = f"the year to {month_name(found.baseline.last)}"
    if found.why:
        return f"Against the baseline year, {when}: cannot tell, because {found.why}."
    low, high = (
        findings.signed(each, 0) if np.isfinite(each) else "without limit" for each in (found.low, found.high)
    )
    return (
        f"There were {between(found.base)} in the baseline year, {when}: the true change may lie anywhere "
        f"from {low} to {high} %, hidden and rounded counts and chance allowed for."
    )
