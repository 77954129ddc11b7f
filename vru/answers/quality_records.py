"""Offences per person record: what a duplicate or a shared key would change."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import drawing, events
from vru.answers.answer import Estimate, Options
from vru.answers.making import Empty, Parts, asks, rows_of
from vru.answers.people import Year, require, years
from vru.measures import rates, records
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

MOST = 50  # occasions, as in queries/check_persons.sql: more can hardly be one person's
ROLES = {"suspect": "Suspects", "victim": "Victims"}
NUMBERS = {1: "one", 2: "two", 3: "three_to_nine", 10: "ten_or_more"}


@asks("quality.records", "How many offences has a person record?", by_day=True)
def person_records(store: Store, selection: Selection, options: Options) -> Parts:
    """The share of person records with one offence in a year, and those that can hardly be one person."""
    require(store, "has_persons", "has_day")
    spans = years(store, selection)
    table = _table(store, selection, spans)
    busiest = rows_of(store.ask("check_persons"))[0]
    odd = [row for row in rows_of(table) if row.odd]
    return {
        "finding": f"{_say(table, odd)} {_busy(busiest)}",
        "chart": drawing.over_time(
            [
                drawing.line(rows.assign(month=[each.period.last for each in spans]), str(role))
                for role, rows in table.rename(columns={"share_one": "value"}).groupby("role", sort=False)
            ],
            "% with one offence",
            "Lines of the share of person records with exactly one offence in a year, by role.",
            marks=events.marks(
                events.of_persons(store), Period(spans[0].period.first, spans[-1].period.last)
            ),
        ),
        "table": table.drop(columns="whole"),
        "estimates": _estimates(busiest, len(spans)),
        "definition": (
            "A record is a pseudonym; its offences are those of one year and role. Odd would be: a share "
            "with one offence that jumps, by two points or more and beyond chance, where keys or systems "
            "changed (people split in two have one offence each); a record with more than 50 occasions, as a "
            "placeholder shared by many has; a record of both sexes, as two people merged have."
        ),
        "counted": f"{findings.count(table['people'].sum())} records, each once a year and role.",
        "missing": (
            "People without a key are in no record. Of filters, areas, flags and people are ignored; records "
            "with many occasions or both sexes are of the whole extract."
        ),
        "selected": f"All areas, by date committed, {spans[0].period.first:%B %Y} to "
        f"{spans[-1].period.last:%B %Y}",
        "subtitle": "Records with exactly one offence in a year of twelve months",
    }


def _table(store: Store, selection: Selection, spans: list[Year]) -> pd.DataFrame:
    """Return role, year, people, the shares (%) by number of offences, step (points), odd and whole."""
    rows = store.ask(
        "quality_records", groups=list(selection.groups) or None, first=spans[0].period.first,
        end=spans[-1].period.end,
    )  # fmt: skip
    made = []
    for role, name in ROLES.items():
        own = rows[rows["role"] == role]
        counts = np.zeros((len(spans), 11))
        np.add.at(counts, (own["year"].to_numpy(), own["offences"].to_numpy()), own["people"].to_numpy())
        if (counts.sum(axis=1) > 0).all():
            made.append(_of_role(name, counts, spans))
    if not made:
        raise Empty(
            "enough", "No role has a person record in every year of this period: choose another period."
        )
    return pd.concat(made, ignore_index=True)


def _of_role(name: str, counts: np.ndarray, spans: list[Year]) -> pd.DataFrame:
    people = counts.sum(axis=1)
    found, limits = records.steps(counts[:, 1], people), rates.proportion(counts[:, 1], people)
    edges = [*NUMBERS, 11]
    shares = {
        f"share_{word}": 100 * counts[:, start:end].sum(axis=1) / people
        for (start, word), end in zip(NUMBERS.items(), edges[1:], strict=True)
    }
    table = pd.DataFrame({"role": name, "year": [each.label for each in spans], "people": people.astype(int)})
    return table.assign(
        **shares, low=100 * limits.low, high=100 * limits.high, step=100 * found.step, odd=found.odd,
        whole=[each.whole for each in spans],
    )  # fmt: skip


def _say(table: pd.DataFrame, odd: list[Any]) -> str:
    said = []
    for role, rows in table.groupby("role", sort=False):
        low, high = (findings.decimal(each) for each in (rows["share_one"].min(), rows["share_one"].max()))
        said.append(
            f"{low} to {high} % of {str(role).lower()}" if low != high else f"{low} % of {str(role).lower()}"
        )
    words = f"In a year, {' and '.join(said)} have one offence"
    if not odd:
        return findings.sentence(f"{words}; no year stands out")
    named = "; ".join(f"{row.role}, {row.year} ({findings.signed(row.step, 1)} points)" for row in odd[:3])
    return findings.sentence(f"{words}; it jumps at {len(odd)}: {named}")


def _busy(busiest: Any) -> str:
    if not busiest.over_50_occasions:
        most = findings.count(busiest.most_occasions)
        return f"No record has more than {MOST} occasions (the busiest has {most})."
    have = "record has" if busiest.over_50_occasions == 1 else "records have"
    return (
        f"{findings.count(busiest.over_50_occasions)} {have} more than {MOST} occasions, "
        f"{findings.share(busiest.of_over_50, busiest.occasions)} of all occasions: are they one person?"
    )


def _estimates(busiest: Any, spans: int) -> tuple[Estimate, ...]:
    numbers = {
        "records": (busiest.persons, "records"),
        f"records with more than {MOST} occasions": (busiest.over_50_occasions, "records"),
        "their share of occasions": (100 * busiest.of_over_50 / max(1, busiest.occasions), "percent"),
        "the busiest record": (busiest.most_occasions, "occasions"),
        "records of both sexes": (busiest.both_sexes, "records"),
        "more occasions than": (MOST, "occasions"),
        "years": (spans, "years"),
    }
    return tuple(
        Estimate(name, float(value), None, None, unit, int(busiest.persons), "count", None)
        for name, (value, unit) in numbers.items()
    )
