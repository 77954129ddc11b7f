"""People recorded together: how many are suspects of one offence, at what age, with how many others."""

from __future__ import annotations

from typing import Any

import pandas as pd

from vru import findings, reference
from vru.answers import drawing
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts, definition, left_out, rows_of
from vru.answers.people import by_day, require
from vru.answers.sharing import once
from vru.charts.chart import Axis, Chart, Series
from vru.measures import rates
from vru.measures.co_offending import clustered
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

OLDEST = 120
LEAST = 20  # suspects of an age band, or pairs, below which a share says nothing
ONE_ONLY = 200  # offences, all with one suspect: a source that keeps no second, not a chance
CLUSTERED = "Wilson, on the number of independent units that incidents leave"
SUSPECTS = "Suspects are people recorded as suspect or offender, not convicted. "
ONLY_NAMED = (
    "Only who was identified is known: an offence may have had more suspects than are named, so shares "
    "are the least there can be. "
)


def shares(store: Store, selection: Selection) -> Parts:
    """Return the parts of the share of offences and suspects that are together with another suspect."""
    require(store, "has_suspects", "has_day")
    chosen = by_day(selection)
    rows = _shares(store, chosen)
    if not len(rows) or rows["part"].iloc[0] != "offences":
        raise Empty(
            "nothing", f"No offence of {selection.period} under these filters names a suspect: choose fewer."
        )
    every, ages = rows.iloc[0], rows[1:]
    _several(every)
    return {
        "finding": _say_shares(every, ages),
        "chart": dots(
            rows, (("With another suspect", ""),), "% with another suspect", _alt(selection.period)
        ),
        "table": rows.drop(columns=["part", "selected"]),
        "estimates": tuple(_share(row) for row in rows_of(rows)),
        "subtitle": f"Share with two suspects or more, {selection.period}",
        "definition": f"{SUSPECTS}{definition(chosen)} {ONLY_NAMED}A suspect without a usable key counts as "
        "one more person. Roles and ages of the filter bar select offences, all of whose suspects count.",
        "counted": f"{findings.count(every.units)} offences with a suspect, of which "
        f"{findings.count(every.together)} have two or more.",
        "missing": f"{_without(int(every.selected - every.units), int(every.selected))} "
        f"{left_out(store, chosen)}",
    }


def _several(every: Any) -> None:
    """Raise Empty where many offences name one suspect each and none names two."""
    if every.units >= ONE_ONLY and not every.together:
        raise Empty(
            "cannot",
            "No offence names two suspects: this extract seems to keep one each; "
            "load one with a row for every suspect.",
        )


def _without(part: int, of: int) -> str:
    share = findings.share(part, of)
    return f"{findings.count(part)} of {findings.count(of)} offences ({share}) name no suspect."


def _alt(period: Period) -> str:
    return f"Dots: the share of offences, and of suspects of each age band, with another suspect, {period}."


@once
def _shares(store: Store, selection: Selection) -> pd.DataFrame:
    bands = reference.age_bands()
    rows = store.ask(
        "careers_together",
        bands=list(bands),
        lows=[each.low for each in bands.values()],
        highs=[OLDEST if each.high is None else each.high for each in bands.values()],
        **selection.parameters(),
    )
    labels = {
        "offences": "All offences",
        **{code: f"Suspects aged {each.label}" for code, each in bands.items()},
    }
    labels["unknown"] = "Suspects of unknown age"
    rows = rows.set_index("part").reindex([each for each in labels if each in set(rows["part"])])
    found = [_interval(row) for row in rows_of(rows)]
    made = pd.DataFrame(found, columns=["value", "low", "high"], index=rows.index)
    kept = pd.concat([rows[["units", "together", "incidents", "selected"]], made], axis=1).reset_index()
    kept.insert(1, "label", kept["part"].map(labels))
    return kept[(kept["units"] >= LEAST) | (kept["part"] == "offences")].reset_index(drop=True)


def _interval(row: Any) -> tuple[float, float, float]:
    found = clustered(
        int(row.units),
        int(row.together),
        int(row.incidents),
        units_units=row.units_units,
        units_parts=row.units_together,
        parts_parts=row.together_together,
    )
    limits = rates.proportion(found.share * found.effective, found.effective)
    return tuple(100 * float(each[0]) for each in limits[:3])  # type: ignore[return-value]


