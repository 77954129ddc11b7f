"""Linkage's merges: which pseudonyms contradict themselves, and how many people that may have merged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import drawing
from vru.answers.answer import Estimate
from vru.answers.linkage_months import WHOLE
from vru.answers.making import Empty, Parts, rows_of
from vru.answers.people import require
from vru.answers.sharing import once
from vru.charts.chart import Mark
from vru.measures import linkage_merges
from vru.measures.linkage_merges import Merged
from vru.store import Store

TOLERANCE = 2  # years that a birth may stray: ages are guessed, and birthdays lie between records
QUARTERS = 4  # of a year, the unit births come in
LEAST = 100  # pseudonyms with two records of sex and age: with fewer nothing can be said
LITTLE = 0.1  # per cent of persons: less is not worth a number
METHOD = "latent class of two contradictions; exact Poisson limits of both at once"
SIGNS = {
    "both_sexes": "Recorded with both sexes",
    "births": f"Ages that fit no birth within {TOLERANCE} years",
    "both": "Both of these",
    "both_roles": "Suspect and victim of one offence",
    "two_districts": "In two districts on one day",
    "many_days": "On more than 50 days of a year",
}


class Signs(NamedTuple):
    """What pseudonyms show: the estimate, how many `people` there are, and of them with two `records`.

    `apart` are the chances (0 to 1) that two people differ in sex, and in birth; `cells` those
    with neither contradiction, of sex only, of birth only and both, by number of records.
    """

    merged: Merged
    people: int
    records: int
    apart: tuple[float, float]
    cells: np.ndarray

    def share(self, pseudonyms: float) -> float:
        """Return how many per cent of persons so many merged pseudonyms are."""
        return 100 * linkage_merges.share_of_persons(self.people, pseudonyms)


@once
def signs(store: Store) -> Signs:
    """Return what records contradict; Empty where sex or age is missing, or people are too few."""
    require(store, "has_persons", "has_sex", "has_age", "has_day")
    kinds = store.ask("linkage_records")
    apart = kinds["born_from"] - kinds["born_to"] > QUARTERS * TOLERANCE
    odd = kinds["sex"] == "both"
    several = kinds["records"] > 1
    sure = kinds[~apart & ~odd]
    if kinds.loc[several, "persons"].sum() < LEAST or sure["sex"].nunique() < 2:
        raise Empty(
            "enough",
            "Whether two people share a pseudonym takes a hundred pseudonyms of both sexes with two records "
            "of sex and age each; this extract has fewer. Load a longer one.",
        )
    chances = _chances(sure)
    if not 0 < chances[1] < 1:
        raise Empty("enough", "All people are of one age, so births cannot tell two of them apart.")
    cells = (
        kinds.assign(kind=odd + 2 * apart)[several]
        .pivot_table(index="records", columns="kind", values="persons", aggfunc="sum", fill_value=0)
        .reindex(columns=range(4), fill_value=0)
        .to_numpy(float)
    )
    found = linkage_merges.merged(cells, *chances)
    return Signs(found, int(kinds["persons"].sum()), int(cells.sum()), chances, cells)


def _chances(sure: pd.DataFrame) -> tuple[float, float]:
    """Return the chances that two people differ in sex, and in birth, from people who contradict nothing."""
    by_sex = sure.groupby("sex", observed=True)["persons"].sum()
    births = (sure[each] for each in ("born_from", "born_to", "persons"))
    return (
        linkage_merges.sexes_apart(by_sex["female"], by_sex["male"]),
        linkage_merges.births_apart(*births, tolerance=QUARTERS * TOLERANCE),
    )


def contradictions(store: Store) -> Parts:
    """Return the parts of how many persons may have been merged, and the signs of it."""
    found = signs(store)
    table = pd.concat([_bounds(found), _shown(store, found)], ignore_index=True)
    shown = table[table["value"].notna()].assign(whole=True)
    alt = f"Share of persons merged with another: {_size(found)}."
    return {
        "finding": _say(found),
        "chart": replace(drawing.forest(shown, "% of persons", alt), marks=(Mark("None merged", x=0.0),)),
        "table": table.rename(columns={"value": "falsely_merged"}),
        "estimates": _estimates(found),
        "subtitle": "Persons who share a pseudonym with another, by records that contradict one another",
        "definition": (
            "Two people picked at random differ in sex with a chance of 2p(1 − p), "
            f"{findings.decimal(100 * found.apart[0])} % here, and in birth by more than {TOLERANCE} years "
            f"in {findings.decimal(100 * found.apart[1])} %. Wrong entries make one contradiction, two "
            "people make both at once: what exceeds chance, within people of as many records, is scaled up "
            "by those two chances (latent class; Hui and Walter 1980). At most: as if every pseudonym of "
            f"both sexes were two people, and none a wrong entry. {WHOLE}"
        ),
        "counted": f"{findings.count(found.people)} pseudonyms of known sex and age, "
        f"{findings.count(found.records)} of them with two records or more.",
        "missing": (
            "People mistaken for one another tend to be alike in sex and age and then contradict nothing: "
            "more may be merged. A few people whose every detail is recorded badly would make this too high."
        ),
    }


def _bounds(found: Signs) -> pd.DataFrame:
    made = found.merged
    rows = [
        ("Estimated from both contradictions", made.value, made.low, made.high),
        ("At most, by both sexes alone", made.most, made.most_low, made.most_high),
    ]
    table = pd.DataFrame(
        [(label, *(max(found.share(each), 0.0) for each in numbers)) for label, *numbers in rows],
        columns=["label", "value", "low", "high"],
    )
    return table.assign(pseudonyms=[made.value, made.most])


def _shown(store: Store, found: Signs) -> pd.DataFrame:
    """Return how many pseudonyms show each sign, in numbers only: a sign is no proof."""
    sums = found.cells.sum(axis=0)
    numbers: list[tuple[str, float]] = [
        ("both_sexes", sums[1] + sums[3]),
        ("births", sums[2] + sums[3]),
        ("both", sums[3]),
        *((row.sign, float(row.persons)) for row in rows_of(store.ask("linkage_signs"))),
    ]
    rows = [{"label": SIGNS[sign], "pseudonyms": number} for sign, number in numbers]
    chance = {"label": "Both of these, expected by chance", "pseudonyms": found.merged.expected}
    return pd.DataFrame([*rows[:3], chance, *rows[3:]])


def _size(found: Signs) -> str:
    value, low, high = (max(found.share(each), 0.0) for each in found.merged[:3])
    if high < LITTLE:
        return f"under {LITTLE:g} %"
    limits = f"{findings.decimal(low)} to {findings.decimal(high)} %"
    return f"{findings.decimal(value)} % (95 % interval {limits})"


def _say(found: Signs) -> str:
    made, both = found.merged, found.cells[:, 3].sum()
    most = found.share(made.most_high)
    seen = (
        f"{findings.count(both)} of {findings.count(found.records)} pseudonyms with two records show two "
        f"sexes and also ages that fit no one birth; wrong entries would make "
        f"{findings.decimal(made.expected)}"
    )
    if made.low > 0:
        said = f"About {_size(found)} of persons share a pseudonym with somebody else. {seen}, so at least "
        said += f"{findings.count(made.least)} hold two people."
    else:
        said = f"No sign of people merged beyond wrong entries: {_size(found)} of persons may be. {seen}."
    limit = f"under {LITTLE:g}" if most < LITTLE else findings.decimal(most)
    return f"{said} Both sexes alone would allow {limit} % at most."


def _estimates(found: Signs) -> tuple[Estimate, ...]:
    made = found.merged
    value, low, high = (max(found.share(each), 0.0) for each in made[:3])
    most = [found.share(each) for each in made[4:7]]
    both, number = float(found.cells[:, 3].sum()), found.records
    counts: dict[str, tuple[Any, str]] = {
        "both contradictions": (both, "pseudonyms"),
        "both contradictions, by chance": (made.expected, "pseudonyms"),
        "at least": (made.least, "pseudonyms"),
        "with two records": (number, "pseudonyms"),
        "little": (LITTLE, "%"),
        "two people differ in sex": (100 * found.apart[0], "%"),
        "two people differ in birth": (100 * found.apart[1], "%"),
    }
    return (
        Estimate("falsely merged", value, low, high, "%", number, METHOD),
        Estimate(
            "falsely merged, at most", most[0], most[1], most[2], "%", number, "both sexes over 2p(1 − p)"
        ),
        *(
            Estimate(name, value, None, None, unit, number, "count", None)
            for name, (value, unit) in counts.items()
        ),
    )
