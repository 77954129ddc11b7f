"""Profile: one district or partnership on a screen, to hand to its council."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import comparing, districts_data, districts_picked, districts_shares
from vru.answers.answer import Estimate
from vru.answers.districts_data import Area, Areas, Rate, rate
from vru.answers.districts_options import Level
from vru.answers.districts_picked import Picked, judged
from vru.answers.districts_shares import SMALL, Share
from vru.answers.making import Parts, definition, left_out
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.measures.change import Change
from vru.selection import Selection
from vru.store import Store

LINKS = (("Hotspots", "hotspots"), ("Success measures", "success"))
"""Pages that say more of an area; those that are not there are not linked."""
ABOVE, BELOW, LIKE = "above", "below", "not clearly different"


def profile(store: Store, selection: Selection, options: Level) -> Parts:
    """Return the parts of districts.profile."""
    found = districts_data.areas(store, selection, options.level)
    picked = districts_picked.pick(found, selection)
    changed = judged(store, found, picked.area)
    own = rate(picked.area, found.now)
    rows = [
        _number(found, picked.area),
        _rate(found, own),
        _change(store, found, changed),
        *(_share(each) for each in districts_shares.shares(store, found, picked.selection)),
    ]
    table = pd.DataFrame(rows)
    return {
        "finding": _explain(found, picked, own, changed),
        "table": table,
        "pictures": tuple(_picture(row) for row in rows),
        "estimates": _estimates(rows, found),
        "definition": _define(found, picked),
        "counted": f"{_few(picked.area.track.total(found.now))} offences in {picked.name}, {found.now}.",
        "missing": left_out(store, picked.selection),
        "subtitle": f"{picked.name}, {found.now}, against all {found.many}",
        "selected": picked.selection.sentence(),
        "links": LINKS,
    }


def _row(measure: str, unit: str, of: int, noun: str, **more: Any) -> dict[str, Any]:
    empty = {"value": None, "low": None, "high": None, "average": None, "against": "", "why": ""}
    return {"measure": measure, **empty, "unit": unit, "of": of, "noun": noun} | more


def _few(number: float) -> str:
    return f"fewer than {SMALL}" if 0 < number < SMALL else findings.count(number)


def _number(found: Areas, area: Area) -> dict[str, Any]:
    number = area.track.total(found.now, area.track.calendar)
    limits = comparing.limits(area.track, np.array([float(number)]), None, area.swing, single=not number)
    low, high = (comparing.finite(float(limits[each][0])) for each in ("low", "high"))
    if 0 < number < SMALL:
        return _row("Offences", "offences", 0, "offences", why=f"fewer than {SMALL}")
    return _row("Offences", "offences", number, "offences", value=float(number), low=low, high=high)


def _rate(found: Areas, one: Rate) -> dict[str, Any]:
    name, unit = "Rate", "per 1,000 residents"
    if found.unrated or math.isnan(one.value):
        return _row(name, unit, 0, "residents", why=found.unrated or "no residents are loaded for it")
    average = comparing.finite(rate(found.totals[0], found.now).value) if found.totals else None
    if 0 < one.offences < SMALL:
        return _row(name, unit, 0, "residents", average=average, why=f"fewer than {SMALL} offences")
    low, high = comparing.finite(one.low), comparing.finite(one.high)
    return _row(
        name, unit, round(one.person_years), "residents", value=one.value, low=low, high=high,
        average=average, against=against(low, high, average),
    )  # fmt: skip


def against(low: float | None, high: float | None, average: float | None) -> str:
    """Return where limits lie against the average of all; '' where one of them is not known."""
    if low is None or high is None or average is None:
        return ""
    return ABOVE if low > average else BELOW if high < average else LIKE


def _change(store: Store, found: Areas, changed: Change | None) -> dict[str, Any]:
    name, unit = "Change on the year before", "%"
    if changed is None:
        return _row(name, unit, 0, "offences", why="there is no year before")
    if 0 < changed.now < SMALL or 0 < changed.base < SMALL:
        return _row(name, unit, 0, "offences", why=f"fewer than {SMALL} offences in one of the years")
    every = judged(store, found, found.totals[0]) if found.totals else None
    value, low, high = (comparing.finite(each) for each in (changed.percent, changed.low, changed.high))
    average = comparing.finite(every.percent) if every else None
    return _row(
        name, unit, round(changed.now + changed.base), "offences", value=value, low=low, high=high,
        average=average, against=changed.verdict, why=changed.reason or "",
    )  # fmt: skip


def _share(one: Share) -> dict[str, Any]:
    return _row(
        one.measure, "%", one.of, one.noun, value=one.value, low=one.low, high=one.high, average=one.average,
        against=against(one.low, one.high, one.average), why=one.why,
    )  # fmt: skip


def _picture(row: dict[str, Any]) -> Chart | None:
    """Return a row's value with its interval against that of all; None where there is neither."""
    if row["low"] is None or row["high"] is None:
        return None
    dot = Series(row["measure"], (row["measure"],), (row["value"],), low=(row["low"],), high=(row["high"],))
    limits = f"{findings.decimal(row['low'])} to {findings.decimal(row['high'])} {row['unit']}"
    average = row["average"]
    marks = () if average is None else (Mark("all", x=average),)
    beside = "" if average is None else f"; all areas {findings.decimal(average)}"
    return Chart(
        "dots", alt=f"{row['measure']}: interval {limits}{beside}.", series=(dot,), x=Axis(row["unit"]),
        y=Axis(kind="category"), marks=marks, height=70,
    )  # fmt: skip


