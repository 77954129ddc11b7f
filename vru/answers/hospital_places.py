"""Hospital, places: where are people hurt with a knife and the police know nothing of it?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from vru import findings, reference
from vru.answers import drawing
from vru.answers.answer import Estimate
from vru.answers.hospital_data import Beside, beside, given, missing, selected
from vru.answers.making import Empty, Parts, asks
from vru.charts.chart import Axis, Chart, Series
from vru.selection import Selection
from vru.store import Store

LEAST = 5  # attendances: fewer could point at a person, and say little of a place
SHOWN = 12
NAMED = 3


@asks("hospital.places", "Which places do hospitals know of and the police not?", by_day=True)
def places(store: Store, selection: Selection, options: Any) -> Parts:
    """Places with attendances after a knife assault, and the knife injuries recorded in their small area."""
    found = beside(store, selection)
    table = _table(store, selection, found)
    unknown = table[table["police"] == 0]
    return {
        "finding": _explain(table, unknown),
        "chart": _picture(table),
        "table": table,
        "estimates": (
            Estimate("places", float(len(table)), None, None, "places", len(table), "count", None),
            Estimate("unknown places", float(len(unknown)), None, None, "places", len(table), "count", None),
            Estimate("least", float(LEAST), None, None, "attendances", len(table), "fixed", None),
        ),
        "subtitle": f"Places of knife assaults by what hospitals and police know, {found.span}",
        "definition": (
            f"A place is named by the hospital's extract; one with fewer than {LEAST} attendances is not "
            f"shown. "
            "Recorded: violence with injury with the knife flag in the same small area (LSOA) and months; 0 "
            "means that the police recorded none there. A place may lie on the edge of two small areas."
        ),
        "counted": f"{findings.count(table['attendances'].sum())} attendances at {len(table)} places.",
        "missing": f"{missing(found)} {_unplaced(found, table)}",
        "selected": selected(selection, found),
    }


def _table(store: Store, selection: Selection, found: Beside) -> pd.DataFrame:
    if not store.capabilities.has_lsoa:
        raise Empty(
            "cannot", "This extract has no small areas to look places up in: load `lsoa` of offences."
        )
    rows = store.ask("hospital_places", **given(selection, found.span))
    if selection.areas:
        place = (
            rows["district"] if selection.level == "district" else rows["district"].map(reference.csp_of())
        )
        rows = rows[place.isin(selection.areas)]
    if rows.empty:
        raise Empty(
            "cannot",
            "No attendance names a place with its small area: load `place` and `lsoa` of attendances.",
        )
    rows = rows[rows["attendances"] >= LEAST]
    if rows.empty:
        raise Empty("enough", f"No place has {LEAST} attendances after a knife assault in {found.span}.")
    names = reference.area_names("district")
    district = rows["district"].map(lambda each: names.get(each, each))
    columns = ["place", "district", "attendances", "unlinked", "police"]
    return rows.assign(district=district)[columns].reset_index(drop=True)


def _explain(table: pd.DataFrame, unknown: pd.DataFrame) -> str:
    if unknown.empty:
        return f"The police know of knife injuries near all {len(table)} places that hospitals name most."
    named = zip(unknown["place"][:NAMED], unknown["attendances"][:NAMED], strict=True)
    listed = ", ".join(f"{place} ({findings.count(number)} attendances)" for place, number in named)
    more = f" and {len(unknown) - NAMED} more" if len(unknown) > NAMED else ""
    noun, verb, they = ("place", "is", "It is") if len(unknown) == 1 else ("places", "are", "They are")
    return (
        f"{len(unknown)} {noun} of {len(table)} {verb} known to hospitals for knife assaults and not to the "
        f"police. {they} {listed}{more}."
    )


def _picture(table: pd.DataFrame) -> Chart:
    shown = table.head(SHOWN)
    pairs = zip(shown["place"], shown["district"], strict=True)
    names = tuple(f"{place}, {district}" for place, district in pairs)
    return Chart(
        "bars",
        alt=f"Bars of attendances and of knife injuries recorded at {len(shown)} places.",
        series=(
            Series("Attended", names, drawing.values(shown["attendances"])),
            Series("Recorded in the small area", names, drawing.values(shown["police"])),
        ),
        x=Axis("", "category"),
        y=Axis("attendances and offences", "number", from_zero=True),
    )


def _unplaced(found: Beside, table: pd.DataFrame) -> str:
    left = found.attended - int(table["attendances"].sum())
    return (
        f"{findings.count(left)} of {findings.count(found.attended)} attendances after a knife assault are "
        f"at places "
        "not named, not located or with too few to show."
    )
