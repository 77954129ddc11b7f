"""What blanks could do to each figure, as an Answer: a row a figure, and which verdicts could turn."""

from __future__ import annotations

import pandas as pd

from vru import findings
from vru.answers import blanks_bounds
from vru.answers.answer import Estimate
from vru.answers.blanks_bounds import NONE, OPEN, STANDS, TURNS, Effect, Untold
from vru.answers.making import Empty, Parts
from vru.answers.overlaps_words import widened
from vru.answers.sampled import sample
from vru.charts.chart import Chart
from vru.selection import Selection
from vru.store import Store

PAGES = {
    "offenders": "Offenders",
    "repeat": "Repeat offending",
    "overlaps": "Victims and overlaps",
    "trends": "Trends",
}
METHOD = "bounds with every blank placed at its worst"


def moved(store: Store, selection: Selection) -> Parts:
    """Return the parts of what blanks could do to each figure; Empty where no figure can be made."""
    made = list(blanks_bounds.effects(store, selection))
    known = [each for each in made if isinstance(each, Effect)]
    untold = [each for each in made if isinstance(each, Untold)]
    if not known:
        raise Empty("cannot", f"No figure of a page can be made here. {untold[0].why}")
    finding = _say_effects(known)
    return {
        "finding": finding,
        "chart": Chart("none", alt=finding),
        "table": pd.DataFrame([_cells(each) for each in known]),
        "estimates": (
            *(
                Estimate(f"{each.figure}, {each.field}", each.shown, each.low, each.high, each.unit,
                         each.whole, METHOD, None)
                for each in known
            ),
            *_verdicts(known),
        ),
        "definition": (
            "Nobody knows what a blank would say. So each is given the value that moves the figure the most, "
            "first down and then up: bounds, not an interval, and wider than anything likely. Of a trend "
            "only blanks above the share of the year with the fewest are placed, against it. A verdict could "
            "turn if it is another with the figure and its interval moved so far."
        ),
        "counted": (
            f"{len(known)} bound{'s' * (len(known) > 1)} on the figures of the other pages, with the filters "
            f"they follow.{widened(sample(store))}"
        ),
        "missing": _missing(untold),
        "subtitle": "Each figure as shown, and between what it could lie",
        "links": tuple(dict.fromkeys((each.figure, each.page) for each in known)),
    }  # fmt: skip


def _missing(untold: list[Untold]) -> str:
    by_reason: dict[str, list[str]] = {}
    for each in untold:
        by_reason.setdefault(each.why, []).append(each.figure)
    said = [f"{', '.join(figures)}: {why}" for why, figures in by_reason.items()]
    return " ".join(said) or "Every figure looked at can be made here."


def _cells(each: Effect) -> dict[str, str]:
    low, high, shown = (findings.decimal(number, each.digits) for number in (each.low, each.high, each.shown))
    return {
        "figure": f"{PAGES[each.page]}: {findings.lower(each.figure)}",
        "shown": f"{shown} {each.unit}",
        "could_be": f"{low} to {high} {each.unit}" if low != high else "as shown",
        "field": each.field,
        "blank": f"{findings.count(each.blank)} against {findings.count(each.whole)} {each.of}",
        "verdict": each.verdict,
    }


def _verdicts(known: list[Effect]) -> tuple[Estimate, ...]:
    judged = [each for each in known if each.verdict != NONE]
    words = (TURNS, STANDS, OPEN)
    numbers = {"bounds on a verdict": len(judged)}
    numbers |= {word: sum(each.verdict == word for each in judged) for word in words}
    return tuple(
        Estimate(name, number, None, None, "bounds", len(judged), "count", None)
        for name, number in numbers.items()
    )


def _say_effects(known: list[Effect]) -> str:
    numbers = {each.name: int(each.value or 0) for each in _verdicts(known)}
    every, turn = numbers["bounds on a verdict"], numbers[TURNS]
    if not every:
        return (
            "No verdict can be given here that blanks could turn; the table says how far figures could move."
        )
    if every == 1 and not turn:
        return "Even placed at their worst, blanks do not turn the one verdict looked at."
    if not turn:
        return f"Even placed at their worst, blanks turn none of {every} verdicts looked at."
    named = [each for each in known if each.verdict == TURNS]
    listed = "; ".join(
        f"{findings.lower(each.figure)} ({findings.lower(each.field)}, where blank)" for each in named[:3]
    )
    return f"Placed at their worst, blanks could turn {turn} of {every} verdicts looked at: {listed}."
