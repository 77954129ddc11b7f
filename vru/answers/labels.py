"""Labels: what a part of a split is called, and which areas are ours."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from vru import reference

NAMED = 3  # areas a heading names
FLAG_LABELS = {
    "domestic": {"yes": "Domestic", "no": "Not domestic", "unknown": "Flag not known"},
    "knife": {"yes": "Knife-enabled", "no": "Not knife-enabled", "unknown": "Flag not known"},
}


def label(split: str, part: str) -> str:
    """Return a part of a split as people read it; areas in no table as the source names them."""
    if split in ("district", "csp"):
        if part.isdigit():
            return f"District {part}"
        names = {"unknown": "Not known", "outside": "Outside the force", **reference.area_names(split)}
        return names.get(part, part.title() if part.isupper() and part.replace(" ", "").isalpha() else part)
    if split == "group":
        return reference.offence_groups()[part].label if part in reference.offence_groups() else part
    return FLAG_LABELS.get(split, {}).get(part, part)


def ours(part: np.ndarray, level: str) -> np.ndarray:
    """Return areas with those outside the force as one part; as they are where none is one of ours."""
    if elsewhere(part, level):
        return part
    known = {*reference.area_names(level), "unknown"}
    return np.where(np.array([each in known for each in part], bool), part, "outside")


def of_force(codes: Collection[str], force: str) -> bool:
    """Whether areas can be a force's: not where the force is one of ours and no area is."""
    names = {reference.normalise(each) for each in reference.table("force_names")["name"]}
    return not (codes and elsewhere(codes) and reference.normalise(force) in names)


def place(codes: Collection[str], force: str) -> str:
    """Return what figures are of: the force, or the first of its areas where these are of another place."""
    if of_force(codes, force):
        return force
    named = [label("district", each) for each in list(codes)[:NAMED]]
    more = len(codes) - len(named)
    return ", ".join(named) + (f" and {more} more area{'' if more == 1 else 's'}" if more else "")


def elsewhere(codes: Collection[str], level: str = "district") -> bool:
    """Whether areas are all in no table of the force: those of another place keep their source's names."""
    known = reference.area_names(level)
    return not any(each in known for each in codes)
