"""The dirt of real extracts, planted in known numbers so that a load can be reconciled with it."""

from __future__ import annotations

import numpy as np
import pandas as pd

# rows of the offence file whose people cannot be loaded, share of rows; each row has one kind only
REFUSED = {
    "code_became_date": 0.0003,
    "bad_date": 0.0003,
    "future_date": 0.0002,
    "no_date": 0.0001,
    "offence_differs": 0.0002,
    "no_offence_id": 0.0001,
}
# a row without a reference is loaded under one of its own, but nobody's involvement can name it
LOADED = ("no_offence_id",)
# what cleaning mends or makes unknown in the offence file; these may fall together on one row
MENDED = {
    "grid_swapped": 0.004,
    "grid_truncated": 0.003,
    "grid_outside": 0.002,
    "grid_missing": 0.02,
    "unknown_code": 0.0006,
    "unknown_district": 0.002,
    "missing_district": 0.004,
    "midnight": 0.02,
    "first_of_month": 0.004,
    "missing_flag": 0.01,
    "spaces": 0.01,
}
DUPLICATES = 0.003
ORPHANS = 0.001
PEOPLE = {
    "age_999": 0.002,
    "age_minus_1": 0.002,
    "suspect_under_10": 0.0008,
    "placeholder_key": 0.006,
    "blank_key": 0.01,
    "key_spelling": 0.02,
}
CODES_AS_DATES = ("08-Jun", "05-Apr", "04-Mar", "08-Nov")
IMPOSSIBLE = (
    "31/02/2014 21:15",
    "30/02/2019 02:40",
    "31/11/2012 23:05",
    "29/02/2013 18:30",
    "45/13/2016 10:00",
)
ELSEWHERE = ("Bexley", "Thurrock", "Elmbridge", "District 9")
PLACEHOLDERS = ("UNKNOWN", "CROWN", "0", "N/K", "unknown ")
SEXES = {
    True: ("Female", "F", "f", "female", "2", " FEMALE"),
    False: ("Male", "M", "m", "male", "1", "MALE "),
}
SPELL_ROLES = {
    "victim": ("Victim", "VICTIM", "victim", "Aggrieved", "V"),
    "suspect": ("Suspect", "SUSPECT", "suspect", "Offender", "Accused"),
    "witness": ("Witness", "WITNESS", "witness", "Witness ", "W"),
}
_MOSTLY_FIRST = (0.75, 0.09, 0.07, 0.05, 0.04)


def choose(share: float, among: np.ndarray, rng: np.random.Generator, least: int = 1) -> np.ndarray:
    """Return the rows that get one kind of dirt: `share` of `among`, at least `least`."""
    count = min(among.size, max(least, round(share * among.size)))
    return rng.choice(among, count, replace=False)


def soil_offences(text: pd.DataFrame, rng: np.random.Generator) -> tuple[pd.DataFrame, dict, np.ndarray]:
    """Return the dirtied offence file, how many rows of each dirt it has, and which crimes are refused.

    `text` has the columns of the contract as text, one row a crime in order. The flags of
    the result are crimes (rows of `text`) that no load may keep.
    """
    text = text.copy()
    rows = np.arange(len(text))
    refused = np.zeros(len(text), dtype=bool)
    counts: dict[str, int] = {}
    places = rng.permutation(rows)
    chosen, at = {}, 0
    for name, share in REFUSED.items():
        size = max(1, round(share * len(text)))
        chosen[name], at = places[at : at + size], at + size
        refused[chosen[name]] = True
        counts[name] = size
    clean = places[at:]
    counts |= _mend(text, clean, rng)
    _refuse(text, chosen, rng)
    text, counts["identical_duplicates"] = _twice(text, clean, chosen["offence_differs"], rng)
    # both rows of a contradiction are refused: nobody knows which one is right
    counts["offence_differs"] *= 2
    return text, counts, refused


def _mend(text, clean, rng) -> dict[str, int]:
    counts = {}
    grid = {name: share for name, share in MENDED.items() if name.startswith("grid")}
    at, order = 0, rng.permutation(clean)
    for name, share in grid.items():
        size = max(1, round(share * clean.size))
        _GRID[name](text, order[at : at + size], rng)
        counts[name], at = size, at + size
    for name, share in MENDED.items():
        if name not in grid:
            counts[name] = _OTHER[name](text, choose(share, clean, rng), rng)
    return counts


def _swap(text, rows, _rng) -> None:
    east = text["easting"].to_numpy(copy=True)
    text.loc[rows, "easting"] = text["northing"].to_numpy()[rows]
    text.loc[rows, "northing"] = east[rows]


def _truncate(text, rows, _rng) -> None:
    # one of the two: where both are short, several readings lie in the force
    text.loc[rows, "easting"] = text.loc[rows, "easting"].str[:-1]


def _outside(text, rows, rng) -> None:
    text.loc[rows, "easting"] = rng.integers(300_000, 420_000, rows.size).astype(str)
    text.loc[rows, "northing"] = rng.integers(300_000, 420_000, rows.size).astype(str)


def _no_grid(text, rows, _rng) -> None:
    text.loc[rows, ["easting", "northing"]] = ""


