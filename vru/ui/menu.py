"""The menu: every page with its title, its place and the answers module it shows."""

from __future__ import annotations

from typing import NamedTuple


class Page(NamedTuple):
    """A page of the menu; `answers` is the stem of its answers module.

    `by_day` is for pages about people, who are counted by date committed whatever the filters
    name; `lists_people` puts the list of the most prolific pseudonyms at its end,
    `decides` the form that records an analyst's decision.
    """

    stem: str
    title: str
    icon: str
    answers: str
    filtered: bool = True
    by_day: bool = False
    lists_people: bool = False
    decides: bool = False


MENU: dict[str, tuple[Page, ...]] = {
    "": (Page("overview", "Overview", ":material/home:", "overview"),),
    "Explore": (
        Page("trends", "Trends", ":material/show_chart:", "trends"),
        Page("control", "Control chart", ":material/rule:", "control", decides=True),
    ),
    "People": (
        Page("offenders", "Offenders", ":material/groups:", "offenders", by_day=True),
        Page("repeat", "Repeat offending", ":material/replay:", "repeat", by_day=True, lists_people=True),
        Page("overlaps", "Victims and overlaps", ":material/join_inner:", "overlaps", by_day=True),
        Page("careers", "Careers", ":material/timeline:", "careers", by_day=True),
    ),
    "Weather": (
        Page("temperature", "Weather and violence", ":material/thermostat:", "temperature", by_day=True),
    ),
    "Places": (
        Page("hotspots", "Hotspots", ":material/map:", "hotspots"),
        Page("districts", "Districts", ":material/location_city:", "districts"),
    ),
    "Success": (
        Page("success", "Success measures", ":material/flag:", "success"),
        Page("hospital", "Hospital data", ":material/local_hospital:", "hospital", by_day=True),
        Page("knife", "Knife definitions", ":material/rule:", "knife"),
        Page("young", "Under-25s", ":material/child_care:", "young", by_day=True),
    ),
    "Trust": (
        Page("reconciliation", "Reconciliation", ":material/balance:", "reconciliation"),
        Page("completeness", "Completeness", ":material/event_available:", "completeness"),
        Page("data_quality", "Data quality", ":material/fact_check:", "quality"),
        Page("blanks", "Blanks", ":material/grid_off:", "blanks"),
        Page("linkage", "Linkage", ":material/link:", "linkage"),
        Page("methods", "Methods", ":material/menu_book:", "methods", filtered=False),
    ),
}
PAGES = tuple(page for section in MENU.values() for page in section)
