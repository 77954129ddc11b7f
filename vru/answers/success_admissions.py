"""Success measure 1: admissions after knife assaults, what they cannot say, and what to ask for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import control_links, drawing, success_admissions_change, success_base
from vru.answers.answer import Estimate, Tool, option
from vru.answers.making import Parts, asks
from vru.answers.sharing import once
from vru.answers.success_admissions_change import AGAINST, Held, between
from vru.answers.success_admissions_data import (
    CAUSES,
    OLDEST,
    PROVISIONAL,
    Admitted,
    Series,
    admitted,
    episode,
    residence,
)
from vru.answers.success_data import LIMIT, Baseline
from vru.charts.chart import Axis, Chart, Mark
from vru.charts.chart import Series as Line
from vru.periods import month_name
from vru.selection import Selection
from vru.store import Store

SHOWN = {"year": "Twelve months", "month": "Month by month"}


@dataclass(frozen=True)
class Admissions(Baseline):
    """How admissions are drawn, beside the year they are held against."""

    admitted: str = option(
        "year",
        label="Admissions",
        short="ad",
        choices=SHOWN,
        about=(
            "Sums of twelve months, or each month; a band is the range that hidden and rounded counts leave."
        ),
    )


@asks("success.admissions", "Are fewer people admitted to hospital after a knife assault?", Admissions)
def admissions(store: Store, selection: Selection, options: Admissions) -> Parts:
    """The latest twelve months of admissions as the range they are known in, against the baseline year."""
    found = admitted(store, selection)
    held = _held(store, selection, success_base.month_of(store, options.base))
    return {
        "finding": _explain(found, held),
        "verdict": held.verdict,
        "chart": _picture(found, held, options.admitted),
        "table": _table(found),
        "estimates": success_admissions_change.estimates(held),
        "subtitle": (
            f"Finished admission episodes, {CAUSES['sharp']}, {_ages(found)}, residents of "
            f"{found.place.name}, "
            f"{found.shown}"
        ),
        "definition": _definition(held) + success_base.words(store, options.base),
        "counted": _counted(found, held),
        "missing": _missing(store, selection, found),
        "source": _source(store, found.months[-1]),
        "selected": f"{found.place.name}; all months published, whatever the filters say of period and kind",
        "tools": _tools(found),
    }


@once
def _held(store: Store, selection: Selection, base: str) -> Held:
    return success_admissions_change.held(admitted(store, selection), base)


def _tools(found: Admitted) -> tuple[Tool, ...]:
    """Return the ways to the control chart of each line, month by month."""
    made: list[Tool] = []
    for part in ("young", "everyone", "any_assault"):
        line = getattr(found, part)
        if line is not None:
            label = f"{line.label}, month by month, as a control chart"
            made += control_links.to(f"admitted_{part}", label)
    return tuple(made)


def _ages(found: Admitted) -> str:
    return f"under {LIMIT}" if found.young else "all ages"


def _explain(found: Admitted, held: Held) -> str:
    who = f" of people under {LIMIT}" if found.young else ""
    said = [
        f"{between(held.now)} admissions{who} after knife assaults, {found.place.name}, in "
        f"{findings.period(held.latest)}: {AGAINST[held.word]}.",
        success_admissions_change.explained(held),
    ]
    if not found.young:
        said.append(f"These are of all ages: published age groups do not give under {LIMIT}.")
    if not found.place.own:
        said.append("They are of a wider area than this extract's, and say nothing of its own.")
    return " ".join(said)


def _definition(held: Held) -> str:
    return (
        f"{episode('sharp')} A suppressed count is carried as 1 to 7, a rounded one as up to 2 more or less; "
        "the interval reaches over all of it. Limits allow for the series' own swing (over-dispersion φ "
        f"{held.phi:.1f})."
    )


def _counted(found: Admitted, held: Held) -> str:
    hidden = int(found.main.suppressed.sum())
    said = f"{between(held.now)} admissions in {findings.period(held.latest)}, {held.latest}."
    said += f" {findings.count(hidden)} of {findings.count(len(found.months))} months are suppressed."
    bands = [f"{low}–{high}" if high < OLDEST else f"{low}+" for low, high in found.bands]
    return f"{said} Age groups loaded: {', '.join(bands)}." if bands else f"{said} No age groups are loaded."


def _missing(store: Store, selection: Selection, found: Admitted) -> str:
    gaps = [
        each for each, low in zip(found.months, found.main.months.low, strict=True) if not np.isfinite(low)
    ]
    said = []
    if gaps:
        more = f" and {len(gaps) - 6} more" if len(gaps) > 6 else ""
        said.append(f"Not published: {', '.join(map(month_name, gaps[:6]))}{more}.")
    said.append(
        f"The last {PROVISIONAL} months are provisional, drawn hollow and in no verdict. Not every assault "
        f"is "
        "coded as one, and coding differs between hospitals and years."
    )
    if not found.young or not found.place.own:
        said.append(f"To have this measure, ask NHS England: {request_text(store)}")
    return " ".join(said)


def request_text(store: Store) -> str:
    """Return the request to make of NHS England, as it can be sent."""
    return (
        "“Finished admission episodes (FAE) in Hospital Episode Statistics, admitted patient care, with "
        "ICD-10 X99 "
        f"(assault by sharp object) as the first external cause; patients aged under {LIMIT}; residents of "
        f"{residence(store)}, by district; by month of admission since April 2012; beside it the same with "
        "X85–Y09 (all assault). Please give zeros as zeros, and say how small numbers are suppressed.”"
    )


def _source(store: Store, last: dt.date) -> str:
    files = _files(store)
    named = f" ({', '.join(files)})" if files else ""
    synthetic = "SYNTHETIC demonstration data. " if store.synthetic else ""
    return f"{synthetic}Hospital Episode Statistics as loaded{named}, to {month_name(last)}."


@once
def _files(store: Store) -> list[str]:
    loads = store.ask("loads")
    return sorted(set(loads.loc[loads["kind"] == "admissions", "file"]))


def _lines(found: Admitted) -> list[Series]:
    return [each for each in (found.young, found.everyone, found.any_assault) if each is not None]


def _picture(found: Admitted, held: Held, shown: str) -> Chart:
    unit = "admissions, twelve months" if shown == "year" else "admissions a month"
    lines = [_drawn(each, found, shown, main=at == 0) for at, each in enumerate(_lines(found))]
    marks = (Mark("Baseline year ends", held.baseline.last),)
    return Chart(
        "line",
        alt=(
            f"Lines of admissions after knife assaults, {found.place.name}, {found.shown}; bands are what "
            f"hidden "
            "and rounded counts can be."
        ),
        series=tuple(lines),
        x=Axis("Month", "month"),
        y=Axis(unit, "number", from_zero=True),
        marks=marks if found.shown.first <= held.baseline.last <= found.shown.last else (),
    )


def _drawn(series: Series, found: Admitted, shown: str, *, main: bool) -> Line:
    known = series.sums() if shown == "year" else series.months
    ranged = bool((known.high > known.low).any())
    return Line(
        series.label,
        tuple(found.months),
        drawing.values(known.middle),
        low=drawing.values(known.low) if ranged and main else (),
        high=drawing.values(known.high) if ranged and main else (),
        hollow=tuple((~found.firm).tolist()),
        role="main" if main else "reference",
    )


def _table(found: Admitted) -> pd.DataFrame:
    columns: dict[str, Any] = {"month": found.months}
    for name, series in (
        ("under_25", found.young),
        ("all_ages", found.everyone),
        ("any_assault", found.any_assault),
    ):
        if series is None:
            continue
        sums = series.sums()
        columns |= {f"{name}_low": series.months.low, f"{name}_high": series.months.high}
        columns |= {f"{name}_year_low": sums.low, f"{name}_year_high": sums.high}
    return pd.DataFrame(columns | {"suppressed": found.main.suppressed, "whole": found.firm})


@asks("success.admissions_request", "What must we ask the NHS for?")
def admissions_request(store: Store, selection: Selection, options: Any) -> Parts:
    """The request to make, item by item, with what published tables give instead."""
    table = pd.DataFrame(
        [
            (
                "Counted",
                "finished admission episodes (FAE), never consultant episodes (FCE)",
                "both, side by side",
            ),
            ("Cause", "ICD-10 X99 as first external cause; X85–Y09 beside it", "X99 only"),
            ("Age", f"under {LIMIT}, and 0–9, 10–17, 18–24", "ten-year bands: 10–19, 20–29"),
            ("Area", f"residents of {residence(store)}, by district", "regions"),
            ("Period", "by month of admission, since April 2012", "by month, in financial years"),
            (
                "Small numbers",
                "zeros as zeros; how counts are suppressed",
                "1 to 7 hidden, others rounded to five",
            ),
        ],
        columns=["item", "ask_for", "published"],
    )
    return {
        "finding": (
            f"Published tables give neither under {LIMIT} nor {residence(store)}: the request below would."
        ),
        "table": table,
        "estimates": (Estimate("age_limit", LIMIT, None, None, "years", len(table), "fixed", None),),
        "definition": request_text(store),
        "counted": "Nothing is counted here.",
        "missing": (
            "NHS England decides what it may release; local hospitals may give their own counts sooner."
        ),
        "subtitle": "What to ask NHS England for, beside what it publishes",
        "selected": "whatever the filters say",
    }
