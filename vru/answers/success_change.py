"""Success change: the latest year held against the baseline year and the year before, in plain words."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from vru import findings
from vru.answers import comparing, events, robust
from vru.answers.answer import Estimate, Verdict
from vru.answers.success_data import LIMIT, Baselined, part
from vru.answers.tracks import Track, Tracks
from vru.measures import change
from vru.periods import Period, month_name
from vru.store import Store

AGAINST = {
    "higher": "more than in the baseline year",
    "lower": "fewer than in the baseline year",
    "no clear change": "no clear change on the baseline year",
    "cannot tell": "whether that is fewer than in the baseline year cannot be told",
}


class Held(NamedTuple):
    """The latest year of a part of the victims, held against the baseline year and the year before.

    A change is None where the year compared with is not there. `low` and `high` are the limits
    of `number`, the latest year's, NaN where the series' own swing is not known; `swing` is that.
    """

    spans: Baselined
    number: int
    low: float
    high: float
    to_base: change.Change | None
    to_before: change.Change | None
    across: robust.Across | None
    swing: change.Dispersion | None

    @property
    def word(self) -> change.ChangeWord:
        """The word for the change from the baseline year."""
        return self.to_base.verdict if self.to_base else "cannot tell"

    @property
    def verdict(self) -> Verdict:
        """The verdict on the change from the baseline year."""
        return Verdict("change", self.word)


def held(store: Store, asked: Tracks, spans: Baselined, code: str) -> Held:
    """Return a part's latest year against its baseline year and the year before."""
    track = part(asked, code)
    swing = swing_of(track, spans)
    to_base, across = _judged(store, asked, track, spans.now, spans.base)
    to_before, _ = _judged(store, asked, track, spans.now, spans.before)
    number = track.total(spans.now)
    limits = comparing.limits(track, np.array([float(number)]), None, swing)
    low, high = float(limits["low"][0]), float(limits["high"][0])
    return Held(spans, number, low, high, to_base, to_before, across, swing)


def swing_of(track: Track, spans: Baselined) -> change.Dispersion | None:
    """Return how much a part swings by itself in the months before the latest year."""
    base = spans.before or spans.base or spans.now
    months = comparing.months_of(track)
    return change.dispersion(months, spans.now, base, without=comparing.lockdown_months())


def _judged(
    store: Store, asked: Tracks, track: Track, now: Period, base: Period | None
) -> tuple[change.Change | None, robust.Across | None]:
    if base is None:
        return None, None
    months = comparing.months_of(track)
    swing = change.dispersion(months, now, base, without=comparing.lockdown_months())
    lies = robust.across(store, asked.words, now, base, events.touching(store, asked.words))
    return robust.judge(track, now, base, swing, lies), lies


def sentence(what: str, found: Held) -> str:
    """Return the headline: how many victims there were, and how that compares with the baseline year."""
    number, when = findings.count(found.number), findings.period(found.spans.now)
    said = f"{what} had {number} victims under {LIMIT} in {when}"
    if found.word in ("higher", "lower"):
        return f"{said}, {_size(found)} {AGAINST[found.word]}."
    joint = ":" if found.word == "no clear change" else ";"
    return f"{said}{joint} {AGAINST[found.word]}."


def _size(found: Held) -> str:
    assert found.to_base is not None
    return f"{findings.decimal(abs(found.to_base.percent), 0)} %"


def explained(found: Held) -> list[str]:
    """Return the change from the baseline year and on the year before as sentences, with intervals."""
    spans = found.spans
    said = []
    if found.to_base and spans.base:
        said.append(_compared(found.to_base, f"in the baseline year, {findings.period(spans.base)}"))
    else:
        said.append(f"There is no baseline to compare with, because {spans.why}.")
    if found.to_before and spans.before:
        said.append(_compared(found.to_before, "in the year before"))
    return said


