"""Linkage's dates: how many people kept their pseudonym where systems changed, named or found here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from vru import findings
from vru.answers import comparing, drawing
from vru.answers.answer import Estimate
from vru.answers.linkage_months import FOUND, METHOD, NAMES, NAMING, WHOLE, judged, most_missing, searched
from vru.answers.making import Empty, Parts, rows_of
from vru.charts.chart import Chart, Mark
from vru.periods import month_name
from vru.store import Store


def at_dates(store: Store, side: int) -> Parts:
    """Return the parts of how many people kept their pseudonym at each date named or found."""
    table = judged(store, side)
    told = table[table["lost"].notna()]
    if told.empty:
        return _quiet(store, table, side)
    most = rows_of(told.sort_values("low", ascending=False))[0]
    return {
        "finding": _say(most, side) + _others(told, most) + _unjudged(table),
        "chart": _forest(told, most),
        "table": table.rename(columns=NAMES),
        "estimates": _estimates(told, side, most),
        "subtitle": f"Share of people given another pseudonym, of those seen {side} months before and after",
        **_words(side),
        "counted": f"{findings.count(most.before)} people in the {side} months before "
        f"{_when(most)}, {findings.count(most.again)} of them again in the {side} after.",
    }


def _quiet(store: Store, table: pd.DataFrame, side: int) -> Parts:
    """Return the parts where no date can be judged: what the search says, or who was seen again."""
    try:
        seen = searched(store, side)
    except Empty:
        if table["back"].notna().any():
            return _seen_again(table, side)
        raise
    most = max(rows_of(seen), key=lambda row: row.all_low)
    shown = pd.DataFrame([most_missing(most)])
    row = rows_of(shown)[0]
    return {
        "finding": (
            f"No month stands out: people kept their pseudonym, as far as {findings.count(len(seen))} "
            f"months can tell.{_unjudged(table)} Most may be missing around {_when(row)}, {_size(row)}. No "
            "change of system is named that could be tested."
        ),
        "chart": _forest(shown, row),
        "table": pd.concat([shown, *([table] if len(table) else [])]).rename(columns=NAMES),
        "estimates": (*_estimates(shown, side, row), plain("months looked at", len(seen), "months")),
        "subtitle": f"Share of people given another pseudonym, of those seen {side} months before and after",
        **_words(side),
        "counted": f"{findings.count(row.before)} people in the {side} months before {_when(row)}, "
        f"{findings.count(row.again)} of them again in the {side} after.",
    }


def _seen_again(table: pd.DataFrame, side: int) -> Parts:
    """Return the parts of an extract too short to say what share was to be expected."""
    rows = rows_of(table[table["back"].notna()])
    return {
        "finding": (
            f"Of the people seen in the {side} months before “{rows[0].label}” ({_when(rows[0])}) "
            f"{findings.decimal(rows[0].back)} % were seen again in the {side} after. Whether these are few "
            f"cannot be said: it takes {2 * side} months on either side. Choose fewer months, or load a "
            "longer extract."
        ),
        "table": table.rename(columns=NAMES),
        "estimates": (
            *(plain(f"seen again, {row.label}", row.back, "%", int(row.before)) for row in rows),
            plain("months on either side", side, "months"),
            plain("months it takes on either side", 2 * side, "months"),
        ),
        **_words(side),
    }


def _when(row: Any) -> str:
    return month_name(row.date) if row.date.day == 1 else f"{row.date.day} {row.date:%B %Y}"


def _size(row: Any) -> str:
    limits = f"{findings.decimal(row.low)} to {findings.decimal(row.high)} %"
    return f"{findings.decimal(row.lost)} % (95 % interval {limits})"


def _say(most: Any, side: int) -> str:
    here = most.known == FOUND
    if most.low > 0:
        at = f"Around {_when(most)}" if here else f"At “{most.label}” ({_when(most)})"
        said = f"{at} about {_size(most)} of people were given another pseudonym."
    else:
        said = (
            f"At “{most.label}” ({_when(most)}) people kept their pseudonym, as far as can be told: "
            f"{_size(most)} are missing."
        )
    said += (
        f" Of those seen in the {side} months before, {findings.decimal(most.back)} % were seen again in the "
        f"{side} after, against {findings.decimal(most.expected)} % expected from other dates."
    )
    return f"{said} No change of system is named for it. {NAMING}" if here else said


def _others(told: pd.DataFrame, most: Any) -> str:
    rows = [row for row in rows_of(told) if row.label != most.label]
    listed = "; ".join(f"{_when(row)}, {_size(row)}" for row in rows)
    return f" Other dates: {listed}." if rows else ""


def _unjudged(table: pd.DataFrame) -> str:
    names = [f"“{row.label}” ({_when(row)})" for row in rows_of(table[table["lost"].isna()])]
    return f" Not judged, too near an end of the extract: {', '.join(names)}." if names else ""


def _forest(told: pd.DataFrame, most: Any) -> Chart:
    shown = told.rename(columns={"lost": "value"}).assign(whole=True)
    alt = f"Share of people given another pseudonym, by date; the most at {most.label}: {_size(most)}."
    return replace(drawing.forest(shown, "% of people", alt), marks=(Mark("None split", x=0.0),))


def _estimates(told: pd.DataFrame, side: int, most: Any) -> tuple[Estimate, ...]:
    rows = sorted(rows_of(told), key=lambda row: row.label != most.label)
    made = [plain("months on either side", side, "months")]
    for row in rows:
        made.insert(
            rows.index(row), estimate(f"split, {row.label}", (row.lost, row.low, row.high), row.again)
        )
        made += [
            plain(f"seen again, {row.label}", row.back, "%", int(row.before)),
            plain(f"expected again, {row.label}", row.expected, "%", int(row.before)),
        ]
    return tuple(made)


def estimate(name: str, limits: tuple[float, float, float], n: int) -> Estimate:
    """Return a share of people split, with its limits, that rests on `n` people seen on both sides."""
    value, low, high = (comparing.finite(each) for each in limits)
    return Estimate(name, value, low, high, "%", int(n), METHOD)


def plain(name: str, value: float, unit: str, n: int = 0) -> Estimate:
    """Return a number that is a plain count of what is in the store, or fixed."""
    return Estimate(name, value, None, None, unit, n, "count", None)


def _words(side: int) -> dict[str, str]:
    return {
        "definition": (
            "People of any role and offence, by day committed. Seen before and seen after are two catches of "
            "one population; the number in both tells how large it seems, and it seems larger by as many as "
            f"come back under another pseudonym. Expected is what the same comparison gives {side} months "
            "earlier and later. Limits are widened by how far other months stray, which knows of no split; "
            f"those of a date found here hold for all months looked at. {WHOLE}"
        ),
        "missing": (
            "People without a usable key. Who was split on ordinary days, as a duplicate, leaves no mark at "
            "a date: this is no count of all false splits. Anything else that suddenly changes who is "
            "recorded leaves the same mark."
        ),
    }
