"""Female share in words and pictures: its trend, and whether women's rate rose or men's fell."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru import findings, reference
from vru.answers import drawing
from vru.answers.answer import Estimate, Verdict
from vru.answers.making import Empty, Parts
from vru.answers.offenders_data import (
    BANDS,
    LEAST,
    ROLE,
    SEX,
    Suspects,
    definition,
    enough,
    residents,
    suspects,
    within,
)  # fmt: skip
from vru.answers.offenders_gaps import WORDS
from vru.answers.sharing import once
from vru.charts.chart import Axis, Chart
from vru.measures import age_mix, rates, sex_trend
from vru.selection import Selection
from vru.store import Store

UNIT = "percentage points a year"
Floats = NDArray[np.float64]


class Sexes(NamedTuple):
    """Women and men among the suspects of each year, their trend, and each sex's rate where known."""

    found: Suspects
    female: Floats
    male: Floats
    blanks: Floats
    trend: sex_trend.Share | None
    opposed: float | None
    rates: dict[str, sex_trend.Rate]
    lived: dict[str, Floats]
    events: dict[str, Floats]
    note: str


@once
def sexes(store: Store, selection: Selection) -> Sexes:
    """Return the suspects of each year by sex. Raises Empty where sex is not known well enough."""
    found = suspects(store, selection)
    rows = _aged(found, selection)
    female, male, every = (
        found.by_year(each) for each in (rows & _is(found, "female"), rows & _is(found, "male"), rows)
    )
    enough((female + male).sum(), every.sum(), "sex", "Load an extract whose mapping fills `sex`.")
    rated = _rates(store, selection, found)
    return Sexes(
        found,
        female,
        male,
        every - female - male,
        _trend(found, female, female + male),
        _opposed(found, female, male, every - female - male),
        *rated,
    )


def _is(found: Suspects, sex: str) -> pd.Series:
    return (found.rows["sex"] == sex).fillna(False)


def _aged(found: Suspects, selection: Selection) -> pd.Series:
    if not selection.ages:
        return pd.Series(True, index=found.rows.index)
    chosen = [at for at, band in enumerate(BANDS) if band.code in selection.ages]
    return found.rows["band"].isin(chosen)


def _used(found: Suspects, of: Floats) -> NDArray[np.bool_]:
    return found.whole & (of > 0)


def _trend(found: Suspects, female: Floats, of: Floats) -> sex_trend.Share | None:
    used = _used(found, of)
    if used.sum() < LEAST or not (
        sex_trend.can_follow(female[used]) and sex_trend.can_follow((of - female)[used])
    ):
        return None
    return sex_trend.share_trend(np.flatnonzero(used), female[used], of[used])


def _opposed(found: Suspects, female: Floats, male: Floats, blanks: Floats) -> float | None:
    """The trend with the change in blanks placed against a rise: women early, men late."""
    extra = age_mix.changed(female + male, blanks)
    early = np.arange(len(female)) < len(female) / 2
    made = _trend(found, female + np.where(early, extra, 0), female + male + extra)
    return None if made is None else made.points


def _rates(
    store: Store, selection: Selection, found: Suspects
) -> tuple[dict[str, sex_trend.Rate], dict[str, Floats], dict[str, Floats], str]:
    try:
        lived = residents(store, selection)
    except Empty as empty:
        return {}, {}, {}, empty.finding
    inside = suspects(store, within(selection, lived.areas))
    rows = _aged(inside, selection)
    bands = [at for at, band in enumerate(BANDS) if not selection.ages or band.code in selection.ages]
    made, years, events = {}, {}, {}
    for sex in ("female", "male"):
        years[sex] = getattr(lived, sex)[:, bands].sum(1)
        events[sex] = inside.by_year(rows & _is(inside, sex))
        used = found.whole & np.isfinite(years[sex]) & (years[sex] > 0)
        if used.sum() >= LEAST and sex_trend.can_follow(events[sex][used]):
            made[sex] = sex_trend.rate_trend(np.flatnonzero(used), events[sex][used], years[sex][used])
    return made, years, events, lived.note


def share(store: Store, selection: Selection) -> Parts:
    """Return the parts of the claim on the female share."""
    found = sexes(store, selection)
    table = _table(found)
    verdict, why = _verdict(found)
    return {
        "finding": _say(found, table, verdict, why),
        "verdict": Verdict("claim", verdict),  # type: ignore[arg-type]
        "chart": _chart(found, table),
        "table": table.drop(columns="month"),
        "estimates": _estimates(found, table),
        "subtitle": "Women and girls among suspects whose sex is known, each year",
        "definition": definition(store, selection, unused=(SEX, ROLE)),
        "counted": (
            f"{findings.count((found.female + found.male).sum())} suspects of known sex, each once a year, "
            f"{found.found.shown}. {found.note}"
        ),
        "missing": _missing(found),
        "empty": None if found.trend else "enough",
    }


def _verdict(found: Sexes) -> tuple[str, str]:
    if found.trend is None:
        return "cannot tell", ""
    claim = next(each for each in reference.claims() if each["code"] == "female_share")
    verdict = age_mix.claim(found.trend.low, found.trend.high, claim["margin"])
    if verdict == "holds" and found.opposed is not None and found.opposed <= claim["margin"]:
        return "cannot tell", "placing the change in unknown sexes against it would undo it"
    return verdict, ""


