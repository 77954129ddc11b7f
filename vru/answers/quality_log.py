"""The load log: what became of every row that was read, and what cleaning changed."""

from __future__ import annotations

import pandas as pd

from vru import findings, terms
from vru.answers import drawing
from vru.answers.answer import Estimate, Options
from vru.answers.making import Empty, Parts, asks, basis_only, rows_of
from vru.answers.overview import reconciled
from vru.charts.chart import Axis, Chart, Series
from vru.selection import Selection
from vru.store import Store

FATES = {"rows_loaded": "loaded", "rows_quarantined": "quarantined", "rows_duplicate": "identical duplicates"}


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
            f"{findings.count(total)} refusals in {findings.count(read)} rows read. Most frequent, "
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
            f"Cleaning touched {findings.count(total)} values in {len(by_step)} ways. Most often "
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
