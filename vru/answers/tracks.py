"""Tracks: the selected offences month by month, as counts, rates or harm, for each part of a split."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import reference
from vru.answers.making import Empty, rows_of
from vru.answers.sharing import once
from vru.measures import harm, population, series
from vru.periods import Period, month_name, months_between
from vru.selection import Selection
from vru.store import Store

MEASURES = {
    "count": "Number of offences",
    "rate": "Rate per 1,000 residents",
    "harm": "Harm, weighted by seriousness",
}
SPLITS = {
    "district": "Districts",
    "csp": "Community safety partnerships",
    "group": "Offence groups",
    "domestic": "Domestic or not",
    "knife": "Knife-enabled or not",
}
FLAG_LABELS = {
    "domestic": {"yes": "Domestic", "no": "Not domestic", "unknown": "Flag not known"},
    "knife": {"yes": "Knife-enabled", "no": "Not knife-enabled", "unknown": "Flag not known"},
}


ASIDE = ("unknown", "outside")
"""Parts that are shown but neither ranked nor judged."""


class Track(NamedTuple):
    """One part of a split, from the store's first month to the end of the selected period.

    `months` has one row a month: month, offences, value (offences, or sum of weights), state,
    firm (False where the population is carried or projected) and, for rates, exposure in
    person-years. `scale` is 1 for counts (see vru.measures.harm).
    """

    part: str
    label: str
    months: pd.DataFrame
    scale: float

    def sum(self, column: str, span: Period) -> float:
        """Return the sum of a column over a period; NaN where a month of it is missing."""
        begins = self.months["month"].iloc[0]
        first, end = months_between(begins, span.first), months_between(begins, span.end)
        return float(self.months[column].to_numpy(float)[max(first, 0) : end].sum())

    def total(self, span: Period) -> int:
        """Return its offences in a period."""
        return int(self.sum("offences", span))

    def amount(self, span: Period) -> float:
        """Return its number over a period, as measured: a count, a rate per 1,000 residents, or harm."""
        if "exposure" not in self.months:
            return self.sum("value", span)
        lived = self.sum("exposure", span)
        return 1_000 * self.sum("value", span) / lived if lived > 0 else math.nan


class Tracks(NamedTuple):
    """All parts of a split, largest first; `shown` is the selected period where there is data."""

    parts: tuple[Track, ...]
    measure: str
    shown: Period
    note: str
    unweighted: int = 0

    @property
    def doubt(self) -> str | None:
        """Why no headline may be made of these numbers, as a sentence; None where one may."""
        every = sum(each.total(self.shown) for each in self.parts)
        missing = harm.harm([], weights=0, squares=0, unweighted=self.unweighted, offences=every)
        if self.measure != "harm" or missing.may_headline:
            return None
        return (
            f"{self.unweighted:,} of {every:,} selected offences ({100 * missing.unweighted_share:.1f} %) "
            f"have no severity weight: above {100 * harm.UNWEIGHTED_LIMIT:.0f} % a harm score misleads, so "
            "nothing is concluded from it."
        )


@once
def ask(store: Store, selection: Selection, measure: str = "count", split: str = "none") -> Tracks:
    """Return the selection's tracks. Raises Empty where there is nothing, or no population or weights."""
    known = store.capabilities.months(selection.basis)
    if known is None:
        raise Empty("cannot", f"This extract has no date {selection.basis}: choose the other date basis.")
    last = min(selection.period.last, known[1])
    shown = Period(max(selection.period.first, known[0]), last)
    if shown.first > shown.last:
        raise Empty("nothing", f"The extract holds {Period(*known)} only: choose a period within it.")
    history = selection.with_period(Period(known[0], last))
    rows = _months(store, history, split)
    inside = rows[rows["month"] >= shown.first]
    if inside["offences"].sum() == 0:
        raise Empty("nothing", f"No offence matches these filters in {shown}.")
    if split != "none" and set(rows["part"]) == {"unknown"}:
        raise Empty("cannot", f"{SPLITS[split]} are not known in this extract.")
    states = _states(store, selection.basis)
    scales = _harm_scales(store, history, split) if measure == "harm" else {}
    lived, note = _lived(store, selection, split, history.period) if measure == "rate" else ({}, "")
    numbers = rows.drop(columns="part")
    order = inside.groupby("part")["offences"].sum().sort_values(ascending=False, kind="stable").index
    places = rows.groupby("part").indices
    parts = tuple(
        Track(
            part, label(split, part), _filled(frame, measure, states, lived.get(part)), scales.get(part, 1.0)
        )
        for part in order
        if measure != "rate" or part in lived
        for frame in [series.complete(numbers.iloc[places[part]], history.period)]
    )
    return Tracks(parts, measure, shown, note, int(inside["unweighted"].sum()))


