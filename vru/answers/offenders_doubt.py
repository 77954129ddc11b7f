"""Offenders under doubt: a trend again with persons falsely split or merged, and with blanks against it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np
import pandas as pd

from vru import findings
from vru.answers.answer import Estimate
from vru.answers.doubting import wrong
from vru.answers.making import rows_of
from vru.answers.offenders_counts import Suspects, again
from vru.measures import age_mix, doubt
from vru.selection import Selection
from vru.store import Store

COLUMNS = ["how", "share", "value", "low", "high", "verdict"]
BLANKS = "blanks"
SHARES = "5, 10 or 20 % of persons"


class Limits(Protocol):
    """A trend with its interval, whatever the line it comes from."""

    @property
    def value(self) -> float:
        """Return the change a step."""

    @property
    def low(self) -> float:
        """Return its lower limit."""

    @property
    def high(self) -> float:
        """Return its upper limit."""


class Judged(NamedTuple):
    """A claim's verdict, why it is no more than that ('' where nothing turns it), and what was tried.

    `tried` has a row for each doubt: how ('split', 'merged', 'blanks'), share (of persons, 0
    to 1), value, low, high, verdict.
    """

    verdict: str
    why: str
    tried: pd.DataFrame


def tried(
    store: Store,
    selection: Selection,
    trend: Callable[[Suspects], Limits | None],
    blanks: Limits | None,
    margin: float,
) -> pd.DataFrame:
    """Return a trend with 5, 10 and 20 % of persons falsely split and merged, and with blanks against it.

    `trend` makes the trend of other counts, `blanks` is the one with the change in unknowns
    placed so that it opposes the verdict the most. Columns as in `Judged.tried`.
    """
    made = [(how, share, trend(counts)) for (how, share), counts in again(store, selection).items()]
    return doubted([*made, (BLANKS, np.nan, blanks)], margin)


def doubted(made: list[tuple[str, float, Limits | None]], margin: float) -> pd.DataFrame:
    """Return trends under doubt (how, share of persons, trend) with the verdict of each."""
    return pd.DataFrame([_row(*each, margin) for each in made], columns=COLUMNS)


def _row(how: str, share: float, found: Limits | None, margin: float) -> tuple:
    if found is None:
        return (how, share, np.nan, np.nan, np.nan, "cannot tell")
    return (how, share, found.value, found.low, found.high, age_mix.claim(found.low, found.high, margin))


def judged(plain: str, rows: pd.DataFrame, what: str, *, keyed: bool = True) -> Judged:
    """Return the verdict that stands under doubt: one that a doubt turns is "cannot tell".

    `what` names the blanks: unknown ages, unknown sexes. Where persons are counted and the
    extract is not `keyed`, nobody knows how often the same one is, and no verdict stands.
    """
    if plain == "cannot tell":
        return Judged(plain, "", rows)
    if not keyed:
        return Judged("cannot tell", "this extract does not say who is the same person", rows)
    turned = rows[rows["verdict"] != plain]
    if doubt.under_doubt(plain, rows["verdict"]) == plain:
        return Judged(plain, "", rows)
    first = rows_of(turned.sort_values("share", na_position="first"))[0]
    if first.how == BLANKS:
        return Judged("cannot tell", f"the change in {what} could make it", rows)
    return Judged("cannot tell", f"with {wrong(first.how, first.share)} the verdict changes", rows)


def said(found: Judged) -> str:
    """Return the verdict as a finding ends with it."""
    if found.why:
        return f"Whether the claim holds cannot be told: {found.why}."
    if found.verdict == "cannot tell":
        return "Whether the claim holds cannot be told: the interval includes its margin."
    tail = ", also with up to 20 % of persons falsely split or merged" if len(found.tried) > 1 else ""
    return f"The claim {found.verdict}{tail}."


def ranged(found: Judged, digits: int, times: float, unit: str) -> str:
    """Return between what the trend lies under doubt about persons, and with blanks against it."""
    rows = found.tried.dropna(subset=["value"])
    persons, blanks = rows[rows["how"] != BLANKS], rows[rows["how"] == BLANKS]
    words = []
    if len(persons):
        words.append(f"with {SHARES} falsely split or merged {_span(persons, digits, times)} {unit}")
    if len(blanks):
        words.append(f"with the change in blanks placed against it {_span(blanks, digits, times)} {unit}")
    return f"Under doubt: {'; '.join(words)}." if words else ""


def _span(rows: pd.DataFrame, digits: int, times: float) -> str:
    low, high, least, most = (
        findings.signed(times * each, digits)
        for each in (rows["value"].min(), rows["value"].max(), rows["low"].min(), rows["high"].max())
    )
    return f"{low if low == high else f'{low} to {high}'} (intervals within {least} to {most})"


def estimates(found: Judged, unit: str, n: int, method: str) -> list[Estimate]:
    """Return each doubt as an estimate in the unit of the trend."""
    return [
        Estimate(
            "change in blanks against it" if row.how == BLANKS else f"{row.how} {100 * row.share:.0f} %",
            row.value, row.low, row.high, unit, n,
            method if row.how == BLANKS else f"{method}; persons falsely {row.how}",
        )
        for row in rows_of(found.tried.dropna(subset=["value"]))
    ]  # fmt: skip
