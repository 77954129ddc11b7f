"""What stands round the crimes: weather, hospital admissions, other forces, programmes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru.demo.days import BURN_IN, Days, accuracy, levels, targets
from vru.demo.people import People
from vru.demo.worlds import World

FORCE = "E23000032"  # Kent police force area
ADMISSIONS_A_MONTH = 6.0  # sharp-object assaults admitted, all ages
UNDER_25 = 0.36
PROGRAMMES = (
    # programme, kind, theme, districts, starts, ends, pounds a year, measure
    (
        "Margate town centre patrols",
        "enforcement",
        "hotspots",
        "Thanet",
        "2022-04-01",
        "2026-03-31",
        310_000,
        2,
    ),
    (
        "Medway violence taskforce",
        "enforcement",
        "hotspots",
        "Medway",
        "2019-10-01",
        "2023-03-31",
        420_000,
        2,
    ),
    (
        "Maidstone mentoring",
        "prevention",
        "young people",
        "Maidstone",
        "2020-04-01",
        "2024-03-31",
        185_000,
        2,
    ),
)
WORKS = "Margate town centre patrols"
OTHER_PROGRAMMES = (
    ("Violence Reduction Unit", "partnership", "whole system", "", "2019-08-01", "2020-03-31", 1_160_000, 1),
    (
        "Surge policing",
        "enforcement",
        "hotspots",
        "Medway;Thanet;Maidstone",
        "2019-04-01",
        "2020-03-31",
        1_700_000,
        2,
    ),
    ("County lines mentoring", "prevention", "county lines", "", "2019-04-01", "2020-03-31", 202_000, 2),
)
OUTCOME = {
    1: "fewer emergency admissions for assaults with a knife among people under 25",
    2: "fewer recorded assaults with a knife among people under 25",
}


def weather_table(days: Days, rng: np.random.Generator) -> tuple[pd.DataFrame, int]:
    """Return the extract's days at one made-up station, and how many days are missing."""
    mean = days.mean_c[BURN_IN:]
    spread = 3.1 + 1.2 * np.sin(2 * np.pi * (days.month[BURN_IN:] - 4) / 12) + rng.normal(0, 0.6, mean.size)
    spread = np.maximum(spread, 0.5)
    rain = np.where(rng.random(mean.size) < 0.42, rng.gamma(0.7, 5.5, mean.size), 0.0)
    table = pd.DataFrame(
        {
            "day": _iso(days.date[BURN_IN:]),
            "station": "DEMO-1",
            "mean_c": _one_place(mean),
            "max_c": _one_place(mean + spread),
            "min_c": _one_place(mean - spread),
            "rain_mm": _one_place(rain),
            "quality": "made up",
        }
    )
    missing = rng.choice(mean.size, max(1, mean.size // 700), replace=False)
    table.loc[missing, ["mean_c", "max_c", "min_c"]] = ""
    return table, missing.size


def _one_place(values: np.ndarray) -> np.ndarray:
    return np.char.mod("%.1f", values).astype(object)


def _iso(date: np.ndarray) -> np.ndarray:
    return date.astype("datetime64[D]").astype(str).astype(object)


def true_level(days: Days, world: World) -> pd.Series:
    """Return true violence with injury, recorded or not, by financial year, relative to its mean."""
    seen = pd.Series(accuracy(days, world)).groupby(days.financial).mean()
    wanted = pd.Series(targets("violence_with_injury", days, world))
    level = (wanted / seen)[np.unique(days.financial[BURN_IN:])]
    return level / level.mean()


def admissions_table(days: Days, world: World, scale: float, rng: np.random.Generator) -> pd.DataFrame:
    """Return admissions for assault with a sharp object: exact months, and years with NHS suppression."""
    months = np.unique(days.date[BURN_IN:].astype("datetime64[M]"))
    stamp = pd.DatetimeIndex(months)
    year = stamp.year + (stamp.month >= 4)
    mean = ADMISSIONS_A_MONTH * scale * true_level(days, world).reindex(year).to_numpy()
    parts = []
    for low, high, share in ((0, 24, UNDER_25), (25, 120, 1 - UNDER_25)):
        count = rng.poisson(mean * share)
        ends = (months + 1).astype("datetime64[D]") - 1
        parts.append(_admissions(_iso(months), _iso(ends), "admission", low, high, count.astype(str), 1))
    parts.extend(_suppressed_years(mean, year.to_numpy(), rng))
    return pd.concat(parts, ignore_index=True)


def _admissions(first, last, episode, low, high, count, rounding) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "period_from": first,
            "period_to": last,
            "area": FORCE,
            "cause": "X99",
            "episode": episode,
            "sex": "",
            "age_low": low,
            "age_high": high,
            "count": count,
            "rounding": rounding,
        }
    )


