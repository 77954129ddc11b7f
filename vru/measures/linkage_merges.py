"""False merges: how many pseudonyms hold two people, told by records that contradict one another?

A pseudonym recorded as female and as male may hold two people, or somebody's sex was once
recorded wrong; the same with ages that no one birth fits. Errors of the two kinds fall on the
same pseudonym by chance only, two people bring both at once: what exceeds chance tells how
many there are.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from vru.errors import MeasureError


class Merged(NamedTuple):
    """How many pseudonyms hold two people: estimate, 95 % limits, and what they lie between.

    `least` is how many show both contradictions beyond what chance may bring (lower 95 %
    limit), not scaled up. `most` is what all of those with both sexes would mean, `most_low`
    and `most_high` its limits. `expected` is how many would show both by chance.
    """

    value: float
    low: float
    high: float
    least: float
    most: float
    most_low: float
    most_high: float
    expected: float


def sexes_apart(female: float, male: float) -> float:
    """Return the chance that two people picked at random are of different sex: 2p(1 - p)."""
    share = female / (female + male)
    return 2 * share * (1 - share)


def births_apart(first: ArrayLike, last: ArrayLike, persons: ArrayLike, *, tolerance: float) -> float:
    """Return the chance that two people picked at random fit no one birth, with a tolerance.

    `first` and `last` are between which births a person's ages agree, in any unit of time,
    that of `tolerance`; `persons` how many have these; each of shape (kinds,). People whose own
    ages disagree are to be left out.
    """
    begins, ends, number = (np.asarray(each, float) for each in (first, last, persons))
    order = np.argsort(ends)
    until = np.append(0.0, np.cumsum(number[order]))
    # one of the two was surely born later than the other: either may be that one
    before = until[np.searchsorted(ends[order], begins - tolerance, side="left")]
    return float(2 * (number * before).sum() / number.sum() ** 2)


def merged(cells: ArrayLike, sex_apart: float, birth_apart: float) -> Merged:
    """Return how many pseudonyms hold two people picked at random.

    Parameters
    ----------
    cells : array, shape (strata, 4)
        Pseudonyms with neither contradiction, of sex only, of birth only, and both; a stratum
        are those with as many records, since more records bring more errors.
    sex_apart, birth_apart : float
        The chance that two people show each (`sexes_apart`, `births_apart`).

    Notes
    -----
    With a share m merged and errors of either kind independent of each other and of merging,
    P(neither) / (P(no sex) P(no birth)) = (1 - m(a + b - ab)) / ((1 - ma)(1 - mb)), a
    quadratic in m, solved for each stratum: a latent class model whose sensitivities are known.
    Limits are those of the number with both contradictions (Poisson, exact).
    People mistaken for one another tend to be alike, which contradicts less often: more are
    merged then. A few people whose every detail is recorded badly make more of both: fewer are.
    Raises MeasureError for chances outside 0 to 1.

    References
    ----------
    Hui SL, Walter SD (1980). Estimating the error rates of diagnostic tests. Biometrics 36.
    Garwood F (1936). Fiducial limits for the Poisson distribution. Biometrika 28.
    """
    if not (0 < sex_apart < 1 and 0 < birth_apart < 1):
        raise MeasureError("The chances that two people differ lie between 0 and 1.")
    counts = np.asarray(cells, float).reshape(-1, 4)
    size, both = counts.sum(axis=1), counts[:, 3]
    sex, birth = counts[:, 1] + both, counts[:, 2] + both
    expected = float(np.divide(sex * birth, size, out=np.zeros(len(size)), where=size > 0).sum())
    low, high = _poisson(both.sum())
    spread = both / both.sum() if both.any() else size / size.sum()
    value, below, above = (
        _number(size, counts[:, 1], counts[:, 2], total * spread, sex_apart, birth_apart)
        for total in (both.sum(), low, high)
    )
    most, most_low, most_high = (each / sex_apart for each in (sex.sum(), *_poisson(sex.sum())))
    return Merged(value, below, above, max(low - expected, 0.0), most, most_low, most_high, expected)


def share_of_persons(pseudonyms: float, merged_pseudonyms: float) -> float:
    """Return the share of persons who share a pseudonym, 0 to 1: two for each merged one."""
    return 2 * merged_pseudonyms / (pseudonyms + merged_pseudonyms)


def _poisson(number: float) -> tuple[float, float]:
    low = stats.chi2.ppf(0.025, 2 * number) / 2 if number > 0 else 0.0
    return float(low), float(stats.chi2.ppf(0.975, 2 * number + 2) / 2)


def _number(
    size: NDArray[np.float64],
    sex_only: NDArray[np.float64],
    birth_only: NDArray[np.float64],
    both: NDArray[np.float64],
    sex_apart: float,
    birth_apart: float,
) -> float:
    """Return how many of all strata are merged where so many show both contradictions."""
    joint = np.minimum(both, size - sex_only - birth_only)
    neither = size - sex_only - birth_only - joint
    alone = (neither + birth_only) * (neither + sex_only)
    ratio = np.divide(size * neither, alone, out=np.ones(len(size)), where=alone > 0)
    product = sex_apart * birth_apart
    square, excess = ratio * product, ratio - 1
    line = excess * (sex_apart + birth_apart) + product
    root = np.sqrt(np.maximum(line**2 - 4 * square * excess, 0))
    return float((size * np.clip(2 * excess / (line + root), None, 1)).sum())
