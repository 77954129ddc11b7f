"""Reconciliation: does this extract say what the published figures say, and if not, why not?"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import pandas as pd

from vru import findings
from vru.answers import drawing, events, reconciliation_ways, reconciliation_years
from vru.answers.answer import Ask, Options, Question, Verdict, option
from vru.answers.making import Empty, Parts, asks
from vru.answers.reconciliation_data import Year, ends_of, label, years
from vru.answers.reconciliation_published import COMBINED, categories, published
from vru.charts.chart import Mark
from vru.measures import reconcile
from vru.measures.reconcile_published import year_of
from vru.periods import month_name
from vru.selection import Selection
from vru.store import Store

IGNORED = (
    "Filters by area, kind of offence, flag and person do not apply: published figures are of the whole "
    "force."
)


@dataclass(frozen=True)
class Ends(Options):
    """Which of the overlapping published years are compared."""

    ends: str = option(
        "auto",
        label="Years ending in",
        short="ye",
        choices={
            "auto": "As the extract allows",
            "3": "March",
            "6": "June",
            "9": "September",
            "12": "December",
        },
    )


OPTIONS = Ends


def _sees(selection: Selection) -> Hashable:
    return selection.period, selection.basis, selection.groups


def _other_years(store: Store, chosen: Ends) -> str:
    starts = published(store).rows["starts"]
    first, last = (year_of(pick(starts)).last for pick in (min, max))
    other = "" if chosen.ends == "auto" else " or other years"
    return (
        f"Published years loaded end from {first:%B %Y} to {last:%B %Y}: load newer figures, or the "
        f"extract's older months, or choose a longer period{other}."
    )


def _years(store: Store, selection: Selection, chosen: Ends) -> list[Year]:
    found = list(years(store, selection.period.first, selection.period.last, selection.basis, chosen.ends))
    if not found:
        raise Empty(
            "nothing",
            f"No published year has a month in {selection.period}. {_other_years(store, chosen)}",
        )
    return found


def _whole(store: Store, selection: Selection, chosen: Ends) -> list[Year]:
    """Return the years that are compared; Empty, saying what is held and published, where there is none."""
    found = _years(store, selection, chosen)
    compared = [each for each in found if each.compared]
    if compared:
        return compared
    most = max(found, key=lambda each: each.months)
    if most.months == 12:
        raise Empty(
            "cannot", "Nothing published is in this extract as a whole group, so there is nothing to compare."
        )
    raise Empty("cannot", _too_short(store, most))


def _too_short(store: Store, most: Year) -> str:
    span = store.capabilities.months("recorded") or (most.span.first, most.span.last)
    said = [
        f"No whole year can be compared: of the {most.name}, the nearest one published, {most.months} of its "
        "12 months are here",
        f"The extract holds {month_name(span[0])} to {month_name(span[1])}",
    ]
    both = [each for each, one in most.figures.items() if one.value and each in most.held]
    if both and most.months:
        group = max(both, key=lambda each: most.figures[each].value or 0)
        yearly, here = most.figures[group].value or 0, most.held[group]
        said.append(
            f"As a rough check, seasons left in: {findings.count(yearly)} offences of the group "
            f"{label(group)} were published for that year, {findings.count(yearly / 12)} a month; the "
            f"{most.months} here average {findings.count(here / most.months)}"
        )
    if most.odd:
        said.append(f"Months that look incomplete or unusual: {', '.join(map(month_name, most.odd))}")
    return ". ".join([*said, "Load the missing months of the extract, or choose a longer period."])


def _changed(store: Store, selection: Selection, found: list[Year]) -> tuple[Mark, ...]:
    """Return what changed in the recording of the groups compared, as marks over the years' bars."""
    groups = {group for each in found for group in each.lines if group not in each.why}
    whole = Selection(selection.period, groups=tuple(sorted(groups)))
    return events.on_years(events.touching(store, whole), [each.span for each in found])


