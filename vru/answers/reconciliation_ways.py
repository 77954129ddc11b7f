"""Reconciliation of one year: the parts between an extract's records and the published figure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import drawing
from vru.answers.answer import Estimate
from vru.answers.reconciliation_data import Year, label
from vru.answers.reconciliation_years import plain
from vru.charts.chart import Chart
from vru.measures import reconcile
from vru.measures.reconcile import Line
from vru.selection import VWI

WORDS = {
    "cancelled": "Cancelled",
    "transferred": "Transferred to another force",
    "no_crime": "Recorded in error (no crime)",
    "withdrawn": "Withdrawn by a later extract",
    "later": "Committed in the year, recorded in another",
    "before": "Recorded in the year, committed in another",
    "not_held": "Groups not in this extract",
    "shared": "Victims where the Home Office counts incidents",
    "late": "Came with a later load",
    "unknown": "Code or group unknown",
}
REASONS = {
    "cancelled": "In the extract, counted neither here nor in the published figure.",
    "transferred": "In the extract; the other force counts it.",
    "no_crime": "In the extract; found to be no crime.",
    "withdrawn": "In an earlier extract, missing from a later one of the same months.",
    "later": "Published figures count by date recorded; chosen is the date committed.",
    "before": "Published figures count by date recorded; chosen is the date committed.",
    "not_held": "Published, but the extract has no offence of the group in any year.",
    "shared": "Records beyond the first of an incident, in groups of which one an incident is counted.",
    "late": "Recorded in the year but brought, or corrected, by a load after the first that reached past it.",
    "unknown": "Offences of the year whose code is not in the reference table: their group is not known.",
}

NAMED = 3  # of the groups that are not compared, in the sentence; the table has them all


def say(year: Year, line: Line, alone: str) -> str:
    """Return what the board is told: both figures, what is left, the known parts, what is not compared.

    `alone` is the group that pages speak of, named besides the total of all groups; '' for none.
    """
    left = line.unexplained
    said = (
        f"For the {year.name} this extract shows {findings.count(line.shown)} and the Home Office published "
        f"{findings.count(line.published)}: "
    )
    if left:
        said += f"{findings.count(abs(left))} {'more' if left > 0 else 'fewer'} than the known parts explain"
    else:
        said += "all of it is explained"
    return f"{said}.{_alone(year, alone)}{_known(line)}{_besides(year)}"


def one_of(year: Year, groups: Sequence[str]) -> str:
    """Return the group that pages speak of where several are compared: the one selected, else injury."""
    wanted = groups[0] if len(groups) == 1 else VWI
    several = len(year.compared) > 1
    return wanted if several and wanted in year.lines and wanted not in year.why else ""


def _alone(year: Year, group: str) -> str:
    if not group:
        return ""
    line = year.lines[group]
    return (
        f" Of these, {findings.lower(label(group))}: {findings.count(line.shown)} here, "
        f"{findings.count(line.published)} published."
    )


def _known(line: Line) -> str:
    dropped, said = line.records - line.shown, ""
    if dropped:
        said = (
            f" The extract has {findings.count(line.records)} records of these groups; "
            f"{findings.count(dropped)} are cancelled, transferred or no crime and counted by neither."
        )
    moved = _moved(line)
    if moved:
        more = "adds" if moved > 0 else "takes off"
        said += f" Counting by date recorded, as the Home Office does, {more} {findings.count(abs(moved))}."
    return said


def _besides(year: Year) -> str:
    found = [f"{name} {findings.count(value)}" for name, value in year.aside.items()]
    if not found:
        return ""
    listed, more = ", ".join(found[:NAMED]), len(found) - NAMED
    if more > 0:
        listed += f" and {more} more group{'' if more == 1 else 's'}"
    return f" Published besides, and not or only in part in this extract: {listed}."


def _moved(line: Line) -> float:
    return sum(each.offences for each in line.parts if each.name in ("later", "before"))


def figures_of(year: Year, line: Line, alone: str) -> tuple[Estimate, ...]:
    """Return the numbers of the sentence."""
    own = [year.lines[alone]] if alone else []
    return (
        plain("unexplained", line.unexplained, "offences"),
        plain("records", line.records, "offences"),
        plain("not counted", line.records - line.shown, "offences"),
        plain("shown", line.shown, "offences"),
        plain("date basis", _moved(line), "offences"),
        plain("published", line.published, "offences"),
        *(plain(f"shown, {label(alone)}", each.shown, "offences") for each in own),
        *(plain(f"published, {label(alone)}", each.published, "offences") for each in own),
        *(plain(f"published, not compared: {name}", each, "offences") for name, each in year.aside.items()),
    )


def waterfall(line: Line) -> Chart:
    """Return a bar for each known part that is not 0, and for the unexplained."""
    steps = {
        WORDS[each.name]: each.offences for each in line.parts if each.offences and each.name != "not_held"
    }
    steps["Unexplained"] = line.unexplained
    return drawing.bars(
        list(steps),
        list(steps.values()),
        "Offences",
        "offences added (below 0: taken off)",
        "Bars of the known parts between the extract's records and the published figure, and the "
        "unexplained.",
    )


def steps(line: Line) -> pd.DataFrame:
    """Return every part in order, from the records to the published figure."""
    rows = [
        (
            "Records in this extract",
            float(line.records),
            np.nan,
            "known",
            "Of every status, by the date chosen.",
        )
    ]
    rows += [
        (
            WORDS[each.name],
            each.offences if each.known == reconcile.KNOWN else np.nan,
            _most(each),
            each.known,
            REASONS[each.name],
        )
        for each in line.parts
    ]
    low, high = line.possible
    rows.append(
        (
            "Unexplained",
            line.unexplained,
            np.nan,
            "the rest",
            f"Up to {findings.count(high)} more and {findings.count(-low)} fewer could be the bounded parts.",
        )
    )
    rows.append(("Published", line.published, np.nan, "published", "The sum of all rows above."))
    return pd.DataFrame(rows, columns=["part", "offences", "at_most", "known", "why"])


def _most(part: reconcile.Part) -> float:
    return part.low + part.high if part.known == reconcile.AT_MOST else np.nan
