"""What the trials came to: coverage, bias, width, and how often a verdict was false."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from proofs.claims import claims
from proofs.coverage import COLUMNS, RESULTS, TRUTH, present
from vru.answers.making import rows_of
from vru.measures.rates import proportion

LEAST, MOST = 0.91, 0.98  # outside: a failure below, an explanation owed above
VERDICTS = ("holds", "does not hold", "cannot tell")
KEY = ["world", "offences", "claim"]


def summary(folder: Path = RESULTS) -> pd.DataFrame:
    """Return a row a world, size and claim: the truth, and how trials of the present code met it.

    `covered` counts intervals with the truth inside; a trial without an interval counts in
    `trials` but not in `intervals`. `bias` and `spread` (standard deviation of the values)
    are in the claim's unit. `false` counts "holds" where the truth lies at or below the
    margin, and "does not hold" where it lies above.
    """
    trials, truth = present(folder / "trials.csv", COLUMNS), present(folder / "truth.csv", TRUTH)
    rows = trials.merge(truth.drop(columns="code"), on=KEY)
    margin = rows["claim"].map({name: each.margin for name, each in claims().items()})
    true = rows["truth"] > margin
    rows = rows.assign(
        covered=(rows["low"] <= rows["truth"]) & (rows["truth"] <= rows["high"]),
        width=rows["high"] - rows["low"],
        off=rows["value"] - rows["truth"],
        false=rows["verdict"].where(~true, "").eq("holds")
        | rows["verdict"].where(true, "").eq("does not hold"),
        **{each: rows["verdict"] == each for each in VERDICTS},
    )
    found = rows.groupby(KEY, sort=False).agg(
        truth=("truth", "first"),
        error=("error", "first"),
        trials=("seed", "size"),
        intervals=("low", "count"),
        covered=("covered", "sum"),
        bias=("off", "mean"),
        spread=("value", "std"),
        width=("width", "mean"),
        false=("false", "sum"),
        **{each.replace(" ", "_"): (each, "sum") for each in VERDICTS},
    )
    return found.reset_index()


def markdown(found: pd.DataFrame) -> str:
    """Return the summary as tables, one a world and size."""
    parts = []
    for (world, offences), rows in found.groupby(["world", "offences"], sort=False):
        parts.append(f"World `{world}`, {offences:,} offences:\n\n{_table(rows)}")
    return "\n\n".join(parts)


def _table(rows: pd.DataFrame) -> str:
    head = (
        "| claim | truth | mean estimate | half-width | bias / spread | coverage | "
        "holds · does not · cannot tell | false |"
    )
    return "\n".join([head, "|---|---|---|---|---|---|---|---|", *(_line(each) for each in rows_of(rows))])


def _line(row: Any) -> str:
    digits = 4 if row.claim == "offenders.age_diversity" else 2
    share, low, high = (100 * float(each[0]) for each in proportion([row.covered], [row.intervals])[:3])
    cells = (
        f"`{row.claim}`",
        f"{row.truth:.{digits}f} ± {2 * row.error:.{digits}f}",
        f"{row.truth + row.bias:.{digits}f}",
        f"{row.width / 2:.{digits}f}",
        f"{row.bias / row.spread:+.2f}",
        f"{share:.1f} % ({low:.0f}–{high:.0f}) of {row.intervals}{_judged(share / 100)}",
        f"{row.holds} · {row.does_not_hold} · {row.cannot_tell}",
        f"{100 * row.false / row.trials:.1f} %",
    )
    return f"| {' | '.join(cells)} |"


def _judged(share: float) -> str:
    return " **too low**" if share < LEAST else " too wide" if share > MOST else ""
