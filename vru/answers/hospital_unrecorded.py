"""Hospital, unrecorded: how much of the knife violence that hospitals see did the police not record?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from vru import findings
from vru.answers import drawing
from vru.answers.answer import Estimate
from vru.answers.hospital_data import (
    PERCENT,
    Beside,
    beside,
    counts,
    missing,
    per_hundred,
    ratio_of,
    selected,
)
from vru.answers.making import Empty, Parts, asks
from vru.charts.chart import Axis, Chart, Series
from vru.measures import capture, rates
from vru.selection import Selection
from vru.store import Store

LEAST = 10  # attendances below which no share is given
LEAST_BOTH = 7  # matches below which the two lists say nothing of a total
KINDS_SHOWN = 5
UNSAID = "How many there were in all is not said"
ASSUMED = (
    "Attendances are linked to police records by whoever owns both extracts; this program joins no person of "
    "one to the other. A record that linkage missed counts as none, so the share is at most this."
)
INDEPENDENT = (
    "The total (capture and recapture) assumes that hospital and police find assaults independently, that "
    "every assault has the same chance to be found, that linkage is right, and that a record it found is one "
    "of the knife injuries counted. Victims who call an ambulance often meet both, and then the total is too "
    "low. A second visit for the same wound counts as another assault."
)


@asks(
    "hospital.unrecorded",
    "How much of the knife violence that hospitals see do the police not record?",
    by_day=True,
)
def unrecorded(store: Store, selection: Selection, options: Any) -> Parts:
    """Share of knife attendances without a police record where they are linked, else what counts allow."""
    found = beside(store, selection)
    if found.attended < LEAST:
        few = f"Fewer than {LEAST} attendances after a knife assault in {found.span}: too few for a share."
        raise Empty("enough", few)
    linked = found.rows[found.rows["police_record"].notna()]
    parts = _linked(found, linked) if linked["attendances"].sum() >= LEAST else _counted(found)
    return {
        "subtitle": f"Attendances after a knife assault, {found.span}",
        "counted": (
            f"{findings.count(found.attended)} attendances after a knife assault, "
            f"{findings.count(found.recorded)} knife injuries recorded by the police, in "
            f"{len(found.months)} months."
        ),
        "missing": missing(found),
        "selected": selected(selection, found),
        **parts,
    }


def _linked(found: Beside, linked: pd.DataFrame) -> Parts:
    table = _groups(linked)
    whole = table.iloc[0]
    without, of = int(whole["unrecorded"]), int(whole["attendances"])
    share, low, high = (float(whole[each]) for each in ("value", "low", "high"))
    total = _total(found, linked)
    return {
        "finding": (
            f"The police have no record of {share:.0f} % of attendances after a knife assault "
            f"({low:.0f} to {high:.0f} %): {findings.count(without)} of {findings.count(of)}. {_say(total)}"
        ),
        "chart": _dots(table),
        "table": table,
        "estimates": (
            Estimate("share", share, low, high, "percent", of, "Wilson"),
            Estimate("without a record", float(without), None, None, "attendances", of, "count", None),
            Estimate("linked", float(of), None, None, "attendances", of, "count", None),
            *_totals(total),
        ),
        "definition": f"{ASSUMED} {INDEPENDENT}",
    }


def _total(found: Beside, linked: pd.DataFrame) -> capture.Captured | str:
    """Return how many knife injuries there were in all, or why that cannot be said, as a clause."""
    if len(linked) < len(found.rows):
        return "some attendances were never linked"
    both = int(linked.loc[linked["police_record"].astype(bool), "attendances"].sum())
    if both > found.recorded:
        return "more attendances are linked than the police recorded here"
    if both < LEAST_BOTH:
        return "too few are known to both"
    if both in (found.attended, found.recorded):
        # the interval would have no width at all, as if independence were certain
        return "one of the two knows all that the other knows, so nothing tells what both miss"
    return capture.chapman(found.attended, found.recorded, both)


def _say(total: capture.Captured | str) -> str:
    if isinstance(total, str):
        return f"{UNSAID}: {total}."
    return (
        f"If both find assaults independently, there were about {findings.count(total.total)} knife injuries "
        f"({findings.count(total.low)} to {findings.count(total.high)}); the police recorded "
        f"{findings.count(total.second)}."
    )


def _totals(total: capture.Captured | str) -> tuple[Estimate, ...]:
    if isinstance(total, str):
        return ()
    seen = total.first + total.second - total.both
    return (
        Estimate("knife injuries in all", total.total, total.low, total.high, "injuries", seen, total.method),
        Estimate("recorded", float(total.second), None, None, "offences", total.second, "count", None),
    )


def _groups(linked: pd.DataFrame) -> pd.DataFrame:
    """Return the share without a police record: of all, and of each group with enough attendances."""
    named: dict[str, pd.DataFrame] = {"All": linked}
    of = {"age": {"under": "Under 25", "over": "25 and over"}, "sex": {"female": "Female", "male": "Male"}}
    for column, labels in of.items():
        named |= {label: linked[linked[column] == code] for code, label in labels.items()}
    kinds = linked.groupby("location_type")["attendances"].sum().sort_values(ascending=False)
    named |= {str(each): linked[linked["location_type"] == each] for each in kinds.index[:KINDS_SHOWN]}
    rows = [_share(label, part) for label, part in named.items() if part["attendances"].sum() >= LEAST]
    return pd.DataFrame(rows, columns=["label", "unrecorded", "attendances", "value", "low", "high"])


def _share(label: str, part: pd.DataFrame) -> tuple[object, ...]:
    of = int(part["attendances"].sum())
    without = int(part.loc[~part["police_record"].astype(bool), "attendances"].sum())
    limits = rates.proportion([without], [of])
    return (label, without, of, *(PERCENT * float(each[0]) for each in limits[:3]))


def _dots(table: pd.DataFrame) -> Chart:
    dots = Series(
        "Without a police record",
        tuple(table["label"]),
        drawing.values(table["value"]),
        low=drawing.values(table["low"]),
        high=drawing.values(table["high"]),
    )
    return Chart(
        "dots",
        alt=f"A dot and its interval for the share without a police record in {len(table)} groups.",
        series=(dots,),
        x=Axis("attendances without a police record, %", "percent"),
        y=Axis("", "category"),
        height=120 + 34 * len(table),
    )


def _counted(found: Beside) -> Parts:
    """Return what two counts allow where attendances are not linked: a ratio, and a bound above 1."""
    if not found.recorded:
        raise Empty("enough", f"The police recorded no knife injury in {found.span} to compare with.")
    ratio = ratio_of(found)
    least = PERCENT * (1 - 1 / ratio.low) if ratio.low > 1 else None
    bound = (
        f"So at least {least:.0f} % of them were not recorded, if both count the same months and area."
        if least
        else "How many were not recorded cannot be told: attendances are not linked to police records."
    )
    bounded = (
        (Estimate("least share not recorded", least, None, None, "percent", found.attended, ratio.method),)
        if least
        else ()
    )
    labels, numbers = ["Attended", "Recorded"], [float(found.attended), float(found.recorded)]
    return {
        "finding": (
            f"{findings.count(found.attended)} attendances after a knife assault stand beside "
            f"{findings.count(found.recorded)} knife injuries that the police recorded. {bound}"
        ),
        "chart": drawing.bars(
            labels,
            numbers,
            "Knife injuries",
            "attendances and offences",
            "Bars of attendances after a knife assault and of knife injuries recorded.",
        ),
        "table": pd.DataFrame({"label": labels, "number": numbers}),
        "estimates": (*counts(found), *per_hundred(found), *bounded),
        "definition": (
            "Two counts without any link between them: a ratio of 1 would not mean that they are the same "
            "assaults. The bound assumes that all recorded injuries came to these hospitals; fewer did, and "
            "more went unrecorded. Capture and recapture needs linked records and is not tried."
        ),
    }
