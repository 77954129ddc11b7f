"""What is not recorded of offenders: unknown age and sex, with what they could do to a trend; ethnicity."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import drawing, offenders_mix, offenders_sex, people
from vru.answers.answer import Estimate
from vru.answers.making import Empty, Parts, rows_of
from vru.answers.offenders_counts import Suspects, suspects
from vru.answers.offenders_data import AGES, ROLE, SEX, definition, each_counted
from vru.answers.offenders_doubt import BLANKS, Judged
from vru.answers.offenders_recorded import recorded
from vru.answers.sharing import once
from vru.measures import births
from vru.selection import Selection
from vru.store import Store

BIRTHS_APART = 2  # years: ages are guessed, and birthdays lie between records


class Trend(NamedTuple):
    """A trend that blanks could make: its name, its number as a sentence says it, and how it is judged."""

    name: str
    unit: str
    times: float
    digits: int
    plain: Callable[[Store, Selection], float | None]
    judged: Callable[[Store, Selection], Judged]


def _age_change(store: Store, selection: Selection) -> float | None:
    change = offenders_mix.mix(store, selection).change
    return None if change is None else change.value


def _sex_change(store: Store, selection: Selection) -> float | None:
    trend = offenders_sex.sexes(store, selection).trend
    return None if trend is None else trend.value


TRENDS = (
    Trend(
        "age mix", "in 100 a decade", 100, 1, _age_change,
        lambda store, selection: offenders_mix.mix(store, selection).judged,
    ),
    Trend(
        "female share", "points a year", 1, 2, _sex_change,
        lambda store, selection: offenders_sex.sexes(store, selection).judged,
    ),
)  # fmt: skip


def unknown(store: Store, selection: Selection) -> Parts:
    """Return the parts of what is unknown about suspects, and whether it could make a trend."""
    found = suspects(store, selection)
    table = _table(found)
    lines = [
        drawing.line(table, f"{each.capitalize()} unknown", y=f"{each}_unknown_percent")
        for each in ("age", "sex")
    ]
    every = int(table["suspects"].sum())
    bounds = [_bound(each, store, selection, every) for each in TRENDS]
    return {
        "finding": " ".join([_say(table), *(words for words, _ in bounds)]),
        "chart": drawing.over_time(
            lines,
            "% of suspects",
            "Lines of the share of suspects of unknown age and sex.",
            marks=people.changes(store, selection, found.shown),
        ),
        "table": table.drop(columns="month"),
        "estimates": (
            _count("age unknown", int(table["age_unknown"].sum()), every),
            _count("sex unknown", int(table["sex_unknown"].sum()), every),
            *(number for _, made in bounds for number in made),
        ),
        "subtitle": f"Suspects of a year whose age or sex is not known, {found.shown}",
        "definition": definition(store, selection, unused=(AGES, SEX, ROLE))
        + " An age given as a range counts as known. Bound: blanks above the share of the year with the "
        "fewest are given the ages, or the sex, that oppose the trend the most; those up to it, as many in "
        "every year, are taken to hide no trend of their own.",
        "counted": f"{findings.count(every)} suspects, {each_counted(store)}, {found.shown}."
        + recorded(store, selection).drawn.said,
        "missing": _contradicted(store) or "Nobody who is counted is left out of this picture.",
    }


@once
def _contradicted(store: Store) -> str:
    """How many people's ages contradict one another, as where one runs backwards; '' for nobody."""
    several, apart = births.contradicted(store.ask_arrays("offenders_ages"), BIRTHS_APART)
    if not apart:
        return ""
    share = findings.share(apart, several)
    return (
        f"{findings.count(apart)} of {findings.count(several)} people of known age on two days or more "
        f"({share}) have ages that fit no one birth within {BIRTHS_APART} years, as where one runs "
        "backwards. They count at the age first known in a year: correct their birth dates at source, or "
        "see on the Linkage page whether two people share a key."
    )


def _count(name: str, value: int, of: int) -> Estimate:
    return Estimate(name, float(value), None, None, "suspects", of, "count", None)


def _table(found: Suspects) -> pd.DataFrame:
    of, age, sex = found.by_year(), found.ageless, found.by_year("unknown")
    return pd.DataFrame(
        {
            "month": [each.period.last for each in found.years],
            "year": [each.label for each in found.years],
            "suspects": of.astype(int),
            "age_unknown": age.astype(int),
            "sex_unknown": sex.astype(int),
            "age_unknown_percent": 100 * age / np.maximum(of, 1),
            "sex_unknown_percent": 100 * sex / np.maximum(of, 1),
            "whole": found.whole,
        }
    )


