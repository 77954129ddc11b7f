"""The Selection: the set of filters, with one way to the URL and back and one way to SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from vru import reference
from vru.areas import MANY, ONE, SMALL, knows, levels, square_name
from vru.capabilities import Capabilities
from vru.errors import SelectionError
from vru.periods import Period, parse_month

BASES = ("recorded", "committed")
FLAGS = ("yes", "no", "unknown")
PARAMETERS = frozenset(
    {"first", "end", "basis", "level", "areas", "groups", "domestic", "knife"}
    | {"by_person", "age_lows", "age_highs", "sex", "role"}
)
"""The names of `Selection.parameters()`: a query may leave any of them unused."""


@dataclass(frozen=True)
class Selection:
    """The filters of a view. An empty tuple or None means "no restriction".

    `areas` are codes of `level` (district, csp for community safety partnership, or one of SMALL);
    `names` what a store calls those of SMALL, which no reference table lists: no part of the view.
    `domestic` and `knife` are `yes`, `no` or `unknown`. `ages` (age band codes), `sex` and
    `role` keep offences that involve such a person: all three speak of the same person.
    """

    period: Period
    basis: str = "recorded"
    level: str = "district"
    areas: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    domestic: str | None = None
    knife: str | None = None
    ages: tuple[str, ...] = ()
    sex: str | None = None
    role: str | None = None
    names: tuple[tuple[str, str], ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        # the same filters in another order are the same view, and the same cache entry
        for name in ("areas", "groups", "ages"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))

    def within(self, level: str, areas: Iterable[str], capabilities: Capabilities) -> Selection:
        """Return the same filters over other areas, as a store names them."""
        chosen = tuple(areas)
        known = capabilities.small_areas.get(level, {})
        names = tuple((code, known[code]) for code in chosen if code in known)
        return replace(self, level=level, areas=chosen, names=names)

    @classmethod
    def default(cls, capabilities: Capabilities) -> Selection:
        """Return the view a store opens with: all its months, and violence with injury if it has any.

        A store without violence with injury opens on all its groups, and the noun of
        every finding follows (`noun`). Raises SelectionError for a store without a date.
        """
        basis = "recorded" if capabilities.recorded_months else "committed"
        months = capabilities.months(basis)
        if months is None:
            raise SelectionError(
                "This store holds no dated offence.\nLoad an extract whose mapping names "
                "`recorded_on` or `committed_from`."
            )
        groups = (VWI,) if VWI in capabilities.groups else ()
        return cls(period=Period(*months), basis=basis, groups=groups)

    @classmethod
    def from_query(cls, query: Mapping[str, Iterable[str]], capabilities: Capabilities) -> Selection:
        """Return the selection a URL asks for; parts this store does not know fall back to the default.

        `query` maps a URL code to its values, as `to_query` writes them.
        """
        chosen = cls.default(capabilities)
        # in the readers' order, not the URL's: which areas are known depends on the level
        for code, read in _READERS.items():
            if code in query:
                chosen = read(chosen, list(query[code]), capabilities) or chosen
        return chosen

    def to_query(self, capabilities: Capabilities) -> dict[str, list[str]]:
        """Return the selection as short URL codes, defaults left out."""
        default = self.default(capabilities)
        written = {
            "p": [f"{self.period.first:%Y-%m}~{self.period.last:%Y-%m}"],
            "b": [self.basis],
            "l": [self.level],
            "d": list(self.areas),
            "g": list(self.groups) or ["all"],
            "dv": [self.domestic] if self.domestic else [],
            "k": [self.knife] if self.knife else [],
            "a": list(self.ages),
            "s": [self.sex] if self.sex else [],
            "r": [self.role] if self.role else [],
        }
        plain = {
            "p": [f"{default.period.first:%Y-%m}~{default.period.last:%Y-%m}"],
            "b": [default.basis],
            "l": [default.level],
            "g": list(default.groups) or ["all"],
        }
        return {code: each for code, each in written.items() if each and each != plain.get(code)}

    def to_dict(self) -> dict[str, Any]:
        """Return the selection as plain values, months as 2026-03."""
        return {
            "first_month": f"{self.period.first:%Y-%m}",
            "last_month": f"{self.period.last:%Y-%m}",
            "basis": self.basis,
            "level": self.level,
            "areas": list(self.areas),
            "groups": list(self.groups),
            "domestic": self.domestic,
            "knife": self.knife,
            "ages": list(self.ages),
            "sex": self.sex,
            "role": self.role,
        }

    @property
    def by_person(self) -> bool:
        """Whether a filter speaks of a person."""
        return bool(self.ages or self.sex or self.role)

    @property
    def small(self) -> bool:
        """Whether areas below the district are chosen."""
        return self.level in SMALL and bool(self.areas)

    @property
    def in_cube(self) -> bool:
        """Whether the month cube can answer: it holds no person and no area below the district."""
        return not (self.by_person or self.small)

    def of_all_areas(self) -> Selection:
        """Return the same filters without the one on areas."""
        return replace(self, level="district", areas=(), names=())

    def parameters(self) -> dict[str, Any]:
        """Return the selection as the named parameters of every query that filters offences.

        NULL means no restriction. `first` is inclusive, `end` exclusive. Ages are two lists
        of the same length, each range from its low to its high, both inclusive; bands that
        touch are one range, so that somebody known to be 20 to 29 is in 18 to 34.
        """
        ranges = _joined([reference.age_bands()[code] for code in self.ages])
        return {
            "first": self.period.first,
            "end": self.period.end,
            "basis": self.basis,
            "level": self.level,
            "areas": list(self.areas) or None,
            "groups": list(self.groups) or None,
            "domestic": self.domestic,
            "knife": self.knife,
            "by_person": self.by_person,
            "age_lows": [low for low, _ in ranges] or None,
            "age_highs": [high for _, high in ranges] or None,
            "sex": self.sex,
            "role": self.role,
        }

    def with_period(self, period: Period) -> Selection:
        """Return the same filters over another period."""
        return replace(self, period=period)

    def noun(self) -> str:
        """Return what the selected offences are called in a sentence, plural and lower case."""
        kinds = " and ".join(reference.offence_groups()[code].noun for code in self.groups)
        parts = [
            {"yes": "domestic ", "no": "non-domestic ", "unknown": "", None: ""}[self.domestic],
            {"yes": "knife-enabled ", "no": "non-knife ", "unknown": "", None: ""}[self.knife],
            kinds or "recorded offences",
        ]
        return "".join(parts)

    def area_labels(self) -> list[str]:
        """Return the names of the chosen areas; a code that nothing names stays as it is."""
        if self.level == "cell":
            return [square_name(code) for code in self.areas]
        known = dict(self.names) if self.level in SMALL else reference.area_names(self.level)
        return [known.get(code, code) for code in self.areas]

    def sentence(self) -> str:
        """Return all filters as one sentence, as captions and exports carry it."""
        areas = ", ".join(self.area_labels()) or "all areas"
        if self.small:
            areas = f"{(ONE if len(self.areas) == 1 else MANY)[self.level]} {areas}"
        groups = ", ".join(reference.offence_groups()[each].label for each in self.groups)
        said = [f"{self.period}", f"by date {self.basis}", areas, groups or "all offence groups"]
        for flag, word in ((self.domestic, "domestic"), (self.knife, "knife")):
            if flag:
                said.append(f"{word}: {flag}")
        if self.by_person:
            bands = ", ".join(reference.age_bands()[code].label for code in self.ages)
            who = [self.role or "anybody", self.sex or "any sex", f"aged {bands}" if bands else "any age"]
            said.append(f"involving {', '.join(who)}")
        return "; ".join(said)


VWI = "violence_with_injury"


Reader = Callable[[Selection, list[str], Capabilities], Selection | None]


def _joined(bands: list[reference.Band]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for band in sorted(bands, key=lambda each: each.low):
        if ranges and band.low == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], band.high)
        else:
            ranges.append((band.low, band.high))
    return ranges


def _period(chosen: Selection, values: list[str], _: Capabilities) -> Selection | None:
    try:
        first, _dash, last = values[0].partition("~")
        period = Period(parse_month(first), parse_month(last or first))
    except (ValueError, IndexError):
        return None
    return replace(chosen, period=period) if period.first <= period.last else None


def _one(name: str, allowed: Iterable[str]) -> Reader:
    def read(chosen: Selection, values: list[str], _: Capabilities) -> Selection | None:
        changes: dict[str, Any] = {name: values[0]} if values and values[0] in allowed else {}
        return replace(chosen, **changes)

    return read


def _many(name: str, known: Callable[[Selection, Capabilities], Iterable[str]]) -> Reader:
    def read(chosen: Selection, values: list[str], capabilities: Capabilities) -> Selection | None:
        kept = tuple(each for each in values if each in known(chosen, capabilities))
        changes: dict[str, Any] = {name: kept} if kept or values == ["all"] else {}
        return replace(chosen, **changes)

    return read


def _level(chosen: Selection, values: list[str], capabilities: Capabilities) -> Selection | None:
    level = values[0] if values else ""
    return replace(chosen, level=level) if level in levels(capabilities) else None


def _areas(chosen: Selection, values: list[str], capabilities: Capabilities) -> Selection | None:
    kept = [each for each in values if knows(chosen.level, each, capabilities)]
    return chosen.within(chosen.level, kept, capabilities)


def _known_groups(_: Selection, capabilities: Capabilities) -> Iterable[str]:
    return capabilities.groups


def _known_ages(_: Selection, _capabilities: Capabilities) -> Iterable[str]:
    return reference.age_bands()


_READERS: dict[str, Reader] = {
    "p": _period,
    "b": _one("basis", BASES),
    "l": _level,
    "d": _areas,
    "g": _many("groups", _known_groups),
    "dv": _one("domestic", FLAGS),
    "k": _one("knife", FLAGS),
    "a": _many("ages", _known_ages),
    "s": _one("sex", ("female", "male", "other")),
    "r": _one("role", ("suspect", "victim")),
}

CODES = frozenset(_READERS)
"""The codes a selection has in a URL; others there belong to a page's own options."""
