"""Time several ways of doing the same thing in turn, so that a machine's drift hits all alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping


def interleaved(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median seconds of each way; a first round of each warms up and is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds + 1):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            if turn:
                seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(each) for name, each in seconds.items()}


def report(title: str, medians: Mapping[str, float], ours: str, target: Mapping[str, float]) -> None:
    """Print medians, ours over each other way, and whether the ratio keeps its target."""
    print(f"\n{title}")
    for name, median in medians.items():
        if name == ours:
            print(f"  {name:34} {1_000 * median:10.1f} ms")
            continue
        ratio = medians[ours] / median
        wanted = target.get(name)
        verdict = "" if wanted is None else f"  target {wanted:g}: {'kept' if ratio <= wanted else 'MISSED'}"
        print(f"  {name:34} {1_000 * median:10.1f} ms   ours / this = {ratio:6.2f}{verdict}")
