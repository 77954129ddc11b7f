"""People under 25 by district in forms that small numbers bear: a funnel, no ranking, 1 to 4 hidden."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import drawing, funnel_lines
from vru.answers.answer import Estimate
from vru.answers.labels import label
from vru.answers.making import rows_of
from vru.answers.success_data import LIMIT
from vru.answers.tracks import ASIDE
from vru.charts.chart import Axis, Chart, Series
from vru.errors import MeasureError
from vru.measures import funnel, rates
from vru.periods import Period

FEWEST = 5
"""People from whom on a district's number is shown; fewer, but not none, could point at somebody."""
EXPECTED = 5.0
"""People that a district's size leads to expect, at least, for it to be judged."""
HIDDEN, FEW = "1 to 4", "too few to judge"
DOTS = "dots"
YEAR = 12
NAMED = 4


class Spread(NamedTuple):
    """People of a role by district over a period.

    `table` has a row a district in order of its name: label, the number (by `who`), value, low, high,
    residents, place (a word of the funnel's, HIDDEN or FEW; '' without a funnel). Numbers that are
    hidden are NaN. `one` is the funnel, None where it cannot be made; `rated` whether values are rates.
    """

    table: pd.DataFrame
    one: funnel.Funnel | None
    rated: bool
    total: int
    who: str
    span: Period

    @property
    def unit(self) -> str:
        """What a value is."""
        return f"{self.who} per 1,000 residents under {LIMIT} a year" if self.rated else self.counted

    @property
    def counted(self) -> str:
        """What is counted, where there are no residents."""
        return f"{self.who} under {LIMIT} in {self.span.months // YEAR} years"

    @property
    def hidden(self) -> int:
        """How many districts have too few to be shown."""
        return int((self.table["place"] == HIDDEN).sum())


def spread(counts: pd.Series, lived: dict[str, float], who: str, span: Period) -> Spread:
    """Return counts by district beside their person-years under the limit, where `lived` has them."""
    codes = sorted(
        list(lived) or [str(each) for each in counts.index if each not in ASIDE],
        key=lambda code: label("district", code),
    )
    number = np.array([float(counts.get(each, 0)) for each in codes])
    years = np.array([lived[each] for each in codes]) if lived else np.full(len(codes), np.nan)
    one = _funnel(number, years)
    limits, scale = rates.poisson_limits(number), 1_000 / years if lived else np.ones(len(codes))
    table = pd.DataFrame(
        {
            "label": [label("district", each) for each in codes],
            who: number,
            "value": number * scale,
            "low": limits.low * scale,
            "high": limits.high * scale,
            "residents": years * YEAR / span.months,
            "place": _places(one, number, years),
        }
    )
    shown = [who, "value", "low", "high"]
    table.loc[table["place"] == HIDDEN, shown] = np.nan
    return Spread(table, one, bool(lived), int(number.sum()), who, span)


def _funnel(number: np.ndarray, years: np.ndarray) -> funnel.Funnel | None:
    if np.isnan(years).any():
        return None
    try:
        return funnel.funnel(number, years)
    except MeasureError:
        return None


def _places(one: funnel.Funnel | None, number: np.ndarray, years: np.ndarray) -> np.ndarray:
    """Return each district's place; a number alone in being hidden would follow from the total."""
    place = np.full(number.size, "", object)
    if one is not None:
        place[:] = np.where(one.target / 1_000 * years < EXPECTED, FEW, one.place)
    hidden = (number > 0) & (number < FEWEST)
    if hidden.sum() == 1 and (others := (number >= FEWEST)).any():
        hidden[np.flatnonzero(others)[number[others].argmin()]] = True
    place[hidden] = HIDDEN
    return place


