"""Kinds of places: in public or in private, and where."""

from __future__ import annotations

import pandas as pd

from vru import findings
from vru.answers import drawing, making
from vru.answers.answer import Estimate, Options
from vru.answers.making import Empty, Parts, asks, rows_of
from vru.charts.chart import Axis, Chart, Series
from vru.measures import rates
from vru.selection import Selection
from vru.store import Store

DRAWN = 15
"""Kinds of place in the picture, the most common; the table has all."""


@asks("hotspots.places", "In public or in private, and in what places?", Options, by_day=True, small=True)
def kinds(store: Store, selection: Selection, options: Options) -> Parts:
    """Shares of the selected offences in public and by type of place, of those where it is known."""
    rows = store.ask("hotspots_place_types", **selection.parameters())
    total = int(rows["offences"].sum())
    if not total:
        raise Empty("nothing", f"No offence matches these filters in {selection.period}.")
    table = pd.concat([_public(rows), _types(rows)], ignore_index=True)
    if table.empty:
        raise Empty(
            "cannot",
            "This extract names no kind of place: map a column to `place_type` or `public_place`.",
        )
    return {
        "finding": _say(table, selection),
        "chart": _chart(table),
        "table": table.drop(columns="split"),
        "estimates": tuple(
            Estimate(row.label, row.value, row.low, row.high, "%", row.of, "Wilson") for row in rows_of(table)
        ),
        "subtitle": f"Where the selected offences were, {selection.period}",
        "definition": (
            f"{making.definition(selection)} Public or not, and the types, are as the extract has them. "
            "Limits take offences for independent, which several victims of one incident are not."
            + _drawn(table)
        ),
        "counted": f"{findings.count(total)} offences, {selection.period}.",
        "missing": _missing(rows, total) + f" {making.left_out(store, selection)}",
    }


def _public(rows: pd.DataFrame) -> pd.DataFrame:
    known = rows.dropna(subset="public")
    sums = known.groupby(known["public"].astype(bool))["offences"].sum()
    named = {True: "In public", False: "Not in public"}
    return _shares("public", [(named[bool(each)], sums[each]) for each in (True, False) if each in sums])


def _types(rows: pd.DataFrame) -> pd.DataFrame:
    known = rows.dropna(subset="place_type")
    sums = known.groupby("place_type")["offences"].sum().sort_values(ascending=False)
    return _shares("type", [(str(name).capitalize(), number) for name, number in sums.items()])


def _shares(split: str, parts: list[tuple[str, int]]) -> pd.DataFrame:
    if not parts:
        return pd.DataFrame()
    names, numbers = zip(*parts, strict=True)
    of = int(sum(numbers))
    limits = rates.proportion(numbers, [of] * len(numbers))
    columns = {"split": split, "label": names, "offences": [int(each) for each in numbers], "of": of}
    return pd.DataFrame(
        columns | {"value": 100 * limits.value, "low": 100 * limits.low, "high": 100 * limits.high}
    )


def _say(table: pd.DataFrame, selection: Selection) -> str:
    of = findings.noun_of(selection)
    said = []
    for split in ("public", "type"):
        part = table[table["split"] == split]
        if part.empty:
            continue
        top = part.iloc[0]
        limits = f"({findings.decimal(top['low'])} to {findings.decimal(top['high'])} %)"
        share = f"{findings.decimal(top['value'])} % {limits}"
        if split == "public":
            where = "in public" if top["label"] == "In public" else "not in public"
            said.append(f"{share} of {of} in a known place were {where}.")
        else:
            kind = findings.lower(top["label"])
            said.append(f"The most common kind of place is {kind}: {share} where one is known.")
    return " ".join(said)


def _drawn(table: pd.DataFrame) -> str:
    """How many kinds the picture leaves to the table; '' where it has all."""
    rest = int((table["split"] == "type").sum()) - DRAWN
    if rest <= 0:
        return ""
    return f" Drawn are the {DRAWN} most common kinds; {findings.count(rest)} more are in the table."


def _chart(every: pd.DataFrame) -> Chart:
    table = every.groupby("split", sort=False).head(DRAWN)
    low, value, high = (drawing.values(table[each]) for each in ("low", "value", "high"))
    return Chart(
        "dots",
        alt=f"A dot and its interval for each of {len(table)} kinds of place.",
        series=(Series("Share", tuple(table["label"]), value, low=low, high=high),),
        x=Axis("% of offences in a known place", "percent", from_zero=True),
        y=Axis("", "category"),
        height=120 + 34 * len(table),
    )


def _missing(rows: pd.DataFrame, total: int) -> str:
    said = []
    for column, words in (("public", "public or not"), ("place_type", "kind of place")):
        lost = int(rows.loc[rows[column].isna(), "offences"].sum())
        if lost:
            said.append(
                f"{findings.count(lost)} of {findings.count(total)} offences ({findings.share(lost, total)}) "
                f"do not say {words}."
            )
    return " ".join(said)
