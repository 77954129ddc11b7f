"""The season of a baseline: whether there is one, and each calendar month's part of the usual."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy import special as functions

MONTHS = 12
TURNS = MONTHS - 1
"""What twelve months cost in degrees of freedom beside a level."""
LEAST = 24
"""Months of a baseline below which a season cannot be told from a swing."""
LEVEL = 0.05
"""The F-test's level: a season is taken out where its p is below."""
SMALLEST = 0.05
"""No calendar month is expected to have less than this part of the usual."""


class Season(NamedTuple):
    """Each calendar month's part of the usual month, and the test of whether months differ.

    `factor` has shape (..., 12), 1 throughout where no season is taken out; `p` is that of the
    F-test on month, NaN where it cannot be made; `taken` says where a season is taken out.
    """

    factor: np.ndarray
    p: np.ndarray
    taken: np.ndarray


def season(perday: np.ndarray, month: np.ndarray) -> Season:
    """Return the season of a baseline.

    `perday` has shape (..., n): numbers per day (or per resident), whole months in order;
    `month` (n,) their calendar months, 1 to 12. Numbers are taken as ratios to their mean; a
    straight line stands beside the months, so that a trend is not taken for a season. It takes
    24 months, with each calendar month twice.
    """
    shape = perday.shape[:-1]
    often = np.bincount(month, minlength=MONTHS + 1)[1:]
    mean = perday.mean(axis=-1, keepdims=True)
    if month.size < LEAST or often.min() < 2:
        none = np.full(shape, np.nan)
        return Season(np.ones((*shape, MONTHS)), none, np.zeros(shape, bool))
    ratio = np.divide(perday, mean, out=np.ones_like(perday), where=mean > 0)
    line = np.column_stack([np.ones(month.size), np.linspace(-1, 1, month.size)])
    turns = (month[:, None] == np.arange(2, MONTHS + 1)).astype(float)
    # the first columns of q span the straight line: one fit tells of both
    q, r = np.linalg.qr(np.column_stack([line, turns]))
    part = _times(ratio, q)
    with_months = ((ratio - _times(part, q.T)) ** 2).sum(axis=-1)
    without = with_months + (part[..., line.shape[1] :] ** 2).sum(axis=-1)
    df = month.size - q.shape[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        f = ((without - with_months) / TURNS) / (with_months / df)
    p = functions.fdtrc(TURNS, df, np.where(np.isfinite(f), np.maximum(f, 0.0), 0.0))
    taken = p < LEVEL
    effects = np.zeros((*shape, MONTHS))
    effects[..., 1:] = _times(part, np.linalg.inv(r).T)[..., line.shape[1] :]
    factor = np.maximum(1 + effects - effects.mean(axis=-1, keepdims=True), SMALLEST)
    return Season(np.where(taken[..., None], factor, 1.0), p, taken)


def _times(values: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Return values (..., n) times a small matrix, in this thread: waking others costs more than it."""
    return np.einsum("...i,ij->...j", values, matrix)


def widening(taken: np.ndarray, months: int) -> np.ndarray:
    """Return what limits are multiplied by where a season was learnt from `months` months.

    Twelve levels learnt from few years hug their own months and miss new ones: the first
    scatter less than they should by (n - 11) / n, the second more by (n + 11) / n.
    """
    wide = math.sqrt((months + TURNS) / (months - TURNS)) if months > TURNS else 1.0
    return np.where(taken, wide, 1.0)
