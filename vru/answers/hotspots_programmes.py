"""Programmes on the map: the districts in which one ran in the period, outlined; no verdict on them."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from vru.answers import hotspots_land as land
from vru.answers import interventions
from vru.answers.hotspots_options import Mapped
from vru.answers.interventions import SIGN, Programme
from vru.answers.labels import label
from vru.answers.making import Parts
from vru.charts.chart import Chart, Series
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

Years = Mapping[str, Period]
Where = Mapping[str, Sequence[Programme]]
"""The programmes of each district."""
NAMED = 6
"""At most so many programmes are named in a caption."""


@dataclass(frozen=True)
class Overlaid(Mapped):
    """Also, whether programmes are drawn on the map."""

    programmes: str = interventions.drawn_option(
        "Dotted outlines on the map: districts in which a programme ran in the period; not what it did."
    )


def over(
    store: Store, selection: Selection, options: Overlaid, parts: Parts, years: Years = MappingProxyType({})
) -> Parts:
    """Return the parts of a map with programmes outlined on it and named in its caption.

    Those of the whole force are named only. `years` are the months of small maps by their name: each
    has the programmes that ran in it.
    """
    if options.programmes == "no":
        return parts
    seen = selection.with_period(_covered(selection, years))
    ran = during(store, seen)
    where = _by_district(store, ran, selection)
    chart = parts["chart"]
    bordered = chart.land is not None and bool(chart.land.within or chart.kind == "map")
    outlined = bordered and bool(where)
    said = parts | {"definition": f"{parts['definition']} {_caption(store, ran, where, outlined)}"}
    if outlined:
        each = {
            name: _by_district(store, during(store, selection.with_period(span)), selection)
            for name, span in years.items()
        }
        said["chart"] = _outlined(store, options, chart, where, each)
        said["subtitle"] = f"{parts['subtitle']}; dotted outline: a programme ran here"
    return said


def _covered(selection: Selection, years: Years) -> Period:
    spans = list(years.values())
    return Period(spans[0].first, spans[-1].last) if spans else selection.period


def during(store: Store, selection: Selection) -> list[Programme]:
    """Return the programmes that ran on a day of the period: all, or those of chosen areas and the force."""
    last = selection.period.end - dt.timedelta(days=1)
    every = interventions.touching(store, selection) if selection.areas else interventions.known(store)
    return [each for each in every if each.runs(selection.period.first, last)]


def _by_district(store: Store, ran: Sequence[Programme], selection: Selection) -> dict[str, list[Programme]]:
    """Return the programmes of each district; of chosen districts only, where some are chosen."""
    found: dict[str, list[Programme]] = {}
    chosen = interventions.districts(store, selection)
    for each in ran:
        for code in each.districts:
            if not selection.areas or code in chosen:
                found.setdefault(code, []).append(each)
    return found


def _outlined(
    store: Store, options: Overlaid, chart: Chart, where: Where, years: Mapping[str, Where]
) -> Chart:
    assert chart.land is not None, "a map needs its land"
    known = set(land.shapes(store, "district").table["code"])
    around = land.districts_of(store, options.level) if chart.kind == "map" else {}
    if chart.kind == "map":
        series = tuple(_noted(each, around, years.get(each.panel or "", where)) for each in chart.series)
    else:
        series = chart.series  # a square says its own number: in which district it lies it does not know
    ran_in = tuple(sorted(set(where) & known))
    panels = tuple((name, tuple(sorted(set(each) & known))) for name, each in years.items())
    names = ", ".join(label("district", code) for code in ran_in)
    alt = f"{chart.alt} Outlined, as a programme ran there: {names}." if names else chart.alt
    ground = replace(chart.land, ran_in=ran_in, ran_in_panel=panels)
    return replace(chart, alt=alt, series=series, land=ground)


def _noted(one: Series, around: Mapping[str, Sequence[str]], where: Where) -> Series:
    notes = (
        "<br>".join([note, *_lines(str(code), around, where)])
        for code, note in zip(one.x, one.notes, strict=True)
    )
    return replace(one, notes=tuple(notes))


def _lines(code: str, around: Mapping[str, Sequence[str]], where: Where) -> list[str]:
    """Return what an area says of programmes: 'here' in a district, the district's name elsewhere."""
    return [
        html.escape(f"{SIGN} {each.name} ran {_place(code, whole)}, {interventions.dates(each)}")
        for whole in around.get(code, (code,))
        for each in where.get(whole, ())
    ]


def _place(code: str, district: str) -> str:
    return "here" if code == district else f"in {label('district', district)}"


def _caption(store: Store, ran: Sequence[Programme], where: Mapping[str, Any], outlined: bool) -> str:
    if not interventions.known(store):
        return "No programme is loaded: `vru load` takes a file interventions.csv."
    if not ran:
        return "No programme with a known first day ran here in the period."
    local = [
        f"{each.name} ({_where(each, where)}), {interventions.dates(each)}" for each in ran if each.districts
    ]
    wide = [f"{each.name}, {interventions.dates(each)}" for each in ran if not each.districts]
    head = "Dotted outlines are districts" if outlined else "Not outlined on this picture are districts"
    said = [f"{head} in which a programme ran in the period: {_some(local)}."] if local else []
    said += [f"For the whole force, not outlined: {_some(wide)}."] if wide else []
    return " ".join([*said, "That a programme ran says nothing of its effect."])


def _where(each: Programme, where: Mapping[str, Any]) -> str:
    return ", ".join(label("district", code) for code in each.districts if code in where)


def _some(said: Sequence[str]) -> str:
    more = f"; and {len(said) - NAMED} more" if len(said) > NAMED else ""
    return "; ".join(said[:NAMED]) + more
