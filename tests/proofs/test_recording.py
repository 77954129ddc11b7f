"""The proofs of the verdict across a change in recording, on the few seeds a test has time for."""

import numpy as np

from proofs.recording import STEP, WORLDS, drawn, jumped, verdict
from vru.demo.worlds import world_named
from vru.recording_events import FORCE, NATIONAL, recording_events

SEEDS = range(1, 5)


def verdicts(name, folder):
    known = [
        each for each in recording_events(folder) if each.area in (NATIONAL, FORCE)
        and each.touches_any({"violence_with_injury"})
    ]  # fmt: skip
    world, times, _ = WORLDS[name]
    return [verdict(*drawn(world, times, seed), known) for seed in SEEDS]


def test_better_recording_alone_is_never_a_rise(tmp_path):
    assert verdicts("better", tmp_path) == [("cannot tell", "higher")] * len(SEEDS)


def test_violence_that_doubles_is_higher_though_homicides_are_few(tmp_path):
    assert verdicts("rise", tmp_path) == [("higher", "higher")] * len(SEEDS)


def test_harm_with_intent_stays_level_while_recording_improves():
    calendar, counts = drawn(WORLDS["better"][0], 1.0, 1)
    late = np.array([each.year >= 2020 for each in calendar.months])
    early = np.array([each.year < 2016 for each in calendar.months])

    rise = {name: counts[name][late].mean() / counts[name][early].mean() for name in ("violence", "intent")}
    assert 1.18 < rise["violence"] < 1.28
    assert 0.95 < rise["intent"] < 1.05


def test_a_planted_step_is_found_where_it_is():
    found, _ = jumped(*_violence(drawn(world_named("null"), 1.0, 1, step=1.3)))
    assert [abs(each) <= 1 for each in found] == [True], STEP


def _violence(made):
    calendar, counts = made
    return calendar, counts["violence"]
