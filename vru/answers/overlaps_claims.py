"""Overlaps as claims: the pooled relative risk, its strata, and what doubt about persons does to it."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import findings, reference
from vru.answers.answer import Estimate, Verdict
from vru.answers.making import Empty, Parts, rows_of
from vru.answers.overlaps_doubt import Judgement, doubted, judge
from vru.answers.overlaps_windows import Met, Windows, chosen, effect, ignored, met, needs, windows
from vru.answers.people import VIOLENCE, by_day, violence_of
from vru.answers.sharing import once
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.measures import doubt, overlap
from vru.measures.overlap import Ratio, Tables
from vru.periods import Period, month_name
from vru.selection import Selection
from vru.store import Store

FEWEST = 5  # people with both records: with fewer no ratio is made
LEAST = 20  # people with both records in a part that is drawn: with fewer the interval fills the picture
TURNOVER = 0.05  # of residents a year, for saying what leavers could do
METHOD = (
    "Mantel–Haenszel over window × sex × age; Greenland–Robins limits, widened for people in several windows"
)


class Wording(NamedTuple):
    """How a kind of overlap is said: who is exposed, what the outcome is, and the claim's code."""

    code: str
    exposed: str
    outcome: str
    both: str
    definition: str


WORDS = {
    "roles": Wording(
        "offender_victim_overlap",
        "recorded suspects",
        "recorded as victims",
        "recorded as both",
        "“Offender” means recorded suspect: named as having done it, not convicted.",
    ),
    "relations": Wording(
        "intimate_partner_overlap",
        "suspects of partner violence",
        "suspects of general violence too",
        "suspects of both",
        "Partner violence is against a partner or former partner, general violence against an acquaintance "
        "or stranger; family violence and unknown relationships are neither.",
    ),
}


def claim(store: Store, selection: Selection, options: Windows, kind: str) -> Parts:
    """Return the parts of a claim about an overlap (`roles` or `relations`)."""
    needs(store, kind)
    selected = by_day(selection)
    violence = violence_of(store, options)
    spans = windows(store, selected, int(options.window))
    found = met(store, kind, violence, spans)
    tables = chosen(found, selected)
    ratio = overlap.risk_ratio(tables, effect=effect(found, tables))
    _enough(tables, ratio, WORDS[kind])
    margin = _margin(kind)
    plain = judge(ratio, margin)
    doubts = doubted(store, kind, violence, spans, selected, margin)
    verdict: Judgement = plain if doubt.under_doubt(plain, doubts["verdict"]) == plain else "cannot tell"
    table = by_part(found, tables)
    return {
        "finding": _explain(kind, ratio, spans, margin, plain, verdict, doubts),
        "verdict": Verdict("claim", verdict),
        "chart": _forest(table, margin, kind),
        "table": table,
        "estimates": _estimates(found, tables, ratio, doubts),
        "subtitle": f"Relative risk in windows of {options.window} months, {_span(spans)}",
        "definition": _definition(kind, violence, options),
        "counted": _counted(kind, tables),
        "missing": _missing(store, kind, found, selected, int(options.window), violence),
    }


def _margin(kind: str) -> float:
    return next(float(each["margin"]) for each in reference.claims() if each["code"] == WORDS[kind].code)


def _enough(tables: Tables, ratio: Ratio, words: Wording) -> None:
    if not (tables.both + tables.exposed).sum():
        raise Empty(
            "nothing",
            f"These windows hold no {words.exposed} of known age and sex: choose a longer period or fewer "
            "filters.",
        )
    both = round(float(tables.both.sum()))
    if both < FEWEST or not np.isfinite(ratio.low):
        raise Empty(
            "enough",
            f"{people(both)} {'is' if both == 1 else 'are'} {words.both} in these windows, too few for a "
            "ratio: choose "
            "a longer period.",
        )


