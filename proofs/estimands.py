"""What the claims are about, counted in clean simulations by somebody who knows everything.

Nothing here goes through a measure, a query or the ingest. A simulation is reduced to counts;
the counts of many simulations are added up until more than a million clean persons stand
behind them, and only then is a share, ratio or slope taken: so the truth has none of the
noise of the extract it is held against.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru.demo.crimes import GENERAL, PARTNER, VWI
from vru.demo.days import BURN_IN, YEARS
from vru.demo.people import People
from vru.demo.simulate import Simulation
from vru.demo.truth import clean_tables
from vru.reference import age_bands

SUSPECT, VICTIM = 1, 0
YOUNGEST, ADULT = 10, 16  # nobody under ten can be held responsible; partners are counted from 16
WINDOW_YEARS = 2
WASHOUT = 3 * 365 + 1  # days
MONTH = 30.4375
GENERATION = 20  # years
LOWS = tuple(band.low for band in age_bands().values() if band.low >= YOUNGEST)

Counts = NDArray[np.float64]


class Tally(NamedTuple):
    """Counts of one or more simulations: everything can be added."""

    bands: Counts  # distinct suspects by year × age band, at their first occasion of the year
    sexes: Counts  # distinct suspects by year × (female, male)
    suspect_ages: Counts  # offences with a named pair, by year × (other, family or partner) × age of suspect
    victim_ages: Counts  # the same by age of victim
    apart: Counts  # of them those a generation apart, by year × relation
    roles: (
        Counts  # (neither, suspect only, victim only, both) × window × sex × age band, residents throughout
    )
    relations: Counts  # the same of partner and general violence, from 16
    repeats: Counts  # (people first recorded after the washout and followed long enough, of them again)
    warmth: Counts  # (sum over offences of the planted rise of the log rate a degree, offences)
    persons: Counts  # residents ever, suspects ever


def tally(made: Simulation, months: int = 36) -> Tally:
    """Return the counts of one clean simulation."""
    offences, people = clean_tables(made)
    first = np.datetime64(made.days.first)
    year = (people["day"].to_numpy().astype("datetime64[M]") - first.astype("datetime64[M]")).astype(
        int
    ) // 12
    people = people.assign(year=year)
    people = people[(people["year"] >= 0) & (people["year"] < YEARS)]
    suspects = people[people["role"] == SUSPECT]
    partner, general = (suspects[suspects["relation"] == each] for each in (PARTNER, GENERAL))
    return Tally(
        *_mixes(suspects),
        *_pairs(people),
        _windows(made, suspects, people[people["role"] == VICTIM], YOUNGEST),
        _windows(made, partner, general, ADULT),
        _repeats(suspects, made, months),
        _warmth(offences, made),
        np.array([len(made.people.cell), suspects["person"].nunique()], float),
    )


def add(one: Tally, other: Tally) -> Tally:
    """Return the counts of both."""
    return Tally(*(a + b for a, b in zip(one, other, strict=True)))


def estimands(counts: Tally) -> dict[str, float]:
    """Return the truth of each claim in the claim's unit, by the name of its Answer."""
    years = np.arange(YEARS, dtype=float)
    mix = counts.bands / counts.bands.sum(1, keepdims=True)
    female = counts.sexes[:, 0] / counts.sexes.sum(1)
    again = counts.repeats[1] / counts.repeats[0]
    return {
        "offenders.age_diversity": 10 * _slope(years, 1 - (mix**2).sum(1)),
        "offenders.age_gap": 100 * _slope(years, _excess(counts)),
        "offenders.female_share": 100 * _slope(years, female),
        "overlaps.offender_victim": _pooled(counts.roles),
        "overlaps.intimate_partner": _pooled(counts.relations),
        "temperature.effect": 100 * float(np.expm1(counts.warmth[0] / counts.warmth[1])),
        "repeat.one_off": 100 * (1 - again),
    }


def _mixes(suspects: pd.DataFrame) -> tuple[Counts, Counts]:
    once = suspects.sort_values("day", kind="stable").drop_duplicates(["person", "year"])
    year = once["year"].to_numpy()
    band = np.searchsorted(LOWS, once["true_age"], side="right") - 1
    bands, sexes = np.zeros((YEARS, len(LOWS))), np.zeros((YEARS, 2))
    np.add.at(bands, (year[band >= 0], band[band >= 0]), 1)
    np.add.at(sexes, (year, once["male"].to_numpy(int)), 1)
    return bands, sexes


