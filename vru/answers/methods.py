"""Methods: what do the words mean, where do the tables come from, which versions made the figures?"""

from __future__ import annotations

import platform
from importlib import metadata

import pandas as pd

import vru
from vru import findings, reference, terms
from vru.answers.answer import Ask, Estimate, Options, Question
from vru.answers.making import Parts, asks, nothing
from vru.selection import Selection
from vru.store import Store

OPTIONS = Options
LIBRARIES = ("duckdb", "numpy", "pandas", "plotly", "pyarrow", "scipy", "statsmodels", "streamlit")


@asks("methods.definitions", "What do the words on these pages mean?", sees=nothing)
def definitions(store: Store, selection: Selection, options: Options) -> Parts:
    """Every term with unit, definition and source."""
    table = pd.DataFrame(
        [(each.label, each.unit, each.definition, each.source) for each in terms.TERMS.values()],
        columns=["term", "unit", "definition", "source"],
    )
    return {
        "finding": f"{len(table)} words are used on these pages, each in one meaning only.",
        "table": table,
        "estimates": (_number("terms", len(table)),),
        "definition": "One row is a word as these pages use it: its unit, what it means, and who says so.",
        "counted": f"{len(table)} terms.",
        "subtitle": "Definitions",
    }


@asks("methods.reference", "Which reference tables are used, and were they checked?", sees=nothing)
def reference_tables(store: Store, selection: Selection, options: Options) -> Parts:
    """Every reference table by source and edition, with how many rows were checked against it."""
    rows = [row for name in _reference_names() for row in _editions(name)]
    table = pd.DataFrame(rows, columns=["table", "source", "edition", "rows", "verified"])
    total, checked = int(table["rows"].sum()), int(table["verified"].sum())
    return {
        "finding": (
            f"{findings.count(checked)} of {findings.count(total)} reference rows "
            f"({findings.share(checked, total)}) were "
            "checked against the publication they name; the others are marked as not verified."
        ),
        "table": table,
        "estimates": (
            _number("rows", total),
            _number("verified", checked),
            Estimate(
                "verified_share", 100 * checked / max(total, 1), None, None, "percent", total, "share", None
            ),
        ),
        "definition": (
            "One row is a source and edition in a reference table. Its rows are verified where they were "
            "read on the publication's own page."
        ),
        "counted": f"{findings.count(total)} rows of {table['table'].nunique()} tables.",
        "missing": f"{findings.count(total - checked)} rows could not be opened at their source.",
        "subtitle": "Reference data",
    }


def _reference_names() -> list[str]:
    return sorted(each.stem for each in reference.FOLDER.glob("*.csv"))


def _editions(name: str) -> list[tuple[str, str, str, int, int]]:
    table = reference.table(name)
    if not {"source", "edition", "verified"} <= set(table.columns):
        return [(name, "this project", "", len(table), 0)]
    grouped = table.groupby(["source", "edition"], sort=True)
    return [
        (name, str(source), str(edition), len(rows), int((rows["verified"] == "yes").sum()))
        for (source, edition), rows in grouped
    ]


@asks("methods.versions", "Which versions made these figures?", sees=nothing)
def versions(store: Store, selection: Selection, options: Options) -> Parts:
    """The store's version, this program's and its libraries'."""
    made = [
        ("Store version", store.version),
        ("Store built", store.meta.get("built_at", "not known")),
        ("Pseudonym key", store.meta.get("key_id", "none")),
        ("Program", vru.__version__),
        ("Python", platform.python_version()),
        *((name, _library(name)) for name in LIBRARIES),
    ]
    return {
        "finding": f"Made from store version {store.version} by version {vru.__version__} of this program.",
        "table": pd.DataFrame(made, columns=["what", "version"]),
        "definition": "One row is a part of what made the figures: the data, this program, its libraries.",
        "subtitle": "Versions",
    }


def _library(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"


def _number(name: str, value: int) -> Estimate:
    return Estimate(name, value, None, None, name, value, "count", None)


QUESTIONS: tuple[Question, ...] = (definitions, reference_tables, versions)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
