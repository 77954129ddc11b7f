"""Temperature's days: the counts and the warmth of every day that can be used, and what was left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru import findings, reference
from vru.answers import month_states, people, temperature_stations
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
Counts = dict[str, NDArray[np.floating]]
IN, OUT = "in", "out"
LOAD = "load daily station files of these months with `vru load --weather FILE`"


@dataclass(frozen=True)
class Warmth(Options):
    """Which temperature of the day."""

    warmth: str = option("mean_c", label="Temperature", short="w", choices=WARMTH)


@dataclass(frozen=True)
class Temperature(Warmth):
    """Which temperature of the day, under which model, with which days."""

    model: str = option(
        "poisson",
        label="Model",
        short="tm",
        choices=temperature.MODELS,
        about="Days before, heat days and the calendar have no curve in temperature: there, Poisson stands "
        "for the spline.",
    )
    lockdown: str = option(
        IN,
        label="Lockdown months",
        short="tl",
        choices={IN: "in", OUT: "left out"},
        about="Where they are in, each month of a lockdown has a level of its own.",
    )
    artefacts: str = option(
        IN,
        label="First days and 00:00",
        short="ta",
        choices={IN: "in", OUT: "left out"},
        about="First days of a month and 00:00 are what systems write where day or time is not known.",
    )


class Fitted(NamedTuple):
    """A selection's days and what was made of them.

    `days` are all of them; `models`, `effect` and `bend` are as the options have it, the `variants`
    of all options; `chosen` is the model's name. `whole` are the days of whole months, with or
    without a reading; `left_months` the others; `no_day` offences of which only the month is known.
    `picked` is whether the analyst chose the stations for the districts selected.
    """

    days: temperature.Days
    models: temperature.Models
    chosen: str
    effect: temperature.Effect
    variants: tuple[temperature.Variant, ...]
    bend: temperature.Bend
    shown: Period
    whole: int
    left_months: int
    no_day: int
    stations: tuple[str, ...]
    picked: bool


@contextmanager
def enough() -> Iterator[None]:
    """Turn a measure's refusal to tell into an Answer that says so, and what would help."""
    try:
        yield
    except MeasureError as few:
        raise Empty("enough", f"Not enough to say: {few} Choose a longer period or fewer filters.") from few


@once
def fitted(store: Store, selection: Selection, warmth: str) -> Fitted:
    """Return everything the page shows of a selection under the main model, each model fitted once.

    Raises Empty where there is no weather, no day, nothing selected, or too little to tell.
    """
    people.require(store, "has_day", "has_weather")
    shown, months = _months(store, selection)
    counts = store.ask("temperature_days", **selection.parameters())
    if counts.empty:
        raise Empty("nothing", f"No offence matches these filters in {shown}.")
    whole = _days_of(months)
    picked = temperature_stations.selected(store, selection)
    celsius, stations = _celsius(store, warmth, whole, shown, picked)
    days = _joined(counts, whole, celsius)
    models = temperature.Models(days, temperature.calendar(days.day), lockdowns())
    with enough():
        effect = temperature.effect(models)
        return Fitted(
            days,
            models,
            "poisson",
            effect,
            temperature.variants(models, split(store, selection, days, "place")),
            temperature.bend(models, effect.log_rate),
            shown,
            len(whole),
            shown.months - len(months),
            int(counts.loc[counts["day"].isna(), "offences"].sum()),
            stations,
            bool(picked),
        )


def under(store: Store, selection: Selection, options: Temperature) -> Fitted:
    """Return what the page shows under the options chosen. Raises Empty as `fitted` does."""
    return _under(
        store, selection, options.warmth, options.model, options.lockdown == OUT, options.artefacts == OUT
    )


