"""Overlaps as claims: the pooled relative risk, with and without what may have made it, and its verdict."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import findings, reference
from vru.answers.answer import Estimate, Verdict
from vru.answers.doubting import Judgement, stands
from vru.answers.making import Parts
from vru.answers.overlaps_doubt import Doubted, doubted, judge
from vru.answers.overlaps_mutual import COUNTER, WITHOUT, ratio_of, without
from vru.answers.overlaps_records import monthly
from vru.answers.overlaps_strata import by_part, enough, forest, shown
from vru.answers.overlaps_windows import (
    Met,
    Windows,
    chosen,
    effect,
    elsewhere,
    ignored,
    met,
    needs,
    windows,
)
from vru.answers.overlaps_words import METHOD, WORDS, Wording, limits, number, span, times, widened
from vru.answers.people import VIOLENCE, by_day, violence_of
from vru.answers.sampled import Sample
from vru.answers.sharing import once
from vru.measures import doubt, overlap
from vru.measures.overlap import Ratio, Tables
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

TURNOVER = 0.05  # of residents a year, for saying what leavers could do
DOUBT = (
    "How many persons hide behind two pseudonyms, or two behind one, is not in the data. So 5, 10 and 20 % "
    "of persons were falsely split and merged once more, which shows how far such errors move the ratio, and "
    "as much was put right (simulation and extrapolation). The claim holds only if the ratio stays above the "
    "margin both ways; it does not hold if the ratio stays below with the errors put right, since more false "
    "merges would raise any ratio above any margin."
)


class Judged(NamedTuple):
    """A claim's ratio against its margin: alone, in doubt, and without counter-allegations (or None)."""

    ratio: Ratio
    margin: float
    plain: Judgement
    verdict: Judgement
    doubts: list[Doubted]
    answered: dict | None


def claim(store: Store, selection: Selection, options: Windows, kind: str) -> Parts:
    """Return the parts of a claim about an overlap (`roles` or `relations`)."""
    needs(store, kind)
    selected = by_day(selection)
    violence = violence_of(store, options)
    spans = windows(store, selected, int(options.window))
    found = met(store, kind, violence, spans)
    away = elsewhere(store, violence, spans)
    tables = chosen(found, selected)
    wider = effect(found, tables)
    ratio = overlap.risk_ratio(tables, effect=wider)
    enough(tables, ratio, WORDS[kind])
    judged = _judged(store, kind, violence, spans, selected, ratio=ratio, wider=wider)
    table = by_part(found, tables, wider)
    if judged.answered:
        table = pd.concat([table[:1], pd.DataFrame([judged.answered]), table[1:]], ignore_index=True)
    words = WORDS[kind]
    alt = (
        f"Relative risk with 95 % interval: {words.exposed} {words.outcome}, by sex, age and window. "
        f"Everybody: {number(ratio.value)} ({limits(ratio)}), against a margin of {judged.margin:g}."
    )
    return {
        "finding": _explain(words, judged),
        "verdict": Verdict("claim", judged.verdict),
        "chart": forest(shown(table), "Relative risk", alt, margin=judged.margin),
        "table": table,
        "estimates": _estimates(found, tables, judged),
        "subtitle": (
            f"Relative risk against residents of the same age and sex, in {len(spans)} "
            f"window{'s' if len(spans) > 1 else ''} of {options.window} months, {span(spans)}"
        ),
        "definition": _definition(kind, violence, options, found.looked),
        "counted": _counted(kind, tables),
        "missing": _missing(store, kind, found, selected, violence, [away, _impossible(judged.doubts)]),
    }


def _judged(
    store: Store,
    kind: str,
    violence: str,
    spans: tuple[Period, ...],
    selection: Selection,
    *,
    ratio: Ratio,
    wider: float,
) -> Judged:
    margin = next(float(each["margin"]) for each in reference.claims() if each["code"] == WORDS[kind].code)
    plain = judge(ratio, margin)
    doubts = doubted(store, kind, violence, spans, selection, margin=margin, wider=wider)
    single = without(store, violence, spans, selection) if kind == "roles" else None
    threats = [each.verdict for each in doubts if each.without]
    if single:
        threats.append(judge(ratio_of(single), margin))
    under = doubt.of_persons(plain, [each.verdict for each in doubts if not each.without], threats)
    verdict: Judgement = plain if under == plain else "cannot tell"
    return Judged(ratio, margin, plain, verdict, doubts, single)


def _explain(words: Wording, judged: Judged) -> str:
    said = (
        f"{words.exposed.capitalize()} were {words.outcome} "
        f"{times(judged.ratio, ' as often as residents like them')}."
    )
    if judged.answered and np.isfinite(judged.answered["low"]):
        single = times(ratio_of(judged.answered))
        said += f" Without counter-allegations, where two accuse each other, it is {single}."
    return f"{said} {_say_verdict(judged)}"


