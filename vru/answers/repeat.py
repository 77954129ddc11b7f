"""Repeat offending: are those recorded for violence recorded once, or again?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from vru import findings, reference
from vru.answers.answer import Ask, Estimate, Options, Question, Verdict
from vru.answers.making import Parts, asks
from vru.answers.people import VIOLENCE, violence_of
from vru.answers.repeat_careers import careers
from vru.answers.repeat_common import Firsts, Repeats, repeat_for, share_again
from vru.answers.repeat_power import Power, among_suspects
from vru.answers.repeat_turnover import turnover
from vru.charts.chart import Axis, Chart, Series
from vru.selection import Selection
from vru.store import Store

METHOD = "Kaplan–Meier, log-log"


@dataclass(frozen=True)
class Page(Repeats, Power):
    """The options of the page."""


OPTIONS = Page


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
        "definition": _definition(store, options),
        "counted": f"{findings.count(people)} people first recorded after the washout.",
        "missing": _missing(firsts),
    }


def _verdict(low: float, high: float) -> Verdict:
    margin = next(float(each["margin"]) for each in reference.claims() if each["code"] == "one_off")
    value = "holds" if low > margin else "does not hold" if high < margin else "cannot tell"
    return Verdict("claim", value)  # type: ignore[arg-type]


def _definition(store: Store, options: Repeats) -> str:
    return (
        f"{VIOLENCE[violence_of(store, options)]}, by date committed; all of a day's offences are one "
        "occasion. “Offender” means a recorded suspect. A first occasion has none in the "
        f"{options.washout} years from the extract's beginning. The filters choose first occasions; the end "
        "of the period limits who enters, and everybody is followed to the extract's last day, wherever "
        "the second occasion is."
    )


def _missing(firsts: Firsts) -> str:
    return (
        f"Counting people with one row gives {findings.decimal(100 * firsts.naive)} % of "
        f"{findings.count(firsts.everybody)}: it takes newcomers, who had no time to be recorded again, for "
        "one-offs, takes two offences of one day for a repeat, and knows nothing of the years before the "
        "extract. Who moved away, died or was in custody is not known and counts as not recorded again; "
        "one person under two pseudonyms looks like two one-offs, which this verdict is not tested against."
    )


def _chart(table: pd.DataFrame, alt: str) -> Chart:
    bars = Series("People", tuple(table["label"]), tuple(table["share"]))
    y = Axis("% of people", "percent", from_zero=True)
    return Chart("bars", alt=alt, series=(bars,), x=Axis("", "category"), y=y, height=260)


QUESTIONS: tuple[Question, ...] = (one_off, among_suspects, careers, turnover)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
