"""Success measure 2: victims under 25 of knife assaults, over twelve months, by month, age and district."""

from __future__ import annotations

import pandas as pd

from vru import findings
from vru.answers import control_links, drawing, events, success_base, success_change
from vru.answers.answer import Estimate, Tool
from vru.answers.making import Empty, Parts, asks
from vru.answers.sharing import once
from vru.answers.success_change import Held
from vru.answers.success_data import (
    BANDED,
    KINDS,
    LIMIT,
    PARTS,
    YOUNG,
    Baselined,
    Knife,
    baseline,
    part,
    seen,
    victims,
)
from vru.answers.success_words import definition, missing
from vru.answers.tracks import Tracks
from vru.answers.trend_parts import rolled
from vru.charts.chart import Mark
from vru.measures import rates
from vru.selection import Selection
from vru.store import Store

WHAT = {"assaults": "Knife assaults", "selected": "Knife offences"}
UNIT = "victims"


@asks("success.knife_assaults", "Are fewer young people hurt in knife assaults?", Knife)
def knife_assaults(store: Store, selection: Selection, options: Knife) -> Parts:
    """Rolling twelve months of victims under 25, all ages beside them, held against the baseline year."""
    asked = victims(store, selection, options.offences)
    found = compared(store, selection, options)
    spans = found.spans
    table = _rolling(asked, found)
    return {
        "finding": " ".join(
            [success_change.sentence(WHAT[options.offences], found), *success_change.explained(found)]
        ),
        "verdict": found.verdict,
        "chart": drawing.over_time(
            [
                drawing.line(table, f"Under {LIMIT}"),
                drawing.line(table.assign(value=table["all_ages"]).drop(columns=["low", "high"]), "All ages",
                             role="reference"),
            ],
            "victims, twelve months",
            f"Lines of victims of knife-enabled offences over twelve months, under {LIMIT} and of all ages, "
            f"{asked.shown}.",
            marks=_marks(store, asked, spans),
        ),
        "table": table,
        "estimates": success_change.estimates(found, asked),
        "subtitle": f"{KINDS[options.offences]}, rolling twelve months; {success_change.base_name(spans)}",
        "tools": (
            *_charted(options, "young", f"Under {LIMIT}"),
            *_charted(options, "all", "All ages"),
        ),
        **captions(store, selection, options, asked, success_change.swings_said(found)),
    }  # fmt: skip


def compared(store: Store, selection: Selection, options: Knife) -> Held:
    """Return the victims under 25 of the latest year, held against the baseline year and the year before."""
    return _compared(store, selection, options.offences, success_base.month_of(store, options.base))


@once
def _compared(store: Store, selection: Selection, kind: str, base: str) -> Held:
    asked = victims(store, selection, kind)
    return success_change.held(store, asked, baseline(asked, base), "young")


def unseen(store: Store, selection: Selection, options: Knife) -> str:
    """Return how many victims of the latest year have no age, as the page's first card says it."""
    asked = victims(store, selection, options.offences)
    now = compared(store, selection, options).spans.now
    ageless, every = (part(asked, each).total(now) for each in ("unknown", "all"))
    return f"The age of {findings.count(ageless)} of {findings.count(every)} victims is not known."


def _charted(options: Knife, part: str, label: str) -> tuple[Tool, ...]:
    """Return the way to the control chart of a part of the victims."""
    series = f"victims_{options.offences}_{part}"
    return control_links.to(series, f"{label}, month by month, as a control chart")


def _rolling(asked: Tracks, found: Held) -> pd.DataFrame:
    table = pd.DataFrame(rolled(asked, part(asked, "young"), found.swing)).rename(columns={"offences": UNIT})
    every = rolled(asked, part(asked, "all"), None)
    return table.assign(all_ages=every["value"])


