"""Careers as counts: how many people have one occasion in the extract, how many ten."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import repeat_records as records
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts, asks
from vru.answers.people import VIOLENCE, Violence, by_day, require, violence_of
from vru.answers.sharing import once
from vru.charts.chart import Axis, Chart, Series
from vru.measures.harm import harm as weighed
from vru.selection import Selection
from vru.store import Store

CLASSES = {"1": 1, "2": 2, "3": 3, "4": 4, "5–9": 5, "10+": 10}
"""The first number of occasions of each class."""
COUNTED = {"occasions": "occasions", "offences": "rows", "harm": "harm", "unweighted": "unweighted"}
"""What is added up of people's careers, and by which column."""
COUNT = "count of the whole extract"


@asks("repeat.careers", "How often are people recorded?", Violence, by_day=True)
def careers(store: Store, selection: Selection, options: Violence) -> Parts:
    """People by how many occasions they have, with what these add up to."""
    violence = violence_of(store, options)
    table, unweighted = _classes(store, by_day(selection), violence)
    people, occasions = int(table["people"].sum()), int(table["occasions"].sum())
    said = _explain(table, people, occasions)
    return {
        "finding": said,
        "chart": _chart(table, said),
        "table": table,
        "estimates": _estimates(table, people, occasions),
        "subtitle": "People by their number of occasions as suspects, and what these add up to",
        "definition": (
            f"{VIOLENCE[violence]}, by date committed; all of a day's offences are one occasion. The filters "
            "choose people by their first occasion in the extract; all their occasions are counted, wherever "
            "and whenever they were. The period's end limits who is chosen, and no career."
        ),
        "counted": f"{findings.count(people)} people with {findings.count(occasions)} occasions.",
        "missing": _missing(store, unweighted, int(table["offences"].sum())),
    }


@once
def _classes(store: Store, selection: Selection, violence: str) -> tuple[pd.DataFrame, int]:
    require(store, "has_persons", "has_day", "has_suspects")
    found = records.careers(store, violence, "suspect")
    chosen = np.flatnonzero(records.chosen_careers(store, selection, violence, "suspect"))
    if not len(chosen):
        raise Empty(
            "nothing",
            "Nobody's first occasion as a suspect is in this period under these filters: choose a longer "
            "period, fewer filters, or any offence loaded as an occasion.",
        )
    occasions = found["occasions"].to_numpy()[chosen]
    place = np.searchsorted(list(CLASSES.values()), occasions, side="right") - 1
    sums = {"people": np.bincount(place, minlength=len(CLASSES))}
    for name, column in COUNTED.items():
        sums[name] = np.bincount(place, found[column].to_numpy()[chosen], len(CLASSES)).astype(
            float if name == "harm" else int
        )
    table = pd.DataFrame(sums)
    return _shared(table, store.capabilities.has_severity), int(table["unweighted"].sum())


def _shared(sums: pd.DataFrame, severe: bool) -> pd.DataFrame:
    missing = weighed(
        [],
        weights=0,
        squares=0,
        unweighted=int(sums["unweighted"].sum()),
        offences=int(sums["offences"].sum()),
    )
    table = pd.DataFrame(
        {
            "label": list(CLASSES),
            "people": sums["people"],
            "share_of_people": 100 * sums["people"] / sums["people"].sum(),
            "occasions": sums["occasions"],
            "share_of_occasions": 100 * sums["occasions"] / sums["occasions"].sum(),
            "offences": sums["offences"],
        }
    )
    if severe and missing.may_headline and sums["harm"].sum():
        table["harm"] = sums["harm"]
        table["share_of_harm"] = 100 * sums["harm"] / sums["harm"].sum()
    return table


def _explain(table: pd.DataFrame, people: int, occasions: int) -> str:
    once_only, many = table["people"].iloc[0], table.iloc[-1]
    said = (
        f"{findings.count(once_only)} of {findings.count(people)} suspects "
        f"({findings.share(once_only, people)}) have one occasion in the extract"
    )
    if many["people"]:
        said += (
            f"; the {findings.count(many['people'])} with 10 or more have "
            f"{findings.share(many['occasions'], occasions)} of all their occasions"
        )
    return f"{said}. These are counts, not risks: people recorded late had less time."


def _chart(table: pd.DataFrame, alt: str) -> Chart:
    series = [
        Series(name, tuple(table["label"]), tuple(float(each) for each in table[column]))
        for name, column in {"% of people": "share_of_people", "% of occasions": "share_of_occasions"}.items()
    ]
    if "share_of_harm" in table:
        series.append(Series("% of harm", tuple(table["label"]), tuple(map(float, table["share_of_harm"]))))
    x, y = Axis("Occasions in the extract", "category"), Axis("%", "percent", from_zero=True)
    return Chart("bars", alt=alt, series=tuple(series), x=x, y=y)


def _estimates(table: pd.DataFrame, people: int, occasions: int) -> tuple[Estimate, ...]:
    once_only, many = table.iloc[0], table.iloc[-1]
    numbers = {
        "once": (once_only["share_of_people"], "% of people", people),
        "people": (people, "people", people),
        "people_once": (once_only["people"], "people", people),
        "people_ten": (many["people"], "people", people),
        "occasions_ten": (many["share_of_occasions"], "% of occasions", occasions),
    }
    return tuple(
        Estimate(name, float(value), None, None, unit, n, COUNT, None)
        for name, (value, unit, n) in numbers.items()
    )


def _missing(store: Store, unweighted: int, offences: int) -> str:
    said = "Offences without a known suspect, and those of unknown day, are nobody's here."
    if not store.capabilities.has_severity:
        return f"{said} This extract has no severity weights, so harm is not given."
    return (
        f"{said} {findings.count(unweighted)} of {findings.count(offences)} offences have no severity "
        "weight; harm is given where these are at most 1 %."
    )
