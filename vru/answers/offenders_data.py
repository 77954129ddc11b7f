"""Offenders: the page's option, its age bands, and how an Answer says who counts as an offender."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from vru import findings, reference
from vru.answers import people
from vru.answers.answer import Options, option
from vru.answers.making import Empty
from vru.answers.sharing import once
from vru.periods import Period
from vru.selection import Selection
from vru.store import Store

BANDS = tuple(band for band in reference.age_bands().values() if band.low >= 10)
"""Bands of the age mix: nobody below ten can be held responsible for an offence."""
LABELS = tuple(band.label for band in BANDS)
LOWS, HIGHS = [band.low for band in BANDS], [band.high for band in BANDS]
FEW = 0.5  # of the suspects must have a known age or sex, or the page would describe the exception
LEAST = 4  # years, for a trend
AGES, SEX, ROLE = (
    "ages (they are what is compared)",
    "sex (it is what is compared)",
    "role (only suspects count)",
)


KNOWN_AGE = "age group"
"""What counts as a known age: a wider range of the source is in none of the page's groups."""
FILL_AGE = (
    "Load an extract whose mapping fills `age` or `birth_date`; a range across two groups is in neither."
)


@dataclass(frozen=True)
class Offenders(Options):
    """Which earlier year the pyramid sets beside the latest one."""

    beside: str = option(
        "first",
        label="Pyramid: latest year beside",
        short="py",
        about="The latest whole year is drawn as bars, the other one as a line.",
        choices={
            "first": "the first year selected",
            "before": "the year before",
            "five": "five years before",
        },
    )


def shown(years: list[people.Year]) -> Period:
    """Return all the years as one period."""
    return Period(years[0].period.first, years[-1].period.last)


def asked(selection: Selection, years: list[people.Year]) -> dict[str, Any]:
    """Return the parameters of a selection over the whole years."""
    return people.by_day(selection).with_period(shown(years)).parameters()


def keyless(store: Store) -> bool:
    """Return whether the extract does not say who is the same person."""
    return not store.capabilities.has_persons


def areas(store: Store, selection: Selection) -> tuple[str, ...]:
    """Return the districts of a selection whose residents are loaded. Raises Empty without any."""
    people.require(store, "has_population")
    return _areas(store, selection.level, selection.areas)


@once
def _areas(store: Store, level: str, chosen: tuple[str, ...]) -> tuple[str, ...]:
    loaded = store.ask("residents", age_lows=None, age_highs=None, sex=None)
    known = sorted(set(loaded["area"]))
    if chosen:
        csp = reference.csp_of()
        known = [each for each in known if (csp.get(each) if level == "csp" else each) in chosen]
    if not known:
        raise Empty("cannot", "No residents are loaded for the chosen areas: load their mid-year estimates.")
    return tuple(known)


def each_counted(store: Store, often: str = "once a year") -> str:
    """Return how often somebody is counted, after a number of suspects."""
    return "one for each offence they are in" if keyless(store) else f"each {often}"


def definition(
    store: Store, selection: Selection, *, unused: tuple[str, ...] = (), persons: bool = True
) -> str:
    """Return who counts as an offender, and which of the chosen filters are not used and why.

    `persons` is False where offences are counted and not the people in them.
    """
    groups = reference.offence_groups()
    kinds = ", ".join(groups[code].label for code in selection.groups) or "all offence groups"
    each = (
        "Offences are counted here, not people: somebody in several is in each, with a key or without."
        if not persons
        else "This extract does not say who is the same person: every suspect in an offence counts as one. "
        "Somebody in several is there as often, and intervals, which take them for different people, are too "
        "narrow."
        if keyless(store)
        else "Everybody counts once a year, as at the first occasion in it; without a key nobody counts."
    )
    ignored = [name for name, chosen in _person_filters(selection).items() if chosen and name in unused]
    said = f"Offenders are people recorded as suspect or offender ({kinds}), not convicted. {each} "
    said += "Years go by the day committed."
    said += people.flags_said(store, selection)
    return said + (f" Ignored here: {'; '.join(ignored)}." if ignored else "")


def _person_filters(selection: Selection) -> dict[str, bool]:
    return {AGES: bool(selection.ages), SEX: bool(selection.sex), ROLE: bool(selection.role)}


def margins(code: str) -> tuple[float, float | None]:
    """Return a claim's margin, and that of its second measure where it has one."""
    claim = next(each for each in reference.claims() if each["code"] == code)
    return float(claim["margin"]), float(claim["also"]["margin"]) if "also" in claim else None


def enough(known: float, of: float, what: str, remedy: str) -> None:
    """Raise Empty where no more than half of the suspects have a known age or sex."""
    if known <= FEW * of:
        raise Empty(
            "cannot",
            f"Only {findings.count(known)} of {findings.count(of)} suspects ({findings.share(known, of)}) "
            f"are of known {what}: too few to describe the rest. {remedy}",
        )
