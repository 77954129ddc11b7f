"""Temperature's days: the counts and the warmth of every day that can be used, and what was left out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import findings, reference
from vru.answers import people
from vru.answers.answer import Options, option
from vru.answers.making import Empty
from vru.answers.sharing import once
from vru.answers.validity import known_months
from vru.errors import MeasureError
from vru.measures import series, temperature
from vru.periods import Period, add_months, parse_month
from vru.selection import Selection
from vru.store import Store

WARMTH = {"mean_c": "Mean of the day", "max_c": "Highest of the day"}
LEAST_COVERED = 0.5  # share of the days that must have a reading: else days with one may be no fair sample
NAMED = 3  # more stations than this are counted, not named
LOAD = "load daily station files of these months with `vru load --weather FILE`"


@dataclass(frozen=True)
class Temperature(Options):
    """Which temperature of the day."""

    warmth: str = option("mean_c", label="Temperature", short="w", choices=WARMTH)


class Fitted(NamedTuple):
    """A selection's days and what was made of them.

    `whole` are the days of whole months, with or without a reading; `left_months` the others;
    `no_day` offences of which only the month is known.
    """

    days: temperature.Days
    effect: temperature.Effect
    variants: tuple[temperature.Variant, ...]
    bend: temperature.Bend
    shown: Period
    whole: int
    left_months: int
    no_day: int
    stations: tuple[str, ...]


@once
def fitted(store: Store, selection: Selection, warmth: str) -> Fitted:
    """Return everything the page shows of a selection, fitted once.

    Raises Empty where there is no weather, no day, nothing selected, or too little to tell.
    """
    people.require(store, "has_day", "has_weather")
    shown, months = _months(store, selection)
    counts = store.ask("temperature_days", **selection.parameters())
    if counts.empty:
        raise Empty("nothing", f"No offence matches these filters in {shown}.")
    whole = _days_of(months)
    celsius, stations = _celsius(store, warmth, whole, shown)
    days = _joined(counts, whole, celsius)
    special = temperature.calendar(days.day)
    try:
        return Fitted(
            days,
            temperature.effect(days, special, lockdowns()),
            temperature.variants(days, special, lockdowns()),
            temperature.bend(days, special, lockdowns()),
            shown,
            len(whole),
            shown.months - len(months),
            int(counts.loc[counts["day"].isna(), "offences"].sum()),
            stations,
        )
    except MeasureError as few:
        raise Empty("enough", f"Not enough to say: {few} Choose a longer period or fewer filters.") from few


def _months(store: Store, selection: Selection) -> tuple[Period, list[dt.date]]:
    """Return the period that can be shown and its whole months, by date committed."""
    first, last = known_months(store, selection, "none")[0]
    if selection.period.first > last or selection.period.last < first:
        raise Empty("nothing", f"The extract holds {Period(first, last)} only: choose a period within it.")
    shown = Period(max(first, selection.period.first), min(last, selection.period.last))
    states = store.ask("month_states", basis="committed")
    open_ = set(states.loc[states["state"].isin(series.NOT_WHOLE), "month"].astype("datetime64[s]").dt.date)
    return shown, [each for each in series.months_of(shown) if each not in open_]


def _days_of(months: list[dt.date]) -> np.ndarray:
    spans = [np.arange(np.datetime64(each), np.datetime64(add_months(each, 1))) for each in months]
    return np.concatenate(spans) if spans else np.array([], "datetime64[D]")


def _celsius(
    store: Store, warmth: str, whole: np.ndarray, shown: Period
) -> tuple[pd.Series, tuple[str, ...]]:
    """Return the temperature of each of the days that has one, and the stations it comes from."""
    readings = store.ask("temperature_readings").rename(columns={warmth: "celsius"}).dropna(subset="celsius")
    readings = readings.assign(day=readings["day"].astype("datetime64[s]"))
    inside = readings[readings["day"].isin(whole.astype("datetime64[s]"))]
    if inside.empty:
        held = f" ({readings['day'].min():%B %Y} to {readings['day'].max():%B %Y})" if len(readings) else ""
        raise Empty("cannot", f"The weather loaded{held} has no {WARMTH[warmth].lower()} in {shown}: {LOAD}.")
    found = temperature.daily_mean(inside)
    if len(found) < LEAST_COVERED * len(whole):
        raise Empty(
            "enough",
            f"Only {findings.count(len(found))} of {findings.count(len(whole))} days in whole months have a "
            f"temperature, and days with one may be no fair sample: {LOAD}.",
        )
    return found, tuple(sorted(inside["station"].unique()))


def _joined(counts: pd.DataFrame, whole: np.ndarray, celsius: pd.Series) -> temperature.Days:
    known = counts.dropna(subset="day")
    known = known.assign(day=known["day"].astype("datetime64[s]")).set_index("day")
    days = pd.DatetimeIndex(whole).astype("datetime64[s]")
    days = days[days.isin(celsius.index)]
    # a day of a whole month without an offence is a day with none; one without a reading is missing
    found = known.reindex(days, fill_value=0)
    return temperature.Days(
        days.to_numpy().astype("datetime64[D]"),
        found["offences"].to_numpy(float),
        celsius.reindex(days).to_numpy(float),
        found["midnight"].to_numpy(float),
    )


def lockdowns() -> tuple[temperature.Period, ...]:
    """Return each month of a lockdown as a stretch of its own: restrictions changed within them."""
    months = {
        month
        for first, last in reference.table("lockdowns")[["first_month", "last_month"]].to_numpy()
        for month in series.months_of(Period(parse_month(first), parse_month(last)))
    }
    return tuple(
        temperature.Period(each, add_months(each, 1) - dt.timedelta(days=1)) for each in sorted(months)
    )


def station_names(found: Fitted) -> str:
    """Return where the temperature was measured, as captions say it."""
    names = found.stations
    return ", ".join(names) if len(names) <= NAMED else f"{len(names)} stations"
