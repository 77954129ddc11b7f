"""Trends: is it rising or falling, or only swinging as it always has?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from vru import findings
from vru.answers import comparing, drawing, tracks
from vru.answers.answer import Ask, Estimate, Options, Question, Verdict, option
from vru.answers.making import Parts, asks, definition, left_out
from vru.answers.tracks import Track, Tracks
from vru.measures import change, series
from vru.periods import Period, month_name
from vru.selection import Selection
from vru.store import Store


@dataclass(frozen=True)
class Measured(Options):
    """Whether offences are counted, set against residents, or weighted by seriousness."""

    measure: str = option("count", label="Measure", short="m", choices=tracks.MEASURES)


@dataclass(frozen=True)
class Compared(Measured):
    """Which two periods the verdict is about."""

    compare: str = option("year_before", label="Compare", short="c", choices=comparing.COMPARISONS)


@dataclass(frozen=True)
class Split(Measured):
    """What the selection is split by; with `none` there is nothing beside the whole."""

    split: str = option(
        "district", label="Split by", short="by", choices={"none": "Nothing", **tracks.SPLITS}
    )


@dataclass(frozen=True)
class OPTIONS(Split, Compared):
    """The options of the page."""


UNITS = {
    "count": "offences",
    "rate": "per 1,000 residents a year",
    "harm": "harm score (sum of severity weights)",
}


@asks("trends.rolling", "Is it rising or falling over twelve months?", Compared)
def rolling(store: Store, selection: Selection, options: Compared) -> Parts:
    """Rolling twelve months with their interval, and the verdict on the change."""
    return headline(store, selection, options.measure, options.compare)


def headline(store: Store, selection: Selection, measure: str, compare: str) -> Parts:
    """Return the parts of a headline trend; the overview shows the same."""
    asked = tracks.ask(store, selection, measure)
    known = comparing.breaks(selection, store.capabilities)
    judged = _judged(asked, asked.parts[0], compare, known)
    table = _rolled(asked, asked.parts[0], judged[2] if judged else None)
    return {
        "finding": _explain_rolling(selection, asked, table, judged),
        "verdict": Verdict("change", judged[2].verdict if judged and judged[2] else "cannot tell"),
        "chart": drawing.over_time(
            [drawing.line(table, findings.sentence(findings.noun_of(selection))[:-1])],
            f"{UNITS[measure]}, twelve months" if measure != "rate" else UNITS[measure],
            f"Line of rolling twelve-month {UNITS[measure]}, {asked.shown}.",
            marks=comparing.marks(known, asked.shown),
        ),
        "table": table,
        "estimates": _estimates_rolling(asked, table, judged),
        "subtitle": f"{tracks.MEASURES[measure]}, rolling twelve months, {asked.shown}",
        **_captions(store, selection, asked, judged[2] if judged else None),
        "empty": None if table["value"].notna().any() else "enough",
    }


Judged = tuple[Period, Period | None, change.Change | None]


def _judged(asked: Tracks, track: Track, compare: str, known: list[dict[str, str]]) -> Judged | None:
    found = comparing.periods(track, asked.shown, compare)
    if found is None:
        return None
    now, base = found
    return now, base, None if base is None else comparing.judge(track, now, base, known)


def _rolled(asked: Tracks, track: Track, judged: change.Change | None) -> pd.DataFrame:
    """Return one row a shown month: monthly number, rolling sum or rate with limits, whether whole."""
    months = track.months
    rolled = series.rolling(months["value"], months["state"])
    lived = None
    if "exposure" in months:
        lived = pd.Series(series.rolling(months["exposure"], months["state"]).total)
    bounds = comparing.limits(asked, track, pd.Series(rolled.total), lived, judged)
    firm = months["firm"].rolling(12, min_periods=1).min().eq(1)
    table = months[["month", "offences", "state"]].assign(
        **{each: bounds[each] for each in bounds}, whole=~rolled.hollow & firm & bounds["value"].notna()
    )
    if asked.measure == "harm":
        table.insert(2, "harm", months["harm"])
    return table[table["month"] >= asked.shown.first].astype({"offences": int}).reset_index(drop=True)


def _explain_rolling(selection: Selection, asked: Tracks, table: pd.DataFrame, judged: Judged | None) -> str:
    months = len(asked.parts[0].months)
    if judged is None:
        inside = int(table["offences"].sum())
        return (
            f"{findings.quantity(selection, 'count', inside)} {findings.were(inside)} {selection.basis} in "
            f"{asked.shown}; a trend over twelve months needs twelve whole months, and there "
            f"{findings.were(months)} {months} in the extract up to then."
        )
    now, base, found = judged
    value = _at(asked, now)
    compared = None
    if base is not None and found is not None:
        compared = findings.comparison(found, comparing.than(now, base), counted=asked.measure == "count")
    amount = findings.quantity(selection, asked.measure, value)
    return findings.rolling(selection, amount, 1 if asked.measure == "harm" else value, now, compared)


def _at(asked: Tracks, now: Period) -> float:
    """Return the number the headline opens with: over the judged months, as the verdict sees them."""
    months = asked.parts[0].months
    inside = months[(months["month"] >= now.first) & (months["month"] <= now.last)]
    if "exposure" in inside:
        return float(1_000 * inside["value"].sum() / inside["exposure"].sum())
    return float(inside["value"].sum())


def _estimates_rolling(asked: Tracks, table: pd.DataFrame, judged: Judged | None) -> tuple[Estimate, ...]:
    months = len(asked.parts[0].months)
    if judged is None:
        total = float(table["offences"].sum())
        return (
            Estimate(
                "selected_total", total, None, None, "offences", int(total), f"sum over {asked.shown}", None
            ),
            Estimate("months_in_extract", months, None, None, "months", months, "count", None),
        )
    now, base, found = judged
    value = _at(asked, now)
    row = table[table["month"] == now.last]
    same = now.months == 12 and len(row) == 1
    low, high = (float(row["low"].iloc[0]), float(row["high"].iloc[0])) if same else (float("nan"),) * 2
    first = Estimate(
        "now",
        value,
        comparing.finite(low),
        comparing.finite(high),
        UNITS[asked.measure],
        int(asked.parts[0].months.set_index("month")["offences"].loc[now.first : now.last].sum()),
        "exact Poisson limits" + (f", over-dispersion {found.phi:.1f}" if found and found.phi > 1 else ""),
    )
    return (first, *(comparing.estimates(asked, found, now, base) if found and base else ()))


def _captions(store: Store, selection: Selection, asked: Tracks, found: change.Change | None) -> Parts:
    states = pd.concat([each.months for each in asked.parts[:1]])
    states = states[(states["month"] >= asked.shown.first) & states["state"].isin(series.NOT_WHOLE)]
    hollow = [f"{month_name(row.month)} ({row.state})" for row in states.itertuples()]
    said = [definition(selection)]
    if asked.measure == "harm":
        said.append("Harm is the sum of ONS Crime Severity Score weights (2016 edition).")
    if asked.note:
        said.append(asked.note)
    if found is not None and found.phi == found.phi:
        said.append(
            f"The verdict allows for the series' own swing (over-dispersion φ {found.phi:.1f}, "
            f"{found.df:.0f} degrees of freedom)."
        )
    total = sum(each.total(asked.shown) for each in asked.parts)
    counted = f"{findings.quantity(selection, 'count', total)} in {asked.shown}."
    missing = left_out(store, selection)
    if hollow:
        missing += f" Drawn hollow and in no verdict: {', '.join(hollow[:6])}"
        missing += f" and {len(hollow) - 6} more." if len(hollow) > 6 else "."
    return {"definition": " ".join(said), "counted": counted, "missing": missing}


QUESTIONS: tuple[Question, ...] = (rolling,)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    whole = getattr(options, "split", "district") == "none"
    return tuple(
        each.ask(store, selection, options)
        for each in QUESTIONS
        if not (whole and issubclass(each.options, Split))
    )
