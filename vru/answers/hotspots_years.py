"""Year by year: the same map for each twelve months, in the same shades."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from vru import findings
from vru.answers import hotspots_map as drawing
from vru.answers import hotspots_scale
from vru.answers.answer import Estimate
from vru.answers.hotspots_data import placed
from vru.answers.hotspots_options import Mapped
from vru.answers.making import Empty, Parts
from vru.areas import MANY
from vru.charts.chart import Chart
from vru.periods import Period, add_months, month_name
from vru.selection import Selection
from vru.store import Store

MOST = {"district": 6, "csp": 6}
FEWEST = 3
"""Areas below which there is no order to keep."""
MOST_SMALL = 4
"""So many years of small areas are drawn: each is a thousand outlines."""


def by_year(store: Store, selection: Selection, options: Mapped) -> Parts:
    """Return the parts of the small maps, newest last."""
    shown = drawing.level_drawn(options)
    years = _many(selection, shown)
    if years < 2:
        raise Empty(
            "enough", "Two whole years are needed to compare one with the next: choose a longer period."
        )
    spans = {back: _span(selection.period, back) for back in range(years - 1, -1, -1)}
    found = {back: placed(store, selection, shown, back).table for back in spans}
    table = pd.concat(
        [each.assign(year=_said(spans[back])) for back, each in found.items()], ignore_index=True
    )
    covered = selection.with_period(Period(spans[years - 1].first, spans[0].last))
    limits = [] if shown.measure == "harm" else ["low", "high"]
    finding, estimates = _compared(shown, found[years - 1], found[0], (spans[years - 1], spans[0]))
    return {
        "finding": finding,
        "chart": _chart(store, selection, shown, table, spans),
        "table": table[["year", "code", "name", "offences", "value", *limits]],
        "estimates": estimates,
        "subtitle": f"{drawing.unit(shown)} by {drawing.ONE[shown.level]}, {years} years",
        **drawing.captions(store, covered, shown, placed(store, covered, shown)),
    }


def _many(selection: Selection, shown: Mapped) -> int:
    return min(selection.period.months // 12, MOST.get(shown.level, MOST_SMALL))


def spans(selection: Selection, options: Mapped) -> dict[str, Period]:
    """Return the months of each small map by its name, oldest first."""
    years = _many(selection, drawing.level_drawn(options))
    each = (_span(selection.period, back) for back in range(years - 1, -1, -1))
    return {_said(span): span for span in each}


def _span(period: Period, back: int) -> Period:
    last = add_months(period.last, -12 * back)
    return Period(add_months(last, -11), last)


def _said(span: Period) -> str:
    return f"Year to {month_name(span.last)}"


def _tops(table: pd.DataFrame) -> set[str]:
    """Return the codes of the areas with the most: the top tenth, at least three."""
    known = table[table["value"] > 0].sort_values(["value", "code"], ascending=[False, True])
    return set(known["code"].head(max(3, round(len(table) / 10))))


def _compared(
    options: Mapped, first: pd.DataFrame, last: pd.DataFrame, spans: tuple[Period, Period]
) -> tuple[str, tuple[Estimate, ...]]:
    """Return how far the first year's areas with the most are the last year's, as sentence and figures."""
    then, now = (f"the year to {month_name(each.last)}" for each in spans)
    if len(last) < FEWEST:
        name, before = (
            last["name"].iloc[0],
            first.loc[first["name"] == last["name"].iloc[0], "offences"].sum(),
        )
        after = last["offences"].iloc[0]
        return f"{name} had {findings.count(before)} in {then} and {findings.count(after)} in {now}.", ()
    most, still = _tops(first), _tops(first) & _tops(last)
    if not most or not _tops(last):
        raise Empty("enough", "One of the years has no offence in a known area: there is nothing to compare.")
    kind = {"count": "most offences", "rate": "highest rates", "harm": "most harm"}[options.measure]
    said = (
        f"Of the {len(most)} {MANY[options.level]} with the {kind} in {then}, {len(still)} "
        f"{findings.were(len(still))} so again in {now}."
    )
    how = "areas among those with the most"
    return said, (
        Estimate("still_most", len(still), None, None, "areas", len(most), f"{how} of both years", None),
        Estimate("most", len(most), None, None, "areas", len(last), f"{how} of the first year", None),
    )


def _chart(
    store: Store, selection: Selection, options: Mapped, table: pd.DataFrame, spans: dict[int, Period]
) -> Chart:
    drawn = table[table["drawn"]]
    alt = f"{len(spans)} small maps of {MANY[options.level]}, a year each, in the same shades."
    if drawn.empty:
        return Chart("none", alt=alt)
    fixed = options.scale == "fixed"
    begin = (
        drawing.edges(store, options.level, options.measure)
        if fixed
        else hotspots_scale.edges(drawn["value"].dropna())
    )
    panels = tuple(
        drawing.series(drawn[drawn["year"] == _said(span)], options, selection, panel=_said(span))
        for span in spans.values()
    )
    rest = drawing.rest(store, options.level, set(drawn["code"]))
    others = tuple(replace(each, panel=panel.panel) for panel in panels for each in rest)
    ground = drawing.ground(store, selection, options, begin, drawing.UNITS[options.measure])
    return Chart("map", alt=alt, series=(*panels, *others), land=ground)