def label(split: str, part: str) -> str:
    """Return a part of a split as people read it."""
    if split in ("district", "csp"):
        return {"unknown": "Not known", "outside": "Outside the force"}.get(
            part, reference.area_names(split).get(part, part)
        )
    if split == "group":
        return reference.offence_groups()[part].label if part in reference.offence_groups() else part
    return FLAG_LABELS.get(split, {}).get(part, part)


def _months(store: Store, selection: Selection, split: str) -> pd.DataFrame:
    query = "trend_months" if selection.by_person else "trend_months_cube"
    rows = store.ask(query, split=split, **selection.parameters())
    rows["month"] = rows["month"].dt.date
    ours = set(reference.area_names("district"))
    if split != "district" or not ours & set(rows["part"]):
        return rows
    rows["part"] = rows["part"].where(rows["part"].isin(ours | {"unknown"}), "outside")
    return rows.groupby(["part", "month"], as_index=False).sum()


def _states(store: Store, basis: str) -> dict[object, str]:
    rows = store.ask("month_states", basis=basis)
    return dict(zip(rows["month"].dt.date, rows["state"], strict=True)) if len(rows) else {}


def _filled(
    frame: pd.DataFrame, measure: str, states: dict[object, str], lived: pd.DataFrame | None
) -> pd.DataFrame:
    frame["value"] = frame["harm"] if measure == "harm" else frame["offences"]
    frame["state"] = [states.get(each, "complete") for each in frame["month"]]
    frame["firm"] = True
    if lived is not None:
        # both have every month of the history, in order
        frame["exposure"] = lived["person_years"].to_numpy()
        frame["firm"] = lived["basis"].eq("estimate").to_numpy()
    return frame


def _harm_scales(store: Store, history: Selection, split: str) -> dict[str, float]:
    if not store.capabilities.has_severity:
        raise Empty(
            "cannot",
            "Harm needs a severity weight for each offence: load an extract with Home Office codes "
            "(ho_code) or with severity_weight.",
        )
    rows = store.ask("trend_weights", split=split, **history.parameters())
    return {
        row.part: harm.harm([], weights=row.weights, squares=row.squares, unweighted=0, offences=0).scale
        for row in rows_of(rows)
    }


def _lived(
    store: Store, selection: Selection, split: str, history: Period
) -> tuple[dict[str, pd.DataFrame], str]:
    """Return the person-years of each part, and a sentence on what they rest on."""
    if not store.capabilities.has_population:
        raise Empty(
            "cannot",
            "Rates need residents, and this store has none: load population.csv (year, area, sex, "
            "age_low, age_high, residents).",
        )
    asked = selection.parameters()
    people = store.ask("residents", **{each: asked[each] for each in ("age_lows", "age_highs", "sex")})
    if people["cut"].sum():
        raise Empty(
            "cannot", "The population's age bands do not add up to the chosen ages: choose other ages."
        )
    csp = reference.csp_of()
    areas = set(selection.areas) if selection.areas else None
    codes = people["area"].map(csp) if selection.level == "csp" else people["area"]
    chosen = codes.notna() if areas is None else codes.isin(areas)
    months = series.months_of(history)
    lived = population.person_years(people[chosen], months)
    key = {"district": lived["area"], "csp": lived["area"].map(csp)}.get(split, pd.Series("all", lived.index))
    if split in ("group", "domestic", "knife"):
        raise Empty("cannot", "Rates are split by area only: a flag or group has no residents of its own.")
    summed = {str(part): _summed(frame) for part, frame in lived.groupby(key)}
    if not any(each["person_years"].notna().any() for each in summed.values()):
        raise Empty("cannot", "No population estimate covers these months: load mid-year estimates for them.")
    return summed, _population_note(people, lived)


def _summed(lived: pd.DataFrame) -> pd.DataFrame:
    """Return the person-years of several areas together; missing where one of them is missing."""
    grouped = lived.groupby("month")
    weakest = {"estimate": 0, "projection": 1, "carried": 2, "none": 3}
    worst = lived.assign(rank=lived["basis"].map(weakest)).groupby("month")["rank"].max()
    names = {rank: name for name, rank in weakest.items()}
    return pd.DataFrame(
        {
            "month": list(worst.index),
            "person_years": grouped["person_years"].sum(min_count=1).where(worst < 3, np.nan).to_numpy(),
            "basis": [names[each] for each in worst],
        }
    )


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