def _pairs(people: pd.DataFrame) -> tuple[Counts, Counts, Counts]:
    """Every offence with a suspect and a victim weighs one, which its pairs share."""
    columns = ["crime", "year", "relation", "true_age"]
    suspects, victims = (people.loc[people["role"] == role, columns] for role in (SUSPECT, VICTIM))
    pairs = suspects.merge(victims[["crime", "true_age"]], on="crime", suffixes=("", "_victim"))
    weight = 1 / pairs.groupby("crime")["crime"].transform("size").to_numpy(float)
    year, kind = pairs["year"].to_numpy(), (pairs["relation"] != GENERAL).to_numpy(int)
    one, other = (pairs[each].clip(0, 110).to_numpy(int) for each in ("true_age", "true_age_victim"))
    ages = np.zeros((2, YEARS, 2, 111))
    np.add.at(ages[0], (year, kind, one), weight)
    np.add.at(ages[1], (year, kind, other), weight)
    apart = np.zeros((YEARS, 2))
    far = np.abs(one - other) >= GENERATION
    np.add.at(apart, (year[far], kind[far]), weight[far])
    return ages[0], ages[1], apart


def _excess(counts: Tally) -> Counts:
    """Share of offences a generation apart, above that of a random pairing of the same people, by year."""
    gap = np.abs(np.subtract.outer(np.arange(111), np.arange(111))) >= GENERATION
    size = counts.suspect_ages.sum(2)
    chance = np.einsum("yka,ab,ykb->yk", counts.suspect_ages, gap.astype(float), counts.victim_ages)
    expected = np.divide(chance, size, out=np.zeros_like(chance), where=size > 0)
    return (counts.apart - expected).sum(1) / size.sum(1)


def _windows(made: Simulation, exposed: pd.DataFrame, cases: pd.DataFrame, youngest: int) -> Counts:
    """People in both, one or neither, of those who were residents through the whole window."""
    number = YEARS // WINDOW_YEARS
    lows = sorted({youngest, *(low for low in LOWS if low > youngest)})
    found = np.zeros((4, number, 2, len(lows)))
    for window in range(number):
        begins = np.datetime64(
            f"{made.days.first.year + WINDOW_YEARS * window}-{made.days.first.month:02}-01"
        )
        here = stayed(made, begins)
        marked = np.zeros(len(here), int)
        for value, rows in ((1, exposed), (2, cases)):
            inside = rows["year"] // WINDOW_YEARS == window
            marked[np.unique(rows.loc[inside, "person"])] += value
        age = made.people.age(np.arange(len(here)), np.full(len(here), begins))
        band = np.searchsorted(lows, age, side="right") - 1
        keep = here & (band >= 0)
        sex = made.people.sex(np.flatnonzero(keep))
        np.add.at(found[:, window], (marked[keep], sex, band[keep]), 1)
    return found


def stayed(made: Simulation, begins: np.datetime64) -> NDArray[np.bool_]:
    """Return who is a resident in every population year that a window touches."""
    people: People = made.people
    inside = (made.days.date >= begins) & (np.arange(made.days.date.size) >= BURN_IN)
    end = begins.astype("datetime64[M]") + 12 * WINDOW_YEARS
    years = np.unique(made.days.year[inside & (made.days.date < end.astype("datetime64[D]"))])
    least = people.present[..., years].min(axis=3).ravel()
    return np.arange(len(people.cell)) - people.start[people.cell] < least[people.cell]


def _pooled(counts: Counts) -> float:
    """Return the risk of being a case among the exposed over that of others, pooled over strata."""
    neither, exposed, cases, both = counts.reshape(4, -1)
    among, others = exposed + both, neither + cases
    total = np.maximum(among + others, 1)
    return float((both * others / total).sum() / (cases * among / total).sum())


def _repeats(suspects: pd.DataFrame, made: Simulation, months: int) -> Counts:
    """People whose first occasion lies after the washout and far enough from the end, and those again."""
    occasions = suspects[["person", "day"]].drop_duplicates().sort_values(["person", "day"])
    first = occasions.drop_duplicates("person").set_index("person")["day"]
    later = occasions[occasions["person"].duplicated()].drop_duplicates("person").set_index("person")["day"]
    wait = (later.reindex(first.index) - first).dt.days
    longest = round(months * MONTH)
    begins = np.datetime64(made.days.first) + np.timedelta64(WASHOUT, "D")
    ends = np.datetime64(made.days.last) - np.timedelta64(longest, "D")
    eligible = ((first >= begins) & (first <= ends)).to_numpy()
    return np.array([eligible.sum(), (wait[eligible] <= longest).sum()], float)


def _warmth(offences: pd.DataFrame, made: Simulation) -> Counts:
    """A sum of rates rises with a degree as its parts do, each by its share of the offences."""
    general = (offences.loc[offences["kind"] == VWI, "relation"] == GENERAL).to_numpy()
    planted = np.where(general, made.world.general_per_degree, made.world.domestic_per_degree)
    return np.array([planted.sum(), len(planted)])


def _slope(steps: Counts, values: Counts) -> float:
    return float(np.polyfit(steps, values, 1)[0])