def _share(row: Any) -> Estimate:
    return Estimate(row.label, row.value, row.low, row.high, "%", int(row.units), CLUSTERED)


def _say_shares(every: Any, ages: pd.DataFrame) -> str:
    said = (
        f"{findings.decimal(every.value)} % of offences with a known suspect have two or more "
        f"({limits(every)})"
    )
    known = ages[ages["part"] != "unknown"].sort_values("value", kind="stable")
    if len(known) < 2:
        return f"{said}."
    ordered = rows_of(known)
    most, least = ordered[-1], ordered[0]
    if most.value == least.value:
        return f"{said}, and so have suspects of every age."
    return (
        f"{said}. Of {findings.lower(most.label)}, {findings.decimal(most.value)} % had company "
        f"({limits(most)}). "
        f"Of {findings.lower(least.label)}, {findings.decimal(least.value)} % ({limits(least)})."
    )


def limits(row: Any) -> str:
    """Return the interval of a share in % as a sentence says it."""
    return f"95 % interval {findings.decimal(row.low)} to {findings.decimal(row.high)} %"


def degrees(store: Store, selection: Selection) -> Parts:
    """Return the parts of the number of people by how many others they are suspected with."""
    require(store, "has_persons", "has_suspects", "has_day")
    chosen = by_day(selection)
    rows = _degrees(store, chosen)
    if rows.empty:
        raise Empty(
            "nothing",
            f"No known person is a suspect in {selection.period} under these filters: choose fewer.",
        )
    _several(_shares(store, chosen).iloc[0])
    table = _binned(rows)
    people, never = int(table["people"].sum()), int(table["people"].iloc[0])
    repeated = int(table["repeated"].sum())
    return {
        "finding": (
            f"Of {findings.count(people)} people suspected, {findings.count(people - never)} "
            f"({findings.share(people - never, people)}) were so with somebody else at least once, "
            f"{findings.count(repeated) if repeated else 'none'} with the same person on two days or more."
        ),
        "chart": drawing.bars(
            list(table["others"]),
            list(table["people"]),
            "People",
            "People",
            f"Bars: people by the number of different others they are suspected with, {selection.period}.",
        ),
        "table": table,
        "estimates": (
            Estimate("people", people, None, None, "people", people, "count", None),
            Estimate("with_others", people - never, None, None, "people", people, "count", None),
            Estimate(
                "with_others_share", 100 * (people - never) / people, None, None, "%", people, "count", None
            ),
            Estimate("with_the_same_again", repeated, None, None, "people", people, "count", None),
        ),
        "subtitle": f"People by how many others are suspected in the same offences, {selection.period}",
        "definition": f"{SUSPECTS}{definition(chosen)} {ONLY_NAMED}Others are counted over the whole period: "
        "a longer period gives people more of them, so periods of different length are not comparable.",
        "counted": f"{findings.count(people)} people with a usable key.",
        "missing": "Suspects without a usable key are not here, neither as a person nor as an other.",
    }


@once
def _degrees(store: Store, selection: Selection) -> pd.DataFrame:
    return store.ask("careers_degree", **selection.parameters())


def _binned(rows: pd.DataFrame) -> pd.DataFrame:
    label = rows["others"].map(lambda n: "Nobody" if n == 0 else str(n) if n < 5 else "5 or more")
    order = ["Nobody", "1", "2", "3", "4", "5 or more"]
    summed = rows.groupby(label)[["people", "repeated"]].sum().reindex(order, fill_value=0)
    return summed.reset_index(names="others")


def dots(table: pd.DataFrame, shown: tuple[tuple[str, str], ...], unit: str, alt: str) -> Chart:
    """Return shares with their limits, a row a label, for each (name, prefix of its columns) shown."""
    lines = tuple(
        Series(
            name,
            tuple(table["label"]),
            drawing.values(table[f"{prefix}value"]),
            low=drawing.values(table[f"{prefix}low"]),
            high=drawing.values(table[f"{prefix}high"]),
        )
        for name, prefix in shown
    )
    axes = Axis(unit, "number", from_zero=True), Axis("", "category")
    return Chart("dots", alt=alt, series=lines, x=axes[0], y=axes[1], height=140 + 34 * len(table))
