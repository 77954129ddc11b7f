"""How often a control chart would flag a year in which nothing changed, found by simulation."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy import stats

from vru.measures.spc.chart import Control, Plan, draw
from vru.measures.spc.season import MONTHS

RUNS = 2_000
SEED = 20_260_331


class Alarms(NamedTuple):
    """Share of unchanged years with at least one flagged month, with 95 % limits of the simulation."""

    share: float
    low: float
    high: float
    runs: int
    method: str


def false_alarms(chart: Control, *, runs: int = RUNS, seed: int = SEED) -> Alarms | None:
    """Return how often the chart would flag something in the twelve months after its baseline.

    Baselines and a year after the last of them are drawn anew at the fitted level, season and
    over-dispersion (negative binomial where that is above 1, beta-binomial for shares), and
    charted from scratch: F-test, season, limits, rules. None where the swing is not known.
    """
    if not math.isfinite(chart.phi):
        return None
    plan, expected = _year_after(chart)
    numbers = _numbers(np.random.default_rng(seed), plan, expected / plan.scale, chart.phi, runs)
    flagged = draw(numbers * plan.scale, plan, judged=MONTHS).rule[:, -MONTHS:].any(axis=-1)
    found = stats.binomtest(int(flagged.sum()), runs).proportion_ci(method="wilson")
    return Alarms(float(flagged.mean()), float(found.low), float(found.high), runs, "simulation")


def _year_after(chart: Control) -> tuple[Plan, np.ndarray]:
    """Return the baselines' months and twelve more of the last base, with what is expected in each."""
    plan, kept = chart.plan, np.flatnonzero(chart.plan.fits)
    last = kept[plan.base[kept] == plan.base[kept].max()]
    following = (plan.month[last[-1]] + np.arange(MONTHS)) % MONTHS + 1
    like = np.array([_like(plan, last, month) for month in following])
    at = np.concatenate([kept, like])
    fits = np.concatenate([np.ones(kept.size, bool), np.zeros(MONTHS, bool)])
    month = np.concatenate([plan.month[kept], following])
    return plan._replace(size=plan.size[at], month=month, base=plan.base[at], fits=fits), chart.expected[at]


def _like(plan: Plan, last: np.ndarray, month: int) -> int:
    """Return the last baseline month of the same name, else the last one."""
    same = last[plan.month[last] == month]
    return int(same[-1] if same.size else last[-1])


def _numbers(rng: np.random.Generator, plan: Plan, expected: np.ndarray, phi: float, runs: int) -> np.ndarray:
    shape = (runs, expected.size)
    if plan.kind == "share":
        size = np.round(plan.size).astype(int)
        chance = np.broadcast_to(expected / plan.size, shape)
        # variance of a beta-binomial: n p (1 - p) (1 + (n - 1) rho)
        rho = np.clip((phi - 1) / np.maximum(size - 1, 1), 0.0, 0.99)
        if phi > 1:
            weight = (1 - rho) / np.maximum(rho, 1e-12)
            chance = rng.beta(chance * weight, (1 - chance) * weight)
        return rng.binomial(size, chance).astype(float)
    mean = np.broadcast_to(expected, shape)
    if phi > 1.001:
        mean = rng.gamma(mean / (phi - 1), phi - 1)
    return rng.poisson(mean).astype(float)
