"""Hotspots over the years: which places are hot in every year, which have become so, which fade."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import hotspots_gi_map
from vru.answers.answer import Estimate
from vru.answers.hotspots_ground import (
    Grain,
    Ground,
    captions,
    ground,
    neighbours,
    neighbours_said,
)
from vru.answers.hotspots_options import Viewed
from vru.answers.labels import label
from vru.answers.making import Empty, Parts, asks
from vru.answers.sharing import once
from vru.measures import places
from vru.selection import Selection
from vru.store import Store

METHOD = "Gi*, two-sided, tails of counts; Benjamini–Hochberg at 5 % a year; Mann–Kendall over years"
LEAST_AREAS = 30
"""Areas below which a neighbourhood of nine is no exception among them."""
MEANS = {
    "persistent": "hot in the last year and in at least 80 % of years",
    "emerging": "hot in the last year and rising",
    "new": "hot in the last year for the first time",
    "fading": "was hot, is not now, and falls",
    "sporadic": "hot in some years only",
}


@dataclass(frozen=True)
class Standing(Viewed, Grain):
    """Of squares or small areas, and which place is looked at."""


@asks("hotspots.classes", "Which hotspots persist, and which are new?", Standing, by_day=True, small=True)
def over_years(store: Store, selection: Selection, options: Standing) -> Parts:
    """Places that are hotspots, by what became of them over the years."""
    found = ground(store, selection, options.grain)
    table = classed(store, selection, options.grain)
    held = table["class"].value_counts()
    numbers = {each: int(held.get(each, 0)) for each in MEANS}
    rising = numbers["emerging"] + numbers["new"]
    shown = table[table["class"] != "none"].sort_values(["gi_star", "code"], ascending=[False, True])
    return {
        "finding": _say(numbers, len(table), found),
        "chart": hotspots_gi_map.chart(store, selection, found, shown, options.place),
        "table": shown.reset_index(drop=True),
        "estimates": (
            *(
                Estimate(name, each, None, None, "areas", len(table), METHOD, None)
                for name, each in numbers.items()
            ),
            Estimate("areas", len(table), None, None, "areas", len(table), "count", None),
            Estimate("have_become", rising, None, None, "areas", len(table), METHOD, None),
        ),
        "subtitle": f"Hotspots of {found.shown}, each year judged by itself",
        **_captions(store, selection, found, shown),
    }


def _captions(store: Store, selection: Selection, found: Ground, shown: pd.DataFrame) -> Parts:
    """Return the captions; hotspots without an outline are named as missing from the map."""
    said = captions(store, selection, found, _definition(store, found))
    lost = hotspots_gi_map.undrawn(store, found, shown)
    if lost:
        has, is_ = ("has", "is") if lost == 1 else ("have", "are")
        said["missing"] += (
            f" {findings.count(lost)} of the hotspots {has} no outline and {is_} in the table only."
        )
    return said


def _say(numbers: dict[str, int], areas: int, found: Ground) -> str:
    if not any(numbers.values()):
        return f"Not one of {findings.count(areas)} {found.noun} was a hotspot in any year."
    rising = numbers["emerging"] + numbers["new"]
    return (
        f"Of {findings.count(areas)} {found.noun}, {findings.count(numbers['persistent'])} "
        f"{_is(numbers['persistent'])} hot year after year, and {findings.count(rising)} "
        f"{'has' if rising == 1 else 'have'} become one. {findings.count(numbers['fading'])} "
        f"{_is(numbers['fading'])} fading, {findings.count(numbers['sporadic'])} only at times."
    )


def _is(how_many: int) -> str:
    return "is" if how_many == 1 else "are"


@once
def classed(store: Store, selection: Selection, at: str) -> pd.DataFrame:
    """Return a row an area: code, district, class (of vru.measures.places.CLASSES), years hot, Gi*, offences.

    `gi_star` (z), `false_discovery` and `offences` are of the last year; squares have no `code`, but
    `east` and `north` (metres) of their middle. Raises Empty where there are not two whole years, or
    too few areas.
    """
    found = ground(store, selection, at)
    spans = found.years()
    if len(spans) < 2:
        raise Empty(
            "enough", "Two whole years are needed to say what became of a place: choose a longer period."
        )
    if len(found.at) < LEAST_AREAS:
        raise Empty(
            "enough",
            f"A hotspot stands out among its like; {len(found.at)} are too few, {LEAST_AREAS} are needed: "
            "choose more districts.",
        )
    counts = np.array([found.counts[span].sum(axis=0) for span in spans])
    hot = places.hot_and_cold(counts, neighbours(store, selection, at))
    return pd.DataFrame(
        {
            "code": found.codes or np.full(len(found.at), ""),
            "district": [label("district", each) for each in found.districts],
            "east": found.at[:, 0].astype(int),
            "north": found.at[:, 1].astype(int),
            "class": places.classes(hot.z, hot.hot),
            "years_hot": hot.hot.sum(axis=0),
            "of_years": len(spans),
            "offences": counts[-1].astype(int),
            "gi_star": hot.z[-1],
            "false_discovery": hot.q[-1],
        }
    )


def _definition(store: Store, found: Ground) -> str:
    kinds = "; ".join(f"{name}: {means}" for name, means in MEANS.items())
    return (
        "Each year the offences of a place and its neighbours are held against all places (Getis and Ord’s "
        f"Gi*). {neighbours_said(store, found)} Hot: more than its share at a false-discovery rate of 5 % "
        "over the year’s places, by Poisson’s tails: small counts stray more than the normal law allows. "
        f"{kinds.capitalize()}. Rising and falling are by Mann–Kendall’s test on Gi* over the years."
    )
