"""Hotspots: where does violence concentrate, when in the week, and does it stay there?"""

from __future__ import annotations

from dataclasses import dataclass

from vru.answers import (
    hotspots_areas,
    hotspots_cells,
    hotspots_land,
    hotspots_map,
    hotspots_programmes,
    hotspots_surface,
    hotspots_week,
    hotspots_years,
)
from vru.answers.answer import Ask, Options, Question
from vru.answers.hotspots_clusters import Crowded, crowded
from vru.answers.hotspots_concentration import concentrated, stable
from vru.answers.hotspots_gi import over_years
from vru.answers.hotspots_judged import Judged
from vru.answers.hotspots_kinds import kinds
from vru.answers.hotspots_near import near_repeat
from vru.answers.hotspots_programmes import Overlaid
from vru.answers.hotspots_quality import quality
from vru.answers.hotspots_risen import against_the_rest
from vru.answers.hotspots_surface import Smoothed
from vru.answers.making import Parts, asks
from vru.selection import Selection
from vru.store import Store


@dataclass(frozen=True)
class OPTIONS(Crowded, Judged, Smoothed, Overlaid):
    """All that can be chosen on the page."""


@asks("hotspots.map", "Where does it happen?", Overlaid, small=True)
def where(store: Store, selection: Selection, options: Overlaid) -> Parts:
    """The areas in shades of what happened in them, or squares of 250 m; and where programmes ran."""
    one = hotspots_cells.grid if options.level == "cell" else hotspots_areas.one_map
    parts = one(store, selection, options)
    if lost := hotspots_land.unknown(store, options.place):
        parts = parts | {"missing": f"{lost} {parts['missing']}"}
    return hotspots_programmes.over(store, selection, options, parts)


@asks("hotspots.years", "Are they the same places every year?", Overlaid, small=True)
def years(store: Store, selection: Selection, options: Overlaid) -> Parts:
    """The same map for each year, in the same shades; and where programmes ran in it."""
    shown, spans = hotspots_map.level_drawn(options), hotspots_years.spans(selection, options)
    parts = hotspots_years.by_year(store, selection, shown)
    return hotspots_programmes.over(store, selection, shown, parts, spans)


@dataclass(frozen=True)
class Outlined(Smoothed, Overlaid):
    """The options of the density map, and whether programmes are drawn on it."""


@asks("hotspots.surface", "Where is it densest, whatever areas are called?", Outlined, small=True)
def surface(store: Store, selection: Selection, options: Outlined) -> Parts:
    """The points smoothed to offences per km², with the bandwidth named; and where programmes ran."""
    parts = hotspots_surface.surface(store, selection, options)
    return hotspots_programmes.over(store, selection, options, parts)


@asks("hotspots.week", "When in the week does it begin?", small=True)
def week(store: Store, selection: Selection, options: Options) -> Parts:
    """Hour and day of the week of the selection."""
    return hotspots_week.week(store, selection, options)


# what takes longest comes last, so that nobody waits for it to see a map
QUESTIONS: tuple[Question, ...] = (
    where, surface, years, week, kinds, over_years, against_the_rest, quality, concentrated, stable,
    near_repeat, crowded,
)  # fmt: skip


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
