"""A small store with people who were recorded often: adults, a child, somebody of unknown age."""

from __future__ import annotations

from pathlib import Path

from tests.stores import make_store
from vru.store import Store

MEDWAY, THANET = "E06000035", "E07000114"

OFFENCES = [
    # day, district, severity weight, suspect, age
    ("2024-01-05", MEDWAY, 10.0, "adult", 29),
    ("2024-01-05", MEDWAY, 10.0, "adult", 29),
    ("2024-03-10", THANET, 5.0, "adult", 29),
    ("2025-06-20", THANET, 5.0, "adult", 30),
    ("2024-02-01", MEDWAY, 1.0, "child", 16),
    ("2024-05-01", MEDWAY, 1.0, "child", 16),
    ("2024-09-01", MEDWAY, 1.0, "child", 17),
    ("2024-10-01", MEDWAY, 1.0, "child", None),
    ("2024-02-02", THANET, 2.0, "ageless", None),
    ("2024-02-09", THANET, 2.0, "ageless", None),
    ("2023-02-02", MEDWAY, 3.0, "grown", 17),
    ("2024-07-02", MEDWAY, 3.0, "grown", 18),
    ("2024-08-08", MEDWAY, 4.0, "once", 40),
]


def make(folder: Path, **meta: str) -> Store:
    """Build and open it: five suspects on 1 to 4 occasions, one of them a victim twice."""
    offences = [
        {"committed_on": day, "recorded_on": day, "district": where, "severity_weight": weight}
        for day, where, weight, *_ in OFFENCES
    ]
    people = [
        {"offence_id": f"o{number}", "person": person, "age": age}
        for number, (*_, person, age) in enumerate(OFFENCES, 1)
    ]
    hurt = [{"offence_id": each, "role": "victim", "person": "adult", "age": 29} for each in ("o5", "o6")]
    return make_store(folder, offences, people + hurt, **meta)
