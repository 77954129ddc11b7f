"""Person-level truths of a clean extract: repeats and overlaps, by brute counting."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from vru.demo.crimes import GENERAL, PARTNER
from vru.demo.days import BURN_IN, Days
from vru.demo.people import OLDEST
from vru.demo.simulate import Simulation
from vru.reference import age_bands

WINDOW = 730  # days; long windows bias a ratio, since people accumulate and residents do not
WASHOUT = 1096
FREQUENCIES = ((1, 1), (2, 2), (3, 4), (5, 10_000))


def repeat_within(suspects: pd.DataFrame, days: Days, *, months: int) -> dict[str, Any]:
    """Return the share of suspects with a second occasion within `months` of their first.

    Only people whose first day lies after a washout of three years and who can be followed
    for the whole time; so no censoring is left and a plain share is enough.
    """
    occasions = suspects[["person", "day"]].drop_duplicates().sort_values(["person", "day"])
    occasions = occasions[occasions["day"] >= np.datetime64(days.first)]
    first = occasions.groupby("person")["day"].first()
    second = occasions.groupby("person")["day"].nth(1)
    wait = occasions.loc[second.index].set_index("person")["day"] - first
    last = np.datetime64(days.last) - np.timedelta64(round(months * 30.4375), "D")
    eligible = first[(first >= np.datetime64(days.first) + WASHOUT) & (first <= last)]
    again = wait.reindex(eligible.index) <= np.timedelta64(round(months * 30.4375), "D")
    share = float(again.mean()) if len(eligible) else float("nan")
    return {"people": len(eligible), "repeat": round(share, 4), "one_off": round(1 - share, 4)}


def overlap_ratio(people: pd.DataFrame, made: Simulation, other: str) -> dict[str, Any]:
    """Return the pooled relative risk (Mantel–Haenszel) of a second role given the first, in 24 months.

    `other` 'partner': suspects of general violence also suspected of intimate-partner violence,
    residents from 16. 'victim': suspects also victims, residents from 10. Strata are window ×
    age band × sex at the window's start.
    """
    suspect = people["role"] == 1
    if other == "partner":
        first, second = (
            people[suspect & (people["relation"] == GENERAL)],
            people[suspect & (people["relation"] == PARTNER)],
        )
    else:
        first, second = people[suspect], people[people["role"] == 0]
    top = bottom = 0.0
    both = 0
    for start in window_starts(made.days):
        counts = _window(first, second, made, start, youngest=16 if other == "partner" else 10)
        residents = counts["residents"]
        exposed, cases, joint = counts["first"], counts["second"], counts["both"]
        top += (joint * (residents - exposed) / residents).sum()
        bottom += ((cases - joint) * exposed / residents).sum()
        both += int(joint.sum())
    return {"relative_risk": round(top / bottom, 4) if bottom else None, "people_with_both": both}


def window_starts(days: Days) -> np.ndarray:
    """Return the first days of the disjoint 24-month windows of the extract."""
    return np.arange(days.date[BURN_IN], days.date[-1] - WINDOW + 1, WINDOW)


def _window(first, second, made, start, *, youngest) -> pd.DataFrame:
    one, two = (np.unique(_inside(each, start)["person"]) for each in (first, second))
    table = pd.DataFrame({"residents": _residents(made, start)})
    for name, persons in (("first", one), ("second", two), ("both", np.intersect1d(one, two))):
        strata = _stratum(persons, made, start)
        table[name] = np.bincount(strata, minlength=len(table))
    bands = list(age_bands().values())
    old_enough = np.tile([band.high >= youngest for band in bands], 2)
    return table[old_enough & (table["residents"] > 0)]


def _inside(rows: pd.DataFrame, start: np.datetime64) -> pd.DataFrame:
    return rows[(rows["day"] >= start) & (rows["day"] < start + WINDOW)]


def _stratum(persons: np.ndarray, made: Simulation, start: np.datetime64) -> np.ndarray:
    bands = list(age_bands().values())
    age = made.people.age(persons, np.full(persons.size, start))
    band = np.searchsorted([each.low for each in bands][1:], age, side="right")
    return made.people.sex(persons) * len(bands) + band


def _residents(made: Simulation, start: np.datetime64) -> np.ndarray:
    year = int(made.days.year[np.searchsorted(made.days.date, start)])
    part = (start - np.datetime64(f"{made.days.first_mid_year + year}-06-30")).astype(int) / 365.25
    counts = made.people.residents()
    between = counts[year] * (1 - part) + counts[year + 1] * part
    return np.concatenate(
        [
            [between[sex, band.low : min(band.high, OLDEST) + 1].sum() for band in age_bands().values()]
            for sex in (0, 1)
        ]
    )


def victims_by_frequency(people: pd.DataFrame, made: Simulation) -> dict[str, float]:
    """Return victim occasions in 24 months by suspect occasions in the 24 before, relative to residents.

    The two windows are disjoint; the expected number is the residents' rate of the same
    age band and sex.
    """
    suspects, victims = (
        people[people["role"] == role][["person", "day"]].drop_duplicates() for role in (1, 0)
    )
    seen = dict.fromkeys(FREQUENCIES, 0.0)
    expected = dict.fromkeys(FREQUENCIES, 0.0)
    for start in window_starts(made.days)[:-1]:
        times = _inside(suspects, start)["person"].value_counts()
        later = _inside(victims, start + WINDOW)["person"]
        strata = _stratum(later.to_numpy(), made, start)
        rate = np.bincount(strata, minlength=2 * len(age_bands())) / np.maximum(_residents(made, start), 1)
        for low, high in FREQUENCIES:
            members = times.index[(times >= low) & (times <= high)].to_numpy()
            seen[low, high] += int(later.isin(members).sum())
            expected[low, high] += float(rate[_stratum(members, made, start)].sum())
    return {
        f"{low}" if low == high else f"{low} to {high}" if high < 100 else f"{low} or more": round(
            seen[low, high] / expected[low, high], 3
        )
        for low, high in FREQUENCIES
        if expected[low, high]
    }
