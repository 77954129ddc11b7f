"""Which claims are put to the proof, and on which files each of them rests."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import NamedTuple

from vru import reference
from vru.settings import ROOT

MADE = ("simulate", "worlds", "days", "people", "places", "crimes", "roles", "record", "codes")
WRITTEN = ("involved", "files", "dirt")
WORLD = (*(f"vru/demo/{each}.py" for each in (*MADE, *WRITTEN)), "data/reference/demo_*.csv")
LOAD = ("vru/ingest/*.py", "vru/store/build.py", "vru/store/finish.py", "queries/ingest/*.sql")
STORE = (*LOAD, "queries/schema/*.sql")


class Claim(NamedTuple):
    """A claim: its Answer, the margin its verdict is against, its unit, and the files of its own."""

    answer: str
    margin: float
    unit: str
    files: tuple[str, ...]


def claims() -> dict[str, Claim]:
    """Return the claims by the name of their Answer, in the order of the conclusions."""
    found = {}
    for each in reference.claims():
        for half in (each, each.get("also", {})):
            page = half.get("answer", "").split(".")[0]
            if page in FILES:
                claim = Claim(half["answer"], float(half["margin"]), half["unit"], FILES[page])
                found[claim.answer] = claim
    return found


FILES = {
    "offenders": (
        "vru/answers/offenders*.py",
        "vru/measures/age_*.py",
        "vru/measures/sex_trend.py",
        "vru/measures/yearly.py",
        "queries/offenders_*.sql",
    ),
    "overlaps": ("vru/answers/overlaps*.py", "vru/measures/overlap.py", "queries/overlaps_*.sql"),
    "repeat": ("vru/answers/repeat*.py", "vru/measures/survival.py", "queries/repeat_*.sql"),
    "temperature": (
        "vru/answers/temperature*.py",
        "vru/measures/temperature/*.py",
        "queries/temperature_*.sql",
    ),
}


@cache
def fingerprint(*patterns: str) -> str:
    """Return what changes when a file that matches one of the patterns does."""
    found = hashlib.sha256()
    for path in sorted(path for each in patterns for path in ROOT.glob(each)):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def version(claim: Claim) -> str:
    """Return the fingerprint of everything between the made-up world and a claim's Answer."""
    shared = ("vru/measures/doubt.py", "vru/answers/people.py", "vru/answers/sampled.py")
    return fingerprint(*WORLD, *STORE, *shared, *claim.files)
