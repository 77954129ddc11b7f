"""Hospital data: attendances after a knife assault beside what the police recorded of the same months."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import findings, reference
from vru.answers import comparing, tracks
from vru.answers.answer import Estimate
from vru.answers.making import Empty
from vru.answers.sharing import once
from vru.measures import change, series
from vru.periods import Period, month_name, months_between
from vru.selection import Selection
from vru.store import Store

KNIFE = "knife"
ATTENDED = "Attended: attendances at the emergency departments loaded, with a knife or other sharp object."
PERCENT = 100
PARAMETERS = ("basis", "first", "end", "level", "areas")


class Beside(NamedTuple):
    """Months that both the hospital and the police know whole: `rows` are knife attendances in them.

    `police` are knife injuries recorded, one number a month; `weaponless` the attendances of the same
    months whose weapon is not known, `every` all of them.
    """

    span: Period
    months: list[dt.date]
    rows: pd.DataFrame
    police: list[int]
    weaponless: int
    every: int
    left: list[dt.date]

    @property
    def attended(self) -> int:
        """How many attendances after a knife assault there were."""
        return int(self.rows["attendances"].sum())

    @property
    def recorded(self) -> int:
        """How many knife injuries the police recorded."""
        return sum(self.police)


@once
def beside(store: Store, selection: Selection) -> Beside:
    """Return the selected months that both know, as one span.

    Raises Empty, with what to load, where there are none.
    """
    rows, loaded = _loaded(store, selection)
    if not store.capabilities.has_knife:
        raise Empty("cannot", "This extract has no knife flag to hold attendances against: load `knife`.")
    months, left = _months(store, selection, loaded)
    rows = rows[rows["month"].isin(months)]
    span = Period(months[0], months[-1])
    return Beside(
        span=span,
        months=months,
        rows=rows[rows["weapon"] == KNIFE],
        police=_police(store, selection, span, months),
        weaponless=int(rows.loc[rows["weapon"].isna(), "attendances"].sum()),
        every=int(rows["attendances"].sum()),
        left=left,
    )


def _loaded(store: Store, selection: Selection) -> tuple[pd.DataFrame, set[dt.date]]:
    """Return the attendances of the selected areas, and the months loaded: an area may have none in one."""
    if not store.capabilities.has_attendances:
        raise Empty(
            "cannot",
            "No attendances at emergency departments are loaded: load an extract whose mapping fills "
            "`attended_on` and `weapon` (`vru load FILE --mapping istv`).",
        )
    every = store.ask("hospital_attendances")
    every = every.assign(month=every["month"].dt.date)
    rows = _of_areas(every, selection)
    if rows.empty:
        raise Empty("nothing", "No attendance of the selected areas is loaded: choose other areas.")
    if rows["weapon"].isna().all():
        raise Empty("cannot", "These attendances do not say which weapon was used: load `weapon`.")
    return rows, set(every["month"])


class Attended(NamedTuple):
    """Attendances after a knife assault on consecutive months, NaN where none of any kind is loaded.

    `weaponless` of `every` attendances do not say which weapon.
    """

    months: list[dt.date]
    numbers: np.ndarray
    weaponless: int
    every: int


@once
def attended(store: Store, selection: Selection) -> Attended:
    """Return the attendances of the selected areas over all months loaded. Raises Empty without any."""
    rows, loaded = _loaded(store, selection)
    months = series.months_of(Period(min(loaded), max(loaded)))
    by_month = rows[rows["weapon"] == KNIFE].groupby("month")["attendances"].sum()
    numbers = [float(by_month.get(each, 0)) if each in loaded else np.nan for each in months]
    weaponless = int(rows.loc[rows["weapon"].isna(), "attendances"].sum())
    return Attended(months, np.array(numbers), weaponless, int(rows["attendances"].sum()))


def _of_areas(rows: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    if not selection.areas:
        return rows
    place = rows["district"] if selection.level == "district" else rows["district"].map(reference.csp_of())
    return rows[place.isin(selection.areas)]


def _months(store: Store, selection: Selection, there: set[dt.date]) -> tuple[list[dt.date], list[dt.date]]:
    """Return the months both know whole, and those left out because the police's are not."""
    asked = tracks.ask(store, Selection(selection.period, basis=selection.basis))
    fit = {month for month, whole in zip(asked.calendar.months, asked.calendar.whole, strict=True) if whole}
    inside = [each for each in sorted(there) if selection.period.first <= each <= selection.period.last]
    both = [each for each in inside if each in fit]
    if not both:
        raise Empty(
            "nothing",
            f"Attendances run from {month_name(min(there))} to {month_name(max(there))}: none of these "
            f"months is "
            "selected and whole in this extract. Choose a longer period.",
        )
    return both, [each for each in inside if each not in fit]


def _police(store: Store, selection: Selection, span: Period, months: list[dt.date]) -> list[int]:
    rows = store.ask("hospital_police", **given(selection, span))
    held = dict(zip(rows["month"].dt.date, rows["offences"].astype(int), strict=True))
    return [int(held.get(each, 0)) for each in months]


def given(selection: Selection, span: Period) -> dict[str, object]:
    """Return the parameters of a query about a span of a selection's areas."""
    asked = selection.with_period(span).parameters()
    return {each: asked[each] for each in PARAMETERS}


def missing(found: Beside) -> str:
    """Return what the comparison cannot see, as sentences."""
    said = [
        f"{findings.count(found.weaponless)} of {findings.count(found.every)} attendances "
        f"({findings.share(found.weaponless, found.every)}) do not say which weapon: they are in neither "
        f"part.",
        "Hospitals that send no extract, and people who never attend, are not in it.",
    ]
    if found.left:
        said.append(f"{len(found.left)} months that are not whole in the police's extract are left out.")
    gaps = months_between(found.span.first, found.span.last) + 1 - len(found.months)
    if gaps:
        said.append(f"{gaps} months between have no attendances loaded and are left out of both.")
    return " ".join(said)


def selected(selection: Selection, found: Beside) -> str:
    """Return what of a selection applies, as captions say it."""
    areas = areas_said(selection)
    return f"{found.span}; by date committed and attended; {areas}; knife, whatever the filters say of kinds"


def areas_said(selection: Selection) -> str:
    """Return the areas of a selection, as captions say them."""
    names = reference.area_names(selection.level)
    return ", ".join(names.get(code, code) for code in selection.areas) or "all areas"


def counts(found: Beside) -> tuple[Estimate, Estimate]:
    """Return the two counts as figures."""
    attended, recorded = found.attended, found.recorded
    return (
        Estimate("attendances", float(attended), None, None, "attendances", attended, "count", None),
        Estimate("recorded", float(recorded), None, None, "offences", recorded, "count", None),
    )


def ratio_of(found: Beside) -> change.Ratio:
    """Return attendances to knife injuries recorded, with the exact interval of two counts."""
    return change.rate_ratio(found.attended, found.recorded)


def per_hundred(found: Beside) -> tuple[Estimate, ...]:
    """Return attendances for 100 knife injuries recorded; nothing where none was recorded."""
    if not found.recorded:
        return ()
    ratio, low, high, method, *_ = ratio_of(found)
    rests = found.attended + found.recorded
    value, least, most = (comparing.finite(PERCENT * each) for each in (ratio, low, high))
    return (Estimate("attendances for 100 recorded", value, least, most, "per 100", rests, method),)
