"""The surface of suspects by age and year: what the pictures of birth cohorts are made of."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import findings, reference
from vru.answers import people
from vru.answers.making import Empty
from vru.answers.sharing import once
from vru.measures import cohorts, population, rates, series
from vru.periods import Period, month_name
from vru.selection import Selection
from vru.store import Store

WIDTH = 2  # ages and years of a block: fewer leave a board's page full of noise
FIRST_AGE, LAST_AGE = 10, 59
LEAST_BLOCKS = 3  # periods, for a path to be one


class Surface(NamedTuple):
    """Rates by blocks of ages and years, one row a block, and what stands beside the picture.

    `rows` has the columns born (year), period (label), from (number of the period's first
    year), age, ages (label), suspects, person_years, rate, low, high (per 1,000 residents a
    year; NaN without a population) and whole.
    """

    rows: pd.DataFrame
    shown: Period
    counted: str
    missing: str

    @property
    def periods(self) -> list[str]:
        """The labels of the periods, in order."""
        return list(dict.fromkeys(self.rows["period"]))


@once
def surface(store: Store, selection: Selection, violence: str) -> Surface:
    """Return suspects per 1,000 residents by age and year. Raises Empty where a part of it is missing."""
    people.require(store, "has_persons", "has_suspects", "has_day", "has_exact_age", "has_population")
    years = people.years(store, selection)
    years = years[len(years) % WIDTH :]
    if len(years) < WIDTH * LEAST_BLOCKS:
        raise Empty(
            "enough",
            f"A generation's path needs at least {WIDTH * LEAST_BLOCKS} whole years; "
            f"{selection.period} has fewer: choose a longer period.",
        )
    shown = Period(years[0].period.first, years[-1].period.last)
    areas = _areas(store, selection)
    events, without_age = _events(store, selection, violence, shown, areas)
    lived, note = _lived(store, selection, shown, areas)
    if not events.sum():
        raise Empty(
            "nothing",
            f"Nobody of {FIRST_AGE} to {LAST_AGE} is a suspect in {shown} where residents are loaded: choose "
            "fewer filters, or load the residents of this extract's districts.",
        )
    rows = _rated(cohorts.lexis(events, lived, width=WIDTH, first_age=FIRST_AGE))
    return Surface(
        _labelled(rows, years),
        shown,
        f"{findings.count(events.sum())} suspects of {FIRST_AGE} to {LAST_AGE}, each counted once a "
        f"year at the age of that year's first occasion, {shown}. {note}",
        _missing(events, without_age) + people.flags_said(store, selection),
    )


def _areas(store: Store, selection: Selection) -> list[str]:
    residents = store.ask("residents", age_lows=None, age_highs=None, sex=None)
    known = sorted(set(residents["area"]))
    if not selection.areas:
        return known
    csp = reference.csp_of()
    wanted = {
        each for each in known if (csp.get(each) if selection.level == "csp" else each) in selection.areas
    }
    if not wanted:
        raise Empty("cannot", "No residents are loaded for the chosen areas: load their mid-year estimates.")
    return sorted(wanted)


def _events(
    store: Store, selection: Selection, violence: str, shown: Period, areas: list[str]
) -> tuple[np.ndarray, int]:
    rows = store.ask(
        "careers_cohorts",
        violence=violence,
        first=shown.first,
        end=shown.end,
        areas=areas,
        sex=selection.sex,
        domestic=selection.domestic if selection.domestic in ("yes", "no") else None,
    )
    without = int(rows.loc[rows["age"].isna(), "suspects"].sum())
    kept = rows[rows["age"].between(FIRST_AGE, LAST_AGE)]
    events = np.zeros((shown.months // 12, LAST_AGE - FIRST_AGE + 1))
    events[kept["year"].to_numpy(int), kept["age"].to_numpy(int) - FIRST_AGE] = kept["suspects"]
    if without and not events.any():
        raise Empty("cannot", "No suspect's age is known exactly under these filters: fill `age`.")
    return events, without


def _lived(store: Store, selection: Selection, shown: Period, areas: list[str]) -> tuple[np.ndarray, str]:
    asked = {"areas": areas, "sex": selection.sex, "low": FIRST_AGE, "high": LAST_AGE}
    residents = store.ask("careers_residents", width=1, **asked)
    ages = np.arange(FIRST_AGE, LAST_AGE + 1)
    if set(residents["area"]) != set(ages):
        raise Empty("cannot", "Birth cohorts need residents by single year of age: load such estimates.")
    months = series.months_of(shown)
    lived = population.person_years(residents, months)
    surface_ = lived.pivot(index="area", columns="month", values="person_years").loc[ages, months].to_numpy()
    if np.isnan(surface_).all():
        raise Empty("cannot", f"No population estimate covers {shown}: load mid-year estimates for it.")
    last = population.last_estimate(residents)
    basis = set(lived["basis"])
    note = f"Residents: mid-year estimates to mid-{last}." if last else "Residents: projections."
    if "projection" in basis:
        note += " Later months rest on projections."
    if "carried" in basis:
        note += f" For later months those of mid-{last} stand in."
    return surface_.reshape(len(ages), -1, 12).sum(2).T, note


def _rated(rows: pd.DataFrame) -> pd.DataFrame:
    made = np.full((3, len(rows)), np.nan)
    known = rows["lived"].to_numpy() > 0
    made[:, known] = rates.rate_per_1000(rows["events"][known], rows["lived"][known])[:3]
    return rows.assign(rate=made[0], low=made[1], high=made[2])


def _labelled(rows: pd.DataFrame, years: list[people.Year]) -> pd.DataFrame:
    start = years[0].period.first.year
    whole = {at: all(each.whole for each in years[at : at + WIDTH]) for at in range(0, len(years), WIDTH)}
    names = {at: f"{WIDTH} years to {month_name(years[at + WIDTH - 1].period.last)}" for at in whole}
    return pd.DataFrame(
        {
            "born": start + rows["born"],
            "period": rows["period"].map(names),
            "from": rows["period"],
            "age": rows["age"],
            "ages": [ages_of(each) for each in rows["age"]],
            "suspects": rows["events"].astype(int),
            "person_years": rows["lived"].round(1),
            "rate": rows["rate"],
            "low": rows["low"],
            "high": rows["high"],
            "whole": rows["period"].map(whole),
        }
    )


def ages_of(age: int) -> str:
    """Return the label of the block of ages that begins with one: 10 to 11."""
    return f"{age} to {age + WIDTH - 1}"


def _missing(events: np.ndarray, without_age: int) -> str:
    of = int(events.sum()) + without_age
    ages = (
        f"{findings.count(without_age)} of {findings.count(of)} suspects "
        f"({findings.share(without_age, of)}), counted once a year, have no exact age and are in no cell."
        if without_age
        else "Every suspect's age is known."
    )
    return (
        f"{ages} Suspects without a usable key, and occasions outside the areas with residents, are left out."
    )
