"""From numbers to the text of the contract's files, and onto disk."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv

from vru.demo.involved import ROLES
from vru.demo.places import Places

DOMESTIC_FROM = np.datetime64("2015-04-01")
RENAMED_ON = np.datetime64("2018-04-01")
# other ways in which systems write the commonest codes
RESPELLED = {"8N": ("8N", " 8n", "008N", "8N "), "8G": ("8G", "8g", "008G"), "5D": ("5D", "5d", "005D")}


def write_csv(frame: pd.DataFrame, path: Path, *, bom: bool = False) -> None:
    """Write a frame as CSV in UTF-8, with a byte order mark if asked.

    Nothing is quoted: the demo writes no commas. pyarrow refuses a value that needs quotes.
    """
    columns = {str(name): _column(frame[name]) for name in frame}
    with path.open("wb") as file:
        if bom:
            file.write(b"\xef\xbb\xbf")
        # pyarrow would quote the header, which no police system does
        file.write((",".join(columns) + "\n").encode())
        options = pacsv.WriteOptions(include_header=False, quoting_style="none")
        pacsv.write_csv(pa.table(columns), file, options)


def _column(values: pd.Series) -> pa.Array:
    if values.dtype == object or isinstance(values.dtype, pd.StringDtype):
        return pa.array(values.to_numpy(dtype=object), type=pa.string())
    return pa.array(values.to_numpy())


def offence_text(crimes: pd.DataFrame, places: Places, rng: np.random.Generator) -> pd.DataFrame:
    """Return the offences as the text a record system exports, before any dirt."""
    recorded = crimes["recorded"].to_numpy().astype("datetime64[D]")
    style = rng.choice(3, len(crimes), p=(0.82, 0.13, 0.05))
    shared = crimes["incident"].duplicated(keep=False).to_numpy()
    text = {
        "offence_id": identifiers(recorded),
        "incident_id": np.where(shared, _incidents(crimes["incident"].to_numpy()), ""),
        "status": _words(crimes["status"]),
        "committed_from": _moments(crimes["committed"].to_numpy(), crimes["minute"].to_numpy(), style),
        "committed_to": _until(crimes, style),
        "recorded_on": _dates(recorded, np.minimum(style, 1)),
        "ho_code": _respell(crimes["code"].to_numpy(), rng),
        "domestic": np.where(recorded < DOMESTIC_FROM, "", _yes(crimes["domestic"])),
        "knife": _yes(crimes["knife"]),
        "weapon": _words(crimes["weapon"]),
        "district": district_names(crimes["district"].to_numpy(), recorded, places),
    }
    return pd.DataFrame(text | _where(crimes, places) | _circumstances(crimes)).astype(object)


def _where(crimes: pd.DataFrame, places: Places) -> dict[str, np.ndarray]:
    codes = places.areas[["code", "ward", "beat"]].astype(object)
    area = crimes["area"].to_numpy()
    found = {"lsoa": "code", "ward": "ward", "beat": "beat"}
    text = {name: codes[column].to_numpy()[area] for name, column in found.items()}
    return text | {axis: crimes[axis].astype(str).to_numpy(dtype=object) for axis in ("easting", "northing")}


def _circumstances(crimes: pd.DataFrame) -> dict[str, np.ndarray]:
    return {
        "place_type": _words(crimes["place_type"]),
        "public_place": _yes(crimes["public"]),
        "alcohol": _yes(crimes["alcohol"]),
        "gang": _yes(crimes["gang"]),
        "outcome": _words(crimes["outcome"]),
    }


def people_text(involved: pd.DataFrame, ids: np.ndarray) -> pd.DataFrame:
    """Return the involvements as text; `ids` are the offence ids by crime, before any dirt."""
    key = involved["key"].to_numpy()
    age = involved["age"].to_numpy()
    numbers = np.char.zfill(np.maximum(key, 0).astype(str), 7).astype(object)
    return pd.DataFrame(
        {
            "offence_id": ids[involved["crime"]],
            "person_key": np.where(key < 0, "", "N" + numbers),
            "role": np.array(ROLES, dtype=object)[involved["role"]],
            "age": np.where(age < 0, "", age.astype(str).astype(object)),
            "sex": np.where(involved["female"], "female", "male").astype(object),
            "ethnicity": _words(involved["ethnicity"]),
            "relationship": _words(involved["relationship"]),
        }
    ).astype(object)


def identifiers(recorded: np.ndarray) -> np.ndarray:
    """Return offence ids such as DEMO/10/0001234: the year recorded and a running number in it."""
    year = recorded.astype("datetime64[Y]").astype(int) + 1970
    first = np.searchsorted(year, year)
    number = np.char.zfill((np.arange(year.size) - first + 1).astype(str), 7).astype(object)
    return "DEMO/" + np.char.zfill((year % 100).astype(str), 2).astype(object) + "/" + number


def district_names(district: np.ndarray, recorded: np.ndarray, places: Places) -> np.ndarray:
    """Return district names as they were on the day: Shepway until March 2018."""
    table = places.districts
    today = table["name"].to_numpy(dtype=object)
    before = np.where(table["old_name"] == "", table["name"], table["old_name"]).astype(object)
    return np.where(recorded < RENAMED_ON, before[district], today[district])


def _incidents(incident: np.ndarray) -> np.ndarray:
    return "INC" + np.char.zfill(incident.astype(str), 7).astype(object)


def _words(values: pd.Series) -> np.ndarray:
    return values.to_numpy(dtype=object)


def _yes(values: pd.Series) -> np.ndarray:
    return np.where(values, "Y", "N").astype(object)


def _dates(date: np.ndarray, style: np.ndarray) -> np.ndarray:
    """Write dates as 31/12/2019 (style 0) or 2019-12-31 (others)."""
    days, at = np.unique(date, return_inverse=True)
    forms = [[day.item().strftime(form) for day in days] for form in ("%d/%m/%Y", "%Y-%m-%d")]
    return np.array(forms, dtype=object)[np.minimum(style, 1), at]


def _moments(date: np.ndarray, minute: np.ndarray, style: np.ndarray) -> np.ndarray:
    clock = np.array([dt.time(each // 60, each % 60).strftime("%H:%M") for each in range(1440)], dtype=object)
    joint = np.where(style == 2, "T", " ").astype(object)
    return _dates(date.astype("datetime64[D]"), style) + joint + clock[minute]


def _until(crimes: pd.DataFrame, style: np.ndarray) -> np.ndarray:
    # some only know that it happened between two moments of the same day
    minute = np.minimum(crimes["minute"].to_numpy() + 90, 1439)
    later = _moments(crimes["committed"].to_numpy(), minute, style)
    return np.where(crimes["ranged"], later, "")


def _respell(code: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    code = code.copy()
    for usual, ways in RESPELLED.items():
        rows = np.flatnonzero((code == usual) & (rng.random(code.size) < 0.04))
        code[rows] = np.array(ways[1:], dtype=object)[rng.integers(0, len(ways) - 1, rows.size)]
    return code
