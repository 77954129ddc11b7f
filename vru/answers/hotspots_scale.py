"""The shades of a map: classes whose edges stay the same for every filter, unless asked."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np

FEW = 40
"""Up to so many areas, classes have about equally many; of more, the top has classes of its own."""
EVEN, TOP = (0.2, 0.4, 0.6, 0.8), (0.5, 0.75, 0.9, 0.97)
SHADES = ("h0", "h1", "h2", "h3", "h4")


def edges(values: Iterable[float]) -> tuple[float, ...]:
    """Return where classes begin, the lowest left out: two digits of quantiles of what is above 0."""
    known = np.array([each for each in values if each > 0], float)
    if not known.size:
        return (1.0,)
    shares = EVEN if known.size <= FEW else TOP
    return tuple(sorted({_round(each) for each in np.quantile(known, shares)}))


def _round(value: float) -> float:
    return float(f"{value:.2g}")


def classes(begin: tuple[float, ...]) -> tuple[tuple[str, str], ...]:
    """Return label and colour of each class of these edges, lowest first."""
    shades = SHADES[: len(begin) + 1] if len(begin) > 3 else (*SHADES[: len(begin)], SHADES[-1])
    words = [f"under {_said(begin[0])}"]
    words += [f"{_said(low)} to {_said(high)}" for low, high in pairwise(begin)]
    return tuple(zip([*words, f"{_said(begin[-1])} and more"], shades, strict=True))


def _said(value: float) -> str:
    return f"{value:,.10g}"
