"""Person-years: how many residents the selection's rates are of, month by month."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru import reference
from vru.answers.making import Empty
from vru.answers.sharing import once
from vru.areas import ONE
from vru.measures import population, series
from vru.periods import Period, month_name
from vru.selection import Selection
from vru.store import Store

Lived = tuple[np.ndarray, np.ndarray]
"""Person-years a month, and whether they rest on an estimate."""


def lived(store: Store, selection: Selection, split: str, history: Period) -> tuple[dict[str, Lived], str]:
    """Return the person-years of each part of a split by month, and a sentence on what they rest on.

    Raises Empty where no residents are loaded, or none of the chosen ages or of these months.
    """
    if selection.small:
        return _of_small_areas(store, selection, split, history)
    if not store.capabilities.has_population:
        raise Empty(
            "cannot",
            "Rates need residents, and this store has none: load population.csv (year, area, sex, "
            "age_low, age_high, residents).",
        )
    if split in ("group", "domestic", "knife"):
        raise Empty("cannot", "Rates are split by area only: a flag or group has no residents of its own.")
    where = Selection(
        history, level=selection.level, areas=selection.areas, ages=selection.ages, sex=selection.sex
    )
    return _person_years(store, where, split)


def _of_small_areas(
    store: Store, selection: Selection, split: str, history: Period
) -> tuple[dict[str, Lived], str]:
    """Return the person-years of small areas together: residents of all ages, where they are loaded."""
    if split != "none" or selection.ages or selection.sex:
        raise Empty(
            "cannot",
            "Residents of small areas are known all together only: take the split or the filters on age and "
            "sex away, or choose districts.",
        )
    if selection.level in ("beat", "cell"):
        one = ONE[selection.level]
        raise Empty("cannot", f"Nobody counts who lives in a {one}: choose another measure, or districts.")
    people = store.ask("hotspots_residents", at=selection.level)
    chosen = people[people["area"].isin(selection.areas)]
    if set(chosen["area"]) != set(selection.areas):
        raise Empty(
            "cannot",
            "Rates need the residents of each small area: load population by small area (`population_lsoa`, "
            "see docs/contract.md), or choose districts.",
        )
    lived = population.person_years(chosen, series.months_of(history))
    exposure, firm = _summed(lived)
    if not np.isfinite(exposure).any():
        raise Empty("cannot", "No population estimate covers these months: load mid-year estimates for them.")
    return {"all": (exposure, firm)}, _population_note(chosen, lived)


@once
def _person_years(store: Store, where: Selection, split: str) -> tuple[dict[str, Lived], str]:
    asked = where.parameters()
    people = store.ask("residents", **{each: asked[each] for each in ("age_lows", "age_highs", "sex")})
    if people["cut"].sum():
        raise Empty(
            "cannot", "The population's age bands do not add up to the chosen ages: choose other ages."
        )
    csp = reference.csp_of()
    areas = set(where.areas) if where.areas else None
    codes = people["area"].map(csp) if where.level == "csp" else people["area"]
    chosen = codes.notna() if areas is None else codes.isin(areas)
    lived = population.person_years(people[chosen], series.months_of(where.period))
    key = {"district": lived["area"], "csp": lived["area"].map(csp)}.get(split, pd.Series("all", lived.index))
    summed = {str(part): _summed(frame) for part, frame in lived.groupby(key)}
    if not any(np.isfinite(exposure).any() for exposure, _ in summed.values()):
        raise Empty("cannot", "No population estimate covers these months: load mid-year estimates for them.")
    return summed, _population_note(people, lived)


def _summed(lived: pd.DataFrame) -> Lived:
    """Return the person-years of several areas together; missing where one of them is missing."""
    grouped = lived.assign(none=lived["basis"] == "none", firm=lived["basis"] == "estimate").groupby("month")
    exposure = grouped["person_years"].sum(min_count=1).where(~grouped["none"].any())
    return exposure.to_numpy(float), grouped["firm"].all().to_numpy(bool)


def _population_note(people: pd.DataFrame, lived: pd.DataFrame) -> str:
    last = population.last_estimate(people)
    said = f"Residents: mid-year estimates to mid-{last}." if last else "Residents: projections."
    carried = lived[lived["basis"] == "carried"]
    if len(carried):
        said += (
            f" From {month_name(carried['month'].min())} the mid-{last} residents are used "
            f"(at most {population.CARRIED} months), drawn hollow."
        )
    if (lived["basis"] == "projection").any():
        said += " Later months rest on projections, drawn hollow."
    return said
