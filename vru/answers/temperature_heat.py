"""Heat days: days unusually warm for their season, against what their calendar says."""

from __future__ import annotations

import pandas as pd

from vru import findings
from vru.answers import temperature_parts as parts
from vru.answers.answer import Estimate
from vru.answers.making import Parts
from vru.answers.sharing import once
from vru.answers.temperature_days import Temperature, enough, under
from vru.measures import temperature
from vru.selection import Selection
from vru.store import Store


@once
def _heat(store: Store, selection: Selection, options: Temperature) -> temperature.Heats:
    found = under(store, selection, options)
    with enough():
        return temperature.heat_days(found.models, found.chosen)


def heat_days(store: Store, selection: Selection, options: Temperature) -> Parts:
    """Return the parts of the Answer on heat days."""
    found, got = under(store, selection, options), _heat(store, selection, options)
    table = pd.DataFrame(got.seasons).rename(columns={"percent": "value"})
    whole = got.together
    return {
        "finding": _say(whole),
        "chart": parts.dots(
            table.assign(label=_seasons(table)),
            f"A dot and its interval for the heat days of each of {len(table)} seasons.",
            "% more or fewer offences than on other days of the season",
        ),
        "table": table,
        "estimates": (
            Estimate("heat_days", whole.percent, whole.low, whole.high, "percent", whole.days, got.method),
            Estimate("number", whole.days, None, None, "days", whole.days, "count", None),
            Estimate("quantile", 5.0, None, None, "percent", whole.days, "fixed", None),
        ),
        "subtitle": "Days above the 95th percentile of their season, against its other days",
        **parts.captions(store, selection, found, options),
    }


def _say(whole: temperature.Heat) -> str:
    side, more = (1, "more") if whole.percent >= 0 else (-1, "fewer")
    low, high = sorted((side * whole.low, side * whole.high))
    sure = "" if whole.low > 0 or whole.high < 0 else ": no more apart than chance would have it"
    return (
        f"The warmest 5 % of each season’s days have {findings.decimal(side * whole.percent)} % {more} "
        f"offences ({findings.decimal(low)} to {findings.decimal(high)}) than its other days{sure}. "
        f"They are {findings.count(whole.days)} days."
    )


def _seasons(table: pd.DataFrame) -> list[str]:
    return [
        f"{season}, above {findings.decimal(above)} °C"
        for season, above in zip(table["season"], table["above"], strict=True)
    ]
