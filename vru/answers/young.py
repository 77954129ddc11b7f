"""Under-25s: who is hurt and who is suspected, where, when and by whom."""

from __future__ import annotations

import pandas as pd

from vru import findings
from vru.answers import control_links
from vru.answers.answer import Ask, Estimate, Options, Question
from vru.answers.making import Parts, asks
from vru.answers.success_data import LIMIT
from vru.answers.young_data import (
    AGE_LIMIT,
    AGES,
    ROLES,
    UNDER,
    Whose,
    Young,
    captions,
    number,
    said,
    share,
    unknown,
    unknown_ages,
    young,
)
from vru.answers.young_hours import hours
from vru.answers.young_repeat import repeat
from vru.answers.young_where import districts, places, relations
from vru.charts.chart import Axis, Chart, Series
from vru.selection import Selection
from vru.store import Store

OPTIONS = Whose
SEXES = {"female": "female", "male": "male"}


@asks("young.ages", "How much of the violence falls on the young, and comes from them?", by_day=True)
def ages(store: Store, selection: Selection, options: Options) -> Parts:
    """Victims and suspects under 25 by age group and sex, and their share of all of known age."""
    found = young(store, selection)
    table = _table(found)
    shares = _shares(found)
    return {
        "finding": _explain(found, shares),
        "chart": _chart(found, table),
        "table": table,
        "estimates": (*shares.values(), AGE_LIMIT, *_numbers(found)),
        "subtitle": f"Victims and suspects under {LIMIT} by age and sex, {found.span}",
        "tools": tuple(
            tool
            for role, label in ROLES.items()
            if found.number(role)
            for tool in control_links.to(
                f"people_{role}", f"{label} under {LIMIT}, month by month, as a control chart"
            )
        ),
        **captions(
            found, f"{unknown_ages(found)} {unknown(found.rows[found.rows['age'].isin(UNDER)], 'sex', 'Sex')}"
        ),
    }


def _table(found: Young) -> pd.DataFrame:
    rows = found.rows[found.rows["age"].isin(UNDER)]
    summed = rows.groupby(["role", "age", "sex"], as_index=False)["people"].sum()
    order = [
        (role, age, sex) for role in ROLES for age in UNDER for sex in ("female", "male", "other", "unknown")
    ]
    places = {each: at for at, each in enumerate(order)}
    at = [places[each] for each in zip(summed["role"], summed["age"], summed["sex"], strict=True)]
    labels = {**AGES, "under_25": f"Under {LIMIT}, band not known"}
    return (
        summed.assign(at=at, age=summed["age"].map(labels))
        .sort_values("at", ignore_index=True)
        .drop(columns="at")
    )


def _shares(found: Young) -> dict[str, Estimate]:
    made = {}
    for role, label in ROLES.items():
        whole = found.number(role, (*UNDER, "25_plus"))
        if whole:
            made[role] = share(f"{label} under {LIMIT}", found.number(role), whole, label)
    return made


def _explain(found: Young, shares: dict[str, Estimate]) -> str:
    text = f"{said(shares['victim'])} of victims of known age were under {LIMIT}"
    if "suspect" in shares:
        text += f", and {said(shares['suspect'])} of suspects"
    most = max(AGES, key=lambda age: found.number("victim", (age,)))
    return (
        f"{text}. Most victims under {LIMIT} were aged {AGES[most]}: "
        f"{findings.count(found.number('victim', (most,)))} of {findings.count(found.number('victim'))}."
    )


def _numbers(found: Young) -> tuple[Estimate, ...]:
    bounds = [int(each) for age in AGES for each in age.split("_")]
    return (
        *(
            number(f"{label}, {AGES[age]}", found.number(role, (age,)))
            for role, label in ROLES.items()
            for age in AGES
        ),
        *(number(f"{label}, all under {LIMIT}", found.number(role)) for role, label in ROLES.items()),
        *(number("age", each, "years") for each in bounds),
    )


def _chart(found: Young, table: pd.DataFrame) -> Chart:
    series = []
    for role, label in ROLES.items():
        for sex in SEXES:
            rows = table[(table["role"] == role) & (table["sex"] == sex)].set_index("age")["people"]
            numbers = tuple(float(rows.get(name, 0)) for name in AGES.values())
            if any(numbers):
                series.append(Series(f"{label}, {sex}", tuple(AGES.values()), numbers))
    return Chart(
        "bars",
        alt=f"Bars of victims and suspects under {LIMIT} by age group and sex, {found.span}.",
        series=tuple(series),
        x=Axis("Age", "category"),
        y=Axis("people, counted once an offence", "number", from_zero=True),
    )


QUESTIONS: tuple[Question, ...] = (ages, hours, places, relations, districts, repeat)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