@once
def _under(
    store: Store, selection: Selection, warmth: str, model: str, no_lockdowns: bool, no_artefacts: bool
) -> Fitted:
    main = fitted(store, selection, warmth)
    models = main.models.without(lockdowns=no_lockdowns, artefacts=no_artefacts)
    with enough():
        effect = temperature.effect(models, model)
        bend = temperature.bend(models, effect.log_rate)
        chosen = temperature.variant(
            "chosen", models.slope(model), models.days, lockdowns=not no_lockdowns, artefacts=not no_artefacts
        )
    # one of the variants anyway, unless another model and other days are asked for at once
    another = model != "poisson" and (no_lockdowns or no_artefacts)
    variants = (*main.variants, chosen) if another else main.variants
    return main._replace(models=models, chosen=model, effect=effect, bend=bend, variants=variants)


def split(store: Store, selection: Selection, days: temperature.Days, by: str) -> Counts:
    """Return the offences of each part of a split, by its code, on each of the days, shape (days,)."""
    return laid(store.ask("temperature_parts", split=by, **selection.parameters()), days)


def laid(rows: pd.DataFrame, days: temperature.Days, *, timed: bool = False) -> Counts:
    """Return counts by day and part as an array a part, shape (days,), 0 on days without a row.

    `rows` have day, part, offences and midnight; where `timed`, offences at 00:00 exactly do not count.
    """
    offences = rows["offences"] - rows["midnight"] if timed else rows["offences"]
    wide = rows.assign(day=rows["day"].astype("datetime64[s]"), offences=offences)
    wide = wide.pivot(index="day", columns="part", values="offences")
    wide = wide.reindex(pd.DatetimeIndex(days.day).astype("datetime64[s]")).fillna(0.0)
    return {str(code): wide[code].to_numpy(float) for code in wide}


def _months(store: Store, selection: Selection) -> tuple[Period, list[dt.date]]:
    """Return the period that can be shown and its whole months, by date committed."""
    first, last = known_months(store, selection, "none")[0]
    if selection.period.first > last or selection.period.last < first:
        raise Empty("nothing", f"The extract holds {Period(first, last)} only: choose a period within it.")
    shown = Period(max(first, selection.period.first), min(last, selection.period.last))
    states = month_states.judged(store, "committed")
    open_ = set(states.loc[states["state"].isin(series.NOT_WHOLE), "month"].astype("datetime64[s]").dt.date)
    return shown, [each for each in series.months_of(shown) if each not in open_]


def _days_of(months: list[dt.date]) -> np.ndarray:
    spans = [np.arange(np.datetime64(each), np.datetime64(add_months(each, 1))) for each in months]
    return np.concatenate(spans) if spans else np.array([], "datetime64[D]")


def _celsius(
    store: Store, warmth: str, whole: np.ndarray, shown: Period, picked: tuple[str, ...]
) -> tuple[pd.Series, tuple[str, ...]]:
    """Return the temperature of each of the days that has one, and the stations it comes from."""
    readings = temperature_stations.readings(store, warmth, picked)
    inside = readings[readings["day"].isin(whole.astype("datetime64[s]"))]
    if inside.empty:
        held = f" at {temperature_stations.listed(picked)}" if picked else ""
        if len(readings):
            held += f" ({readings['day'].min():%B %Y} to {readings['day'].max():%B %Y})"
        raise Empty("cannot", f"The weather loaded{held} has no {WARMTH[warmth].lower()} in {shown}: {LOAD}.")
    if not picked:
        _one_weather(inside)
    found = temperature.daily_mean(inside)
    if len(found) < LEAST_COVERED * len(whole):
        raise Empty(
            "enough",
            f"Only {findings.count(len(found))} of {findings.count(len(whole))} days in whole months have a "
            f"temperature, and days with one may be no fair sample: {LOAD}.",
        )
    return found, tuple(sorted(inside["station"].unique()))


def _one_weather(readings: pd.DataFrame) -> None:
    """Raise Empty where a station's days go with no other's: their average would be nobody's weather."""
    strange = temperature.strangers(readings)
    if strange:
        who = temperature_stations.listed(strange, " and ")
        raise Empty(
            "cannot",
            f"No other station has the day-to-day weather of {who}: another place, or wrong dates. "
            "Name the stations to use in `weather_stations.csv` beside the store.",
        )


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
