"""Age gaps in numbers: victim and suspect against random mixing, by year and relation, and the verdict."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import findings
from vru.answers import offenders_doubt, people
from vru.answers.making import Empty
from vru.answers.offenders_data import FEW, LEAST, margins, shown
from vru.answers.offenders_doubt import BLANKS, Judged
from vru.answers.offenders_pairs import Pairs, pairs
from vru.answers.offenders_recorded import of_anybody, years
from vru.answers.sampled import Sample
from vru.answers.sharing import once
from vru.measures import age_gaps, age_mix
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

METHOD = (
    "against random mixing within year and relation; errors clustered on suspect and offence, not on victims "
    "in several"
)
NONE = 1e-9  # percentage points: an error that is smaller is rounding, and pairs do not differ
KINDS = {"domestic": "family or partner", "other": "others"}  # by code of offenders_pairs, the known ones


class Gaps(NamedTuple):
    """Pairs of known ages by year: `years` (table), `kinds` (of the whole period), the change a year.

    `known` of `offences` with suspect and victim have both ages. `change` is None where it
    cannot be followed, which `lacking` says in a sentence. Errors come from the people `drawn`.
    """

    years: pd.DataFrame
    kinds: pd.DataFrame
    change: age_mix.Slope | None
    lacking: str
    judged: Judged
    shown: Period
    known: float
    offences: float
    drawn: Sample


def gaps(store: Store, selection: Selection) -> Gaps:
    """Return age gaps by year. Raises Empty where there are no pairs, or too few with known ages."""
    return _gaps(store, of_anybody(selection))


@once
def _gaps(store: Store, selection: Selection) -> Gaps:
    found = pairs(store, selection)
    offences, known = found.offences, found.known
    if known <= FEW * offences:
        raise Empty(
            "cannot",
            f"Both ages are known in {findings.count(known)} of {findings.count(offences)} offences with a "
            "suspect and a victim: too few to describe the rest. Fill `age` for both.",
        )
    table, spread = _by_year(years(store, selection), found)
    change = _change(table, table["excess"], spread)
    return Gaps(
        table,
        _kinds(found),
        change,
        "" if change else _lacking(table),
        _judged(table, change, spread),
        shown(years(store, selection)),
        known,
        offences,
        found.drawn,
    )


def _by_year(found: list[people.Year], met: Pairs) -> tuple[pd.DataFrame, np.ndarray]:
    """Return each year's pairs, in percent and percentage points, and the covariance of their excess.

    NaN where a year has no pair of known ages.
    """
    apart, wider = age_gaps.by_year(met.told, 20, 25, part=met.part)
    at = apart.year
    spread = np.full((len(found), len(found)), np.nan)
    spread[np.ix_(at, at)] = 100**2 * apart.covariance
    numbers = {
        "offences": apart.offences,
        "median": age_gaps.median_gaps(met.told, met.told["year"], len(found))[at],
        **{each: 100 * getattr(apart, each) for each in ("share", "expected", "excess")},
        "se": np.sqrt(np.diag(spread)[at]),
        "share_25": 100 * wider.share,
        "excess_25": 100 * wider.excess,
    }
    table = pd.DataFrame(numbers, index=at, dtype=float).reindex(range(len(found)))
    table["offences"] = table["offences"].fillna(0.0)
    table["all_offences"] = met.every
    table.insert(0, "month", [each.period.last for each in found])
    table.insert(1, "year", [each.label for each in found])
    return table.assign(whole=[each.whole for each in found]), spread


def _kinds(met: Pairs) -> pd.DataFrame:
    """Return the pairs of the whole period by what suspect and victim are to each other."""
    told = met.told[met.told["stratum"] < len(KINDS)]
    if told.empty:
        return pd.DataFrame()
    kind = told["stratum"].to_numpy(int)
    medians = age_gaps.median_gaps(told, kind, len(KINDS))
    # a period's chance pairing must stay within its years: suspects of 2012 met no victims of 2024
    found = age_gaps.by_group(told.assign(stratum=told["year"]), kind, 20, 25, part=met.part)
    rows = []
    for at, code in enumerate(KINDS):
        if not (kind == at).any():
            continue
        made = {"kind": code, "offences": found[0][at].offences, "median": medians[at]}
        for least, apart in zip((20, 25), found, strict=True):
            made |= {f"share_{least}": 100 * apart[at].share, f"se_{least}": 100 * apart[at].se_share}
            made |= {f"excess_{least}": 100 * apart[at].excess, f"se_excess_{least}": 100 * apart[at].se}
        rows.append(made)
    return pd.DataFrame(rows)


def _change(table: pd.DataFrame, excess: pd.Series, spread: np.ndarray) -> age_mix.Slope | None:
    used = table["whole"] & excess.notna() & (table["se"] > NONE)
    if used.sum() < LEAST:
        return None
    at = np.flatnonzero(used)
    if not age_mix.moves(at, spread[np.ix_(at, at)]):
        return None
    return age_mix.slope(at, excess[used], spread[np.ix_(at, at)], method=METHOD)


def _lacking(table: pd.DataFrame) -> str:
    """Return why the difference cannot be followed."""
    followed = table["whole"] & table["share"].notna()
    if followed.sum() < LEAST:
        return f"A trend needs at least {LEAST} whole years with pairs of known age."
    if (followed & (table["se"] > NONE)).sum() < LEAST:
        return (
            f"In fewer than {LEAST} whole years do pairs differ in whether they are 20 years apart: without "
            "that no trend can be told."
        )
    return "The same pairs make up every year: nothing shows how a trend might have come out otherwise."


def _judged(table: pd.DataFrame, change: age_mix.Slope | None, spread: np.ndarray) -> Judged:
    """The verdict on the change, which offences with an unknown age may take back; persons play no part."""
    margin = margins("age_diversity")[1] or 0.0
    plain = "cannot tell" if change is None else age_mix.claim(change.low, change.high, margin)
    extra = age_mix.changed(table["offences"], table["all_offences"] - table["offences"])
    share = age_gaps.against(table["share"] / 100, table["offences"], extra, rising=plain != "does not hold")
    blanks = None if change is None else _change(table, 100 * share - table["expected"], spread)
    rows = offenders_doubt.doubted([(BLANKS, float("nan"), blanks)], margin)
    return offenders_doubt.judged(plain, rows, "unknown ages")