def explain(found: Spread) -> str:
    """Return how many districts lie outside the funnel and which, or why that cannot be said."""
    number = len(found.table)
    if found.one is None:
        why = "no residents are loaded to set them against" if not found.rated else "a funnel needs three"
        said = f"Whether {number} districts differ by more than chance cannot be told: {why}."
        return f"{said} All together had {findings.count(found.total)} {found.counted}."
    out = found.table[found.table["place"].isin(OUTSIDE)]
    verb = "lies" if len(out) == 1 else "lie" if len(out) else "lies"
    said = (
        f"{len(out) or 'Not one'} of {number} districts {verb} outside what chance and usual differences let "
        "expect."
    )
    if len(out):
        listed = [
            f"{row.label} ({row.place}, {findings.decimal(row.value, 2)})" for row in rows_of(out)[:NAMED]
        ]
        more = f" and {len(out) - NAMED} more" if len(out) > NAMED else ""
        said += f" Outside: {', '.join(listed)}{more}."
    return f"{said} All together had {findings.decimal(found.one.target, 2)} {found.unit}."


OUTSIDE = tuple(each for each in funnel.PLACES if each != "inside")
KINDS = {"in": "Districts", "out": "Outside the limits", "few": "Too few to judge"}


def chart(found: Spread) -> Chart:
    """Return the funnel; without one, dots with intervals in order of names."""
    table = found.table[found.table["place"] != HIDDEN]
    if found.one is None:
        alt = f"Dots of {found.unit} with intervals for {len(table)} districts, {found.span}."
        drawn = drawing.forest(table.assign(whole=True), found.unit, alt)
        return replace(drawn, marks=())
    years = found.span.months / YEAR
    limits = funnel_lines.lines(found.one, found.table["residents"].to_numpy(float), years=years, digits=2)
    kind = np.where(table["place"].isin(OUTSIDE), "out", np.where(table["place"] == FEW, "few", "in"))
    dots = [_dots(name, table[kind == code]) for code, name in KINDS.items()]
    return Chart(
        "funnel",
        alt=f"Funnel of {found.unit} over residents under {LIMIT}, {found.span}, with 95 and 99.8 % limits.",
        series=(*limits, *dots),
        x=Axis(f"residents under {LIMIT}", "number"),
        y=Axis(found.unit, "number", from_zero=True),
        height=460,
    )


def _dots(name: str, rows: pd.DataFrame) -> Series:
    return Series(
        name,
        tuple(rows["residents"].round().tolist()),
        drawing.values(rows["value"]),
        low=drawing.values(rows["low"]),
        high=drawing.values(rows["high"]),
        role="context" if name == KINDS["in"] else "main",
        panel=DOTS,
        notes=tuple(rows["label"]),
    )


def said(found: Spread, note: str) -> str:
    """Return how districts are compared, as a sentence after others; `note` is about residents."""
    text = " Districts stand in order of their names, not of their numbers, and are where it happened."
    if found.one is not None:
        text += (
            f" {funnel_lines.said(found.one, 'districts')} One of which fewer than {EXPECTED:.0f} are to be "
            "expected is not judged. Below means fewer, not better."
        )
    return f"{text} Intervals in the table are exact Poisson ones, for chance alone. {note}".rstrip()


def missing(found: Spread) -> str:
    """Return how many districts are not shown, as a sentence after others; '' for none."""
    if not found.hidden:
        return ""
    areas = "district is" if found.hidden == 1 else "districts are"
    return (
        f" {found.hidden} {areas} not shown: fewer than {FEWEST} {found.who}, or the one from which such a "
        "number would follow."
    )


def estimates(found: Spread) -> tuple[Estimate, ...]:
    """Return each district's number that is shown, that of all together, and how many lie outside."""
    table, n = found.table, len(found.table)
    method = f"exact Poisson over {found.span}"
    made = [
        Estimate(row.label, row.value, row.low, row.high, found.unit, int(getattr(row, found.who)), method)
        for row in rows_of(table[table["place"] != HIDDEN])
    ]
    plain = [("all together", found.total, found.who), ("districts", n, "districts")]
    if found.one is not None:
        out = int(table["place"].isin(OUTSIDE).sum())
        made.append(
            Estimate(
                "rate of all", found.one.target, None, None, found.unit, found.total, found.one.method, None
            )
        )
        plain += [("districts outside", out, "districts"), ("per", 1_000, "residents")]
    plain += [("age_limit", LIMIT, "years"), ("years", found.span.months // YEAR, "years")]
    return (
        *made,
        *(Estimate(name, value, None, None, unit, n, "count", None) for name, value, unit in plain),
    )
