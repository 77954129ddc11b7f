"""Success by district: three years together, since one district's year is too few to say anything."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru import findings, reference
from vru.answers import people_districts, person_years, success_base
from vru.answers.labels import ours
from vru.answers.making import Empty, Parts, asks
from vru.answers.success_data import KINDS, LIMIT, Knife, baseline, by_district, measured, seen, victims
from vru.answers.success_words import definition, missing
from vru.answers.tracks import ASIDE
from vru.periods import Period, add_months
from vru.selection import Selection
from vru.store import Store

MONTHS = 36
BANDS = ("0_9", "10_13", "14_17", "18_24")
"""The population's age bands that are all under the limit."""


@asks("success.knife_districts", "Do districts differ by more than chance?", Knife)
def knife_districts(store: Store, selection: Selection, options: Knife) -> Parts:
    """Victims under 25 of three years by district, per resident of that age where residents are loaded."""
    asked = victims(store, selection, options.offences)
    now = baseline(asked, success_base.month_of(store, options.base)).now
    span = Period(add_months(now.last, 1 - MONTHS), now.last)
    if span.first < asked.calendar.months[0]:
        raise Empty(
            "enough",
            f"Districts need three years together; {Period(asked.calendar.months[0], now.last)} has fewer.",
        )
    counts = _counts(store, selection, options.offences, span)
    residents, note = lived(store, measured(store, selection, options.offences), span)
    found = people_districts.spread(counts, residents, "victims", span)
    return {
        "finding": people_districts.explain(found),
        "chart": people_districts.chart(found),
        "table": found.table,
        "estimates": people_districts.estimates(found),
        "subtitle": f"{KINDS[options.offences]}, {found.unit}, three years: {span}",
        "definition": definition(options.offences, selection, asked) + people_districts.said(found, note),
        "counted": f"{findings.count(counts.sum())} victims under {LIMIT} in {span}.",
        "missing": missing(store, selection, options.offences)
        + people_districts.missing(found)
        + aside(counts),
        "selected": seen(selection),
    }


def _counts(store: Store, selection: Selection, kind: str, span: Period) -> pd.Series:
    return placed(by_district(store, selection, kind, span))


def placed(counts: pd.Series, who: str = "victims") -> pd.Series:
    """Return counts by district with those outside the force as one. Raises Empty where none is known."""
    if counts.drop("unknown", errors="ignore").empty:
        raise Empty("cannot", f"No offence of {who} has a known district: fill `district` in the mapping.")
    places = ours(counts.index.to_numpy(object), "district")
    return counts.groupby(places).sum()


def aside(counts: pd.Series, who: str = "victims") -> str:
    """Return those counted who are in no district, as a sentence after others; '' for none."""
    nowhere = int(counts.reindex(list(ASIDE), fill_value=0).sum())
    if not nowhere:
        return ""
    return f" In no district of the force: {findings.count(nowhere)} {who} under {LIMIT}."


def lived(store: Store, wanted: Selection, span: Period) -> tuple[dict[str, float], str]:
    """Return each district's person-years under the limit in a period; none without residents."""
    # of all areas, whichever are chosen: they are then worked out once
    young = Selection(span, ages=BANDS)
    try:
        known, note = person_years.lived(store, young, "district", span)
    except Empty as why:
        return {}, f"Counts only, not rates: {findings.lower(why.finding)}"
    sums = {area: float(years.sum()) for area, (years, _) in known.items()}
    place = reference.csp_of() if wanted.level == "csp" else {area: area for area in sums}
    chosen = {area for area in sums if not wanted.areas or place.get(area) in wanted.areas}
    kept = {area: each for area, each in sums.items() if area in chosen and np.isfinite(each) and each > 0}
    return kept, note.replace(", drawn hollow", "")
