"""What a store can answer: which columns came with data, which periods, groups and areas."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Capabilities:
    """What one version of a store holds, worked out once when the version is built.

    Months are first days. A `*_months` pair is (first, last), inclusive, over offences of
    status crime, or None where no offence has a date of that basis; committed ones begin with
    the first not before the first recorded (the last one of all, where all are before it). `groups` and
    `districts` map a code to its number of offences of status crime, largest first. `small_areas`
    are the names by code of the drawn areas below the district, by level, in the order of names.
    """

    offences: int = 0
    involvements: int = 0
    persons: int = 0
    extract_to: dt.date | None = None
    recorded_months: tuple[dt.date, dt.date] | None = None
    committed_months: tuple[dt.date, dt.date] | None = None
    groups: dict[str, int] = field(default_factory=dict)
    districts: dict[str, int] = field(default_factory=dict)
    small_areas: dict[str, dict[str, str]] = field(default_factory=dict)
    has_victims: bool = False
    has_suspects: bool = False
    has_persons: bool = False
    has_exact_age: bool = False
    has_age: bool = False
    has_sex: bool = False
    has_day: bool = False
    has_hour: bool = False
    has_coordinates: bool = False
    has_squares: bool = False
    has_lsoa: bool = False
    has_ho_code: bool = False
    has_domestic: bool = False
    has_knife: bool = False
    has_relationship: bool = False
    has_severity: bool = False
    has_population: bool = False
    has_weather: bool = False
    has_admissions: bool = False
    has_attendances: bool = False
    has_deprivation: bool = False

    def to_json(self) -> str:
        """Return the capabilities as one line of JSON, as the store's meta table keeps them."""
        return json.dumps(asdict(self), default=lambda each: each.isoformat())

    @classmethod
    def from_json(cls, text: str) -> Capabilities:
        """Return the capabilities that `to_json` wrote."""
        raw = json.loads(text)
        for name in ("recorded_months", "committed_months"):
            if raw[name] is not None:
                raw[name] = tuple(dt.date.fromisoformat(each) for each in raw[name])
        if raw["extract_to"] is not None:
            raw["extract_to"] = dt.date.fromisoformat(raw["extract_to"])
        return cls(**raw)

    def months(self, basis: str) -> tuple[dt.date, dt.date] | None:
        """Return the first and last month with offences by date `recorded` or `committed`."""
        return self.recorded_months if basis == "recorded" else self.committed_months
