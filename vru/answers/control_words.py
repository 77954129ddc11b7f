"""What a control chart says of itself: finding, figures, definition; and its picture."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from vru import findings
from vru.answers import comparing, drawing, events
from vru.answers.answer import Estimate
from vru.answers.control_parts import Charted
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.measures import spc
from vru.periods import Period, month_name
from vru.recording_events import Event

YEAR = 12
LONGEST_LABEL = 34
"""Letters of a comment that stand on the picture; the caption has it whole."""
RULES = {
    ("outside", 1): "above the upper limit",
    ("outside", -1): "below the lower limit",
    ("trend", 1): "seven in a row rising",
    ("trend", -1): "seven in a row falling",
    ("two of three", 1): "two of three near the upper limit",
    ("two of three", -1): "two of three near the lower limit",
    ("shift", 1): "seven in a row above the mean",
    ("shift", -1): "seven in a row below the mean",
    ("middle third", 0): "fifteen in a row near the mean",
}
CAUSES = {
    "concern": " of concern",
    "improvement": " of improvement",
    "higher": ": higher",
    "lower": ": lower",
    "steady": ": unusually steady",
}


def rule_words(table: pd.DataFrame) -> list[str]:
    """Return the rule each month breaks, in words; '' for none."""
    return [RULES.get((rule, side), "") for rule, side in zip(table["rule"], table["side"], strict=True)]


def finding(found: Charted) -> str:
    """Return whether the latest twelve months hold a special cause, and what the chart's flags are worth."""
    judged = found.table[found.table["whole"]]
    flagged = judged[judged["rule"] != ""]
    year = judged.tail(YEAR)
    late = year[year["rule"] != ""]
    noun = found.monthly.noun
    if late.empty:
        since = f"since {month_name(flagged['month'].iloc[-1])}" if len(flagged) else f"in {found.shown}"
        said = f"Nothing but the usual noise in {noun} {since}: no special cause."
    else:
        last = late.iloc[-1]
        rule = RULES[last["rule"], last["side"]]
        kind = CAUSES[str(last["cause"]).removeprefix("special cause: ")]
        said = f"More than noise in {noun}: {month_name(last['month'])} is {_is(rule)} (special cause{kind})."
        said += f" {_of_year(len(late), len(year))}"
    return said + _worth(found.alarms)


def _is(rule: str) -> str:
    return rule if rule.startswith(("above", "below")) else f"one of {rule}"


def _of_year(late: int, year: int) -> str:
    return f"{late} of the latest {year} whole months {'is' if late == 1 else 'are'} flagged."


def _worth(alarms: spc.Alarms | None) -> str:
    if alarms is None:
        return ""
    return f" Beware: such a chart flags {100 * alarms.share:.0f} % of years in which nothing changed."


def estimates(found: Charted) -> tuple[Estimate, ...]:
    """Return the latest month with its limits, how many months are flagged, and the false-alarm rate."""
    judged = found.table[found.table["whole"]]
    last = judged.iloc[-1]
    year = judged.tail(YEAR)
    made = [
        Estimate(
            f"month {last['month']:%Y-%m}",
            float(last["value"]),
            comparing.finite(last["lower_limit"]),
            comparing.finite(last["upper_limit"]),
            found.unit,
            int(last["counted"]),
            f"{found.chart.method}: control limits, no interval",
            None,
        ),
        Estimate(
            "mean",
            comparing.finite(last["mean"]),
            None,
            None,
            found.unit,
            found.baseline[2],
            "baseline",
            None,
        ),
        _months("flagged_in_latest_year", int((year["rule"] != "").sum()), len(year)),
        _months("months_in_latest_year", len(year), len(year)),
        _months("flagged", int((judged["rule"] != "").sum()), len(judged)),
    ]
    return (*made, *_alarm(found.alarms))


def _months(name: str, number: int, of: int) -> Estimate:
    return Estimate(name, number, None, None, "months", of, "count", None)


