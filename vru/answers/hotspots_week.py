"""The week: in which hours of which days the selected offences begin."""

from __future__ import annotations

import pandas as pd

from vru import findings
from vru.answers import making
from vru.answers.answer import Estimate, Options
from vru.answers.making import Empty, Parts
from vru.charts.chart import Axis, Chart, Series
from vru.selection import Selection
from vru.store import Store

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FEW = 30
"""Offences with a time below which no hour can be called busy."""


def week(store: Store, selection: Selection, options: Options) -> Parts:
    """Return the parts of the heat map of hour and day of the week."""
    if not store.capabilities.has_hour:
        raise Empty("cannot", "This extract has no time of day: map a time to `committed_from`.")
    rows = store.ask("hotspots_week", **selection.parameters())
    total, timed = int(rows["offences"].sum()), rows[rows["weekday"].notna()]
    if not total:
        raise Empty("nothing", "No offence matches these filters.")
    known = int(timed["offences"].sum())
    if known < FEW:
        raise Empty("enough", "Too few offences have a time of day for one hour to be called busy.")
    hours = _square(timed)
    night, (day, hour) = _night(hours), _busiest(hours)
    return {
        "finding": (
            f"Most began on a {day} in the hour from {hour:02d}:00; Friday and Saturday nights, 20:00 to "
            f"05:00, had {findings.share(night, known)} of {findings.count(known)} with a known time."
        ),
        "chart": _chart(hours),
        "table": hours.rename_axis("weekday").reset_index(),
        "estimates": (
            Estimate("most", float(hours.to_numpy().max()), None, None, "offences", known, "count", None),
            Estimate("timed", float(known), None, None, "offences", total, "count", None),
            Estimate("night_share", 100 * night / known, None, None, "percent", known, "count", None),
            Estimate("hour", float(hour), None, None, "hour of the day", known, "hour with the most", None),
        ),
        "subtitle": f"Offences by hour and day of the week they began, {selection.period}",
        "definition": f"{making.definition(selection)} An offence counts in the hour in which it began.",
        "counted": f"{findings.count(known)} offences with a time of day.",
        "missing": _missing(store, selection, total, known, int(timed["midnight"].sum())),
    }


def _square(timed: pd.DataFrame) -> pd.DataFrame:
    """Return a row a day of the week and a column an hour, 00 to 23."""
    wide = timed.pivot_table(index="weekday", columns="hour", values="offences", aggfunc="sum")
    wide = wide.reindex(index=range(1, 8), columns=range(24)).fillna(0).astype(int)
    return wide.set_axis(DAYS, axis=0).set_axis([f"{each:02d}" for each in range(24)], axis=1)


def _busiest(hours: pd.DataFrame) -> tuple[str, int]:
    """Return the day and the hour with the most; the first of the week where there are several."""
    at = int(hours.to_numpy().argmax())
    return DAYS[at // 24], at % 24


def _night(hours: pd.DataFrame) -> int:
    """Return what began on Friday and Saturday from 20:00 until 04:59 the next morning."""
    late = [f"{each:02d}" for each in range(20, 24)]
    early = [f"{each:02d}" for each in range(5)]
    return int(
        hours.loc[["Friday", "Saturday"], late].sum().sum()
        + hours.loc[["Saturday", "Sunday"], early].sum().sum()
    )


def _missing(store: Store, selection: Selection, total: int, known: int, midnight: int) -> str:
    said = []
    if total > known:
        said.append(
            f"{findings.count(total - known)} of {findings.count(total)} offences "
            f"({findings.share(total - known, total)}) have no time of day."
        )
    if midnight:
        said.append(
            f"{findings.count(midnight)} are at 00:00 exactly, often a default of the recording system."
        )
    return " ".join([*said, making.left_out(store, selection)])


def _chart(hours: pd.DataFrame) -> Chart:
    rows = tuple(
        Series(day, tuple(hours.columns), tuple(map(float, row)))
        for day, row in zip(DAYS, hours.to_numpy(), strict=True)
    )
    day, hour = _busiest(hours)
    alt = f"Shades of offences for 24 hours of seven days. Most on a {day} from {hour:02d}:00."
    return Chart("heat", alt=alt, series=rows, x=Axis("Hour of the day", "category"), y=Axis("offences"))
