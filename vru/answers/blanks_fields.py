"""Fields that can be blank: what each is called, which pages rest on it, and how often it is not known."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from vru.answers.labels import label, ours
from vru.answers.making import Empty, rows_of
from vru.answers.sharing import once
from vru.answers.validity import flag_begins
from vru.selection import Selection
from vru.store import Store

ELSEWHERE, NOWHERE = "Outside the force", "District not known"


class Field(NamedTuple):
    """A field: its name, what has it, the pages that use it, and what a blank means, in words.

    `blank` follows a share ("16 % of offences name no suspect"), `so` says what becomes of
    the rest; both are '' for a field that no page uses yet.
    """

    label: str
    whole: str
    pages: tuple[str, ...] = ()
    blank: str = ""
    so: str = ""


PEOPLE = ("Offenders", "Repeat offending", "Victims and overlaps", "Careers")
FIELDS: dict[str, Field] = {
    "suspect": Field(
        "A suspect", "offences", PEOPLE, "name no suspect", "pages about offenders speak of the rest only"
    ),
    "victim": Field(
        "A victim", "offences", ("Victims and overlaps",), "name no victim",
        "what is said of victims leaves them out",
    ),
    "suspect person": Field(
        "Suspect: person key", "suspects", PEOPLE, "have no person key", "they are in no count of people"
    ),
    "victim person": Field(
        "Victim: person key", "victims", ("Victims and overlaps",), "have no person key",
        "they are in no overlap and no repeat",
    ),
    "suspect age": Field(
        "Suspect: age", "suspects", ("Offenders", "Victims and overlaps", "Careers"), "have no age",
        "they are in no age group, rate or age gap",
    ),
    "suspect sex": Field(
        "Suspect: sex", "suspects", ("Offenders", "Victims and overlaps"), "have no sex",
        "the female share leaves them out",
    ),
    "victim age": Field(
        "Victim: age", "victims", ("Offenders", "Victims and overlaps"), "have no age",
        "they are in no age gap",
    ),
    "victim sex": Field(
        "Victim: sex", "victims", ("Victims and overlaps",), "have no sex",
        "overlaps spread them as the others are",
    ),
    "relationship": Field(
        "Relationship", "offences with both", ("Victims and overlaps", "Offenders"),
        "do not say what suspect and victim are to each other", "they count as no partner violence",
    ),
    "district": Field(
        "District", "offences", ("Trends", "the area filter"), "have no district",
        "they are in no district's count",
    ),
    "domestic": Field(
        "Domestic flag", "offences", ("Trends", "the domestic filter"), "have no domestic flag",
        "they are in neither part of that filter",
    ),
    "knife": Field(
        "Knife flag", "offences", ("Trends", "the knife filter"), "have no knife flag",
        "they are in neither part of that filter",
    ),
    "weight": Field(
        "Severity weight", "offences", ("Trends", "Repeat offending"), "have no severity weight",
        "they add nothing to harm",
    ),
    "day": Field(
        "Day committed", "offences", PEOPLE, "have no day of commission", "they are in nobody's history"
    ),
    "recorded": Field(
        "Date recorded", "offences", ("Trends", "Reconciliation"), "have no date recorded",
        "they are in no total by date recorded",
    ),
    "group": Field(
        "Kind of offence", "offences", ("Trends", "Reconciliation"), "are of unknown kind",
        "they are in no kind's count",
    ),
    "hour": Field("Time of day committed", "offences"),
    "code": Field("Home Office code", "offences"),
    "small_area": Field("Small area", "offences"),
    "coordinates": Field("Coordinates", "offences"),
    "outcome": Field("Outcome", "offences"),
}  # fmt: skip
"""Every field that is looked at, in the order in which a table names them."""


class Known(NamedTuple):
    """Of how many of the `whole` rows that could have a field it is `unknown`."""

    code: str
    unknown: int
    whole: int

    @property
    def field(self) -> Field:
        """Return what it is called and used for."""
        return FIELDS[self.code]

    @property
    def share(self) -> float:
        """Return the share blank, 0 to 1."""
        return self.unknown / self.whole

    @property
    def never(self) -> bool:
        """Whether the field did not come with the extract."""
        return self.unknown == self.whole

    @property
    def partly(self) -> bool:
        """Whether it came, and is blank somewhere."""
        return 0 < self.unknown < self.whole


@once
def counted(store: Store, basis: str, groups: tuple[str, ...]) -> pd.DataFrame:
    """Return field, year (<NA> = undated), district (name), unknown and whole of the named kinds of offence.

    A flag is looked at from its first month on only. Raises Empty where there is nothing to look at.
    """
    months = store.capabilities.months(basis)
    if months is None:
        raise Empty("cannot", f"No offence has a date {basis}, so years cannot be told apart.")
    asked = {"basis": basis, "groups": list(groups) or None, "first": months[0]}
    flags = {f"{each}_from": flag_begins(each) for each in ("domestic", "knife")}
    people = store.ask("blanks_people", **asked)
    people["field"] = people.pop("role") + " " + people["field"]
    rows = pd.concat([store.ask("blanks_offences", **asked, **flags), people], ignore_index=True)
    if rows.empty:
        raise Empty("nothing", "No offence of these kinds is in this extract: choose other kinds.")
    codes = rows["district"].fillna("unknown").to_numpy(object)
    names = {"unknown": NOWHERE, "outside": ELSEWHERE}
    rows["district"] = [names.get(code, label("district", code)) for code in ours(codes, "district")]
    rows = rows.groupby(["field", "year", "district"], dropna=False, as_index=False)[
        ["unknown", "whole"]
    ].sum()
    return rows.astype({"year": "Int64", "unknown": "int64", "whole": "int64"})


def overall(rows: pd.DataFrame) -> list[Known]:
    """Return how much of each field is blank, in the order of FIELDS."""
    sums = rows.groupby("field", as_index=False)[["unknown", "whole"]].sum()
    found = {row.field: Known(row.field, row.unknown, row.whole) for row in rows_of(sums)}
    return [found[code] for code in FIELDS if code in found]


def seen(selection: Selection) -> tuple[str, tuple[str, ...]]:
    """What blanks look at in a selection: its date basis and its kinds of offence."""
    return selection.basis, selection.groups
