"""Data quality: what came in, what was refused or changed, and what is not known?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from vru import findings, terms
from vru.answers import drawing, quality_jumps, quality_late
from vru.answers.answer import Ask, Estimate, Options, Question
from vru.answers.making import Empty, Parts, asks, basis_only, rows_of
from vru.answers.overview import reconciled
from vru.charts.chart import Axis, Chart, Series
from vru.measures import rates, series
from vru.periods import month_name
from vru.selection import Selection
from vru.store import Store

OPTIONS = Options
FATES = {"rows_loaded": "loaded", "rows_quarantined": "quarantined", "rows_duplicate": "identical duplicates"}
WHOLE_STORE = "Counts are of the whole store, whatever the filters say."


@asks("quality.reconciliation", "Is every row that was read accounted for?", sees=basis_only)
def reconciliation(store: Store, selection: Selection, options: Options) -> Parts:
    """Rows read = loaded + quarantined + identical duplicates, file by file."""
    loads = store.ask("loads")
    if loads.empty:
        raise Empty("cannot", "This store keeps no load log: load the extract with `vru load`.")
    table = loads.assign(adds_up=loads["rows_read"] == loads[list(FATES)].sum(axis=1))
    table["loaded_at"] = [f"{each:%Y-%m-%d %H:%M}" for each in table["loaded_at"]]
    names = tuple(_load_label(row) for row in rows_of(loads))
    lines = tuple(Series(word, names, drawing.values(loads[each])) for each, word in FATES.items())
    return {
        "finding": reconciled(loads),
        "chart": Chart(
            "bars",
            alt=f"Rows of {_files(len(names))} by what became of them.",
            series=lines,
            x=Axis("File", "category"),
            y=Axis("rows", "number", from_zero=True),
        ),
        "table": table,
        "estimates": _totals(loads),
        "definition": "Every row read is loaded, quarantined with a reason, or an identical duplicate.",
        "counted": f"{findings.count(loads['rows_read'].sum())} rows of {_files(len(loads))}.",
        "missing": "Nothing: a row that is not accounted for would stop the load.",
        "subtitle": "Rows of each file by what became of them",
    }


def _files(number: int) -> str:
    return f"{number} file{'' if number == 1 else 's'}"


def _load_label(row) -> str:
    return f"{row.file} (load {row.load_id})"


def _totals(loads: pd.DataFrame) -> tuple[Estimate, ...]:
    totals = {each: int(loads[each].sum()) for each in ("rows_read", *FATES)}
    totals["unexplained"] = abs(2 * totals["rows_read"] - sum(totals.values()))
    return tuple(
        Estimate(name, value, None, None, "rows", value, "count", None) for name, value in totals.items()
    )


@asks("quality.quarantine", "Which rows were refused, and why?", sees=basis_only)
def quarantine(store: Store, selection: Selection, options: Options) -> Parts:
    """Refused rows by reason and column, most first."""
    rows = store.ask("quality_quarantine")
    read = int(store.ask("loads")["rows_read"].sum())
    if rows.empty:
        raise Empty("nothing", "No row was refused: quarantine is empty.")
    rows["column_name"] = rows["column_name"].fillna("the whole row")
    by_reason = rows.groupby("reason")["rows"].sum().sort_values(ascending=False, kind="stable")
    first, total = int(by_reason.iloc[0]), int(rows["rows"].sum())
    most = terms.REASONS.get(by_reason.index[0], by_reason.index[0])
    labels = [_short(each) for each in by_reason.index]
    return {
        "finding": (
            f"{findings.count(total)} refusals in {findings.count(read)} rows read; the most frequent, "
            f"{findings.count(first)} ({findings.share(first, total)}): {most}"
        ),
        "chart": drawing.bars(labels, list(by_reason), "rows", "rows", "Refused rows by reason."),
        "table": _explained(rows, "reason", terms.REASONS),
        "estimates": (
            Estimate("refusals", total, None, None, "rows", total, "count", None),
            Estimate("rows_read", read, None, None, "rows", read, "count", None),
            Estimate("first_reason", first, None, None, "rows", total, "count", None),
            Estimate("first_reason_share", 100 * first / total, None, None, "percent", total, "share", None),
        ),
        "definition": (
            "A refused row is in quarantine with file, row, column and reason; a row may have two reasons."
        ),
        "counted": f"{findings.count(total)} refusals.",
        "missing": "Values are not shown here: `vru check` shows them to whoever may see the extract.",
        "subtitle": "Quarantined rows by reason and column",
    }


def _short(code: str) -> str:
    """Return a reason or step in two or three words, as a picture has room for; the table explains it."""
    return code.replace("_", " ").capitalize()


def _explained(rows: pd.DataFrame, column: str, sentences: dict[str, str]) -> pd.DataFrame:
    said = [sentences.get(each, each) for each in rows[column]]
    return rows.assign(**{column: [_short(each) for each in rows[column]], "explanation": said})


@asks("quality.months", "Which months may carry a conclusion?", sees=basis_only)
def months(store: Store, selection: Selection, options: Options) -> Parts:
    """Every month of the extract with its state and the reason."""
    states = store.ask("month_states", basis=selection.basis)
    if states.empty:
        raise Empty("cannot", f"Months were not judged by date {selection.basis} in this store.")
    states["month"] = states["month"].dt.date
    known = store.capabilities.months(selection.basis)
    counted = _month_counts(store, selection, known) if known else {}
    states["offences"] = [counted.get(each, 0) for each in states["month"]]
    states["whole"] = ~states["state"].isin(series.NOT_WHOLE)
    odd = states[states["state"] != "complete"]
    frame = states.assign(value=states["offences"].astype(float))
    words = {each: int((states["state"] == each).sum()) for each in states["state"].unique()}
    return {
        "finding": _explain_months(states, odd, words),
        "chart": drawing.over_time(
            [drawing.line(frame, "All offences")],
            "offences a month",
            "Offences by month; months not whole are hollow, unusual ones marked.",
            marks=drawing.unusual(states.loc[states["state"] == "unusual", "month"]),
        ),
        "table": states[["month", "state", "reason", "offences"]],
        "estimates": tuple(
            Estimate(f"months {word}", number, None, None, "months", len(states), "count", None)
            for word, number in {"judged": len(states), **words}.items()
        ),
        "definition": (
            "A month is incomplete where most kinds of crime fall together while one that should not fall "
            "with them does not; the latest are provisional by the recording lag. An unusual month lies far "
            "above or below those around it, and is counted as whole."
        ),
        "counted": f"{findings.count(states['offences'].sum())} offences in {len(states)} months.",
        "missing": "Part, incomplete and provisional months are drawn hollow and are in no verdict.",
        "subtitle": f"Months by date {selection.basis}",
    }


def _month_counts(store: Store, selection: Selection, known) -> dict:
    from vru.periods import Period

    everything = Selection(period=Period(*known), basis=selection.basis)
    rows = store.ask("trend_months_cube", split="none", **everything.parameters())
    return dict(zip(rows["month"].dt.date, rows["offences"], strict=True))


_STATES = {"part": "covered in part"}


def _explain_months(states: pd.DataFrame, odd: pd.DataFrame, words: dict[str, int]) -> str:
    if odd.empty:
        return f"All {len(states)} months are complete."
    said = [
        f"{number} {'is' if number == 1 else 'are'} {_STATES.get(word, word)}"
        for word, number in words.items()
        if word != "complete"
    ]
    latest = odd.iloc[-1]
    which = "" if len(odd) == 1 else f"the last {_STATES.get(latest['state'], latest['state'])}: "
    return (
        f"{words.get('complete', 0)} of {len(states)} months are complete; {', '.join(said)} "
        f"({which}{month_name(latest['month'])})."
    )


@asks("quality.cleaning", "What did cleaning change or make unknown?", sees=basis_only)
def cleaning(store: Store, selection: Selection, options: Options) -> Parts:
    """Cleaning steps with how often each was needed, most first."""
    rows = store.ask("quality_steps")
    if rows.empty:
        raise Empty("nothing", "Cleaning changed nothing in the files of this store.")
    by_step = rows.groupby("step")["rows"].sum().sort_values(ascending=False, kind="stable")
    total = int(rows["rows"].sum())
    most = terms.STEPS.get(by_step.index[0], by_step.index[0])
    labels = [_short(each) for each in by_step.index]
    return {
        "finding": (
            f"Cleaning touched {findings.count(total)} values in {len(by_step)} ways; most often "
            f"({findings.count(by_step.iloc[0])}): {most}"
        ),
        "chart": drawing.bars(labels, list(by_step), "values", "values", "Values changed by step."),
        "table": _explained(rows, "step", terms.STEPS),
        "estimates": (
            Estimate("values", total, None, None, "values", total, "count", None),
            Estimate("steps", len(by_step), None, None, "steps", len(by_step), "count", None),
            Estimate("first_step", int(by_step.iloc[0]), None, None, "values", total, "count", None),
        ),
        "definition": "Each step is counted for each file and column, at every load.",
        "counted": f"{findings.count(total)} values.",
        "missing": "Trimmed spaces and changed capitals are not counted as changes.",
        "subtitle": "Values that cleaning changed or made unknown",
    }


@asks("quality.flags", "How often do default dates, times and places show?", sees=basis_only)
def flags(store: Store, selection: Selection, options: Options) -> Parts:
    """Shares by year of offences at midnight, on the first of a month, with a doubtful grid reference."""
    if not store.capabilities.has_day:
        raise Empty("cannot", "This extract gives months only, so default days and times cannot show.")
    rows = store.ask("quality_flags", basis=selection.basis).dropna(subset=["year"]).astype({"year": int})
    if rows.empty:
        raise Empty("cannot", f"No offence has a date {selection.basis}, so years cannot be told apart.")
    shares = pd.DataFrame({"year": rows["year"], "offences": rows["offences"]})
    for name, whole in {
        "midnight": "timed",
        "first_of_month": "offences",
        "repaired": "offences",
        "outside": "offences",
    }.items():
        shares[name] = np.where(rows[whole] > 0, 100 * rows[name] / rows[whole].clip(lower=1), np.nan)
    sums = rows.sum()
    wide = shares.set_index("year")[["midnight", "first_of_month", "repaired", "outside"]].T
    wide.index = ["At 00:00", "On the first of a month", "Grid reference repaired", "Outside the force"]
    return {
        "finding": findings.sentence(
            f"{_midnight(sums)} and {findings.share(sums['first_of_month'], sums['offences'])} fall on the "
            "first of a month (chance alone: about 3 %)"
        ),
        "chart": drawing.heat(wide, "share, %", "Share of offences with a mark of a default, by year."),
        "table": shares,
        "estimates": (
            _part("midnight", sums["midnight"], sums["timed"]),
            _part("first_of_month", sums["first_of_month"], sums["offences"]),
            Estimate(
                "first_of_month_by_chance",
                100 * 12 / 365.25,
                None,
                None,
                "percent",
                12,
                "days in a year",
                None,
            ),
        ),
        "definition": f"{WHOLE_STORE} Such offences are kept and flagged.",
        "counted": (
            f"{findings.count(sums['offences'])} offences, {findings.count(sums['timed'])} of them "
            "with a time of day."
        ),
        "missing": _untimed(int(sums["offences"] - sums["timed"])),
        "subtitle": "Marks of default values by year",
    }


def _untimed(number: int) -> str:
    if not number:
        return "Every offence has a time of day."
    return f"{findings.count(number)} offence{' has' if number == 1 else 's have'} no time of day."


def _midnight(sums: pd.Series) -> str:
    if not sums["timed"]:
        return "No offence has a time of day"
    return f"{findings.share(sums['midnight'], sums['timed'])} of timed offences are at 00:00"


def _part(name: str, part: float, whole: float) -> Estimate:
    if not whole:
        return Estimate(name, 0.0, None, None, "percent", 0, "share", None)
    found = rates.proportion(part, whole)
    value, low, high = (100 * float(each[0]) for each in found[:3])
    return Estimate(name, value, low, high, "percent", int(whole), found.method)


@asks("quality.late", "How much will the newest months still grow?", sees=quality_late.sees)
def late(store: Store, selection: Selection, options: Options) -> Parts:
    """What the newest months have by now, and what they are expected to come to."""
    return quality_late.growing(store, selection)


@asks("quality.jumps", "At which months does the level jump?", sees=quality_jumps.sees)
def jumps(store: Store, selection: Selection, options: Options) -> Parts:
    """Months at which the level changes at once, and what known changes in recording did to it."""
    return quality_jumps.jumping(store, selection)


QUESTIONS: tuple[Question, ...] = (reconciliation, quarantine, months, late, jumps, cleaning, flags)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