def _compared(judged: change.Change, when: str) -> str:
    """Return a change with its interval and verdict: 129 in the year before: +9 % (…), no clear change."""
    digits = findings.digits_of(judged.percent, judged.low, judged.high)
    base = f"{findings.count(judged.base)} {when}"
    if judged.months < judged.asked:
        base += f" ({judged.months} of {judged.asked} months comparable)"
    if not np.isfinite(judged.percent):
        size = "no percentage can be given"
    else:
        size = f"{findings.signed(judged.percent, digits)} % since"
    if not np.isnan(judged.low):
        size += f" (95 % interval {_limits(judged)})"
    why = f", because {judged.reason}" if judged.reason else ""
    stands = f"; {judged.despite}" if judged.despite else ""
    return f"There were {base}: {size}, {judged.verdict}{why}{stands}."


def against_base(found: Held) -> str:
    """Return what the baseline year had, and the change since, as a sentence goes on."""
    judged = found.to_base
    if judged is None:
        return f"with nothing to compare them with: {found.spans.why}"
    change_since = f" ({findings.signed(judged.percent)} %)" if np.isfinite(judged.percent) else ""
    return f"after {findings.count(judged.base)} in the baseline year{change_since}"


def sure(found: Held) -> str:
    """Return the interval of the change, and what the year before says, in brief."""
    said = []
    if found.to_base is not None and not np.isnan(found.to_base.low):
        said.append(f"the true change since the baseline year may lie anywhere from {_limits(found.to_base)}")
    if found.to_before is not None and not np.isnan(found.to_before.low):
        judged = found.to_before
        said.append(f"on the year before it is {_limits(judged)}: {judged.verdict}")
    return f"{'; '.join(said)}." if said else "there are too few months to say."


_SINCE = {
    "higher": "had more victims under {limit} than the year before",
    "lower": "had fewer victims under {limit} than the year before",
    "no clear change": "show no clear change on the year before",
}


def on_the_year_before(found: Held) -> str:
    """Return the verdict on the year before as a sentence; '' where there is none."""
    if found.to_before is None or found.to_before.verdict == "cannot tell":
        return ""
    return f"Knife assaults {_SINCE[found.to_before.verdict].format(limit=LIMIT)}."


def unknown(found: Held) -> str:
    """Return why the change from the baseline year is no verdict, in brief; '' where it is one."""
    judged = found.to_base
    if judged is None or judged.reason is None:
        return ""
    if found.across is None:
        return f"whether the change is real, because {judged.reason}."
    return f"whether the change is real: recording changed in between ({events.named(found.across.events)})."


def _limits(judged: change.Change) -> str:
    digits = findings.digits_of(judged.low, judged.high)
    return f"{findings.signed(judged.low, digits)} to {findings.signed(judged.high, digits)} %"


def latest(found: Held) -> Estimate:
    """Return the latest year's victims with their limits."""
    when = f"sum over {found.spans.now}; {comparing.limits_method(found.swing)}"
    low, high = comparing.finite(found.low), comparing.finite(found.high)
    return Estimate("now", found.number, low, high, "victims", found.number, when)


def estimates(found: Held, asked: Tracks) -> tuple[Estimate, ...]:
    """Return the latest year, both changes and what they rest on."""
    spans = found.spans
    rows = [
        latest(found),
        Estimate("age_limit", LIMIT, None, None, "years", found.number, "victims younger than this", None),
    ]
    for name, judged, base in (
        ("", found.to_base, spans.base),
        ("year_before_", found.to_before, spans.before),
    ):
        if judged and base:
            rows += [_renamed(each, name) for each in comparing.estimates(asked, judged, spans.now, base)]
    return (*rows, *robust.estimates(found.across))


def _renamed(each: Estimate, before: str) -> Estimate:
    unit = "victims" if each.unit == "offences" else each.unit
    return Estimate(
        before + each.name, each.value, each.low, each.high, unit, each.n, each.method, each.confidence
    )


def swings_said(found: Held) -> str:
    """Return what limits and verdicts allow for, as a sentence after others; '' where it is not known."""
    if found.swing is None:
        return " Intervals are not drawn: there are too few months to know the series' own swing from."
    return (
        f" Limits and verdicts allow for the series' own swing (over-dispersion φ {found.swing.phi:.1f}, "
        f"{found.swing.df:.0f} degrees of freedom)."
    )


def base_name(spans: Baselined) -> str:
    """Return the baseline year as subtitles name it."""
    return f"baseline: the year to {month_name(spans.base.last)}" if spans.base else "no baseline year"
