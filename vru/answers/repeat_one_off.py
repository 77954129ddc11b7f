"""One-offs as a claim: the share of first-time suspects not recorded again, and its verdict."""

from __future__ import annotations

import pandas as pd

from vru import findings, reference
from vru.answers import drawing
from vru.answers.answer import Estimate, Verdict
from vru.answers.doubting import Judgement, judge, stands
from vru.answers.making import Parts, asks
from vru.answers.repeat_common import Firsts, Repeats, repeat_for, share_again
from vru.answers.repeat_doubt import Doubted, Share, doubted, hidden, verdict_of, widened
from vru.answers.repeat_words import METHOD, definition, missing
from vru.answers.sampled import sample
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.selection import Selection
from vru.store import Store

MAKING = (
    "How many persons hide behind two pseudonyms, or two behind one, is not in the data: so 5, 10 and 20 % "
    "of them were falsely split and merged once more, and as much put right (simulation, extrapolation). The "
    "claim holds if the whole interval lies above {margin:g} %, as recorded and both ways; it does not hold "
    "if it stays below with the errors put right, since more splits would raise any share above any margin."
)
CLAIMED = 36  # months: the margin was fixed for these


@asks("repeat.one_off", "Are violent offenders recorded once and not again?", Repeats, by_day=True)
def one_off(store: Store, selection: Selection, options: Repeats) -> Parts:
    """The share of first-time suspects without a second occasion within the window."""
    firsts, months = repeat_for(store, selection, options, "suspect"), int(options.window)
    point = share_again(firsts, months)
    value, low, high = (100 * float(each[0]) for each in (point.survival, point.low, point.high))
    found = widened(store, selection, options, Share(value, low, high, firsts.people))
    low, high = found.low, found.high
    margin = next(float(each["margin"]) for each in reference.claims() if each["code"] == "one_off")
    doubts = doubted(store, selection, options, found)
    plain = judge(low, high, margin) if months == CLAIMED else "cannot tell"
    verdict = verdict_of(plain, doubts, margin)
    table = _table(firsts, found, doubts, months)
    said = _say(found, months, plain, verdict)
    return {
        "finding": said,
        "verdict": Verdict("claim", verdict),
        "chart": _chart(table, margin, said),
        "table": table,
        "estimates": _estimates(firsts, found, doubts, months),
        "subtitle": "Share of first-time suspects not recorded again, by counting rows, and under doubt",
        "definition": f"{definition(store, options)} {MAKING.format(margin=margin)}",
        "counted": f"{findings.count(found.people)} people first recorded after the washout. "
        + _range(doubts, verdict == plain, months == CLAIMED)
        + sample(store).said,
        "missing": f"{_naive(firsts)} {missing(firsts, _reach(hidden(store, selection, options)))}",
    }


def _say(found: Share, months: int, plain: Judgement, verdict: Judgement) -> str:
    limits = f"{findings.decimal(found.low)} to {findings.decimal(found.high)} %"
    said = (
        f"{findings.decimal(found.value)} % of people first recorded as suspects are not recorded again "
        f"within {months} months (95 % interval {limits})."
    )
    if months != CLAIMED:
        return f"{said} The claim is about {CLAIMED} months: choose them to have it judged."
    if verdict != plain:
        return (
            f"{said} Whether the claim holds cannot be told: wrong pseudonyms alone could change the verdict."
        )
    if plain == "cannot tell":
        return f"{said} Whether the claim holds cannot be told: the interval includes its margin."
    return f"{said} {stands(plain)}"


def _table(firsts: Firsts, found: Share, doubts: tuple[Doubted, ...], months: int) -> pd.DataFrame:
    rows = [
        (f"Not again within {months} months", *found),
        ("One row only, whenever first recorded", 100 * firsts.naive, None, None, firsts.everybody),
        *((each.words, *each.found) for each in doubts),
    ]
    return pd.DataFrame(rows, columns=["label", "share", "low", "high", "people"])


def _estimates(
    firsts: Firsts, found: Share, doubts: tuple[Doubted, ...], months: int
) -> tuple[Estimate, ...]:
    return (
        Estimate("one_off", *found[:3], "%", found.people, f"{METHOD}; further by what blank keys hide"),
        Estimate("months", months, None, None, "months", found.people, "by definition", None),
        Estimate("naive", 100 * firsts.naive, None, None, "%", firsts.everybody, "count", None),
        *(
            Estimate(each.words, *each.found[:3], "%", each.found.people, f"{METHOD}; simulation")
            for each in doubts
        ),
    )


def _range(doubts: tuple[Doubted, ...], stands: bool, judged: bool) -> str:
    if not doubts:
        return ""
    shares = [each.found.value for each in doubts]
    return (
        f"With up to 20 % of persons falsely split or merged, or put right, the share lies between "
        f"{findings.decimal(min(shares))} and {findings.decimal(max(shares))} %"
        + (f"; the verdict {'stands' if stands else 'flips, so nothing can be told'}." if judged else ".")
    )


def _reach(moved: float) -> str:
    """Return what the interval makes of blank keys that move the share by so many points."""
    if not moved:
        return "and the interval, which is about chance, finds no blank key of a known age to allow for"
    return (
        f"so beyond chance the interval reaches {findings.decimal(abs(moved), 2)} points further "
        f"{'down' if moved < 0 else 'up'}, for suspects of known age and blank key: as many occasions "
        "were taken away once more at random, and what that moved was taken back"
    )


def _naive(firsts: Firsts) -> str:
    return (
        f"Counting people with one row gives {findings.decimal(100 * firsts.naive)} % of "
        f"{findings.count(firsts.everybody)}: it follows some for many years and newcomers hardly, takes two "
        "offences of one day for a repeat, and knows nothing of the years before the extract."
    )


def _chart(table: pd.DataFrame, margin: float, alt: str) -> Chart:
    shown = table[~table["label"].str.endswith("put right")]
    low, high = drawing.values(shown["low"]), drawing.values(shown["high"])
    dots = Series("People", tuple(shown["label"]), drawing.values(shown["share"]), low=low, high=high)
    return Chart(
        "dots",
        alt=alt,
        series=(dots,),
        x=Axis("% of people", "percent"),
        y=Axis("", "category"),
        marks=(Mark(f"Margin {margin:g} %", x=margin),),
        height=120 + 34 * len(shown),
    )
