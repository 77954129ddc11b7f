"""Age gaps in words and pictures: the share of pairs of another generation, and which ages meet."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from vru import findings, reference
from vru.answers import drawing, offenders_doubt, offenders_pairs, people
from vru.answers.answer import Estimate, Verdict
from vru.answers.making import Empty, Parts, rows_of
from vru.answers.offenders_data import AGES, ROLE, SEX, definition
from vru.answers.offenders_gaps import KINDS, METHOD, NONE, Gaps, gaps
from vru.answers.offenders_pairs import pairs
from vru.charts.chart import Axis, Chart, Mark
from vru.measures import age_gaps
from vru.selection import Selection
from vru.store import Store

UNIT = "percentage points a year"
MORE = "Choose a longer period or fewer filters."
FIRM = 5  # offences expected in a pair of age groups: a ratio on fewer is noise that a shade would shout


def gap(store: Store, selection: Selection) -> Parts:
    """Return the parts of the second half of the claim."""
    found = gaps(store, selection)
    return {
        "finding": _say(found),
        "verdict": Verdict("claim", found.judged.verdict),  # type: ignore[arg-type]
        "chart": _chart(found, people.changes(store, selection, found.shown)),
        "table": found.years.drop(columns="month"),
        "estimates": _estimates(found),
        "subtitle": "Offences with victim and suspect 20 years apart or more, and what chance pairing gives",
        "definition": definition(store, selection, unused=(AGES, SEX, ROLE), persons=False)
        + _how(store)
        + " The band is the 95 % interval of how far the observed share lies from chance pairing.",
        "counted": _counted(found),
        "missing": _missing(found),
        "empty": None if found.change else "enough",
    }


def _how(store: Store) -> str:
    basis = "the recorded relationship" if store.capabilities.has_relationship else "the domestic flag"
    return (
        " Each offence weighs 1, its pairs sharing it. Chance pairing: every suspect of a year with every "
        f"victim of that year within the same kind of relation (family or partner, others, unknown), by "
        f"{basis}."
    )


def _say(found: Gaps) -> str:
    last = rows_of(found.years[found.years["share"].notna()].tail(1))[0]
    said = (
        f"{findings.decimal(last.share)} % of offences had victim and suspect 20 years or more apart in "
        f"the {last.year}; chance pairing would give {findings.decimal(last.expected)} %{_apart(last)}."
    )
    if found.change is None:
        return f"{said} {found.lacking}"
    change = found.change
    return (
        f"{said} The difference changes by {findings.signed(change.slope, 2)} points a year (95 % interval "
        f"{findings.signed(change.low, 2)} to {findings.signed(change.high, 2)}). "
        f"{offenders_doubt.said(found.judged)}"
    )


def _apart(last: Any) -> str:
    """The interval of the difference, in brackets; nothing where none exists."""
    low, high = _around(last.excess, last.se)
    if low is None or high is None:
        return ""
    limits = f"{findings.signed(low, 1)} to {findings.signed(high, 1)}"
    return f" (95 % interval of the difference {limits} points)"


def _counted(found: Gaps) -> str:
    said = f"{findings.count(found.known)} offences with both ages known, {found.shown}."
    by_kind = "; ".join(
        f"{KINDS[row.kind]} {findings.decimal(row.median, 0)} years, {findings.decimal(row.share_20)} % "
        f"and {findings.decimal(row.share_25)} %"
        for row in rows_of(found.kinds)
    )
    if by_kind:
        said += f" Median gap, share 20 and 25 years or more apart: {by_kind}."
    said += f" {offenders_doubt.ranged(found.judged, 2, 1, 'points a year')}".rstrip()
    said += found.drawn.said
    return f"{said} A person under two pseudonyms changes no share, only the interval: offences are counted."


def _chart(found: Gaps, marks: tuple[Mark, ...]) -> Chart:
    names = {"share": "Observed", "expected": "Chance pairing"}
    lines = []
    for column, name in names.items():
        frame = found.years.assign(value=found.years[column])
        if column == "share":
            reach = 1.96 * found.years["se"].where(found.years["se"] > NONE)
            frame = frame.assign(low=frame["value"] - reach, high=frame["value"] + reach)
        lines.append(drawing.line(frame, name, role="main" if column == "share" else "reference"))
    alt = f"Lines of the share of offences with victim and suspect 20 years apart or more, {found.shown}."
    axis = Axis("% of offences, 20 years apart or more", "number")
    x = Axis("Year to", "month")
    return Chart("line", alt=alt, series=tuple(lines), x=x, y=axis, marks=marks)


def _estimates(found: Gaps) -> tuple[Estimate, ...]:
    n, made = int(found.known), []
    if found.change:
        change = found.change
        limits = (change.slope, change.low, change.high)
        how = f"{METHOD}; line over years, t, over-dispersion {change.phi:.1f}"
        made.append(Estimate("excess of 20 years or more, change a year", *limits, UNIT, n, how))
        made += offenders_doubt.estimates(found.judged, UNIT, n, how)
    for row in rows_of(found.kinds):
        made.append(_plain(f"median gap, {KINDS[row.kind]}", row.median, "years", row.offences))
        for least in (20, 25):
            for name, column in (("share", "share"), ("above chance", "excess")):
                value = getattr(row, f"{column}_{least}")
                error = getattr(row, f"se_{least}" if column == "share" else f"se_excess_{least}")
                label = f"{least} years apart or more, {name}, {KINDS[row.kind]}"
                unit = "% of offences" if column == "share" else "percentage points"
                low, high = _around(value, error)
                made.append(Estimate(label, value, low, high, unit, int(row.offences), METHOD))
    last = rows_of(found.years[found.years["share"].notna()].tail(1))[0]
    made.append(_plain(f"share, {last.year}", last.share, "% of offences", last.offences))
    made.append(_plain(f"chance pairing, {last.year}", last.expected, "% of offences", last.offences))
    low, high = _around(last.excess, last.se)
    made.append(
        Estimate(
            f"above chance, {last.year}",
            last.excess,
            low,
            high,
            "percentage points",
            int(last.offences),
            METHOD,
        )
    )
    return tuple(made)


def _around(value: float, error: float) -> tuple[float | None, float | None]:
    """Return 95 % limits; none where pairs do not differ, so that nothing says how far chance reaches."""
    if not error > NONE:
        return None, None
    return value - 1.96 * error, value + 1.96 * error


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
    met = pairs(store, selection)
    told = met.told
    if told.empty:
        raise Empty("cannot", "In no pair are both ages known exactly: fill `age` for suspects and victims.")
    table = _mixed(told)
    if table["ratio"].isna().all():
        raise Empty("enough", f"Fewer than {FIRM} offences are expected in every pair of age groups. {MORE}")
    if table["ratio"].notna().sum() < 2:
        raise Empty(
            "enough",
            f"Only one pair of age groups has {FIRM} expected offences: there is none to compare it with. "
            f"{MORE}",
        )
    best = rows_of(table.loc[[table["ratio"].idxmax()]])[0]
    most = Estimate("highest observed over expected", best.ratio, None, None, "times",
                    int(best.observed), METHOD, None)  # fmt: skip
    return {
        "finding": _say_heat(best),
        "chart": _heat(table),
        "table": table,
        "estimates": (most, _plain("offences in that pair of groups", best.observed, "offences",
                                   best.observed)),
        "subtitle": "Observed over expected by chance pairing; suspects’ ages upwards, victims’ to the right",
        "definition": definition(store, selection, unused=(AGES, SEX, ROLE), persons=False)
        + _how(store)
        + f" The finding names the highest of {table['ratio'].notna().sum()} ratios: of so many some are "
        "high by chance alone.",
        "counted": f"{findings.count(met.known)} offences with both ages known; "
        f"{findings.count(best.observed)} of suspects aged {best.suspect} with victims aged {best.victim}.",
        "missing": "Suspects under ten have no row. Pairs of groups with fewer than "
        f"{FIRM} expected offences are blank: their ratio is noise. In "
        f"{findings.count(met.offences - met.known)} offences an age is unknown.",
    }  # fmt: skip


def _say_heat(best: Any) -> str:
    if round(best.ratio, 1) <= 1:
        return "No two age groups meet more often than chance pairing would give."
    return (
        f"Suspects aged {best.suspect} meet victims aged {best.victim} {findings.decimal(best.ratio)} "
        "times as often as chance pairing would give, the most of all ages."
    )


def _mixed(told: pd.DataFrame) -> pd.DataFrame:
    """Observed and expected offences, and their ratio where it is firm, of each pair of age groups."""
    bands = list(reference.age_bands().values())
    mixed = told.assign(stratum=told["year"].astype(int) * len(offenders_pairs.KINDS) + told["stratum"])
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
    table = table[table["suspect"] != labels[0]].reset_index(drop=True)
    firm = table["expected"] >= FIRM
    return table.assign(ratio=(table["observed"] / table["expected"].where(firm)).astype(float))


def _heat(table: pd.DataFrame) -> Chart:
    labels = list(dict.fromkeys(table["victim"]))
    shades = table.pivot(index="suspect", columns="victim", values="ratio").loc[labels[:0:-1], labels]
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
