"""Linkage's search: every month tested as if systems had changed in it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from vru import findings
from vru.answers import drawing
from vru.answers.linkage_dates import estimate, plain
from vru.answers.linkage_months import NAMES, WHOLE, days, searched
from vru.answers.making import Parts, rows_of
from vru.charts.chart import Mark
from vru.periods import month_name
from vru.store import Store

ALL = {"all_low": "low", "all_high": "high"}


def by_month(store: Store, side: int) -> Parts:
    """Return the parts of the search: every month tested as if systems had changed in it."""
    seen = searched(store, side)
    most = max(rows_of(seen), key=lambda row: row.all_low)
    finds = seen[seen["found"].notna()].sort_values("found")
    line = seen.assign(value=seen["lost"], low=seen["all_low"], high=seen["all_high"], whole=True)
    return {
        "finding": _say_search(seen, finds, most),
        "chart": drawing.over_time(
            [drawing.line(line, "Missing")],
            "% of those expected back",
            "Line of the share of people expected back under their pseudonym who did not come, by month.",
            marks=tuple(Mark("Stands out", row.month) for row in rows_of(finds))
            or tuple(Mark(each.label, each.day.replace(day=1)) for each in days(store, side)),
        ),
        "table": seen.drop(columns=["found", "low", "high"]).rename(columns=NAMES | ALL),
        "estimates": (
            estimate(
                f"missing, {month_name(most.month)}", (most.lost, most.all_low, most.all_high), most.again
            ),
            plain("months looked at", len(seen), "months", len(seen)),
            plain("months that stand out", len(finds), "months", len(seen)),
        ),
        "subtitle": f"Missing among people of the {side} months before who were expected in the {side} after",
        "definition": _definition(side),
        "counted": f"{findings.count(seen['before'].median())} people in a usual {side} months, "
        f"{findings.count(seen['again'].median())} of them again in the next.",
        "missing": f"People without a usable key. The first and last {2 * side} months cannot be judged: "
        "they have nothing on one side to compare with.",
    }


def _definition(side: int) -> str:
    return (
        "Every month is tested as if systems had changed on its first day. The shaded limits hold for "
        "all months together: where nobody was split, at most one extract in twenty has a month whose "
        f"limits lie above 0. A split shows in full in its month, less in the {side} around it, and "
        f"turned over {side} months earlier and later, for which it is the comparison. {WHOLE}"
    )


def _say_search(seen: pd.DataFrame, finds: pd.DataFrame, most: Any) -> str:
    size = (
        f"{findings.decimal(most.lost)} % (95 % interval {findings.decimal(most.all_low)} to "
        f"{findings.decimal(most.all_high)} %, for all {findings.count(len(seen))} months together)"
    )
    if finds.empty:
        return (
            "No month stands out: people came back under their pseudonym as the years around would have it. "
            f"Around {month_name(most.month)} most may be missing, {size}."
        )
    others = [month_name(row.month) for row in rows_of(finds)[1:]]
    also = f" So may they around {' and '.join(others)}." if others else ""
    return (
        f"Around {month_name(most.month)} people did not come back under their pseudonym, {size}.{also} A "
        "change of system makes repeats look like one-offs and shrinks overlaps."
    )
