"""Age mix in words and pictures: the page's headline."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import drawing, offenders_doubt, people
from vru.answers.answer import Estimate, Verdict
from vru.answers.making import Parts
from vru.answers.offenders_data import AGES, ROLE, definition, each_counted, keyless
from vru.answers.offenders_mix import METHOD, Mix, mix
from vru.answers.offenders_recorded import recorded
from vru.charts.chart import Axis, Chart, Mark
from vru.measures import age_mix
from vru.selection import Selection
from vru.store import Store

UNIT = "Simpson index a decade"


def diversity(store: Store, selection: Selection) -> Parts:
    """Return the parts of the page's headline: the mix, its change, and the claim's verdict."""
    found = mix(store, selection)
    table = _table(found, selection)
    return {
        "finding": _say(found),
        "verdict": Verdict("claim", found.judged.verdict),  # type: ignore[arg-type]
        "chart": _chart(found, table, people.changes(store, selection, found.found.shown)),
        "table": table.drop(columns="month"),
        "estimates": _estimates(found, table),
        "subtitle": "Chance that two suspects of a year, picked at random, are of different age groups",
        "definition": definition(store, selection, unused=(AGES, ROLE))
        + " Age groups: 10–13, 14–17, 18–24, then ten years each to 65 and over. “Residents’ ages kept”: as "
        "if residents were as old as in the first year with estimates, so what is left is no mere ageing. "
        "Dashed: pairs of occasions, where those recorded often weigh more.",
        "counted": _counted(store, found, table) + recorded(store, selection).drawn.said,
        "missing": _missing(found, selection),
        "empty": None if found.change else "enough",
    }


def _say(found: Mix) -> str:
    if found.change is None:
        return _one_year(found)
    change, also = found.change, found.also
    said = [
        f"Suspects come from {_range(change)} of ages: pairs of different age groups change by {_by(change)} "
        f"in 100 a decade (95 % interval {_limits(change, 1, 100)})."
    ]
    if found.aged_change:
        limits = _limits(found.aged_change, 1, 100)
        said.append(f"Had residents kept their ages it would be {_by(found.aged_change)} ({limits}).")
    if isinstance(also, str):
        said.append(f"Whether generations mix more is not known: {also[:1].lower()}{also[1:].rstrip('.')}.")
    else:
        said.append(
            f"Pairs 20 years apart, beyond chance, change by {findings.signed(also.slope, 2)} points a year "
            f"({_limits(also, 2, 1)})."
        )
    return " ".join([*said, offenders_doubt.said(found.judged)])


def _one_year(found: Mix) -> str:
    at = int(np.flatnonzero(np.isfinite(found.simpson))[-1])
    value, low, high = (findings.decimal(100 * each[at]) for each in (found.simpson, found.low, found.high))
    said = (
        f"In the {found.found.years[at].label} {value} in 100 pairs of suspects were of different age groups"
    )
    if np.isfinite(found.low[at]):
        said += f" (95 % interval {low} to {high})"
    return f"{said}. {found.lacking}"


def _range(change: age_mix.Slope) -> str:
    if change.low > 0:
        return "a wider range"
    return "a narrower range" if change.high < 0 else "no clearly wider range"


def _by(change: age_mix.Slope) -> str:
    return findings.signed(100 * change.slope, 1)


def _limits(change: age_mix.Slope, digits: int, times: float) -> str:
    return " to ".join(findings.signed(times * each, digits) for each in (change.low, change.high))


def _table(found: Mix, selection: Selection) -> pd.DataFrame:
    years, blank = found.found.years, np.full(len(found.simpson), np.nan)
    return pd.DataFrame(
        {
            "month": [each.period.last for each in years],
            "year": [each.label for each in years],
            "suspects": found.found.by_band(selection.sex).sum(1).astype(int),
            "value": found.simpson,
            "low": found.low,
            "high": found.high,
            "standardised": blank if found.aged is None else found.aged,
            "occasions": found.occasions,
            "whole": found.found.whole,
        }
    )


def _chart(found: Mix, table: pd.DataFrame, marks: tuple[Mark, ...]) -> Chart:
    shown = table.assign(**{each: 100 * table[each] for each in ("value", "low", "high")})
    lines = [drawing.line(shown, "Suspects")]
    for column, name in (("standardised", "Residents’ ages kept"), ("occasions", "Occasions")):
        if table[column].notna().any():
            bare = shown.assign(value=100 * table[column]).drop(columns=["low", "high"])
            lines.append(drawing.line(bare, name, role="reference" if column == "occasions" else "main"))
    return Chart(
        "line",
        alt=f"Lines of the age mix of suspects by year, {found.found.shown}.",
        series=tuple(lines),
        x=Axis("Year to", "month"),
        y=Axis("Pairs in 100 of different age groups", "number"),
        marks=marks,
    )


def _estimates(found: Mix, table: pd.DataFrame) -> tuple[Estimate, ...]:
    n = int(table["suspects"].sum())
    made = [_slope("change a decade", found.change, UNIT, n)] if found.change else []
    if found.aged_change:
        made.append(_slope("change a decade, residents' ages kept", found.aged_change, UNIT, n))
    if not isinstance(found.also, str):
        name = "pairs 20 years apart above chance, a year"
        made.append(_slope(name, found.also, "percentage points a year", n))
    if found.by_occasion is not None:
        how = "least-squares line"
        made.append(Estimate("change a decade, occasions", found.by_occasion, None, None, UNIT, n, how, None))
    if found.change:
        made += offenders_doubt.estimates(found.judged, UNIT, n, found.change.method)
    known = np.flatnonzero(np.isfinite(found.simpson))
    for at in dict.fromkeys((int(known[0]), int(known[-1]))):
        value, n_year = float(found.simpson[at]), int(table["suspects"][at])
        low, high = drawing.values((found.low[at], found.high[at]))
        year = found.found.years[at].label
        made.append(Estimate(f"index, {year}", value, low, high, "Simpson index", n_year, METHOD))
    return tuple(made)


def _slope(name: str, found: age_mix.Slope, unit: str, n: int) -> Estimate:
    method = f"{found.method} (over-dispersion {found.phi:.1f})"
    return Estimate(name, found.slope, found.low, found.high, unit, n, method, found.confidence)


def _counted(store: Store, found: Mix, table: pd.DataFrame) -> str:
    said = (
        f"{findings.count(table['suspects'].sum())} suspects of known age, {each_counted(store)}, "
        f"{found.found.shown}."
    )
    if not keyless(store):
        said += " A person recorded in several years counts in each, and is drawn with all of them for the "
        said += "interval."
    return f"{said} {offenders_doubt.ranged(found.judged, 1, 100, 'in 100 a decade')}".strip()


def _missing(found: Mix, selection: Selection) -> str:
    everybody = found.found.by_year(selection.sex)
    blank = everybody - found.found.by_band(selection.sex).sum(1)
    share = 100 * blank / np.maximum(everybody, 1)
    return (
        f"{findings.count(blank.sum())} of {findings.count(everybody.sum())} suspects "
        f"({findings.share(blank.sum(), everybody.sum())}) are under ten, or their age is unknown or a "
        f"range across two groups: between {share.min():.1f} and {share.max():.1f} % of a year."
    )