@asks("reconciliation.years", "Does this extract say what the published figures say?", Ends, _sees)
def by_year(store: Store, selection: Selection, chosen: Ends) -> Parts:
    """Published and held by year and group, with what is left unexplained, and the verdict."""
    found, theirs = _whole(store, selection, chosen), published(store)
    totals = [reconcile.total(each.compared) for each in found]
    latest = totals[-1]
    return {
        "finding": reconciliation_years.say(found, latest),
        "verdict": Verdict("claim", reconciliation_years.verdict(found)),
        "chart": reconciliation_years.side_by_side(found, totals, _changed(store, selection, found)),
        "table": pd.DataFrame([row for each in found for row in reconciliation_years.rows(each)]),
        "estimates": reconciliation_years.figures_of(found, latest),
        "definition": (
            "Published: police recorded crime, twelve months by date recorded, added over the categories of "
            "a group, never over years that overlap. Unexplained: what is left after the parts counted "
            f"below; too many of one group are not taken off too few of another. {IGNORED}"
        ),
        "counted": (
            f"{findings.count(latest.shown)} offences of {reconciliation_years.groups(found[-1])} in the "
            f"{found[-1].name}."
        ),
        "missing": reconciliation_years.left_aside(found[-1], theirs.refused),
        "source": f"{theirs.source} ({theirs.area}), and this extract.",
        "subtitle": f"Offences of the groups compared, years to {ends_of(found)}, by date {selection.basis}",
    }


@asks("reconciliation.parts", "Why is our figure not the Home Office's?", Ends, _sees)
def parts(store: Store, selection: Selection, chosen: Ends) -> Parts:
    """The way from the extract's records to the published figure of the latest year, part by part."""
    year, theirs = _whole(store, selection, chosen)[-1], published(store)
    partly = {each for each, why in year.why.items() if why.startswith("held in part")}
    line = reconcile.total([each for group, each in year.lines.items() if group not in partly])
    compared, alone = reconcile.total(year.compared), reconciliation_ways.one_of(year, selection.groups)
    return {
        "finding": reconciliation_ways.say(year, compared, alone),
        "chart": reconciliation_ways.waterfall(compared),
        "table": reconciliation_ways.steps(line),
        "estimates": reconciliation_ways.figures_of(year, compared, alone),
        "definition": (
            "Records in the extract, plus every part, plus unexplained, is the published figure, exactly. "
            "A part that can only be bounded is not taken off the unexplained: an explanation chosen to fit "
            f"would be none. The table adds the published groups this extract has nothing of. {IGNORED}"
        ),
        "counted": (
            f"{findings.count(compared.records)} records of {reconciliation_years.groups(year)}, of every "
            "status."
        ),
        "missing": (
            f"{reconciliation_years.left_aside(year, theirs.refused)} When the figure was published, and "
            "what was cancelled since, is not in the file. Rows refused at loading have no date and are in "
            "no part."
        ),
        "source": f"{theirs.source} ({theirs.area}), and this extract.",
        "subtitle": (
            f"From the extract's records to the published figure, {year.name}, by date {selection.basis}"
        ),
    }


@asks("reconciliation.published", "Which published figures are loaded?", Ends, _sees)
def categories_loaded(store: Store, selection: Selection, chosen: Ends) -> Parts:
    """Published categories of the latest year in the extract, with those not in force."""
    year, theirs = _years(store, selection, chosen)[-1], published(store)
    known = categories(COMBINED in store.capabilities.groups)
    here = theirs.rows[theirs.rows["starts"] == year.span.first]
    table = pd.DataFrame(
        {
            "category": [each.capitalize() for each in here["measure"]],
            "group": [label(known[each].group) for each in here["measure"]],
            "published": here["value"].to_numpy(float),
            "in_force": [known[each].in_force(year.span) for each in here["measure"]],
        }
    )
    told = table[table["in_force"]].sort_values("published", ascending=False, ignore_index=True)
    return {
        "finding": (
            f"Published for {theirs.area} in the {year.name}: {findings.count(told['published'].sum())} "
            f"offences in {len(told)} {'category' if len(told) == 1 else 'categories'}; {year.months} of its "
            "12 months are in this extract."
        ),
        "chart": drawing.bars(
            list(told["category"]),
            list(told["published"]),
            "Published",
            "offences",
            "Published offences by category.",
        ),
        "table": table,
        "estimates": (
            reconciliation_years.plain("published", told["published"].sum(), "offences"),
            reconciliation_years.plain("categories", len(told), "categories"),
            reconciliation_years.plain("months in the extract", year.months, "months"),
            reconciliation_years.plain("months in a year", 12, "months"),
        ),
        "definition": (
            f"A category at 0 before it began or after it ended was not in force; that is no count. {IGNORED}"
        ),
        "counted": (
            f"Rolling years loaded: {theirs.rows['starts'].nunique()}. Where they overlap they are never "
            "added up."
        ),
        "missing": "Categories this program does not know are not read.",
        "source": f"{theirs.source} ({theirs.area}).",
        "subtitle": f"Published offences by category, {year.name}",
    }


QUESTIONS: tuple[Question, ...] = (by_year, parts, categories_loaded)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