def _say(found: Sexes, table: pd.DataFrame, verdict: str, why: str) -> str:
    at = int(np.flatnonzero(table["value"].notna())[-1])
    row = table.iloc[at]
    said = (
        f"{findings.decimal(row['value'])} % of suspects of known sex were female in the {row['year']} "
        f"(95 % interval {findings.decimal(row['low'])} to {findings.decimal(row['high'])})"
    )
    if found.trend is None:
        return f"{said}; a trend needs at least {LEAST} whole years with both sexes."
    trend = found.trend
    said += (
        f"; the share moves by {findings.signed(trend.points, 2)} percentage points a year "
        f"({findings.signed(trend.low, 2)} to {findings.signed(trend.high, 2)}): "
        f"{WORDS[verdict]}{', because ' + why if why else ''}. "
    )
    return f"{said}{_whose(found)}".strip()


def _whose(found: Sexes) -> str:
    """Whether a rising share is a rising rate of women or a falling rate of men."""
    if set(found.rates) != {"female", "male"}:
        return ""
    female, male = found.rates["female"], found.rates["male"]
    said = f"Women’s rate {_moved(female)} and men’s {_moved(male)}"
    if found.trend and found.trend.low > 0:
        if female.low <= 0 and male.high < 0:
            said += ": the share rises because men’s rate falls"
        elif female.low > 0 and male.high < 0:
            said += ": the share rises from both sides"
        elif female.low > 0:
            said += ": the share rises because women’s rate rises faster"
    return f"{said}. "


def _moved(rate: sex_trend.Rate) -> str:
    return (
        f"moved by {findings.signed(rate.percent, 1)} % a year "
        f"({findings.signed(rate.low, 1)} to {findings.signed(rate.high, 1)})"
    )


def _table(found: Sexes) -> pd.DataFrame:
    of = found.female + found.male
    limits = np.full((3, len(of)), np.nan)
    limits[:, of > 0] = [100 * each for each in rates.proportion(found.female[of > 0], of[of > 0])[:3]]
    table = pd.DataFrame(
        {
            "month": [each.period.last for each in found.found.years],
            "year": [each.label for each in found.found.years],
            "female": found.female.astype(int),
            "male": found.male.astype(int),
            "unknown_or_other": found.blanks.astype(int),
            "value": limits[0],
            "low": limits[1],
            "high": limits[2],
            "whole": found.found.whole,
        }
    )
    for sex, lived in found.lived.items():
        known = np.where(lived > 0, lived, np.nan)
        table[f"{sex}_rate"] = 1000 * found.events[sex] / known
    return table


def _chart(found: Sexes, table: pd.DataFrame) -> Chart:
    lines = [drawing.line(table, "Female share")]
    if found.trend is not None:
        at = np.arange(len(table))
        fitted = 100 / (1 + np.exp(-(found.trend.intercept + found.trend.slope * at)))
        fitted = np.where(table["value"].notna(), fitted, np.nan)
        bare = table.assign(value=fitted).drop(columns=["low", "high"])
        lines.append(drawing.line(bare, "Trend", role="reference"))
    alt = f"Line of the female share of suspects by year, {found.found.shown}."
    axis = Axis("% of suspects of known sex", "number")
    return Chart("line", alt=alt, series=tuple(lines), x=Axis("Year to", "month"), y=axis)


def _estimates(found: Sexes, table: pd.DataFrame) -> tuple[Estimate, ...]:
    n, made = int((found.female + found.male).sum()), []
    if found.trend:
        trend = found.trend
        method = f"{trend.method}, over-dispersion {trend.phi:.1f}"
        made.append(Estimate("change a year", trend.points, trend.low, trend.high, UNIT, n, method))
    if found.opposed is not None:
        name = "change a year, change in blanks against it"
        made.append(Estimate(name, found.opposed, None, None, UNIT, n, "quasi-binomial line", None))
    for sex, rate in found.rates.items():
        events = int(found.events[sex].sum())
        made.append(
            Estimate(f"{sex} rate, a year", rate.percent, rate.low, rate.high, "percent", events, rate.method)
        )
    row = table[table["value"].notna()].iloc[-1]
    limits = (float(row["value"]), float(row["low"]), float(row["high"]))
    made.append(
        Estimate(f"female share, {row['year']}", *limits, "%", int(row["female"] + row["male"]), "Wilson")
    )
    return tuple(made)


def _missing(found: Sexes) -> str:
    of = found.female + found.male + found.blanks
    part = 100 * found.blanks / np.maximum(of, 1)
    said = (
        f"{findings.count(found.blanks.sum())} of {findings.count(of.sum())} suspects "
        f"({findings.share(found.blanks.sum(), of.sum())}) are of unknown or other sex and in no share: "
        f"between {part.min():.1f} and {part.max():.1f} % of a year."
    )
    if found.opposed is not None:
        said += (
            " With the change in that share placed against the trend it would be "
            f"{findings.signed(found.opposed, 2)} points a year."
        )
    return said