def by_part(found: Met, tables: Tables) -> pd.DataFrame:
    """Return the pooled ratio of everybody, each sex, age and window: people as whole numbers."""
    cells = [each.reshape(found.shape) for each in tables]
    parts = [("Everybody", "all", np.ones(found.shape, bool))]
    for number, name in enumerate(("Female", "Male")):
        parts.append((name, "sex", _only(found.shape, 1, number)))
    for number, name in enumerate(_ages(found.edges)):
        parts.append((name, "age", _only(found.shape, 2, number)))
    for number, span in enumerate(found.spans):
        parts.append((f"{span.first:%b %Y} to {span.last:%b %Y}", "window", _only(found.shape, 0, number)))
    rows, wider = [], effect(found, tables)
    for label, part, keep in parts:
        inside = Tables(*(each[keep] for each in cells))
        if sum(each.sum() for each in inside) == 0:
            continue
        ratio = overlap.risk_ratio(inside, effect=1.0 if part == "window" else wider)
        a, b, c, d = (each.sum() for each in inside)
        rows.append((label, part, *ratio, a, a + b, a + c, a + b + c + d))
    names = ["label", "part", "ratio", "low", "high", "both", "exposed", "cases", "residents"]
    table = pd.DataFrame(rows, columns=names)
    return table.assign(**{each: table[each].round().astype(int) for each in names[5:]})


def _only(shape: tuple[int, ...], axis: int, number: int) -> np.ndarray:
    keep = np.zeros(shape, bool)
    keep[(slice(None),) * axis + (number,)] = True
    return keep


def _ages(edges: tuple[int, ...]) -> list[str]:
    last = len(edges) - 2
    return [
        f"Aged {low} and over" if place == last else f"Aged {low} to {high - 1}"
        for place, (low, high) in enumerate(pairwise(edges))
    ]


def _explain(kind, ratio: Ratio, spans, margin: float, plain: str, verdict: str, doubts: pd.DataFrame) -> str:
    words = WORDS[kind]
    said = (
        f"{words.exposed.capitalize()} were {words.outcome} {times(ratio.value)} as often as other residents "
        f"of their age and sex (95 % interval {number(ratio.low)} to {number(ratio.high)}), within "
        f"{len(spans)} window{'s' if len(spans) > 1 else ''} of {spans[0].months} months, {_span(spans)}"
    )
    if plain == "cannot tell":
        return f"{said}: {verdict}, because the interval includes the margin of {margin:g}."
    if plain == verdict:
        return f"{said}: the claim {verdict}, also with up to 20 % of persons falsely split or merged."
    turned = doubts[doubts["verdict"] != plain].iloc[0]
    return (
        f"{said}. It {'would hold' if plain == 'holds' else 'would not hold'} as it stands, but with "
        f"{100 * turned['share']:.0f} % of persons falsely {turned['how']} it is "
        f"{number(turned['value'])}: cannot tell."
    )


def times(value: float) -> str:
    """Return how many times as often, as a sentence says it."""
    return f"{number(value)} times"


def people(how_many: float) -> str:
    """Return a number of people as a sentence says it: 1 person, 12 people."""
    return f"{findings.count(how_many)} {'person' if how_many == 1 else 'people'}"


def number(value: float) -> str:
    """Return a ratio: two decimals below 2, one above."""
    return findings.decimal(value, 2 if value < 2 else 1)


def _span(spans: tuple[Period, ...]) -> str:
    return f"{month_name(spans[0].first)} to {month_name(spans[-1].last)}"


def _forest(table: pd.DataFrame, margin: float, kind: str) -> Chart:
    drawn = table[np.isfinite(table["low"]) & ((table["both"] >= LEAST) | (table["part"] == "all"))]
    dots = Series(
        "Relative risk",
        tuple(drawn["label"]),
        tuple(drawn["ratio"]),
        low=tuple(drawn["low"]),
        high=tuple(drawn["high"]),
    )
    alt = (
        f"Relative risk with 95 % interval: {WORDS[kind].exposed} {WORDS[kind].outcome}, for everybody, "
        "each sex, age and window."
    )
    marks = (Mark("As often", x=1.0), Mark(f"Margin {margin:g}", x=margin))
    height = 120 + 30 * len(drawn)
    return Chart(
        "dots",
        alt=alt,
        series=(dots,),
        x=Axis("Relative risk"),
        y=Axis("", "category"),
        marks=marks,
        height=height,
    )


