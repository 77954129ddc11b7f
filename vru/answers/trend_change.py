"""Which parts of a split changed, judged with intervals wide enough for all of them."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import comparing, drawing, events, robust, tracks
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts
from vru.answers.tracks import Tracks
from vru.answers.trend_options import Trends
from vru.answers.trend_parts import captions, with_aside, with_swings
from vru.measures import change
from vru.periods import Period, month_name
from vru.selection import Selection
from vru.store import Store


def change_by_part(store: Store, selection: Selection, options: Trends) -> Parts:
    """Return the parts of trends.change: a change per part, judged with intervals wide enough for all."""
    by = "district" if options.split == "none" else options.split
    asked = tracks.ask(store, selection, options.measure, by)
    known = [each for each in asked.parts if each.part not in tracks.ASIDE]
    spans = comparing.periods(asked.calendar, asked.shown, options.compare) if known else None
    if spans is None or spans[1] is None:
        raise Empty(
            "enough",
            f"There are not two comparable periods up to {month_name(asked.shown.last)}: choose another "
            "comparison or load earlier months.",
        )
    now, base = spans[0], spans[1]
    confidence = 1 - 0.05 / len(known)
    named = events.touching(store, selection, split=by, measure=options.measure)
    lies = robust.across(store, selection, now, base, named)
    swings = comparing.swings(store, selection, options.measure, by, now, base)
    judged = {
        each.label: robust.judge(each, now, base, swings[each.label], lies, confidence=confidence)
        for each in known
    }
    if asked.doubt:
        judged = {
            name: each._replace(verdict="cannot tell", reason="weights are missing")
            for name, each in judged.items()
        }
    table = _change_table(judged)
    said = with_swings(captions(store, selection, asked, None), asked, swings)
    return {
        "finding": asked.doubt or _explain_change(judged, by, now, base),
        "chart": drawing.forest(
            table.assign(value=table["change"], whole=table["verdict"] != "cannot tell"),
            f"change on {comparing.than(now, base)}, %",
            f"Change of {len(table)} {tracks.SPLITS[by].lower()} with intervals, {findings.period(now)}.",
        ),
        "table": table,
        "estimates": _estimates_change(judged, asked),
        "subtitle": (
            f"{tracks.MEASURES[options.measure]}, {findings.period(now)} against {comparing.than(now, base)}"
        ),
        **with_aside(said, asked, now),
    }


def _change_table(judged: dict[str, change.Change]) -> pd.DataFrame:
    order = sorted(judged, key=lambda name: (math.isnan(judged[name].percent), -judged[name].percent))
    ranked = [judged[name] for name in order]
    numbers = {"change": "percent", "low": "low", "high": "high"}
    return pd.DataFrame(
        {
            "label": order,
            "now": [each.now for each in ranked],
            "base": [each.base for each in ranked],
            **{name: _finite([getattr(each, of) for each in ranked]) for name, of in numbers.items()},
            "verdict": [each.verdict for each in ranked],
            "reason": [each.reason for each in ranked],
            "over_dispersion": _finite([each.phi for each in ranked]),
        }
    )


def _finite(values: list[float]) -> np.ndarray:
    numbers = np.array(values, float)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _explain_change(judged: dict[str, change.Change], by: str, now: Period, base: Period) -> str:
    said = []
    for word in ("higher", "lower"):
        names = [
            f"{name} {findings.signed(each.percent)} %"
            for name, each in judged.items()
            if each.verdict == word
        ]
        if names:
            more = f" and {len(names) - 3} more" if len(names) > 3 else ""
            said.append(f"{len(names)} {word} ({', '.join(names[:3])}{more})")
    for word in ("no clear change", "cannot tell"):
        number = sum(each.verdict == word for each in judged.values())
        if number:
            said.append(f"{number} {word}")
    many = f"intervals are widened for {len(judged)} looks at once" if len(judged) > 1 else "one look"
    return (
        f"{tracks.SPLITS[by]} in {findings.period(now)} against {comparing.than(now, base)}: "
        f"{', '.join(said)}; {many}."
    )


def _estimates_change(judged: dict[str, change.Change], asked: Tracks) -> tuple[Estimate, ...]:
    made = [
        Estimate(
            name,
            comparing.finite(each.percent),
            comparing.finite(each.low),
            comparing.finite(each.high),
            "percent",
            round(each.now + each.base) if asked.measure != "harm" else each.months,
            f"{each.method}; Bonferroni for {len(judged)} looks",
            each.confidence,
        )
        for name, each in judged.items()
    ]
    words = [each.verdict for each in judged.values()]
    made += [
        Estimate(f"parts: {word}", words.count(word), None, None, "parts", len(words), "count", None)
        for word in ("higher", "lower", "no clear change", "cannot tell")
    ]
    return (*made, Estimate("looks", len(words), None, None, "parts", len(words), "count", None))
