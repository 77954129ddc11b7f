"""Small areas: wards, beats and LSOAs as a filter, and the questions that no such filter can narrow."""

from __future__ import annotations

from vru.answers.sharing import once
from vru.areas import MANY
from vru.selection import Selection
from vru.store import Store

IGNORED = "This is of all areas: a filter on {many} does not apply to this question."


@once
def in_districts(store: Store, selection: Selection) -> Selection:
    """Return a selection of small areas as one of the districts they lie in; another as it is.

    What is known by district only (programmes, incomplete months, changes in recording) touches
    a small area where it touches its district.
    """
    if not selection.small:
        return selection
    asked = selection.parameters()
    rows = store.ask("small_areas_districts", level=asked["level"], areas=asked["areas"])
    return selection.within("district", rows["district"], store.capabilities)


def ignored(selection: Selection) -> str:
    """Return that the filter on small areas does not apply, as a sentence; '' where there is none."""
    return IGNORED.format(many=MANY[selection.level]) if selection.small else ""
