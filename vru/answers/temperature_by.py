"""Temperature by part: season, part of the week, hour, domestic or not, district."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from vru import findings, reference
from vru.answers import people
from vru.answers import temperature_parts as parts
from vru.answers.answer import Estimate, option
from vru.answers.making import Empty, Parts
from vru.answers.sharing import once
from vru.answers.temperature_days import Fitted, Temperature, fitted, lockdowns
from vru.answers.validity import known_months
from vru.errors import MeasureError
from vru.measures import temperature
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

BY = {
    "season": "Season",
    "week": "Part of the week",
    "hour": "Time of day",
    "domestic": "Domestic or not",
    "district": "District",
}
NEEDS = {"hour": ("has_hour",), "domestic": ("has_domestic",)}
HOURS = {"0": "00:01 to 05:59", "1": "06:00 to 11:59", "2": "12:00 to 17:59", "3": "18:00 to 23:59"}
DOMESTIC = {"yes": "Domestic", "no": "Not domestic"}
SURE = 0.05  # below this, parts differ by more than chance


@dataclass(frozen=True)
class TemperatureBy(Temperature):
    """Which temperature of the day, and which parts are compared."""

    by: str = option("season", label="Compare by", short="cb", choices=BY)


def compared(store: Store, selection: Selection, options: TemperatureBy) -> Parts:
    """Return the parts of the Answer that sets the effect of each part side by side."""
    found = fitted(store, selection, options.warmth)
    got = _compared(store, selection, options.warmth, options.by)
    table = pd.DataFrame(got.parts).rename(columns={"name": "model", "percent": "value"})
    said = parts.captions(store, selection, found, options)
    return {
        "finding": _say(got, options.by),
        "chart": parts.forest(table, f"A dot and its interval for each part, by {BY[options.by].lower()}."),
        "table": table.rename(columns={"model": "part"}),
        "estimates": _estimates(got, found),
        "subtitle": f"Percent a degree by {BY[options.by].lower()}, limits widened for the number of parts",
        **said,
        "counted": f"{said['counted']} {_tested(got)}",
        "missing": f"{said['missing']}{_few(got)}",
    }


@once
def _compared(store: Store, selection: Selection, warmth: str, by: str) -> temperature.Compared:
    people.require(store, *NEEDS.get(by, ()))
    found = fitted(store, selection, warmth)
    days, kinds = found.days, {"season": temperature.season_of, "week": temperature.weekend}
    try:
        if by in kinds:
            special = temperature.calendar(days.day)
            return temperature.by_kind_of_day(days, kinds[by](days.day), special, lockdowns())
        days = _known(store, selection, by, days)
        special = temperature.calendar(days.day)
        return temperature.by_part(days, _counts(store, selection, by, days), special, lockdowns())
    except MeasureError as few:
        raise Empty(
            "enough", f"Not enough to compare: {few} Choose a longer period or fewer filters."
        ) from few


def _known(store: Store, selection: Selection, by: str, days: temperature.Days) -> temperature.Days:
    """Return the days in which the flag that splits exists: before, it is unknown, not no."""
    span = Period(*known_months(store, selection, by if by == "domestic" else "none")[0])
    inside = (days.day >= np.datetime64(span.first)) & (days.day < np.datetime64(span.end))
    if inside.sum() < temperature.LEAST_DAYS:
        raise MeasureError(f"{int(inside.sum()):,} days are left; {temperature.LEAST_DAYS} are needed.")
    return days.where(inside)


def _counts(store: Store, selection: Selection, by: str, days: temperature.Days) -> dict[str, Any]:
    rows = store.ask("temperature_parts", split=by, **selection.parameters())
    rows = rows.assign(day=rows["day"].astype("datetime64[s]"))
    wide = rows.pivot(index="day", columns="part", values="offences")
    wide = wide.reindex(pd.DatetimeIndex(days.day).astype("datetime64[s]")).fillna(0.0)
    names = {"hour": HOURS, "domestic": DOMESTIC, "district": reference.area_names("district")}[by]
    # a district of another force is no part of this comparison
    return {names[code]: wide[code].to_numpy(float) for code in names if code in wide}


def _say(got: temperature.Compared, by: str) -> str:
    least, most = (pick(got.parts, key=lambda each: each.percent) for pick in (min, max))
    spans = (
        f"from {findings.signed(least.percent, 2)} % ({least.name}) to {findings.signed(most.percent, 2)} % "
        f"({most.name})"
    )
    apart = "more" if _corrected(got) < SURE else "no more"
    return f"By {BY[by].lower()}, a degree brings {spans}: {apart} apart than chance would have it."


def _tested(got: temperature.Compared) -> str:
    """Return the test behind the finding, for the caption: few readers of a finding know a p-value."""
    p = _corrected(got)
    chance = f"p = {p:.2f}" if p >= 0.01 else "p below 0.01"
    return f"Test that all parts are alike, for {len(BY)} ways to split: {chance}."


def _corrected(got: temperature.Compared) -> float:
    """Return the p-value for as many looks as there are ways to split."""
    return min(1.0, got.p * len(BY))


def _estimates(got: temperature.Compared, found: Fitted) -> tuple[Estimate, ...]:
    tested = Estimate(
        "alike_p", _corrected(got), None, None, "p-value", found.effect.days,
        f"Wald test that all parts are alike, times {len(BY)} ways to split", None,
    )  # fmt: skip
    each = (
        Estimate(part.name, part.percent, part.low, part.high, parts.UNIT, part.offences, got.method)
        for part in got.parts
    )
    return (tested, *each)


def _few(got: temperature.Compared) -> str:
    return f" Too few offences to tell: {', '.join(got.few)}." if got.few else ""
