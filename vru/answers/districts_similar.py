"""Similar districts: which areas are most like a chosen one in size and in the ages of who lives there."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import reference
from vru.answers.districts_data import Areas, rate
from vru.answers.sharing import once
from vru.measures import similar
from vru.store import Store

HOW_MANY = 3
AGES = {"children": (0, 17), "young adults": (18, 24), "older people": (65, 120)}
"""Shares of the residents that stand for the age mix, in completed years."""
LEAST_AREAS = 5
"""With fewer areas nearly all would be the most similar ones."""


class Likeness(NamedTuple):
    """Features of areas by code, and what they are in words; no row where nothing is known."""

    features: pd.DataFrame
    words: str


def most_similar(store: Store, found: Areas, part: str) -> tuple[list[str], str]:
    """Return the codes of the areas most like one, and a sentence that says in what; none where not known."""
    known = likeness(store, found.level)
    codes = [each.track.part for each in found.listed if each.track.part in known.features.index]
    if part not in codes or len(codes) < LEAST_AREAS:
        return [], ""
    table = known.features.loc[codes].to_numpy(float)
    near = similar.nearest(table, codes.index(part), HOW_MANY)
    return [codes[each] for each in near], (
        f"The most similar areas are the {HOW_MANY} nearest in {known.words}, each counting the same."
    )


@once
def likeness(store: Store, level: str) -> Likeness:
    """Return what is known of each area of a level: residents, and their ages where they are published."""
    people = _residents(store, level, None, None)
    if people.empty:
        return Likeness(pd.DataFrame(), "")
    features = {"size": np.log(people)}
    for name, (low, high) in AGES.items():
        within = _residents(store, level, low, high)
        if len(within):
            features[name] = within.reindex(people.index) / people
    said = ["number of residents (logarithm)"]
    if len(features) > 1:
        said.append("the shares of residents under 18, aged 18–24 and 65 or older")
    deprived = _deprivation(store, level)
    if len(deprived):
        features["deprivation"] = deprived.reindex(people.index)
        said.append("the mean deprivation tenth of the residents")
    *most, last = said
    words = f"{', '.join(most)} and {last}" if most else last
    return Likeness(pd.DataFrame(features).dropna(), words)


def _deprivation(store: Store, level: str) -> pd.Series:
    """Return the mean deprivation tenth of the residents by area; none where no index is loaded."""
    if not store.capabilities.has_deprivation:
        return pd.Series(dtype=float)
    rows = store.ask("deprivation_residents")
    rows = rows[(rows["edition"] == rows["edition"].max()) & rows["district"].notna()]
    codes = rows["district"].map(reference.csp_of()) if level == "csp" else rows["district"]
    sums = (
        rows.assign(weighted=rows["decile"] * rows["residents"])
        .groupby(codes)[["weighted", "residents"]]
        .sum()
    )
    return (sums["weighted"] / sums["residents"])[sums["residents"] > 0].astype(float)


def _residents(store: Store, level: str, low: int | None, high: int | None) -> pd.Series:
    """Return the residents of the last estimated year by area; none where source bands straddle the ages."""
    ages = {
        "age_lows": None if low is None else [low],
        "age_highs": None if high is None else [high],
        "sex": None,
    }
    rows = store.ask("residents", **ages)
    rows = rows[rows["kind"] == "estimate"]
    if rows.empty or rows["cut"].sum():
        return pd.Series(dtype=float)
    last = rows.sort_values("year").groupby("area").tail(1)
    codes = last["area"].map(reference.csp_of()) if level == "csp" else last["area"]
    return last["residents"].groupby(codes.to_numpy()).sum().astype(float)


def chosen_part(found: Areas) -> str:
    """Return the area that similarity is about: the one the filter names, else that with the highest rate."""
    codes = [each.track.part for each in found.listed if each.track.part in found.chosen]
    if len(codes) == 1:
        return codes[0]
    rates = {each.track.part: rate(each, found.now).value for each in found.listed}
    return max(rates, key=lambda code: np.nan_to_num(rates[code], nan=-1.0))
