"""The same pair again: does one suspect hurt one victim a second time, or the other way round?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from vru import findings, reference
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts, rows_of
from vru.answers.people import VIOLENCE, Violence, require, violence_of
from vru.answers.sharing import once
from vru.answers.together_parts import LEAST, SUSPECTS, dots, limits
from vru.charts.chart import Chart
from vru.measures import rates
from vru.measures.co_offending import clustered
from vru.periods import Period, add_months
from vru.selection import Selection
from vru.store import Store

YEAR = 365  # days
METHOD = "Wilson, at the effective number of pairs: clustered on both persons"
KINDS = {"yes": "Domestic", "no": "Not domestic", "unknown": "Domestic flag not known"}


def pairs(store: Store, selection: Selection, options: Violence) -> Parts:
    """Return the parts of the share of pairs that are recorded again within a year."""
    require(store, "has_persons", "has_suspects", "has_victims", "has_day")
    violence, span = violence_of(store, options), _window(store, selection)
    table = _pair_shares(_followed(store, violence, span, _districts(selection), selection.domestic))
    every = table.iloc[0]
    return {
        "finding": _say_pairs(table),
        "chart": _pair_chart(table, span),
        "table": table.drop(columns="kind"),
        "estimates": tuple(
            Estimate(f"{row.label}, {name}", value, low, high, "%", int(row.pairs), METHOD)
            for row in rows_of(table)
            for name, value, low, high in (
                ("same direction", row.value, row.low, row.high),
                ("turned round", row.turned_value, row.turned_low, row.turned_high),
            )
        ),
        "subtitle": f"Pairs recorded again within 12 months, first occasions from {span}",
        "definition": _pair_definition(selection, violence),
        "counted": f"{findings.count(every.pairs)} pairs of a suspect and a victim; "
        f"{findings.count(every.again)} again in the same direction, "
        f"{findings.count(every.turned)} turned round.",
        "missing": "Pairs with a person or day not known cannot be followed and are left out; so are first "
        "occasions of the extract's first and last twelve months, whose past or future is cut off.",
    }


@once
def _followed(
    store: Store, violence: str, span: Period, areas: tuple[str, ...] | None, domestic: str | None
) -> pd.DataFrame:
    return store.ask(
        "careers_same_pair",
        violence=violence,
        first=span.first,
        end=span.end,
        days=YEAR,
        areas=None if areas is None else list(areas),
        domestic=domestic,
    )


def _window(store: Store, selection: Selection) -> Period:
    """The months of first occasions with a year known before and a year after."""
    known = store.capabilities.recorded_months or store.capabilities.committed_months
    if known is None:
        raise Empty("cannot", "This extract has no dates: load one whose mapping fills `committed_from`.")
    first = max(selection.period.first, add_months(known[0], 12))
    last = min(selection.period.last, add_months(known[1], -12))
    if first > last:
        raise Empty(
            "enough",
            "A pair needs twelve months before its first occasion and twelve after it: choose a period "
            f"within {Period(add_months(known[0], 12), add_months(known[1], -12))}."
            if add_months(known[0], 12) <= add_months(known[1], -12)
            else f"This extract covers {Period(*known)}: following a pair takes more than two years. Load a "
            "longer one.",
        )
    return Period(first, last)


def _districts(selection: Selection) -> tuple[str, ...] | None:
    if not selection.areas or selection.level == "district":
        return tuple(selection.areas) or None
    return tuple(code for code, csp in reference.csp_of().items() if csp in selection.areas)


def _pair_shares(rows: pd.DataFrame) -> pd.DataFrame:
    if rows.loc[rows["kind"] == "all", "pairs"].sum() < LEAST:
        raise Empty(
            "enough", f"Fewer than {LEAST} pairs can be followed: choose a longer period or fewer filters."
        )
    kinds = {"all": "All pairs", **KINDS}
    shown = rows[rows["pairs"] >= LEAST].set_index("kind")
    shown = shown.reindex([each for each in kinds if each in shown.index]).reset_index()
    table = shown[["kind", "pairs", "again", "turned"]]
    table.insert(1, "label", table["kind"].map(kinds))
    for prefix, part in (("", "again"), ("turned_", "turned")):
        for name, values in zip(("value", "low", "high"), _share(shown, part), strict=True):
            table[f"{prefix}{name}"] = 100 * values
    return table


def _share(shown: pd.DataFrame, part: str) -> tuple[Any, Any, Any]:
    """Return the share of pairs (0 to 1) with limits that know that some pairs share a person."""
    found = [
        clustered(
            row.pairs,
            getattr(row, part),
            row.couples,
            units_units=row.pairs_pairs,
            units_parts=getattr(row, f"pairs_{part}"),
            parts_parts=getattr(row, f"{part}_{part}"),
        )
        for row in rows_of(shown)
    ]
    share, effective = (np.array(each, float) for each in zip(*found, strict=True))
    return rates.proportion(share * effective, effective)[:3]


def _say_pairs(table: pd.DataFrame) -> str:
    parts = {row.kind: row for row in rows_of(table)}
    every = parts["all"]
    said = [
        f"{findings.decimal(every.value)} % of pairs were recorded again within twelve months, same suspect "
        f"and same victim ({limits(every)})"
    ]
    if {"yes", "no"} <= set(parts):
        yes, no = parts["yes"], parts["no"]
        said.append(
            f"Of domestic ones it was {findings.decimal(yes.value)} % ({limits(yes)}), of others "
            f"{findings.decimal(no.value)} % ({limits(no)})"
        )
    turned = f"{findings.decimal(every.turned_low)} to {findings.decimal(every.turned_high)} %"
    said.append(
        f"In {findings.decimal(every.turned_value)} % the roles were turned round (95 % interval {turned})"
    )
    return f"{'. '.join(said)}."


def _pair_chart(table: pd.DataFrame, span: Period) -> Chart:
    alt = f"Dots: the share of pairs recorded again within twelve months, by kind of first occasion, {span}."
    return dots(
        table, (("Same suspect and victim", ""), ("Roles turned round", "turned_")), "% of pairs", alt
    )


def _pair_definition(selection: Selection, violence: str) -> str:
    ignored = [
        name
        for name, chosen in (
            ("offence groups", bool(selection.groups)),
            ("the knife flag", selection.knife),
            ("ages, sex and role", selection.by_person),
        )
        if chosen
    ]
    return (
        f"{SUSPECTS}A pair is one suspect and one victim, in this direction, by day committed; an occasion "
        f"is a day with: {VIOLENCE[violence].lower()}. Its first occasion has none of the pair in the {YEAR} "
        f"days before; again is a later day within {YEAR} days, wherever it happens. Filters select first "
        "occasions by period, area and domestic flag"
        + (f"; {', '.join(ignored)} of the filter bar do not apply" if ignored else "")
        + ". Later occasions count under any filter."
    )
