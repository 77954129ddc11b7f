"""What the reconciliation page needs of a store: published figures, records, and the way between them."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import NamedTuple

from vru import findings, reference
from vru.answers.making import Empty
from vru.answers.reconciliation_held import Held
from vru.answers.reconciliation_published import COMBINED, Published, categories, published
from vru.answers.sharing import once
from vru.measures import reconcile
from vru.measures.reconcile import Line
from vru.measures.reconcile_published import Figure, covered, ending, figures, year_of
from vru.periods import Period, add_months, month_name
from vru.store import Store

NOWHERE = "no figure is published, or its rows were refused"


class Year(NamedTuple):
    """A published year held against the extract.

    `months` of its twelve are in the extract, `odd` ones are part, incomplete or unusual. `figures`
    are what is published by group, `held` the crimes of these that the extract has of the year, `lines`
    the way between them where the year is whole, `why` the reason of each group that is not compared.
    """

    span: Period
    months: int
    odd: tuple[dt.date, ...]
    figures: dict[str, Figure]
    held: dict[str, int]
    lines: dict[str, Line]
    why: dict[str, str]

    @property
    def name(self) -> str:
        """The year as sentences call it: year to March 2026."""
        return f"year to {month_name(self.span.last)}"

    @property
    def compared(self) -> list[Line]:
        """The lines of groups that can be compared."""
        return [each for group, each in self.lines.items() if group not in self.why]

    @property
    def aside(self) -> dict[str, float]:
        """What is published of groups that are not compared, most first, by their labels."""
        known = {label(group): self.figures[group].value for group in self.why}
        found = {name: value for name, value in known.items() if value}
        return dict(sorted(found.items(), key=lambda each: -each[1]))

    @property
    def judged(self) -> bool:
        """Whether the year is in the verdict: something is compared, and no month is odd."""
        return bool(self.compared) and not self.odd

    @property
    def holds(self) -> bool:
        """Whether what is compared is explained, within the limits of data/reference/reconciliation.csv."""
        return reconcile.reconciles(self.compared, limit("unexplained_limit"), limit("small_difference"))

    @property
    def share(self) -> float:
        """What is unexplained of the compared groups, percent of what is published."""
        published = sum(each.published for each in self.compared)
        return 100 * reconcile.strayed(self.compared) / published if published else 0.0


@cache
def limit(name: str) -> float:
    """Return a limit of data/reference/reconciliation.csv."""
    rows = reference.table("reconciliation")
    return float(rows.loc[rows["name"] == name, "value"].iloc[0])


@once
def years(store: Store, first: dt.date, last: dt.date, basis: str, ends: str) -> tuple[Year, ...]:
    """Return the published years that do not overlap, oldest first, those in part in the extract too.

    `first` and `last` (months) bound the years, `basis` is the date the pages count by, `ends` the
    month in which years end (3, 6, 9, 12) or auto. Raises Empty where nothing is published.
    """
    theirs, has = published(store), store.capabilities
    span = has.months("recorded")
    if span is None:
        raise Empty(
            "cannot",
            "This extract has no date recorded, and published figures count by it: map `recorded_on`.",
        )
    months = _months(Period(max(span[0], first), min(span[1], last)))
    starts = sorted(set(theirs.rows["starts"]))
    month = ending(starts, months) if ends == "auto" else int(ends)
    held = Held(store, month % 12, basis)
    chosen = [year_of(each) for each in starts if year_of(each).last.month == month]
    return tuple(_year(each, theirs, held, months) for each in chosen if covered(each, months))


def _months(span: Period) -> frozenset[dt.date]:
    return frozenset(add_months(span.first, each) for each in range(max(0, span.months)))


def _year(span: Period, theirs: Published, held: Held, months: frozenset[dt.date]) -> Year:
    found = figures(theirs.rows, categories(COMBINED in held.groups), span.first, held.groups)
    number = covered(span, months)
    odd = tuple(each for each in sorted(_months(span)) if each in held.odd)
    why = {
        group: each for group, one in found.items() if (each := _not_compared(group, one, held, span, number))
    }
    tallies = {group: held.tally(group, span.first) for group in found}
    shown = {group: each.crimes for group, each in tallies.items() if each is not None}
    lines = {
        group: reconcile.line(one.value, tallies[group])
        for group, one in found.items()
        if one.value is not None and number == 12
    }
    return Year(span, number, odd, found, shown, lines, why)


def _not_compared(group: str, figure: Figure, held: Held, span: Period, number: int) -> str:
    if figure.missing:
        return NOWHERE if figure.all_missing else f"not published: {', '.join(figure.missing)}"
    if group not in held.groups:
        return "not in this extract"
    if number < 12:
        return f"{number} of 12 months in this extract"
    if lacking := held.lacks(group, span):
        named = " and ".join(f"{each} ({_title(each)})" for each in lacking)
        return f"held in part: code {named} never occurs"
    return ""


def _title(code: str) -> str:
    rows = reference.table("offence_codes")
    return findings.lower(rows.loc[rows["ho_code"] == code, "title"].iloc[0])


def label(group: str) -> str:
    """Return what a table calls a group."""
    return reference.offence_groups()[group].label


def ends_of(all_years: list[Year]) -> str:
    """Return the ends of years as sentences list them: March 2011 to March 2026, or the only one."""
    first, last = month_name(all_years[0].span.last), month_name(all_years[-1].span.last)
    return first if len(all_years) == 1 else f"{first} to {last}"


def percent(value: float) -> str:
    """Return a share with one decimal: 0.3 %."""
    return f"{findings.decimal(value)} %"
