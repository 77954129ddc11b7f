"""Reconciliation by year: verdict, picture and table of published and held offences."""

from __future__ import annotations

from typing import Literal

import numpy as np

from vru import findings
from vru.answers.answer import Estimate
from vru.answers.reconciliation_data import Year, ends_of, label, limit, percent
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.measures import reconcile
from vru.measures.reconcile import Line
from vru.periods import month_name


def verdict(found: list[Year]) -> Literal["holds", "does not hold", "cannot tell"]:
    """Return holds, does not hold or cannot tell, over the years that are judged."""
    judged = [each for each in found if each.judged]
    if not judged:
        return "cannot tell"
    return "holds" if all(each.holds for each in judged) else "does not hold"


def say(found: list[Year], latest: Line) -> str:
    """Return the verdict and the latest year in a few sentences."""
    judged = [each for each in found if each.judged]
    said = _judgement(judged) if judged else "No year is free of months that look incomplete or unusual"
    said += (
        f". In the {found[-1].name} this extract shows {findings.count(latest.shown)}; published: "
        f"{findings.count(latest.published)}"
    )
    odd = [each for each in found if each.odd and not each.holds]
    if odd:
        worst = max(odd, key=lambda each: each.share)
        said += (
            f". The {worst.name} is not judged: {percent(worst.share)} is unexplained, and "
            f"{month_name(worst.odd[0])} looks incomplete or unusual"
        )
    return f"{said}."


def _judgement(judged: list[Year]) -> str:
    allowed = f"{limit('unexplained_limit'):.0f} %"
    bad = [each for each in judged if not each.holds]
    worst = max(bad or judged, key=lambda each: each.share)
    if not bad:
        many = "the one year" if len(judged) == 1 else f"any of {len(judged)} years"
        return (
            f"This extract reconciles: at most {percent(worst.share)} is unexplained in {many} compared "
            f"(limit {allowed})"
        )
    said = "This extract does not say what is published: "
    if len(judged) > 1:
        leave = "leaves" if len(bad) == 1 else "leave"
        said += f"{len(bad)} of {len(judged)} years {leave} more than {allowed} unexplained. Most is left "
        return f"{said}in the {worst.name} ({_left(worst)})"
    return f"{said}in the {worst.name} more than {allowed} is unexplained ({_left(worst)})"


def _left(year: Year) -> str:
    strayed = findings.count(reconcile.strayed(year.compared))
    return f"{percent(year.share)}, {strayed} offences"


def groups(year: Year) -> str:
    """Return how many groups of a year are compared: 1 group, 6 groups."""
    number = len(year.compared)
    return f"{number} group{'' if number == 1 else 's'}"


def plain(name: str, value: float, unit: str) -> Estimate:
    """Return a count as an Estimate without an interval."""
    return Estimate(name, float(value), None, None, unit, 0, "count", None)


def figures_of(found: list[Year], latest: Line) -> tuple[Estimate, ...]:
    """Return the numbers of the sentence and of every year."""
    judged = [each for each in found if each.judged]
    bad = [each for each in judged if not each.holds]
    each_year = [
        made
        for year in found
        for made in (
            plain(f"unexplained, {year.name}", reconcile.strayed(year.compared), "offences"),
            plain(f"unexplained share, {year.name}", year.share, "percent"),
        )
    ]
    return (
        plain("worst year's unexplained share", max((each.share for each in judged), default=0), "percent"),
        plain("limit", limit("unexplained_limit"), "percent"),
        plain("years compared", len(judged), "years"),
        plain("years beyond the limit", len(bad), "years"),
        plain("shown in the latest year", latest.shown, "offences"),
        plain("published for the latest year", latest.published, "offences"),
        *each_year,
    )


def side_by_side(found: list[Year], totals: list[Line], changed: tuple[Mark, ...]) -> Chart:
    """Return published and held bars by year, with what changed in recording; years not judged hollow."""
    names = tuple(f"{each.span.last:%b %Y}" for each in found)
    hollow = tuple(not each.judged for each in found)
    return Chart(
        "bars",
        alt=(
            f"Bars of published and held offences of the groups compared, years to {ends_of(found)}; "
            "years that are not judged hollow."
        ),
        series=(
            Series("Published", names, tuple(each.published for each in totals), hollow=hollow),
            Series("This extract", names, tuple(each.shown for each in totals), hollow=hollow),
        ),
        x=Axis("Year to", "category"),
        y=Axis("offences a year", "number", from_zero=True),
        marks=changed,
    )


def rows(year: Year) -> list[dict[str, object]]:
    """Return the table's rows of a year: all groups compared, then each published group."""
    made = [_row(year, "All compared", reconcile.total(year.compared), "", year.holds)]
    for group in sorted(year.figures, key=label):
        line, why = year.lines.get(group), year.why.get(group, "")
        if line is not None:
            holds = reconcile.reconciles([line], limit("unexplained_limit"), limit("small_difference"))
            made.append(_row(year, label(group), line, why, holds))
    return made


def _row(year: Year, name: str, line: Line, why: str, holds: bool) -> dict[str, object]:
    left = reconcile.strayed(year.compared) if name == "All compared" else line.unexplained
    large = line.published >= limit("small_figure") and not why
    state = "not compared" if why else "reconciles" if holds else "does not reconcile"
    odd = ", ".join(f"{month_name(each)} looks incomplete or unusual" for each in year.odd)
    return {
        "year": year.name.replace("year", "Year", 1),
        "group": name,
        "published": line.published,
        "this_extract": line.shown,
        "difference": line.shown - line.published,
        "unexplained": np.nan if why else left,
        "unexplained_percent": 100 * left / line.published if large else np.nan,
        "state": state,
        "why": why or odd,
    }


def left_aside(year: Year, refused: int) -> str:
    """Return which groups of a year are not compared and why, and how much of the published did not load."""
    reasons: dict[str, list[str]] = {}
    for group, reason in sorted(year.why.items()):
        reasons.setdefault(reason, []).append(label(group))
    said = [f"{', '.join(labels)}: {reason}." for reason, labels in reasons.items()]
    if refused:
        rows = "1 row" if refused == 1 else f"{findings.count(refused)} rows"
        said.append(
            f"{rows} of files with published figures did not load (marks such as [x], [c] and .. are no "
            "numbers): see Data quality."
        )
    return " ".join(said) or "Every published group is compared."
