"""Heat days: days unusually warm for their season, against what their calendar says."""

from __future__ import annotations

import pandas as pd

from vru import findings
from vru.answers import temperature_parts as parts
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts
from vru.answers.sharing import once
from vru.answers.temperature_days import Temperature, fitted, lockdowns
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.errors import MeasureError
from vru.measures import temperature
from vru.selection import Selection
from vru.store import Store


@once
def _heat(store: Store, selection: Selection, warmth: str) -> temperature.Heats:
    days = fitted(store, selection, warmth).days
    try:
        return temperature.heat_days(days, temperature.calendar(days.day), lockdowns())
    except MeasureError as few:
        raise Empty("enough", f"Not enough to say: {few} Choose a longer period.") from few


def heat_days(store: Store, selection: Selection, options: Temperature) -> Parts:
    """Return the parts of the Answer on heat days."""
    found, got = fitted(store, selection, options.warmth), _heat(store, selection, options.warmth)
    table = pd.DataFrame(got.seasons).rename(columns={"percent": "value"})
    whole = got.together
    return {
        "finding": _say(whole),
        "chart": _picture(table),
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


def _picture(table: pd.DataFrame) -> Chart:
    values, low, high = (tuple(table[each].astype(float)) for each in ("value", "low", "high"))
    names = tuple(
        f"{season}, above {findings.decimal(above)} °C"
        for season, above in zip(table["season"], table["above"], strict=True)
    )
    return Chart(
        "dots",
        alt=f"A dot and its interval for the heat days of each of {len(table)} seasons.",
        series=(Series("Heat days", names, values, low=low, high=high),),
        x=Axis("% more or fewer offences than on other days of the season"),
        y=Axis(kind="category"),
        marks=(Mark("no difference", x=0.0),),
    )
