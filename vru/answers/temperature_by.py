"""Temperature by part: season, part of the week, hour, domestic or not, place, district, age."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from vru import findings, reference
from vru.answers import people, temperature_stations
from vru.answers import temperature_parts as parts
from vru.answers.answer import Estimate, option
from vru.answers.labels import elsewhere, label
from vru.answers.making import Empty, Parts
from vru.answers.sharing import once
from vru.answers.temperature_days import OUT, Counts, Fitted, Temperature, enough, laid, under
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
    "place": "Public place or not",
    "district": "District",
    "age": "Age of the suspects",
}
NEEDS = {"hour": ("has_hour",), "domestic": ("has_domestic",), "age": ("has_suspects", "has_age")}
KINDS = {"season": temperature.season_of, "week": temperature.weekend}
HOURS = {"0": "00:01 to 05:59", "1": "06:00 to 11:59", "2": "12:00 to 17:59", "3": "18:00 to 23:59"}
DOMESTIC = {"yes": "Domestic", "no": "Not domestic"}
PLACES = {"public": "In public places", "elsewhere": "Elsewhere"}
NOWHERE = {
    "hour": "their time is not known, or 00:00 exactly",
    "domestic": "the flag is blank, or they are from before it was set nationally",
    "place": "it is not known whether the place was public",
    "district": "their district is not known, lies elsewhere, or has too few",
}
OLDEST = 120  # years: the end of the last age band
SURE = 0.05  # below this, parts differ by more than chance


@dataclass(frozen=True)
class TemperatureBy(Temperature):
    """Which temperature of the day, and which parts are compared."""

    by: str = option("season", label="Compare by", short="cb", choices=BY)


def compared(store: Store, selection: Selection, options: TemperatureBy) -> Parts:
    """Return the parts of the Answer that sets the effect of each part side by side."""
    found, got = under(store, selection, options), _compared(store, selection, options)
    table = pd.DataFrame(got.parts).rename(columns={"name": "model", "percent": "value"})
    where = temperature_stations.said_of_districts(_stations(store, options.by, [*table["model"], *got.few]))
    said = parts.captions(store, selection, found, options, where)
    return {
        "finding": _say(got, options.by),
        "chart": parts.forest(table, f"A dot and its interval for each part, by {BY[options.by].lower()}."),
        "table": table.rename(columns={"model": "part"}),
        "estimates": _estimates(got, found),
        "subtitle": f"Percent a degree by {BY[options.by].lower()}, limits widened for the number of parts",
        **said,
        "counted": " ".join(
            [
                said["counted"],
                *_of_ages(store, selection, options),
                *_in_none(got, found, options),
                _tested(got),
            ]
        ),
        "missing": f"{said['missing']}{_few(got)}",
    }


@once
def _compared(store: Store, selection: Selection, options: TemperatureBy) -> temperature.Compared:
    people.require(store, *NEEDS.get(options.by, ()))
    found = under(store, selection, options)
    with enough():
        if options.by in KINDS:
            kind = KINDS[options.by](found.models.days.day)
            return temperature.by_kind_of_day(found.models, kind, found.chosen)
        models = _known(store, selection, options.by, found.models)
        rows = _rows(store, selection, options.by)
        counts = laid(rows[rows["part"].notna()], models.days, timed=options.artefacts == OUT)
        named = _named(options.by, counts)
        stations = _stations(store, options.by, named)
        own = temperature_stations.warmth_of(store, options.warmth, stations, models.days.day)
        return temperature.by_part(models, named, found.chosen, own)


def _stations(store: Store, by: str, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return each district's own stations where districts are compared and the analyst chose any."""
    return temperature_stations.of_districts(store, names) if by == "district" else {}


def _known(store: Store, selection: Selection, by: str, models: temperature.Models) -> temperature.Models:
    """Return the days in which the flag that splits exists: before, it is unknown, not no."""
    span = Period(*known_months(store, selection, by if by == "domestic" else "none")[0])
    day = models.days.day
    inside = (day >= np.datetime64(span.first)) & (day < np.datetime64(span.end))
    if inside.sum() < temperature.LEAST_DAYS:
        raise MeasureError(f"{int(inside.sum()):,} days are left; {temperature.LEAST_DAYS} are needed.")
    return models.where(inside)


@once
def _rows(store: Store, selection: Selection, by: str) -> pd.DataFrame:
    """Return the offences of each day and part; of ages also those of any age, as part None."""
    if by != "age":
        return store.ask("temperature_parts", split=by, **selection.parameters())
    bands = reference.age_bands()
    ages = [(each.low, OLDEST if each.high is None else each.high) for each in bands.values()]
    lows, highs = (list(each) for each in zip(*ages, strict=True))
    return store.ask("temperature_ages", bands=list(bands), lows=lows, highs=highs, **selection.parameters())


def _named(by: str, counts: Counts) -> Counts:
    """Return the parts by the names readers see, in their order; a district of another force is none."""
    ages = {code: f"Suspects aged {each.label}" for code, each in reference.age_bands().items()}
    districts = reference.area_names("district")
    if elsewhere(counts):
        districts = {code: label("district", code) for code in counts}
    names = {"hour": HOURS, "domestic": DOMESTIC, "place": PLACES, "district": districts, "age": ages}[by]
    if by == "place" and not counts:
        raise Empty(
            "cannot",
            "This extract does not say which offences were in public places: load one whose mapping fills "
            "`public_place`.",
        )
    return {names[code]: counts[code] for code in names if code in counts}


def _of_ages(store: Store, selection: Selection, options: TemperatureBy) -> list[str]:
    """Return what counts as an age band's offence, and in how many the ages are known."""
    if options.by != "age":
        return []
    days, rows = under(store, selection, options).models.days, _rows(store, selection, "age")
    any_age = rows[rows["part"].isna()].assign(part="any")
    known = laid(any_age, days, timed=options.artefacts == OUT)["any"].sum()
    whole = days.offences.sum()
    return [
        "An offence counts once in each age band that a recorded suspect of it is in: bands add up to more. "
        f"{findings.count(whole - known)} of {findings.count(whole)} offences have no suspect of known age "
        "and are in no band."
    ]


def _in_none(got: temperature.Compared, found: Fitted, options: TemperatureBy) -> list[str]:
    """Return how many offences no part holds, and why; parts with too few are named elsewhere."""
    left = found.effect.offences - sum(each.offences for each in got.parts)
    if options.by not in NOWHERE or not left:
        return []
    return [f"{findings.count(left)} of these are in no part compared: {NOWHERE[options.by]}."]


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
    return f" Too few offences or days to tell: {', '.join(got.few)}." if got.few else ""
