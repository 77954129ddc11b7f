"""What the reconciliation page needs of a store: published figures, records, and the way between them."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import NamedTuple

import pandas as pd

from vru import findings, reference
from vru.answers.making import Empty
from vru.answers.sharing import once
from vru.measures import reconcile
from vru.measures.reconcile import Line, Tally
from vru.measures.reconcile_published import Category, Figure, covered, ending, figures, year_of
from vru.periods import Period, add_months, month_name
from vru.store import Store

COMBINED = "violence_and_sexual"
IN_COMBINED = frozenset(
    {"violence_with_injury", "violence_without_injury", "stalking_harassment"}
    | {"homicide", "death_injury_driving", "sexual_offences"}
)
"""Groups that data.police.uk gives as one."""
ODD = ("part", "incomplete", "unusual")
"""States of a month that keep its year out of the verdict."""
GET = (
    "Download the police recorded crime figures by police force area (rolling twelve months, Home Office and "
    "Office for National Statistics; on GOV.UK under police recorded crime open data tables, and with the "
    "ONS "
    "release Crime in England and Wales) and load them beside the extract: "
    "`vru load rec-crime-pfa.csv --mapping ho_recorded_crime_pfa`."
)


class Published(NamedTuple):
    """What is published for the force: `rows` have starts, measure, value."""

    area: str
    source: str
    rows: pd.DataFrame


class Year(NamedTuple):
    """A published year held against the extract.

    `months` of its twelve are in the extract, `odd` ones are part, incomplete or unusual. `figures`
    are what is published by group, `lines` the way to them where the year is whole, `why` the reason
    of each group that is not compared.
    """

    span: Period
    months: int
    odd: tuple[dt.date, ...]
    figures: dict[str, Figure]
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


@cache
def categories(combined: bool) -> dict[str, Category]:
    """Return the published categories by normalised name; violence and sexual offences as one if "
    "`combined`."""
    rows = reference.table("published_categories").to_dict("records")
    return {
        reference.normalise(row["category"]): Category(
            COMBINED if combined and row["offence_group"] in IN_COMBINED else row["offence_group"],
            dt.date.fromisoformat(row["valid_from"]) if row["valid_from"] else dt.date.min,
            dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else dt.date.max,
        )
        for row in rows
    }


@cache
def _names() -> dict[str, str]:
    rows = reference.table("force_names")
    return {
        reference.normalise(name): published for name, published in rows[["name", "published"]].to_numpy()
    }


def force_of(name: str) -> str:
    """Return a force as publications call it, normalised: Kent and Medway, Kent Police are kent."""
    plain = reference.normalise(name)
    plain = reference.normalise(_names().get(plain, plain))
    return plain.removesuffix(" constabulary").removesuffix(" police")


@once
def published(store: Store) -> Published:
    """Return what is published for the store's force; Empty, with what to do, where there is nothing."""
    areas = store.ask("reconcile_areas")
    force = store.meta.get("force", "")
    known = {
        reference.normalise(each["category"])
        for each in reference.table("published_categories").to_dict("records")
    }
    ours = areas[areas["area"].map(force_of).eq(force_of(force)).astype(bool)]
    for area, source in reversed(ours[["area", "source"]].to_numpy().tolist()):
        rows = store.ask("reconcile_figures", area=area, source=source)
        rows["starts"] = rows["starts"].dt.date
        rows["measure"] = [reference.normalise(each) for each in rows["measure"]]
        if (rows := rows[rows["measure"].isin(known)]).size:
            return Published(area, source, rows)
    raise Empty("cannot", _nothing(areas, force))


def _nothing(areas: pd.DataFrame, force: str) -> str:
    if areas.empty:
        return (
            "No published figures for twelve months are loaded, so this extract cannot be held against "
            f"them. {GET}"
        )
    others = sorted(set(areas["area"]))
    named = ", ".join(others[:3]) + (f" and {len(others) - 3} others" if len(others) > 3 else "")
    return f"Published figures are loaded for {named}, none by offence category for {force}. {GET}"


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
    held = _Held(store, month % 12, basis)
    chosen = [year_of(each) for each in starts if year_of(each).last.month == month]
    return tuple(_year(each, theirs, held, months) for each in chosen if covered(each, months))


def _months(span: Period) -> frozenset[dt.date]:
    return frozenset(add_months(span.first, each) for each in range(max(0, span.months)))