def _say_verdict(judged: Judged) -> str:
    plain, margin = judged.plain, f"{judged.margin:g}"
    if plain == "cannot tell":
        return f"Cannot tell: the interval includes the margin of {margin}."
    if judged.verdict == plain:
        return stands(plain)
    alone = f"It would {'hold' if plain == 'holds' else 'not hold'}"
    threats = [each for each in judged.doubts if each.verdict != plain and (each.without or plain == "holds")]
    if not threats:
        return f"{alone}, but not without counter-allegations: cannot tell."
    first = threats[0]
    if first.impossible:
        return f"{alone}, but {first.words} could make all of it: cannot tell."
    if not np.isfinite(first.ratio.low):
        return f"{alone}, but were {first.words}, too few would be left to compare with: cannot tell."
    size = f"{number(first.ratio.value)} ({limits(first.ratio)})"
    if first.without:
        return f"{alone}, but were {first.words}, the truth would be {size}: cannot tell."
    return f"{alone}, but with another {first.words} it would be {size}: cannot tell."


def _estimates(found: Met, tables: Tables, judged: Judged) -> tuple[Estimate, ...]:
    both = round(float(tables.both.sum()))
    odds, same = overlap.odds_ratio(tables), overlap.homogeneity(tables)
    named = [
        Estimate("relative_risk", *judged.ratio, "relative risk", both, METHOD),
        Estimate("odds_ratio", *odds, "odds ratio", both, "Mantel–Haenszel; Robins–Breslow–Greenland limits"),
    ]
    if judged.answered and np.isfinite(judged.answered["low"]):
        row = judged.answered
        named.append(Estimate(WITHOUT, *ratio_of(row), "relative risk", row["both"], METHOD))
    if np.isfinite(same.p):
        how = (
            f"Breslow–Day with Tarone's correction, χ² {same.statistic:.1f} on {same.freedom} degrees of "
            "freedom"
        )
        named.append(Estimate("homogeneity", same.p, None, None, "p", both, how, None))
    number_of = len(found.spans)
    named.append(Estimate("windows", number_of, None, None, "windows", number_of, "count", None))
    return (*named, *(_doubt_estimate(each, both) for each in judged.doubts if np.isfinite(each.ratio.low)))


def _doubt_estimate(doubtful: Doubted, both: int) -> Estimate:
    value, low, high = (float(each) for each in doubtful.ratio)
    how = f"{METHOD}; {'simulation and extrapolation' if doubtful.without else 'simulation'}"
    return Estimate(doubtful.name, value, low, high, "relative risk", both, how)


def _definition(kind: str, violence: str, options: Windows, looked: Sample) -> str:
    return (
        f"{WORDS[kind].definition} Counted: {VIOLENCE[violence].lower()}, by date committed. A person counts "
        f"once in a window of {options.window} months, at the age when it begins; residents like them are "
        f"all others of that age and sex. {METHOD}.{widened(looked)} Residents who come or go within a "
        f"window are allowed for as far as their numbers show. {DOUBT}{looked.said}"
        + (
            f" {COUNTER} The claim is about all records, and has to pass without counter-allegations too."
            if kind == "roles"
            else ""
        )
    )


def _impossible(doubts: list[Doubted]) -> str:
    """Return which false merges the records rule out; nothing where none."""
    shares = [each.share for each in doubts if each.impossible]
    if not shares:
        return ""
    return (
        f"{100 * min(shares):.0f} % of persons falsely merged is more than these records allow: that alone "
        "would make more people with both records than there are."
    )


def _counted(kind: str, tables: Tables) -> str:
    a, b, c, d = (findings.count(each.sum()) for each in tables)
    same = overlap.homogeneity(tables)
    parts = (
        f"{a} people were both, {b} suspects only, {c} victims only"
        if kind == "roles"
        else f"{a} people were {WORDS[kind].both}, {b} of partner violence only, {c} of general only"
    )
    said = f"Added over the windows, where somebody may be in several: {parts}, {d} residents neither."
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


def _missing(
    store: Store, kind: str, found: Met, selection: Selection, violence: str, more: list[str]
) -> str:
    lost = 100 * TURNOVER * found.spans[0].months / 12 / 3
    said = [
        f"{100 * found.unknown:.1f} % of people are of unknown age or sex; they are spread as those known "
        "are.",
        f"If {100 * TURNOVER:.0f} % of residents a year left and were replaced, the ratio would be "
        f"{lost:.1f} % higher.",
        "People who live elsewhere are counted if recorded here. Whom the police already know may be "
        "recorded, and recognised, more readily. Compared are age and sex only: the ratio does not say why.",
        *more,
        ignored(selection),
    ]
    if kind == "relations":
        said.insert(0, unknown_relationships(store, violence, found.spans))
    return " ".join(each for each in said if each)


@once
def unknown_relationships(store: Store, violence: str, spans: tuple[Period, ...]) -> str:
    """Return how many offences with suspect and victim do not say what they are to each other."""
    row = monthly(store, "overlaps_unknown", violence, spans).sum()
    return (
        f"{findings.count(row['unknown'])} of {findings.count(row['offences'])} offences with a suspect and "
        f"a victim ({findings.share(row['unknown'], row['offences'])}) have no known relationship and are in "
        "neither kind."
    )