def _alarm(alarms: spc.Alarms | None) -> tuple[Estimate, ...]:
    if alarms is None:
        return ()
    share, low, high = (100 * each for each in alarms[:3])
    return (Estimate("false_alarms", share, low, high, "% of unchanged years", alarms.runs, alarms.method),)


def definition(found: Charted) -> str:
    """Return how the chart was made, its season, its limits, its rules and its false alarms."""
    first, last, months = found.baseline
    said = [
        _season(found),
        f"Mean and limits come from {months} months of {Period(first, last)} ({found.chart.method})"
        + (
            f", {found.chart.widened:.2f} times as wide for a season learnt from them."
            if found.chart.taken
            else "."
        ),
        "Marked as special cause: a month outside the limits; seven in a row rising or falling; two of three "
        "in the outer third of one side; seven in a row on one side of the mean (Making Data Count).",
        comparing.lockdown_note(found.monthly.calendar)
        .replace("that swing is measured", "limits are worked out")
        .strip(),
    ]
    if found.alarms is not None:
        share, low, high = (100 * each for each in found.alarms[:3])
        said.append(
            f"False alarms: in {findings.count(found.alarms.runs)} simulated years without any change it "
            f"flags {share:.0f} % ({low:.0f} to {high:.0f}), at the baseline's own swing (over-dispersion "
            f"φ {found.chart.phi:.1f})."
        )
    if found.table["mean"].isna().iloc[-1]:
        said.append(f"The latest base has no limits yet: it needs {spc.LEAST_BASE} whole months.")
    return " ".join(each for each in said if each) + found.decided.words


def _season(found: Charted) -> str:
    if found.monthly.kind == "share":
        return "A share is set against its own whole; no season is taken out."
    if not found.seasonal:
        return "Numbers as counted: a season, and long and short months, are left in, and raise false alarms."
    p = found.chart.season_p
    if found.chart.taken:
        return (
            f"Each month is divided by what its name leads to expect in the baseline (F-test on month, "
            f"p {p_words(p)}) and by its length, and put back on a typical month."
        )
    why = (
        f"the baseline shows none (F-test on month, p {p_words(p)})"
        if p == p
        else "24 months are needed to tell one"
    )
    return f"No season is taken out: {why}; months are put on the same length."


def p_words(p: float) -> str:
    """Return a p-value as captions write it."""
    return "below 0.001" if p < 0.001 else f"{p:.3f}"


def picture(found: Charted, known: list[Event]) -> Chart:
    """Return the line with its limits a base, its special causes, what changed in recording, decisions."""
    table, noun = found.table, findings.sentence(found.monthly.noun)[:-1]
    line = Series(
        noun,
        tuple(table["month"]),
        drawing.values(table["value"]),
        hollow=tuple(not each for each in table["whole"]),
    )
    return Chart(
        "control",
        alt=f"Control chart of {found.monthly.noun}, {found.shown}: {found.unit}.",
        series=(line, *drawing.limits(table, "month"), *_signs(table)),
        x=Axis("Month", "month"),
        y=Axis(found.unit, "percent" if found.monthly.kind == "share" else "number"),
        marks=(*events.marks(known, found.shown), *_decided(found)),
    )


def _signs(table: pd.DataFrame) -> list[Series]:
    flagged = table[table["rule"] != ""].assign(words=lambda each: rule_words(each))
    return [
        Series(
            f"{str(cause).capitalize()}",
            tuple(part["month"]),
            drawing.values(part["value"]),
            panel=str(cause).removeprefix("special cause: "),
            notes=tuple(part["words"]),
        )
        for cause, part in flagged.groupby("cause")
    ]


def _decided(found: Charted) -> list[Mark]:
    shown, said = found.shown, found.decided
    marks = [
        Mark(f"Re-based (decision {each.number})", each.decision.month)
        for each in said.rebased
        if _inside(each.decision.month, shown)
    ]
    return marks + [
        Mark(_short(each.decision.reason), each.decision.month)
        for each in said.comments
        if _inside(each.decision.month, shown)
    ]


def _inside(month: dt.date | None, shown: Period) -> bool:
    return month is not None and shown.first <= month <= shown.last


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rstrip() + "…"
