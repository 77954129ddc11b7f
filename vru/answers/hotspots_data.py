"""What the maps show: offences, rates or harm of each area, with intervals, and what cannot be placed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import reference
from vru.answers import hotspots_land as land
from vru.answers.hotspots_options import Places, window_parameters
from vru.answers.making import Empty
from vru.answers.sharing import once
from vru.areas import MANY
from vru.measures import population, rates
from vru.periods import add_months
from vru.selection import Selection
from vru.store import Store

RATED = ("district", "csp")
"""Levels whose residents are those of districts."""
SMALL_RATED = ("lsoa", "ward")
"""Levels whose residents are those of small areas, where these are loaded."""
COLUMN = {"ward": "ward", "beat": "beat", "lsoa": "lsoa", "district": "district", "csp": "district"}


class Placed(NamedTuple):
    """Areas of a level and what of the selection lies in them.

    `table` has code, name, drawn, offences, value (what is shaded: a year's number), low, high,
    ordered by value; `nowhere` counts offences without an area, `undrawn` those with an area
    that has no outline, `unweighted` those without a severity weight; `total` is all of them.
    """

    table: pd.DataFrame
    total: int
    nowhere: int
    undrawn: int
    unweighted: int
    years: float


@once
def counted(store: Store, selection: Selection, at: str, window: str) -> pd.DataFrame:
    """Return the rows of hotspots_areas for a level and a part of the week."""
    _require_time(store, window)
    asked = window_parameters(selection, window)
    return store.ask("hotspots_areas", at=at, **asked, **selection.parameters())


def _require_time(store: Store, window: str) -> None:
    if window != "all" and not store.capabilities.has_hour:
        raise Empty(
            "cannot",
            "This extract has no time of day: map a time to `committed_from`.",
        )


def placed(store: Store, selection: Selection, options: Places, back: int | None = None) -> Placed:
    """Return the areas of the chosen level, those without an offence among them; `back` is one year only.

    Raises Empty where nothing matches, the extract names no such area, or has no residents.
    """
    rows = counted(store, selection, options.level, options.window)
    rows = rows if back is None else rows[rows["back"] == back]
    total = int(rows["offences"].sum())
    if not total and back is None:
        raise Empty("nothing", "No offence matches these filters.")
    known = rows[rows["code"].notna()]
    if known.empty and back is None:
        raise Empty(
            "cannot",
            f"This extract names no {MANY[options.level]}: map a column to `{COLUMN[options.level]}`, "
            "or choose other areas.",
        )
    years = selection.period.months / 12 if back is None else _years(selection, back)
    sums = known.groupby(["code", "drawn"], as_index=False)[["offences", "harm", "unweighted"]].sum()
    table = _with_the_rest(store, selection, options.level, sums)
    table = _valued(store, selection, options, table, years, back)
    return Placed(
        table.sort_values(["value", "code"], ascending=[False, True], na_position="last", ignore_index=True),
        total,
        total - int(known["offences"].sum()),
        int(sums.loc[~sums["drawn"], "offences"].sum()),
        int(rows["unweighted"].sum()),
        years,
    )


def _years(selection: Selection, back: int) -> float:
    return min(12, selection.period.months - 12 * back) / 12


def _with_the_rest(store: Store, selection: Selection, at: str, sums: pd.DataFrame) -> pd.DataFrame:
    """Return the areas with names; outlines without an offence have 0 where the filter leaves them."""
    outlined = land.shapes(store, at).table[["code", "name"]]
    kept = land.inside(store, at, selection)
    if kept is not None:
        outlined = outlined[outlined["code"].isin(kept | set(sums["code"]))]
    joined = outlined.merge(sums, on="code", how="outer")
    known = reference.area_names(at) if at in RATED else {}
    names = [
        name if isinstance(name, str) else known.get(code, code)
        for name, code in zip(joined["name"], joined["code"], strict=True)
    ]
    numbers = {each: joined[each].astype(float).fillna(0) for each in ("offences", "harm", "unweighted")}
    drawn = joined["code"].isin(outlined["code"])
    return joined.assign(name=names, drawn=drawn, **numbers).astype({"offences": int})


def _valued(
    store: Store, selection: Selection, options: Places, table: pd.DataFrame, years: float, back: int | None
) -> pd.DataFrame:
    if options.measure == "harm":
        if not store.capabilities.has_severity:
            raise Empty(
                "cannot", "This extract has no severity weights: map a Home Office code to `ho_code`."
            )
        return table.assign(value=table["harm"] / years, low=np.nan, high=np.nan)
    lived = np.full(len(table), years * 1_000)
    if options.measure == "rate":
        lived = _lived(store, selection, options.level, table["code"], back)
    known = np.isfinite(lived)
    made = {each: np.full(len(table), np.nan) for each in ("value", "low", "high")}
    if known.any():
        limits = rates.rate_per_1000(table["offences"].to_numpy()[known], lived[known])
        for name, found in zip(made, (limits.value, limits.low, limits.high), strict=True):
            made[name][known] = found
    return table.assign(**made)


def _lived(store: Store, selection: Selection, at: str, codes: pd.Series, back: int | None) -> np.ndarray:
    """Return the person-years lived in each area during the period, NaN where residents are not known."""
    months, residents = _months(selection, back), _residents(store, at)
    lived = population.person_years(residents, months)
    if at == "csp":
        lived["area"] = lived["area"].map(reference.csp_of())
    sums = lived.groupby("area")["person_years"].agg(lambda each: each.sum(skipna=False))
    return codes.map(sums).to_numpy(float)


def _residents(store: Store, at: str) -> pd.DataFrame:
    if at in RATED:
        found = store.ask("residents", age_lows=None, age_highs=None, sex=None)
        needs = "a population file (see docs/contract.md)"
    elif at in SMALL_RATED:
        found = store.ask("hotspots_residents", at=at)
        needs = "population by small area (`population_lsoa`, see docs/contract.md), or choose Districts"
    else:
        raise Empty(
            "cannot", "Nobody counts who lives in a beat: choose districts for rates, or another measure."
        )
    if found.empty:
        raise Empty("cannot", f"Rates need residents of each area: load {needs}.")
    return found


def _months(selection: Selection, back: int | None) -> list:
    span = selection.period
    every = [add_months(span.first, at) for at in range(span.months)]
    return every if back is None else every[max(0, len(every) - 12 * (back + 1)) : len(every) - 12 * back]