def _marks(store: Store, asked: Tracks, spans: Baselined) -> tuple[Mark, ...]:
    """Return the end of the baseline year, and what changed in recording, as marks of a trend."""
    known = events.marks(events.touching(store, asked.words), asked.shown)
    if spans.base is None or spans.base.last < asked.shown.first:
        return known
    return (Mark("Baseline year ends", spans.base.last), *known)


def captions(store: Store, selection: Selection, options: Knife, asked: Tracks, more: str = "") -> Parts:
    """Return the captions that all answers about these victims share."""
    total = part(asked, "all").total(asked.shown)
    young = part(asked, "young").total(asked.shown)
    return {
        "definition": definition(options.offences, selection, asked)
        + more
        + success_base.words(store, options.base),
        "counted": f"{findings.count(young)} victims under {LIMIT}, {findings.count(total)} of all ages, in "
        f"{asked.shown}.",
        "missing": missing(store, selection, options.offences),
        "selected": seen(selection),
    }


@asks("success.knife_ages", "Which ages among the under-25s are hurt?", Knife)
def knife_ages(store: Store, selection: Selection, options: Knife) -> Parts:
    """Children, teenagers and young adults apart; together with unknown bands they are all under 25."""
    asked = victims(store, selection, options.offences)
    spans = baseline(asked, success_base.month_of(store, options.base))
    shown = [code for code in YOUNG if part(asked, code).offences.any()]
    if not shown:
        raise Empty("nothing", f"No victim under {LIMIT} of such an offence is recorded in {asked.shown}.")
    tables = {}
    for code in shown:
        track = part(asked, code)
        tables[track.label] = pd.DataFrame(rolled(asked, track, success_change.swing_of(track, spans)))
    table = pd.concat([each.assign(part=name) for name, each in tables.items()], ignore_index=True)
    columns = ["part", "month", "offences", "state", "value", "low", "high", "whole"]
    return {
        "finding": _explain_ages(asked, spans, shown),
        "chart": drawing.over_time(
            [drawing.line(each, name) for name, each in tables.items()],
            "victims, twelve months",
            f"Lines of victims over twelve months for {len(tables)} age groups under {LIMIT}, {asked.shown}.",
            marks=_marks(store, asked, spans),
        ),
        "table": table[columns].rename(columns={"offences": UNIT}),
        "estimates": _age_estimates(asked, spans, shown),
        "subtitle": f"{KINDS[options.offences]}, rolling twelve months by victim's age, {asked.shown}",
        "tools": tuple(
            tool for code in shown if code != BANDED for tool in _charted(options, code, PARTS[code])
        ),
        **captions(store, selection, options, asked, f" The groups add up to all victims under {LIMIT}."),
    }


def _explain_ages(asked: Tracks, spans: Baselined, shown: list[str]) -> str:
    now = spans.now
    young, unknown = (part(asked, code).total(now) for code in ("young", "unknown"))
    parts = [
        f"{findings.count(part(asked, code).total(now))} {findings.lower(part(asked, code).label)}"
        for code in shown
    ]
    listed = ", ".join(parts[:-1]) + f" and {parts[-1]}" if len(parts) > 1 else parts[0]
    return (
        f"Of {findings.count(young)} victims under {LIMIT} in {findings.period(now)}, {listed}. "
        f"The age of {findings.count(unknown)} more victims is not known."
    )


def _age_estimates(asked: Tracks, spans: Baselined, shown: list[str]) -> tuple[Estimate, ...]:
    made = []
    for code in ("young", *shown, "older", "unknown", "all"):
        track = part(asked, code)
        number = track.total(spans.now)
        limits = rates.poisson_limits([number])
        low, high = float(limits.low[0]), float(limits.high[0])
        method = f"sum over {spans.now}; exact Poisson limits"
        made.append(Estimate(track.label, number, low, high, UNIT, number, method))
    bounds = [int(each) for code in ("0_9", "10_17", "18_24") for each in code.split("_")]
    made += [Estimate("age", each, None, None, "years", each, "band", None) for each in (*bounds, LIMIT)]
    return tuple(made)
