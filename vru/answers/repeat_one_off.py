"""One-offs as a claim: the share of first-time suspects not recorded again, and its verdict."""

from __future__ import annotations

import pandas as pd

from vru import findings, reference
from vru.answers.answer import Estimate, Verdict
from vru.answers.making import Parts, asks
from vru.answers.repeat_common import Firsts, Repeats, repeat_for, share_again
from vru.answers.repeat_words import METHOD, definition, missing
from vru.charts.chart import Axis, Chart, Series
from vru.selection import Selection
from vru.store import Store


@asks("repeat.one_off", "Are violent offenders recorded once and not again?", Repeats)
def one_off(store: Store, selection: Selection, options: Repeats) -> Parts:
    """The share of first-time suspects without a second occasion within the window."""
    firsts, months = repeat_for(store, selection, options, "suspect"), int(options.window)
    found = share_again(firsts, months)
    value, low, high = (100 * float(each[0]) for each in (found.survival, found.low, found.high))
    people = len(firsts.table)
    table = pd.DataFrame(
        {
            "label": [f"Not again within {months} months", "One row only, whenever first recorded"],
            "share": [value, 100 * firsts.naive],
            "low": [low, None],
            "high": [high, None],
            "people": [people, firsts.everybody],
        }
    )
    said = (
        f"{findings.decimal(value)} % of people first recorded as suspects are not recorded again within "
        f"{months} months (95 % interval {findings.decimal(low)} to {findings.decimal(high)} %)."
    )
    return {
        "finding": said,
        "verdict": _verdict(low, high),
        "chart": _chart(table, said),
        "table": table,
        "estimates": (
            Estimate("one_off", value, low, high, "%", people, METHOD),
            Estimate("months", months, None, None, "months", people, "by definition", None),
            Estimate("naive", 100 * firsts.naive, None, None, "%", firsts.everybody, "count", None),
        ),
        "subtitle": "Share of first-time suspects, and the share that counting rows would give",
        "definition": definition(store, options),
        "counted": f"{findings.count(people)} people first recorded after the washout.",
        "missing": f"{_naive(firsts)} {missing(firsts)}",
    }


def _verdict(low: float, high: float) -> Verdict:
    margin = next(float(each["margin"]) for each in reference.claims() if each["code"] == "one_off")
    value = "holds" if low > margin else "does not hold" if high < margin else "cannot tell"
    return Verdict("claim", value)  # type: ignore[arg-type]


def _naive(firsts: Firsts) -> str:
    return (
        f"Counting people with one row gives {findings.decimal(100 * firsts.naive)} % of "
        f"{findings.count(firsts.everybody)}: it follows some for many years and newcomers hardly, takes two "
        "offences of one day for a repeat, and knows nothing of the years before the extract."
    )


def _chart(table: pd.DataFrame, alt: str) -> Chart:
    bars = Series("People", tuple(table["label"]), tuple(table["share"]))
    y = Axis("% of people", "percent", from_zero=True)
    return Chart("bars", alt=alt, series=(bars,), x=Axis("", "category"), y=y, height=260)
