"""Offenders by age and sex: the latest year against an earlier one."""

from __future__ import annotations

import pandas as pd
from numpy.typing import NDArray

from vru import findings
from vru.answers import drawing
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts, rows_of
from vru.answers.offenders_counts import suspects
from vru.answers.offenders_data import (
    AGES,
    FILL_AGE,
    KNOWN_AGE,
    LABELS,
    ROLE,
    SEX,
    Offenders,
    definition,
    enough,
)
from vru.charts.chart import Axis, Chart, Series
from vru.selection import Selection
from vru.store import Store

SIDES = {"male": ("left", "Men and boys"), "female": ("right", "Women and girls")}
BACK = {"before": 1, "five": 5}


def pyramid(store: Store, selection: Selection, options: Offenders) -> Parts:
    """Return the parts of the pyramid: the latest year against an earlier one."""
    found = suspects(store, selection)
    counts = {sex: found.by_band(sex) for sex in SIDES}
    total, every = sum(each.sum() for each in counts.values()), found.by_year().sum()
    enough(total, every, f"sex and {KNOWN_AGE}", f"{FILL_AGE.rstrip('.')}. Fill `sex` too.")
    now = len(found.years) - 1
    base = 0 if options.beside == "first" else now - BACK[options.beside]
    if base < 0 or base == now:
        raise Empty("enough", "There is no earlier year in the period to set beside: choose a longer period.")
    years = (found.years[now].label, found.years[base].label)
    table = pd.DataFrame(
        [
            {"age": label, "sex": sex, "suspects": counts[sex][now, at], "earlier": counts[sex][base, at]}
            for sex in SIDES
            for at, label in enumerate(LABELS)
        ]
    ).astype({"suspects": int, "earlier": int})
    return {
        "finding": _say(table, years),
        "chart": _pyramid(counts, now, base, years),
        "table": table,
        "estimates": tuple(
            Estimate(f"{row.sex} {row.age}, {year}", value, None, None, "suspects", int(value), "count", None)
            for row in rows_of(table)
            for year, value in zip(years, (row.suspects, row.earlier), strict=True)
        ),
        "subtitle": f"Suspects, {years[0]} (bars) and {years[1]} (line)",
        "definition": definition(store, selection, unused=(AGES, SEX, ROLE)),
        "counted": f"{findings.count(table['suspects'].sum())} suspects in the {years[0]}, "
        f"{findings.count(table['earlier'].sum())} in the {years[1]}.",
        "missing": f"{findings.count(every - total)} of {findings.count(every)} suspects "
        f"({findings.share(every - total, every)}) are under ten, of unknown age or sex, of a range of ages "
        "across two groups, or of another sex.",
    }


def _say(table: pd.DataFrame, years: tuple[str, str]) -> str:
    grown = table.groupby("age", sort=False)[["suspects", "earlier"]].sum()
    share = 100 * grown / grown.sum().where(lambda of: of > 0)
    moved = (share["suspects"] - share["earlier"]).astype(float)
    if moved.isna().any():
        raise Empty("nothing", "One of the two years has no suspect of known age and sex: choose others.")
    if not moved.round(1).any():
        return f"Suspects’ ages were shared out alike in the {years[1]} and in the {years[0]}."
    most, least = LABELS[int(moved.argmax())], LABELS[int(moved.argmin())]

    def shares(age: str) -> str:
        earlier, now = (findings.decimal(share[each][age]) for each in ("earlier", "suspects"))
        return f"from {earlier} to {now} %"

    return (
        f"Suspects aged {most} gained most from the {years[1]} to the {years[0]}: {shares(most)} of all. "
        f"Those aged {least} lost most: {shares(least)}."
    )


def _pyramid(counts: dict[str, NDArray], now: int, base: int, years: tuple[str, str]) -> Chart:
    drawn = [
        Series(
            f"{name}, {years[which]}",
            LABELS,
            drawing.values(counts[sex][at]),
            role="context" if which else "main",
            panel=side,
        )
        for which, at in enumerate((now, base))
        for sex, (side, name) in SIDES.items()
    ]
    alt = f"Pyramid of suspects by age and sex, {years[0]} with {years[1]} as a line."
    x, y = Axis("Suspects", "number"), Axis("Age", "category")
    return Chart("pyramid", alt=alt, series=tuple(drawn), x=x, y=y, height=420)
