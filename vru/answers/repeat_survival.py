"""How long until recorded again: curves with the people still followed, for everybody or by group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vru import findings
from vru.answers import drawing
from vru.answers.answer import Estimate, option
from vru.answers.making import Empty, Parts, asks, rows_of
from vru.answers.people import require
from vru.answers.repeat_common import FEWEST, Firsts, Repeats, followed, limits, repeat_for
from vru.answers.repeat_words import METHOD, definition, missing
from vru.answers.validity import flag_begins
from vru.charts.chart import Axis, Chart, Mark, Series
from vru.charts.curves import FOLLOWED
from vru.measures import survival
from vru.selection import Selection
from vru.store import Store

LONGEST = 60  # months drawn
STEP = 0.5  # months between the points of a drawn curve
TOLD = (12, 24, 36)  # months whose shares are told
SURE = 0.05  # p below which groups are said to differ
AGES = (
    (0, 17, "Under 18"),
    (18, 24, "18–24"),
    (25, 34, "25–34"),
    (35, 44, "35–44"),
    (45, 255, "45 and over"),
)
NEEDS = {"sex": "has_sex", "age": "has_age", "domestic": "has_domestic"}
SEXES = {"male": "Men and boys", "female": "Women and girls", "other": "Another sex"}
WHAT = {"sex": "sex", "age": "age at the first occasion", "domestic": "whether the first was domestic"}
UNKNOWN = -1


@dataclass(frozen=True)
class Split(Repeats):
    """Whose curves are drawn."""

    by: str = option(
        "none",
        label="Curves by",
        short="by",
        choices={
            "none": "Everybody together",
            "sex": "Sex",
            "age": "Age at the first occasion",
            "domestic": "Domestic or other",
        },
        about="Draws a curve for each group of first occasions, with a test of whether they differ.",
    )


class Group(NamedTuple):
    """One curve: its name, its people, and the curve itself."""

    label: str
    people: int
    curve: survival.Curve


@asks("repeat.survival", "How soon are people recorded again?", Split, by_day=True)
def again(store: Store, selection: Selection, options: Split) -> Parts:
    """The share recorded again by months since the first occasion, and the people still followed."""
    if options.by in NEEDS:
        require(store, NEEDS[options.by])
    firsts = repeat_for(store, selection, options.plain, "suspect")
    codes, labels = grouped(firsts, options.by)
    found = _groups(firsts, codes, labels, int(options.window))
    tested = _tested(firsts, codes, labels, found)
    table = pd.concat([_rows(each) for each in found], ignore_index=True)
    said = _say(table, found, tested, int(options.window))
    return {
        "finding": said,
        "chart": _chart(found, table, int(options.window), said),
        "table": table,
        "estimates": _estimates(table, tested),
        "subtitle": "Share recorded for a second violent occasion, by months since the first",
        "definition": definition(store, options) + " " + _how(options, tested),
        "counted": _counted(firsts, codes, found, tested),
        "missing": missing(firsts),
    }


def grouped(firsts: Firsts, by: str) -> tuple[NDArray[Any], list[str]]:
    """Return each person's group (shape (people,), -1 unknown) and the groups' names.

    Raises Empty where a split is asked for and nobody's group is known.
    """
    codes: NDArray[Any] = np.zeros(firsts.people, np.int64)
    labels = ["Everybody"]
    if by == "none":
        return codes, labels
    table = firsts.table
    if by == "sex":
        codes, labels = _coded(table["sex"], SEXES)
    if by == "domestic":
        labels = ["Domestic flag on the first day", "No domestic flag"]
        known = table["day"].to_numpy("datetime64[D]") >= np.datetime64(flag_begins("domestic"))
        codes = np.where(known, 1 - table["domestic"].fillna(False).to_numpy(np.int64), UNKNOWN)
    if by == "age":
        labels = [each[2] for each in AGES]
        ages = table["age"].to_numpy(float, na_value=np.nan)
        codes = np.full(len(table), UNKNOWN, np.int64)
        for code, (low, high, _) in enumerate(AGES):
            codes[(ages >= low) & (ages <= high)] = code
    if (codes == UNKNOWN).all():
        raise Empty(
            "nothing",
            f"Nobody first recorded here has a known {WHAT[by]}: choose another split or a later period.",
        )
    return codes, labels


def _coded(values: pd.Series, names: dict[str, str]) -> tuple[NDArray[Any], list[str]]:
    place = {name: code for code, name in enumerate(names)}
    return values.astype(object).map(place).fillna(UNKNOWN).to_numpy(np.int64), list(names.values())


def _groups(firsts: Firsts, codes: NDArray[np.int64], labels: list[str], window: int) -> list[Group]:
    found = []
    for code, label in enumerate(labels):
        own = codes == code
        if own.any():
            group = Group(label, int(own.sum()), survival.kaplan_meier(firsts.time[own], firsts.event[own]))
            found.append((followed(group.curve, [window])[0], group))
    kept = [group for risk, group in found if risk >= FEWEST]
    if not kept:
        raise Empty(
            "enough",
            "Too few people are followed as long without a second occasion in any "
            "group: choose a longer period, a shorter window, fewer filters or no split.",
        )
    return kept


def _tested(
    firsts: Firsts, codes: NDArray[np.int64], labels: list[str], found: list[Group]
) -> survival.LogRank | None:
    """Return the test that all curves drawn are one, None where there is only one or nobody came again."""
    drawn = {group.label for group in found}
    kept = np.isin(codes, [code for code, label in enumerate(labels) if label in drawn])
    if len(found) < 2 or not firsts.event[kept].any():
        return None
    return survival.log_rank(firsts.time[kept], firsts.event[kept], codes[kept])


def _rows(group: Group) -> pd.DataFrame:
    months = np.arange(0, LONGEST + 1, 12)
    risk, (share, low, high) = followed(group.curve, months), limits(group.curve, months)
    return pd.DataFrame(
        {
            "label": group.label,
            "months": months,
            "followed": risk,
            "again": share,
            "low": low,
            "high": high,
            "people": group.people,
        }
    )[(risk > 0) | (months == 0)]


def _say(table: pd.DataFrame, found: list[Group], tested: survival.LogRank | None, window: int) -> str:
    at = rows_of(table[(table["months"] == window) & table["again"].notna()])
    if tested is None or len(at) < 2:
        told = [row for row in rows_of(table) if row.months in TOLD and np.isfinite(row.again)]
        shares = ", ".join(
            f"{findings.decimal(row.again)} % within {row.months} months{_between(row, place == 0)}"
            for place, row in enumerate(told[:3])
        )
        who = (
            "of those first recorded as suspects"
            if len(found) == 1 and found[0].label == "Everybody"
            else f"({found[0].label})"
        )
        return f"Recorded again {who}: {shares}."
    most, least = max(at, key=lambda row: row.again), min(at, key=lambda row: row.again)
    said = (
        f"Within {window} months {findings.decimal(most.again)} % are recorded again ({most.label.lower()})"
        f"{_between(most)} against {findings.decimal(least.again)} % ({least.label.lower()})"
        f"{_between(least, False)}"
    )
    differ = "differ by more than chance would bring" if tested.p < SURE else "may differ by chance alone"
    curves = "the two curves" if len(found) == 2 else "the curves, all together,"
    return f"{said}. Over the whole time followed {curves} {differ}."


def _between(row: Any, named: bool = True) -> str:
    """The interval of a share in brackets, said what it is or not; nothing where none exists."""
    low, high = _limits(row)
    if low is None or high is None:
        return ""
    return f" ({'95 % interval ' if named else ''}{findings.decimal(low)} to {findings.decimal(high)} %)"


def _chart(found: list[Group], table: pd.DataFrame, window: int, said: str) -> Chart:
    ticks = tuple(float(each) for each in range(0, LONGEST + 1, 12))
    lines = [_line(group) for group in found]
    rows = [
        Series(
            label,
            ticks[: len(own)],
            drawing.values(own["followed"]),
            role="context",
            panel=FOLLOWED,
        )
        for label, own in ((each.label, table[table["label"] == each.label]) for each in found)
    ]
    return Chart(
        "curves",
        alt=f"Curves of the share recorded again, rising with the months since the first occasion. {said}",
        series=(*lines, *rows),
        x=Axis("Months since the first occasion", "number"),
        y=Axis("% recorded again", "percent", from_zero=True),
        marks=(Mark(f"{window} months", float(window)),),
        beneath="Still followed and not yet again",
        height=400,
    )


def _line(group: Group) -> Series:
    months = np.arange(0, LONGEST + STEP, STEP)
    months = months[followed(group.curve, months) >= FEWEST]
    share, low, high = (drawing.values(each) for each in limits(group.curve, months))
    return Series(group.label, tuple(months.tolist()), share, low=low, high=high)


def _estimates(table: pd.DataFrame, tested: survival.LogRank | None) -> tuple[Estimate, ...]:
    made = [
        Estimate(
            f"again within {row.months} months, {row.label}",
            row.again,
            *_limits(row),
            "%",
            int(row.people),
            METHOD,
        )
        for row in rows_of(table)
        if row.months in TOLD and np.isfinite(row.again)
    ]
    if tested:
        number = int(tested.observed.sum())
        how = f"log-rank, χ² {tested.chi2:.1f} on {tested.freedom} degrees of freedom"
        made.append(Estimate("log_rank", tested.p, None, None, "p", number, how, None))
    return tuple(made)


def _limits(row: Any) -> tuple[float | None, float | None]:
    low, high = (None if np.isnan(each) else each for each in (row.low, row.high))
    return low, high


def _how(options: Split, tested: survival.LogRank | None) -> str:
    said = (
        "Shaded: 95 % interval at each month, pointwise log-log. A line ends where fewer than "
        f"{FEWEST} people are still followed without a second occasion."
    )
    if tested is None:
        return said
    return (
        f"{said} Groups are of the first occasion ({WHAT[options.by]}). One log-rank test asks whether all "
        "curves are one; it is not corrected for the other splits on offer, so a p just below 0.05 "
        "among several looks proves little."
    )


def _counted(
    firsts: Firsts, codes: NDArray[np.int64], found: list[Group], tested: survival.LogRank | None
) -> str:
    unknown, drawn = int((codes == UNKNOWN).sum()), sum(group.people for group in found)
    said = [f"{findings.count(drawn)} people first recorded after the washout."]
    if unknown:
        part = f"{findings.count(unknown)} of {findings.count(len(codes))}"
        said.append(f"{part} ({findings.share(unknown, len(codes))}) are of no known group and in no curve.")
    few = len(codes) - unknown - drawn
    if few:
        said.append(f"{findings.count(few)} are in groups too small for a curve.")
    if tested:
        p = "p < 0.001" if tested.p < 0.001 else f"p = {tested.p:.3f}"
        said.append(f"Log-rank test of all groups: {p}.")
    return " ".join(said)
