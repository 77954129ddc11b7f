"""Age gaps in words and pictures: victim and suspect against random mixing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from vru import findings, reference
from vru.answers import drawing, people
from vru.answers.answer import Estimate, Verdict
from vru.answers.making import Empty, Parts, rows_of
from vru.answers.offenders_data import AGES, FEW, LEAST, ROLE, SEX, definition, pairs
from vru.answers.sharing import once
from vru.charts.chart import Axis, Chart
from vru.measures import age_gaps, age_mix
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

UNIT = "percentage points a year"
METHOD = "against random mixing within year and relation; errors clustered on offence"
WORDS = {
    "holds": "the claim holds",
    "does not hold": "the claim does not hold",
    "cannot tell": "whether the claim holds cannot be told",
}
KINDS = {"domestic": "family or partner", "other": "others"}


class Gaps(NamedTuple):
    """Pairs of known ages by year: `years` (table), `kinds` (of the whole period), the change a year."""

    years: pd.DataFrame
    kinds: pd.DataFrame
    change: age_mix.Slope | None
    shown: Period
    known: float
    offences: float


@once
def gaps(store: Store, selection: Selection) -> Gaps:
    """Return age gaps by year. Raises Empty where there are no pairs, or too few with known ages."""
    rows = pairs(store, selection)
    told = rows[rows["suspect_age"].notna()]
    offences, known = _offences(rows), _offences(told)
    if known <= FEW * offences:
        raise Empty(
            "cannot",
            f"Both ages are known in {findings.count(known)} of {findings.count(offences)} offences with a "
            "suspect and a victim: too few to describe the rest. Fill `age` for both.",
        )
    found = people.years(store, people.by_day(selection))
    table = pd.DataFrame([_year(each, at, rows, told) for at, each in enumerate(found)])
    return Gaps(
        table,
        pd.DataFrame([_kind(kind, told) for kind in KINDS if (told["stratum"] == kind).any()]),
        _change(table),
        Period(found[0].period.first, found[-1].period.last),
        known,
        offences,
    )


def _offences(rows: pd.DataFrame) -> float:
    return float((rows["offences"] * rows["weight"]).sum())


def _year(year: people.Year, at: int, rows: pd.DataFrame, told: pd.DataFrame) -> dict:
    here = told[told["year"] == at]
    blank = {name: float("nan") for name in ("median", "share", "expected", "excess", "se", "share_25")}
    made = {"month": year.period.last, "year": year.label, "offences": _offences(here), "whole": year.whole}
    made["all_offences"] = _offences(rows[rows["year"] == at])
    if here.empty:
        return made | blank
    apart, wider = age_gaps.apart(here, 20), age_gaps.apart(here, 25)
    made |= {"median": age_gaps.median_gap(here), "share": 100 * apart.share}
    made |= {"expected": 100 * apart.expected, "excess": 100 * apart.excess, "se": 100 * apart.se}
    return made | {"share_25": 100 * wider.share, "excess_25": 100 * wider.excess}


def _kind(kind: str, told: pd.DataFrame) -> dict:
    here = told[told["stratum"] == kind]
    # a period's chance pairing must stay within its years: suspects of 2012 met no victims of 2024
    mixed = here.assign(stratum=here["year"])
    made = {"kind": kind, "offences": _offences(here), "median": age_gaps.median_gap(here)}
    for least in (20, 25):
        apart = age_gaps.apart(mixed, least)
        made |= {f"share_{least}": 100 * apart.share, f"se_{least}": 100 * apart.se_share}
        made |= {f"excess_{least}": 100 * apart.excess, f"se_excess_{least}": 100 * apart.se}
    return made


def _change(table: pd.DataFrame) -> age_mix.Slope | None:
    used = table[table["whole"] & table["excess"].notna() & (table["se"] > 0)]
    if len(used) < LEAST:
        return None
    return age_mix.slope(used.index.to_numpy(float), used["excess"], used["se"] ** 2, method=METHOD)


def gap(store: Store, selection: Selection) -> Parts:
    """Return the parts of the second half of the claim."""
    found = gaps(store, selection)
    return {
        "finding": _say(found),
        "verdict": Verdict("claim", _verdict(found.change)),  # type: ignore[arg-type]
        "chart": _chart(found),
        "table": _table(found),
        "estimates": _estimates(found),
        "subtitle": "Victim and suspect 20 years apart or more: share, and what chance pairing gives",
        "definition": definition(store, selection, unused=(AGES, SEX, ROLE)) + _how(store),
        "counted": f"{findings.count(found.known)} offences with both ages known, {found.shown}.",
        "missing": _missing(found),
        "empty": None if found.change else "enough",
    }


def _verdict(change: age_mix.Slope | None) -> str:
    claim = next(each for each in reference.claims() if each["code"] == "age_diversity")
    return (
        "cannot tell" if change is None else age_mix.claim(change.low, change.high, claim["also"]["margin"])
    )


def _how(store: Store) -> str:
    basis = "the recorded relationship" if store.capabilities.has_relationship else "the domestic flag"
    return (
        " Each offence weighs 1, its pairs sharing it. Chance pairing: every suspect of a year with every "
        f"victim of that year within the same kind of relation (family or partner, others, unknown), by "
        f"{basis}."
    )


def _say(found: Gaps) -> str:
    of = found.years[found.years["share"].notna()]
    last = rows_of(of.tail(1))[0]
    said = (
        f"In the {last.year} {findings.decimal(last.share)} % of offences had a victim and suspect 20 years "
        f"apart or more; chance pairing would give {findings.decimal(last.expected)} %"
    )
    if found.change is None:
        return f"{said}. A trend needs at least {LEAST} whole years."
    change = found.change
    return (
        f"{said}. The difference moves by {findings.signed(change.slope, 2)} percentage points a year "
        f"(95 % interval {findings.signed(change.low, 2)} to {findings.signed(change.high, 2)}): "
        f"{WORDS[_verdict(change)]}."
    )


def _chart(found: Gaps) -> Chart:
    names = {"share": "Observed", "expected": "Chance pairing"}
    lines = []
    for column, name in names.items():
        frame = found.years.assign(value=found.years[column])
        if column == "share":
            reach = 1.96 * found.years["se"]
            frame = frame.assign(low=frame["value"] - reach, high=frame["value"] + reach)
        lines.append(drawing.line(frame, name, role="main" if column == "share" else "reference"))
    alt = f"Lines of the share of offences with victim and suspect 20 years apart or more, {found.shown}."
    axis = Axis("% of offences, 20 years apart or more", "number")
    return Chart("line", alt=alt, series=tuple(lines), x=Axis("Year to", "month"), y=axis)


def _table(found: Gaps) -> pd.DataFrame:
    return found.years.drop(columns=["month"])


def _estimates(found: Gaps) -> tuple[Estimate, ...]:
    n, made = int(found.known), []
    if found.change:
        change = found.change
        limits = (change.slope, change.low, change.high)
        how = f"{METHOD}; line over years, t, over-dispersion {change.phi:.1f}"
        made.append(Estimate("excess of 20 years or more, change a year", *limits, UNIT, n, how))
    for row in rows_of(found.kinds):
        made.append(_plain(f"median gap, {KINDS[row.kind]}", row.median, "years", row.offences))
        for least in (20, 25):
            for name, column in (("share", "share"), ("above chance", "excess")):
                value = getattr(row, f"{column}_{least}")
                reach = 1.96 * getattr(row, f"se_{least}" if column == "share" else f"se_excess_{least}")
                label = f"{least} years apart or more, {name}, {KINDS[row.kind]}"
                unit = "% of offences" if column == "share" else "percentage points"
                made.append(
                    Estimate(label, value, value - reach, value + reach, unit, int(row.offences), METHOD)
                )
    last = rows_of(found.years[found.years["share"].notna()].tail(1))[0]
    made.append(_plain(f"share, {last.year}", last.share, "% of offences", last.offences))
    made.append(_plain(f"chance pairing, {last.year}", last.expected, "% of offences", last.offences))
    return tuple(made)


def _plain(name: str, value: float, unit: str, n: float) -> Estimate:
    return Estimate(name, float(value), None, None, unit, int(n), "of the offences counted", None)


def _missing(found: Gaps) -> str:
    share = 100 * (1 - found.years["offences"] / found.years["all_offences"].where(lambda of: of > 0))
    blank = found.offences - found.known
    said = (
        f"In {findings.count(blank)} of {findings.count(found.offences)} offences with suspect and victim "
        f"({findings.share(blank, found.offences)}) an age is unknown"
    )
    if share.notna().any():
        said += f", between {share.min():.1f} and {share.max():.1f} % of a year"
    return f"{said}. Offences that name no suspect, or no victim who is a person, are left out."


def heat(store: Store, selection: Selection) -> Parts:
    """Return the parts of observed over expected, by the bands of suspect and victim."""
    rows = pairs(store, selection)
    told = rows[rows["suspect_age"].notna()]
    bands = list(reference.age_bands().values())
    if told.empty:
        raise Empty("cannot", "In no pair are both ages known exactly: fill `age` for suspects and victims.")
    mixed = told.assign(stratum=told["stratum"] + told["year"].astype(str))
    observed, expected = age_gaps.mixing(mixed, [band.low for band in bands])
    labels = [band.label for band in bands]
    table = pd.DataFrame(
        {
            "suspect": np.repeat(labels, len(bands)),
            "victim": labels * len(bands),
            "observed": observed.ravel(),
            "expected": expected.ravel(),
        }
    )
    # a ratio on an expectation of a handful is noise that a shade would shout
    firm = table["expected"] >= 5
    table["ratio"] = (table["observed"] / table["expected"].where(firm)).astype(float)
    if not firm.any():
        raise Empty("enough", "Fewer than 5 offences are expected in every pair of age groups.")
    best = rows_of(table.loc[[table["ratio"].idxmax()]])[0]
    shades = table.pivot(index="suspect", columns="victim", values="ratio").loc[labels[1:][::-1], labels]
    return {
        "finding": (
            f"Most above chance are suspects of {best.suspect} with victims of {best.victim}: "
            f"{findings.count(best.observed)} offences, {findings.decimal(best.ratio)} times what chance "
            "pairing within year and relation would give."
        ),
        "chart": _heat(shades),
        "table": table,
        "estimates": (
            Estimate(
                "highest observed over expected",
                best.ratio,
                None,
                None,
                "times",
                int(best.observed),
                METHOD,
                None,
            ),
            _plain("offences in that pair of groups", best.observed, "offences", best.observed),
        ),
        "subtitle": "Observed over expected by chance pairing; suspects’ ages upwards, victims’ to the right",
        "definition": definition(store, selection, unused=(AGES, SEX, ROLE)) + _how(store),
        "counted": f"{findings.count(_offences(told))} offences with both ages known.",
        "missing": "Pairs of groups with fewer than 5 expected offences are blank: their ratio is noise.",
    }


def _heat(shades: pd.DataFrame) -> Chart:
    drawn = drawing.heat(shades, "Observed / expected", "")
    alt = "Shades of observed over expected offences by age group of suspect (up) and victim (right)."
    return Chart(
        "ratios",
        alt=alt,
        series=drawn.series,
        x=Axis("Victim’s age", "category"),
        y=Axis("Suspect’s age", "category"),
        height=drawn.height + 40,
    )
