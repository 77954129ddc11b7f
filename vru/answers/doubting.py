"""Doubting: how a claim is judged against its margin, and what false pseudonyms are called."""

from __future__ import annotations

from typing import Literal, NamedTuple

Judgement = Literal["holds", "does not hold", "cannot tell"]


class Error(NamedTuple):
    """A share (0 to 1) of persons falsely "split", from a day on (days since 1970), or "merged"."""

    how: str
    share: float
    day: int | None = None


def judge(low: float, high: float, margin: float) -> Judgement:
    """Return holds, does not hold or cannot tell: the whole interval above, below, or neither.

    Limits that are NaN, where no interval exists, tell nothing; nor do two that are the same.
    """
    if not low < high:
        return "cannot tell"
    return "holds" if low > margin else "does not hold" if high < margin else "cannot tell"


def stands(verdict: Judgement) -> str:
    """Return that a verdict on repeats or overlaps stands under the doubts it was tried with."""
    if verdict == "holds":
        return "The claim holds, also if up to 20 % of persons are falsely split or merged."
    # more false splits or merges are not asked here: with enough of them any such claim would hold
    return f"The claim {verdict}, also if up to 20 % of persons were falsely split or merged and put right."


def wrong(how: str, share: float) -> str:
    """Return who is in doubt, as "10 % of persons falsely merged"; `share` is 0 to 1."""
    return f"{100 * share:.0f} % of persons falsely {how}"
