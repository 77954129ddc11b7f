"""Female share in words and pictures: its trend, and whether women's rate rose or men's fell."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import drawing, offenders_doubt, people
from vru.answers.answer import Estimate, Verdict
from vru.answers.making import Parts
from vru.answers.offenders_data import LEAST, ROLE, SEX, definition, each_counted
from vru.answers.offenders_recorded import recorded
from vru.answers.offenders_sex import Sexes, sexes
from vru.charts.chart import Axis, Chart, Mark
from vru.measures import rates, sex_trend
from vru.selection import Selection
from vru.store import Store

UNIT = "percentage points a year"


def share(store: Store, selection: Selection) -> Parts:
    """Return the parts of the claim on the female share."""
    found = sexes(store, selection)
    table = _table(found)
    return {
        "finding": _say(found, table),
        "verdict": Verdict("claim", found.judged.verdict),  # type: ignore[arg-type]
        "chart": _chart(found, table, people.changes(store, selection, found.found.shown)),
        "table": table.drop(columns="month"),
        "estimates": _estimates(found, table),
        "subtitle": "Women and girls among suspects whose sex is known, each year",
        "definition": definition(store, selection, unused=(SEX, ROLE)),
        "counted": _counted(found, each_counted(store)) + recorded(store, selection).drawn.said,
        "missing": _missing(found),
        "empty": None if found.trend else "enough",
    }


def _say(found: Sexes, table: pd.DataFrame) -> str:
    row = table[table["value"].notna()].iloc[-1]
    said = (
        f"{findings.decimal(row['value'])} % of suspects of known sex were female in the {row['year']} "
        f"(95 % interval {findings.decimal(row['low'])} to {findings.decimal(row['high'])})"
    )
    if found.trend is None:
        return f"{said}. {_lacking(found)}"
    trend = found.trend
    said += (
        f": {findings.signed(trend.points, 2)} points a year "
        f"(95 % interval {findings.signed(trend.low, 2)} to {findings.signed(trend.high, 2)})."
    )
    return " ".join(each for each in (said, _whose(found), offenders_doubt.said(found.judged)) if each)


def _lacking(found: Sexes) -> str:
    """Why the share cannot be followed, in a sentence."""
    used = found.found.whole & (found.female + found.male > 0)
    if used.sum() < LEAST:
        return f"A trend needs at least {LEAST} whole years with suspects of known sex."
    few_men = found.female[used].sum() > found.male[used].sum()
    name, other = ("male", "female") if few_men else ("female", "male")
    if not getattr(found, name)[used].any():
        return f"All suspects of known sex are {other}: without both sexes there is no trend."
    return (
        f"Too few are {name} for a trend: that takes {sex_trend.LEAST_EVENTS} of them, in "
        f"{sex_trend.SEEN_IN} years or more."
    )


def _whose(found: Sexes) -> str:
    """Whether a rising share is a rising rate of women or a falling rate of men."""
    if set(found.rated.trends) != {"female", "male"}:
        return ""
    female, male = found.rated.trends["female"], found.rated.trends["male"]
    said = f"Women’s rate {_moved(female)}, men’s {_moved(male)}"
    if found.trend and found.trend.low > 0:
        if female.low <= 0 and male.high < 0:
            said += ": men’s falls, while women’s shows no clear rise"
        elif female.low > 0 and male.high < 0:
            said += ": women’s rises and men’s falls"
        elif female.low > 0 and male.low > 0:
            said += ": both rise, women’s faster"
        elif female.low > 0:
            said += ": women’s rises, while men’s shows no clear change"
    return f"{said}."


def _moved(rate: sex_trend.Rate) -> str:
    return (
        f"changed by {findings.signed(rate.percent, 1)} % a year "
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
    for sex, lived in found.rated.lived.items():
        known = np.where(lived > 0, lived, np.nan)
        table[f"{sex}_rate"] = 1000 * found.rated.events[sex] / known
    return table


def _chart(found: Sexes, table: pd.DataFrame, marks: tuple[Mark, ...]) -> Chart:
    lines = [drawing.line(table, "Female share")]
    if found.trend is not None:
        at = np.arange(len(table))
        fitted = 100 / (1 + np.exp(-(found.trend.intercept + found.trend.slope * at)))
        fitted = np.where(table["value"].notna(), fitted, np.nan)
        bare = table.assign(value=fitted).drop(columns=["low", "high"])
        lines.append(drawing.line(bare, "Trend", role="reference"))
    alt = f"Line of the female share of suspects by year, {found.found.shown}."
    axis = Axis("% of suspects of known sex", "number")
    x = Axis("Year to", "month")
    return Chart("line", alt=alt, series=tuple(lines), x=x, y=axis, marks=marks)


def _estimates(found: Sexes, table: pd.DataFrame) -> tuple[Estimate, ...]:
    n, made = int((found.female + found.male).sum()), []
    if found.trend:
        trend = found.trend
        method = f"{trend.method}, over-dispersion {trend.phi:.1f}"
        made.append(Estimate("change a year", trend.points, trend.low, trend.high, UNIT, n, method))
        made += offenders_doubt.estimates(found.judged, UNIT, n, trend.method)
    for sex, rate in found.rated.trends.items():
        events = int(found.rated.events[sex].sum())
        made.append(
            Estimate(f"{sex} rate, a year", rate.percent, rate.low, rate.high, "percent", events, rate.method)
        )
    row = table[table["value"].notna()].iloc[-1]
    limits = (float(row["value"]), float(row["low"]), float(row["high"]))
    made.append(
        Estimate(f"female share, {row['year']}", *limits, "%", int(row["female"] + row["male"]), "Wilson")
    )
    return tuple(made)


def _counted(found: Sexes, each: str) -> str:
    said = (
        f"{findings.count((found.female + found.male).sum())} suspects of known sex, {each}, "
        f"{found.found.shown}. {found.rated.note}"
    )
    return f"{said} {offenders_doubt.ranged(found.judged, 2, 1, 'points a year')}".strip()


def _missing(found: Sexes) -> str:
    of = found.female + found.male + found.blanks
    if not found.blanks.any():
        return "Every suspect's sex is known."
    part = 100 * found.blanks / np.maximum(of, 1)
    return (
        f"{findings.count(found.blanks.sum())} of {findings.count(of.sum())} suspects "
        f"({findings.share(found.blanks.sum(), of.sum())}) are of unknown or other sex and in no share: "
        f"between {part.min():.1f} and {part.max():.1f} % of a year."
    )
