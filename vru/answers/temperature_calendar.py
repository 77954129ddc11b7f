"""Days apart: whether the days before still count, and what the calendar itself brings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from vru import findings
from vru.answers import temperature_parts as parts
from vru.answers.answer import Estimate
from vru.answers.making import Parts, rows_of
from vru.answers.sharing import once
from vru.answers.temperature_days import Temperature, enough, under
from vru.measures import temperature
from vru.selection import Selection
from vru.store import Store

BEFORE = ("The day itself", "The day before", "Two days before", "Three days before")
WEEK = ("tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NAMED = {
    "bank_holiday": "Bank holiday",
    "new_years_day": "New Year’s Day",
    "halloween": "Halloween",
    "bonfire_night": "Bonfire night",
    "new_years_eve": "New Year’s Eve",
}


@once
def _lagged(store: Store, selection: Selection, options: Temperature) -> temperature.Lagged:
    found = under(store, selection, options)
    with enough():
        return temperature.lags(found.models, found.chosen, known=found.days)


def before(store: Store, selection: Selection, options: Temperature) -> Parts:
    """Return the parts of the Answer on the days before."""
    found, got = under(store, selection, options), _lagged(store, selection, options)
    table = pd.DataFrame(got.lags).rename(columns={"before": "model", "percent": "value"})
    table["model"] = [BEFORE[each] for each in table["model"]]
    whole, own = got.together, got.lags[0]
    later = [BEFORE[each.before].lower() for each in got.lags[1:] if each.low > 0 or each.high < 0]
    return {
        "finding": (
            f"Of a degree, {findings.signed(own.percent, 2)} % goes with the day itself; "
            f"{' and '.join(later) or 'no day before'} adds to it beyond chance. A spell a degree warmer "
            f"goes with {findings.signed(whole.percent, 2)} % ({parts.limits(whole.low, whole.high)})."
        ),
        "chart": parts.forest(
            table, "A dot and its interval for the day itself and each of three days before."
        ),
        "table": table.rename(columns={"model": "day"}),
        "estimates": (
            Estimate("spell", whole.percent, whole.low, whole.high, parts.UNIT, got.days, got.method),
            Estimate("the_day_itself", own.percent, own.low, own.high, parts.UNIT, got.days, got.method),
        ),
        "subtitle": "Percent a degree, by the day whose temperature it is",
        **parts.captions(store, selection, found, options),
    }


def special_days(store: Store, selection: Selection, options: Temperature) -> Parts:
    """Return the parts of the Answer on weekdays, bank holidays and days with a name."""
    found = under(store, selection, options)
    table = _calendar(found.effect.coefficients)
    return {
        "finding": _stands_out(rows_of(table)),
        "chart": parts.dots(
            table.rename(columns={"day": "label"}),
            f"A dot and its interval for each of {len(table)} kinds of day, against an ordinary one.",
            "% more or fewer offences: weekdays against Monday, others against their weekday",
        ),
        "table": table,
        "estimates": tuple(
            Estimate(row.day, row.value, row.low, row.high, "percent", found.effect.days, found.effect.method)
            for row in rows_of(table)
        ),
        "subtitle": "What the calendar brings, temperature and season taken out",
        **parts.captions(store, selection, found, options),
    }


def _stands_out(days: list[Any]) -> str:
    sure = [each for each in days if each.low > 0 or each.high < 0]
    if not sure:
        return f"None of {len(days)} kinds of day stands out beyond chance."
    most = max(sure, key=lambda each: abs(each.value))
    side, more = (1, "more") if most.value >= 0 else (-1, "fewer")
    low, high = sorted((side * most.low, side * most.high))
    return (
        f"{most.day} stands out most: {findings.decimal(side * most.value)} % {more} offences "
        f"({findings.decimal(low)} to {findings.decimal(high)}) than {most.against}."
    )


def _calendar(coefficients: pd.DataFrame) -> pd.DataFrame:
    known = coefficients.set_index("term")
    named = [(each, each.capitalize(), "Monday") for each in WEEK]
    named += [(each, label, "other days of its weekday") for each, label in NAMED.items()]
    named = [each for each in named if each[0] in known.index]
    wide = stats.norm.ppf(1 - 0.025 / len(named))
    rows = known.loc[[each[0] for each in named]]
    rate = rows["coefficient"].to_numpy(float)
    # the larger: errors that allow for spells are too small for a day that comes once a year
    se = rows[["standard_error", "quasi_error"]].max(axis=1).to_numpy(float)
    return pd.DataFrame(
        {
            "day": [each[1] for each in named],
            "against": [each[2] for each in named],
            "value": 100 * np.expm1(rate),
            "low": 100 * np.expm1(rate - wide * se),
            "high": 100 * np.expm1(rate + wide * se),
        }
    )