def _set(column, values):
    def plant(text, rows, rng) -> int:
        text.loc[rows, column] = rng.choice(values, rows.size)
        return rows.size

    return plant


def _midnight(text, rows, _rng) -> int:
    text.loc[rows, "committed_from"] = text.loc[rows, "committed_from"].str.replace(
        r"\d\d:\d\d$", "00:00", regex=True
    )
    return rows.size


def _first_of_month(text, rows, _rng) -> int:
    # the day unknown, somebody typed the 1st: only where that keeps the order of the two dates
    day_first = text.loc[rows, "committed_from"].str.match(r"\d\d/")
    rows = rows[day_first.to_numpy()]
    text.loc[rows, "committed_from"] = "01" + text.loc[rows, "committed_from"].str[2:]
    return rows.size


def _missing_flag(text, rows, _rng) -> int:
    text.loc[rows, ["domestic", "knife"]] = ""
    return rows.size


def _spaces(text, rows, _rng) -> int:
    for column in ("offence_id", "ho_code", "district", "outcome"):
        text.loc[rows, column] = " " + text.loc[rows, column] + "  "
    return rows.size


_GRID = {
    "grid_swapped": _swap,
    "grid_truncated": _truncate,
    "grid_outside": _outside,
    "grid_missing": _no_grid,
}
_OTHER = {
    "unknown_code": _set("ho_code", ("199X", "ZZ9")),
    "unknown_district": _set("district", ELSEWHERE),
    "missing_district": _set("district", ("",)),
    "midnight": _midnight,
    "first_of_month": _first_of_month,
    "missing_flag": _missing_flag,
    "spaces": _spaces,
}


def _refuse(text, chosen, rng) -> None:
    text.loc[chosen["code_became_date"], "ho_code"] = rng.choice(
        CODES_AS_DATES, chosen["code_became_date"].size
    )
    text.loc[chosen["bad_date"], "committed_from"] = rng.choice(IMPOSSIBLE, chosen["bad_date"].size)
    text.loc[chosen["future_date"], "committed_from"] = "14/08/2062 19:30"
    text.loc[chosen["no_date"], ["committed_from", "committed_to", "recorded_on"]] = ""
    text.loc[chosen["no_offence_id"], "offence_id"] = ""


def _twice(text, clean, differing, rng) -> tuple[pd.DataFrame, int]:
    again = choose(DUPLICATES, clean, rng)
    other = text.loc[differing].assign(outcome="community resolution on appeal")
    copies = pd.concat([text.loc[again], other])
    whole = pd.concat([text, copies])
    # a copy comes some rows after its first, as when two exports are joined
    place = np.concatenate(
        [np.arange(len(text)), copies.index.to_numpy() + rng.integers(1, 400, len(copies)) + 0.5]
    )
    return whole.iloc[np.argsort(place, kind="stable")].reset_index(drop=True), again.size


def soil_people(text: pd.DataFrame, lost: np.ndarray, rng: np.random.Generator) -> tuple[pd.DataFrame, dict]:
    """Return the dirtied involvement file and how many rows of each dirt it has.

    `lost` says for each row whether its offence is refused: those rows must be refused too.
    """
    text = text.copy()
    kept = np.flatnonzero(~lost)
    _spell(text, rng)
    counts = {"offence_refused": int(lost.sum())}
    order, at = rng.permutation(kept[text["person_key"].to_numpy()[kept] != ""]), 0
    for name, share in PEOPLE.items():
        size = max(1, round(share * kept.size))
        counts[name] = _PEOPLE[name](text, order[at : at + size], rng)
        at += size
    again = choose(DUPLICATES, order[at:], rng)
    alone = text.iloc[choose(ORPHANS, kept, rng)]
    alone = alone.assign(offence_id=[f"DEMO/99/{number:07d}" for number in range(len(alone))])
    counts |= {"identical_duplicates": again.size, "without_offence": len(alone)}
    return pd.concat([text, text.iloc[again], alone], ignore_index=True), counts


def _spell(text, rng) -> None:
    for column, spellings in (("role", SPELL_ROLES), ("sex", {"female": SEXES[True], "male": SEXES[False]})):
        for value, ways in spellings.items():
            rows = np.flatnonzero(text[column] == value)
            chance = np.array([*_MOSTLY_FIRST, 0.02][: len(ways)])
            words = np.array(ways)[rng.choice(len(ways), rows.size, p=chance / chance.sum())]
            text.loc[rows, column] = words


def _suspects_under_10(text, rows, rng) -> int:
    rows = rows[text.loc[rows, "role"].str.strip().str.casefold().isin(["suspect", "offender", "accused"])]
    text.loc[rows, "age"] = rng.integers(1, 10, rows.size).astype(str)
    return rows.size


def _respelled(text, rows, rng) -> int:
    key = text.loc[rows, "person_key"]
    text.loc[rows, "person_key"] = np.where(rng.random(rows.size) < 0.5, key.str.lower() + " ", " " + key)
    return rows.size


_PEOPLE = {
    "age_999": _set("age", ("999",)),
    "age_minus_1": _set("age", ("-1",)),
    "suspect_under_10": _suspects_under_10,
    "placeholder_key": _set("person_key", PLACEHOLDERS),
    "blank_key": _set("person_key", ("",)),
    "key_spelling": _respelled,
}
