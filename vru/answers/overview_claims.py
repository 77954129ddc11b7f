"""Conclusions: each claim of the study with its verdict, its size, and a small picture against its margin."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import pandas as pd

from vru import findings, reference
from vru.answers.answer import Answer, Estimate
from vru.answers.making import Parts
from vru.answers.sharing import once
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.measures import age_mix
from vru.selection import Selection
from vru.store import Store

NOT_YET = "not measured yet"
_NUMBERED = {
    "holds": ("holds", "hold"),
    "does not hold": ("does not hold", "do not hold"),
    "cannot tell": ("cannot be told", "cannot be told"),
    NOT_YET: ("is not measured yet", "are not measured yet"),
}
_WHERE = {
    "holds": "the whole interval lies above the margin",
    "does not hold": "the whole interval lies below the margin",
    "cannot tell": "the interval reaches across the margin",
}


class Row(NamedTuple):
    """A measure of a claim: its row of the table, its picture, the page that shows it (None: no page yet)."""

    cells: dict[str, Any]
    picture: Chart | None
    page: str | None


def conclusions(store: Store) -> Parts:
    """Return the parts of the Answer that tests every claim on the whole extract."""
    rows = _tested(store)
    table = pd.DataFrame([row.cells for row in rows])
    claims = table.drop_duplicates("claim")
    return {
        "finding": _explain(claims["verdict"]),
        "table": table,
        "pictures": tuple(row.picture for row in rows),
        "estimates": (
            _number("conclusions", len(claims), len(claims)),
            *(_number(word, int((claims["verdict"] == word).sum()), len(claims)) for word in _NUMBERED),
        ),
        "definition": (
            "A conclusion holds if its 95 % interval lies wholly above a margin fixed beforehand, does not "
            "hold if it lies below, else it cannot be told; nor can a verdict that doubt about persons or "
            "blanks would turn. Where two measures are named, both must. Each small picture shows the value "
            "(dot), its interval (bar) and the margin (dashed). Each row's page tests its own with the "
            "filters."
        ),
        "counted": "Each row's page says what it rests on.",
        "links": tuple(dict.fromkeys((row.cells["claim"], row.page) for row in rows if row.page)),
        "subtitle": "The conclusions of the study, in its words",
    }


def _number(name: str, value: int, of: int) -> Estimate:
    return Estimate(name, value, None, None, "conclusions", of, "count", None)


@once
def _tested(store: Store) -> tuple[Row, ...]:
    whole = Selection.default(store.capabilities)
    return tuple(row for claim in reference.claims() for row in _rows(store, whole, claim))


def _rows(store: Store, whole: Selection, claim: dict[str, Any]) -> list[Row]:
    main = _answer(store, whole, claim)
    if main is None:
        waits = f"comes with the {claim['page'].replace('_', ' ')} page"
        return [Row(_cells(claim, claim, NOT_YET, waits, None), None, None)]
    verdict = main.verdict.value if main.verdict else "cannot tell"
    found = [(part, _answer(store, whole, part)) for part in (claim, claim.get("also")) if part]
    measured = [(part, _first(answer)) for part, answer in found]
    if not any(first for _, first in measured):
        return [Row(_cells(claim, claim, verdict, main.finding, None), None, claim["page"])]
    why = _why(verdict, measured, main.finding)
    return [
        Row(
            _cells(claim, part, verdict, _size(part, first) + (why if part is claim else ""), first),
            None if first is None else _picture(claim["title"], part, first),
            claim["page"],
        )
        for part, first in measured
    ]


def _answer(store: Store, whole: Selection, part: dict[str, Any]) -> Answer | None:
    from vru.answers import questions  # they import this module

    asked = questions().get(part["answer"])
    return None if asked is None else asked.ask(store, whole).answer()


def _first(answer: Answer | None) -> Estimate | None:
    """Return the number a claim is about: the first estimate of its Answer, where that has enough to say."""
    first = answer.estimates[0] if answer and answer.estimates and not answer.empty else None
    return None if first is None or first.value is None else first


def _cells(
    claim: dict[str, Any], part: dict[str, Any], verdict: str, size: str, first: Estimate | None
) -> dict[str, Any]:
    value, low, high = (None, None, None) if first is None else _plain(part, first)
    return {
        "claim": claim["title"],
        "verdict": verdict,
        "size": size,
        "value": value,
        "low": low,
        "high": high,
        "margin": part["margin"] * part["plain"].get("times", 1),
        "unit": part["plain"]["unit"],
        "test": claim["test"],
    }


def _plain(part: dict[str, Any], first: Estimate) -> tuple[float | None, ...]:
    """Return value and limits in the unit the claim is told in."""
    times = part["plain"].get("times", 1)
    return tuple(None if each is None else times * each for each in (first.value, first.low, first.high))


def _digits(part: dict[str, Any]) -> int:
    """Return the decimals of a claim's numbers: one digit more than its margin has."""
    return max(1, 1 - math.floor(math.log10(part["plain"].get("times", 1) * part["margin"])))


def _size(part: dict[str, Any], first: Estimate | None) -> str:
    """Return the size of what a claim is about in everyday words."""
    if first is None:
        return f"{part['measure']}: not enough to say"
    value, low, high = (
        None if each is None else findings.decimal(each, _digits(part)) for each in _plain(part, first)
    )
    size = f"{value} {part['plain']['unit']}"
    return size if low is None or high is None else f"{size} (95 % interval {low} to {high})"


def _why(verdict: str, measured: list[tuple[dict[str, Any], Estimate | None]], finding: str) -> str:
    """Return the finding where the intervals alone would give another verdict (doubt), else nothing."""
    seen = {_side(part, first) for part, first in measured}
    alone = "does not hold" if "does not hold" in seen else "holds" if seen == {"holds"} else "cannot tell"
    return "" if alone == verdict else f". {finding}"


def _side(part: dict[str, Any], first: Estimate | None) -> str:
    if first is None or first.low is None or first.high is None:
        return "cannot tell"
    return age_mix.claim(first.low, first.high, part["margin"])


def _picture(title: str, part: dict[str, Any], first: Estimate) -> Chart:
    value, low, high = _plain(part, first)
    margin = part["margin"] * part["plain"].get("times", 1)
    limit = f"margin {findings.decimal(margin, _digits(part)).rstrip('0').rstrip('.')}"
    where = _WHERE[_side(part, first)] if first.low is not None else "no interval is known"
    dot = Series(title, (part["measure"],), (value,), low=(low,), high=(high,))
    return Chart(
        "dots",
        alt=f"{_size(part, first)}; {limit}: {where}.",
        series=(dot,),
        x=Axis(part["plain"]["unit"]),
        y=Axis(kind="category"),
        marks=(Mark(limit, x=margin),),
        height=70,
    )


def _explain(verdicts: pd.Series) -> str:
    said = [
        f"{'all ' if number == len(verdicts) > 1 else ''}{number} {words[number != 1]}"
        for word, words in _NUMBERED.items()
        if (number := int((verdicts == word).sum()))
    ]
    return f"Of the study's {len(verdicts)} conclusions {', '.join(said)}."
