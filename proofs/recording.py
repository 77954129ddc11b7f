"""`python -m proofs.recording`: is better recording taken for a rise, and are planted changes found?

Full-size monthly series are drawn from the made-up worlds' own daily rates, their delays and
their recording accuracy, without people or files: what is proved is the verdict, not the load.
Two more worlds are made of them: one whose level steps at a month, one whose violence truly rises
by as much while recording stays the same.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from vru.answers import comparing, robust
from vru.answers.tracks import Calendar, Track
from vru.demo.codes import intent_share
from vru.demo.days import BURN_IN, Days, accuracy, daily_rates, days_to, lag_weights
from vru.demo.worlds import World, world_named
from vru.measures import change, jumps, series
from vru.periods import Period, add_months, months_between, parse_month
from vru.recording_events import FORCE, NATIONAL, Event, recording_events
from vru.settings import ROOT

TO = "2026-03"
ADMITTED = 72 / 17_000  # of violence with injury
STEP = "2016-04"
NO_RISE = world_named("no_rise")
WORLDS: dict[str, tuple[World, float, str]] = {
    # name: the world, by how much true violence rises with recording's own ramp, what happens in it
    "better": (NO_RISE, 1.0, "recording improves from 79 to 97 %, violence does not rise"),
    "rise": (replace(NO_RISE, accuracy=(0.97, 0.97)), 2.0, "violence doubles, recording stays the same"),
    "half": (
        replace(NO_RISE, accuracy=(0.97, 0.97)),
        1.5,
        "violence rises by half, recording stays the same",
    ),
    "both": (NO_RISE, 1.5, "violence rises by half, and recording improves from 79 to 97 %"),
    "null": (world_named("null"), 1.0, "nothing changes"),
}


def drawn(world: World, times: float, seed: int, step: float = 1.0) -> tuple[Calendar, dict[str, np.ndarray]]:
    """Return a calendar and monthly counts of what is recorded: violence, with intent, homicides, admissions.

    `times` is by how much true violence rises over the two years from April 2017, `step` by how
    much recorded violence changes from STEP on.
    """
    rng = np.random.default_rng(seed)
    days = days_to(parse_month(TO), rng)
    rises = 1 + (times - 1) * np.clip((days.date - np.datetime64("2017-04-01")).astype(float) / 730.5, 0, 1)
    seen = accuracy(days, world)
    recorded = _recorded("violence_with_injury", days, world, rng) * rises
    stepped = np.where(days.date >= np.datetime64(f"{STEP}-01"), step, 1.0)
    # what recording hardly moves follows what happened, at the level recorded in the end
    true = recorded / seen * seen[-1]
    killed = _recorded("homicide", days, world, rng) * rises
    daily = {
        "violence": recorded * stepped,
        "intent": recorded * intent_share(days.date, days, world),
        "killed": killed,
        "admitted": ADMITTED * true,
    }
    month = days.date[BURN_IN:].astype("datetime64[M]")
    at = (month - month[0]).astype(int)
    counts = {
        name: np.bincount(at, rng.poisson(rate[BURN_IN:])).astype(float) for name, rate in daily.items()
    }
    first = month[0].item()
    months = [add_months(first, each) for each in range(at[-1] + 1)]
    state = np.array(["complete"] * len(months), object)
    return Calendar(months, series.days_in(months), state, series.whole(state)), counts


def _recorded(kind: str, days: Days, world: World, rng: np.random.Generator) -> np.ndarray:
    total = np.sum(list(daily_rates(kind, days, world, rng).values()), axis=0)
    return np.convolve(total, lag_weights(kind))[: days.date.size]


def verdict(calendar: Calendar, counts: dict[str, np.ndarray], known: Iterable[Event]) -> tuple[str, str]:
    """Return the verdict on the last twelve months against the first, and the one without any events."""
    track, killed, intent, admitted = (
        Track(name, name, calendar, counts[name].astype(int), counts[name], None, calendar.whole, 1.0)
        for name in ("violence", "killed", "intent", "admitted")
    )
    now = Period(calendar.months[-12], calendar.months[-1])
    base = Period(calendar.months[0], calendar.months[11])
    between = tuple(
        each for each in known if each.begins < now.end and (each.ends or each.begins) > base.first
    )
    labelled = ((robust.HOMICIDE, killed), (robust.INTENT, intent), (robust.ADMISSIONS, admitted))
    lies = robust.Across(between, tuple((label, _judged(each, now, base)) for label, each in labelled))
    swing = _swing(track, now, base)
    plain = comparing.judge(track, now, base, swing)
    return robust.judge(track, now, base, swing, lies).verdict, plain.verdict


def _swing(track: Track, now: Period, base: Period) -> change.Dispersion | None:
    return change.dispersion(comparing.months_of(track), now, base, without=comparing.lockdown_months())


def _judged(track: Track, now: Period, base: Period) -> change.Change:
    return comparing.judge(track, now, base, _swing(track, now, base))


def jumped(calendar: Calendar, values: np.ndarray) -> tuple[list[int], float]:
    """Return at how many months from STEP the level stands out, and by how much residuals carry on."""
    usable = ~np.isin(np.array([str(each) for each in calendar.months]), _LOCKED)
    found = jumps.scan(values / calendar.days, usable)
    at = months_between(calendar.months[0], parse_month(STEP))
    return [each - at for each in found.found], found.carried


_LOCKED = [str(each) for each in comparing.lockdown_months()]


def ramp_covered(calendar: Calendar, values: np.ndarray, world: World) -> bool:
    """Return whether the limits of the ramp hold what recording did.

    Accuracy rises from April 2017 to April 2019, but the worlds are drawn so that a year's total
    is right, with a straight line between the middles of the years: so recorded figures rise
    from October 2016 to October 2019.
    """
    begins, ends = (months_between(calendar.months[0], parse_month(each)) for each in ("2016-10", "2019-10"))
    usable = ~np.isin(np.array([str(each) for each in calendar.months]), _LOCKED)
    _, carried = jumped(calendar, values)
    shift = jumps.between(values / calendar.days, usable, begins, ends, carried=carried)
    return shift is not None and shift.low <= world.accuracy[1] / world.accuracy[0] <= shift.high


def report(seeds: range) -> Iterable[str]:
    """Yield what came out, a line a world and question."""
    known = [
        each for each in recording_events(ROOT / "data") if each.area in (NATIONAL, FORCE)
        and each.touches_any({"violence_with_injury"})
    ]  # fmt: skip
    for name, (world, times, words) in WORLDS.items():
        made = [drawn(world, times, seed) for seed in seeds]
        both = [verdict(*each, known) for each in made]
        yield f"{name}: {words}"
        yield f"  verdict {_rates(word for word, _ in both)}"
        yield f"  as if recording had stayed the same: {_rates(word for _, word in both)}"
        if name == "better":
            held = [ramp_covered(calendar, counts["violence"], world) for calendar, counts in made]
            yield f"  limits of the planted ramp hold it in {100 * np.mean(held):.0f} %"
        if name == "null":
            false = [bool(jumped(calendar, counts["violence"])[0]) for calendar, counts in made]
            yield f"  a jump is found though there is none in {100 * np.mean(false):.0f} %"
    for size in (1.1, 1.2, 0.8):
        found = [
            jumped(calendar, counts["violence"])[0]
            for calendar, counts in (drawn(world_named("null"), 1.0, seed, size) for seed in seeds)
        ]
        right = np.mean([any(abs(each) <= 1 for each in one) for one in found])
        other = np.mean([any(abs(each) > 1 for each in one) for one in found])
        yield f"step of {size:g}: found within a month in {100 * right:.0f} %"
        yield f"  another one that was not planted in {100 * other:.0f} %"


def _rates(words: Iterable[str]) -> str:
    counted = Counter(words)
    return ", ".join(f"{word} {100 * each / counted.total():.0f} %" for word, each in counted.most_common())


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m proofs.recording", description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", default="1-100", help="first-last")
    first, last = (int(each) for each in parser.parse_args().seeds.split("-"))
    for line in report(range(first, last + 1)):
        print(line, flush=True)


if __name__ == "__main__":
    main()