class _Held:
    """What the extract holds, by year and group, as the queries count it."""

    def __init__(self, store: Store, turns: int, basis: str) -> None:
        self.groups, self.coded = set(store.capabilities.groups), store.capabilities.has_ho_code
        self.basis, self.counts = basis, _dated(store.ask("reconcile_counts", turns=turns))
        self.codes = _dated(store.ask("reconcile_codes", turns=turns))
        self.shared = _dated(store.ask("reconcile_incidents", turns=turns))
        states = store.ask("month_states", basis="recorded")
        self.odd = set(states.loc[states["state"].isin(ODD), "month"].dt.date)

    def tally(self, group: str, starts: dt.date) -> Tally | None:
        """Return what is held of a group in the year; None where the extract has nothing of it at all."""
        if group not in self.groups:
            return None
        rows = self.counts[self.counts["offence_group"] == group]
        by, other = f"{self.basis}_year", "recorded_year"
        inside = rows[by] == starts
        crime, recorded = rows["status"] == "crime", rows[other] == starts
        number = rows["offences"]
        return Tally(
            records=int(number[inside].sum()),
            not_crime={
                each: int(number[inside & (rows["status"] == each)].sum()) for each in reconcile.STATUSES
            },
            later=int(number[inside & crime & ~recorded].sum()),
            before=int(number[~inside & crime & recorded].sum()),
            late=self._late(rows[crime & recorded], starts),
            shared=self._shared(group, starts),
            unknown=self._unknown(starts),
        )

    def _late(self, rows: pd.DataFrame, starts: dt.date) -> int | None:
        loaded = self.counts.dropna(subset=["loaded_on"])
        days = loaded.loc[
            [each is not None and each > starts for each in loaded["recorded_year"]], "loaded_on"
        ]
        if loaded["loaded_on"].nunique() < 2 or days.empty:
            return None
        return int(rows.loc[rows["loaded_on"] > days.min(), "offences"].sum())

    def _shared(self, group: str, starts: dt.date) -> int | None:
        if group not in _by_incident():
            return 0
        if self.shared.empty:
            return None
        rows = self.shared[(self.shared["offence_group"] == group) & (self.shared["recorded_year"] == starts)]
        return int(rows["shared"].sum())

    def _unknown(self, starts: dt.date) -> int:
        rows = self.counts
        here = (
            (rows["offence_group"] == "unknown")
            & (rows["status"] == "crime")
            & (rows["recorded_year"] == starts)
        )
        return int(rows.loc[here, "offences"].sum())

    def lacks(self, group: str, year: Period) -> list[str]:
        """Return the codes that carry most of a group, were in force all year and never occur in it."""
        rows = self.codes[
            (self.codes["offence_group"] == group) & (self.codes["recorded_year"] == year.first)
        ]
        if not self.coded or rows.empty:
            return []
        return [each for each in _main_codes(group, year) if each not in set(rows["ho_code"])]


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    for name in ("recorded_year", "committed_year", "loaded_on"):
        if name in rows:
            days = rows[name].astype("datetime64[s]")
            rows[name] = pd.Series(
                [None if pd.isna(each) else each.date() for each in days], rows.index, object
            )
    return rows


@cache
def _by_incident() -> frozenset[str]:
    rows = reference.table("published_categories")
    return frozenset(rows.loc[rows["counted_by"] == "incident", "offence_group"])


@cache
def _main_codes(group: str, year: Period) -> tuple[str, ...]:
    rows = reference.table("published_categories")
    listed = ";".join(rows.loc[rows["offence_group"] == group, "main_codes"])
    codes = reference.table("offence_codes").set_index("ho_code")[["valid_from", "valid_to"]]
    return tuple(
        each
        for each in filter(None, listed.split(";"))
        if codes["valid_from"][each] <= f"{year.first}"
        and (not codes["valid_to"][each] or codes["valid_to"][each] >= f"{year.end}")
    )


def _year(span: Period, theirs: Published, held: _Held, months: frozenset[dt.date]) -> Year:
    found = figures(theirs.rows, categories(COMBINED in held.groups), span.first)
    number = covered(span, months)
    odd = tuple(each for each in sorted(_months(span)) if each in held.odd)
    why = {
        group: each for group, one in found.items() if (each := _not_compared(group, one, held, span, number))
    }
    if number < 12:
        return Year(span, number, odd, found, {}, why)
    lines = {
        group: reconcile.line(one.value, held.tally(group, span.first))
        for group, one in found.items()
        if one.value is not None
    }
    return Year(span, number, odd, found, lines, why)


def _not_compared(group: str, figure: Figure, held: _Held, span: Period, number: int) -> str:
    if figure.missing:
        return f"not published: {', '.join(figure.missing)}"
    if group not in held.groups:
        return "not in this extract"
    if number < 12:
        return f"{number} of 12 months in this extract"
    if lacking := held.lacks(group, span):
        return f"held in part: code {' and '.join(lacking)} never occurs"
    return ""


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
