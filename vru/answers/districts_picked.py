"""Picked: the district or partnership a profile is of, and how its number is judged."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from vru.answers import districts_data, events, robust
from vru.answers.districts_data import Area, Areas
from vru.measures.change import Change
from vru.selection import Selection
from vru.store import Store

NAMED = 2


class Picked(NamedTuple):
    """What a profile is of: `area` its numbers, `selection` its offences; `given` whether it was chosen."""

    area: Area
    selection: Selection
    given: bool

    @property
    def name(self) -> str:
        """What it is called."""
        return self.area.name


def pick(found: Areas, selection: Selection) -> Picked:
    """Return the areas the filter names, together; without any the one with most offences."""
    chosen = [each for each in found.listed if each.track.part in found.chosen]
    given = bool(chosen)
    if not chosen:
        chosen = [max(found.listed, key=lambda each: each.track.total(found.now))]
    parts = tuple(each.track.part for each in chosen)
    seen = replace(selection, level=found.level, areas=parts)
    area = chosen[0] if len(chosen) == 1 else districts_data.together(found, chosen, _names(chosen))
    return Picked(area, seen, given)


def _names(chosen: list[Area]) -> str:
    names = [each.name for each in chosen]
    if len(names) > NAMED:
        return f"{names[0]} and {len(names) - 1} more"
    return " and ".join(names)


def unpicked(picked: Picked) -> str:
    """Return the sentence that says why this area is shown, where nobody chose one; else ''."""
    if picked.given:
        return ""
    return f" No area is chosen, so that {picked.name}, with most offences, is shown: choose one under Area."


def judged(store: Store, found: Areas, area: Area) -> Change | None:
    """Return the change of one area or total on the year before, looked at once; None without such a year."""
    if found.before is None:
        return None
    known = events.touching(store, found.selection, split=found.level)
    lies = robust.across(store, found.selection, found.now, found.before, known)
    track = area.track._replace(exposure=None)
    return robust.judge(track, found.now, found.before, area.swing, lies)