def _suppressed_years(mean, year, rng) -> list[pd.DataFrame]:
    parts = []
    for low, high, share in ((0, 9, 0.01), (10, 19, 0.22), (20, 29, 0.31), (30, 39, 0.22), (40, 120, 0.24)):
        for each in np.unique(year):
            exact = rng.poisson(1.05 * share * mean[year == each].sum())
            shown = "*" if 1 <= exact <= 7 else str(5 * round(exact / 5))
            parts.append(
                _admissions([f"{each - 1}-04-01"], [f"{each}-03-31"], "consultant", low, high, shown, 5)
            )
    return parts


def comparators_table(days: Days, people: People, scale: float, rng: np.random.Generator) -> pd.DataFrame:
    """Return three invented forces' yearly figures, flat but for chance, beside this one's size."""
    figures = levels("violence_with_injury")
    years = [int(each) for each in np.unique(days.financial[BURN_IN:])]
    residents = int(people.present[..., 0].sum())
    parts = []
    for number, size in enumerate((0.7, 1.0, 1.4)):
        for measure, mean in (("violence_with_injury", figures.mean()), ("knife_enabled", 640.0)):
            for year in years:
                count = rng.poisson(mean * size * scale * rng.gamma(900, 1 / 900))
                parts.append(
                    (
                        f"{year - 1}-04-01",
                        f"{year}-03-31",
                        f"X2300000{number + 1}",
                        measure,
                        count,
                        round(residents * size),
                        "made up for the demo",
                    )
                )
    columns = ["period_from", "period_to", "area", "measure", "value", "denominator", "source"]
    return pd.DataFrame(parts, columns=columns)


def interventions_table() -> pd.DataFrame:
    """Return the register of programmes, a row each, with the money of its first year."""
    columns = ["programme", "kind", "theme", "districts", "starts", "ends", "funding_pounds", "measure"]
    table = pd.DataFrame([*PROGRAMMES, *OTHER_PROGRAMMES], columns=columns)
    starts = pd.DatetimeIndex(table["starts"])
    year = starts.year - (starts.month < 4)
    return table.assign(
        funding_year=[f"{each}/{(each + 1) % 100:02d}" for each in year],
        intended_outcome=table["measure"].map(OUTCOME),
        measure=table["measure"].astype(str),
    )


def activity_table(days: Days, rng: np.random.Generator) -> pd.DataFrame:
    """Return what the programmes reported, by quarter within the extract."""
    outputs = {"enforcement": ("patrol hours", 900), "prevention": ("young people seen", 60)}
    rows = []
    for name, kind, _, _, starts, ends, _, _ in PROGRAMMES:
        output, mean = outputs[kind]
        for quarter in pd.date_range(starts, min(ends, days.last.isoformat()), freq="QS-APR"):
            last = quarter + pd.DateOffset(months=3, days=-1)
            rows.append(
                (
                    name,
                    f"{quarter:%Y-%m-%d}",
                    f"{last:%Y-%m-%d}",
                    output,
                    rng.poisson(mean),
                    "made up for the demo",
                )
            )
    columns = ["programme", "period_from", "period_to", "output", "number", "source"]
    return pd.DataFrame(rows, columns=columns)
