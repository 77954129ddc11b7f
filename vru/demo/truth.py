"""What was planted, and what of it came out in the clean extract, worked out without the measures."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from vru.demo import around, codes, crimes, involved, record
from vru.demo.careers import overlap_ratio, repeat_within, victims_by_frequency
from vru.demo.days import INCOMPLETE_MONTH, INCOMPLETE_SHARE, KINDS, LAGS, RELATIONS, targets
from vru.demo.simulate import Simulation
from vru.reference import age_bands, table


def truth_of(made: Simulation) -> dict[str, Any]:
    """Return the planted parameters and the realised clean values of a simulation.

    Realised values are of the record before dirt, by true person: no missing ages, no split
    keys, crimes of status crime only. Years are financial years named by their last.
    """
    return {
        "synthetic": True,
        "world": made.world.name,
        "seed": made.seed,
        "scale": made.scale,
        "first": made.days.first.isoformat(),
        "last": made.days.last.isoformat(),
        "planted": asdict(made.world) | _fixed(made),
        "realised": realised(made),
    }


def _fixed(made: Simulation) -> dict[str, Any]:
    return {
        "relations": {name: dict(zip(RELATIONS, shares, strict=True)) for name, shares in KINDS.items()},
        "hotspots": _hotspots(made),
        "near_repeat_reach": {"days": 14, "metres_sd_each_axis": record.NEAR_METRES},
        "programmes": _programmes(made),
        "code_change": "2012-04-01",
        "recording_accuracy_step": {"from": "2017-04-01", "to": "2019-04-01"},
        "intent_share": codes.INTENT,
        "system_migration": {"date": involved.MIGRATION, "split_share": involved.SPLIT},
        "recording_lag": {
            name: {"same_day": first, "next_day": second, "tails": tails}
            for name, (first, second, tails) in LAGS.items()
        },
        "incomplete_month": {"month": INCOMPLETE_MONTH, "lost_share": INCOMPLETE_SHARE},
        "not_a_crime": crimes.NOT_A_CRIME,
        "domestic_flag_from": "2015-04-01",
    }


def _hotspots(made: Simulation) -> dict[str, Any]:
    areas, towns = made.places.areas, table("demo_towns")["town"].to_numpy()
    top = areas.sort_values("night", ascending=False, kind="stable").head(12)
    appearing, noisy = record.appearing(made.places), record.noisy(made.places)
    return {
        "persist": dict(zip(towns[top["town"]], top["code"], strict=True)),
        "appears": {"area": areas["code"][appearing], "from": record.APPEARS_FROM},
        "noise": {"area": areas["code"][noisy], "month": record.NOISE_MONTH},
    }


def _programmes(made: Simulation) -> dict[str, Any]:
    register = around.interventions_table().head(len(around.PROGRAMMES))
    ratio = (register["programme"] == around.WORKS).map({True: made.world.programme_effect, False: 1.0})
    facts = register[["districts", "starts"]].assign(rate_ratio=ratio).to_dict("records")
    return dict(zip(register["programme"], facts, strict=True))


def realised(made: Simulation) -> dict[str, Any]:
    """Return what an all-knowing observer would measure on the clean extract."""
    offences, people = clean_tables(made)
    suspects = people[people["role"] == 1]
    return {
        "offences": len(made.crimes),
        "involvements": len(made.involved),
        "recorded_by_year": _by_year(offences, made),
        "knife_homicides_under_25": _knife_homicides(offences),
        "calendar_2018": _calendar(offences, 2018),
        "true_violence": _plain(around.true_level(made.days, made.world)),
        "suspects": _suspects(suspects),
        "ages_apart": _apart(offences),
        "repeat_36_months": repeat_within(suspects, made.days, months=36),
        "partner_overlap": overlap_ratio(people, made, "partner"),
        "victim_overlap": overlap_ratio(people, made, "victim"),
        "victims_by_frequency": victims_by_frequency(people, made),
        "split_people": _split(people, made),
        "statuses": made.crimes["status"].value_counts().to_dict(),
        "counter_allegations": int(made.crimes["mutual"].sum()),
        "historic": int(made.crimes["historic"].sum()),
    }


def clean_tables(made: Simulation) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return offences of status crime, and named people in violence with injury with true ages.

    Offences gain `year` (financial, by day recorded); people `day` (committed, datetime64),
    `year` (of it), `relation`, `true_age` and `male`.
    """
    stamp = pd.DatetimeIndex(made.crimes["recorded"])
    offences = made.crimes.assign(year=(stamp.year + (stamp.month >= 4)).to_numpy())
    crime = made.involved["crime"].to_numpy()
    violence = ((offences["status"] == "crime") & (offences["kind"] == crimes.VWI)).to_numpy()
    keep = violence[crime] & (made.involved["person"] >= 0).to_numpy()
    people = made.involved.loc[keep, ["crime", "person", "role"]]
    rows = offences.iloc[people["crime"]]
    day = rows["committed"].to_numpy().astype("datetime64[D]")
    when = pd.DatetimeIndex(day)
    people = people.assign(
        day=day,
        year=(when.year + (when.month >= 4)).to_numpy(),
        relation=rows["relation"].to_numpy(),
        true_age=made.people.age(people["person"].to_numpy(), day),
        male=made.people.sex(people["person"].to_numpy()),
    )
    return offences[offences["status"] == "crime"], people


