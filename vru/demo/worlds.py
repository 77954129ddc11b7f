"""The worlds a demo can be: what is planted in each, as numbers with their units."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import Any

from vru.errors import InputError


@dataclass(frozen=True)
class World:
    """The planted truth of a synthetic extract; the study's six conclusions hold in the default.

    Pairs are (first year, last year) of the extract, with a straight line between them.
    Shares are fractions, `*_per_degree` is the rise of the log rate per °C.
    """

    name: str = "study"
    rises: bool = True  # true violence follows the published figures; else it is flat
    accuracy: tuple[float, float] = (0.79, 0.97)  # share of reported violence recorded, before and after
    covid: bool = True
    general_per_degree: float = 0.018
    domestic_per_degree: float = 0.012
    older_suspects: tuple[float, float] = (0.36, 0.70)  # share of suspects from the broad age curve
    generations: tuple[float, float] = (0.19, 0.33)  # share of general pairs drawn at least 20 years apart
    child_to_parent: tuple[float, float] = (0.30, 0.50)  # share of family violence
    female: tuple[float, float] = (0.17, 0.25)  # share of suspects
    partner_overlap: bool = True  # general and intimate-partner offending share a propensity
    victim_overlap: bool = True  # offending and being a victim share a propensity
    mutual: float = 0.025  # counter-allegations per offence of violence with injury
    second_suspect: float = 0.11  # general crimes with a second suspect
    retrigger_general: float = 0.10  # offences that an earlier one by the same person set off
    retrigger_partner: float = 0.22
    programme_effect: float = 0.80  # rate ratio in the district of the programme that works
    hotspot_appears: float = 9.0  # times the rate of the area before it appeared
    near_repeat: float = 0.06  # share of general offences that follow one within 14 days and about 100 m

    @property
    def flat_bands(self) -> bool:
        """Whether rates are level within age bands and suspects come from anywhere.

        Without it, offending and victimisation that both vary inside a stratum (age band ×
        sex) look like an overlap although no person has one.
        """
        return not (self.partner_overlap and self.victim_overlap)


_STUDY = World()
_NO_AGE_MIX: dict[str, Any] = {
    "older_suspects": (0.53, 0.53),
    "generations": (0.0, 0.0),
    "child_to_parent": (0.2, 0.2),
}
_NO_VICTIM_OVERLAP: dict[str, Any] = {"victim_overlap": False, "mutual": 0.0}
_NO_TEMPERATURE: dict[str, Any] = {"general_per_degree": 0.0, "domestic_per_degree": 0.0}
_MOSTLY_REPEAT: dict[str, Any] = {
    "retrigger_general": 0.68,
    "retrigger_partner": 0.72,
    "second_suspect": 0.01,
}

WORLDS: dict[str, World] = {
    "study": _STUDY,
    "no_age_mix": replace(_STUDY, name="no_age_mix", **_NO_AGE_MIX),
    # without counter-allegations: victims share the propensity, and a reversed role would bring it back
    "no_overlap": replace(_STUDY, name="no_overlap", partner_overlap=False, mutual=0.0),
    "no_victim_overlap": replace(_STUDY, name="no_victim_overlap", **_NO_VICTIM_OVERLAP),
    "no_female_rise": replace(_STUDY, name="no_female_rise", female=(0.20, 0.20)),
    "no_temperature": replace(_STUDY, name="no_temperature", **_NO_TEMPERATURE),
    "no_rise": replace(_STUDY, name="no_rise", rises=False),
    "mostly_repeat": replace(_STUDY, name="mostly_repeat", **_MOSTLY_REPEAT),
    "null": replace(
        _STUDY,
        name="null",
        rises=False,
        accuracy=(0.97, 0.97),
        covid=False,
        female=(0.20, 0.20),
        partner_overlap=False,
        programme_effect=1.0,
        hotspot_appears=1.0,
        near_repeat=0.0,
        **_NO_AGE_MIX,
        **_NO_VICTIM_OVERLAP,
        **_NO_TEMPERATURE,
        **_MOSTLY_REPEAT,
    ),
}


def world_named(name: str) -> World:
    """Return the world of that name; InputError, with the nearest name, for any other."""
    if name not in WORLDS:
        nearest = difflib.get_close_matches(name, WORLDS, n=1, cutoff=0)[0]
        raise InputError(
            "demo", f"there is no world {name!r}", f"Did you mean {nearest}? ({', '.join(WORLDS)})"
        )
    return WORLDS[name]
