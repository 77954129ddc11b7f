"""The rules: which points of a control chart are no common cause.

The four rules of NHS England's Making Data Count. Every function takes arrays whose last axis
is time, so that one series and thousands of simulated ones go the same way.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

RUN = 7
"""Points on one side of the mean, or steps in one direction, that make a shift or a trend."""
MIDDLE = 15
"""Points within one third of the way to the limits that make "fifteen in the middle third"."""
LONGEST = MIDDLE
"""Points that any rule looks at together, at most."""
STEADY = "middle third"
RULES = ("", "outside", "trend", "two of three", "shift", STEADY)
"""What a point breaks, by its code; the first that applies is named. '' is common cause."""
COMMON = "common cause"
Rising = Literal["concern", "neutral"]


def special(
    value: np.ndarray, mean: np.ndarray, lower: np.ndarray, upper: np.ndarray, *, middle: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Return the rule each point breaks (a place in RULES) and its side (1 above or rising, -1, 0).

    `value` has shape (..., n), without gaps; mean and limits broadcast to it. In order: outside
    the limits; seven points that rise or fall at every step; two of three in the outer third of
    one side, all three on that side; seven on one side of the mean (one exactly on it breaks
    the run); with `middle`, fifteen in the middle third.
    """
    value, mean, lower, upper = np.broadcast_arrays(value, mean, lower, upper)
    side = np.sign(value - mean)
    outside = (value > upper).astype(int) - (value < lower)
    # a point beyond the limits is not in the outer third: it breaks the first rule already
    far = (value > mean + (upper - mean) * 2 / 3).astype(int) - (value < mean - (mean - lower) * 2 / 3)
    outer = np.where(outside == 0, far, 0)
    found = [outside, _runs_up_or_down(value), _two_of_three(side, outer), _within(side, RUN)]
    if middle:
        inside = np.abs(value - mean) <= np.where(side > 0, upper - mean, mean - lower) / 3
        found.append(_within(inside.astype(int), MIDDLE))
    rule, where = np.zeros(value.shape, int), np.zeros(value.shape, int)
    for code, hit in enumerate(found, start=1):
        fresh = (rule == 0) & (hit != 0)
        rule[fresh] = code
        where[fresh] = hit[fresh] if RULES[code] != STEADY else 0
    return rule, where


def causes(rule: np.ndarray, side: np.ndarray, *, rising: Rising = "concern") -> np.ndarray:
    """Return what each point is, in words; `rule` holds names of RULES, `side` 1, -1 or 0.

    `rising` says what a rise is: for violence a concern, so that a fall is an improvement; where
    neither is better (a share of a kind), neither is said.
    """
    judged = rising == "concern"
    words = {1: "concern" if judged else "higher", -1: "improvement" if judged else "lower", 0: "steady"}
    return np.array(
        [f"special cause: {words[int(at)]}" if each else COMMON for each, at in zip(rule, side, strict=True)],
        object,
    )


def _windows(values: np.ndarray, length: int) -> np.ndarray:
    return np.lib.stride_tricks.sliding_window_view(values, length, axis=-1)


def _spread(hit: np.ndarray, length: int) -> np.ndarray:
    """Return which points lie in any window that is hit: (..., n - length + 1) to (..., n)."""
    wide = np.zeros((*hit.shape[:-1], hit.shape[-1] + length - 1), int)
    for step in range(length):
        part = wide[..., step : step + hit.shape[-1]]
        np.copyto(part, hit, where=hit != 0)
    return wide


def _within(signs: np.ndarray, length: int) -> np.ndarray:
    """Return the points of every run of `length` with the same sign, by that sign."""
    if signs.shape[-1] < length:
        return np.zeros(signs.shape, int)
    total = _windows(signs, length).sum(axis=-1)
    return _spread(np.where(np.abs(total) == length, np.sign(total), 0).astype(int), length)


def _runs_up_or_down(value: np.ndarray) -> np.ndarray:
    if value.shape[-1] < RUN:
        return np.zeros(value.shape, int)
    steps = _windows(np.sign(np.diff(value, axis=-1)), RUN - 1).sum(axis=-1)
    return _spread(np.where(np.abs(steps) == RUN - 1, np.sign(steps), 0).astype(int), RUN)


def _two_of_three(side: np.ndarray, outer: np.ndarray) -> np.ndarray:
    if side.shape[-1] < 3:
        return np.zeros(side.shape, int)
    together, far = _windows(side, 3).sum(axis=-1), _windows(outer, 3).sum(axis=-1)
    hit = np.where((np.abs(together) == 3) & (np.abs(far) >= 2), np.sign(together), 0).astype(int)
    return _spread(hit, 3) * (outer != 0)