def _say(table: pd.DataFrame) -> str:
    def part(name: str) -> str:
        blank, yearly = table[f"{name}_unknown"].sum(), table[f"{name}_unknown_percent"]
        low, high = (findings.decimal(each) for each in (yearly.min(), yearly.max()))
        every = f"{low} % every year" if low == high else f"{low} to {high} % a year"
        return f"{name} for {findings.share(blank, table['suspects'].sum())} ({every})"

    known = table[table["suspects"] > 0]
    return f"Not known of suspects: {part('age')} and {part('sex')}." if len(known) else "Nobody is counted."


def _bound(trend: Trend, store: Store, selection: Selection, every: int) -> tuple[str, list[Estimate]]:
    """Whether blanks could make a trend, in words, with the bound as an estimate."""
    try:
        plain, judged = trend.plain(store, selection), trend.judged(store, selection)
    except Empty:
        plain = None
    row = None if plain is None else rows_of(judged.tried[judged.tried["how"] == BLANKS])[0]
    if plain is None or row is None or not np.isfinite(row.value):
        return f"The {trend.name} cannot be followed here, so no bound is given for it.", []
    before, after = (findings.signed(trend.times * each, trend.digits) for each in (plain, row.value))
    unit = f"{trend.unit}, blanks against it"
    made = [
        Estimate(f"{trend.name}, {trend.unit}", trend.times * plain, None, None, trend.unit, every, "line",
                 None),
        Estimate(f"{trend.name}, {unit}", trend.times * row.value, trend.times * row.low,
                 trend.times * row.high, trend.unit, every, "blanks above the least year's, placed against"),
    ]  # fmt: skip
    return (
        f"{_start(judged, row.verdict)} {trend.name}: {before} {trend.unit}, {after} with them against it.",
        made,
    )


def _start(judged: Judged, against: str) -> str:
    """What blanks do to a claim, whose verdict is `against` with them placed against it."""
    if "the change in unknown" in judged.why:
        return "Warning: the change in blanks could make the"
    if judged.verdict == "cannot tell":
        also = "also" if against == "cannot tell" else "even"
        return f"Undecided anyway, {also} with blanks placed against it, is the"
    return "The change in blanks does not turn the verdict on the"


def _by_ethnicity(store: Store, selection: Selection) -> pd.DataFrame:
    """Different suspects by recorded ethnicity, most first; missing where none is, or several are."""
    found = recorded(store, selection)
    counts = found.ethnicities
    names = store.ask("offenders_ethnicities")["ethnicity"].head(len(counts))
    told = pd.DataFrame({"ethnicity": names, "suspects": counts[: len(names)]})
    blank = found.persons - int(counts.sum())
    missing = pd.DataFrame({"ethnicity": pd.Series([None], dtype="str"), "suspects": [blank]})
    rows = pd.concat([told, missing], ignore_index=True)
    rows = rows[rows["suspects"] > 0]
    return rows.sort_values(["suspects", "ethnicity"], ascending=[False, True], ignore_index=True)


def ethnicity(store: Store, selection: Selection) -> Parts:
    """Return the parts of recorded ethnicity: counts with the missing share, never a rate."""
    found = suspects(store, selection)
    rows = _by_ethnicity(store, selection)
    known, of = int(rows.loc[rows["ethnicity"].notna(), "suspects"].sum()), int(rows["suspects"].sum())
    if not known:
        raise Empty("cannot", "This extract does not give ethnicity: fill `ethnicity` in the mapping.")
    table = rows.assign(ethnicity=rows["ethnicity"].fillna("not recorded, or in several ways"))
    missing = (
        f"{findings.count(of - known)} of {findings.count(of)} suspects ({findings.share(of - known, of)})"
    )
    top = rows[rows["ethnicity"].notna()].iloc[0]
    return {
        "finding": (
            f"Ethnicity is missing for {missing}; {findings.count(top['suspects'])} are recorded as "
            f"{top['ethnicity']}. These are counts, not rates: they do not say how often people of a group "
            "offend."
        ),
        "chart": drawing.bars(
            list(table["ethnicity"]), list(table["suspects"].astype(float)), "Suspects", "Suspects",
            "Bars of suspects by recorded ethnicity.",
        ),
        "table": table,
        "estimates": tuple(_count(row.ethnicity, row.suspects, of) for row in rows_of(table)),
        "subtitle": f"Suspects, as the source classifies them, {found.shown}",
        "definition": definition(store, selection, unused=(AGES, SEX, ROLE))
        .replace("once a year, as at the first occasion in it", "once in the whole period"),
        "counted": f"{findings.count(of)} suspects, {each_counted(store, 'once')}, {found.shown}.",
        "missing": f"Missing or contradictory for {missing}.",
    }  # fmt: skip