def _explain(found: Areas, picked: Picked, own: Rate, changed: Change | None) -> str:
    span, noun = findings.period(found.now), findings.noun_of(found.words)
    if 0 < own.offences < SMALL:
        said = f"{picked.name} had fewer than {SMALL} {noun} in {span}."
    elif math.isnan(own.value) or not found.totals:
        said = f"{picked.name} had {findings.count(own.offences)} {noun} in {span}."
    else:
        average = rate(found.totals[0], found.now).value
        where = against(own.low, own.high, average) or "beside"
        than = {LIKE: "not clearly different from"}.get(where, where)
        said = (
            f"{picked.name} had {findings.decimal(own.value)} {noun} per 1,000 residents in {span}, {than} "
            f"{findings.decimal(average)} in all {districts_data.MANY[found.level]}."
        )
    if changed is not None and not 0 < own.offences < SMALL and not 0 < changed.base < SMALL:
        compared = findings.comparison(changed, comparing.than(found.now, found.before or found.now))
        said += f" Its number is {compared}."
    return said


def _define(found: Areas, picked: Picked) -> str:
    return (
        definition(picked.selection)
        + " Each tile has the area's value, its 95 % interval (bar) and the value of all areas together "
        "(dashed); above and below say that the interval leaves that value out, each looked at alone. "
        "Numbers and rates allow for the area's own swing; shares are of those of which it is known "
        "(Wilson's interval). People count by date committed, once each, at their age on the first day; two "
        "days or more are days in one area. So "
        f"that nobody can be picked out, numbers from 1 to {SMALL - 1} are not given: the interval is then "
        f"that of all they may be. Above or below is no judgement. {found.note}"
        + districts_picked.unpicked(picked)
    ).rstrip()


def _estimates(rows: list[dict[str, Any]], found: Areas) -> tuple[Estimate, ...]:
    made = [
        Estimate(row["measure"], row["value"], row["low"], row["high"], row["unit"], row["of"],
                 "Wilson" if row["unit"] == "%" and row["measure"] != "Change on the year before" else
                 "as in the performance table, one look")
        for row in rows
        if row["low"] is not None
    ]  # fmt: skip
    made += [
        Estimate(f"{row['measure']}, all areas", row["average"], None, None, row["unit"], len(found.listed),
                 "all areas together", None)
        for row in rows
        if row["average"] is not None
    ]  # fmt: skip
    return tuple(made)
