"""Age gaps in numbers: victim and suspect against random mixing, by year and relation, and the verdict."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import offenders_doubt, people
from vru.answers.making import Empty
from vru.answers.offenders_counts import years
from vru.answers.offenders_data import FEW, LEAST, asked, margins, shown
from vru.answers.offenders_doubt import BLANKS, Judged
from vru.answers.sharing import once
from vru.measures import age_gaps, age_mix
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

METHOD = "against random mixing within year and relation; errors clustered on suspect and offence"
KINDS = {"domestic": "family or partner", "other": "others"}


class Gaps(NamedTuple):
    """Pairs of known ages by year: `years` (table), `kinds` (of the whole period), the change a year.

    `known` of `offences` with suspect and victim have both ages.
    """

    years: pd.DataFrame
    kinds: pd.DataFrame
    change: age_mix.Slope | None
    judged: Judged
    shown: Period
    known: float
    offences: float


@once
def pairs(store: Store, selection: Selection) -> pd.DataFrame:
    """Return the ages of suspect and victim by year and relation; see queries/offenders_pairs.sql."""
    people.require(store, "has_suspects", "has_victims", "has_exact_age")
    known = years(store, selection)
    related = store.capabilities.has_relationship
    rows = store.ask("offenders_pairs", by_relationship=related, **asked(selection, known))
    if rows.empty:
        raise Empty(
            "nothing", f"No offence in {shown(known)} has both a suspect and a victim under these filters."
        )
    return rows


@once
def gaps(store: Store, selection: Selection) -> Gaps:
    """Return age gaps by year. Raises Empty where there are no pairs, or too few with known ages."""
    rows = pairs(store, selection)
    told = rows[rows["suspect_age"].notna()]
    offences, known = weight_of(rows), weight_of(told)
    if known <= FEW * offences:
        raise Empty(
            "cannot",
            f"Both ages are known in {findings.count(known)} of {findings.count(offences)} offences with a "
            "suspect and a victim: too few to describe the rest. Fill `age` for both.",
        )
    found = years(store, selection)
    table, spread = _by_year(found, rows, told), _spread(len(found), told)
    change = _change(table, table["excess"], spread)
    return Gaps(
        table,
        pd.DataFrame([_kind(kind, told) for kind in KINDS if (told["stratum"] == kind).any()]),
        change,
        _judged(table, change, spread),
        shown(found),
        known,
        offences,
    )


def weight_of(rows: pd.DataFrame) -> float:
    """Return how many offences rows of pairs stand for."""
    return float((rows["offences"] * rows["weight"]).sum())


def _by_year(found: list[people.Year], rows: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    every = (rows["offences"] * rows["weight"]).groupby(rows["year"]).sum()
    of = dict(iter(told.groupby("year")))
    return pd.DataFrame(
        [
            {
                "month": each.period.last,
                "year": each.label,
                "offences": weight_of(of[at]) if at in of else 0.0,
                "all_offences": float(every.get(at, 0.0)),
                "whole": each.whole,
                **_apart(of.get(at)),
            }
            for at, each in enumerate(found)
        ]
    )


def _apart(here: pd.DataFrame | None) -> dict[str, float]:
    """What one year's pairs say, in percent and percentage points."""
    if here is None:
        names = ("median", "share", "expected", "excess", "se", "share_25", "excess_25")
        return {name: float("nan") for name in names}
    apart, wider = age_gaps.apart(here, 20), age_gaps.apart(here, 25)
    made = {"median": age_gaps.median_gap(here), "share": 100 * apart.share}
    made |= {"expected": 100 * apart.expected, "excess": 100 * apart.excess, "se": 100 * apart.se}
    return made | {"share_25": 100 * wider.share, "excess_25": 100 * wider.excess}


def _kind(kind: str, told: pd.DataFrame) -> dict:
    here = told[told["stratum"] == kind]
    # a period's chance pairing must stay within its years: suspects of 2012 met no victims of 2024
    mixed = here.assign(stratum=here["year"])
    made = {"kind": kind, "offences": weight_of(here), "median": age_gaps.median_gap(here)}
    for least in (20, 25):
        apart = age_gaps.apart(mixed, least)
        made |= {f"share_{least}": 100 * apart.share, f"se_{least}": 100 * apart.se_share}
        made |= {f"excess_{least}": 100 * apart.excess, f"se_excess_{least}": 100 * apart.se}
    return made


def _spread(years: int, told: pd.DataFrame) -> np.ndarray:
    """The covariance (years, years) of the excess in percentage points, NaN where a year has no pair."""
    there = np.unique(told["year"].to_numpy(int))
    made = np.full((years, years), np.nan)
    by_year = [told[told["year"] == year] for year in there]
    made[np.ix_(there, there)] = 100**2 * age_gaps.covariance(by_year, 20)
    return made


def _change(table: pd.DataFrame, excess: pd.Series, spread: np.ndarray) -> age_mix.Slope | None:
    used = table["whole"] & excess.notna() & (table["se"] > 0)
    if used.sum() < LEAST:
        return None
    at = np.flatnonzero(used)
    return age_mix.slope(at, excess[used], spread[np.ix_(at, at)], method=METHOD)


def _judged(table: pd.DataFrame, change: age_mix.Slope | None, spread: np.ndarray) -> Judged:
    """The verdict on the change, which offences with an unknown age may take back; persons play no part."""
    margin = margins("age_diversity")[1] or 0.0
    plain = "cannot tell" if change is None else age_mix.claim(change.low, change.high, margin)
    extra = age_mix.changed(table["offences"], table["all_offences"] - table["offences"])
    share = age_gaps.against(table["share"] / 100, table["offences"], extra, rising=plain != "does not hold")
    blanks = None if change is None else _change(table, 100 * share - table["expected"], spread)
    rows = offenders_doubt.doubted([(BLANKS, float("nan"), blanks)], margin)
    return offenders_doubt.judged(plain, rows, "unknown ages")
