"""What is published for the store's force, and which of its groups each category belongs to."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import NamedTuple

import pandas as pd

from vru import reference
from vru.answers import events
from vru.answers.making import Empty
from vru.answers.sharing import once
from vru.measures.reconcile_published import Category
from vru.store import Store

COMBINED = "violence_and_sexual"
IN_COMBINED = frozenset(
    {"violence_with_injury", "violence_without_injury", "stalking_harassment"}
    | {"homicide", "death_injury_driving", "sexual_offences"}
)
"""Groups that data.police.uk gives as one."""
GET = (
    "Download police recorded crime by police force area in rolling twelve months from "
    "https://www.gov.uk/government/statistics/police-recorded-crime-open-data-tables or the ONS release "
    "Crime in England and Wales. Load it beside the extract: "
    "`vru load rec-crime-pfa.csv --mapping ho_recorded_crime_pfa`."
)

ELSEWHERE = (
    "No area of this extract is in England or Wales, so there is no Home Office figure to hold it against. "
    "Where it is of the force after all, correct `district` in the mapping: its codes are in no table."
)


class Published(NamedTuple):
    """What is published for the force: `rows` have starts, measure, value.

    `refused` rows of files with published figures did not load.
    """

    area: str
    source: str
    rows: pd.DataFrame
    refused: int


@cache
def categories(combined: bool) -> dict[str, Category]:
    """Return the published categories by normalised name.

    If `combined`, all that data.police.uk gives as violence and sexual offences is one group.
    """
    rows = reference.table("published_categories").to_dict("records")
    return {
        reference.normalise(row["category"]): Category(
            COMBINED if combined and row["offence_group"] in IN_COMBINED else row["offence_group"],
            dt.date.fromisoformat(row["valid_from"]) if row["valid_from"] else dt.date.min,
            dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else dt.date.max,
        )
        for row in rows
    }


@cache
def _names() -> dict[str, str]:
    rows = reference.table("force_names")
    return {
        reference.normalise(name): published for name, published in rows[["name", "published"]].to_numpy()
    }


def force_of(name: str) -> str:
    """Return a force as publications call it, normalised: Kent and Medway, Kent Police are kent."""
    plain = reference.normalise(name)
    plain = reference.normalise(_names().get(plain, plain))
    return plain.removesuffix(" constabulary").removesuffix(" police")


@once
def published(store: Store) -> Published:
    """Return what is published for the store's force; Empty, with what to do, where there is nothing."""
    if not events.of_england_and_wales(store):
        raise Empty("cannot", ELSEWHERE)
    areas = store.ask("reconcile_areas")
    force = store.meta.get("force", "")
    known = {
        reference.normalise(each["category"])
        for each in reference.table("published_categories").to_dict("records")
    }
    ours = areas[areas["area"].map(force_of).eq(force_of(force)).astype(bool)]
    for area, source in reversed(ours[["area", "source"]].to_numpy().tolist()):
        rows = store.ask("reconcile_figures", area=area, source=source)
        rows["starts"] = rows["starts"].dt.date
        rows["measure"] = [reference.normalise(each) for each in rows["measure"]]
        if (rows := rows[rows["measure"].isin(known)]).size:
            return Published(area, source, rows, int(store.ask("reconcile_refused")["rows"].iloc[0]))
    raise Empty("cannot", _nothing(areas, sorted(set(ours["area"])), force))


def _nothing(areas: pd.DataFrame, ours: list[str], force: str) -> str:
    if areas.empty:
        return (
            "No published figures for twelve months are loaded, so this extract cannot be held against "
            f"them. {GET}"
        )
    if ours:
        return (
            f"Published figures are loaded for {ours[0]}, but none by an offence category that this program "
            f"knows. {GET}"
        )
    others = sorted(set(areas["area"]))
    named = ", ".join(others[:3]) + (f" and {len(others) - 3} others" if len(others) > 3 else "")
    return f"Published figures are loaded for {named}, none for {force}. {GET}"
