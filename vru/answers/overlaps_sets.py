"""Overlaps as counts: who is on record for what over the whole extract; never a ratio."""

from __future__ import annotations

import pandas as pd

from vru import findings
from vru.answers.answer import Estimate
from vru.answers.making import WHOLE, Empty, Parts, nothing, rows_of
from vru.answers.overlaps_windows import ignored
from vru.answers.overlaps_words import people
from vru.answers.people import VIOLENCE, Violence, require, violence_of
from vru.answers.sharing import once
from vru.charts.chart import Axis, Chart, Series
from vru.selection import Selection
from vru.store import Store

SETS = {"general": "General violence", "partner": "Partner violence", "victim": "Victim"}
NONE = "Family violence or unknown relationship only"


def sets(store: Store, selection: Selection, options: Violence) -> Parts:
    """Return the parts of the picture of intersections: people of the whole extract, counted once."""
    require(store, "has_persons", "has_day")
    violence = violence_of(store, options)
    known = [each for each in SETS if _known(store, each)]
    if len(known) < 2:
        require(store, "has_suspects", "has_victims", "has_relationship")
    found = _counted(store, violence)
    some = found[found[known].any(axis=1)].reset_index(drop=True)
    if some.empty:
        raise Empty("nothing", "No person is on record for such violence: choose any offence loaded.")
    table = some.assign(combination=[_name(row, known) for row in rows_of(some)])
    table = table[["combination", *known, "people"]]
    return {
        "finding": _explain(table, known),
        "chart": _picture(table, known),
        "table": table,
        "estimates": tuple(_estimates(table, known)),
        "subtitle": "People by what they are on record for, whole extract",
        "selected": WHOLE[nothing],
        "definition": _definition(violence),
        "counted": f"{findings.count(table['people'].sum())} people, each once.",
        "missing": _missing(int(found["people"].sum() - table["people"].sum()), selection),
    }


@once
def _counted(store: Store, violence: str) -> pd.DataFrame:
    return store.ask("overlaps_sets", violence=violence)


def _known(store: Store, which: str) -> bool:
    has = store.capabilities
    return has.has_victims if which == "victim" else has.has_suspects and has.has_relationship


def _name(row, known: list[str]) -> str:
    return " and ".join(
        SETS[each] if not i else SETS[each].lower()
        for i, each in enumerate(k for k in known if getattr(row, k))
    )


def _explain(table: pd.DataFrame, known: list[str]) -> str:
    several = table[table[known].sum(axis=1) > 1]
    total = int(table["people"].sum())
    both = int(several["people"].sum())
    said = (
        f"Of {people(total)} on record, {findings.count(both)} "
        f"({findings.share(both, total)}) are in more than one group"
    )
    if len(several):
        most = several.iloc[0]
        said += f"; most often {most['combination'].lower()} ({findings.count(most['people'])})"
    return f"{said}. These are counts, not risks: over many years people gather records whoever they are."


def _picture(table: pd.DataFrame, known: list[str]) -> Chart:
    names = tuple(table["combination"])
    totals = {each: int(table.loc[table[each], "people"].sum()) for each in known}
    alt = "Bars of people by combination of records, largest first: " + "; ".join(
        f"{row.combination} {findings.count(row.people)}" for row in rows_of(table)
    )
    members = [
        Series(
            f"{SETS[each]} ({findings.count(totals[each])})",
            names,
            tuple(float(one) for one in table[each]),
            role="context",
        )
        for each in known
    ]
    people = Series("People", names, tuple(float(each) for each in table["people"]))
    return Chart(
        "sets", alt=f"{alt}.", series=(people, *members), y=Axis("People", from_zero=True), height=420
    )


def _estimates(table: pd.DataFrame, known: list[str]):
    total, several = int(table["people"].sum()), table[known].sum(axis=1) > 1
    both = int(table.loc[several, "people"].sum())
    yield Estimate("people", total, None, None, "people", total, "count of the whole extract", None)
    yield Estimate("in_more_than_one", both, None, None, "people", total, "count of the whole extract", None)
    yield Estimate(
        "share_in_more_than_one",
        100 * both / total,
        None,
        None,
        "%",
        total,
        "share of the people counted",
        None,
    )
    for each in known:
        size = int(table.loc[table[each], "people"].sum())
        yield Estimate(each, size, None, None, "people", size, "count of the whole extract", None)


def _definition(violence: str) -> str:
    return (
        f"{VIOLENCE[violence]}, whole extract. General: recorded suspect against an acquaintance or "
        "stranger; partner: against "
        "a partner or former partner; victim: recorded as victim, of whomever. No ratio is made of these "
        "counts: "
        "the windows above are for that."
    )


def _missing(outside: int, selection: Selection) -> str:
    said = [
        f"{findings.count(outside)} suspects of family violence or unknown relationship only are in none "
        "of the groups."
    ]
    if ignored(selection, strata=False):
        said.append("Filters do not apply: the picture is of the whole extract.")
    return " ".join(said)
