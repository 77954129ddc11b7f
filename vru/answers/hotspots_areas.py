"""The map of areas: districts, wards, beats or small areas in shades of what happened in them."""

from __future__ import annotations

import pandas as pd

from vru import findings
from vru.answers import hotspots_map as drawing
from vru.answers import making
from vru.answers.answer import Estimate
from vru.answers.hotspots_data import Placed, placed
from vru.answers.hotspots_options import Mapped, Places
from vru.answers.making import Empty, Parts
from vru.areas import MANY
from vru.charts.chart import Chart
from vru.selection import Selection
from vru.store import Store


def one_map(store: Store, selection: Selection, options: Mapped) -> Parts:
    """Return the parts of the map of one level of areas."""
    found = placed(store, selection, options)
    drawn = found.table[found.table["drawn"]]
    begin = drawing.class_edges(store, options, drawing.shaded(found)["value"])
    return {
        "finding": _most(selection, options, found),
        "chart": _chart(store, selection, options, found, drawn, begin),
        "table": _table(found, options),
        "estimates": _estimates(options, found),
        "subtitle": f"{drawing.unit(options)} by {drawing.ONE[options.level]}, {selection.period}",
        **drawing.captions(store, selection, options, found),
    }


def _most(selection: Selection, options: Places, found: Placed) -> str:
    known = found.table[found.table["value"].notna()]
    if known.empty:
        raise Empty("cannot", "No area has residents for this whole period: load population for its years.")
    top, noun = making.rows_of(known)[0], findings.noun_of(selection)
    when = findings.period(selection.period)
    if options.measure == "rate":
        return (
            f"{top.name} had the highest rate: {findings.decimal(top.value)} {noun} per 1,000 residents "
            f"a year ({findings.decimal(top.low)} to {findings.decimal(top.high)}) in {when}."
        )
    if options.measure == "harm":
        whole = found.table["harm"].sum()
        return f"{top.name} had the most harm from {noun} in {when}: {findings.share(top.harm, whole)} of it."
    if len(known) == 1:
        return f"{top.name} had {findings.quantity(selection, 'count', top.offences)} in {when}."
    return (
        f"{top.name} had the most {noun} in {when}: {findings.count(top.offences)} of "
        f"{findings.count(found.total)} ({findings.share(top.offences, found.total)})."
    )


def _estimates(options: Places, found: Placed) -> tuple[Estimate, ...]:
    top = making.rows_of(found.table)[0]
    whole = float(found.table["harm"].sum()) if options.measure == "harm" else float(found.total)
    part = top.harm if options.measure == "harm" else top.offences
    low, high = (None, None) if options.measure == "harm" else (float(top.low), float(top.high))
    method = "sum of weights" if options.measure == "harm" else "exact Poisson"
    made = [
        Estimate(
            "most", float(top.value), low, high, drawing.UNITS[options.measure], int(top.offences), method
        ),
        Estimate("selected", float(found.total), None, None, "offences", found.total, "count", None),
    ]
    if whole:
        made.append(
            Estimate("share", 100 * part / whole, None, None, "percent", int(top.offences), "count", None)
        )
    return tuple(made)


def _table(found: Placed, options: Places) -> pd.DataFrame:
    """Return the areas with what is shaded, most first."""
    columns = ["code", "name", "offences", "value", "low", "high"]
    if options.measure == "harm":
        columns = ["code", "name", "offences", "harm", "value"]
    return found.table[columns].reset_index(drop=True)


def _chart(
    store: Store, selection: Selection, options: Mapped, found: Placed, drawn: pd.DataFrame,
    begin: tuple[float, ...],
) -> Chart:  # fmt: skip
    alt = _alt(selection, options, found)
    if drawn.empty:
        return Chart("none", alt=alt)
    shaded = drawing.series(drawn, options, selection)
    return Chart(
        "map",
        alt=alt,
        series=(shaded, *drawing.rest(store, options.level, set(drawn["code"]))),
        land=drawing.ground(
            store, selection, options, begin, drawing.UNITS[options.measure], _numbers(drawn, options)
        ),
    )


def _numbers(drawn: pd.DataFrame, options: Places) -> dict[str, str]:
    """Return the number that stands under the name of each area, where there is room for one."""
    if options.level not in ("district", "csp"):
        return {}
    known = drawn[drawn["value"].notna()]
    write = findings.decimal if options.measure == "rate" else findings.count
    return {code: write(value) for code, value in zip(known["code"], known["value"], strict=True)}


def _alt(selection: Selection, options: Places, found: Placed) -> str:
    first = ", ".join(str(each) for each in found.table["name"][:3])
    return (
        f"A map of {len(found.table)} {MANY[options.level]} shaded by {drawing.UNITS[options.measure]}, "
        f"{selection.period}; most in {first}."
    )
