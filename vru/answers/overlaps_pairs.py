"""Overlaps between two people: what they are to each other, and which of a person's roles came first."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru import findings
from vru.answers import drawing
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts, rows_of
from vru.answers.overlaps_windows import ignored
from vru.answers.overlaps_words import people
from vru.answers.people import VIOLENCE, Violence, by_day, require, violence_of
from vru.answers.sharing import once
from vru.charts.chart import Axis, Chart, Series
from vru.measures import rates
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

RELATIONSHIPS = {
    "partner": "Partner",
    "ex_partner": "Former partner",
    "parent": "Parent",
    "child": "Child",
    "sibling": "Sibling",
    "other_family": "Other family",
    "acquaintance": "Acquaintance",
    "stranger": "Stranger",
    "unknown": "Not known",
}
ORDERS = {"victim": "Victim first", "suspect": "Suspect first", "same_day": "Both on one day"}


def relationship(store: Store, selection: Selection) -> Parts:
    """Return the parts of what suspects are to victims; an offence weighs 1 whatever its pairs."""
    require(store, "has_suspects", "has_victims", "has_relationship", "has_day")
    asked = by_day(selection)
    table, selected, unpaired = _related(store, asked)
    total = float(table["offences"].sum())
    if not total:
        raise Empty("nothing", "No selected offence has both a suspect and a victim: choose fewer filters.")
    table = table.assign(
        label=[RELATIONSHIPS[each] for each in table["relationship"]],
        share=100 * table["offences"] / total,
    )[["label", "offences", "share", "pairs"]]
    return {
        "finding": _say_relationship(table, total),
        "chart": drawing.bars(
            tuple(table["label"]),
            tuple(table["share"]),
            "Offences",
            "% of offences",
            _say_relationship(table, total),
        ),
        "table": table,
        "estimates": tuple(
            Estimate(row.label, row.share, None, None, "%", round(row.offences), "share of offences", None)
            for row in rows_of(table)
        ),
        "subtitle": "What the suspect is to the victim, share of offences",
        "definition": (
            "By date committed. An offence with several suspects or victims weighs 1, shared equally among "
            "its pairs. “Child” means that the suspect is the victim's child."
        ),
        "counted": f"{findings.count(total)} offences with a suspect and a victim.",
        "missing": (
            f"{findings.count(unpaired)} of {findings.count(selected)} selected offences "
            f"({findings.share(unpaired, selected)}) have no suspect or no victim on record."
        ),
    }


class _Pairs(NamedTuple):
    """Suspects and victims met in an offence: shape (pairs,), and up to how many there are of one, `most`.

    `kind` is a place in RELATIONSHIPS, times `most` + 1, plus the number of pairs of the offence.
    """

    offence: NDArray[np.int32]
    kind: NDArray[np.int32]
    most: int


@once
def _pairs(store: Store) -> _Pairs:
    """Return the pairs of the whole extract: a change of the filters asks only which offences they choose."""
    found = store.ask("overlaps_pairs")
    most = int(found["pairs"].max()) if len(found) else 0
    kind = found["relationship"] * (most + 1) + found["pairs"]
    return _Pairs(found["offence"].to_numpy(np.int32), kind.to_numpy(np.int32), most)


@once
def _related(store: Store, selection: Selection) -> tuple[pd.DataFrame, int, int]:
    """Return offences and pairs by relationship, most first; how many are selected, and have no pair."""
    known, chosen = _pairs(store), store.ask("overlaps_chosen", **selection.parameters())["offence"]
    wanted = np.zeros(1 + max(known.offence.max(initial=0), chosen.max() if len(chosen) else 0), bool)
    wanted[chosen.to_numpy()] = True
    inside = known.kind[wanted[known.offence]]
    pairs = np.bincount(inside, minlength=len(RELATIONSHIPS) * (known.most + 1))
    pairs = pairs.reshape(-1, known.most + 1)[:, 1:]
    offences = (pairs / np.arange(1, known.most + 1)).sum(axis=1)
    table = pd.DataFrame(
        {"relationship": list(RELATIONSHIPS), "offences": offences, "pairs": pairs.sum(axis=1)}
    )
    table = table[table["pairs"] > 0].sort_values(["offences", "relationship"], ascending=[False, True])
    return table.reset_index(drop=True), len(chosen), len(chosen) - round(offences.sum())


def _say_relationship(table: pd.DataFrame, total: float) -> str:
    known = table[table["label"] != "Not known"]
    unknown = float(table.loc[table["label"] == "Not known", "share"].sum())
    if known.empty:
        return "In none of these offences is it known what the suspect is to the victim."
    first = known.iloc[0]
    of = "to" if first["label"] == "Stranger" else "of"
    said = (
        f"The suspect is most often {_article(first['label'])} {of} the victim: "
        f"{findings.decimal(first['share'])} % of "
        f"{findings.count(total)} offences with both on record"
    )
    return f"{said}. In {findings.decimal(unknown)} % it is not known."


def _article(label: str) -> str:
    word = label.lower()
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def order(store: Store, selection: Selection, options: Violence) -> Parts:
    """Return the parts of which role came first, of people in both within 730 days."""
    require(store, "has_persons", "has_suspects", "has_victims", "has_day")
    asked, violence = by_day(selection), violence_of(store, options)
    by_role = _ordered(store, violence, asked.period, asked.sex)
    total = sum(by_role.values())
    if not total:
        raise Empty("nothing", "Nobody is on record in both roles within two years: choose a longer period.")
    counts = np.array([by_role.get(each, 0) for each in ORDERS])
    limits = rates.proportion(counts, np.full(len(counts), total))
    table = pd.DataFrame(
        {
            "label": list(ORDERS.values()),
            "people": counts,
            "share": 100 * limits.value,
            "low": 100 * limits.low,
            "high": 100 * limits.high,
        }
    )
    return {
        "finding": _say_order(table, total),
        "chart": _shares(table, _say_order(table, total)),
        "table": table,
        "estimates": tuple(
            Estimate(row.label, row.share, row.low, row.high, "%", total, "Wilson") for row in rows_of(table)
        ),
        "subtitle": "First role on record, people in both roles within 730 days",
        "definition": (
            f"{VIOLENCE[violence]}. First day as victim against first day as suspect in the whole extract, "
            "where they "
            "are at most 730 days apart; the earlier one lies in the selected period."
        ),
        "counted": f"{findings.count(total)} people.",
        "missing": (
            "A role taken before the extract began is not known, and where both roles fell on one day the "
            "record does not say which came first. Who is recorded more often in one role is likelier to be "
            f"so first: the order says nothing of cause. {_only_period(selection)}"
        ),
    }


@once
def _ordered(store: Store, violence: str, period: Period, sex: str | None) -> dict[str, int]:
    """Return people by the role that came first."""
    found = store.ask("overlaps_order", violence=violence, first=period.first, end=period.end, sex=sex)
    return dict(zip(found["ordering"], found["people"].astype(int), strict=True))


def _only_period(selection: Selection) -> str:
    return ignored(selection, strata=False).replace("age, sex", "age")


def _say_order(table: pd.DataFrame, total: int) -> str:
    by = {row.label: row for row in rows_of(table)}
    parts = [
        f"{findings.decimal(by[label].share)} % {words}"
        for label, words in (
            (ORDERS["victim"], "were victims first"),
            (ORDERS["suspect"], "suspects first"),
            (ORDERS["same_day"], "both on one day"),
        )
    ]
    return f"Of {people(total)} in both roles within two years, {', '.join(parts)}."


def _shares(table: pd.DataFrame, alt: str) -> Chart:
    bars = Series(
        "People",
        tuple(table["label"]),
        tuple(table["share"]),
        low=tuple(table["low"]),
        high=tuple(table["high"]),
    )
    axis = Axis("% of people", "percent", from_zero=True)
    return Chart("bars", alt=alt, series=(bars,), x=Axis("", "category"), y=axis, height=260)