def _by_year(offences: pd.DataFrame, made: Simulation) -> dict[str, dict[int, int]]:
    counts = pd.crosstab(offences["kind"], offences["year"])
    counts = counts.reindex(list(crimes.KIND.values()), fill_value=0).T
    found = {name: _plain(counts[number]) for name, number in crimes.KIND.items()}
    intent = offences["code"].isin(codes.INTENT_CODES)
    found["with_intent"] = _plain(offences[intent].groupby("year").size())
    found["knife"] = _plain(offences[offences["knife"]].groupby("year").size())
    years = sorted(offences["year"].unique())
    wanted = targets("violence_with_injury", made.days, made.world)
    found["violence_with_injury_target"] = {int(each): round(wanted[each] * made.scale) for each in years}
    return found


def _plain(by_year: pd.Series) -> dict[int, Any]:
    values = by_year.round(4) if by_year.dtype.kind == "f" else by_year
    return dict(zip(by_year.index.astype(int).tolist(), values.tolist(), strict=True))


def _calendar(offences: pd.DataFrame, year: int) -> dict[str, int]:
    inside = offences[pd.DatetimeIndex(offences["recorded"]).year == year]
    return {name: int((inside["kind"] == number).sum()) for name, number in crimes.KIND.items()}


def _knife_homicides(offences: pd.DataFrame) -> dict[int, int]:
    homicide = (offences["kind"] == crimes.HOMICIDE) & offences["knife"] & ~offences["domestic"]
    counted = (homicide & (offences["victim_age"] < 25)).groupby(offences["year"]).sum()
    return _plain(counted)


def _suspects(suspects: pd.DataFrame) -> dict[str, Any]:
    """Distinct suspects of a year, each at the first occasion in it."""
    first = suspects.sort_values("day").drop_duplicates(["person", "year"])
    first = first[first["year"] > first["year"].min()] if first["year"].nunique() > 16 else first
    years = first.groupby("year")
    female = 1 - years["male"].mean()
    simpson = years["true_age"].apply(simpson_of_ages)
    offences = np.sort(suspects["person"].value_counts().to_numpy())[::-1]
    tenth = offences[: max(1, round(offences.size / 10))].sum() / offences.sum()
    return {
        "median_age": _plain(years["true_age"].median()),
        "female_share": _plain(female),
        "female_points_per_year": round(100 * slope(female), 4),
        "age_simpson": _plain(simpson),
        "age_simpson_per_decade": round(10 * slope(simpson), 4),
        "top_tenth_share": round(float(tenth), 4),
        "one_occasion_share_naive": round(float((offences == 1).mean()), 4),
    }


def simpson_of_ages(ages: pd.Series) -> float:
    """Return the chance that two different people of `ages` are in different bands, 10 and over."""
    edges = [band.low for band in age_bands().values()][1:]
    counts = np.bincount(np.searchsorted(edges, ages, side="right"))[1:]
    total = counts.sum()
    return float(1 - (counts * (counts - 1)).sum() / (total * (total - 1))) if total > 1 else float("nan")


def slope(series: pd.Series) -> float:
    """Return the least-squares slope of a series on its index."""
    known = series.dropna()
    return float(np.polyfit(known.index.to_numpy(dtype=float), known.to_numpy(dtype=float), 1)[0])


def _apart(offences: pd.DataFrame) -> dict[str, Any]:
    """Victim and suspect at least 20 years apart: share, and excess over random mixing.

    The excess is within year and relation group (general, domestic): the exact expectation
    of a permutation, by counting pairs of ages.
    """
    violence = offences[offences["kind"] == crimes.VWI]
    seen, excess = {}, {}
    for year, rows in violence.groupby("year"):
        expected = observed = 0.0
        for _, part in rows.groupby(rows["domestic"]):
            suspect, victim = (part[each].clip(0, 110).to_numpy() for each in ("suspect_age", "victim_age"))
            observed += (np.abs(suspect - victim) >= 20).sum()
            mix = np.outer(np.bincount(suspect, minlength=111), np.bincount(victim, minlength=111))
            gap = np.abs(np.subtract.outer(np.arange(111), np.arange(111)))
            expected += mix[gap >= 20].sum() / len(part)
        seen[year], excess[year] = observed / len(rows), (observed - expected) / len(rows)
    return {
        "share": _plain(pd.Series(seen)),
        "excess": _plain(pd.Series(excess)),
        "excess_points_per_year": round(100 * slope(pd.Series(excess)), 4),
    }


def _split(people: pd.DataFrame, made: Simulation) -> dict[str, int]:
    recorded = made.crimes["recorded"].to_numpy()[people["crime"]]
    after = recorded >= np.datetime64(involved.MIGRATION)
    before_them = set(people["person"].to_numpy()[~after])
    both = np.array(sorted(before_them & set(people["person"].to_numpy()[after])), dtype=np.int64)
    return {"on_both_sides": both.size, "of_them_split": int(involved.split(both).sum())}
