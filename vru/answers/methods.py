"""Methods: what do the words mean, where do the tables come from, which versions made the figures?"""

from __future__ import annotations

import platform
from importlib import metadata

import pandas as pd

import vru
from vru import findings, reference, terms
from vru.answers import sampled
from vru.answers.answer import Ask, Estimate, Options, Question
from vru.answers.making import Parts, asks, nothing
from vru.selection import Selection
from vru.store import Store

OPTIONS = Options
LIBRARIES = ("duckdb", "numpy", "pandas", "plotly", "pyarrow", "scikit-learn", "scipy", "statsmodels",
             "streamlit")  # fmt: skip


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


@asks("methods.claims", "When does a conclusion of the study hold?", sees=nothing)
def claims(store: Store, selection: Selection, options: Options) -> Parts:
    """The study's conclusions as tests: in plain words, as a measure, with the margin fixed beforehand."""
    table = pd.DataFrame([_claim(each) for each in reference.claims()])
    return {
        "finding": (
            f"Each of the study's {len(table)} conclusions has a margin fixed before any extract was looked "
            "at: it holds if the whole 95 % interval lies above."
        ),
        "table": table,
        "estimates": (_number("claims", len(table)),),
        "definition": (
            "One row is a conclusion. It does not hold if the whole interval lies below the margin; if the "
            "margin lies inside, it cannot be told; nor where nothing varies, so that no interval exists; "
            "nor where persons are counted and the verdict changes once they are falsely split or merged, or "
            "(age mix, age gap and female share) once the change in blanks lies where it opposes it the "
            "most. False merges make overlaps and repeats out of nothing: for these as many errors are also "
            "put right (simulation and extrapolation), and a claim about them does not hold if it does not "
            f"with errors put right. Of more than {findings.count(sampled.MOST)} people as many are drawn at "
            "random for what is simulated. "
            "That warm days are more violent days holds, or does not, only where the interval of every "
            "model tried lies on that side; offences in public places and elsewhere, taken alone, leave it "
            "untold only where one of them lies wholly on the other side. "
            "The claims are judged one by one, without a correction for their number: where the truth lies "
            "exactly at a margin, chance makes a claim hold in 1 of 40 extracts, and not hold in another."
        ),
        "counted": f"{len(table)} conclusions.",
        "subtitle": "Claims and margins",
    }


def _claim(claim: dict) -> dict[str, str]:
    """Return a claim's row; one that rests on a second measure names both, with their margins."""
    both = [claim, *([claim["also"]] if "also" in claim else [])]
    return {
        "claim": claim["title"],
        "test": claim["test"],
        "measure": "; ".join(each["measure"] for each in both),
        "margin": "; ".join(f"{each['margin']} {each['unit']}" for each in both),
    }


@asks("methods.figures", "How is each figure computed, and how was it checked?", sees=nothing)
def figures(store: Store, selection: Selection, options: Options) -> Parts:
    """Every figure's estimate, interval, assumptions and independent check."""
    from vru.answers import questions

    asked = questions()
    table = reference.table("measures").drop(columns=["source", "edition", "verified"])
    table["answer"] = [asked[each].question for each in table["answer"]]
    return {
        "finding": f"{len(table)} figures: how each is made, its interval or why it has none, what it "
        "assumes, and an independent check.",
        "table": table.rename(columns={"answer": "question"}),
        "estimates": (_number("figures", len(table)),),
        "definition": (
            "One row is a question of these pages. “Checked” names numbers from another program, a case "
            "that can be worked out by hand, or a truth planted in made-up data. Whatever is foretold is "
            "tried first on weeks held out in the order of time, and shown only with an interval so tried."
        ),
        "counted": f"{len(table)} questions.",
        "subtitle": "Figures and their methods",
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


QUESTIONS: tuple[Question, ...] = (definitions, claims, figures, reference_tables, versions)


def answers(store: Store, selection: Selection, options: Options) -> tuple[Ask, ...]:
    """Return the page's questions, its headline first."""
    return tuple(each.ask(store, selection, options) for each in QUESTIONS)
