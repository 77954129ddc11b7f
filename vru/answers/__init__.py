"""Answers: every question the system can answer, by dotted name.

A module is imported only when one of its questions is asked for.
"""

from __future__ import annotations

import difflib
import importlib

from vru.answers.answer import Answer, Ask, Estimate, Options, Question, Verdict
from vru.errors import SelectionError

MODULES = (
    "overview",
    "trends",
    "control",
    "offenders",
    "repeat",
    "overlaps",
    "careers",
    "temperature",
    "hotspots",
    "districts",
    "success",
    "hospital",
    "knife",
    "young",
    "reconciliation",
    "completeness",
    "quality",
    "linkage",
    "blanks",
    "methods",
)

__all__ = ["Answer", "Ask", "Estimate", "Options", "Question", "Verdict", "question", "questions"]


def questions() -> dict[str, Question]:
    """Return all questions by name, in the order of the pages."""
    return {each.name: each for module in MODULES for each in _of(module)}


def question(name: str) -> Question:
    """Return the question of a dotted name; SelectionError, with the nearest name, for another."""
    module = name.partition(".")[0]
    known = {each.name: each for each in _of(module)} if module in MODULES else {}
    if name not in known:
        nearest = difflib.get_close_matches(name, questions(), n=1, cutoff=0)
        raise SelectionError(f"There is no answer {name!r}.\nThe nearest is {nearest[0]}.")
    return known[name]


def _of(module: str) -> tuple[Question, ...]:
    return importlib.import_module(f"vru.answers.{module}").QUESTIONS
