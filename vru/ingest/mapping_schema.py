"""What a mapping may say: its keys, the contract's columns, and the values they may take."""

from __future__ import annotations

# Contract columns by kind. Needed columns are those named in NEEDS.
COLUMNS: dict[str, tuple[str, ...]] = {
    "offences": (
        "offence_id", "incident_id", "status", "committed_from", "committed_to", "recorded_on",
        "ho_code", "offence_group", "domestic", "knife", "weapon", "district", "lsoa", "ward",
        "beat", "easting", "northing", "longitude", "latitude", "place_type", "public_place",
        "alcohol", "gang", "outcome", "severity_weight",
    ),
    "involvements": (
        "offence_id", "person_key", "role", "age", "age_band", "birth_date", "sex", "ethnicity",
        "relationship",
    ),
    "weather": ("day", "station", "mean_c", "max_c", "min_c", "rain_mm", "quality"),
    "population": ("year", "area", "sex", "age", "age_low", "age_high", "residents", "kind"),
    "admissions": (
        "period_from", "period_to", "area", "cause", "episode", "sex", "age_low", "age_high",
        "count", "rounding",
    ),
    "comparators": ("period_from", "period_to", "area", "measure", "value", "denominator", "source"),
    "interventions": (
        "programme", "kind", "theme", "districts", "starts", "ends", "funding_pounds",
        "funding_year", "intended_outcome", "measure",
    ),
    "activity": ("programme", "period_from", "period_to", "output", "number", "source"),
}  # fmt: skip

FORMATS = ("month", "dmy", "mdy", "ymd", "serial", "whole")
