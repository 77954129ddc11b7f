"""Offenders by age and sex: pyramid, rates of age groups, what is unknown, recorded ethnicity."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru import findings
from vru.answers import drawing, offenders_mix, offenders_sex
from vru.answers.answer import Estimate, Options
from vru.answers.making import Empty, Parts, rows_of
from vru.answers.offenders_data import (
    AGES,
    LABELS,
    LEAST,
    ROLE,
    SEX,
    Offenders,
    Suspects,
    asked,
    definition,
    enough,
    residents,
    suspects,
    within,
)
from vru.charts.chart import Axis, Chart, Series
from vru.measures import rates, sex_trend
from vru.selection import Selection
from vru.store import Store

PER = "per 1,000 residents a year"
SIDES = {"male": ("left", "Men and boys"), "female": ("right", "Women and girls")}
BACK = {"before": 1, "five": 5}
Floats = NDArray[np.float64]


def pyramid(store: Store, selection: Selection, options: Offenders) -> Parts:
    """Return the parts of the pyramid: the latest year against an earlier one."""
    found = suspects(store, selection)
    counts = {sex: found.by_band(sex=sex) for sex in SIDES}
    total, every = sum(each.sum() for each in counts.values()), found.by_year().sum()
    enough(total, every, "age and sex", "Fill `age` and `sex` for suspects.")
    now = len(found.years) - 1
    base = 0 if options.beside == "first" else now - BACK[options.beside]
    if base < 0 or base == now:
        raise Empty("enough", "There is no earlier year in the period to set beside: choose a longer period.")
    years = (found.years[now].label, found.years[base].label)
    table = pd.DataFrame(
        [
            {"age": label, "sex": sex, "suspects": counts[sex][now, at], "earlier": counts[sex][base, at]}
            for sex in SIDES
            for at, label in enumerate(LABELS)
        ]
    ).astype({"suspects": int, "earlier": int})
    return {
        "finding": _say_pyramid(table, years),
        "chart": _pyramid(counts, now, base, years),
        "table": table,
        "estimates": tuple(
            Estimate(f"{row.sex} {row.age}, {year}", value, None, None, "suspects", int(value), "count", None)
            for row in rows_of(table)
            for year, value in zip(years, (row.suspects, row.earlier), strict=True)
        ),
        "subtitle": f"Different suspects, {years[0]}; line: {years[1]}",
        "definition": definition(store, selection, unused=(AGES, SEX, ROLE)),
        "counted": f"{findings.count(table['suspects'].sum())} suspects in the {years[0]}, "
        f"{findings.count(table['earlier'].sum())} in the {years[1]}.",
        "missing": f"{findings.count(every - total)} of {findings.count(every)} suspects of all years "
        f"({findings.share(every - total, every)}) are of unknown or other sex, or of unknown age.",
    }


def _say_pyramid(table: pd.DataFrame, years: tuple[str, str]) -> str:
    grown = table.groupby("age", sort=False)[["suspects", "earlier"]].sum()
    share = 100 * grown / grown.sum().where(lambda of: of > 0)
    moved = (share["suspects"] - share["earlier"]).astype(float)
    if moved.isna().any():
        raise Empty("nothing", "One of the two years has no suspect of known age and sex: choose others.")
    most, least = LABELS[int(moved.argmax())], LABELS[int(moved.argmin())]
    return (
        f"Suspects aged {most} were {findings.decimal(share['suspects'][most])} % of those in the {years[0]} "
        f"and {findings.decimal(share['earlier'][most])} % in the {years[1]}, the largest gain; those aged "
        f"{least} {findings.decimal(share['suspects'][least])} % against "
        f"{findings.decimal(share['earlier'][least])} %, the largest loss."
    )


def _pyramid(counts: dict[str, Floats], now: int, base: int, years: tuple[str, str]) -> Chart:
    drawn = [
        Series(
            f"{name}, {years[which]}",
            LABELS,
            drawing.values(counts[sex][at]),
            role="context" if which else "main",
            panel=side,
        )
        for which, at in enumerate((now, base))
        for sex, (side, name) in SIDES.items()
    ]
    alt = f"Pyramid of suspects by age and sex, {years[0]} with {years[1]} as a line."
    x, y = Axis("Suspects", "number"), Axis("Age", "category")
    return Chart("pyramid", alt=alt, series=tuple(drawn), x=x, y=y, height=420)


def age_rates(store: Store, selection: Selection) -> Parts:
    """Return the parts of the rates of age groups over the years."""
    lived = residents(store, selection)
    found = suspects(store, within(selection, lived.areas))
    events = found.by_band(sex=selection.sex)
    people = lived.both if selection.sex is None else getattr(lived, selection.sex, lived.both)
    if not events.sum():
        raise Empty("cannot", "No suspect's age is known under these filters: fill `age`.")
    table = _rated(found, events, people)
    if table["value"].isna().all():
        raise Empty("cannot", "No population estimate covers these years: load mid-year estimates for them.")
    trends = _trends(found, events, people)
    return {
        "finding": _say_rates(table, trends),
        "chart": _panels(table),
        "table": table.drop(columns="month"),
        "estimates": tuple(
            Estimate(
                f"{label}, change a year", each.percent, each.low, each.high, "percent",
                int(events[:, LABELS.index(label)].sum()), each.method,
            )
            for label, each in trends.items()
        )
        + tuple(_rate(row) for row in rows_of(_latest(table))),
        "subtitle": f"Suspects {PER}, each panel one age group (the others grey), {found.shown}",
        "definition": definition(store, selection, unused=(AGES, ROLE)),
        "counted": f"{findings.count(events.sum())} suspects of known age, {found.shown}. {lived.note}",
        "missing": f"{findings.count(_blank(found, selection, events))} suspects of unknown age are in no "
        "group. Offences outside the areas with residents are left out.",
    }  # fmt: skip


def _blank(found: Suspects, selection: Selection, events: Floats) -> float:
    mine = None if selection.sex is None else found.rows["sex"] == selection.sex
    return float(found.by_year(mine).sum() - events.sum())


def _rated(found: Suspects, events: Floats, people: Floats) -> pd.DataFrame:
    frames = []
    for at, label in enumerate(LABELS):
        known = people[:, at] > 0
        made = np.full((3, len(people)), np.nan)
        if known.any():
            made[:, known] = rates.rate_per_1000(events[known, at], people[known, at])[:3]
        frames.append(
            pd.DataFrame(
                {
                    "month": [each.period.last for each in found.years],
                    "age": label,
                    "year": [each.label for each in found.years],
                    "suspects": events[:, at].astype(int),
                    "person_years": people[:, at].round(1),
                    "value": made[0],
                    "low": made[1],
                    "high": made[2],
                    "whole": found.whole,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def _trends(found: Suspects, events: Floats, people: Floats) -> dict[str, sex_trend.Rate]:
    made = {}
    for at, label in enumerate(LABELS):
        used = found.whole & (people[:, at] > 0)
        if used.sum() >= LEAST and sex_trend.can_follow(events[used, at]):
            made[label] = sex_trend.rate_trend(np.flatnonzero(used), events[used, at], people[used, at])
    return made


def _say_rates(table: pd.DataFrame, trends: dict[str, sex_trend.Rate]) -> str:
    last = _latest(table)
    top = rows_of(last.loc[[last["value"].idxmax()]])[0]
    said = (
        f"Suspects aged {top.age} were most frequent in the {top.year}: {findings.decimal(top.value)} {PER} "
        f"(95 % limits {findings.decimal(top.low)} to {findings.decimal(top.high)})"
    )
    if not trends:
        return f"{said}; trends need at least {LEAST} whole years."
    fast, slow = (pick(trends, key=lambda each: trends[each].percent) for pick in (max, min))
    return f"{said}; {_trend(fast, trends)} a year, the most, {_trend(slow, trends)}, the least."


def _latest(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["value"].notna()].groupby("age", sort=False).tail(1)


def _trend(label: str, trends: dict[str, sex_trend.Rate]) -> str:
    each = trends[label]
    return (
        f"the rate at {label} moved by {findings.signed(each.percent, 1)} % "
        f"({findings.signed(each.low, 1)} to {findings.signed(each.high, 1)})"
    )


def _rate(row: Any) -> Estimate:
    return Estimate(
        f"{row.age}, {row.year}", row.value, row.low, row.high, PER, row.suspects, "exact Poisson"
    )


def _panels(table: pd.DataFrame) -> Chart:
    lines = [drawing.line(table[table["age"] == each], each, panel=each) for each in LABELS]
    return drawing.over_time(lines, f"Suspects {PER}", "Small pictures of rates by age group.", panels=True)


def unknown(store: Store, selection: Selection) -> Parts:
    """Return the parts of what is unknown about suspects, and whether it could make a trend."""
    found = suspects(store, selection)
    of = found.by_year()
    age = found.by_year(found.rows["age_low"].isna())
    sex = found.by_year(found.rows["sex"].isna())
    share = {"age": 100 * age / np.maximum(of, 1), "sex": 100 * sex / np.maximum(of, 1)}
    table = pd.DataFrame(
        {
            "month": [each.period.last for each in found.years],
            "year": [each.label for each in found.years],
            "suspects": of.astype(int),
            "age_unknown": age.astype(int),
            "sex_unknown": sex.astype(int),
            "age_unknown_percent": share["age"],
            "sex_unknown_percent": share["sex"],
            "whole": found.whole,
        }
    )
    lines = [
        drawing.line(table.assign(value=share[each]), f"{each.capitalize()} unknown")
        for each in ("age", "sex")
    ]
    warned, estimates = _warnings(store, selection)
    return {
        "finding": " ".join([_say_unknown(age, sex, of, share), *warned]),
        "chart": drawing.over_time(
            lines, "% of suspects", "Lines of the share of suspects of unknown age and sex."
        ),
        "table": table.drop(columns="month"),
        "estimates": (
            Estimate("age unknown", float(age.sum()), None, None, "suspects", int(of.sum()), "count", None),
            Estimate("sex unknown", float(sex.sum()), None, None, "suspects", int(of.sum()), "count", None),
            *estimates,
        ),
        "subtitle": f"Suspects of a year whose age or sex is not known, {found.shown}",
        "definition": definition(store, selection, unused=(AGES, SEX, ROLE))
        + " Bound: blanks above the share of the year with the fewest are given the ages, or the sex, that "
        "oppose the trend the most.",
        "counted": f"{findings.count(of.sum())} suspects, each once a year, {found.shown}.",
        "missing": "Suspects without a usable key are left out."
        if store.capabilities.has_persons
        else "Nobody is left out.",
    }


def _say_unknown(age: Floats, sex: Floats, of: Floats, share: dict[str, Floats]) -> str:
    def part(name: str, blank: Floats) -> str:
        low, high = (findings.decimal(pick(share[name][of > 0])) for pick in (np.min, np.max))
        return f"{name} for {findings.share(blank.sum(), of.sum())} (between {low} and {high} % of a year)"

    return f"Of {findings.count(of.sum())} suspects, {part('age', age)} and {part('sex', sex)} are unknown."


def _warnings(store: Store, selection: Selection) -> tuple[list[str], list[Estimate]]:
    said, made = [], []
    try:
        mix = offenders_mix.mix(store, selection)
        if mix.change and mix.blanks is not None:
            doubt = mix.change.low > 0 >= mix.blanks
            bound = f"{findings.signed(100 * mix.blanks, 1)} in 100 a decade"
            said.append(_warn("wider age mix", bound, doubt))
            made.append(_bound("age mix, blanks against it", mix.blanks, "Simpson index a decade"))
    except Empty:
        said.append("The age mix cannot be followed here, so no bound is given for it.")
    try:
        sexes = offenders_sex.sexes(store, selection)
        if sexes.trend and sexes.opposed is not None:
            doubt = sexes.trend.low > 0 >= sexes.opposed
            bound = f"{findings.signed(sexes.opposed, 2)} points a year"
            said.append(_warn("rising female share", bound, doubt))
            made.append(_bound("female share, blanks against it", sexes.opposed, "percentage points a year"))
    except Empty:
        said.append("The female share cannot be followed here, so no bound is given for it.")
    return said, made


def _warn(trend: str, bound: str, doubt: bool) -> str:
    if doubt:
        return (
            f"Warning: the change in blanks alone could make the {trend}; placed against it, {bound} is left."
        )
    return f"A {trend} is not made by the change in blanks: placed against it, {bound} is left."


def _bound(name: str, value: float, unit: str) -> Estimate:
    return Estimate(
        name, value, None, None, unit, 0, "blanks above the least year's share, placed against", None
    )


def ethnicity(store: Store, selection: Selection, options: Options) -> Parts:
    """Return the parts of recorded ethnicity: counts with the missing share, never a rate."""
    found = suspects(store, selection)
    rows = store.ask(
        "offenders_ethnicity", everybody=not store.capabilities.has_persons, **asked(selection, found.shown)
    )
    known, of = int(rows.loc[rows["ethnicity"].notna(), "suspects"].sum()), int(rows["suspects"].sum())
    if not known:
        raise Empty("cannot", "This extract does not give ethnicity: fill `ethnicity` in the mapping.")
    table = rows.assign(ethnicity=rows["ethnicity"].fillna("not recorded, or in several ways"))
    missing = f"{findings.count(of - known)} of {findings.count(of)} ({findings.share(of - known, of)})"
    top = rows[rows["ethnicity"].notna()].iloc[0]
    return {
        "finding": (
            f"Ethnicity is missing for {missing} suspects; of the rest, {findings.count(top['suspects'])} "
            f"are recorded as {top['ethnicity']}. These are counts of whom police recorded, not rates: they "
            "do not say how often people of a group offend."
        ),
        "chart": drawing.bars(
            list(table["ethnicity"]), list(table["suspects"].astype(float)), "Suspects", "Suspects",
            "Bars of suspects by recorded ethnicity.",
        ),
        "table": table,
        "estimates": tuple(
            Estimate(row.ethnicity, float(row.suspects), None, None, "suspects", of, "count", None)
            for row in rows_of(table)
        ),
        "subtitle": f"Different suspects, as the source classifies them, {found.shown}",
        "definition": definition(store, selection, unused=(AGES, SEX, ROLE))
        .replace("once a year, as at the first occasion in it", "once in the whole period"),
        "counted": f"{findings.count(of)} different suspects, {found.shown}.",
        "missing": f"Missing or contradictory for {missing}.",
    }  # fmt: skip
