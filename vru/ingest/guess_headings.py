"""The headings that British record systems and open data use for each contract column."""

from __future__ import annotations

import re

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def words(heading: str) -> str:
    """Return a heading as plain words: `CrimeRefNo`, `CRIME_REF_NO` and `Crime Ref No.` are one."""
    return " ".join(_WORDS.findall(heading)).casefold()


# Best first: an earlier synonym wins over a later one wherever the column stands.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "offence_id": (
        "offence id", "crime reference", "crime ref", "crime reference number", "crime ref no",
        "crime number", "crime no", "crime id", "offence reference", "offence ref", "urn",
        "occurrence number", "report number", "investigation reference", "objectid", "crn",
    ),
    "incident_id": (
        "incident id", "incident ref", "incident reference", "incident number", "incident no",
        "incident key", "cad", "cad number", "storm reference", "stats ref", "dc key",
    ),
    "status": ("status", "crime status", "offence status", "recording status", "record status"),
    "committed_from": (
        "committed from", "committed from date", "date committed from", "committed date from",
        "date committed", "committed date", "offence date", "date of offence", "date from", "earliest date",
        "committed start", "committed on", "start date", "offence start date", "occurrence date",
        "occur date", "date first committed", "committed from datetime", "event date", "date",
    ),
    "committed_from_time": (
        "committed from time", "time committed from", "committed time from", "time committed",
        "committed time", "offence time", "time of offence", "time from", "earliest time", "start time",
        "occur time", "time first committed", "event time", "time",
    ),
    "committed_to": (
        "committed to", "committed to date", "date committed to", "committed date to", "date to",
        "latest date", "committed end", "end date", "date last committed", "offence end date",
    ),
    "committed_to_time": (
        "committed to time", "time committed to", "committed time to", "time to", "latest time", "end time",
        "time last committed",
    ),
    "recorded_on": (
        "recorded on", "date recorded", "recorded date", "crime recorded date", "date crime recorded",
        "created date", "date created", "reported date", "date reported", "month",
    ),
    "ho_code": (
        "ho code", "home office code", "offence code", "hocode", "ho offence code", "ho class",
        "ho class code", "home office classification", "class code", "crime code", "nicl code",
        "offence classification code",
    ),
    "offence_group": (
        "offence group", "crime type", "crime group", "offence type", "offence category", "crime category",
        "ho group", "tree level 2", "crime tree level 2", "offence description", "offence title", "offence",
    ),
    "domestic": (
        "domestic", "da flag", "domestic abuse", "domestic abuse flag", "domestic flag", "dv flag",
        "domestic violence flag", "domestic incident", "da", "is domestic",
    ),
    "knife": ("knife", "knife flag", "knife crime", "knife enabled", "knife crime flag", "bladed article"),
    "weapon": ("weapon", "weapon used", "weapon type", "weapon description"),
    "district": (
        "district", "local authority", "district name", "lad name", "borough", "boro", "csp", "csp name",
        "lpa", "local policing area", "council", "district council",
    ),
    "lsoa": ("lsoa", "lsoa code", "lsoa 11 cd", "lsoa 21 cd", "lsoa 11", "lsoa 21"),
    "ward": ("ward", "ward name", "ward code"),
    "beat": ("beat", "beat code", "neighbourhood", "beat name", "precinct", "sector"),
    "easting": ("easting", "eastings", "grid easting", "x", "east", "grid ref x", "location easting"),
    "northing": ("northing", "northings", "grid northing", "y", "north", "grid ref y", "location northing"),
    "longitude": ("longitude", "long", "lon", "lng"),
    "latitude": ("latitude", "lat"),
    "place_type": (
        "place type", "location type", "premises type", "premise type", "type of location", "scene type",
        "location desc", "locus type",
    ),
    "public_place": ("public place", "public private", "in public", "outside"),
    "alcohol": ("alcohol", "alcohol flag", "alcohol related", "alcohol related flag"),
    "gang": ("gang", "gang flag", "gang related", "county lines", "county lines flag"),
    "outcome": (
        "outcome", "outcome type", "last outcome category", "outcome description", "outcome code",
        "disposal", "crime outcome",
    ),
    "person_key": (
        "person key", "nominal ref", "nominal reference", "nominal number", "nominal no", "nominal id",
        "person id", "person reference", "person urn", "nominal urn", "pncid", "pnc id", "niche id",
        "person ref", "golden nominal",
    ),
    "role": (
        "role", "nominal role", "person role", "involvement", "involvement type", "role type", "role code",
    ),
    "age": (
        "age", "age at offence", "age at time of offence", "person age", "nominal age", "age at incident",
    ),
    "age_band": ("age band", "age group", "age range"),
    "birth_date": ("birth date", "dob", "date of birth", "nominal dob", "person dob", "birthdate"),
    "sex": ("sex", "gender", "person sex", "nominal sex", "nominal gender", "gender code", "sex code"),
    "ethnicity": (
        "ethnicity", "self defined ethnicity", "sde", "ethnic appearance", "officer defined ethnicity",
        "ethnic code", "ethnic origin", "race",
    ),
    "relationship": (
        "relationship", "relationship to victim", "suspect to victim", "victim suspect relationship",
        "suspect victim relationship", "relationship type",
    ),
}  # fmt: skip

# Roles side by side: VICTIM_AGE and SUSPECT_AGE in one row.
SIDES: dict[str, str] = {
    "victim": "victim", "vic": "victim", "ip": "victim", "aggrieved": "victim", "complainant": "victim",
    "suspect": "suspect", "susp": "suspect", "perp": "suspect", "offender": "suspect", "accused": "suspect",
}  # fmt: skip