def _estimates(found: Met, tables: Tables, ratio: Ratio, doubts: pd.DataFrame) -> tuple[Estimate, ...]:
    both = round(float(tables.both.sum()))
    odds, same = overlap.odds_ratio(tables), overlap.homogeneity(tables)
    named = [
        Estimate("relative_risk", *ratio, "relative risk", both, METHOD),
        Estimate("odds_ratio", *odds, "odds ratio", both, "Mantel–Haenszel; Robins–Breslow–Greenland limits"),
    ]
    if np.isfinite(same.p):
        how = (
            f"Breslow–Day with Tarone's correction, χ² {same.statistic:.1f} on {same.freedom} degrees of "
            "freedom"
        )
        named.append(Estimate("homogeneity", same.p, None, None, "p", both, how, None))
    named.append(
        Estimate("windows", len(found.spans), None, None, "windows", len(found.spans), "count", None)
    )
    named += [
        Estimate(
            f"{row.how} {100 * row.share:.0f} %",
            _limit(row.value),
            _limit(row.low),
            _limit(row.high),
            "relative risk",
            both,
            f"{METHOD}; persons falsely {row.how}",
        )
        for row in rows_of(doubts)
    ]
    return tuple(named)


def _limit(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _definition(kind: str, violence: str, options: Windows) -> str:
    return (
        f"{WORDS[kind].definition} Counted: {VIOLENCE[violence].lower()}, by date committed. A person "
        "counts once in a "
        f"window of {options.window} months, at the age when it begins; everybody else is a resident of "
        "that age and "
        f"sex. {METHOD}. Residents who come or go within a window are allowed for as far as their numbers "
        "show."
    )


def _counted(kind: str, tables: Tables) -> str:
    a, b, c, d = (findings.count(each.sum()) for each in tables)
    same = overlap.homogeneity(tables)
    words = WORDS[kind]
    if kind == "roles":
        said = (
            f"Over all windows {a} people were both, {b} suspects only, {c} victims only, {d} residents "
            "neither."
        )
    else:
        said = (
            f"Over all windows {a} people were {words.both}, {b} of partner violence only, {c} of general "
            f"only, {d} residents neither."
        )
    if not np.isfinite(same.p):
        return said
    p = "p < 0.001" if same.p < 0.001 else f"p = {same.p:.3f}"
    alike = (
        "differ: the one number is an average of unlike ones, so read the rows"
        if same.p < 0.05
        else "do not clearly differ"
    )
    return (
        f"{said} The strata's odds ratios {alike} (Breslow–Day–Tarone χ² {same.statistic:.0f}, "
        f"{same.freedom} degrees of freedom, {p})."
    )


def _missing(store: Store, kind: str, found: Met, selection: Selection, months: int, violence: str) -> str:
    lost = 100 * TURNOVER * months / 12 / 3
    said = [
        f"{100 * found.unknown:.1f} % of people are of unknown age or sex; they are spread as those known "
        "are.",
        f"If {100 * TURNOVER:.0f} % of residents a year left and were replaced, the ratio would be "
        f"{lost:.1f} % higher.",
        "People who live elsewhere are counted if recorded here.",
        ignored(selection),
    ]
    if kind == "relations":
        said.insert(0, unknown_relationships(store, violence, found.spans))
    return " ".join(each for each in said if each)


@once
def unknown_relationships(store: Store, violence: str, spans: tuple[Period, ...]) -> str:
    """Return how many offences with suspect and victim do not say what they are to each other."""
    row = store.ask("overlaps_unknown", violence=violence, first=spans[0].first, end=spans[-1].end).iloc[0]
    return (
        f"{findings.count(row['unknown'])} of {findings.count(row['offences'])} offences with a suspect "
        "and a victim "
        f"({findings.share(row['unknown'], row['offences'])}) have no known relationship and are in "
        "neither kind."
    )
